"""The gates of a plan: what its section *Constitution Check* says of the project's principles.

The rules are in `docs/spec-kit.md`, section S5. An example:

    | Principle     | Status        |
    |---------------|---------------|
    | Library first | ✅ PASS       |
    | Small images  | N/A           |
    | Tests first   | Action needed |

1 of 2 gates pass. A gate that is not applicable does not count, nor does one whose cell says
anything else. Boxes in the section are gates as well, and count as boxes do elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import Checklist, Completion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.reading.document import Cell, Document

SECTION = "constitution check"

_MARKS = r"[\s*_✅✓✔☑❌✗✘⚠️🟢🟡🔴:–—-]*"
_PASSES = re.compile(rf"(?=[^\w]*[✅✓✔☑])|{_MARKS}pass(?:e[ds]|ing)?\b", re.IGNORECASE)
_APPLIES_NOT = re.compile(rf"{_MARKS}(?:n/?a\b|not applicable\b)", re.IGNORECASE)
_FAILS = re.compile(
    rf"(?=[^\w]*[❌✗✘⚠🟡🔴])|{_MARKS}(?:fail|violat|partial|pending|open\b|action|todo\b|tbd\b)",
    re.IGNORECASE,
)


def read_gates(document: Document) -> tuple[Checklist, ...]:
    """Read the tables of gates, each with the heading that it is under.

    The column of verdicts is the one of which most cells begin with one, and at least half.
    """
    found: defaultdict[int, Completion] = defaultdict(Completion)
    for table in document.tables:
        heading = next(document.list_headings(table.landmark), None)
        if heading is None or not document.is_under(table.landmark, SECTION):
            continue
        verdicts = [_read_verdicts(column) for column in zip(*table.rows, strict=False)]
        column = max(verdicts, key=lambda column: sum(map(bool, column)), default=[])
        if column and sum(map(bool, column)) * 2 >= len(column):
            done = column.count("passes")
            found[heading] += Completion(done, done + column.count("fails"))
    return tuple(
        Checklist(index, document.outline[index].text, document.outline[index].line, completion)
        for index, completion in found.items()
        if completion.total
    )


def _read_verdicts(column: Sequence[Cell]) -> list[str]:
    """What each cell of a column says of its gate; empty for one that is not a verdict."""
    patterns = {"does not apply": _APPLIES_NOT, "passes": _PASSES, "fails": _FAILS}
    return [
        next((verdict for verdict, p in patterns.items() if p.match(cell.text)), "")
        for cell in column
    ]

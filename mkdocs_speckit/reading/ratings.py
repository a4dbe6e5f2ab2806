"""Words that rate: how complex a phase is, and how it stands with a dependency."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import COMPLEXITIES, Rating
from mkdocs_speckit.reading.quantities import strip_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs_speckit.model.parts import Effort, RatingValue
    from mkdocs_speckit.reading.document import Cell, Document, Table

_COMPLEXITY = re.compile(
    r"(?:very |extremely |extra )?(?P<first>low|simple|trivial|medium|med|moderate|high|complex)"
    r"(?:\s*(?:[-–/]|to)\s*(?P<last>low|medium|med|moderate|high))?",
    re.IGNORECASE,
)
_STEP = {"low": 0, "simple": 0, "trivial": 0, "medium": 2, "med": 2, "moderate": 2}
_HIGH = 4

_STATUSES: tuple[tuple[RatingValue, re.Pattern[str]], ...] = (
    (
        "red",
        re.compile(
            r"red|blocked|blocker|missing|unavailable|not (?:available|ready|met)|failed|failing"
            r"|broken|rejected|critical|down",
            re.IGNORECASE,
        ),
    ),
    (
        "yellow",
        re.compile(
            r"yellow|amber|orange|at risk|partial|partially|in progress|in review|pending|wip"
            r"|waiting|planned|requested|ordered|not started|research needed|unconfirmed|unknown"
            r"|delayed|late",
            re.IGNORECASE,
        ),
    ),
    (
        "green",
        re.compile(
            r"green|available|ready|done|complete|completed|active|exists|existing|configured"
            r"|installed|updated|ok|okay|stable|met|resolved|approved|in place|live|satisfied"
            r"|confirmed|passing|delivered",
            re.IGNORECASE,
        ),
    ),
)


def read_ratings(document: Document, effort: Effort | None) -> tuple[Rating, ...]:
    """The ratings in the effort table's column `Complexity` and in the tables of dependencies.

    A cell rates where it says nothing but a word of the scale, apart from notes; what is struck
    out does not.
    """
    found: list[Rating] = []
    for table in document.tables:
        if effort is not None and table.landmark == effort.table:
            found += _rated(table, "complexity", _complexity)
        elif document.is_under(table.landmark, "depend"):
            found += _rated(table, "status", _status)
    return tuple(found)


def _rated(
    table: Table, header: str, rate: Callable[[str], RatingValue | None]
) -> Iterator[Rating]:
    """The ratings in the columns with this header."""
    for column, cell in enumerate(table.header):
        if cell.full_text.casefold().strip() == header:
            for row, cells in enumerate(table.rows):
                value = rate(_word(cells[column])) if column < len(cells) else None
                if value is not None:
                    yield Rating(table.landmark, row, column, value)


def _word(cell: Cell) -> str:
    return strip_notes(cell.text).strip(" .*_")


def _complexity(text: str) -> RatingValue | None:
    match = _COMPLEXITY.fullmatch(text)
    if match is None:
        return None
    steps = [_STEP.get(word.casefold(), _HIGH) for word in match.group("first", "last") if word]
    return COMPLEXITIES[sum(steps) // len(steps)]


def _status(text: str) -> RatingValue | None:
    return next((value for value, words in _STATUSES if words.fullmatch(text)), None)

"""What a plan promises: the length of its critical path, and its milestones.

The law is in `docs/numbers.md`, section 4. An example of milestones, in a plan with the phases
`Phase 1: Setup` and `Phase 2: Core`:

    | Milestone | Description | Target         |
    |-----------|-------------|----------------|
    | M1        | Setup done  | End of Phase 1 |
    | M2        | Core        | Week 2         |
    | M3        | Launch      | 1 March        |

`M1: Setup done` ends with the phase *Setup*. `M2: Core` is due 80 h after the start, at the end of
week 2, and its description names the phase that it ends with. M3 is left out, as a date says
nothing about the schedule.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import HOURS, DeclaredPath, Milestone
from mkdocs_speckit.reading import quantities
from mkdocs_speckit.reading.dependency_cells import CellReader
from mkdocs_speckit.reading.document.source import fold_spaces
from mkdocs_speckit.reading.names import Names, parse_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.parts import Effort, Graph
    from mkdocs_speckit.model.settings import WorkingTime
    from mkdocs_speckit.reading.document import Cell, Document

_PATH_WORDS = b"total critical path"
_PATH = re.compile(r"\W*total critical path\W*?:\s*(.+)", re.IGNORECASE)


def read_declared_path(document: Document, time: WorkingTime) -> DeclaredPath | None:
    """The first `**Total Critical Path**: …` that states a time."""
    if _PATH_WORDS not in document.source.bytes.lower():
        return None
    for start, end in document.texts:
        if match := _PATH.match(document.source.slice_first_line(start, end)):
            quantity = quantities.parse_quantity(match[1], time)
            if quantity is not None and quantity.unit == HOURS:
                return DeclaredPath(quantity.estimate, document.source.locate(start))
    return None


_TARGET_HEADER = re.compile(r"\b(?:target|due|deadline|when)\b", re.IGNORECASE)
_NO_DESCRIPTION = re.compile(r"criteri|status|gate|owner|evidence|exit|verif", re.IGNORECASE)


def read_milestones(
    document: Document, effort: Effort | None, graphs: Sequence[Graph], time: WorkingTime
) -> tuple[Milestone, ...]:
    """Read the tables under headings that contain “milestone”.

    A target is a phase (`Phase 2`, `End of Phase 2`, `Phases 1 + 2`), read by the rules of a
    `Depends On` cell, or a time from the start (`Day 5`, `Week 2`: their ends; `T+3 days`). A
    milestone with any other target is left out.
    """
    tables = [table for table in document.tables if document.is_under(table.landmark, "milestone")]
    if not graphs or not tables:
        return ()
    phases = _PhaseFinder(document, effort, graphs[0])
    found = []
    for table in tables:
        columns = [
            index
            for index, cell in enumerate(table.header)
            if index and _TARGET_HEADER.search(cell.full_text)
        ]
        if len(columns) != 1:
            continue
        target = columns[0]
        has_description = target != 1 and not _NO_DESCRIPTION.search(table.header[1].full_text)
        for row in table.rows:
            # `M1` alone says nothing: the description beside it is a part of the name.
            is_only_label = parse_name(fold_spaces(row[0].text)).is_label
            cells = row[:2] if is_only_label and has_description else row[:1]
            name = ": ".join(filter(None, (fold_spaces(cell.text).strip() for cell in cells)))
            written = fold_spaces(row[target].text).strip()
            if not name or not written:
                continue
            line = row[0].place.line
            hours = _parse_time(written, time)
            if hours is not None:
                nodes = next(filter(None, map(phases.find, reversed(cells))), ())
                found.append(Milestone(name, written, line, nodes, hours))
            elif nodes := phases.find(row[target]):
                found.append(Milestone(name, written, line, nodes))
    return tuple(found)


_UNIT = re.compile(
    r"(?:by\s+)?(?:the\s+)?(?:end\s+of\s+)?"
    r"(?P<unit>day|week|month|hour)\s+(?P<number>\d{1,4})",
    re.IGNORECASE,
)
"""`Day 5`, `By the end of week 2`."""

_AFTER_START = re.compile(
    r"(?:t\s*\+\s*(?P<plus>.+)|(?:within\s+)?(?P<plain>.*?\S)(?:\s+(?:after|from)\s+(?:the\s+)?start)?)",
    re.IGNORECASE,
)
"""`T+3 days`, `within 3 days`, `3 days after the start`."""


def _parse_time(written: str, time: WorkingTime) -> float | None:
    """The hours from the start to a target that is a time; None if it is not one time."""
    bare = quantities.strip_notes(written).strip()
    if match := _UNIT.fullmatch(bare):
        hours = time.find_hours(match["unit"].casefold())
        return None if hours is None else int(match["number"]) * hours
    match = _AFTER_START.fullmatch(bare)
    found = quantities.parse_whole(match["plus"] or match["plain"], time) if match else None
    if found is None or found.unit != HOURS or found.estimate.low != found.estimate.high:
        return None
    return found.estimate.high


_NOT_THE_END = re.compile(
    r"\b(?:start\w*|begin\w*|before|prior|mid\w*|during|kick\w*|early|late)\b", re.IGNORECASE
)
_NO_ROW = -1
"""The row of a cell of another table, which is not in the graph."""


class _PhaseFinder:
    """Finds the phases of a graph that a cell of another table names.

    A phase is known by three names: that of its row, of its heading, and of its effort row.
    """

    def __init__(self, document: Document, effort: Effort | None, graph: Graph) -> None:
        nodes = graph.nodes
        headings = [
            document.outline[node.heading].text if node.heading is not None else node.name
            for node in nodes
        ]
        efforts = [
            effort.phases[node.efforts[0]].name if effort and node.efforts else node.name
            for node in nodes
        ]
        self._readers = [
            CellReader(Names(names), len(nodes), "all")
            for names in ([node.name for node in nodes], headings, efforts)
        ]

    def find(self, cell: Cell) -> tuple[int, ...]:
        """The indexes of the phases whose end a cell means; empty if it names anything else."""
        if _NOT_THE_END.search(cell.text):
            return ()
        for reader in self._readers:
            reading = reader.read(cell, _NO_ROW)
            if reading.nodes and not reading.external:
                return tuple(sorted(reading.nodes))
        return ()

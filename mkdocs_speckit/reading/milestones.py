"""The critical path that a plan declares itself (section 4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.model.estimate import HOURS
from mkdocs_speckit.model.parts import DeclaredPath, Milestone
from mkdocs_speckit.reading import quantities
from mkdocs_speckit.reading.dependency_cells import CellReader
from mkdocs_speckit.reading.document.markdown import plain_text
from mkdocs_speckit.reading.names import Names, parse_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.model.parts import Effort, Graph
    from mkdocs_speckit.model.settings import WorkingTime
    from mkdocs_speckit.reading.document import Cell, Document, Table

_WORDS = b"total critical path"
_TOTAL = re.compile(r"\W*total critical path\W*?:\s*(.+)", re.IGNORECASE)


def read_declared_path(document: Document, time: WorkingTime) -> DeclaredPath | None:
    """The first `**Total Critical Path**: …` that states a time."""
    if _WORDS not in document.source.bytes.lower():
        return None
    for start, end in document.texts:
        if match := _TOTAL.match(document.source.slice_first_line(start, end)):
            quantity = quantities.parse_quantity(match[1], time)
            if quantity is not None and quantity.unit == HOURS:
                return DeclaredPath(quantity.estimate, document.source.locate(start))
    return None


_TARGET_HEADER = re.compile(r"\b(?:target|due|deadline|when)\b", re.IGNORECASE)
_NO_DESCRIPTION = re.compile(r"criteri|status|gate|owner|evidence|exit|verif", re.IGNORECASE)
_NOT_THE_END = re.compile(
    r"\b(?:start\w*|begin\w*|before|prior|mid\w*|during|kick\w*|early|late)\b", re.IGNORECASE
)
_LEAD_IN = r"(?:by\s+)?(?:the\s+)?(?:end\s+of\s+)?"
_DAY = re.compile(
    rf"{_LEAD_IN}(?P<unit>day|week|month|hour)\s+(?P<number>\d{{1,4}})", re.IGNORECASE
)
_AFTER_START = re.compile(
    r"(?:t\s*\+\s*(?P<plus>.+)|(?:within\s+)?(?P<plain>.*?\S)(?:\s+(?:after|from)\s+(?:the\s+)?start)?)",
    re.IGNORECASE,
)


def read_milestones(
    document: Document, effort: Effort | None, graphs: Sequence[Graph], time: WorkingTime
) -> tuple[Milestone, ...]:
    """Read the tables under headings that contain “milestone”.

    A target is a phase (`Phase 2`, `End of Phase 2`, `Phases 1 + 2`), read by the rules of a
    `Depends On` cell, or a time from the start (`Day 5`, `Week 2`: their ends; `T+3 days`). Any
    other target, such as a date, says nothing about the schedule, and its milestone is left out.
    """
    if not graphs:
        return ()
    tables = [table for table in document.tables if document.is_under(table.landmark, "milestone")]
    if not tables:
        return ()
    phases = _Phases(document, effort, graphs[0])
    return tuple(milestone for table in tables for milestone in _of_table(table, phases, time))


def _of_table(table: Table, phases: _Phases, time: WorkingTime) -> Iterator[Milestone]:
    columns = [
        index
        for index, cell in enumerate(table.header)
        if index and _TARGET_HEADER.search(cell.full_text)
    ]
    if len(columns) != 1:
        return
    target = columns[0]
    for row in table.rows:
        described = _described(table, row, target)
        name = ": ".join(filter(None, (plain_text(cell.text).strip() for cell in described)))
        written = plain_text(row[target].text).strip()
        if not name or not written:
            continue
        line = row[0].place.line
        hours = _hours(written, time)
        if hours is not None:
            named = next(filter(None, map(phases.named, reversed(described))), ())
            yield Milestone(name, written, line, named, hours)
        elif nodes := phases.named(row[target]):
            yield Milestone(name, written, line, nodes)


def _described(table: Table, row: tuple[Cell, ...], target: int) -> list[Cell]:
    """The cells that say what a milestone is: `M1`, and the description beside it."""
    beside = 1
    has_beside = (
        beside < len(row)
        and beside != target
        and not _NO_DESCRIPTION.search(table.header[beside].full_text)
    )
    is_only_label = parse_name(plain_text(row[0].text)).is_label
    return [row[0], row[beside]] if has_beside and is_only_label else [row[0]]


def _hours(written: str, time: WorkingTime) -> float | None:
    """The hours from the start to a target that is a time."""
    bare = quantities.strip_notes(written).strip()
    if match := _DAY.fullmatch(bare):
        scale = time.find_hours(match["unit"].casefold())
        return None if scale is None else int(match["number"]) * scale
    match = _AFTER_START.fullmatch(bare)
    found = quantities.parse_whole(match["plus"] or match["plain"], time) if match else None
    if found is None or found.unit != HOURS or found.estimate.low != found.estimate.high:
        return None
    return found.estimate.high


class _Phases:
    """The phases of a graph by all their names: their rows', their headings', their efforts'."""

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
        everything = range(len(nodes))
        self._readers = [
            CellReader(Names(names), lambda _: everything)
            for names in ([node.name for node in nodes], headings, efforts)
        ]

    def named(self, cell: Cell) -> tuple[int, ...]:
        """The phases that a cell names, if it names nothing else."""
        if _NOT_THE_END.search(cell.text):
            return ()
        for reader in self._readers:
            reading = reader.read(cell, _NO_ROW)
            if reading.nodes and not reading.external:
                return tuple(sorted(reading.nodes))
        return ()


_NO_ROW = -1
"""A cell of another table stands in no row of the graph."""

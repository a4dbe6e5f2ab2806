"""The effort table: which one it is, its rows, its declared total (section 2)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.model.estimate import HOURS, NO_EFFORT, is_mismatch
from mkdocs_speckit.model.parts import DeclaredTotal, Effort, EffortPhase
from mkdocs_speckit.reading import names, quantities
from mkdocs_speckit.reading.document.markdown import plain_text

if TYPE_CHECKING:
    from mkdocs_speckit.model.estimate import Estimate
    from mkdocs_speckit.model.settings import WorkingTime
    from mkdocs_speckit.reading.document import Cell, Document, Table
    from mkdocs_speckit.reading.quantities import Quantity

MOST_COLUMNS = 20
"""Efforts stand in one of the first columns."""

_EFFORT_HEADER = re.compile(r"effort|estimate|duration|hours", re.IGNORECASE)
_PHASES = re.compile(
    r"(?:phase|step|stage|sprint|workstream|task|milestone|component|activity|work)", re.IGNORECASE
)
_SPENT_HEADER = re.compile(r"actual|spent|logged|remaining", re.IGNORECASE)
_SUBTOTAL = re.compile(r"\bsub-?\s?totals?\b", re.IGNORECASE)
_SUM_WORD = (
    r"all|across|and|for|of|in|with|without|w/o?|incl\w*|excl\w*|efforts?|est\w*\.?|hours?|time"
    r"|durations?|loc|lines|points|days|weeks|project|plan|development|dev|implementation|work"
    r"|sequential|parallel|elapsed|remaining|buffer|range|cost|budget|phases?|grand|overall"
    r"|combined|full|scope"
)
_TOTAL = re.compile(
    rf"""
    (?:(?:{_SUM_WORD})\s+)*totals?              # Total, Grand Total, Total Estimated Effort,
    (?:\s+(?:{_SUM_WORD}|[\d.–-]+))*            # Total with buffer, Total Phases 1-3
    (?:\s*[:=+/–—-].*|\s+(?:with|without|w/o?|incl\w*\.?|excl\w*\.?|for)\s.*)?  # Total: 3h
    |sum|overall|combined|σ|∑|in\s+total
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OF_OTHER = re.compile(
    r"\b(?:buffers?|buffered|contingenc(?:y|ies)|reserves?|overheads?|parallel|concurrent(?:ly)?"
    r"|elapsed|calendar|wall[ -]?clock|remaining|mvp|without|w/o|exclud\w*|excl|except|spent"
    r"|saved)\b",
    re.IGNORECASE,
)
"""What a total's row says where it is no plain sum of the rows."""

_SPEAKS_OF_TOTAL = re.compile(r"^\W*(?:total|sum)\b|\btotals?\W*$", re.IGNORECASE)
_LABEL_TOTAL = re.compile(r"(.*?\S)\s+totals?", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^[^\[\]]*\]")
_SIGNS_AROUND = re.compile(r"^[^\wΣ∑]+|[^\w]+$")


class _Row(NamedTuple):
    """A phase's row and what its effort cell states, in the cell's own unit."""

    position: int
    name: str
    is_struck: bool
    column: int
    cell: Cell
    quantity: Quantity | None
    text: str


def read_effort(document: Document, time: WorkingTime) -> Effort | None:
    """Read the plan's effort table; None where it has none."""
    table = read_effort_table(document, time)
    if table is None:
        return None
    phases: list[_Row] = []
    totals: list[_Row] = []
    summed, estimated = NO_EFFORT, 0
    for row in table.rows:
        if _is_total(row.name) or (estimated > 1 and _sums_up(row, summed)):
            totals.append(row)
        elif row.name and not row.is_struck and not _is_subtotal(row.name):
            phases.append(row)
            if row.quantity is not None:
                summed, estimated = summed + row.quantity.estimate, estimated + 1
    unit = _unit([*phases, *totals])
    return Effort(
        unit,
        tuple(_phase(row, unit) for row in phases),
        _declared(totals, unit),
        table.line,
        table.landmark,
        table.column,
        tuple(r.cell.place for r in (*phases, *totals) if r.quantity and r.quantity.is_reversed),
        tuple(row.cell.place for row in phases if row.quantity and row.quantity.several),
        tuple(
            row.cell.place
            for row in phases
            if row.quantity and row.quantity.unit and row.quantity.unit != unit
        ),
        tuple(r.quantity.estimate for r in totals[1:] if r.quantity and r.quantity.unit == unit),
    )


class _EffortTable(NamedTuple):
    """A table with the column that states efforts."""

    line: int
    landmark: int
    column: int
    header: str
    rows: list[_Row]

    @property
    def estimated(self) -> int:
        """How many rows state a quantity."""
        return sum(row.quantity is not None for row in self.rows)


def read_effort_table(document: Document, time: WorkingTime) -> _EffortTable | None:
    """The effort table, read in its effort column.

    A table of phases comes before one of other things; then one whose nearest heading speaks of
    effort before one whose outer heading does, one that plans before one that looks back, and one
    with quantities before a legend. Without such a heading it is the first table with a header
    `Estimated Effort`.
    """
    candidates: list[tuple[tuple[bool, int, bool, bool], _EffortTable]] = []
    for table in document.tables:
        distance = _distance_of_effort(document, table)
        if distance is not None and (found := _best_column(table, time)):
            looks_back = _SPENT_HEADER.search(found.header) is not None
            is_foreign = not _PHASES.match(table.header[0].full_text.strip())
            rank = (is_foreign, distance, looks_back, not found.estimated)
            candidates.append((rank, found))
    if candidates:
        return min(candidates, key=lambda candidate: candidate[0])[1]
    for table in document.tables:
        for column, cell in enumerate(table.header[1:], 1):
            if "estimated effort" in cell.full_text.casefold():
                return _read_column(table, column, time)
    return None


def _distance_of_effort(document: Document, table: Table) -> int | None:
    """How many headings there are between a table and the nearest that speaks of effort."""
    for distance, heading in enumerate(document.list_headings(table.landmark)):
        if "effort" in document.outline[heading].text.casefold():
            return distance
    return None


def _best_column(table: Table, time: WorkingTime) -> _EffortTable | None:
    """The effort column that plans, has quantities, and speaks of effort rather than of time."""
    columns = [
        _read_column(table, column, time)
        for column, cell in enumerate(table.header[1:MOST_COLUMNS], 1)
        if _EFFORT_HEADER.search(cell.full_text)
    ]
    return max(
        columns,
        key=lambda column: (
            _SPENT_HEADER.search(column.header) is None,
            column.estimated > 0,
            _rank_of_header(column.header),
            column.estimated,
        ),
        default=None,
    )


def _rank_of_header(header: str) -> tuple[int, bool]:
    """How surely a header means effort, and whether it means all of it."""
    header = header.casefold()
    words = ("duration", "hours", "estimate", "effort")
    return max(index for index, word in enumerate(words) if word in header), "total" in header


def _read_column(table: Table, column: int, time: WorkingTime) -> _EffortTable:
    header = plain_text(table.header[column].full_text)
    bare_unit = quantities.find_header_unit(header)
    rows = [
        _Row(
            index,
            _name(row),
            row[0].is_struck,
            *_stated(row, column, time, bare_unit),
            " ".join(cell.full_text for cell in row),
        )
        for index, row in enumerate(table.rows)
        if any(cell.full_text for cell in row)
    ]
    return _EffortTable(table.line, table.landmark, column, header, rows)


def _stated(
    row: tuple[Cell, ...], column: int, time: WorkingTime, bare_unit: str | None
) -> tuple[int, Cell, Quantity | None]:
    """The column and the cell that state a row's effort, and what they state.

    A total may stand in another column than the phases' efforts (`| **Total: 3h** | |`).
    """
    cell = row[column]
    if not cell.full_text and _is_total(_name(row)):
        others = [
            (index, other, found)
            for index, other in enumerate(row)
            if (found := _quantity(other, time, None))
        ]
        if len(others) == 1:
            return others[0]
    return column, cell, _quantity(cell, time, bare_unit)


def _name(row: tuple[Cell, ...]) -> str:
    """The row's first cell; where that is empty, a `Total` that stands in another one."""
    name = plain_text(row[0].full_text)
    if not name and any(_is_total(cell.text) for cell in row[1:]):
        return "Total"
    return name


def _is_subtotal(name: str) -> bool:
    return _SUBTOTAL.search(quantities.strip_notes(name)) is not None


def _sums_up(row: _Row, before: Estimate) -> bool:
    """Whether a row that speaks of a total has the sum of the rows before it: `MVP total`."""
    if row.quantity is None or not _SPEAKS_OF_TOTAL.search(row.name) or _is_subtotal(row.name):
        return False
    return not is_mismatch(row.quantity.estimate, before)


def _is_total(name: str) -> bool:
    bare = _SIGNS_AROUND.sub("", _FOOTNOTE.sub("", quantities.strip_notes(name)))
    if _SUBTOTAL.search(bare):
        return False
    if _TOTAL.fullmatch(bare):
        return True
    # `Sprint 6 Total` sums up, `Cart total` is a phase about carts.
    match = _LABEL_TOTAL.fullmatch(bare)
    return match is not None and names.parse_name(match[1]).is_label


def _quantity(cell: Cell, time: WorkingTime, bare_unit: str | None) -> Quantity | None:
    """What a cell states; a template's bracketed example states nothing, `[2-4h]` does."""
    text = cell.text.strip()
    if text.startswith("[") and text.endswith("]"):
        return quantities.parse_whole(text[1:-1], time)
    return quantities.parse_quantity(text, time, bare_unit)


def _unit(rows: list[_Row]) -> str:
    """Hours, unless all quantities share one other unit; of several others, the commonest."""
    units = Counter(row.quantity.unit for row in rows if row.quantity and row.quantity.unit)
    if not units or HOURS in units:
        return HOURS
    return units.most_common(1)[0][0]


def _phase(row: _Row, unit: str) -> EffortPhase:
    counts = row.quantity is not None and row.quantity.unit == unit
    return EffortPhase(
        row.name,
        row.quantity.estimate if counts and row.quantity else None,
        row.cell.place.line,
        withdrawn=row.quantity is None and row.cell.has_struck_text,
        included=row.cell.text.casefold().startswith("incl"),
        row=row.position,
        cell=row.cell.place,
    )


def _declared(totals: list[_Row], unit: str) -> DeclaredTotal | None:
    """What the first total row states, if it is in the table's unit."""
    if totals and (quantity := totals[0].quantity) and quantity.unit == unit:
        total = totals[0]
        return DeclaredTotal(
            quantity.estimate,
            total.cell.place,
            total.position,
            total.column,
            total.name,
            _OF_OTHER.search(total.text) is not None,
        )
    return None

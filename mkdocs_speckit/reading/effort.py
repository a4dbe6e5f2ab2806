"""The effort table: which table it is, its rows, and the totals that it declares.

The rules are in `docs/numbers.md`, section 2. An example:

    | Phase             | Size | Effort   |
    |-------------------|------|----------|
    | Setup             | S    | 2 hours  |
    | Core              | M    | 1-2 days |
    | ~~Old importer~~  |      | 4h       |
    | **Total: 12-20h** |      |          |

Under a heading with *effort* in it, this table is read in its column `Effort`. *Setup* and *Core*
are phases; the row that is struck out is not counted; the last one is a total, whose quantity is
not in the column of efforts.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.model.parts import (
    HOURS,
    NO_EFFORT,
    DeclaredTotal,
    Effort,
    EffortPhase,
    is_mismatch,
)
from mkdocs_speckit.reading.document.source import fold_spaces
from mkdocs_speckit.reading.names import parse_name
from mkdocs_speckit.reading.quantities import (
    find_header_unit,
    find_unit,
    has_unknown_unit,
    parse_quantity,
    parse_whole,
    strip_notes,
)

if TYPE_CHECKING:
    from mkdocs_speckit.model.settings import WorkingTime
    from mkdocs_speckit.reading.document import Cell, Document, Table
    from mkdocs_speckit.reading.quantities import Quantity

MAX_COLUMNS = 20
"""Efforts are looked for in the first columns of a table."""

_PHASES = re.compile(
    r"(?:phase|step|stage|sprint|workstream|task|milestone|component|activity|work)", re.IGNORECASE
)
"""The first header of a table of phases."""

_EFFORT_WORDS = ("duration", "hours", "estimate", "effort")
"""What a header says of efforts, the surest last."""

_TIME_WORDS = re.compile(r"\btime\b|\bwall[ -]?clock\b", re.IGNORECASE)
"""What a header says of efforts in a table without any of the words above."""

_SPENT_HEADER = re.compile(r"actual|spent|logged|remaining", re.IGNORECASE)
"""The header of a column that looks back and is not a plan."""

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
_NEEDS_NONE = re.compile(r"\W*(?:incl|(?:done|completed?|finished|shipped)\b)", re.IGNORECASE)
"""What stands instead of an estimate where the effort is another row's, or is spent."""

_OF_OTHER = re.compile(
    r"\b(?:buffers?|buffered|contingenc(?:y|ies)|reserves?|overheads?|parallel|concurrent(?:ly)?"
    r"|elapsed|calendar|wall[ -]?clock|remaining|mvp|without|w/o|exclud\w*|excl|except|spent"
    r"|saved)\b",
    re.IGNORECASE,
)
"""What a total's row says if it is not the plain sum of the rows."""

_SPEAKS_OF_TOTAL = re.compile(r"^\W*(?:total|sum)\b|\btotals?\W*$", re.IGNORECASE)
_LABEL_TOTAL = re.compile(r"(.*?\S)\s+totals?", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^[^\[\]]*\]")
_SIGNS_AROUND = re.compile(r"^[^\wΣ∑]+|[^\w]+$")


class _EffortRow(NamedTuple):
    """A row that is not empty, and what its effort cell states, in the cell's own unit.

    `position` is its index in the table, `column` the index of the cell, `text` all that it says.
    """

    position: int
    name: str
    is_struck: bool
    column: int
    cell: Cell
    quantity: Quantity | None
    text: str


class _EffortColumn(NamedTuple):
    """A table, read in one column."""

    table: Table
    column: int
    header: str
    rows: list[_EffortRow]

    @property
    def estimated(self) -> int:
        """The number of rows that state a quantity."""
        return sum(row.quantity is not None for row in self.rows)

    @property
    def looks_back(self) -> bool:
        """True if the column says what was spent, or what remains."""
        return _SPENT_HEADER.search(self.header) is not None


def read_effort(document: Document, time: WorkingTime) -> Effort | None:
    """Read the plan's effort table; None if it has none."""
    found = _find_effort_column(document, time)
    if found is None:
        return None
    phases, totals = _separate_totals(found.rows)
    unit, is_shared = _choose_unit(found, phases, totals)
    estimates = [
        row.quantity.estimate if is_shared and row.quantity and row.quantity.unit == unit else None
        for row in phases
    ]
    declared = None
    if totals and totals[0].quantity and totals[0].quantity.unit == unit:
        declared = DeclaredTotal(
            totals[0].quantity.estimate,
            totals[0].cell.place,
            totals[0].position,
            totals[0].column,
            totals[0].name,
            of_other=_OF_OTHER.search(totals[0].text) is not None,
        )
    return Effort(
        unit=unit,
        phases=tuple(
            EffortPhase(
                row.name,
                estimate,
                row.cell.place.line,
                withdrawn=row.quantity is None and row.cell.has_struck_text,
                included=_NEEDS_NONE.match(row.cell.text) is not None,
                row=row.position,
                cell=row.cell.place,
            )
            for row, estimate in zip(phases, estimates, strict=True)
        ),
        declared=declared,
        line=found.table.line,
        table=found.table.landmark,
        column=found.column,
        reversed_ranges=tuple(
            row.cell.place
            for row in (*phases, *totals)
            if row.quantity and row.quantity.is_reversed
        ),
        several_quantities=tuple(
            row.cell.place for row in phases if row.quantity and row.quantity.several
        ),
        other_units=tuple(
            row.cell.place for row in phases if row.quantity and row.quantity.unit != unit
        ),
        other_totals=tuple(
            row.quantity.estimate
            for row in totals[1:]
            if row.quantity and row.quantity.unit == unit
        ),
    )


def _choose_unit(
    found: _EffortColumn, phases: list[_EffortRow], totals: list[_EffortRow]
) -> tuple[str, bool]:
    """Choose the unit of a table; false if its rows share none, so that none of them can be added.

    Hours, if any row is in time. Else the unit of all rows. Where units differ, it is that of the
    column's header, or else of the first total.
    """
    units = Counter(row.quantity.unit for row in (*phases, *totals) if row.quantity)
    if not units or HOURS in units:
        return HOURS, True
    has_unknown = any(has_unknown_unit(row.cell.text) for row in phases)
    common = units.most_common(1)[0][0]
    if len(units) == 1:
        return common, not has_unknown
    named = find_unit(find_header_unit(found.header) or "")
    total = totals[0].quantity if totals else None
    if named in units:
        return str(named), not has_unknown
    return (total.unit, not has_unknown) if total else (common, False)


def _separate_totals(rows: list[_EffortRow]) -> tuple[list[_EffortRow], list[_EffortRow]]:
    """Separate the rows into phases and totals; subtotals and struck rows are neither.

    A row such as `MVP total`, which may be a phase, is a total if it has the sum of those before.
    """
    phases: list[_EffortRow] = []
    totals: list[_EffortRow] = []
    summed, estimated = NO_EFFORT, 0
    for row in rows:
        is_subtotal = _SUBTOTAL.search(strip_notes(row.name)) is not None
        sums_up = (
            estimated > 1
            and row.quantity is not None
            and not is_subtotal
            and _SPEAKS_OF_TOTAL.search(row.name)
            and not is_mismatch(row.quantity.estimate, summed)
        )
        if sums_up or _is_total(row.name):
            totals.append(row)
        elif row.name and not row.is_struck and not is_subtotal:
            phases.append(row)
            if row.quantity is not None:
                summed, estimated = summed + row.quantity.estimate, estimated + 1
    return phases, totals


def _find_effort_column(document: Document, time: WorkingTime) -> _EffortColumn | None:
    """Find the effort table and its effort column.

    Of the tables under a heading that speaks of effort it is the first that comes first in this
    order: one of phases before one of other things; one whose nearest heading speaks of effort
    before one whose outer heading does; one that plans before one that looks back; one with
    quantities before a legend. Without such a table it is the first with a header `Estimated
    Effort`.
    """
    candidates: list[tuple[tuple[bool, int, bool, bool], _EffortColumn]] = []
    for table in document.tables:
        headings = enumerate(document.list_headings(table.landmark))
        texts = ((distance, document.outline[heading].text) for distance, heading in headings)
        distance = next((d for d, text in texts if "effort" in text.casefold()), None)
        if distance is not None and (found := _choose_column(table, time)):
            is_foreign = not _PHASES.match(table.header[0].full_text.strip())
            rank = (is_foreign, distance, found.looks_back, not found.estimated)
            candidates.append((rank, found))
    if candidates:
        return min(candidates, key=lambda candidate: candidate[0])[1]
    for table in document.tables:
        for column, cell in enumerate(table.header[1:], 1):
            if "estimated effort" in cell.full_text.casefold():
                return _read_column(table, column, time)
    return None


def _choose_column(table: Table, time: WorkingTime) -> _EffortColumn | None:
    """Choose the column that plans, has quantities, and speaks of effort rather than of time."""

    def rank_column(column: _EffortColumn) -> tuple[bool, bool, int, bool, int]:
        header = column.header.casefold()
        sureness = max(
            (index for index, word in enumerate(_EFFORT_WORDS) if word in header), default=0
        )
        estimated = column.estimated
        return not column.looks_back, estimated > 0, sureness, "total" in header, estimated

    headers = [cell.full_text.casefold() for cell in table.header[1:MAX_COLUMNS]]
    chosen = [i for i, text in enumerate(headers, 1) if any(word in text for word in _EFFORT_WORDS)]
    chosen = chosen or [i for i, text in enumerate(headers, 1) if _TIME_WORDS.search(text)]
    columns = [_read_column(table, column, time) for column in chosen]
    return max(columns, key=rank_column, default=None)


def _read_column(table: Table, column: int, time: WorkingTime) -> _EffortColumn:
    """Read the rows of a table, with the efforts in one column."""
    header = fold_spaces(table.header[column].full_text)
    bare_unit = find_header_unit(header)
    rows = []
    for position, row in enumerate(table.rows):
        if not any(cell.full_text for cell in row):
            continue
        name = fold_spaces(row[0].full_text)
        if not name and any(_is_total(cell.text) for cell in row[1:]):
            name = "Total"  # `| | | **Total: 3h** |`
        stated = column, row[column], _read_quantity(row[column], time, bare_unit)
        if not row[column].full_text and _is_total(name):
            # A total may be in another column than the efforts: `| **Total: 3h** | | |`.
            others = [
                (index, cell, quantity)
                for index, cell in enumerate(row)
                if (quantity := _read_quantity(cell, time, None))
            ]
            stated = others[0] if len(others) == 1 else stated
        text = " ".join(cell.full_text for cell in row)
        rows.append(_EffortRow(position, name, row[0].is_struck, *stated, text))
    return _EffortColumn(table, column, header, rows)


def _read_quantity(cell: Cell, time: WorkingTime, bare_unit: str | None) -> Quantity | None:
    """Read what a cell states; a template's bracketed example states nothing, `[2-4h]` does."""
    text = cell.text.strip()
    if text.startswith("[") and text.endswith("]"):
        return parse_whole(text[1:-1], time)
    return parse_quantity(text, time, bare_unit)


def _is_total(name: str) -> bool:
    """True if a row's name says that it sums up: `Sprint 6 Total`, but not `Cart total`."""
    bare = _SIGNS_AROUND.sub("", _FOOTNOTE.sub("", strip_notes(name)))
    if _SUBTOTAL.search(bare):
        return False
    if _TOTAL.fullmatch(bare):
        return True
    match = _LABEL_TOTAL.fullmatch(bare)
    return match is not None and parse_name(match[1]).is_label

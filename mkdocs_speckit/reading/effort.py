"""The effort table: which one it is, its rows, its declared total (section 2)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.plan import HOURS, DeclaredTotal, Effort, EffortPhase
from mkdocs_speckit.reading import quantities
from mkdocs_speckit.reading.markdown import plain_text

if TYPE_CHECKING:
    from mkdocs_speckit.reading.markdown import Cell, Document, Table
    from mkdocs_speckit.reading.quantities import Quantity, WorkingTime

_EFFORT_HEADER = re.compile(r"effort|estimate|duration|hours", re.IGNORECASE)
_SPENT_HEADER = re.compile(r"actual|spent|logged|remaining", re.IGNORECASE)
_SUBTOTAL = re.compile(r"sub-?\s?totals?\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"""
    (?:(?:grand|overall|estimated|plan|project)\s+)?totals?
    (?:\s+(?:estimated\s+)?(?:efforts?|estimates?|hours|time|duration|loc|lines|points|days))*
    (?:\s*[:.]?|\s+(?:with|without|incl|including|excl|excluding|for|of|all|[-–—])\b.*)
    |.*\btotals?\s*[:.]?
    """,
    re.IGNORECASE | re.VERBOSE,
)


class _Row(NamedTuple):
    """A phase's row and what its effort cell states, in the cell's own unit."""

    name: str
    is_struck: bool
    cell: Cell
    quantity: Quantity | None


def effort(document: Document, time: WorkingTime) -> Effort | None:
    """Read the plan's effort table; None where it has none."""
    found = effort_table(document)
    if found is None:
        return None
    table, column = found
    bare_unit = quantities.unit_in(table.header[column].text)
    rows = [
        _Row(_name(row), row[0].is_struck, row[column], _quantity(row[column], time, bare_unit))
        for row in table.rows
        if any(cell.full_text for cell in row)
    ]
    phases = [row for row in rows if row.name and not row.is_struck and not _is_sum(row.name)]
    totals = [row for row in rows if _is_total(row.name)]
    unit = _unit([*phases, *totals])
    return Effort(
        unit,
        tuple(_phase(row, unit) for row in phases),
        _declared(totals, unit),
        table.line,
        tuple(r.cell.place for r in (*phases, *totals) if r.quantity and r.quantity.is_reversed),
        tuple(row.cell.place for row in phases if row.quantity and row.quantity.several),
    )


def effort_table(document: Document) -> tuple[Table, int] | None:
    """The effort table and the index of its effort column.

    The table whose nearest heading speaks of effort comes before one whose outer heading does;
    without either, the first table with a header `Estimated Effort`.
    """
    candidates: list[tuple[int, Table, int]] = []
    for table in document.tables:
        column = _effort_column(table)
        if column is None:
            continue
        headings = list(document.headings_of(table.landmark))
        for distance, heading in enumerate(headings):
            if "effort" in document.outline[heading].text.casefold():
                candidates.append((distance, table, column))
                break
    if candidates:
        _, table, column = min(candidates, key=lambda candidate: candidate[0])
        return table, column
    for table in document.tables:
        for column, cell in enumerate(table.header[1:], 1):
            if "estimated effort" in plain_text(cell.text).casefold():
                return table, column
    return None


def _effort_column(table: Table) -> int | None:
    columns = [
        column
        for column, cell in enumerate(table.header[1:], 1)
        if _EFFORT_HEADER.search(cell.full_text)
    ]
    planned = [c for c in columns if not _SPENT_HEADER.search(table.header[c].full_text)]
    return next(iter(planned or columns), None)


def _name(row: tuple[Cell, ...]) -> str:
    """The row's first cell; where that is empty, a `Total` that stands in another one."""
    name = plain_text(row[0].full_text)
    if not name and any(_is_total(cell.text) for cell in row[1:]):
        return "Total"
    return name


def _is_sum(name: str) -> bool:
    return _is_total(name) or _SUBTOTAL.match(quantities.without_notes(name)) is not None


def _is_total(name: str) -> bool:
    bare = quantities.without_notes(name).strip()
    return _TOTAL.fullmatch(bare) is not None and _SUBTOTAL.search(bare) is None


def _quantity(cell: Cell, time: WorkingTime, bare_unit: str | None) -> Quantity | None:
    """What a cell states; a template's bracketed example states nothing."""
    text = cell.text.strip()
    if text.startswith("[") and text.endswith("]"):
        return None
    return quantities.parse(text, time, bare_unit)


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
    )


def _declared(totals: list[_Row], unit: str) -> DeclaredTotal | None:
    """What the first total row states, if it is in the table's unit."""
    if totals and (quantity := totals[0].quantity) and quantity.unit == unit:
        return DeclaredTotal(quantity.estimate, totals[0].cell.place)
    return None

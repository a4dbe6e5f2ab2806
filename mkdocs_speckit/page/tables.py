"""Puts marks into the cells of a page's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.page.added import added

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from xml.etree.ElementTree import Element

    from mkdocs_speckit.rendering.table_marks import CellMark


def mark_before(
    marks: Iterable[CellMark], elements: Mapping[int, Element], stash: Callable[[str], str]
) -> None:
    """Put each mark before the words of its cell; `stash` keeps HTML and gives what stands for it.

    Cells that the page does not have are passed over.
    """
    for mark, cell in _cells(marks, elements):
        cell.text = stash(added(mark.html)) + (cell.text or "")


def mark_after(
    marks: Iterable[CellMark], elements: Mapping[int, Element], stash: Callable[[str], str]
) -> None:
    """Put each mark after the words of its cell, as `mark_before` does before them."""
    for mark, cell in _cells(marks, elements):
        if len(cell):
            cell[-1].tail = (cell[-1].tail or "") + stash(added(mark.html))
        else:
            cell.text = (cell.text or "") + stash(added(mark.html))


def _cells(
    marks: Iterable[CellMark], elements: Mapping[int, Element]
) -> Iterator[tuple[CellMark, Element]]:
    """The marks with their cells, but for those where the page has another table."""
    rows_of: dict[int, list[Element]] = {}
    for mark in marks:
        if mark.table not in rows_of:
            table = elements.get(mark.table)
            rows_of[mark.table] = [] if table is None else table.findall("tbody/tr")
        rows = rows_of[mark.table]
        if mark.row < len(rows) and mark.column < len(rows[mark.row]):
            yield mark, rows[mark.row][mark.column]

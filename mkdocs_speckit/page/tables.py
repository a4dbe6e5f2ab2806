"""Puts marks into the cells of a page's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.page.added import added

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from xml.etree.ElementTree import Element

    from mkdocs_speckit.rendering.table_marks import CellMark


def mark_before(
    marks: Iterable[CellMark], elements: Mapping[int, Element], stash: Callable[[str], str]
) -> None:
    """Put each mark before the words of its cell; `stash` keeps HTML and gives what stands for it.

    Cells that the page does not have are passed over.
    """
    for mark in marks:
        cell = _cell(mark, elements)
        if cell is not None:
            cell.text = stash(added(mark.html)) + (cell.text or "")


def mark_after(
    marks: Iterable[CellMark], elements: Mapping[int, Element], stash: Callable[[str], str]
) -> None:
    """Put each mark after the words of its cell, as `mark_before` does before them."""
    for mark in marks:
        cell = _cell(mark, elements)
        if cell is not None and len(cell):
            cell[-1].tail = (cell[-1].tail or "") + stash(added(mark.html))
        elif cell is not None:
            cell.text = (cell.text or "") + stash(added(mark.html))


def _cell(mark: CellMark, elements: Mapping[int, Element]) -> Element | None:
    """The cell of a mark, None where the page has another table in its place."""
    table = elements.get(mark.table)
    rows = [] if table is None else table.findall("tbody/tr")
    cells = list(rows[mark.row]) if mark.row < len(rows) else []
    return cells[mark.column] if mark.column < len(cells) else None

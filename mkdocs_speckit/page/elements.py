"""Checklist boxes in a page's element tree: `[ ]` and its like become boxes to look at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from mkdocs_speckit.page.landmarks import HEADINGS
from mkdocs_speckit.page.pieces import STASHED, Stash, strip_tags, wrap_added
from mkdocs_speckit.reading.checklists import STATE_OF_BOX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mkdocs_speckit.rendering.marks import CellMark

_BOX = re.compile(r"\s*\[([ xXB~-])\](?:(?=\s)|$)")

CLASS_OF_ITEM = "speckit-item"


def draw_boxes(root: Element) -> None:
    """Draw the box of every list item that begins with one.

    Boxes that a task-list extension drew already are no text any more, and stay as they are.
    """
    for item in root.iter("li"):
        holder = item
        if not (item.text or "").strip() and len(item) and item[0].tag == "p":
            holder = item[0]
        text = holder.text or ""
        match = _BOX.match(text)
        # `[x]**b**` is no box: nothing stands between the two but the end of a text.
        if match is None or (match.end() == len(text) and len(holder)):
            continue
        state = STATE_OF_BOX[match[1]]
        box = Element(
            "span",
            {"class": f"speckit-box speckit-box--{state}", "role": "img", "aria-label": state},
        )
        box.tail = text[match.end() :]
        holder.text = ""
        holder.insert(0, box)
        classes = f"{item.get('class', '')} {CLASS_OF_ITEM} {CLASS_OF_ITEM}--{state}"
        item.set("class", classes.strip())


def mark_before(
    marks: Iterable[CellMark], elements: Mapping[int, Element], stash: Callable[[str], str]
) -> None:
    """Put each mark before the words of its cell; `stash` keeps HTML and gives what stands for it.

    Cells that the page does not have are passed over.
    """
    for mark, cell in _cells(marks, elements):
        cell.text = stash(wrap_added(mark.html)) + (cell.text or "")


def mark_after(
    marks: Iterable[CellMark], elements: Mapping[int, Element], stash: Callable[[str], str]
) -> None:
    """Put each mark after the words of its cell, as `mark_before` does before them."""
    for mark, cell in _cells(marks, elements):
        if len(cell):
            cell[-1].tail = (cell[-1].tail or "") + stash(wrap_added(mark.html))
        else:
            cell.text = (cell.text or "") + stash(wrap_added(mark.html))


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


CAPTION = "The plan’s own drawing"


def fold_drawing(parent: Element, heading: int, drawing: str, stash: Stash) -> None:
    """Put the code block under a heading that holds a drawing into a closed `<details>`.

    `heading` is its index in its parent; what code extensions made of the block is found by its
    text.
    """
    for index in range(heading + 1, len(parent)):
        if parent[index].tag in HEADINGS:
            return
        if _bare("".join(_text(parent[index], stash))) == _bare(drawing):
            _fold(parent, index)
            return


def _fold(parent: Element, index: int) -> None:
    element = parent[index]
    details = Element("details", {"class": "speckit-drawing", "data-search-exclude": ""})
    SubElement(details, "summary").text = CAPTION
    details.tail, element.tail = element.tail, None
    parent[index] = details
    details.append(element)


def _text(element: Element, stash: Stash) -> Iterator[str]:
    """The text of a block of code, wherever it is kept."""
    for text in element.itertext():
        end = 0
        for match in STASHED.finditer(text):
            yield text[end : match.start()]
            yield strip_tags(stash(int(match[1])))
            end = match.end()
        yield text[end:]


def _bare(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n")).strip()

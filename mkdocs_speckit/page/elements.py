"""Changes to what the author wrote: boxes of list items, marks in table cells, folded drawings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from mkdocs_speckit.page.landmarks import HEADINGS
from mkdocs_speckit.page.pieces import STASHED, ReadStash, strip_tags, wrap_added
from mkdocs_speckit.reading.checklists import STATE_OF_BOX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mkdocs_speckit.rendering.marks import CellMark

_BOX = re.compile(r"\s*\[([ xXB~-])\](?:(?=\s)|$)")

CLASS_OF_ITEM = "speckit-item"

CAPTION = "The plan’s own drawing"


def draw_boxes(root: Element) -> None:
    """Draw the box of every list item that begins with one: `[ ]`, `[x]` and their like.

    Boxes that a task-list extension has drawn already stay as they are.
    """
    for item in root.iter("li"):
        holder = item
        if not (item.text or "").strip() and len(item) and item[0].tag == "p":
            holder = item[0]
        text = holder.text or ""
        match = _BOX.match(text)
        # `[x]**b**` is not a box: an element follows without a space.
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


def mark_cells(
    marks: Iterable[CellMark],
    elements: Mapping[int, Element],
    store: Callable[[str], str],
    *,
    is_after: bool,
) -> None:
    """Put each mark before the words of its cell, or after them.

    `store` puts HTML aside and returns the text that stands for it. Marks of cells that the page
    does not have, as it shows another table, are left out.
    """
    rows_of: dict[int, list[Element]] = {}
    for mark in marks:
        if mark.table not in rows_of:
            table = elements.get(mark.table)
            rows_of[mark.table] = [] if table is None else table.findall("tbody/tr")
        rows = rows_of[mark.table]
        if mark.row >= len(rows) or mark.column >= len(rows[mark.row]):
            continue
        cell, html = rows[mark.row][mark.column], store(wrap_added(mark.html))
        if not is_after:
            cell.text = html + (cell.text or "")
        elif len(cell):
            cell[-1].tail = (cell[-1].tail or "") + html
        else:
            cell.text = (cell.text or "") + html


def fold_drawing(parent: Element, heading: int, drawing: str, read_stash: ReadStash) -> None:
    """Put the author's own drawing under a heading into a closed `<details>`.

    `heading` is its index in its parent. The code block with the drawing is found by its text:
    each extension for code makes other elements of it.
    """

    def read_code(element: Element) -> Iterator[str]:
        for text in element.itertext():
            end = 0
            for match in STASHED.finditer(text):
                yield text[end : match.start()]
                yield strip_tags(read_stash(int(match[1])))
                end = match.end()
            yield text[end:]

    for index in range(heading + 1, len(parent)):
        element = parent[index]
        if element.tag in HEADINGS:
            return
        if _strip_ends("".join(read_code(element))) == _strip_ends(drawing):
            details = Element("details", {"class": "speckit-drawing", "data-search-exclude": ""})
            SubElement(details, "summary").text = CAPTION
            details.tail, element.tail = element.tail, None
            parent[index] = details
            details.append(element)
            return


def _strip_ends(text: str) -> str:
    """A text without blanks at the ends of its lines, and without blank lines around it."""
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n")).strip()

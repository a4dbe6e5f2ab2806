"""Folds an author's own drawing away, under the diagram that says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from mkdocs_speckit.page.landmarks import HEADINGS
from mkdocs_speckit.page.stash import STASHED, Stash, all_text

if TYPE_CHECKING:
    from collections.abc import Iterator

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
            yield all_text(stash(int(match[1])))
            end = match.end()
        yield text[end:]


def _bare(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n")).strip()

"""Folds an author's own drawing away, under the diagram that says the same."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from mkdocs_speckit.page.alignment import HEADINGS
from mkdocs_speckit.page.stash import STASHED, Stash, all_text

if TYPE_CHECKING:
    from collections.abc import Iterator

CAPTION = "The plan’s own drawing"


def fold_drawing(parent: Element, heading: Element, drawing: str, stash: Stash) -> None:
    """Put the code block under a heading that holds a drawing into a closed `<details>`.

    `parent` is the heading's; what code extensions made of the block is found by its text.
    """
    after = list(parent)[list(parent).index(heading) + 1 :]
    for element in takewhile(lambda other: other.tag not in HEADINGS, after):
        if _bare("".join(_text(element, stash))) == _bare(drawing):
            _fold(parent, element)
            return


def _fold(parent: Element, element: Element) -> None:
    details = Element("details", {"class": "speckit-drawing", "data-search-exclude": ""})
    SubElement(details, "summary").text = CAPTION
    details.tail, element.tail = element.tail, None
    parent.insert(list(parent).index(element), details)
    parent.remove(element)
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

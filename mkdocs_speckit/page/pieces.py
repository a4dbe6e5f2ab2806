"""What was added to a page: it is told by comments round it, so that a search can leave it out."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_speckit.model.plan import Plan

_BEGIN, _END = "<!--speckit-->", "<!--/speckit-->"
_NUMBER = r"<!--speckit:(\d+)-->"
# A comment of an author's own that looks like ours is kept as what it is.
_ADDED = re.compile(rf"{_BEGIN}[^<]*+(?:<(?!!--/?speckit-->)[^<]*+)*+{_END}|{_NUMBER}")
_HIDDEN = re.compile(_NUMBER)


def wrap_added(html: str) -> str:
    """Finished HTML that is put into a page; nothing of it stands in its source."""
    return f"{_BEGIN}{html}{_END}"


def hide_added(html: str) -> tuple[str, list[str]]:
    """A page's HTML with numbered comments in place of all that was added, and what that was."""
    pieces: list[str] = []

    def number(piece: re.Match[str]) -> str:
        pieces.append(piece[0])
        return f"<!--speckit:{len(pieces) - 1}-->"

    return _ADDED.sub(number, html), pieces


def show_added(html: str, pieces: list[str]) -> str:
    """The HTML as it was before `hide_added`, with what others have changed in it since."""
    return _HIDDEN.sub(lambda hidden: pieces[int(hidden[1])], html)


STASHED = re.compile("\x02wzxhzdk:([0-9]+)\x03")
"""Stands in the tree for what was put aside; its group is the number."""

Stash = Callable[[int], str]
"""Gives what was put aside under a number."""

_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(r"&#?\w+;")
_TAG_LIKE = re.compile(r"<(?:YOUR_VALUE_HERE|NEEDS[_ ]CLARIFICATION)\b[^<>]*>")


def read_shown_text(raw: str) -> str | None:
    """The text that raw HTML shows, None where it is markup.

    An entity shows its character; a placeholder that looks like a tag (section 6) is text.
    """
    if _ENTITY.fullmatch(raw):
        return html.unescape(raw)
    return raw if is_tag_like(raw) else None


def is_tag_like(raw: str) -> bool:
    """Whether raw HTML is a placeholder that only looks like a tag."""
    return _TAG_LIKE.fullmatch(raw) is not None


def strip_tags(raw: str) -> str:
    """All text in raw HTML, without its tags."""
    return html.unescape(_TAG.sub("", raw))


class Pieces:
    """Puts finished HTML into a tree, in paragraphs that Python-Markdown takes away again."""

    def __init__(self, root: Element, stash: Callable[[str], str]) -> None:
        self._root = root
        self._stash = stash
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._last: dict[Element, int] = {}

    def place_of(self, element: Element) -> tuple[Element, int]:
        """The element that holds another, and the index of that in it.

        It is looked for from the last one on: most pieces come in the order of the page.
        """
        parent = self._parents[element]
        last = self._last.get(parent, 0)
        places = chain(range(last, len(parent)), range(last))
        self._last[parent] = next(place for place in places if parent[place] is element)
        return parent, self._last[parent]

    def after(self, element: Element, html: str) -> None:
        """Put a piece after an element; nothing where there is none."""
        self._insert(element, html, 1)

    def before(self, element: Element, html: str) -> None:
        """Put a piece before an element; nothing where there is none."""
        self._insert(element, html, 0)

    def first(self, html: str) -> None:
        """Put a piece at the top of the page; nothing where there is none."""
        if html:
            self._root.insert(0, self._paragraph(html))

    def _insert(self, element: Element, html: str, offset: int) -> None:
        if html:
            parent, index = self.place_of(element)
            paragraph = self._paragraph(html)
            if offset:
                paragraph.tail, element.tail = element.tail, "\n"
            parent.insert(index + offset, paragraph)

    def _paragraph(self, html: str) -> Element:
        paragraph = Element("p")
        paragraph.text = self._stash(wrap_added(html))
        paragraph.tail = "\n"
        return paragraph


class Figures:
    """Puts drawings at the tables that they show."""

    def __init__(self, plan: Plan, elements: Mapping[int, Element], pieces: Pieces) -> None:
        self._outline = plan.outline
        self._elements = elements
        self._pieces = pieces

    def put(self, table: int, html: str) -> None:
        """Put a figure under its table's heading, or before the table if it is not the first there.

        `table` is its outline index; nothing is put where the page has neither.
        """
        heading = self.heading_over(table)
        if heading is not None and self._is_first(table):
            self._pieces.after(heading, html)
        elif table in self._elements:
            self._pieces.before(self._elements[table], html)

    def heading_over(self, table: int) -> Element | None:
        """The nearest heading over a table, None where the page has none."""
        heading = self._outline[table].parent
        return None if heading is None else self._elements.get(heading)

    def _is_first(self, table: int) -> bool:
        """Whether a table is the first one right under its heading."""
        parent = self._outline[table].parent
        marks = self._outline[0 if parent is None else parent + 1 : table]
        return not any(mark.kind == "table" and mark.parent == parent for mark in marks)

"""New pieces in a page, each between two comments, so that a search can leave them out.

Python-Markdown puts finished HTML aside (`HtmlStash`) and keeps a short text in its place, here
called stashed; the author's own raw HTML is stashed, too.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from itertools import chain
from xml.etree.ElementTree import Element

_BEGIN, _END = "<!--speckit-->", "<!--/speckit-->"
_ITEM = r'li class="speckit-item [\w -]+">'
_BOX = r'span aria-label="[\w -]+" class="speckit-box [\w -]+" role="img"></span>'
# All alternatives begin with the same letter, so that a search leaps from tag to tag.
# A comment of the author's own that looks like a numbered one is hidden and shown again as it is.
_ADDED = re.compile(
    r"<(?:!--speckit-->[^<]*+(?>(?:<(?!!--/?speckit-->)[^<]*+)*)<!--/speckit-->|!--speckit:\d+-->"
    rf"|(?:{_ITEM}<)?{_BOX})"
)
_HIDDEN = re.compile(r"<(?:(li)><)?!--speckit:(\d+)-->")


def wrap_added(html: str) -> str:
    """Mark finished HTML as something that the page's source does not have."""
    return f"{_BEGIN}{html}{_END}"


def hide_added(html: str) -> tuple[str, list[str]]:
    """Replace all added pieces of a page with numbered comments; returns the pieces, too.

    Items are shown as written, and without their boxes: a search that parses the page would spend
    more time on these than on all pieces.
    """
    pieces: list[str] = []

    def number(piece: re.Match[str]) -> str:
        pieces.append(piece[0])
        item = "<li>" if piece[0].startswith("<li") else ""
        return f"{item}<!--speckit:{len(pieces) - 1}-->"

    return (_ADDED.sub(number, html) if "speckit" in html else html), pieces


def show_added(html: str, pieces: list[str]) -> str:
    """Put the pieces back that `hide_added` took out; changes by others in between stay."""

    def show(hidden: re.Match[str]) -> str:
        piece = pieces[int(hidden[2])]
        if piece.startswith("<li"):
            return piece if hidden[1] else piece[piece.index(">") + 1 :]
        return f"<li>{piece}" if hidden[1] else piece

    return _HIDDEN.sub(show, html) if pieces else html


ASKS_FOR_OVERVIEW = re.compile(r"<!--\s{0,20}speckit:\s{0,20}overview\b")
"""How a comment begins that asks for an overview."""

STASHED = re.compile("\x02wzxhzdk:([0-9]+)\x03")
"""The text that stands for stashed HTML; its group is the number."""

STASHED_BOX = re.compile(rf"\s*{STASHED.pattern}")
"""The box that an item's text begins with, if it is drawn already, and other stashed HTML."""

ReadStash = Callable[[int], str]
"""Gives the HTML that is stashed under a number."""

BLOCKS = frozenset("blockquote details div dl figure hr ol p pre table ul".split())

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))

_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(r"&#?\w+;")
_TAG_LIKE = re.compile(r"<(?:YOUR_VALUE_HERE|NEEDS[_ ]CLARIFICATION)\b[^<>]*>")


def read_shown_text(raw: str) -> str | None:
    """The text that raw HTML shows; None for markup.

    An entity shows its character. A placeholder that looks like a tag (`docs/numbers.md`,
    section 6) is text.
    """
    if _ENTITY.fullmatch(raw):
        return html.unescape(raw)
    return raw if is_tag_like(raw) else None


def is_tag_like(raw: str) -> bool:
    """True if raw HTML is a placeholder that only looks like a tag."""
    return _TAG_LIKE.fullmatch(raw) is not None


def strip_tags(raw: str) -> str:
    """All text in raw HTML, without its tags."""
    return html.unescape(_TAG.sub("", raw))


class Pieces:
    """Puts finished HTML into a tree, in paragraphs that Python-Markdown takes away again.

    An empty piece is not put in.
    """

    def __init__(self, root: Element, store: Callable[[str], str]) -> None:
        self._root = root
        self._store = store
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._last: dict[Element, int] = {}

    def find_place(self, element: Element) -> tuple[Element, int]:
        """The parent of an element, and the element's index in it."""
        parent = self._parents[element]
        # From the last place on: most pieces come in the order of the page.
        last = self._last.get(parent, 0)
        places = chain(range(last, len(parent)), range(last))
        self._last[parent] = next(place for place in places if parent[place] is element)
        return parent, self._last[parent]

    def put_after(self, element: Element, html: str) -> None:
        """Put a piece after an element."""
        if html:
            parent, index = self.find_place(element)
            paragraph = self._make_paragraph(html)
            paragraph.tail, element.tail = element.tail, "\n"
            parent.insert(index + 1, paragraph)

    def put_before(self, element: Element, html: str) -> None:
        """Put a piece before an element."""
        if html:
            parent, index = self.find_place(element)
            parent.insert(index, self._make_paragraph(html))

    def put_under_title(self, html: str) -> None:
        """Put a piece under the title of the page, or at its top if it does not begin with one."""
        title = next((element for element in self._root if element.tag in HEADINGS), None)
        if title is not None and title.tag == "h1":
            self.put_after(title, html)
        else:
            self.put_first(html)

    def put_first(self, html: str) -> None:
        """Put a piece at the top of the page."""
        if html:
            paragraph = self._make_paragraph(html)
            # A finished page is the text of its root.
            paragraph.tail, self._root.text = f"\n{(self._root.text or '').lstrip()}", ""
            self._root.insert(0, paragraph)

    def _make_paragraph(self, html: str) -> Element:
        paragraph = Element("p")
        paragraph.text = self._store(wrap_added(html))
        paragraph.tail = "\n"
        return paragraph

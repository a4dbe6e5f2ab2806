"""Puts finished HTML into a page's element tree, at the headings and tables it belongs to."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from mkdocs_speckit.page.added import added

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mkdocs_speckit.model.plan import Plan


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
        paragraph.text = self._stash(added(html))
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

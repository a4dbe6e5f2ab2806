"""Marks each finding at its place in the page, with the number that the panel gives it."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from mkdocs_speckit.page.elements import match_blocks, match_landmarks
from mkdocs_speckit.page.pieces import HEADINGS, STASHED_BOX, wrap_added
from mkdocs_speckit.rendering.findings import MAX_MARKS, order_findings, render_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markdown.util import HtmlStash

    from mkdocs_speckit.model.finding import Finding
    from mkdocs_speckit.model.parts import Place
    from mkdocs_speckit.model.plan import Plan

_HOLDERS = HEADINGS | {"dd", "dt", "li", "p", "tr"}
"""The elements that can have a mark before their text."""

_ID_IN_HTML = re.compile(r"""\bid=["']?([\w-]+)""")

STEM = "speckit"
"""What the ids of findings and their places begin with, unless the author has such ids."""


def choose_stem(root: Element, stash: HtmlStash) -> str:
    """Choose what the ids of findings begin with, so that none of them is one of the author's."""
    ids = [id_ for element in root.iter() if (id_ := element.get("id"))]
    for block in stash.rawHtmlBlocks:
        ids += _ID_IN_HTML.findall(block) if isinstance(block, str) else []
    stem = STEM
    while any(id_.startswith((f"{stem}-finding", f"{stem}-place")) for id_ in ids):
        stem += "-"
    return stem


def mark_findings(
    found: Sequence[Finding], places: PlaceFinder, stem: str, store: Callable[[str], str]
) -> None:
    """Put a mark before the text of the place of each finding, up to `MAX_MARKS` of them.

    A finding about a row, an item or a placeholder is marked there, any other at the heading above
    its line. One about the whole document is marked at the title, or at the top of a page without
    headings. `store` puts HTML aside and returns the text that stands for it.
    """
    findings = order_findings(found)[:MAX_MARKS]
    at: defaultdict[Element, list[tuple[int, Finding]]] = defaultdict(list)
    for number, finding in enumerate(findings, 1):
        at[places.find(finding.place)].append((number, finding))
    for element, numbered in at.items():
        html = store(wrap_added(render_marks(numbered, stem)))
        text = element.text or ""
        box = next(iter(element), None)
        if box is not None and not text and "speckit-box" in box.get("class", ""):
            after = (box.tail or "").lstrip()
            box.tail = (box.tail or "").removesuffix(after) + html + after
        else:
            drawn = STASHED_BOX.match(text) if element.tag in {"li", "p"} else None
            end = drawn.end() if drawn else 0
            element.text = text[:end] + html + text[end:]


class PlaceFinder:
    """Finds the element of a page whose text begins what a place of the plan is about.

    `marks` are the elements of the plan's placeholders by their places.
    """

    def __init__(self, root: Element, plan: Plan, marks: Mapping[Place, Element]) -> None:
        self._root = root
        self._outline = plan.outline
        self._lines = [landmark.line for landmark in plan.outline]
        self._elements = match_landmarks(plan.outline, root)
        self._blocks = match_blocks(root, plan)
        self._marks = marks
        self._parents = {child: parent for parent in root.iter() for child in parent}

    def find(self, place: Place) -> Element:
        """Find the element, the nearest first: placeholder, row, item, heading, title."""
        mark = self._marks.get(place)
        while mark is not None and mark.tag not in _HOLDERS:
            mark = self._parents.get(mark)
        if mark is not None:
            return _find_text(mark)
        index: int | None = bisect(self._lines, place.line) - 1
        if index == -1:
            index = None
        if index is not None and self._outline[index].kind == "table" and index in self._elements:
            # A table has its header, and a line of dashes, above its rows.
            row = place.line - self._lines[index] - 2
            rows = self._elements[index].findall("tbody/tr")
            if row < len(rows):
                return _find_text(rows[row] if row >= 0 else self._elements[index])
        if place.line in self._blocks:
            return _find_text(self._blocks[place.line])
        while index is not None:
            if self._outline[index].kind == "heading" and index in self._elements:
                return self._elements[index]
            index = self._outline[index].parent
        return self._find_title()

    def _find_title(self) -> Element:
        """The first heading of the page; one without headings gets an empty first paragraph."""
        title = next((element for element in self._root.iter() if element.tag in HEADINGS), None)
        if title is None:
            title = Element("p")
            title.tail = "\n"
            self._root.insert(0, title)
        return title


def _find_text(element: Element) -> Element:
    """The element whose own text a table, a row or an item begins with."""
    if element.tag in {"table", "tr"}:
        cell = next((cell for cell in element.iter() if cell.tag in {"td", "th"}), None)
        return element if cell is None else cell
    is_loose = element.tag == "li" and len(element) and element[0].tag == "p"
    return element[0] if is_loose and not (element.text or "").strip() else element

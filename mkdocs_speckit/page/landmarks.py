"""Finds the elements that Python-Markdown made of a plan's landmarks: its headings and tables."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from mkdocs_speckit.page.pieces import STASHED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from mkdocs_speckit.model.parts import Landmark

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))

_WORD = re.compile(r"\w+")
_ATTRIBUTES = re.compile(r"\{[^{}]*\}\s*$")

MAX_COMPARED = 100
"""The number of landmarks that are compared at once with as many elements: all takes n³."""


def match_landmarks(outline: Sequence[Landmark], root: Element) -> dict[int, Element]:
    """The element of each landmark, by the landmark's index in the outline.

    Landmarks and elements come in the same order. If the page has other ones than the source, as
    another tool changed it or the two Markdown parsers disagree, they are matched by their texts;
    a landmark without a counterpart is left out.
    """
    elements = [e for e in root.iter() if e.tag in HEADINGS or e.tag == "table"]
    levels = [0 if element.tag == "table" else int(element.tag[1]) for element in elements]
    if [landmark.level for landmark in outline] == levels:
        return dict(enumerate(elements))
    ours = [(mark.level, _keep_letters(_ATTRIBUTES.sub("", mark.text))) for mark in outline]
    theirs = [
        (level, _keep_letters("".join(_read_text(element))))
        for level, element in zip(levels, elements, strict=True)
    ]
    matched: dict[int, Element] = {}
    one = other = 0
    while one < len(ours) and other < len(theirs):
        near = ours[one : one + MAX_COMPARED], theirs[other : other + MAX_COMPARED]
        *blocks, end = SequenceMatcher(None, *near, autojunk=False).get_matching_blocks()
        for block in blocks:
            for offset in range(block.size):
                matched[one + block.a + offset] = elements[other + block.b + offset]
        last = blocks[-1] if blocks else end
        one += last.a + last.size
        other += last.b + last.size
    return matched


def _read_text(element: Element) -> Iterator[str]:
    """A heading's or a table header's text, without the permalink that `toc` adds."""
    if element.tag == "table":
        header = element.find("thead")
        element = element if header is None else header
    if "headerlink" in element.get("class", ""):
        return
    yield element.text or ""
    for child in element:
        yield from _read_text(child)
        yield child.tail or ""


def _keep_letters(text: str) -> str:
    """Letters and digits alone, in small letters: both parsers agree on them."""
    return "".join(_WORD.findall(STASHED.sub("", text).replace("_", ""))).casefold()

"""A plan's headings and tables ↔ the elements that Python-Markdown made of them."""

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

Key = tuple[int, str]

COMPARED = 100
"""So many landmarks of the source are looked for among as many of the page."""


def match_landmarks(outline: Sequence[Landmark], root: Element) -> dict[int, Element]:
    """The element of each landmark, by outline index.

    Both stand in the same order. Where the page has other ones than the source (another tool
    changed it, the two Markdown parsers disagree), texts decide, and what has no counterpart is
    left out.
    """
    elements = list(_landmarks(root))
    if [landmark.level for landmark in outline] == [_level(element) for element in elements]:
        return dict(enumerate(elements))
    ours = [(mark.level, _letters(_ATTRIBUTES.sub("", mark.text))) for mark in outline]
    theirs = [(_level(element), _letters("".join(_own_text(element)))) for element in elements]
    return {one: elements[other] for one, other in _matching(ours, theirs)}


def _matching(ours: Sequence[Key], theirs: Sequence[Key]) -> Iterator[tuple[int, int]]:
    """The pairs of indexes that match, some landmarks at a time: all at once takes n³."""
    one = other = 0
    while one < len(ours) and other < len(theirs):
        near = ours[one : one + COMPARED], theirs[other : other + COMPARED]
        *blocks, end = SequenceMatcher(None, *near, autojunk=False).get_matching_blocks()
        for block in blocks:
            for offset in range(block.size):
                yield one + block.a + offset, other + block.b + offset
        last = blocks[-1] if blocks else end
        one += last.a + last.size
        other += last.b + last.size


def _landmarks(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if element.tag in HEADINGS or element.tag == "table")


def _level(element: Element) -> int:
    """A heading's level, 0 for a table."""
    return 0 if element.tag == "table" else int(element.tag[1])


def _own_text(element: Element) -> Iterator[str]:
    """A heading's or a table header's text, without the permalink that `toc` adds."""
    if element.tag == "table":
        header = element.find("thead")
        element = element if header is None else header
    if "headerlink" in element.get("class", ""):
        return
    yield element.text or ""
    for child in element:
        yield from _own_text(child)
        yield child.tail or ""


def _letters(text: str) -> str:
    """Letters and digits alone: both parsers agree on them."""
    return "".join(_WORD.findall(STASHED.sub("", text).replace("_", ""))).casefold()

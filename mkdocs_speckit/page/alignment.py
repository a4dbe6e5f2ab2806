"""A plan's headings and tables ↔ the elements that Python-Markdown made of them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from mkdocs_speckit.plan import Landmark

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))

_WORD = re.compile(r"\w+")

Key = tuple[int, str]


def aligned(outline: Sequence[Landmark], root: Element) -> dict[int, Element]:
    """The element of each landmark, by outline index.

    Both stand in the same order; one that has no counterpart (another tool changed the page, the
    two Markdown parsers disagree) is left out.
    """
    elements = list(_landmarks(root))
    ours = [(mark.level, _letters(mark.text)) for mark in outline]
    theirs = [_key(element) for element in elements]
    if ours == theirs:
        return dict(enumerate(elements))
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return {
        block.a + offset: elements[block.b + offset]
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    }


def _landmarks(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if element.tag in HEADINGS or element.tag == "table")


def _key(element: Element) -> Key:
    if element.tag == "table":
        header = element.find("thead")
        return 0, _letters("".join(_own_text(element if header is None else header)))
    return int(element.tag[1]), _letters("".join(_own_text(element)))


def _own_text(element: Element) -> Iterator[str]:
    """An element's text, without the permalink that `toc` adds."""
    if "headerlink" in element.get("class", ""):
        return
    yield element.text or ""
    for child in element:
        yield from _own_text(child)
        yield child.tail or ""


def _letters(text: str) -> str:
    """Letters and digits alone: both parsers agree on them."""
    return "".join(_WORD.findall(text.replace("_", ""))).casefold()

"""Placeholders in a page's element tree: each is wrapped into a `mark`."""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from msgspec import Struct

from mkdocs_speckit.page.pieces import STASHED, Stash, is_tag_like, read_shown_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.model.parts import Placeholder

CODE = frozenset(["code", "pre", "script", "style", "kbd", "samp", "math", "svg"])

_OPENING = re.compile("[\\[{<\x02]")
_SIGN = re.compile(r"[\w\[\]{}<>]")
"""What is compared: letters and brackets. Spaces, quotes and dashes differ between tools."""


class _Char(Struct, frozen=True):
    """A sign and where in an element it stands.

    `child` is the index of the child whose tail it is in; -1 is the element's own text. `length`
    is that of what stands for the sign there, 0 for a sign inside a child.
    """

    sign: str
    child: int
    at: int
    length: int = 1


class _Found(Struct, frozen=True):
    """A placeholder's text in the tree, and its place in the order of the page."""

    order: tuple[int, int]
    signs: str
    element: Element
    first: _Char
    last: _Char


def mark_placeholders(root: Element, placeholders: Sequence[Placeholder], stash: Stash) -> None:
    """Wrap placeholders into `<mark class="speckit-placeholder">`, outside code.

    Of equal texts those are marked that are placeholders in the source; all of them where the page
    has another number of them than the source.
    """
    wanted = {(_signs(p.plain), p.occurrence) for p in placeholders if p.occurrences}
    in_source = {_signs(p.plain): p.occurrences for p in placeholders if p.occurrences}
    if not in_source:
        return
    longest_first = sorted(in_source, key=lambda text: (-len(text), text))
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    found = sorted(_found(root, pattern, stash), key=lambda one: one.order)
    on_page = Counter(one.signs for one in found)
    seen: Counter[str] = Counter()
    marked = []
    for one in found:
        if on_page[one.signs] != in_source[one.signs] or (one.signs, seen[one.signs]) in wanted:
            marked.append(one)
        seen[one.signs] += 1
    # From the last to the first, so that earlier places stay true.
    for one in reversed(marked):
        _wrap(one, stash)


def _signs(text: str) -> str:
    return "".join(_SIGN.findall(html.unescape(text)))


def _found(root: Element, pattern: re.Pattern[str], stash: Stash) -> Iterator[_Found]:
    order = _text_order(root)
    for element in filter(_may_hold_one, _outside_code(root)):
        chars = list(_chars(element, stash))
        for match in pattern.finditer("".join(char.sign for char in chars)):
            first, last = chars[match.start()], chars[match.end() - 1]
            if first.length and last.length:
                place = order[element, first.child], first.at
                yield _Found(place, match[0], element, first, last)


def _may_hold_one(element: Element) -> bool:
    """Whether a placeholder can begin in an element's own text: most elements hold none."""
    texts = (element.text, *(child.tail for child in element))
    return any(text and _OPENING.search(text) for text in texts)


def _text_order(root: Element) -> dict[tuple[Element, int], int]:
    """The texts of a tree, by element and child as in `_Char`, numbered as they are read."""
    order: dict[tuple[Element, int], int] = {}

    def walk(element: Element) -> None:
        order[element, -1] = len(order)
        for index, child in enumerate(element):
            walk(child)
            order[element, index] = len(order)

    walk(root)
    return order


def _outside_code(element: Element) -> Iterator[Element]:
    if element.tag in CODE or element.get("class") == "toc":
        return
    yield element
    for child in element:
        yield from _outside_code(child)


def _chars(element: Element, stash: Stash) -> Iterator[_Char]:
    """The signs of an element's own text and of its children's, without what is code."""
    yield from _text_chars(element.text, -1, stash)
    for index, child in enumerate(element):
        for part in _outside_code(child):
            yield from (_Char(sign, index, 0, 0) for sign in _SIGN.findall(part.text or ""))
            if part is not child:
                yield from (_Char(sign, index, 0, 0) for sign in _SIGN.findall(part.tail or ""))
        yield from _text_chars(child.tail, index, stash)


def _text_chars(text: str | None, child: int, stash: Stash) -> Iterator[_Char]:
    at = 0
    while text and at < len(text):
        if match := STASHED.match(text, at):
            for sign in _SIGN.findall(read_shown_text(stash(int(match[1]))) or ""):
                yield _Char(sign, child, at, match.end() - at)
            at = match.end()
            continue
        if _SIGN.match(text[at]):
            yield _Char(text[at], child, at)
        at += 1


def _wrap(found: _Found, stash: Stash) -> None:
    """Put what stands from the first to the last sign into a mark of its own."""
    element, first, last = found.element, found.first, found.last
    mark = Element("mark", {"class": "speckit-placeholder", "title": "not filled in yet"})
    after = _text(element, last.child)
    mark.tail = after[last.at + last.length :]
    if first.child == last.child:
        before = after
        mark.text = before[first.at : last.at + last.length]
    else:
        before = _text(element, first.child)
        mark.text = before[first.at :]
        inner = list(element)[first.child + 1 : last.child + 1]
        for child in inner:
            element.remove(child)
            mark.append(child)
        inner[-1].tail = after[: last.at + last.length]
    mark.text = STASHED.sub(lambda match: _without_tag(match, stash), mark.text)
    _set_text(element, first.child, before[: first.at])
    element.insert(first.child + 1, mark)


def _without_tag(match: re.Match[str], stash: Stash) -> str:
    """What only looks like a tag as text; entities stay put aside, which are text already."""
    raw = stash(int(match[1]))
    return raw if is_tag_like(raw) else match[0]


def _text(element: Element, child: int) -> str:
    return (element.text if child < 0 else element[child].tail) or ""


def _set_text(element: Element, child: int, text: str) -> None:
    if child < 0:
        element.text = text
    else:
        element[child].tail = text

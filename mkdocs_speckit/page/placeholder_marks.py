"""Wraps each placeholder and question of a page in a `<mark>`, whatever elements it spreads over.

Signs are compared, not whole texts: `[e.g., **bold**]` is one text in the source, and in the page
`[e.g., `, an element with `bold`, and `]`. Each of its signs knows where in the page it is.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from msgspec import Struct

from mkdocs_speckit.model.parts import CODE_ELEMENTS
from mkdocs_speckit.page.pieces import STASHED, ReadStash, is_tag_like, read_shown_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mkdocs_speckit.model.parts import Place, Placeholder

_SIGN = re.compile(r"[\w\[\]{}<>]")
"""What is compared: letters and brackets. Spaces, quotes and dashes differ between tools."""


class _Sign(Struct, frozen=True, gc=False):
    """A sign and its place in an element.

    `child` is the index of the child whose tail has it; -1 is the element's own text. `length` is
    that of the text that stands for the sign there; 0 for a sign inside a child.
    """

    sign: str
    child: int
    at: int
    length: int = 1


class _TextFound(Struct, frozen=True):
    """A text to mark in the page. `order` is its place among the texts of the page."""

    order: tuple[int, int]
    signs: str
    element: Element
    first: _Sign
    last: _Sign


MAX_MARKED = 1000
"""The number of placeholders that are marked: each one takes nearly a kilobyte."""


PLACEHOLDER = {"class": "speckit-placeholder", "title": "not filled in yet"}
QUESTION = {"class": "speckit-placeholder speckit-question", "title": "an open question"}
"""The attributes of marks."""


def mark_placeholders(
    root: Element,
    placeholders: Sequence[Placeholder],
    read_stash: ReadStash,
    attributes: Mapping[str, str] = PLACEHOLDER,
) -> dict[Place, Element]:
    """Wrap the first placeholders into `<mark>` elements with these attributes, outside code.

    Of several equal texts, those are marked that are placeholders in the source; all of them if
    the page has another number of them than the source. Returns the marks by the places of their
    placeholders, where these are certain.
    """
    first = placeholders[:MAX_MARKED]
    wanted = {(_keep_signs(p.plain), p.occurrence): p.place for p in first if p.occurrences}
    in_source = {_keep_signs(p.plain): p.occurrences for p in first if p.occurrences}
    if not in_source:
        return {}
    longest_first = sorted(in_source, key=lambda text: (-len(text), text))
    found = sorted(_find_texts(root, longest_first, read_stash), key=lambda one: one.order)
    on_page = Counter(one.signs for one in found)
    seen: Counter[str] = Counter()
    marked: list[tuple[_TextFound, Place | None]] = []
    for one in found:
        is_certain = on_page[one.signs] == in_source[one.signs]
        place = wanted.get((one.signs, seen[one.signs])) if is_certain else None
        if place is not None or not is_certain:
            marked.append((one, place))
        seen[one.signs] += 1
    marks: dict[Place, Element] = {}
    # From the last to the first, so that the places of the others stay right.
    for one, place in reversed(marked[:MAX_MARKED]):
        mark = _wrap_text(one, read_stash, attributes)
        if place is not None:
            marks[place] = mark
    return marks


def mark_questions(
    root: Element, questions: Sequence[Placeholder], read_stash: ReadStash
) -> dict[Place, Element]:
    """Mark open questions in the same way, with ids: `question-1` is the first in the page."""
    found = mark_placeholders(root, questions, read_stash, QUESTION)
    if questions:
        marks = (mark for mark in root.iter("mark") if mark.get("class") == QUESTION["class"])
        for number, mark in enumerate(marks, 1):
            mark.set("id", f"question-{number}")
    return found


def _keep_signs(text: str) -> str:
    return "".join(_SIGN.findall(html.unescape(text)))


def _find_texts(root: Element, texts: Sequence[str], read_stash: ReadStash) -> Iterator[_TextFound]:
    """Every place in a page that has the signs of one of these texts, the longest first."""
    pattern = re.compile("|".join(map(re.escape, texts)))
    opening = re.compile(f"[\x02{re.escape(''.join({text[0] for text in texts}))}]")
    order = _number_texts(root)
    for element in _walk_outside_code(root):
        # Each must begin in a text of the element's own: most elements have none.
        own = (element.text, *(child.tail for child in element))
        if not any(text and opening.search(text) for text in own):
            continue
        text = "".join(one.sign for one in _read_signs(element, read_stash))
        # Read again instead of kept: the signs of a long text take much memory.
        signs = enumerate(_read_signs(element, read_stash))
        for match in pattern.finditer(text):
            first = next(sign for index, sign in signs if index == match.start())
            last = next(sign for index, sign in signs if index == match.end() - 1)
            if first.length and last.length:
                place = order[element, first.child], first.at
                yield _TextFound(place, match[0], element, first, last)


def _number_texts(root: Element) -> dict[tuple[Element, int], int]:
    """The texts of a tree, by element and child as in `_Sign`, numbered as they are read."""
    order: dict[tuple[Element, int], int] = {}

    def walk(element: Element) -> None:
        order[element, -1] = len(order)
        for index, child in enumerate(element):
            walk(child)
            order[element, index] = len(order)

    walk(root)
    return order


def _walk_outside_code(element: Element) -> Iterator[Element]:
    """An element and all those in it, without code and the table of contents."""
    if element.tag in CODE_ELEMENTS or element.get("class") == "toc":
        return
    yield element
    for child in element:
        yield from _walk_outside_code(child)


def _read_signs(element: Element, read_stash: ReadStash) -> Iterator[_Sign]:
    """The signs of an element's own text and of its children's, without code."""
    yield from _read_text_signs(element.text, -1, read_stash)
    for index, child in enumerate(element):
        for part in _walk_outside_code(child):
            yield from (_Sign(sign, index, 0, 0) for sign in _SIGN.findall(part.text or ""))
            if part is not child:
                yield from (_Sign(sign, index, 0, 0) for sign in _SIGN.findall(part.tail or ""))
        yield from _read_text_signs(child.tail, index, read_stash)


def _read_text_signs(text: str | None, child: int, read_stash: ReadStash) -> Iterator[_Sign]:
    at = 0
    while text and at < len(text):
        if match := STASHED.match(text, at):
            for sign in _SIGN.findall(read_shown_text(read_stash(int(match[1]))) or ""):
                yield _Sign(sign, child, at, match.end() - at)
            at = match.end()
            continue
        if _SIGN.match(text[at]):
            yield _Sign(text[at], child, at)
        at += 1


def _wrap_text(found: _TextFound, read_stash: ReadStash, attributes: Mapping[str, str]) -> Element:
    """Put everything from the first to the last sign of a text into a mark."""
    element, first, last = found.element, found.first, found.last
    mark = Element("mark", dict(attributes))
    after = _get_text(element, last.child)
    mark.tail = after[last.at + last.length :]
    if first.child == last.child:
        before = after
        text = before[first.at : last.at + last.length]
    else:
        before = _get_text(element, first.child)
        text = before[first.at :]
        inner = list(element)[first.child + 1 : last.child + 1]
        for child in inner:
            element.remove(child)
            mark.append(child)
        inner[-1].tail = after[: last.at + last.length]

    def show_tag_like(stashed: re.Match[str]) -> str:
        """Show as text what only looks like a tag; other stashed HTML is shown as it is."""
        raw = read_stash(int(stashed[1]))
        return raw if is_tag_like(raw) else stashed[0]

    mark.text = STASHED.sub(show_tag_like, text)
    if first.child < 0:
        element.text = before[: first.at]
    else:
        element[first.child].tail = before[: first.at]
    element.insert(first.child + 1, mark)
    return mark


def _get_text(element: Element, child: int) -> str:
    return (element.text if child < 0 else element[child].tail) or ""

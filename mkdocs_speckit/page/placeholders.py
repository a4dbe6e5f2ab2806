"""Placeholders in a page's element tree: each is wrapped into a `mark`."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CODE = frozenset(["code", "pre", "script", "style", "kbd", "samp", "math", "svg"])
STASHED = re.compile("\x02wzxhzdk:([0-9]+)\x03")

_SIGN = re.compile(r"[\w\[\]{}<>]")


@dataclass(frozen=True, slots=True)
class _Char:
    """A character that counts for finding a placeholder, and where in the tree it stands.

    `child` is the index of the child whose tail it is in; -1 is the element's own text. `length`
    is that of what stands for the character in the source of the tree.
    """

    sign: str
    child: int
    at: int
    length: int = 1


def mark_placeholders(root: Element, texts: Sequence[str], stashed: Callable[[int], str]) -> None:
    """Wrap every occurrence of these texts outside code into `<mark class=…>`.

    `stashed` gives the raw HTML that Python-Markdown put aside under a number.
    """
    signs = {signs for text in texts if (signs := "".join(_SIGN.findall(text)))}
    if not signs:
        return
    longest_first = sorted(signs, key=lambda text: (-len(text), text))
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    for element in list(_outside_code(root)):
        chars = list(_chars(element, stashed))
        text = "".join(char.sign for char in chars)
        # From the last to the first, so that earlier places stay true.
        for match in reversed(list(pattern.finditer(text))):
            _wrap(element, chars[match.start()], chars[match.end() - 1], stashed)


def _outside_code(element: Element) -> Iterator[Element]:
    if element.tag in CODE:
        return
    yield element
    for child in element:
        yield from _outside_code(child)


def _chars(element: Element, stashed: Callable[[int], str]) -> Iterator[_Char]:
    """The signs of an element's own text and its children's; only the own ones can be ends."""
    yield from _text_chars(element.text, -1, stashed)
    for index, child in enumerate(element):
        for text in child.itertext():
            yield from (_Char(s, index, 0, 0) for s in _SIGN.findall(text) if s not in "[]{}<>")
        yield from _text_chars(child.tail, index, stashed)


def _text_chars(text: str | None, child: int, stashed: Callable[[int], str]) -> Iterator[_Char]:
    at = 0
    while text and at < len(text):
        if match := STASHED.match(text, at):
            for sign in _SIGN.findall(_raw_text(stashed(int(match[1])))):
                yield _Char(sign, child, at, match.end() - at)
            at = match.end()
            continue
        if _SIGN.match(text[at]):
            yield _Char(text[at], child, at)
        at += 1


def _raw_text(raw: str) -> str:
    """What stashed HTML says: an entity's character, a placeholder that looks like a tag."""
    if raw.startswith("<") and not re.match(r"<(?:YOUR_VALUE_HERE|NEEDS[_ ]CLARIFICATION)", raw):
        return ""
    return html.unescape(raw)


def _wrap(element: Element, first: _Char, last: _Char, stashed: Callable[[int], str]) -> None:
    """Put what stands from `first` to `last` into a mark of its own."""
    if not first.length or not last.length:
        return
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
    mark.text = STASHED.sub(lambda match: _raw_text(stashed(int(match[1]))), mark.text)
    _set_text(element, first.child, before[: first.at])
    element.insert(first.child + 1, mark)


def _text(element: Element, child: int) -> str:
    return (element.text if child < 0 else element[child].tail) or ""


def _set_text(element: Element, child: int, text: str) -> None:
    if child < 0:
        element.text = text
    else:
        element[child].tail = text

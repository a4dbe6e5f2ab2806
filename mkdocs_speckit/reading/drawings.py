"""Drawings made of characters: which phases an author's arrows put before which others."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import Drawn, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.reading.document import CodeBlock, Document
    from mkdocs_speckit.reading.names import Names

MOST_LINES = 400
"""Longer blocks are no drawings."""

_LANGUAGES = frozenset(["", "ascii", "text", "txt", "diagram", "plaintext"])
_LINE = "─━═=—–┄┈-"
_SHAFT = f"[{_LINE}┬┴┼+]{{0,20}}"
"""Of a longer one the last signs are enough: it is not looked at time and again."""

_ARROW = re.compile(rf"[{_LINE}](?:{_SHAFT}[{_LINE}])?>|{_SHAFT}[►▶▸→⟶]")
_SIGN = re.compile(rf"{_ARROW.pattern}|[│┃║├┤┌┐└┘┬┴┼]")
"""What makes a block of text a drawing."""

_FENCES = 2
_SIDE = re.compile(r"[│┃║|]|\s{3,}")
"""What parts a node from what stands beside it."""

_JOINT = re.compile(r"(?:(?<!\s)\s+(?:\+|&|and)\s+|(?:(?<!\s)\s+)?,\s*)(?![^()]{0,200}\))")
_EDGE = re.compile(rf"^[\s{_LINE}├┤┌┐└┘┬┴┼+\\/]+|[\s{_LINE}├┤┌┐└┘┬┴┼+\\/]+$")


def drawing(document: Document, heading: int | None) -> str:
    """The first drawing under a heading, without its fences; empty where there is none."""
    for block in _blocks(document, heading):
        text = document.source.slice(block.start, block.end)
        lines = text.rstrip().split("\n")
        if _SIGN.search(text) and len(lines) > _FENCES:
            return "\n".join(lines[1:-1])
    return ""


def drawn(document: Document, heading: int | None, names: Names) -> tuple[Drawn, ...]:
    """The pairs of nodes that drawings under a heading join with an arrow, from left to right.

    Only arrows are read that stand, in one line, between two texts that both name nodes: those
    can be read with certainty. What runs through several lines is left alone.
    """
    found: dict[tuple[int, int], Drawn] = {}
    for block in _blocks(document, heading):
        for pair in _pairs(document, block, names):
            found.setdefault((pair.before, pair.after), pair)
    return tuple(found.values())


def _blocks(document: Document, heading: int | None) -> Iterator[CodeBlock]:
    """The blocks right under a heading that are in no language."""
    blocks = document.code_blocks
    start, end = (find(blocks, _rank(heading), key=_heading_of) for find in (bisect_left, bisect))
    return (block for block in blocks[start:end] if block.language in _LANGUAGES)


def _heading_of(block: CodeBlock) -> int:
    return _rank(block.heading)


def _rank(heading: int | None) -> int:
    """What blocks are in the order of: those before the first heading come first."""
    return -1 if heading is None else heading


def _pairs(document: Document, block: CodeBlock, names: Names) -> Iterator[Drawn]:
    lines = document.source.slice(block.start, block.end).split("\n")
    if len(lines) > MOST_LINES:
        return
    first = document.source.line(block.start)
    for number, line in enumerate(lines, first):
        arrows = list(_ARROW.finditer(line))
        starts = [0, *(arrow.end() for arrow in arrows)]
        ends = [*(arrow.start() for arrow in arrows), len(line)]
        texts = [line[start:end] for start, end in zip(starts, ends, strict=True)]
        for index, arrow in enumerate(arrows):
            before = _nodes(_SIDE.split(_text(texts[index]))[-1], names)
            after = _nodes(_SIDE.split(_text(texts[index + 1]))[0], names)
            place = Place(number, arrow.start() + 1)
            yield from (Drawn(b, a, place) for b in before for a in after if a != b)


def _text(text: str) -> str:
    """A text between arrows, without the lines of its frame."""
    return _EDGE.sub("", text.strip().strip("│┃║|"))


def _nodes(text: str, names: Names) -> tuple[int, ...]:
    """The nodes that a text names; none where a part of it names none."""
    text = _EDGE.sub("", text)
    if found := names.equal(text):
        return found
    parts = [names.same(part) for part in _JOINT.split(text)]
    return tuple(node for part in parts for node in part) if all(parts) else ()

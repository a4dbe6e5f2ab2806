"""Indents lists of boxes as Python-Markdown wants them, so that it shows them as GitHub does.

CommonMark begins a list right under a line of text, and nests an item below the text of its parent.
Python-Markdown wants a blank line before a list, and one indent, four columns, for each level:

    Before we begin:                 Before we begin:
    - [ ] one
      - [ ] two             →        - [ ] one
                                         - [ ] two

So are lists without boxes inside a list of boxes. The star of `- [ ]* Paint`, an item that may be
left out, gets a backslash: Python-Markdown would take it for emphasis.
"""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import pyromark

from mkdocs_speckit.reading.document.markdown import (
    LIST_LEAD,
    MIN_LIST_INDENT,
    parse_markdown,
    quote_block_bodies,
)
from mkdocs_speckit.reading.document.source import TAB, SourceText

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGN = re.compile(rb"(?:[-*+]|\d{1,9}[.)])(?:[ \t]{1,4}(?=[^ \t\n]))?")
"""The sign of an item, with the blanks up to its text; five or more belong to indented code."""

_BOX = re.compile(rb"\[[ xXB~-]\](\*(?=[ \t]+[^ \t\n]|\d))?")
"""The box that an item's text begins with, and the star of one that may be left out."""


class _Item(NamedTuple):
    """An item of a list: its lines, how deep it is nested, and the columns of its sign and text.

    Lines are from 1, and the last one is its own; columns are from 0. One that `has_star` has it
    behind its box.
    """

    first: int
    last: int
    depth: int
    sign: int
    text: int
    has_box: bool = False
    has_star: bool = False


def indent_lists(text: str, indent: int) -> str:
    """Indent each list with boxes that Python-Markdown would not show as CommonMark does.

    `indent` is the converter's own, four columns unless it is set otherwise. Other lists and all
    other lines stay as they are.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    causes = {each.place.line: each.cause for each in parse_markdown(text).unrendered_lists}
    lines = text.split("\n")
    for items in reversed(list(_read_lists(text))):
        first, last = items[0].first, max(item.last for item in items)
        for item in items:
            if item.has_star:
                lines[item.first - 1] = lines[item.first - 1].replace("]*", "]\\*", 1)
        if causes.keys().isdisjoint(range(first, last + 1)) and not _is_shallow(items):
            continue
        before = lines[first - 1][: items[0].sign]
        lines[first - 1 : last] = _indent_items(lines, items, last, indent)
        if causes.get(first) == "follows text":
            lines.insert(first - 1, before.rstrip())
    return "\n".join(lines)


def _is_shallow(items: list[_Item]) -> bool:
    """True if a list has boxes, and one of its items is indented too little to be nested."""
    signs: dict[int, int] = {}
    is_shallow = False
    for item in items:
        signs[item.depth] = item.sign
        is_shallow |= bool(item.depth) and item.sign - signs[item.depth - 1] < MIN_LIST_INDENT
    return is_shallow and any(item.has_box for item in items)


def _read_lists(text: str) -> Iterator[list[_Item]]:
    """The items of each list that is in no other list, as CommonMark reads them, in order."""
    source = SourceText(quote_block_bodies(text))
    items: list[_Item] = []
    opened = 0
    for event, span in pyromark.events_with_range(source.bytes.decode()):
        match event:
            case {"Start": {"List": _}}:
                opened += 1
            case {"Start": "Item"}:
                start = source.skip(LIST_LEAD, span["start"], span["end"])
                sign = source.measure_indent(start) - 1
                width = source.skip(_SIGN, start, span["end"]) - start
                last = source.find_line(max(start, span["end"] - 1))
                first = source.find_line(start)
                box = _BOX.match(source.bytes, start + width)
                star = box is not None and box[1] is not None
                columns = sign, sign + max(width, 2)
                items.append(_Item(first, last, opened - 1, *columns, box is not None, star))
            case {"End": {"List": _}}:
                opened -= 1
                if not opened:
                    yield items
                    items = []


def _indent_items(lines: list[str], items: list[_Item], last: int, indent: int) -> list[str]:
    """The lines of a list, each indented by the depth of its item."""
    base = items[0].sign
    begun: list[_Item] = []
    starting = iter([*items, _Item(last + 1, last + 1, 0, 0, 0)])
    item = next(starting)
    indented: list[str] = []
    # How deep the stretch without a blank line began: Python-Markdown reads it as one block, in
    # which no item is nested less, and none follows a paragraph. There it needs a blank line.
    block: float = 0
    for number in range(items[0].first, last + 1):
        own = None
        while item.first == number:
            own = own or item
            begun.append(item)
            item = next(starting)
        while begun[-1].last < number and len(begun) > 1:
            begun.pop()
        line = lines[number - 1].expandtabs(TAB)
        lead, rest = line[:base], line[base:].lstrip(" ")
        if own is not None:
            column = own.depth * indent
            if block > own.depth and indented[-1].strip(" >"):
                indented.append(lead.rstrip())
            if indented and not indented[-1].strip(" >"):
                block = own.depth
        else:
            beyond = len(line) - len(rest) - begun[-1].text
            # A line that is not below its item's text runs on from the line before.
            column = (begun[-1].depth + 1) * indent + beyond if beyond >= 0 else -1
            if not line.strip(" >"):
                block = inf
        is_moved = rest and column >= 0 and not lead.strip(" >")
        indented.append(lead + " " * column + rest if is_moved else lines[number - 1])
    return indented

"""MkDocs' own blocks (`!!!`, `???`, `===`), whose indented bodies look like code to CommonMark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BLOCK_NESTING = 8
"""How deep MkDocs' indented blocks are followed; each depth is one more pass of the parser."""

_SIGNS = ("!!!", "???", "===")
"""What a block's first line has; most pages have no block, and a pattern looks at every line."""

_BLOCK_OPENER = re.compile(r"^[ \t>]*(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+\S", re.MULTILINE)


def with_bodies_quoted(text: str, hidden_lines: Callable[[str], set[int]]) -> str:
    """Turn the indented bodies of MkDocs' blocks into block quotes.

    `hidden_lines` gives the lines, from 1, of a text in which nothing is a block: code and HTML.
    Lines and, but for blank ones, columns stay where they are.
    """
    if not any(sign in text for sign in _SIGNS):
        return text
    for _ in range(MAX_BLOCK_NESTING):
        if not _BLOCK_OPENER.search(text):
            return text
        lines = text.split("\n")
        hidden = hidden_lines(text)
        if not _quote_bodies(lines, hidden):
            return text
        text = "\n".join(lines)
    return text


def _quote_bodies(lines: list[str], hidden: set[int]) -> bool:
    """Quote the bodies of the outermost blocks that are not quoted yet; say whether any was."""
    changed = False
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if index in hidden or not _BLOCK_OPENER.match(line):
            continue
        column = len(line) - len(line.lstrip(" \t>"))
        end = _body_end(lines, index, column)
        for body in range(index, end):
            rest = lines[body][column:]
            quote = ">" if rest[:1] == "\t" else ">   "
            lines[body] = lines[body][:column].ljust(column) + quote + rest[len(quote) :]
        changed = changed or end > index
        index = end
    return changed


def _body_end(lines: list[str], start: int, column: int) -> int:
    """The index after the last line that is indented deeper than `column`."""
    end = start
    for index in range(start, len(lines)):
        prefix, rest = lines[index][:column], lines[index][column:]
        if not rest.strip(" \t>") and not prefix.strip(" \t>"):
            continue
        if prefix.strip(" \t>") or not rest.startswith(("    ", "\t")):
            break
        end = index + 1
    return end

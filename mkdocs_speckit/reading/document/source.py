"""Where things are in a source: byte offsets → lines and columns, and the values of front matter.

The parser counts bytes; people and editors count lines and characters from 1.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

TAB = 4

_LEAD = re.compile(rb"[ \t>]{0,200}")
"""The start of a line. Nobody nests deeper, and a longer one is not measured over and over."""


class SourceText:
    """A text and its lines: finds the place of a byte offset, and the text between two of them."""

    def __init__(self, text: str) -> None:
        self.bytes = text.encode()
        lengths = [len(line) + 1 for line in self.bytes.split(b"\n")]
        self._starts = list(accumulate(lengths[:-1], initial=0))
        self._last = 0, 1
        """The last offset located and its column, so that a long line is counted through once."""

    def find_line(self, offset: int) -> int:
        """The line of a byte offset."""
        return bisect_right(self._starts, offset)

    def locate(self, offset: int) -> Place:
        """The line and column of a byte offset."""
        line = self.find_line(offset)
        start, column = self._last
        if not self._starts[line - 1] <= start <= offset:
            start, column = self._starts[line - 1], 1
        column += len(self.bytes[start:offset].decode())
        self._last = offset, column
        return Place(line, column)

    def measure_indent(self, offset: int) -> int:
        """The column of a byte offset if the tabs before its line's text were spaces."""
        lead = _LEAD.match(self.bytes, self._starts[self.find_line(offset) - 1], offset)
        tabs = len(lead[0].expandtabs(TAB)) - len(lead[0]) if lead else 0
        return self.locate(offset).column + tabs

    def skip(self, pattern: re.Pattern[bytes], start: int, end: int) -> int:
        """The byte offset after a pattern that the text between two offsets begins with."""
        match = pattern.match(self.bytes, start, end)
        return match.end() if match else start

    def slice(self, start: int, end: int) -> str:
        """The text between two byte offsets."""
        return self.bytes[start:end].decode()

    def slice_first_line(self, start: int, end: int) -> str:
        """The text between two byte offsets up to its first line end."""
        line_end = self.bytes.find(b"\n", start, end)
        return self.slice(start, end if line_end < 0 else line_end)

    def slice_lines(self, first: int, end: int) -> str:
        """The text of the lines from `first` to the one before `end`."""
        start_of_first, start_of_end = (
            self._starts[line - 1] if line <= len(self._starts) else len(self.bytes)
            for line in (first, end)
        )
        return self.slice(start_of_first, start_of_end)


GAP = "\ufffc"
"""In a run's text, stands for a part of the source that is not text: code, an address, a tag."""


class Run:
    """The text of one block (paragraph, heading, cell, item), with the places of its characters.

    It is made of stretches of the source, each between two byte offsets. Where two of them do not
    touch, `text` has one `GAP`: of ``see `x` and [a plan](plan.md)`` it is `see `, a gap, ` and `,
    a gap, `a plan`.
    """

    def __init__(self, source: SourceText, stretches: list[tuple[int, int]]) -> None:
        self._source = source
        joined = stretches[:1]
        for start, end in stretches[1:]:
            if joined[-1][1] == start:
                joined[-1] = joined[-1][0], end
            else:
                joined.append((start, end))
        self._offsets = [start for start, _ in joined]
        texts = [source.slice(start, end) for start, end in joined]
        self.text = GAP.join(texts)
        self._indexes = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))
        self._is_plain = self.text.isascii()  # One stretch, as a gap is not ASCII.
        self._last = 0, self._offsets[0]
        """The last index that was asked for, and its byte offset."""

    def locate(self, index: int) -> Place:
        """The line and column of the character at an index of the run's text."""
        return self._source.locate(self.find_offset(index))

    def slice_source(self, start: int, end: int) -> str:
        """The source between two indexes of the run's text, with everything that is not text."""
        return self._source.slice(self.find_offset(start), self.find_offset(end - 1) + 1)

    def find_offset(self, index: int) -> int:
        """The byte offset of the character at an index of the run's text."""
        if self._is_plain:
            return self._offsets[0] + index
        piece = bisect_right(self._indexes, index) - 1
        start, offset = self._last
        if not self._indexes[piece] <= start <= index:
            start, offset = self._indexes[piece], self._offsets[piece]
        offset += len(self.text[start:index].encode())
        self._last = index, offset
        return offset


def fold_spaces(text: str) -> str:
    """A text in one line, with each stretch of white space folded to one space."""
    return " ".join(text.split())


FIRST_LINE = 2
"""The line of the file on which front matter begins, after `---`."""

_COMMENT = re.compile(r"\s#.*")
_KEY = re.compile(r"""(["']?)([\w-]+)\1\s*:(?:\s+|$)""")


def read_values(front_matter: str) -> Iterator[tuple[str, str, Place]]:
    """Key, value and place of the value for each top-level key with its value on the same line."""
    for number, line in enumerate(front_matter.split("\n"), FIRST_LINE):
        if match := _KEY.match(line):
            yield match[2], _strip_value(line[match.end() :]), Place(number, match.end() + 1)


def read_nested_value(front_matter: str, keys: tuple[str, ...]) -> tuple[str, Place] | None:
    """The value of a key inside others, and its place; None if there is no such key.

    With the keys `a`, `b` it is 1 of

        a:
          b: 1
    """
    opened: list[int] = []  # The indents of the keys that lead to it, so far.
    inside = 0  # The indent of the lines directly in the last of them.
    for number, line in enumerate(front_matter.split("\n"), FIRST_LINE):
        bare = line.lstrip(" ")
        if not bare.strip() or bare.startswith("#"):
            continue
        indent = len(line) - len(bare)
        if opened and indent <= opened[-1]:
            while opened and indent <= opened[-1]:
                opened.pop()
            inside = indent
        elif opened and inside == opened[-1]:
            inside = indent
        match = _KEY.match(bare)
        if indent != inside or match is None or match[2] != keys[len(opened)]:
            continue
        if len(opened) == len(keys) - 1:
            return _strip_value(bare[match.end() :]), Place(number, indent + match.end() + 1)
        opened.append(indent)
    return None


def _strip_value(written: str) -> str:
    """A value without its comment and its quotes."""
    value = _COMMENT.sub("", written).strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].strip()
    return value


def read_lines(front_matter: str, keys: frozenset[str]) -> Iterator[tuple[str, Place]]:
    """Each line of the values of these keys, as written, with the place where it begins."""
    is_wanted = False
    for number, line in enumerate(front_matter.split("\n"), FIRST_LINE):
        start = 0
        if match := _KEY.match(line):
            is_wanted = match[2] in keys
            start = match.end()
        elif line[:1].strip():
            is_wanted = False
        if is_wanted:
            yield line[start:], Place(number, start + 1)

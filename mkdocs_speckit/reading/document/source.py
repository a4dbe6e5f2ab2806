"""A source text by its byte offsets: the lines, the places, the runs of text in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

GAP = "\ufffc"
"""Stands in a run's text for what is not text: code, a link's address, a tag."""


TAB = 4
_LEAD = re.compile(rb"[ \t>]{0,200}")
"""What a line begins with; nobody nests deeper, and a longer one is not counted time and again."""


class Source:
    """A text's lines, for turning the parser's byte offsets into places."""

    def __init__(self, text: str) -> None:
        self.bytes = text.encode()
        lengths = [len(line) + 1 for line in self.bytes.split(b"\n")]
        self._starts = list(accumulate(lengths[:-1], initial=0))
        self._last = 0, 1
        """The byte offset that was asked for last, and its column: a long line is counted once."""

    def line(self, offset: int) -> int:
        """The line, from 1, that a byte offset stands in."""
        return bisect_right(self._starts, offset)

    def place(self, offset: int) -> Place:
        """The line and column of a byte offset."""
        line = self.line(offset)
        start, column = self._last
        if not self._starts[line - 1] <= start <= offset:
            start, column = self._starts[line - 1], 1
        column += len(self.bytes[start:offset].decode())
        self._last = offset, column
        return Place(line, column)

    def indent(self, offset: int) -> int:
        """The column of a byte offset, the tabs that its line begins with counted as spaces."""
        lead = _LEAD.match(self.bytes, self._starts[self.line(offset) - 1], offset)
        tabs = len(lead[0].expandtabs(TAB)) - len(lead[0]) if lead else 0
        return self.place(offset).column + tabs

    def after(self, lead: re.Pattern[bytes], start: int, end: int) -> int:
        """The byte offset after what a text between two offsets begins with."""
        match = lead.match(self.bytes, start, end)
        return match.end() if match else start

    def first_line(self, start: int, end: int) -> str:
        """The text between two byte offsets, up to its first line end."""
        line_end = self.bytes.find(b"\n", start, end)
        return self.slice(start, end if line_end < 0 else line_end)

    def lines(self, first: int, end: int) -> str:
        """The text of the lines from the first one on, and before another."""
        return self.slice(self._start(first), self._start(end))

    def _start(self, line: int) -> int:
        return self._starts[line - 1] if line <= len(self._starts) else len(self.bytes)

    def slice(self, start: int, end: int) -> str:
        """The text between two byte offsets."""
        return self.bytes[start:end].decode()


class Run:
    """The text of one block (paragraph, heading, cell, item) as it is written in the source.

    Only blocks with an opening bracket of any kind have one: nobody asks for others. `text` has
    one `GAP` for each stretch of the source that is not text. The stretches that are may touch.
    """

    def __init__(self, source: Source, stretches: list[tuple[int, int]]) -> None:
        self._source = source
        stretches = _joined(stretches)
        self._offsets = [start for start, _ in stretches]
        texts = [source.slice(start, end) for start, end in stretches]
        self.text = GAP.join(texts)
        self._indexes = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))
        self._is_plain = self.text.isascii()  # One stretch, a byte a character.
        self._last = 0, self._offsets[0]
        """The index that was asked for last, and its byte offset."""

    def place(self, index: int) -> Place:
        """The line and column of the character at this index of the run's text."""
        return self._source.place(self._offset(index))

    def written(self, start: int, end: int) -> str:
        """The source between two characters of the run's text, with what is not text in it."""
        return self._source.slice(self._offset(start), self._offset(end - 1) + 1)

    def _offset(self, index: int) -> int:
        if self._is_plain:
            return self._offsets[0] + index
        piece = bisect_right(self._indexes, index) - 1
        start, offset = self._last
        if not self._indexes[piece] <= start <= index:
            start, offset = self._indexes[piece], self._offsets[piece]
        offset += len(self.text[start:index].encode())
        self._last = index, offset
        return offset


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that touch, as one."""
    joined = stretches[:1]
    for start, end in stretches[1:]:
        if joined[-1][1] == start:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


FIRST_LINE = 2
"""The line of the file that the front matter's first line is."""

_COMMENT = re.compile(r"\s#.*")
_KEY = re.compile(r"""(["']?)([\w-]+)\1\s*:(?:\s+|$)""")


def read_values(front_matter: str) -> Iterator[tuple[str, str, Place]]:
    """Key, value and the value's place of each top-level key that has its value in its line."""
    for number, line in enumerate(front_matter.split("\n"), FIRST_LINE):
        if match := _KEY.match(line):
            value = _COMMENT.sub("", line[match.end() :]).strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1].strip()
            yield match[2], value, Place(number, match.end() + 1)


def read_lines(front_matter: str, keys: frozenset[str]) -> Iterator[tuple[str, Place]]:
    """Each line that belongs to one of these keys, as written, with the place of its start."""
    wanted = False
    for number, line in enumerate(front_matter.split("\n"), FIRST_LINE):
        start = 0
        if match := _KEY.match(line):
            wanted = match[2] in keys
            start = match.end()
        elif line[:1].strip():
            wanted = False
        if wanted:
            yield line[start:], Place(number, start + 1)

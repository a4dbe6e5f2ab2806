"""A source text by its byte offsets: the lines, the places, the runs of text in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from mkdocs_speckit.plan import Place

GAP = "\ufffc"
"""Stands in a run's text for what is not text: code, a link's address, a tag."""


class Source:
    """A text's lines, for turning the parser's byte offsets into places."""

    def __init__(self, text: str) -> None:
        self.bytes = text.encode()
        self._starts = [0]
        self._starts.extend(match.end() for match in re.finditer(b"\n", self.bytes))

    def line(self, offset: int) -> int:
        """The line, from 1, that a byte offset stands in."""
        return bisect_right(self._starts, offset)

    def place(self, offset: int) -> Place:
        """The line and column of a byte offset."""
        line = self.line(offset)
        return Place(line, len(self.bytes[self._starts[line - 1] : offset].decode()) + 1)

    def place_of(self, text: str, start: int) -> Place:
        """The place where a text first stands from a byte offset on, or that of the offset."""
        found = self.bytes.find(text.encode(), start)
        return self.place(start if found < 0 else found)

    def first_line(self, start: int, end: int) -> str:
        """The text between two byte offsets, up to its first line end."""
        line_end = self.bytes.find(b"\n", start, end)
        return self.slice(start, end if line_end < 0 else line_end)

    def slice(self, start: int, end: int) -> str:
        """The text between two byte offsets."""
        return self.bytes[start:end].decode()


class Run:
    """The text of one block (paragraph, heading, cell, item) as it is written in the source.

    Only blocks with an opening bracket of any kind have one: nobody asks for others. `text` has
    one `GAP` for each stretch of the source that is not text.
    """

    def __init__(self, source: Source, stretches: list[tuple[int, int]]) -> None:
        self._source = source
        self._offsets = [start for start, _ in stretches]
        texts = [source.slice(start, end) for start, end in stretches]
        self.text = GAP.join(texts)
        self._indexes = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))

    def place(self, index: int) -> Place:
        """The line and column of the character at this index of the run's text."""
        return self._source.place(self._offset(index))

    def written(self, start: int, end: int) -> str:
        """The source between two characters of the run's text, with what is not text in it."""
        return self._source.slice(self._offset(start), self._offset(end - 1) + 1)

    def _offset(self, index: int) -> int:
        piece = bisect_right(self._indexes, index) - 1
        before = self.text[self._indexes[piece] : index]
        return self._offsets[piece] + len(before.encode())

"""What one Markdown source holds: its outline, tables, items, texts and comments, with places."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.reading.document.source import read_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.model.parts import Landmark, Place, TableFault, UnrenderedList
    from mkdocs_speckit.reading.document.source import Run, SourceText


_CELL_LEAD = re.compile(rb"\s*")


class Cell(Struct, frozen=True, gc=False):
    """A table cell, between two byte offsets of its source.

    `full_text` is its text without Markdown, `text` also without parts that are struck out.
    """

    text: str
    full_text: str
    source: SourceText
    start: int
    end: int

    @property
    def place(self) -> Place:
        """Where its text begins."""
        return self.source.locate(self.source.skip(_CELL_LEAD, self.start, self.end))

    @property
    def is_struck(self) -> bool:
        """True if everything that the cell says is struck out."""
        return bool(self.full_text) and not re.search(r"\w", self.text)

    @property
    def has_struck_text(self) -> bool:
        """True if some of what the cell says is struck out."""
        return self.text != self.full_text


class Table(Struct, frozen=True):
    """A table; `landmark` is its outline index."""

    landmark: int
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    line: int


class ListItem(Struct, frozen=True, gc=False):
    """An item of a list, such as `- [x] Sweep the floor`.

    `box` is the character in the box that it begins with; it is empty without one. `text` is the
    rest of the item's first paragraph, `place` that of the box or else the bullet, and `heading`
    the outline index of the nearest heading above. An item of an outermost list has a `depth` of 1,
    one of a list inside that has 2. `kept` is the part of the text that is not struck out.
    """

    box: str
    heading: int | None
    place: Place
    text: str
    depth: int = 1
    kept: str = ""


class CodeBlock(Struct, frozen=True, gc=False):
    """A fenced block of code between two byte offsets, fences included.

    `heading` is the outline index of the nearest heading above.
    """

    language: str
    heading: int | None
    start: int
    end: int


class Comment(Struct, frozen=True, gc=False):
    """The text between `<!--` and `-->`, at the place of `<!--`.

    `next_block` is the first and last line of the block after it; None if it is the last.
    """

    text: str
    place: Place
    next_block: tuple[int, int] | None


class Document(Struct, frozen=True, dict=True):
    """What one Markdown source holds, in its order.

    `path` is the one to show. `original_path` is that of the document of which this is a
    translation, else the same; formats go by it. `texts` are the byte offsets in `source` between
    which the texts of blocks are; those of them that may have a placeholder are `runs`, too.
    `struck` are the byte offsets between which text is struck out.
    `items` are the list items with a box, `plain_items` those without.
    `is_converted` is true if it is a plan's text with what the plan includes.
    """

    path: str
    original_path: str
    front_matter: str
    outline: tuple[Landmark, ...]
    tables: tuple[Table, ...]
    items: tuple[ListItem, ...]
    plain_items: tuple[ListItem, ...]
    runs: tuple[Run, ...]
    comments: tuple[Comment, ...]
    code_blocks: tuple[CodeBlock, ...]
    table_faults: tuple[TableFault, ...]
    undecodable: tuple[Place, ...]
    unrendered_lists: tuple[UnrenderedList, ...]
    texts: tuple[tuple[int, int], ...]
    struck: tuple[tuple[int, int], ...]
    source: SourceText
    is_converted: bool = False

    @cached_property
    def front_values(self) -> tuple[tuple[str, str, Place], ...]:
        """Key, value and place of what the front matter says at its top (`source.read_values`)."""
        return tuple(read_values(self.front_matter))

    @property
    def title(self) -> str:
        """The first heading of level 1, else the front matter's title, else the file's name."""
        for landmark in self.outline:
            if landmark.kind == "heading" and landmark.level == 1:
                return landmark.text
        titles = (value for key, value, _ in self.front_values if key == "title")
        return next(filter(None, titles), PurePosixPath(self.original_path).stem)

    def is_struck(self, offset: int) -> bool:
        """True if what is written at a byte offset is struck out."""
        index = bisect_right(self.struck, offset, key=lambda span: span[0]) - 1
        return index >= 0 and offset < self.struck[index][1]

    def find_hidden_lines(self) -> set[int]:
        """The lines in fenced code, and those that begin inside a comment."""
        hidden: set[int] = set()
        for block in self.code_blocks:
            first, last = map(self.source.find_line, (block.start, block.end - 1))
            hidden.update(range(first, last + 1))
        for comment in self.comments:
            first = comment.place.line
            hidden.update(range(first + 1, first + comment.text.count("\n") + 1))
        return hidden

    def is_under(self, landmark: int, word: str) -> bool:
        """True if a heading that encloses a landmark contains a word, in any case."""
        return any(word in self.outline[h].text.casefold() for h in self.list_headings(landmark))

    def list_headings(self, landmark: int | None) -> Iterator[int]:
        """The outline indexes of the headings that enclose a landmark, the nearest first."""
        if landmark is not None and self.outline[landmark].kind == "table":
            landmark = self.outline[landmark].parent
        while landmark is not None:
            yield landmark
            landmark = self.outline[landmark].parent

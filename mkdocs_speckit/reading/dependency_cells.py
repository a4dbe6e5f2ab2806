"""What one cell of a dependency table names: rows of the table, or things outside it.

The rules are in `docs/numbers.md`, section 3. An example: the rows are `Phase 1: Setup`,
`Phase 2: Core`, `Phase 3: Docs`, and the fourth row's cell is `Phases 1, 3 + style guide (draft)`.

1. The whole cell is not the name of a row, and does not say that there is nothing, like `None`.
2. It is split at the comma into `Phases 1` and `3 + style guide (draft)`.
3. `Phases 1` is the label of *Setup*. Its word, `phase`, is kept for bare numbers that follow.
4. `3 + style guide (draft)` as a whole names no row. It is split at the `+`, because one of the
   parts names a row: `3`, with the word that was kept, is the label of *Docs*.
5. `style guide`, without its note, names no row, not even loosely. It is outside the table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from mkdocs_speckit.reading.document.source import fold_spaces
from mkdocs_speckit.reading.names import WORDS_AFTER_NAMES, Names, parse_name
from mkdocs_speckit.reading.quantities import strip_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mkdocs_speckit.reading.document import Cell

MAX_JOINED = 12
"""A piece with more parts is not searched for names that have conjunctions in them."""

_NONE = re.compile(
    r"(?:none|n/?a|nothing|nil)(?![\w-]).*|n\.a\.|not applicable|no|no (?:dependenc\w+|blockers?)"
    r"|independent|can start immediately|tbd|[-–—]+(?:\s*$|\s*[,;].*)",
    re.IGNORECASE | re.DOTALL,
)
"""A cell or piece that says that there is nothing; what follows `None` is a remark."""

_RANK = r"prior|previous|preceding|above|earlier|subsequent|later|downstream|following|below|else"
_COUNT = r"\d+|two|three|four|five|six|seven|eight|nine|ten"
_THINGS = (
    r"phases?|steps?|stages?|sprints?|tasks?|components?|rows?|items?|work|workstreams?|milestones?"
)
_AFTER_NAME = "|".join(sorted(WORDS_AFTER_NAMES))
_ALL = re.compile(
    rf"(?:all|everything|every)"
    rf"(?:\s+(?:of|the|and|{_RANK}|(?:{_COUNT})(?=\s+(?:{_RANK}|{_THINGS}))|others?|remaining|rest|{_THINGS}|{_AFTER_NAME}))*",
    re.IGNORECASE,
)
"""`All`, `All prior phases`, `Everything above`: rows on one side of the cell's own."""

_PREVIOUS = re.compile(
    rf"(?:the\s+)?(?:prior|previous|preceding|last)\s+(?:(?P<count>{_COUNT})\s+)?(?:{_THINGS})"
    rf"|(?:(?:{_THINGS})\s+)?above",
    re.IGNORECASE,
)
"""`Previous phase`, `the last two steps`: rows just above the cell's own."""

_LEAD_IN = re.compile(
    r"(?:(?:after|requires?|needs?|depends on|blocked (?:by|on)|wait(?:s|ing)? for|both|either|then"
    r"|only|at least|partial(?:ly)?|successful|completion of|outputs? (?:of|from)"
    r"|results? (?:of|from)|end of|all of|the|all|and|or|plus)\s+"
    r"|(?:tasks?|milestones?)\s+(?=[A-Z]+-?\d))+",
    re.IGNORECASE,
)
"""What may be before a row's name: `After`, `Completion of`, `Both`."""

_LEADING_JOINT = re.compile(r"^(?:and|or|then|plus|&|\+)\s+", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;\n]")
_CONJUNCTION = re.compile(
    r"(?<!\s)\s+(?:\+|&|&&|and|or|then|plus|>|\||·|•)\s+|(?:(?<!\s)\s+)?(?:→|⟶|->|=>)\s*",
    re.IGNORECASE,
)
_SLASH = re.compile("/")
_TIGHT = re.compile(r"(?<=\w)[+&](?=\w)")
_WORD_AFTER_NAME = re.compile(rf"\s(?:{_AFTER_NAME})\b", re.IGNORECASE)

_EDGE = re.compile(r"^[^\w(\[]+|[^\w)\]]+$")
"""Signs around a text: ticks, bullets, quotes, footnote marks."""


class CellReading(Struct):
    """What one cell names: other rows, things outside the table, its own row (by mistake).

    `nodes` are the indexes of rows, in the order of the cell. Those of them are `loose` that the
    cell names in other words than their own.
    """

    nodes: dict[int, None] = {}
    loose: set[int] = field(default_factory=set)
    external: list[str] = []
    names_own_row: bool = False


class CellReader:
    """Reads the cells of one column.

    `rows_of_all` takes the index of a row and returns those of the rows that `All` means there.
    """

    def __init__(self, names: Names, rows_of_all: Callable[[int], Iterable[int]]) -> None:
        self._names = names
        self._rows_of_all = rows_of_all
        self._row = 0
        self._label_word = ""

    def read(self, cell: Cell, row: int) -> CellReading:
        """Read the cell of the row with this index."""
        reading = CellReading()
        text = cell.text.strip()
        self._row, self._label_word = row, ""
        if whole := self._names.find_equal(text):
            self._add_rows(whole, reading)
        elif not _NONE.fullmatch(_strip_signs(text)):
            for start, end in _find_parts(text, _SEPARATOR):
                self._read_piece(text[start:end], reading)
        return reading

    def _read_piece(self, piece: str, reading: CellReading) -> None:
        """Add the rows that a piece of a cell names, or its words if it names no row."""
        piece = _LEADING_JOINT.sub("", piece.strip(), count=1)
        bare = _strip_signs(piece)
        is_unfilled = bare.startswith("[") and bare.endswith("]")  # A template's `[Phase]`.
        if not bare or is_unfilled or _NONE.fullmatch(bare):
            return
        rows = self._find_relative(bare)
        if rows is None:
            # The row with this name, or the one other row whose title begins so. But what goes on
            # after a word such as `done` has two names: `Setup done / Testing done`.
            named = self._names.find_equal(piece)
            word = _WORD_AFTER_NAME.search(bare)
            goes_on = word and any(s.search(bare, word.end()) for s in (_CONJUNCTION, _SLASH))
            if not named and not goes_on:
                named = self._names.find_shortened(bare)
                named = () if named == (self._row,) else named
            rows = named or None
        if rows is not None:
            self._add_rows(rows, reading)
            return
        # At `/` and ` + ` it is split if any part names a row, at `+` without spaces if all do.
        for sign, enough in ((_CONJUNCTION, any), (_SLASH, any), (_TIGHT, all)):
            parts = self._split_piece(piece, sign)
            if len(parts) > 1 and enough(map(self._has_rows, parts)):
                for part in parts:
                    self._read_piece(part, reading)
                return
        found, is_loose = self._find_rows(bare)
        if found:
            self._add_rows(found, reading)
            reading.loose.update(found if is_loose else ())
        else:
            reading.external.append(fold_spaces(strip_notes(piece)).strip(" ."))

    def _add_rows(self, rows: Iterable[int], reading: CellReading) -> None:
        rows = tuple(rows)
        # Only a row that names itself alone is a mistake; in a range it is left out.
        reading.names_own_row |= rows == (self._row,)
        reading.nodes.update((row, None) for row in rows if row != self._row)

    def _split_piece(self, piece: str, sign: re.Pattern[str]) -> list[str]:
        """Split a piece at a sign; parts that together are the name of a row stay together."""
        spans = _find_parts(piece, sign)
        if len(spans) > MAX_JOINED:
            return [piece[start:end] for start, end in spans]
        parts = []
        while spans:
            start = spans[0][0]
            count = next(
                count
                for count in range(len(spans), 0, -1)
                if count == 1 or self._names.find_equal(piece[start : spans[count - 1][1]])
            )
            parts.append(piece[start : spans[count - 1][1]])
            spans = spans[count:]
        return parts

    def _find_relative(self, bare: str) -> Iterable[int] | None:
        """Find the rows that `All prior phases` or `Previous phase` means; None for other texts."""
        if _ALL.fullmatch(bare):
            return self._rows_of_all(self._row)
        match = _PREVIOUS.fullmatch(bare)
        if match is None:
            return None
        count = match["count"] or "1"
        number = int(count) if count.isdecimal() else _COUNT.split("|").index(count.casefold()) + 1
        return range(max(0, self._row - number), self._row)

    def _has_rows(self, part: str) -> bool:
        bare = _strip_signs(part)
        return self._find_relative(bare) is not None or bool(self._find_rows(bare)[0])

    def _find_rows(self, bare: str) -> tuple[tuple[int, ...], bool]:
        """Find the rows that a text names; the second value is True if it uses other words."""
        text = _EDGE.sub("", bare)
        lead_in = _LEAD_IN.match(text)
        rest = text[lead_in.end() :] if lead_in else text
        for wording in (text, rest):
            found = self._names.find_exact(wording, self._label_word)
            label = parse_name(wording).label
            if label and label.word:
                self._label_word = label.word
            if found:
                return found, False
        for wording in (rest, text):
            found = self._names.find_loosely(wording)
            # A row does not wait for what its own name looks like: `Testing` for a `Test server`.
            if found and found != (self._row,):
                return found, True
        return (), False


def _strip_signs(text: str) -> str:
    """Remove notes, and the signs around a text; but not a dash that is all of it."""
    bare = fold_spaces(strip_notes(text))
    return bare if _NONE.fullmatch(bare) else _EDGE.sub("", bare)


def _find_parts(text: str, sign: re.Pattern[str]) -> list[tuple[int, int]]:
    """Find where the parts of a text between signs begin and end.

    A sign in parentheses does not count.
    """
    if "(" in text:
        # The same text with what is in parentheses masked, as long as before.
        depth = 0
        masked = []
        for char in text:
            depth = max(0, depth - (char == ")"))
            masked.append("_" if depth else char)
            depth += char == "("
        text = "".join(masked)
    signs = [match.span() for match in sign.finditer(text)]
    starts = [0, *(end for _, end in signs)]
    ends = [*(start for start, _ in signs), len(text)]
    return list(zip(starts, ends, strict=True))

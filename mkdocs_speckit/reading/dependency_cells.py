"""What one cell of a dependency table names: rows of the table, or things outside it.

The rules are in `docs/numbers.md`, section 3. An example: the rows are `Phase 1: Setup`,
`Phase 2: Core`, `Phase 3: Docs`, and the fourth row's cell is `Phases 1, 3 + style guide (draft)`.

1. The whole cell is not the name of a row, and does not say that there is nothing, like `None`.
2. It does not mean rows by where they are, like `All prior phases`.
3. It is split at the comma into `Phases 1` and `3 + style guide (draft)`.
4. `Phases 1` is the label of *Setup*. Its word, `phase`, is kept for bare numbers that follow.
5. `3 + style guide (draft)` as a whole names no row. It is split at the `+`: `3`, with the word
   that was kept, is the label of *Docs*.
6. `style guide`, without its note, names no row, not even loosely. It is outside the table.

Each piece goes through the same steps as the whole cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from mkdocs_speckit.reading.document.source import fold_spaces
from mkdocs_speckit.reading.names import (
    PHASE_WORDS,
    STATES,
    WORDS_AFTER_NAMES,
    Names,
    parse_name,
    split_side_by_side,
    split_words,
)
from mkdocs_speckit.reading.quantities import find_unit, strip_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from mkdocs_speckit.reading.document import Cell
    from mkdocs_speckit.reading.names import Words

Side = Literal["above", "below", "all"]
"""Which rows `All` means: those above the cell's own, those below it, or all of the table."""

MAX_JOINED = 12
"""A piece with more parts is not searched for names that have conjunctions in them."""

_NONE = re.compile(
    r"(?:none|n/?a|nothing|nil)(?![\w-]).*|n\.a\.|not applicable|no"
    r"|no (?:dependenc\w+|blockers?|prerequisites?)|independent(?: of .*)?|can start immediately"
    r"|tbd|[-–—]+(?:\s*$|\s*[,;].*)",
    re.IGNORECASE | re.DOTALL,
)
"""A cell or piece that says that there is nothing; what follows `None` is a remark."""

_ABOVE = frozenset("above earlier preceding previous prior upstream".split())
_BELOW = frozenset("below downstream following later subsequent".split())
_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip
_NEAR = {
    *(("above", word) for word in "previous prior preceding last above earlier upstream".split()),
    *(("below", word) for word in "next subsequent later downstream following".split()),
}
"""The words for rows near a cell's own, on either side, before a noun or a number."""

_ROWS = frozenset("item phase row stage step".split())
"""What a row of any table may be called."""

_OPEN_WORDS = (
    _ABOVE
    | _BELOW
    | _NUMBERS.keys()
    | STATES
    | frozenset("and else of other others remaining rest that the these things those were".split())
)
"""Words behind `All` that do not say what is meant."""

_SOFT_WORDS = WORDS_AFTER_NAMES | PHASE_WORDS | frozenset(f"{word}s" for word in PHASE_WORDS)
"""Words behind `All` that say what is meant only if rows have them in their names: `All gates`."""

_EXCEPTIONS = frozenset("apart besides but except excluding save without".split())
"""Words behind `All` after which comes what is not meant."""

_TWO = 2

_ALL = re.compile(r"(?:all|both|each|every|everything)(?![\w-])", re.IGNORECASE)
_LABEL_BEHIND_ALL = re.compile(
    r"\b(?!(?:the|these|those|other|remaining|of|prior|previous|preceding)\b)"
    r"[^\W\d_]+[\s-]?\d[\w.]*(?![\w%])|\b(?P<capital>(?-i:[A-Z]))(?!\w)|\b\d+\s?[-–—]\s?\d+\s*$",
    re.IGNORECASE,
)
"""`Phase 1` in `All Phase 1-4`: a label, unlike the number in `All 3 reviews`."""

_LEAD_IN = re.compile(
    r"(?:(?:after|requires?|needs?|depends on|blocked (?:by|on)|wait(?:s|ing)? for|both|either|then"
    r"|only|at least|partial(?:ly)?|successful|completed|finished|completion of"
    r"|outputs? (?:of|from)|results? (?:of|from)|end of|all of the following:?|all of|the|all|and"
    r"|or|plus)\s+|(?:tasks?|milestones?)\s+(?=[A-Z]+-?\d))+",
    re.IGNORECASE,
)
"""What may be before a row's name: `After`, `Completion of`, `Both`."""

_ORIGIN = re.compile(r"\s(?P<word>from|of|after|in)\s+", re.IGNORECASE)
"""What joins a thing with the rows that it is from: `Steady output from Phases 1-3`."""

_LEADING_JOINT = re.compile(r"^(?:and|or|then|plus|&|\+)\s+", re.IGNORECASE)
_BOTH = re.compile(r"^both\s+", re.IGNORECASE)
"""What begins a piece with two parts, once it does not mean two rows above."""

_SEPARATOR = re.compile(r"[,;\n]")
_CONJUNCTION = re.compile(r"(?<!\s)\s+(?:\+|&|&&|and|plus)\s+", re.IGNORECASE)
_OTHER_JOINT = re.compile(
    r"(?<!\s)\s+(?:or|then|>|\|\|?|·|•)\s+|(?:(?<!\s)\s+)?(?:→|⟶|->|=>)\s*", re.IGNORECASE
)
_SLASH = re.compile("/")
_TIGHT = re.compile(r"(?<=\w)[+&](?=\w)")
_ENDS_ALL = re.compile(r"[,;\n]|\s[+&]\s")
"""What ends the words behind `All`."""

_NOT = re.compile(r"\b(?:not|instead|regardless|ahead)\b", re.IGNORECASE)
"""What makes a text say that a row is not meant: `Phase 2 not needed`, `Ahead of Phase 3`."""

_EDGE = re.compile(r"^[^\w(\[]+|[^\w)\]]+$")
"""Signs around a text: ticks, bullets, quotes, footnote marks."""

_END_OF_PLAN = re.compile(r"completion|done|final\b.*", re.IGNORECASE)
"""What the last rows block: something outside, unless it begins the name of a row."""


class CellReading(Struct):
    """What one cell names: other rows, things outside the table, its own row (by mistake).

    `nodes` are the indexes of rows, in the order of the cell.
    """

    nodes: dict[int, None] = {}
    external: list[str] = []
    names_own_row: bool = False


class CellReader:
    """Reads the cells of one column of a table with `size` rows, or of another table.

    `side` is where the rows are that `All` means. With `all`, the cells are those of another table,
    and `All` means rows only with words that say so (`All phases`).
    """

    def __init__(self, names: Names, size: int, side: Side) -> None:
        self._names = names
        self._size = size
        self._side = side
        self._row = 0
        self._label_word = ""

    def read(self, cell: Cell, row: int) -> CellReading:
        """Read the cell of the row with this index."""
        return self.read_text(cell.text, row)

    def read_text(self, text: str, row: int) -> CellReading:
        """Read a text as if it were in the cell of the row with this index."""
        reading = CellReading()
        self._row, self._label_word = row, ""
        self._read_piece(text, reading)
        return reading

    def _read_piece(self, piece: str, reading: CellReading) -> None:
        """Add the rows that a cell or a piece of it names, or its words if it names no row."""
        piece = _LEADING_JOINT.sub("", piece.strip())
        bare = _strip_signs(piece)
        if piece and (named := self._names.find_equal(piece)):
            self._add_exact_rows(named, reading)
            return
        is_unfilled = bare.startswith("[") and bare.endswith("]")  # A template's `[Phase]`.
        if not bare or is_unfilled or _NONE.fullmatch(bare):
            return
        rows, carried = self._find_relative(bare), self._label_word
        parts = self._split(piece)
        if rows is None and len(parts) > 1 and not all(map(self._find_exact_rows, parts)):
            rows = self._find_whole(bare)
        self._label_word = carried  # A trial carries its words no further.
        if rows is not None:
            reading.nodes.update((row, None) for row in rows if row != self._row)
        elif len(parts) > 1:
            for part in parts:
                # `Phase 1 complete and tested` is about one phase.
                if not (reading.nodes and STATES.issuperset(split_words(part))):
                    self._read_piece(part, reading)
        elif named := self._find_exact_rows(bare):
            self._add_exact_rows(named, reading)
        elif found := self._find_rows(bare):
            reading.nodes.update((row, None) for row in found if row != self._row)
        else:
            reading.external.append(fold_spaces(strip_notes(piece)).strip(" ."))

    def _add_exact_rows(self, rows: tuple[int, ...], reading: CellReading) -> None:
        # Only a row that names itself alone is a mistake; in a range it is left out.
        reading.names_own_row |= rows == (self._row,)
        reading.nodes.update((row, None) for row in rows if row != self._row)

    def _split(self, piece: str) -> Sequence[str]:
        """Split a piece at its strongest sign; nothing but the piece if there is none."""
        if len(parts := self._split_at(piece, _SEPARATOR)) > 1:
            return parts
        if len(parts := self._split_at(_BOTH.sub("", piece), _CONJUNCTION)) > 1:
            return parts
        if len(parts := split_side_by_side(piece)) > 1:
            return parts
        # At these it is split if any part names a row, or all do.
        is_of_label = parse_name(_strip_signs(piece)).label or self._find_origin(piece)
        conditions: tuple[tuple[re.Pattern[str], Callable[[Iterable[bool]], bool]], ...] = (
            (_OTHER_JOINT, any),
            (_SLASH, all if is_of_label else any),
            (_TIGHT, all),
        )
        for sign, enough in conditions:
            parts = self._split_at(piece, sign)
            if len(parts) > 1 and enough(map(self._has_rows, parts)):
                return parts
        return [piece]

    def _split_at(self, piece: str, sign: re.Pattern[str]) -> list[str]:
        """Split a piece at a sign; parts that together are the name of a row stay together."""
        if not sign.search(piece):
            return [piece]
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

    def _has_rows(self, part: str) -> bool:
        bare = _strip_signs(part)
        return bool(bare) and (
            self._find_relative(bare) is not None
            or bool(self._find_exact_rows(bare) or self._find_rows(bare))
        )

    # Rows that are meant by where they are.

    def _find_relative(self, bare: str) -> Sequence[int] | None:
        """Find the rows that a text means by where they are, or by `All`; None for other texts."""
        if _ENDS_ALL.search(bare):
            return None
        words = split_words(bare)
        if match := _ALL.match(bare):
            first, behind = match[0].casefold(), bare[match.end() :]
            # `All Phase 1-4` is about these phases, if there are such.
            label = _LABEL_BEHIND_ALL.search(behind)
            if label and (not label["capital"] or self._names.find_exact(label["capital"])):
                return None
            if first == "both":
                return self._find_both(behind, words[1:])
            return self._find_all(behind, words[1:], may_be_open=first in ("all", "everything"))
        if words[-1] == "all" and self._side != "all":  # `Tests: all`
            return self._find_several(words[:-1]) or None
        return self._find_near(words)

    def _find_all(self, behind: str, words: Words, may_be_open: bool) -> Sequence[int] | None:
        """Find the rows that `All` means with the words behind it: `prior phases`, `changes`."""
        telling = tuple(word for word in words if not self._is_open(word))
        said = tuple(word for word in telling if word not in _SOFT_WORDS)
        rows = self._find_side(() if said else words)
        if self._side == "all" or not may_be_open:
            return None if said else rows
        if several := self._find_several(telling) or self._find_several(said):
            return several
        if not said:
            return rows
        return rows if rows and self._leaves_open(behind, said) else None

    def _find_both(self, behind: str, words: Words) -> Sequence[int] | None:
        """Find the two rows that `Both` means: those with its words in their names, or the nearest.

        With only one row on the cell's side it means something else.
        """
        if self._side == "all":
            return None
        pair = self._names.find_sharing(tuple(word for word in words if word not in _OPEN_WORDS))
        if len(pair) == _TWO and self._row not in pair:
            return pair
        rows = self._find_side(words)
        rows = rows[-_TWO:] if rows and rows[-1] < self._row else rows[:_TWO]
        said = {word for word in words if not self._is_open(word)} - _SOFT_WORDS
        return rows if len(rows) == _TWO and self._leaves_open(behind, said) else None

    def _leaves_open(self, behind: str, said: Collection[str]) -> bool:
        """True if words behind `All` or `Both` name no row, so that any rows are meant."""
        if not self._names.first_words.isdisjoint(said) or not _EXCEPTIONS.isdisjoint(said):
            return False
        first, *others = _CONJUNCTION.split(behind)
        # `All prior phases and a licence` and `Both price list and exporter` are two pieces.
        is_closed = all(
            self._is_open(word) or word in _SOFT_WORDS for word in split_words(first.strip())
        )
        return not others or not (is_closed or all(map(self._has_rows, (first, *others))))

    def _find_side(self, words: Iterable[str]) -> range:
        """The rows above the cell's own or below it; words such as `below` decide."""
        if self._side == "all":
            return range(self._size)
        above, below = range(self._row), range(self._row + 1, self._size)
        if not _BELOW.isdisjoint(words):
            return below
        return above if self._side == "above" or not _ABOVE.isdisjoint(words) else below

    def _find_several(self, words: Words) -> Sequence[int]:
        """Find the rows, two or more, that have these words in their names.

        Those of them that are on the column's side of the cell's row, if two or more are.
        """
        found = [row for row in self._names.find_sharing(words) if row != self._row]
        side = self._find_side(())
        on_side = [row for row in found if row in side]
        return on_side if len(on_side) > 1 else found if len(found) > 1 else ()

    def _is_open(self, word: str) -> bool:
        """True if a word behind `All` does not say what is meant: `phases`, `3`, `complete`."""
        singular = word.removesuffix("s")
        is_noun = singular in _ROWS or singular in self._names.nouns
        return is_noun or word in _OPEN_WORDS or word.isdecimal()

    def _find_near(self, words: Words) -> Sequence[int] | None:
        """Find the rows that `Previous phase` or `Prior two phases` means; None for other texts.

        In a column `Blocks` these are `Next phase` and `Later phases`.
        """
        rows = self._find_side(())
        rest = list(words)
        while len(rest) > _TWO and rest[-1] in WORDS_AFTER_NAMES - _ROWS:
            rest.pop()
        if rest[0] == "the":
            del rest[0]
        if rest[-1:] == ["above"]:  # `above`, `phases above`
            rest = ["above", *(rest[:-1] or ["row"])]
        if not rows or not rest or (self._side, first := rest.pop(0)) not in _NEAR:
            return None
        nouns = self._names.all_nouns | _ROWS
        count = len(rows)
        # `Prior` and its like may stand alone, or before any plural noun but `weeks`.
        stands_alone = first in ("previous", "prior", "preceding")
        if rest and (rest[0].isdecimal() or rest[0] in _NUMBERS):
            number = rest.pop(0)
            count = _NUMBERS.get(number) or int(number[:9])
            stands_alone = True
        elif len(rest) == 1 and rest[0] in nouns:
            count = 1
        elif first == "last":
            return None  # `Last phases` may be the last of the plan.
        if len(rest) > 1 or not (rest or stands_alone):
            return None
        if rest and not {rest[0], rest[0].removesuffix("s")} & nouns:
            is_plural = rest[0].endswith("s") and not rest[0].endswith(("is", "ss", "us"))
            if not (stands_alone and is_plural and find_unit(rest[0]) is None):
                return None
        return rows[-count:] if self._side == "above" else rows[:count]

    # Rows that are named.

    def _find_whole(self, bare: str) -> tuple[int, ...] | None:
        """Find the rows that a text with joints names as a whole; None if it does not."""
        found = self._names.find_whole(bare, self._row)
        return None if not found or found == (self._row,) else found

    def _find_exact_rows(self, text: str) -> tuple[int, ...]:
        """Find the rows whose name, label or title a text is, but for what leads to it."""
        carried = self._label_word
        for wording in self._find_wordings(text):
            found = self._names.find_exact(wording, carried, self._row)
            label = parse_name(wording).label
            # `After 2` looks like a label with the word `after`; without that it is a bare number.
            self._label_word = label.word if label and label.word else carried
            if found:
                return found
        return ()

    def _find_rows(self, bare: str) -> tuple[int, ...]:
        """Find the other rows that a text means in other words than their own."""
        if _NOT.search(bare):
            return ()
        if self._side == "below" and _END_OF_PLAN.fullmatch(bare):
            words = split_words(bare)
            return self._names.find_begun(words, self._row) if len(words) > 1 else ()
        for wording in reversed(self._find_wordings(bare)):
            found = self._names.find(wording, self._label_word, self._row)
            # A row does not wait for what its own name looks like: `Testing` for a `Test server`.
            if found and found != (self._row,):
                return found
        return self._find_origin(bare)

    def _find_wordings(self, text: str) -> list[str]:
        """A text as it is, and without the words that lead to a name."""
        text = _strip_signs(text)
        lead_in = _LEAD_IN.match(text)
        return [text, text[lead_in.end() :]] if lead_in else [text]

    def _find_origin(self, text: str) -> tuple[int, ...]:
        """Find the rows whose labels a text ends with: `Steady output from Phases 1-3`.

        A number behind `of` or `in` may count something: `Batch of 3`.
        """
        *_, origin = (None, *_ORIGIN.finditer(text))
        if origin is None:
            return ()
        label = _strip_signs(text[origin.end() :])
        name = parse_name(label)
        is_label = name.labels and STATES.issuperset(name.title)
        is_count = label.isdigit() and origin["word"].casefold() in ("of", "in")
        if not is_label or is_count:
            return ()
        return self._names.find_exact(label)


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

"""What one cell of a dependency table names: rows, or things outside the table (section 3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from mkdocs_speckit.reading.document.markdown import plain_text
from mkdocs_speckit.reading.names import STATE_WORDS, Names, parse_name
from mkdocs_speckit.reading.quantities import strip_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mkdocs_speckit.reading.document import Cell

MOST_JOINED = 12
"""A cell with more parts is not searched for names that have conjunctions in them."""

_NONE = re.compile(
    r"(?:none|n/?a|nothing|nil)(?![\w-]).*|n\.a\.|not applicable|no|no (?:dependenc\w+|blockers?)"
    r"|independent|can start immediately|tbd|[-–—]+(?:\s*$|\s*[,;].*)",
    re.IGNORECASE | re.DOTALL,
)
_RANK = r"prior|previous|preceding|above|earlier|subsequent|later|downstream|following|below|else"
_COUNT = r"\d+|two|three|four|five|six|seven|eight|nine|ten"
_THINGS = (
    r"phases?|steps?|stages?|sprints?|tasks?|components?|rows?|items?|work|workstreams?|milestones?"
)
_STATE = "|".join(sorted(STATE_WORDS))
_ALL = re.compile(
    rf"(?:all|everything|every)"
    rf"(?:\s+(?:of|the|and|{_RANK}|(?:{_COUNT})(?=\s+(?:{_RANK}|{_THINGS}))|others?|remaining|rest|{_THINGS}|{_STATE}))*",
    re.IGNORECASE,
)
_NEXT_TO = re.compile(
    rf"(?:the\s+)?(?:prior|previous|preceding|last)\s+(?:(?P<count>{_COUNT})\s+)?(?:{_THINGS})"
    rf"|(?:(?:{_THINGS})\s+)?above",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:(?:after|requires?|needs?|depends on|blocked (?:by|on)|wait(?:s|ing)? for|both|either|then"
    r"|only|at least|partial(?:ly)?|successful|completion of|outputs? (?:of|from)"
    r"|results? (?:of|from)|end of|all of|the|all|and|or|plus)\s+"
    r"|(?:tasks?|milestones?)\s+(?=[A-Z]+-?\d))+",
    re.IGNORECASE,
)
_JOINT = re.compile(r"^(?:and|or|then|plus|&|\+)\s+", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;\n]")
_CONJUNCTION = re.compile(
    r"(?<!\s)\s+(?:\+|&|&&|and|or|then|plus|>|\||·|•)\s+|(?:(?<!\s)\s+)?(?:→|⟶|->|=>)\s*",
    re.IGNORECASE,
)
_SLASH = re.compile("/")
_TIGHT = re.compile(r"(?<=\w)[+&](?=\w)")
_STATE_WORD = re.compile(rf"\s(?:{_STATE})\b", re.IGNORECASE)

_EDGE = re.compile(r"^[^\w(\[]+|[^\w)\]]+$")
"""Signs round a text: ticks, bullets, quotes, footnote marks."""


class CellReading(Struct):
    """What one cell names: other rows, things outside, its own row (by mistake).

    Of the `nodes` those are `loose` that are named in other words than their own.
    """

    nodes: dict[int, None] = {}
    loose: set[int] = field(default_factory=set)
    external: list[str] = []
    names_own_row: bool = False


class CellReader:
    """Reads the cells of a column; `everything` gives the rows that `All` means in a row."""

    def __init__(self, names: Names, everything: Callable[[int], Iterable[int]]) -> None:
        self._names = names
        self._rows_of_all = everything
        self._row = 0
        self._word = ""

    def read(self, cell: Cell, row: int) -> CellReading:
        """Read a row's cell in the order of section 3."""
        reading = CellReading()
        text = cell.text.strip()
        self._row, self._word = row, ""
        if whole := self._names.equal(text):
            self._add(reading, whole)
        elif not _NONE.fullmatch(_bare(text)):
            for start, end in _spans(text, _SEPARATOR):
                self._piece(text[start:end], reading)
        return reading

    def _add(self, reading: CellReading, named: Iterable[int]) -> None:
        named = tuple(named)
        # Only a row that names itself alone is a slip; in a range it is left out.
        reading.names_own_row |= named == (self._row,)
        reading.nodes.update((other, None) for other in named if other != self._row)

    def _piece(self, piece: str, reading: CellReading) -> None:
        """Add the rows that a piece names, or its words where it names none."""
        piece = _JOINT.sub("", piece.strip(), count=1)
        bare = _bare(piece)
        if not bare or _NONE.fullmatch(bare) or _is_unfilled(bare):
            return
        if (whole := self._whole(piece, bare)) is not None:
            self._add(reading, whole)
        elif parts := self._parts(piece):
            for part in parts:
                self._piece(part, reading)
        elif found := self._named_exactly(bare):
            self._add(reading, found)
        elif found := self._named_loosely(bare):
            self._add(reading, found)
            reading.loose.update(found)
        else:
            reading.external.append(plain_text(strip_notes(piece)).strip(" ."))

    def _whole(self, piece: str, bare: str) -> Iterable[int] | None:
        """The rows that a piece means before it is split any further, None where it means none."""
        if (rows := self._everything(bare)) is not None:
            return rows
        found = self._names.equal(piece)
        if not found and not _goes_on(bare):
            found = self._others(self._names.shortened(bare))
        return found or None

    def _everything(self, bare: str) -> Iterable[int] | None:
        """The rows that `All prior phases` or `Previous phase` mean, None for other texts."""
        if _ALL.fullmatch(bare):
            return self._rows_of_all(self._row)
        if match := _NEXT_TO.fullmatch(bare):
            return range(max(0, self._row - _number(match["count"])), self._row)
        return None

    def _parts(self, piece: str) -> list[str]:
        """The parts round conjunctions or slashes, where they name rows."""
        for sign, enough in ((_CONJUNCTION, any), (_SLASH, any), (_TIGHT, all)):
            parts = self._joined(piece, _spans(piece, sign))
            if len(parts) > 1 and enough(map(self._means_rows, parts)):
                return parts
        return []

    def _means_rows(self, part: str) -> bool:
        bare = _bare(part)
        return self._everything(bare) is not None or bool(
            self._named_exactly(bare) or self._named_loosely(bare)
        )

    def _joined(self, piece: str, spans: list[tuple[int, int]]) -> list[str]:
        """The parts of a piece; those that together are a row's name stay together."""
        if len(spans) > MOST_JOINED:
            return [piece[start:end] for start, end in spans]
        parts = []
        while spans:
            together = next(
                count
                for count in range(len(spans), 0, -1)
                if count == 1 or self._names.equal(piece[spans[0][0] : spans[count - 1][1]])
            )
            parts.append(piece[spans[0][0] : spans[together - 1][1]])
            spans = spans[together:]
        return parts

    def _named_exactly(self, text: str) -> tuple[int, ...]:
        """The rows that a text names by their names or labels."""
        text = _EDGE.sub("", text)
        return self._exact(text) or self._exact(_without_lead_in(text))

    def _named_loosely(self, text: str) -> tuple[int, ...]:
        """The other rows that a text names in other words."""
        text = _EDGE.sub("", text)
        return self._others(self._names.loose(_without_lead_in(text))) or self._others(
            self._names.loose(text)
        )

    def _others(self, found: tuple[int, ...]) -> tuple[int, ...]:
        """No row looks like what it needs itself: `Testing` needs a `Test environment`."""
        return () if found == (self._row,) else found

    def _exact(self, piece: str) -> tuple[int, ...]:
        found = self._names.exact(piece, self._word)
        if (label := parse_name(piece).label) and label.word:
            self._word = label.word
        return found


def _without_lead_in(text: str) -> str:
    return _LEAD_IN.sub("", text, count=1) if _LEAD_IN.match(text) else text


def _number(count: str | None) -> int:
    """What a count in figures or in words is; one where there is none."""
    if count is None:
        return 1
    return int(count) if count.isdecimal() else _COUNT.split("|").index(count.casefold()) + 1


def _bare(text: str) -> str:
    """A text without notes and without the signs round it."""
    bare = plain_text(strip_notes(text))
    return bare if _NONE.fullmatch(bare) else _EDGE.sub("", bare)


def _goes_on(text: str) -> bool:
    """Whether a conjunction follows a word of state: then another piece does."""
    state = _STATE_WORD.search(text)
    if state is None:
        return False
    return any(sign.search(text, state.end()) for sign in (_CONJUNCTION, _SLASH))


def _spans(text: str, sign: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where the parts of a text stand between signs that are outside parentheses."""
    shallow = _without_depth(text) if "(" in text else text
    signs = [match.span() for match in sign.finditer(shallow)]
    starts = [0, *(end for _, end in signs)]
    ends = [*(start for start, _ in signs), len(text)]
    return list(zip(starts, ends, strict=True))


def _without_depth(text: str) -> str:
    """The text with what stands in parentheses blotted out; as long as before."""
    depth = 0
    shown = []
    for char in text:
        depth = max(0, depth - (char == ")"))
        shown.append("_" if depth else char)
        depth += char == "("
    return "".join(shown)


def _is_unfilled(text: str) -> bool:
    """Whether a template's bracketed text stands where a name should."""
    return text.startswith("[") and text.endswith("]")

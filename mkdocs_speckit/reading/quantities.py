"""Quantities of effort: a number or a range with a unit, as people write them (section 2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.model.estimate import HOURS, Estimate

if TYPE_CHECKING:
    from mkdocs_speckit.model.settings import WorkingTime


class Quantity(Struct, frozen=True):
    """An estimate in `unit`: `hours`, another unit's plural, or None for a bare number.

    `several` says that the text has more quantities than the one that counts; `is_reversed` that
    the range was written with its high end first.
    """

    estimate: Estimate
    unit: str | None
    several: bool = False
    is_reversed: bool = False


_UNIT_WORDS = {
    "second": "s sec secs second seconds",
    "minute": "m min mins minute minutes",
    "hour": "h hr hrs hour hours",
    "day": "d day days",
    "week": "w wk wks week weeks",
    "month": "mo mos month months",
    "sessions": "session sessions",
    "points": "point points pt pts sp",
    "files": "file files",
    "LOC": "loc sloc",
    "lines": "line lines",
    "sprints": "sprint sprints",
    "iterations": "iteration iterations",
}
_UNIT_OF_WORD = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()}
_SHORT_TO_LONG = ["second", "minute", "hour", "day", "week", "month"]
_WORKER_WORDS = frozenset(
    "person man dev developer engineer engineering work working business calendar ideal full"
    " story staff team".split()
)
_NUMBER_WORDS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0,
    "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "half": 0.5,
}  # fmt: skip
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_BOUNDS = frozenset(["<", "≤", "upto", "under", "max", "maximum"])
_RANGE_SIGNS = frozenset(["-", "~", "to", "..", "...", "…"])
_RATE_WORDS = frozenset(["per", "each", "apiece"])
_MOST_DIGITS = 12

_BETWEEN_PARENTHESES = re.compile(r"[()]|[^()]+")
_WORD = re.compile(r"[^\W\d_]+")
_LONG_UNIT = 3
_PHRASES = re.compile(r"\b(?:up to|less than|at most|no more than)\b", re.IGNORECASE)
_TOKEN = re.compile(
    r"""
    (?P<number>
        (?<![\d.,])[1-3]/[2348](?![\d/])|\d+:\d{2}(?![\d:])|\d+(?:,\d{3})+(?:\.\d+)?(?!\d)
        |\d+[.,]\d+|\d+[½¼¾]?|[½¼¾]|(?<![\w.])\.\d+
    )
    |(?P<word>(?<=\d)[^\W\d_]+|[^\W\d_]\w*)
    |(?P<sign>\.{2,3}|…|[-–—−‑]|(?<=\w)~|(?<=\w[ ])~|[+/±×<≤])
    """,
    re.VERBOSE,
)
_NEGATIVE = re.compile(r"\s*+(?:[~≈]\s*+)?[-−]\d")
_STRANGE = re.compile(r"[^\w\s.,~≈<≤+–—−‑½¼¾-]|e\.g")
_DASHES = frozenset("–—−‑")


class _Token(NamedTuple):
    kind: Literal["number", "word", "sign"]
    text: str
    end: int


def parse_quantity(text: str, time: WorkingTime, bare_unit: str | None = None) -> Quantity | None:
    """Read the quantity that a text states, None where it states none.

    Text in parentheses is a note. `bare_unit` (see `unit_in`) is the unit of a bare number.
    Hours come from `time`. Of several quantities the first counts, one of time before others, but
    a sum (`2h + 30 min`) is its sum.
    """
    if _NEGATIVE.match(text):
        return None
    tokens = _tokens(strip_notes(text).strip() or text.strip().strip("()"))
    quantities = _Parser(tokens, time).quantities()
    if not quantities and bare_unit is not None:
        bare = _Parser([*tokens, _Token("word", bare_unit, 0)], time)
        if found := bare.bare():
            quantities = [found]
    if not quantities:
        return None
    first = next((q for q in quantities if q.unit == HOURS), quantities[0])
    return replace(first, several=len(quantities) > 1)


def parse_whole(text: str, time: WorkingTime) -> Quantity | None:
    """Read a text that is a quantity and nothing else; None for any other."""
    return _Parser(_tokens(text), time).bare() if not _STRANGE.search(text) else None


def find_unit(word: str) -> str | None:
    """The unit that a word means, None where it means none: `h` and `hrs` are `hour`."""
    return _UNIT_OF_WORD.get(word.casefold())


def find_header_unit(header: str) -> str | None:
    """The word for the unit that a column's header names, as in `Hours` or `Effort (days)`."""
    header = header.replace("[", "(").replace("]", ")")
    title = set(_WORD.findall(strip_notes(header).casefold()))
    found = None
    for match in _WORD.finditer(header.casefold()):
        word = match[0]
        # A letter or two is a unit only in a note: `Effort (h)`. The last one counts: `Min hours`.
        if word in _UNIT_OF_WORD and (len(word) >= _LONG_UNIT or word not in title):
            found = word
    return found


def strip_notes(text: str) -> str:
    """The text without what stands in parentheses, nested ones included."""
    opened: list[int] = []
    kept: list[str] = []
    for match in _BETWEEN_PARENTHESES.finditer(text):
        if match[0] == "(":
            opened.append(len(kept))
        elif match[0] == ")" and opened:
            del kept[opened.pop() :]
            kept.append(" ")
            continue
        kept.append(match[0])
    return "".join(kept)


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(_PHRASES.sub("upto", text.casefold())):
        kind = match.lastgroup
        word = match[0]
        if kind == "sign" and word in _DASHES:
            word = "-"
        found.append(_Token(kind, word, match.end()))  # type: ignore[arg-type]
    return found


class _Amount(NamedTuple):
    number: float
    unit: str | None


class _Parser:
    """Walks the tokens of one text from left to right."""

    def __init__(self, tokens: list[_Token], time: WorkingTime) -> None:
        self._tokens = tokens
        self._time = time
        self._at = 0

    def quantities(self) -> list[Quantity]:
        """All quantities that have a unit, in order, sums summed."""
        found: list[Quantity] = []
        adds = False
        while self._at < len(self._tokens):
            start = self._at
            quantity = self._quantity()
            if quantity is None:
                self._at = start + 1
                adds = False
            elif not self._skip_rate():
                if adds and found and found[-1].unit == quantity.unit:
                    summed = found[-1].estimate + quantity.estimate
                    quantity = replace(found.pop(), estimate=summed)
                found.append(quantity)
                adds = self._skip("+") or self._skip("plus")
        return found

    def bare(self) -> Quantity | None:
        """The quantity that all tokens together are, None where something is left over."""
        quantity = self._quantity()
        return quantity if self._at == len(self._tokens) else None

    def _peek(self, ahead: int = 0) -> _Token | None:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else None

    def _skip(self, text: str) -> bool:
        token = self._peek()
        if token is None or token.text != text:
            return False
        self._at += 1
        return True

    def _skip_rate(self) -> bool:
        """Whether a rate follows (`2h per file`, `1h/sprint`): no quantity of its own."""
        token, following = self._peek(), self._peek(1)
        return token is not None and (
            token.text in _RATE_WORDS
            or (token.text == "/" and following is not None and following.kind == "word")
        )

    def _quantity(self) -> Quantity | None:
        start = self._at
        token = self._peek()
        bounded = token is not None and token.text in _BOUNDS
        self._at += bounded
        times = self._times()
        low = self._amount()
        if low is None:
            return None
        if spread := self._spread(low):
            low, high = spread
        else:
            high = self._range_end(start) or low
        if high.unit is None:
            return None
        low_scale, low_unit = self._scale(low.unit or high.unit)
        high_scale, high_unit = self._scale(high.unit)
        if low_unit != high_unit:
            return None
        ends = (low.number * low_scale * times, high.number * high_scale * times)
        if bounded:
            ends = (0.0, ends[1])
        return Quantity(Estimate(min(ends), max(ends)), high_unit, is_reversed=ends[0] > ends[1])

    def _scale(self, unit: str) -> tuple[float, str]:
        hours = self._time.hours(unit)
        return (1.0, unit) if hours is None else (hours, HOURS)

    def _times(self) -> float:
        """The factor of `3 x 2h`."""
        token, sign = self._peek(), self._peek(1)
        if token and sign and token.kind == "number" and sign.text in ("x", "×"):
            self._at += 2
            return _number(token.text) or 1.0
        return 1.0

    def _spread(self, middle: _Amount) -> tuple[_Amount, _Amount] | None:
        """The two ends of `4 ± 1 hours`."""
        start = self._at
        if self._skip("±") and (by := self._amount()) and by.unit is not None:
            unit = middle.unit or by.unit
            (by_scale, by_unit), (scale, own_unit) = self._scale(by.unit), self._scale(unit)
            if by_unit == own_unit:
                spread = by.number * by_scale / scale
                return (
                    _Amount(max(0.0, middle.number - spread), unit),
                    _Amount(middle.number + spread, unit),
                )
        self._at = start
        return None

    def _range_end(self, quantity_start: int) -> _Amount | None:
        """The other end of a range that began at this token (`1-2`, `between 1 and 2`)."""
        start = self._at
        sign = self._peek()
        signs = _RANGE_SIGNS
        if quantity_start and self._tokens[quantity_start - 1].text == "between":
            signs = signs | {"and"}
        elif self._tokens[start - 1].kind == "number":
            signs = signs | {"or"}  # `1 or 2 hours`; `2h or 3h` are two quantities.
        if sign is not None and sign.text in signs:
            self._at += 1
            if amount := self._amount():
                return amount
        self._at = start
        return None

    def _amount(self) -> _Amount | None:
        """A number, its unit where it has one, and smaller parts (`1h 30m`)."""
        number = self._numeral()
        if number is None:
            return None
        self._skip("+")
        unit = self._unit()
        while unit is not None and (smaller := self._smaller_part(unit)):
            number += smaller
        return _Amount(number, unit)

    def _smaller_part(self, unit: str) -> float | None:
        start = self._at
        glued = self._tokens[start - 1].end
        self._skip("and")
        number = self._numeral()
        part = self._unit() if number is not None else None
        token = self._tokens[self._at - 1]
        is_clock = re.fullmatch(r"[0-5]\d", token.text) and token.end - len(token.text) == glued
        if unit == "hour" and number is not None and part is None and is_clock:
            return number / 60  # `1h30`
        if (
            number is not None
            and part in _SHORT_TO_LONG
            and unit in _SHORT_TO_LONG
            and _SHORT_TO_LONG.index(part) < _SHORT_TO_LONG.index(unit)
        ):
            part_hours, unit_hours = self._time.hours(part), self._time.hours(unit)
            if part_hours and unit_hours:
                return number * part_hours / unit_hours
        self._at = start
        return None

    def _numeral(self) -> float | None:
        token = self._peek()
        if token is None:
            return None
        if token.kind == "number":
            number = _number(token.text)
            self._at += number is not None
            following = self._peek()
            if number is not None and following is not None and "/" in following.text[1:]:
                number += _number(following.text) or 0.0
                self._at += 1
            if number is not None and self._skip("k"):
                number *= 1000
            return number
        if token.text not in _NUMBER_WORDS:
            return None
        start = self._at
        self._at += 1
        if token.text == "half":
            _ = self._skip("a") or self._skip("an")
        ahead = self._at
        has_unit = self._unit() is not None
        self._at = ahead if has_unit else start
        return _NUMBER_WORDS[token.text] if has_unit else None

    def _unit(self) -> str | None:
        start = self._at
        self._skip("-")
        token = self._peek()
        if token and token.text in _WORKER_WORDS:
            self._at += 1
            self._skip("-")
            token = self._peek()
        unit = None if token is None else _UNIT_OF_WORD.get(token.text)
        if unit is None:
            self._at = start
            return None
        self._at += 1
        if unit == "lines" and self._skip("of"):
            self._skip("code")
            unit = "LOC"
        return unit


def _number(text: str) -> float | None:
    if sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return None
    if ":" in text:
        hours, minutes = text.split(":")
        return float(hours) + float(minutes) / 60
    if "/" in text:
        over, under = text.split("/")
        return float(over) / float(under) if float(under) else None
    fraction = _FRACTIONS.get(text[-1], 0.0)
    whole = text[:-1] if fraction else text
    if "," in whole:
        thousands = re.fullmatch(r"\d+(?:,\d{3})+(?:\.\d+)?", whole)
        whole = whole.replace(",", "" if thousands else ".")
    return (float(whole) if whole else 0.0) + fraction

"""Quantities of effort: a number or a range with a unit, as people write them.

The rules are in `docs/numbers.md`, section 2. An example: `2-3h + 1d (with tests)` is read so:

1. What is in parentheses is a note and is dropped: `2-3h + 1d`.
2. The text is split into tokens: the numbers `2`, `3`, `1`, the words `h`, `d`, the signs `-`, `+`.
3. The parser reads a measure, a number with its unit: `2`, without one. A `-` follows and another
   measure, `3 h`: a range. Its low end takes the unit of the high one: 2 to 3 hours.
4. A `+` follows, so the next quantity is added: `1 d` is 8 hours, or what the project's working
   time says. The result is one quantity of 10 to 11 hours.

If a step fails, the parser goes back to the token at which the step began.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.model.parts import HOURS, Estimate

if TYPE_CHECKING:
    from mkdocs_speckit.model.settings import WorkingTime


class Quantity(Struct, frozen=True, gc=False):
    """An estimate in `unit`: `hours`, or the plural of a unit that is not time (`points`).

    `several` is True if the text has more quantities of this unit than the one that counts;
    `is_reversed` if the range was written with its high end first.
    """

    estimate: Estimate
    unit: str
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
"""How each unit is written; the units of time are those of `WorkingTime.hours`."""

_UNIT_OF_WORD = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()}
_SHORT_TO_LONG = ["second", "minute", "hour", "day", "week", "month"]

_WORKER_WORDS = frozenset(
    "person man dev developer engineer engineering work working business calendar ideal full"
    " story staff team".split()
)
"""What may be before a unit: `person-days`, `story points`."""

_NUMBER_WORDS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0,
    "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "half": 0.5,
}  # fmt: skip
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_BOUNDS = frozenset(["<", "≤", "upto", "under", "max", "maximum"])
_RANGE_SIGNS = frozenset(["-", "~", "to", "..", "...", "…"])
_RATE_WORDS = frozenset(["per", "each", "apiece"])
_TIMES = frozenset(["x", "×", "*"])
_ABOUT = frozenset("about approx approximately around ca circa est estimated roughly".split())
"""What may be before the quantity that a cell begins with."""

_NOT_BETWEEN = frozenset(
    "per each every a an the this that next last in of for at to and or with within by from over"
    " after before until plus x on as is are few couple several some many dozen half quarter people"
    " same whole all no not".split()
)
"""What is never a word between a number and its unit: `5 tasks this week`, `a few hours`."""

_PLURAL = re.compile(r"[^su]s")
"""The end of a word in the plural, which is what a number before it counts: `3 reviewers`."""

MAX_WORDS = 2
"""The number of words between a number and its unit: `2 focused hours`."""

MAX_DIGITS = 12
"""A longer number is not an estimate."""

MIN_UNIT = 3
"""A shorter word is a header's unit only in a note: `Effort (h)`."""

_BETWEEN_PARENTHESES = re.compile(r"[()]|[^()]+")
_WORD = re.compile(r"[^\W\d_]+")
_PHRASES = re.compile(r"\b(?:up to|less than|at most|no more than)\b", re.IGNORECASE)
_TOKEN = re.compile(
    r"""
    (?P<number>
        (?<![\d.,])[1-3]/[2348](?![\d/])|\d+:\d{2}(?![\d:])|\d+(?:,\d{3})+(?:\.\d+)?(?!\d)
        |\d+[.,]\d+|\d+[½¼¾]?|[½¼¾]|(?<![\w.])\.\d+
    )
    |(?P<word>(?<=\d)[^\W\d_]+|[^\W\d_]\w*)
    |(?P<sign>\.{2,3}|…|[-–—−‑]|(?<=\w)~|(?<=\w[ ])~|[+/±×*<≤])
    """,
    re.VERBOSE,
)
_NEGATIVE = re.compile(r"\s*+(?:[~≈]\s*+)?[-−]\d")

_RESULT = re.compile(r"[\w)]\s*+[=≈]")
"""The sign before a result, which has something to follow from: not in `≈ 2h`."""

_COUNTED = re.compile(
    r"[~≈<≤]?\s*+\d[\d.,]{0,20}(?:\s?[-–—]\s?\d[\d.,]{0,20})?\+?\s++([^\W\d_]{2,40})"
)

_FOREIGN = re.compile(r"[^\w\s.,~≈<≤+–—−‑½¼¾-]|e\.g")
"""What a text has that is more than a quantity."""

_MINUTES = re.compile(r"[0-5]\d")
_THOUSANDS = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?")
_DASHES = frozenset("–—−‑")


class _Token(NamedTuple):
    """A piece of a text; `kind` is `number`, `word`, `sign`, or `end` behind the last one.

    It `follows` the piece before if there is nothing but space between them.
    """

    kind: str
    text: str
    end: int
    follows: bool = True


_END = _Token("end", "", 0, follows=False)


class _Measure(NamedTuple):
    """A number and its unit, None if the text has none: `2`, `30 min`."""

    number: float
    unit: str | None


def parse_quantity(text: str, time: WorkingTime, bare_unit: str | None = None) -> Quantity | None:
    """Parse the quantity that a text states; None if it states none.

    Text in parentheses is a note. `bare_unit` (see `find_header_unit`) is the unit of a bare
    number. Units of time are converted to hours by `time`. Of several quantities the first counts,
    one of time before others; a sum (`2h + 30 min`) is one quantity. In another unit than time,
    only what the text begins with counts. A result counts before what it follows from
    (`5 passes × 6 min = 30 min`).
    """
    if _NEGATIVE.match(text):
        return None
    bare_text = strip_notes(text).strip() or text
    for sign in _RESULT.finditer(bare_text):
        result = _read_first(bare_text[sign.end() :], time)
        if result is not None and result.unit == HOURS:
            return result
    first = _read_first(bare_text, time)
    if first is None and bare_unit is not None:
        # Nothing but numbers, in the unit of the column: `2-3` below `Effort (days)`.
        tokens = [*_tokenise(bare_text), _Token("word", bare_unit, 0)]
        first = _Parser(tokens, time, has_words=False).read_whole()
    return first


def _read_first(text: str, time: WorkingTime) -> Quantity | None:
    """Read the quantity of a text without notes that counts; None if it has none."""
    found = _Parser(_tokenise(text), time).read_all()
    if not found:
        return None
    first = next((quantity for quantity in found if quantity.unit == HOURS), found[0])
    alike = sum(quantity.unit == first.unit for quantity in found)
    return replace(first, several=alike > 1)


def has_unknown_unit(text: str) -> bool:
    """True if a text is a number and one noun that is not a unit: `10 features`."""
    match = _COUNTED.fullmatch(strip_notes(text).strip())
    return match is not None and match[1].casefold() not in _UNIT_OF_WORD


def parse_whole(text: str, time: WorkingTime) -> Quantity | None:
    """Parse a text that is a quantity and nothing else; None for any other text."""
    return None if _FOREIGN.search(text) else _Parser(_tokenise(text), time).read_whole()


def find_unit(word: str) -> str | None:
    """Find the unit that a word means; None if it is not a unit: `h` and `hrs` are `hour`."""
    return _UNIT_OF_WORD.get(word.casefold())


def find_header_unit(header: str) -> str | None:
    """Find the word for the unit in a column's header, as in `Hours` or `Effort (days)`.

    Of several the last one counts: `Min hours`.
    """
    header = header.replace("[", "(").replace("]", ")")
    words_outside_notes = set(_WORD.findall(strip_notes(header).casefold()))
    found = None
    for word in _WORD.findall(header.casefold()):
        if word in _UNIT_OF_WORD and (len(word) >= MIN_UNIT or word not in words_outside_notes):
            found = word
    return found


def strip_notes(text: str) -> str:
    """Remove what is in parentheses, nested ones included, and leave a space in its place."""
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


def _tokenise(text: str) -> list[_Token]:
    """Split a text into numbers, words and signs; other characters are dropped."""
    tokens = []
    text, end = _PHRASES.sub("upto", text.casefold()), 0
    for match in _TOKEN.finditer(text):
        written = "-" if match[0] in _DASHES else match[0]
        follows = not text[end : match.start()].strip()
        end = match.end()
        tokens.append(_Token(match.lastgroup or "", written, end, follows))
    return tokens


class _Parser:
    """Reads the tokens of one text from left to right.

    With `has_words`, words may be between a number and its unit.
    """

    def __init__(self, tokens: list[_Token], time: WorkingTime, *, has_words: bool = True) -> None:
        self._tokens = tokens
        self._time = time
        self._at = 0
        self._has_words = has_words

    def read_all(self) -> list[Quantity]:
        """Read all quantities that have a unit, in order; those of a sum are added."""
        found: list[Quantity] = []
        is_added = False
        begins = True  # Only words such as `about` have been passed over.
        while self._at < len(self._tokens):
            start, is_first = self._at, begins
            quantity = self._read_product() or self._read_repeated()
            begins = False
            if quantity is None:
                begins = is_first and self._tokens[start].text in _ABOUT
                self._at = start + 1
                is_added = False
                continue
            # A rate is not an amount of work: `2h per file`, `1h/sprint`.
            sign, following = self._peek(), self._peek(1)
            if sign.text in _RATE_WORDS or (sign.text == "/" and following.kind == "word"):
                continue
            if quantity.unit != HOURS and not (is_first or is_added):
                continue
            if is_added and found[-1].unit == quantity.unit:
                found[-1] = replace(found[-1], estimate=found[-1].estimate + quantity.estimate)
            else:
                found.append(quantity)
            is_added = self._skip("+") or self._skip("plus")
        return found

    def read_whole(self) -> Quantity | None:
        """Read the quantity that all tokens together are; None if something is left over."""
        quantity = self._read_quantity()
        return quantity if self._at == len(self._tokens) else None

    def _read_product(self) -> Quantity | None:
        """Read a count times a time: `3 x 2h`, `10 short passes × 5-15 min each`; None if neither.

        Without words between, it may also be another unit.
        """
        start = self._at
        first = last = self._read_number()
        if first is not None and self._peek().text in _RANGE_SIGNS:
            self._at += 1
            last = self._read_number()
        words = 0
        while words < MAX_WORDS and self._peek().kind == "word" and self._peek().text != "x":
            words += 1
            self._at += 1
        product = None
        if first is not None and last is not None and self._peek().text in _TIMES:
            self._at += 1
            product = self._read_quantity()
        if first is None or last is None or product is None or (words and product.unit != HOURS):
            self._at = start
            return None
        if self._peek().text in _RATE_WORDS:  # `each`: that is what the count is for.
            self._at += 1
        ends = product.estimate.low * first, product.estimate.high * last
        return replace(product, estimate=Estimate(min(ends), max(ends)))

    def _read_repeated(self) -> Quantity | None:
        """Read a quantity, and how often it is needed if a count follows: `2h × 3`."""
        quantity = self._read_quantity()
        if quantity is None or self._peek().text not in _TIMES or self._peek(1).kind != "number":
            return quantity
        start = self._at
        self._at += 1
        count = self._read_number()
        if count is None or self._read_unit() in _SHORT_TO_LONG:
            self._at = start
            return quantity
        return replace(quantity, estimate=quantity.estimate.scale(count))

    def _read_quantity(self) -> Quantity | None:
        """Read a measure or a range; None if the next tokens are neither, or have no unit."""
        follows_between = self._at > 0 and self._tokens[self._at - 1].text == "between"
        is_bound = self._peek().text in _BOUNDS  # `up to 2h` is a range from nothing.
        self._at += is_bound
        ends = self._read_ends(follows_between)
        if ends is None:
            return None
        low, high = ends
        if high.unit is None:
            return None
        low_scale, low_unit = self._convert(low.unit or high.unit)
        high_scale, high_unit = self._convert(high.unit)
        if low_unit != high_unit:
            return None
        first, last = low.number * low_scale, high.number * high_scale
        if is_bound:
            first = 0.0
        estimate = Estimate(min(first, last), max(first, last))
        return Quantity(estimate, high_unit, is_reversed=first > last)

    def _read_ends(self, follows_between: bool) -> tuple[_Measure, _Measure] | None:
        """Read the two ends of a range, as they are written; a single measure is both."""
        measure = self._read_measure()
        if measure is None:
            return None
        after_measure = self._at
        signs = _RANGE_SIGNS
        if follows_between:  # `between 1 and 2 hours`
            signs = signs | {"and"}
        elif self._tokens[self._at - 1].kind == "number":
            signs = signs | {"or"}  # `1 or 2 hours`; `2h or 3h` are two quantities.
        sign = self._peek().text
        if sign in signs or sign == "±":
            self._at += 1
            other = self._read_measure()
            if other is not None and sign != "±":
                return measure, other
            if other is not None and other.unit is not None:  # `4 ± 1 hours`
                unit = measure.unit or other.unit
                (scale, kind), (other_scale, other_kind) = map(self._convert, (unit, other.unit))
                if kind == other_kind:
                    spread = other.number * other_scale / scale
                    low = max(0.0, measure.number - spread)
                    return _Measure(low, unit), _Measure(measure.number + spread, unit)
        self._at = after_measure
        return measure, measure

    def _read_measure(self) -> _Measure | None:
        """Read a number, its unit if it has one, and smaller parts: `2`, `2+ h`, `1h 30m`."""
        number = self._read_number()
        if number is None:
            return None
        self._skip("+")
        unit = self._read_unit()
        while unit in _SHORT_TO_LONG:
            start, before = self._at, self._tokens[self._at - 1]
            self._skip("and")
            smaller, part = self._read_number(), self._read_unit()
            last = self._tokens[self._at - 1]
            if unit == "hour" and part is None and _MINUTES.fullmatch(last.text):
                # `1h30`: the digits touch the unit.
                part = "minute" if last.end - len(last.text) == before.end else None
            hours = self._time.find_hours(unit)
            smaller_units = _SHORT_TO_LONG[: _SHORT_TO_LONG.index(unit)]
            if smaller is None or not hours or part not in smaller_units:
                self._at = start
                break
            number += smaller * self._convert(part)[0] / hours
        return _Measure(number, unit)

    def _read_number(self) -> float | None:
        """Read a number in digits, or a number word that has a unit of time behind it: `two days`.

        Number words before other units are prose: `Read two files`. So is `a second draft`.
        """
        start, token = self._at, self._peek()
        if token.kind == "number":
            number = _parse_number(token.text)
            if number is None:
                return None
            self._at += 1
            if "/" in self._peek().text[1:]:  # `1 1/2`
                number += _parse_number(self._peek().text) or 0.0
                self._at += 1
            return number * 1000 if self._skip("k") else number
        if token.text not in _NUMBER_WORDS:
            return None
        self._at += 1
        if token.text == "half":
            _ = self._skip("a") or self._skip("an")
        before_unit = self._at
        unit = self._read_unit(has_words=token.text not in {"a", "an"})
        is_time = unit in _SHORT_TO_LONG and self._tokens[self._at - 1].text != "second"
        self._at = before_unit if is_time else start
        return _NUMBER_WORDS[token.text] if is_time else None

    def _read_unit(self, *, has_words: bool = True) -> str | None:
        """Read a unit, with words before it: `h`, `-day`, `person-days`, `focused hours`."""
        start = self._at
        self._skip("-")
        if self._peek().text in _WORKER_WORDS:
            self._at += 1
            self._skip("-")
        if has_words and self._has_words and self._peek().text not in _UNIT_OF_WORD:
            self._pass_words()
        unit = _UNIT_OF_WORD.get(self._peek().text)
        if unit is None:
            self._at = start
            return None
        self._at += 1
        if unit == "lines" and self._skip("of"):
            self._skip("code")
            unit = "LOC"
        return unit

    def _pass_words(self) -> None:
        """Pass over the words between a number and a unit that is written out."""
        at = self._at
        for _ in range(MAX_WORDS):
            token = self._tokens[at] if at < len(self._tokens) else _END
            if (
                token.kind != "word"
                or not token.follows
                or token.text in _NOT_BETWEEN
                or token.text in _NUMBER_WORDS
                or len(token.text) < MIN_UNIT
            ):
                return
            at += 1
            if at < len(self._tokens) and self._tokens[at].text == "-":
                at += 1
            elif _PLURAL.search(token.text, len(token.text) - 2):
                return
            following = self._tokens[at] if at < len(self._tokens) else _END
            if following.text in _UNIT_OF_WORD:
                is_whole = following.follows and len(following.text) >= MIN_UNIT
                self._at = at if is_whole else self._at
                return

    def _convert(self, unit: str) -> tuple[float, str]:
        """How many hours a unit of time has, and `hours`; 1 and itself for any other unit."""
        hours = self._time.find_hours(unit)
        return (1.0, unit) if hours is None else (hours, HOURS)

    def _peek(self, ahead: int = 0) -> _Token:
        """The next token, or one further on; `_END` behind the last."""
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else _END

    def _skip(self, text: str) -> bool:
        """Skip the next token if it has this text; True if it had."""
        if self._peek().text != text:
            return False
        self._at += 1
        return True


def _parse_number(text: str) -> float | None:
    """Parse `1,200.5`, `1,5`, `1½`, `1/2` or `1:30`; None for a number with too many digits."""
    if sum(map(str.isdigit, text)) > MAX_DIGITS:
        return None
    if ":" in text:
        hours, minutes = text.split(":")
        return float(hours) + float(minutes) / 60
    if "/" in text:
        over, under = text.split("/")
        return float(over) / float(under)
    fraction = _FRACTIONS.get(text[-1], 0.0)
    whole = text[:-1] if fraction else text
    if "," in whole:
        whole = whole.replace(",", "" if _THOUSANDS.fullmatch(whole) else ".")
    return (float(whole) if whole else 0.0) + fraction

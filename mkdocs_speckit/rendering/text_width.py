"""How wide a text is drawn, and where it breaks into lines.

Widths are those of Helvetica, from Adobe's font metrics (Core 14 AFM files); Arial and Liberation
Sans are made to the same widths, and Roboto comes near. A letter with an accent is as wide as the
letter. Other alphabets count their mean, ideographs a full square, emoji more, so that no text is
cut off.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import accumulate, takewhile

from mkdocs_speckit.model.wording import ELLIPSIS

OTHER_LETTER = 0.6
SQUARE = 1.0
EMOJI = 1.3
"""Widths where the font size is 1."""

PER_MILLE = {
    **dict.fromkeys("'", 191),
    **dict.fromkeys("ijl‘’", 222),
    **dict.fromkeys("|", 260),
    **dict.fromkeys("fIt !,./:;[]\\\N{NO-BREAK SPACE}", 278),
    **dict.fromkeys("r()-`“”·\N{NON-BREAKING HYPHEN}", 333),
    **dict.fromkeys("{}", 334),
    **dict.fromkeys("•", 350),
    '"': 355,
    "*": 389,
    "^": 469,
    **dict.fromkeys("ckszvxyJ", 500),
    **dict.fromkeys("abdeghnopquL0123456789_$#?–€ß", 556),
    **dict.fromkeys("+<>=~×÷±", 584),
    **dict.fromkeys("FTZø", 611),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("wCDHNRU", 722),
    **dict.fromkeys("GOQØ", 778),
    **dict.fromkeys("mM", 833),
    **dict.fromkeys("æ", 889),
    "%": 889,
    "W": 944,
    **dict.fromkeys("—…→Æ", 1000),
    "@": 1015,
}


def measure_text(text: str, font_size: float) -> float:
    """The width of a line of text, in the unit of the font size."""
    return font_size * sum(map(_measure_character, text))


def wrap_text(text: str, font_size: float, width: float, max_lines: int) -> list[str]:
    """Break a text into lines that fit; what does not fit in `max_lines` ends in an ellipsis.

    A line ends at its last space, else after its last hyphen, else where the room ends.
    """
    lines: list[str] = []
    rest = text
    while rest and len(lines) < max_lines:
        line = rest
        if measure_text(rest, font_size) > width:
            reached = accumulate(map(_measure_character, rest))
            end = sum(1 for _ in takewhile((width / font_size).__ge__, reached))
            place = rest.rfind(" ", 0, end + 1)
            if place <= 0:
                place = max(rest.rfind(sign, 1, end) for sign in "-/–")
            line = rest[: place + 1] if place > 0 else rest[: max(1, end)]
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    if rest:
        last = lines[-1]
        while last and measure_text(last + ELLIPSIS, font_size) > width:
            last = last[:-1]
        lines[-1] = last.rstrip(f" ·{ELLIPSIS}") + ELLIPSIS
    return lines


@lru_cache(maxsize=4096)
def _measure_character(char: str) -> float:
    """A character's width, where 1 is the font size."""
    if per_mille := PER_MILLE.get(char):
        return per_mille / 1000
    category = unicodedata.category(char)
    if category in {"Mn", "Me", "Cf"}:
        return 0.0
    if (plain := unicodedata.normalize("NFD", char)[0]) != char:
        return _measure_character(plain)
    if category == "So":
        return EMOJI
    if unicodedata.east_asian_width(char) in "WF" or not char.isalpha():
        return SQUARE
    return OTHER_LETTER

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

_OTHER_LETTER = 0.6
_SQUARE = 1.0
_EMOJI = 1.3
_PER_MILLE = {
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
    return font_size * sum(map(_em, text))


def wrap_text(text: str, font_size: float, width: float, most_lines: int) -> list[str]:
    """Break a text into lines that fit; what does not fit in `most_lines` ends in an ellipsis."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most_lines:
        line = rest if measure_text(rest, font_size) <= width else _head(rest, font_size, width)
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    if rest:
        last = lines[-1]
        while last and measure_text(last + ELLIPSIS, font_size) > width:
            last = last[:-1]
        lines[-1] = last.rstrip() + ELLIPSIS
    return lines


def _head(text: str, font_size: float, width: float) -> str:
    """The longest beginning that fits: up to a space, else after a hyphen, else what there is."""
    room = width / font_size
    reached = accumulate(map(_em, text))
    end = sum(1 for _ in takewhile(lambda width_so_far: width_so_far <= room, reached))
    place = text.rfind(" ", 0, end + 1)
    if place <= 0:
        place = max(text.rfind(sign, 1, end) for sign in "-/–")
    return text[: place + 1] if place > 0 else text[: max(1, end)]


@lru_cache(maxsize=4096)
def _em(char: str) -> float:
    """A character's width, where 1 is the font size."""
    if per_mille := _PER_MILLE.get(char):
        return per_mille / 1000
    category = unicodedata.category(char)
    if category in {"Mn", "Me", "Cf"}:
        return 0.0
    if (plain := unicodedata.normalize("NFD", char)[0]) != char:
        return _em(plain)
    if category == "So":
        return _EMOJI
    if unicodedata.east_asian_width(char) in "WF" or not char.isalpha():
        return _SQUARE
    return _OTHER_LETTER

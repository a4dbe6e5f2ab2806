"""How wide a text is drawn, and where it breaks into lines.

Widths are those of Helvetica (Adobe's font metrics), which Arial shares and Roboto comes near;
other scripts count a full square, so that no text is cut off.
"""

from __future__ import annotations

import unicodedata
from itertools import accumulate, takewhile

ELLIPSIS = "…"

_NARROW = 0.6
_WIDE = 1.0
_PER_MILLE = {
    **dict.fromkeys("ijl|'", 222),
    **dict.fromkeys("fIt !,./:;[]\\", 278),
    **dict.fromkeys("r()-`", 333),
    **dict.fromkeys("ckszvxyJ", 500),
    **dict.fromkeys("abdeghnopquL0123456789_$#?–…", 556),
    **dict.fromkeys("FTZ+<>=~", 611),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("wCDHNRU", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM", 833),
    **dict.fromkeys("W%", 944),
    "@": 1015,
}


def text_width(text: str, font_size: float) -> float:
    """The width of a line of text, in the unit of the font size."""
    return font_size * sum(map(_em, text))


def wrapped(text: str, font_size: float, width: float, most_lines: int) -> list[str]:
    """Break a text into lines that fit; what does not fit in `most_lines` ends in an ellipsis."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most_lines:
        line = rest if text_width(rest, font_size) <= width else _head(rest, font_size, width)
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    if rest:
        last = lines[-1]
        while last and text_width(last + ELLIPSIS, font_size) > width:
            last = last[:-1]
        lines[-1] = last.rstrip() + ELLIPSIS
    return lines


def _head(text: str, font_size: float, width: float) -> str:
    """The longest beginning that fits, up to a space where there is one."""
    room = width / font_size
    reached = accumulate(map(_em, text))
    end = sum(1 for _ in takewhile(lambda width_so_far: width_so_far <= room, reached))
    space = text.rfind(" ", 0, end + 1)
    return text[: space + 1] if space > 0 else text[: max(1, end)]


def _em(char: str) -> float:
    if per_mille := _PER_MILLE.get(char):
        return per_mille / 1000
    if unicodedata.combining(char):
        return 0.0
    is_wide = unicodedata.east_asian_width(char) in "WF" or (
        not char.isascii() and not char.isalpha()
    )
    return _WIDE if is_wide else _NARROW

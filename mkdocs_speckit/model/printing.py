"""Texts of plans for terminals, logs, XML and JSON, which obey some signs or cannot take them."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def printable(text: str) -> str:
    """A text in which what a terminal, a log or XML cannot take, or would obey, is U+FFFD.

    These are control characters other than tabs and line ends, line ends that not all know, signs
    that turn the direction of what follows (Unicode Standard Annex 9, section 2), lone surrogates
    (bytes of a file's name that are no UTF-8) and the two code points that XML 1.0 has no
    characters for (section 2.2).
    """
    return _UNPRINTABLE.sub("\ufffd", text)


def escaped(json: str) -> str:
    """The same JSON with escapes for what `printable` would replace."""
    return _UNPRINTABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json)


def one_line(text: str) -> str:
    """A printable text in one line: of a second one, a runner in CI would take orders."""
    return printable(_LINE_END.sub(" ", text))

"""Which other folders a document names: the numbered parts of a feature, and the one above."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ABOVE = ".."
"""The folder above, as paths write it."""

# What a name stands after is looked at last: a pattern that begins with a digit is found faster.
_NAME = re.compile(r"[0-9][0-9]{2}-[a-z0-9]+(?:[-.][a-z0-9]+)*")
_ABOVE = re.compile(r"\.\./")
_PART_OF_NAME = re.compile(r"[\w.-]\Z")


def folder_names(text: str) -> frozenset[str]:
    """The names of numbered folders in a text (`004-guest-checkout`), and `..` for `../plan.md`.

    Code counts, too: paths are often written as code.
    """
    found = {match[0].removesuffix(".md") for match in _begun(_NAME, text)}
    if any(_begun(_ABOVE, text)):
        found.add(ABOVE)
    return frozenset(found)


def _begun(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches with which a name or a path begins."""
    return (
        match
        for match in pattern.finditer(text)
        if not _PART_OF_NAME.match(text[max(0, match.start() - 1) : match.start()])
    )

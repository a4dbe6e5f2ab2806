"""Which other folders a document names: the numbered parts of a feature, and the one above."""

from __future__ import annotations

import re

ABOVE = ".."
"""The folder above, as paths write it."""

# What a name stands after is looked at last: a pattern that begins with digits is found faster.
_NAME = re.compile(r"[0-9]{3}-[a-z0-9]+(?:[-.][a-z0-9]+)*")
_ABOVE = re.compile(r"(?<![\w.])\.\./")
_PART_OF_NAME = re.compile(r"[\w.-]\Z")


def folder_names(text: str) -> frozenset[str]:
    """The names of numbered folders in a text (`004-guest-checkout`), and `..` for `../plan.md`.

    Code counts, too: paths are often written as code.
    """
    found = {
        match[0].removesuffix(".md")
        for match in _NAME.finditer(text)
        if not _PART_OF_NAME.match(text[max(0, match.start() - 1) : match.start()])
    }
    if f"{ABOVE}/" in text and _ABOVE.search(text):
        found.add(ABOVE)
    return frozenset(found)

"""What a plan's comments say to us: anchors, and rules to be silenced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import Anchor, Ignore

if TYPE_CHECKING:
    from mkdocs_speckit.reading.document import Document

_ANCHOR = re.compile(r"\s*(/?)ANCHOR:\s*([\w.-]+)\s*")
_IGNORE = re.compile(r"\s*speckit:\s*(ignore-file|ignore)\b([\w\s,-]*)")


def anchors(document: Document) -> tuple[Anchor, ...]:
    """The begins and ends of anchors, in order."""
    return tuple(
        Anchor(match[2], bool(match[1]), comment.place)
        for comment in document.comments
        if (match := _ANCHOR.fullmatch(comment.text))
    )


def ignores(document: Document) -> tuple[Ignore, ...]:
    """The comments that silence rules: `speckit: ignore RULE…` and `speckit: ignore-file RULE…`."""
    found = []
    for comment in document.comments:
        if match := _IGNORE.fullmatch(comment.text):
            first, last = comment.next_block or (comment.place.line, comment.place.line)
            rules = tuple(re.findall(r"[\w-]+", match[2]))
            is_for_file = match[1] == "ignore-file"
            found.append(Ignore(rules, comment.place, first, last, is_for_file))
    return tuple(found)

"""Unfinished content: `TBD` and its like as a whole cell, item or value (section 6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.plan import Placeholder

if TYPE_CHECKING:
    from mkdocs_speckit.reading.document import Document

_WHOLE = re.compile(r"(?:\[[ xXB~-]\]\s*)?(?:[^:]{1,60}:\s*)?(\[?(?:TBD|TODO|TBC|\?{3})\]?)[\s.!]*")
_LONGEST = 80


def unfinished(document: Document) -> tuple[Placeholder, ...]:
    """Blocks that say only that something is still to be said, with or without a label."""
    return tuple(
        Placeholder(match[1], document.source.place_of(match[1], start))
        for text, start in document.texts
        if len(text) <= _LONGEST and (match := _WHOLE.fullmatch(text))
    )

"""Unfinished content: `TBD` and its like as a whole cell, item or value (section 6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.plan import Placeholder

if TYPE_CHECKING:
    from mkdocs_speckit.reading.document import Document

_WHOLE = re.compile(
    r"(?:\[[ xXB~-]\]\s*)?(?:[^:]{1,60}:[\s*_]*)?(\[?(?:TBD|TODO|TBC|\?{3})\]?)[\s.!]*"
)
_LONGEST = 80


def unfinished(document: Document) -> tuple[Placeholder, ...]:
    """Blocks that say only that something is still to be said, with or without a label."""
    source = document.source
    return tuple(
        Placeholder(match[1], source.place_of(match[1], start))
        for start, end in document.texts
        if end - start <= _LONGEST and (match := _WHOLE.fullmatch(source.slice(start, end)))
    )

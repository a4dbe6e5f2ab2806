"""Unfinished content: `TBD` and its like as a whole cell, item or value (section 6)."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import Placeholder

if TYPE_CHECKING:
    from mkdocs_speckit.reading.document import Document

# Written out, a pattern whose words begin with few signs is found faster.
_WORD = re.compile(rb"(?:TBD|TODO|TBC|\?\?\?)(?!\]\()")
"""A link of that name leads somewhere."""

_WHOLE = re.compile(
    r"(?:\[[ xXB~-]\]\s*)?(?:[^:]{1,60}:[\s*_]*)?(\[?(?:TBD|TODO|TBC|\?{3})\]?)[\s.!]*"
)
_LONGEST = 80


def unfinished(document: Document) -> tuple[Placeholder, ...]:
    """Blocks that say only that something is still to be said, with or without a label."""
    source, found = document.source, []
    headings = {heading.line for heading in document.outline if heading.kind == "heading"}
    starts = [start for start, _ in document.texts]
    for word in _WORD.finditer(source.bytes):
        index = bisect_right(starts, word.start()) - 1
        start, end = document.texts[index] if index >= 0 else (0, 0)
        if word.start() < end <= start + _LONGEST and (
            match := _WHOLE.fullmatch(source.slice(start, end))
        ):
            place = source.place(word.start() - match[1].startswith("["))
            # `## TODO` names what stands under it; `## Owner: TBD` has no value.
            if match.start(1) or place.line not in headings:
                found.append(Placeholder(match[1], place))
    return tuple(found)

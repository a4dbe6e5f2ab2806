"""The critical path that a plan declares itself (section 4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.model.estimate import HOURS
from mkdocs_speckit.model.parts import DeclaredPath
from mkdocs_speckit.reading import quantities

if TYPE_CHECKING:
    from mkdocs_speckit.model.settings import WorkingTime
    from mkdocs_speckit.reading.document import Document

_WORDS = b"total critical path"
_TOTAL = re.compile(r"\W*total critical path\W*?:\s*(.+)", re.IGNORECASE)


def declared_path(document: Document, time: WorkingTime) -> DeclaredPath | None:
    """The first `**Total Critical Path**: …` that states a time."""
    if _WORDS not in document.source.bytes.lower():
        return None
    for start, end in document.texts:
        if match := _TOTAL.match(document.source.first_line(start, end)):
            quantity = quantities.parse(match[1], time)
            if quantity is not None and quantity.unit == HOURS:
                return DeclaredPath(quantity.estimate, document.source.place(start))
    return None

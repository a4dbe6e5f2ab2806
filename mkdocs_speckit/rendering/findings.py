"""The panel of findings on a page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mkdocs_speckit.rendering import MOST_KEPT, render

if TYPE_CHECKING:
    from mkdocs_speckit.audit import Finding

MOST_OPEN = 8
"""So many findings are shown at once, the others folded."""


@lru_cache(MOST_KEPT)
def findings(found: tuple[Finding, ...], *, is_preview: bool) -> str:
    """All findings with line, message and rule; nothing where there are none.

    `is_preview` adds that the published site does not show them.
    """
    if not found:
        return ""
    # A fold that hides one or two lines costs more than it saves.
    most_open = MOST_OPEN if len(found) > MOST_OPEN + 2 else len(found)
    return render("findings.html", findings=found, most_open=most_open, is_preview=is_preview)

"""The findings of a document, as a panel of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.model.finding import MAX_LISTED, Failure
from mkdocs_speckit.rendering import call_once, render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.finding import Finding

MAX_OPEN = 8
"""The number of findings that are shown at once; the others are folded."""


def render_findings(found: Sequence[Finding], *, is_preview: bool) -> str:
    """Render findings with line, message and rule; empty if there are none.

    Of very many, the first are listed. If `is_preview`, a note says that the published site does
    not show them. What the plugin itself failed at is left out: the log says it.
    """
    found = [finding for finding in found if not isinstance(finding, Failure)]
    if not found:
        return ""
    # A fold that hides one or two lines costs more than it saves.
    max_open = MAX_OPEN if len(found) > MAX_OPEN + 2 else len(found)
    html: str = call_once(
        render,
        "findings.html",
        listed=tuple(found[:MAX_LISTED]),
        number=len(found),
        max_open=max_open,
        is_preview=is_preview,
    )
    return html

"""The summary under a plan's title (level, effort, critical path, done, left), and its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.finding import MAX_LISTED, Failure
from mkdocs_speckit.rendering import call_once, render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.finding import Finding
    from mkdocs_speckit.model.parts import Completion

MAX_OPEN = 8
"""The number of findings that are shown at once; the others are folded."""


class Note(Struct, frozen=True):
    """A line under a figure; `full` is the whole text of a shortened one."""

    text: str
    is_warning: bool = False
    full: str = ""


class Tile(Struct, frozen=True):
    """One figure with its label and notes."""

    name: str
    label: str
    figure: str
    notes: tuple[Note, ...] = ()
    completion: Completion | None = None


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

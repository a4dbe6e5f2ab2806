"""The completion bar under a heading that has checklist items of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.rendering import render

if TYPE_CHECKING:
    from mkdocs_speckit.plan_parts import Completion


def progress(completion: Completion) -> str:
    """A bar with `2 of 5 done` beside it."""
    return render("progress.html", completion=completion)

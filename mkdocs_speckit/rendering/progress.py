"""The completion bar under a heading that has checklist items of its own."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mkdocs_speckit.rendering import MOST_KEPT, render

if TYPE_CHECKING:
    from mkdocs_speckit.model.parts import Completion


@lru_cache(MOST_KEPT)
def progress(completion: Completion) -> str:
    """A bar with `2 of 5 done` beside it."""
    return render("progress.html", completion=completion)

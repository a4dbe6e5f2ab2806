"""The files that ticked tasks say they made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.reading.task_lists import find_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mkdocs_speckit.model.parts import Place
    from mkdocs_speckit.model.plan import Plan

_MAKES = re.compile(r"\b(?:add|creat|implement|writ)(?:e|es|ed|ing|s|ten)?\b", re.IGNORECASE)
"""The words of a task that makes a file; one that is updated or removed may be anywhere."""


def list_ticked(plan: Plan) -> Iterator[tuple[str, Place, tuple[str, ...]]]:
    """List the ticked tasks that say they made files: the number or text of each, and the files.

    In a plan with a level, these are the items of its checklists.
    """
    found: Iterable[tuple[str, str, bool, Place, Iterable[str]]]
    if plan.tasks:
        found = ((t.id or t.text, t.text, t.is_done, t.place, t.files) for t in plan.tasks)
    else:
        ticked = (item for item in plan.items if item.state == "done")
        found = ((item.text, item.text, True, item.place, find_files(item.text)) for item in ticked)
    for name, text, is_done, place, files in found:
        if is_done and _MAKES.search(text) and (made := tuple(files)):
            yield name, place, made


def list_made_files(plan: Plan) -> Iterator[str]:
    """List the files that the ticked tasks of a plan say they made."""
    for _, _, files in list_ticked(plan):
        yield from files

"""The names of a task list's phases, short enough for a strip or a diagram.

`Foundational (Blocking Prerequisites)` is *Foundational*, and `User Story 1 - Sign in` is
*US1 Sign in*, or *US1* where there is less room.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.model.parts import PhaseBoxes

STORY_LEAD = re.compile(r"(?:user[ -]story|story|us)[ -]?\d{1,3}[a-z]?[\s:.)–—-]*", re.IGNORECASE)
"""What a title that begins with a story's number says before its own words."""

_NOTE = re.compile(r"[(\N{FULLWIDTH LEFT PARENTHESIS}].*")
_FIRST_WORDS = re.compile(r"(?:[&/,:+]|\band\b|\s[\N{EN DASH}\N{EM DASH}-]\s).*")


def list_names(phase: PhaseBoxes) -> Iterator[str]:
    """The names of a phase, from the longest to the shortest: `US1 Sign in`, `US1`."""
    title = _NOTE.sub("", phase.title).strip() or phase.title
    if len(phase.stories) == 1:
        rest = STORY_LEAD.sub("", title, count=1)
        yield f"{phase.stories[0]} {rest}".strip()
        yield phase.stories[0]
        return
    yield title
    if phase.stories:
        yield ", ".join(phase.stories)
        return
    short = _FIRST_WORDS.sub("", title).strip()
    if short and short != title:
        yield short
    if phase.label and not phase.label.isdigit():
        yield phase.label


def name_phase(phase: PhaseBoxes) -> str:
    """The longest name: `US1 Sign in`."""
    return next(list_names(phase))


def name_phase_shortly(phase: PhaseBoxes) -> str:
    """The shortest name: `US1`."""
    *_, name = list_names(phase)
    return name

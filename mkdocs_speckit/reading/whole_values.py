"""Questions and slots that are a whole value (`docs/kiro.md`, section K7).

An example:

    - Heating: NEEDS CLARIFICATION (gas or wood)
    - {{NUMBER}}. {{TASK}}
    - Owner: [TBD]
    - The page shows {{ user.name }}, and TBD means “to be decided”

1. The value of `Heating` is a question, with a note.
2. The second item is slots alone.
3. The value of `Owner` is a slot.
4. In the last item nothing is a whole value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.reading.placeholders import Bracket, place_texts, sort_placeholders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.model.parts import Placeholder
    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.reading.document import Document

_SLOT = re.compile(r"\{\{\s?[A-Z][A-Z0-9_]{0,60}\s?\}\}|\[TBD\](?![(\[])")
_QUESTION = re.compile(
    r"\[NEEDS[ _]CLARIFICATION(?:[:：][^\[\]]{0,600})?\]"
    r"|NEEDS[ _]CLARIFICATION(?:\s?\([^()]{0,300}\))?"
)
_LEAD = re.compile(r"(?:\[[ xX~-]\])?[\W\d_]*+(?:[^:：|\n]{1,60}[:：])?[\W\d_]*")
_REST = re.compile(r"[\W\d_]*")


def find_whole_placeholders(document: Document, settings: Settings) -> tuple[Placeholder, ...]:
    """The slots that are a whole value, in the order of their places."""
    return sort_placeholders(_find(document, _SLOT), settings)


def find_whole_questions(document: Document) -> tuple[Placeholder, ...]:
    """The questions that are a whole value, in the order of their places."""
    return tuple(_find(document, _QUESTION))


def _find(document: Document, pattern: re.Pattern[str]) -> Iterator[Placeholder]:
    """Find the places of a pattern in blocks that say nothing else behind a label."""

    def find_all(text: str) -> Iterator[Bracket]:
        for match in pattern.finditer(text):
            yield Bracket(match.start(), match.end())

    found = [
        (run, bracket)
        for run in document.runs
        if _is_whole(run.text, brackets := [*find_all(run.text)])
        for bracket in brackets
        if not document.is_struck(run.find_offset(bracket.start))
    ]
    return place_texts(document, found, find_all)


def _is_whole(text: str, brackets: list[Bracket]) -> bool:
    """True if a text is some brackets, signs and numbers, maybe behind a label."""
    if not brackets:
        return False
    ends = [bracket.end for bracket in brackets]
    starts = [*(bracket.start for bracket in brackets[1:]), len(text)]
    return _LEAD.fullmatch(text, 0, brackets[0].start) is not None and all(
        _REST.fullmatch(text, end, start) for end, start in zip(ends, starts, strict=True)
    )

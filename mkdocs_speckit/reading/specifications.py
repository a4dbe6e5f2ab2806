"""Specifications: user stories, requirements, and questions that are open.

The rules are in `docs/spec-kit.md`, sections S5 and S6. An example:

    ### User Story 1 - Sign in (Priority: P1)

    **Acceptance Scenarios**:

    1. **Given** an account, **When** the password is right, **Then** the home page is shown

    - **FR-001**: The system MUST lock an account after [NEEDS CLARIFICATION: how many?] tries

The story `US1` has the priority `P1` and one scenario; the requirement has an open question.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.tasks import ONE_REQUIREMENT, Requirement, Story
from mkdocs_speckit.reading.task_lists import PRIORITY, shorten_title
from mkdocs_speckit.reading.translations import STORY_TITLE

if TYPE_CHECKING:
    from mkdocs_speckit.reading.document import Document, ListItem

_LEVELS = (2, 3, 4)
_REQUIREMENT = re.compile(rf"(?P<id>{ONE_REQUIREMENT})\W*(?P<text>.*)", re.DOTALL)
_NUMBERED = re.compile(r"[\s>]*\d{1,9}[.)]\s")


def read_stories(document: Document) -> tuple[Story, ...]:
    """Read the user stories that have headings, in order."""
    scenarios = Counter(
        heading
        for item in document.plain_items
        if item.depth == 1 and _is_numbered(document, item)
        for heading in document.list_headings(item.heading)
    )
    found = []
    for index, mark in enumerate(document.outline):
        match = STORY_TITLE.fullmatch(mark.text) if mark.level in _LEVELS else None
        if match:
            priority = PRIORITY.search(mark.text)
            story = Story(
                f"US{match['story']}",
                shorten_title(match["title"]) or mark.text,
                (priority[1] or priority[2]) if priority else None,
                scenarios[index],
                Place(mark.line),
                index,
            )
            found.append(story)
    return tuple(found)


def _is_numbered(document: Document, item: ListItem) -> bool:
    line = item.place.line
    return _NUMBERED.match(document.source.slice_lines(line, line + 1)) is not None


def read_requirements(document: Document) -> tuple[Requirement, ...]:
    """Read the requirements and success criteria: items and rows that begin with an id."""
    named = [(item.text, item.place) for item in (*document.plain_items, *document.items)]
    named += [
        (f"{row[0].full_text} {row[1].full_text if len(row) > 1 else ''}", row[0].place)
        for table in document.tables
        for row in table.rows
    ]
    found = [
        Requirement(match["id"], match["text"].strip(), place)
        for text, place in named
        if (match := _REQUIREMENT.match(text))
    ]
    return tuple(sorted(found, key=lambda one: (one.place.line, one.place.column)))

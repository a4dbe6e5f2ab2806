"""What is left of OpenSpec's own templates in a document (`docs/openspec.md`, section O7).

An example:

    ## Purpose

    TBD - created by archiving change bake-rolls. Update Purpose after archive.

    ## Why

    <!-- Explain the motivation for this change. What problem does this solve? -->

Both are placeholders. Any other comment is the author's own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import Placeholder
from mkdocs_speckit.reading.document.source import fold_spaces

if TYPE_CHECKING:
    from mkdocs_speckit.reading.document import Document

_INSTRUCTION = re.compile(
    r"explain the motivation for this change\b|describe what will change\b"
    r"|capabilities being introduced\b|existing capabilities whose requirements are changing\b"
    r"|affected code, apis, dependencies\b|\d-\d bullets\. leave empty rather than pad\b"
    r"|background(?: and|,) current state\b|what this design aims to achieve\b"
    r"|what is explicitly out of scope\b|key (?:design decisions|technical choices)\b"
    r"|known (?:risks and trade-offs|limitations)\b",
    re.IGNORECASE,
)
"""How the longer instructions begin; from version to version they go on in other words."""

_SLOTS = frozenset(
    [
        "requirement name",
        "requirement text",
        "scenario name",
        "initial state or precondition",
        "condition",
        "action or trigger",
        "expected outcome",
        "task group name",
        "task description",
    ]
)
"""The comments that are filled in where they are."""

PURPOSE_SLOT = re.compile(
    r"TBD - created by archiving change \S{1,200}\. Update Purpose after archive\.?[ \t]*"
)
"""What the archive writes where a specification has no purpose yet."""


def find_template_texts(document: Document) -> tuple[Placeholder, ...]:
    """The comments of the templates, and the purpose that is still to be written, in order."""
    found = [
        Placeholder(f"<!-- {text} -->", comment.place)
        for comment in document.comments
        if (text := fold_spaces(comment.text))
        and (_INSTRUCTION.match(text) or text.casefold() in _SLOTS)
    ]
    is_archived = b"TBD - created by" in document.source.bytes
    for start, end in document.texts if is_archived else ():
        text = document.source.slice_first_line(start, end)
        if PURPOSE_SLOT.fullmatch(text):
            found.append(Placeholder(text.rstrip(), document.source.locate(start)))
    return tuple(sorted(found, key=lambda one: (one.place.line, one.place.column)))

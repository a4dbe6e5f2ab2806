"""The format of documents with a level marker (`docs/numbers.md`, section 1)."""

from __future__ import annotations

import re
from math import inf
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.levels import (
    FILE_OF_KIND,
    LEVELS,
    MARKER,
    PHASE_PARENT,
    TEMPLATE_SOURCE,
)
from mkdocs_speckit.model.parts import Level, Place, Template
from mkdocs_speckit.model.plan import Plan
from mkdocs_speckit.model.tasks import KINDS_OF_LEVEL
from mkdocs_speckit.reading.checklists import read_checklists, read_items
from mkdocs_speckit.reading.comments import read_anchors, read_folder_names, read_ignores
from mkdocs_speckit.reading.dependencies import read_graphs
from mkdocs_speckit.reading.effort import read_effort
from mkdocs_speckit.reading.matching import match_phases
from mkdocs_speckit.reading.milestones import read_declared_path, read_milestones
from mkdocs_speckit.reading.placeholders import find_placeholders, find_unfinished
from mkdocs_speckit.reading.properties import find_properties, read_status
from mkdocs_speckit.reading.quantities import strip_notes
from mkdocs_speckit.reading.ratings import mark_blocked, read_ratings
from mkdocs_speckit.reading.specifications import read_requirements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.model.tasks import Requirement
    from mkdocs_speckit.reading.document import Document

NAME = LEVEL

KIND_OF_PART = {
    "plan-core": "plan",
    "spec-core": "spec",
    "tasks-core": "tasks",
    "checklist": "checklist",
    "impl-summary-core": "summary",
    "implementation-summary": "summary",
    "decision-record": "decision-record",
}
"""The kind of a document by the first part of its template."""

KIND_OF_FILE = {file: kind for kind, file in FILE_OF_KIND.items()}

SECTION_LEVEL = 2
"""The depth of a section's heading, under the title."""

MAX_MARKER_LINE = 200
"""A comment further down tells nothing of its document: a log may quote a whole plan."""

_ENTRY = re.compile(r"\s*(SPECKIT_\w+)\s*:(.*)", re.DOTALL)
_PHASE_PARENT = re.compile(r"\s*CONTENT DISCIPLINE\s*:\s*PHASE[ -]PARENT\b", re.IGNORECASE)
_SECTION = re.compile(r"[ \t>]*##(?!#)")


def recognise(document: Document) -> str | None:
    """The kind of a document with a level marker: by its template, else by its file name.

    Also of a document that names its template: a marked document beside it makes it a plan.
    """
    end = _find_last_marker_line(document)
    if not any(
        key in {MARKER, TEMPLATE_SOURCE} and place.line <= end
        for key, _, place in _read_entries(document)
    ):
        return None
    template = _read_template(document)
    if template and template.parts[0] in KIND_OF_PART:
        return KIND_OF_PART[template.parts[0]]
    return KIND_OF_FILE.get(_find_usual_name(document), "document")


def _find_usual_name(document: Document) -> str:
    """The name of a document's file, as those of `FILE_OF_KIND` are written."""
    return f"{PurePosixPath(document.original_path).stem.casefold()}.md"


def _find_last_marker_line(document: Document) -> float:
    """The last line on which a comment may say what its document is.

    With a usual name that is line 200, in any other file also the first `##` heading. What the
    parser takes for a heading underlined with `---` is mostly front matter after a comment.
    """
    if document.is_converted:
        return inf
    if _find_usual_name(document) in KIND_OF_FILE:
        return MAX_MARKER_LINE
    for mark in document.outline:
        if mark.line > MAX_MARKER_LINE:
            break
        written = document.source.slice_lines(mark.line, mark.line + 1)
        if mark.kind == "heading" and mark.level == SECTION_LEVEL and _SECTION.match(written):
            return mark.line
    return MAX_MARKER_LINE


def read(document: Document, kind: str, settings: Settings) -> Plan:
    """Read all parts that a document with a level marker may have."""
    time, levels = settings.time, _read_levels(document)
    effort, graphs = match_phases(
        read_effort(document, time), read_graphs(document), document.outline
    )
    ratings, items = read_ratings(document, effort), read_items(document)
    return Plan(
        path=document.path,
        title=document.title,
        kind=kind,
        format=NAME,
        levels=levels,
        is_certain=bool(levels),
        template=_read_template(document),
        outline=document.outline,
        effort=effort,
        graphs=mark_blocked(graphs, ratings),
        checklists=read_checklists(document, items),
        placeholders=find_placeholders(document, settings),
        table_faults=document.table_faults,
        undecodable=document.undecodable,
        items=items,
        requirements=_read_requirements(document) if kind == "spec" else (),
        ignores=read_ignores(document),
        anchors=read_anchors(document),
        unfinished=find_unfinished(document),
        unrendered_lists=document.unrendered_lists,
        stated_levels=tuple(
            Level(level, cell.text, cell.place)
            for cell in find_properties(document, "level")
            if (level := _parse_level(strip_notes(cell.text).strip()))
        ),
        status=read_status(document, kind),
        declared_path=read_declared_path(document, time),
        folder_names=read_folder_names(document),
        ratings=ratings,
        milestones=read_milestones(document, effort, graphs, time),
    )


def _read_requirements(document: Document) -> tuple[Requirement, ...]:
    """The requirements of a specification; further rows with an id only mention it."""
    first: dict[str, Requirement] = {}
    for one in read_requirements(document, KINDS_OF_LEVEL):
        first.setdefault(one.id, one)
    return tuple(first.values())


def _read_levels(document: Document) -> tuple[Level, ...]:
    """The level markers of a document, the one that counts first; empty without one.

    A comment that calls the document a phase parent overrides their numbers.
    """
    end = _find_last_marker_line(document)
    found = tuple(
        Level(_parse_level(written), written, place)
        for key, written, place in _read_entries(document)
        if key == MARKER
    )
    if not found or found[0].place.line > end:
        return ()
    if any(
        _PHASE_PARENT.match(comment.text) and comment.place.line <= end
        for comment in document.comments
    ):
        return (Level(PHASE_PARENT, found[0].written, found[0].place),)
    return found


def is_marker(comment: str) -> bool:
    """True if the text of a comment is a level marker."""
    match = _ENTRY.fullmatch(comment)
    return match is not None and match[1] == MARKER


def _read_entries(document: Document) -> Iterator[tuple[str, str, Place]]:
    """Every `SPECKIT_…: value` of the front matter, then of comments; without quotes."""
    for key, value, place in document.front_values:
        if key.startswith("SPECKIT_"):
            yield key, value, place
    for comment in document.comments:
        if match := _ENTRY.fullmatch(comment.text):
            yield match[1], match[2].strip().strip("\"'").strip(), comment.place


def _read_template(document: Document) -> Template | None:
    """The parts and version of the template that the document names; None if it names none.

    Later kits say it in the front matter, too: `template_source: "SPECKIT_TEMPLATE_SOURCE: …"`.
    """
    entries = [(key, written) for key, written, _ in _read_entries(document)]
    for key, value, _ in document.front_values:
        if key == "template_source" and (match := _ENTRY.fullmatch(value)):
            entries.append((match[1], match[2].strip()))
    for key, written in entries:
        if key == TEMPLATE_SOURCE and written:
            parts, _, version = written.partition("|")
            names = tuple(part.strip() for part in parts.split("+"))
            return Template(names, version.strip().removeprefix("v") or None)
    return None


def _parse_level(written: str) -> str | None:
    """A level as it is written, also as `L2`; None if there is no such level."""
    value = re.sub(r"^[Ll](?=\d)", "", written)
    if value.casefold() == PHASE_PARENT:
        return PHASE_PARENT
    return value if value in LEVELS else None

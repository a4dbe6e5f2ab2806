"""The format of OpenSpec's documents (`docs/openspec.md`).

A document is known by its place, below `openspec/changes/` or `openspec/specs/`. One that was
copied elsewhere is known by its file's name and its text; beside such a document of a change the
others of the change need their name alone, and are not certain.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from mkdocs_speckit.model.formats import ARCHIVE, CHANGES, OPENSPEC, OPENSPEC_KINDS, SPECS
from mkdocs_speckit.model.plan import Plan
from mkdocs_speckit.model.tasks import ProposedChange
from mkdocs_speckit.reading.boxed_tasks import read_boxed_tasks
from mkdocs_speckit.reading.capabilities import find_listed_capabilities
from mkdocs_speckit.reading.checklists import read_checklists
from mkdocs_speckit.reading.comments import read_ignores
from mkdocs_speckit.reading.questions import find_listed_questions
from mkdocs_speckit.reading.specifications import (
    REQUIREMENT_HEADING,
    REQUIREMENTS_HEADING,
    SCENARIO_HEADING,
    read_named_requirements,
)
from mkdocs_speckit.reading.template_texts import find_template_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.reading.document import Document

NAME = OPENSPEC

_EXCLUDED = re.compile(r"templates|schemas|fixtures|skills|test.*", re.IGNORECASE)
"""The folders whose files are templates and samples."""

OTHER_FORMATS = frozenset([".kiro", ".specify"])
"""The folders in which other formats have documents of the same names."""

_DATED = re.compile(r"(?P<date>\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))-(?P<name>.+)")
"""The name of the folder of an archived change."""

MIN_TASKS = 2
"""With as many numbered tasks, a copied task list is certain."""

_PHASE = re.compile(r"\d{1,3}\.\s.*")
_TASK = re.compile(r"\d{1,3}\.\d{1,3}(?!\w)")
_REFERENCES = re.compile("_(?:Requirements|需求|要件|Требования) ?[:：]".encode())
"""What the tasks of another format cite: `_Requirements: 1.2_`."""

_PROPOSAL_HEADINGS = tuple(re.compile(text, re.IGNORECASE) for text in ("why", "what changes"))


class _Position(NamedTuple):
    """What a document is, as its place or its text says.

    `folder` is that of the change that it belongs to; None of a main specification. `capability`
    is what a specification is about.
    """

    kind: str
    folder: PurePosixPath | None
    capability: str | None = None
    is_archived: bool = False
    is_certain: bool = True


def recognise(document: Document) -> str | None:
    """The kind of a document of this format: by its file's name, and its folder or its text."""
    position = _find_position(document)
    return position.kind if position else None


def _find_position(document: Document) -> _Position | None:
    """Find out what a document is; None if it is not one of this format."""
    *folders, file = PurePosixPath(document.original_path).parts or [""]
    kind = OPENSPEC_KINDS.get(file.casefold())
    if kind is None or not OTHER_FORMATS.isdisjoint(folders):
        return None
    root = _find_root(folders)
    if root is None:
        return _find_copy(document, kind, folders)
    if any(map(_EXCLUDED.fullmatch, folders[:root])):
        return None
    first = root + 2  # Of the folders below `changes` or `specs`.
    if folders[root + 1] == SPECS:
        capability = "/".join(folders[first:])
        return _Position(kind, None, capability) if kind == "spec" else None
    is_archived = folders[first : first + 1] == [ARCHIVE]
    first += is_archived
    specs = next((i for i in range(first + 1, len(folders)) if folders[i] == SPECS), None)
    if first >= len(folders) or (kind == "spec") != (specs is not None):
        return None
    touched = None if specs is None else "/".join(folders[specs + 1 :])
    return _Position(kind, PurePosixPath(*folders[:specs]), touched, is_archived)


def _find_root(folders: Sequence[str]) -> int | None:
    """The index of the last folder `openspec` that has changes or specifications below."""
    for index in range(len(folders) - 2, -1, -1):
        if folders[index] == OPENSPEC and folders[index + 1] in {CHANGES, SPECS}:
            return index
    return None


def _find_copy(document: Document, kind: str, folders: Sequence[str]) -> _Position | None:
    """Find out what a document outside a project of OpenSpec is, by its text."""
    specs = max((i for i, name in enumerate(folders) if name == SPECS), default=len(folders))
    above = folders[:specs] if kind == "spec" else folders
    if any(map(_EXCLUDED.fullmatch, above)):
        return None
    folder = PurePosixPath(*above)
    is_archived = folder.parent.name == ARCHIVE
    if kind != "spec":
        return _Position(kind, folder, None, is_archived, _has_signs(document, kind))
    capability = "/".join(folders[specs + 1 :] or folders[-1:])
    if any(match["delta"] for match in _match_headings(document, 2, REQUIREMENTS_HEADING)):
        return _Position(kind, folder, capability, is_archived)
    parts = ((3, REQUIREMENT_HEADING), (4, SCENARIO_HEADING))
    is_spec = all(any(_match_headings(document, level, words)) for level, words in parts)
    return _Position(kind, None, capability) if is_spec else None


def _has_signs(document: Document, kind: str) -> bool:
    """True if the text says that a document is a task list or a proposal of this format."""
    match kind:
        case "tasks":
            numbers = sum(_TASK.match(item.text) is not None for item in document.items)
            has_phase = any(_match_headings(document, 2, _PHASE))
            has_references = _REFERENCES.search(document.source.bytes) is not None
            return has_phase and numbers >= MIN_TASKS and not has_references
        case "proposal":
            return all(any(_match_headings(document, 2, words)) for words in _PROPOSAL_HEADINGS)
    return False


def _match_headings(
    document: Document, level: int, words: re.Pattern[str]
) -> Iterator[re.Match[str]]:
    """The matches of a pattern with whole headings of a level."""
    for mark in document.outline:
        if mark.level == level and (match := words.fullmatch(mark.text)):
            yield match


def read(document: Document, kind: str, settings: Settings) -> Plan:  # noqa: ARG001
    """Read all parts that a document of this kind may have."""
    position = _find_position(document) or _Position(kind, None, is_certain=False)
    plan = Plan(
        path=document.path,
        title=document.title,
        format=NAME,
        kind=kind,
        is_certain=position.is_certain,
        outline=document.outline,
        placeholders=find_template_texts(document),
        questions=find_listed_questions(document),
        table_faults=document.table_faults,
        undecodable=document.undecodable,
        ignores=read_ignores(document),
        unrendered_lists=document.unrendered_lists,
        change=_read_change(document, position),
        capability=position.capability,
    )
    match kind:
        case "proposal":
            return replace(plan, listed_capabilities=find_listed_capabilities(document))
        case "tasks":
            found = read_boxed_tasks(document)
            return replace(
                plan,
                checklists=read_checklists(document, found.items),
                items=found.items,
                tasks=found.tasks,
                phases=found.phases,
                graphs=(found.graph,) if found.graph else (),
            )
        case "spec":
            stated = read_named_requirements(document)
            return replace(plan, requirements=stated.requirements, renamed=stated.renamed)
    return plan


def _read_change(document: Document, position: _Position) -> ProposedChange | None:
    """The change that a document belongs to, as its folder says."""
    place = position.folder
    if place is None:
        return None
    # The path that is shown may begin elsewhere, even inside the change.
    depth = len(PurePosixPath(document.original_path).parts) - len(place.parts) - 1
    above = PurePosixPath(document.path).parents
    folder = str(above[min(depth, len(above) - 1)]) if above else str(place)
    dated = _DATED.fullmatch(place.name) if position.is_archived else None
    if dated is None:
        return ProposedChange(folder, place.name, position.is_archived)
    return ProposedChange(folder, dated["name"], position.is_archived, dated["date"])

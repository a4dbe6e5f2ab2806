"""The format of GitHub Spec Kit's documents (`docs/spec-kit.md`).

A document is known by its file's name or title, and by signs in its text. One with fewer signs than
that is not certain: it is a plan only beside a document of its feature that is.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from mkdocs_speckit.model.formats import (
    CHECKLISTS,
    FRONT_MATTER_KEY,
    SPEC_KIT,
    SPEC_KIT_KINDS,
    SPEC_KIT_TITLES,
)
from mkdocs_speckit.model.plan import Plan
from mkdocs_speckit.reading.checklists import read_checklists, read_items
from mkdocs_speckit.reading.comments import read_ignores
from mkdocs_speckit.reading.gates import read_gates
from mkdocs_speckit.reading.questions import find_questions
from mkdocs_speckit.reading.slots import find_slots
from mkdocs_speckit.reading.specifications import read_requirements, read_stories
from mkdocs_speckit.reading.stated_totals import read_stated_totals
from mkdocs_speckit.reading.statements import read_statements
from mkdocs_speckit.reading.task_lists import find_requirements, is_task, read_task_list

if TYPE_CHECKING:
    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.reading.document import Document

NAME = SPEC_KIT

EXCLUDED_FOLDERS = frozenset(".specify agents commands openspec prompts skills templates".split())
"""Folders whose files are templates and instructions."""

KINDS = ("spec", "plan", "tasks", "checklist")

CERTAIN = 2
"""What `_weigh_signs` gives a document that is one of this format on its own."""

MIN_ITEMS = 3
"""With as many tasks, or items of a checklist, a document is certain."""

_FEATURE_BRANCH = re.compile(rb"\*\*Feature Branch\*\*\s*:|\*\*Feature Branch:\*\*")
_STORIES = re.compile(r"\b(?:user scenarios|user stories)\b", re.IGNORECASE)
_PLAN_LINE = re.compile(
    rb"\*\*Branch\*\*\s?:.{0,200}?\|\s?\*\*Date\*\*\s?:.{0,100}?\|\s?\*\*Spec\*\*\s?:"
)
_PLAN_HEADINGS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in ("technical context", "constitution check", "complexity tracking")
)
_CHECKLIST_TITLE = re.compile(r".*\bchecklist\s*:", re.IGNORECASE)
_CHECK = re.compile(r"CHK\d{3}\b")
_TITLES = {re.compile(rf"{words}\b"): kind for words, kind in SPEC_KIT_TITLES.items()}


def recognise(document: Document) -> str | None:
    """The kind of a document of this format: by its front matter, file name, folder or title."""
    for key, value, _ in document.front_values:
        if key == FRONT_MATTER_KEY and value in KINDS:
            return value
    path = PurePosixPath(document.original_path)
    if not EXCLUDED_FOLDERS.isdisjoint(part.casefold() for part in path.parts[:-1]):
        return None
    name = path.name.casefold()
    kinds = [SPEC_KIT_KINDS.get(name)]
    if path.parent.name.casefold() == CHECKLISTS:
        kinds.append("checklist")
    kinds += [kind for title, kind in _TITLES.items() if title.match(document.title)]
    for kind in dict.fromkeys(filter(None, kinds)):
        weight = _weigh_signs(document, kind)
        # A title alone says less than a name.
        if weight >= CERTAIN or (weight and SPEC_KIT_KINDS.get(name, "checklist") == kind):
            return kind
    return None


def _weigh_signs(document: Document, kind: str) -> int:
    """`CERTAIN` if enough in a text says that it is of a kind, 1 if something does, else 0."""
    match kind:
        case "tasks":
            tasks = sum(map(is_task, document.items))
            return CERTAIN if tasks >= MIN_ITEMS else min(tasks, 1)
        case "spec":
            ids = {requirement.id.partition("-")[0] for requirement in read_requirements(document)}
            has_stories = _has_heading(document, _STORIES)
            has_branch = _FEATURE_BRANCH.search(document.source.bytes) is not None
            return has_branch + has_stories + ("FR" in ids) + ("SC" in ids)
        case "plan":
            has_line = _PLAN_LINE.search(document.source.bytes) is not None
            headings = sum(_has_heading(document, heading) for heading in _PLAN_HEADINGS)
            return max(1, has_line + headings)
        case _:
            numbers = sum(_CHECK.match(item.text) is not None for item in document.items)
            is_titled = _CHECKLIST_TITLE.match(document.title) and document.items
            return CERTAIN if is_titled or numbers >= MIN_ITEMS else min(len(document.items), 1)


def _has_heading(document: Document, heading: re.Pattern[str]) -> bool:
    return any(mark.kind == "heading" and heading.search(mark.text) for mark in document.outline)


def read(document: Document, kind: str, settings: Settings) -> Plan:
    """Read all parts that a document of this kind may have."""
    is_named = any(
        key == FRONT_MATTER_KEY and value == kind for key, value, _ in document.front_values
    )
    items = read_items(document)
    plan = Plan(
        path=document.path,
        title=document.title,
        format=NAME,
        kind=kind,
        is_certain=is_named or _weigh_signs(document, kind) >= CERTAIN,
        outline=document.outline,
        checklists=read_checklists(document, items),
        placeholders=find_slots(document, settings, kind),
        questions=find_questions(document),
        table_faults=document.table_faults,
        undecodable=document.undecodable,
        items=items,
        ignores=read_ignores(document),
        unrendered_lists=document.unrendered_lists,
    )
    match kind:
        case "tasks":
            found = read_task_list(document, items)
            stated = read_statements(document, found.tasks, found.sources, found.phases)
            return replace(
                plan,
                checklists=read_checklists(document, found.items),
                items=found.items,
                tasks=stated.tasks,
                phases=found.phases,
                criteria=found.criteria,
                graphs=(stated.graph,) if stated.graph else (),
                named_tasks=stated.named,
                stated_totals=read_stated_totals(document, found.phases),
                named_requirements=_name_requirements(document),
            )
        case "spec":
            return replace(
                plan,
                stories=read_stories(document),
                requirements=read_requirements(document),
                named_requirements=_name_requirements(document),
            )
        case "plan":
            return replace(plan, gates=read_gates(document))
    return plan


def _name_requirements(document: Document) -> frozenset[str]:
    return frozenset(find_requirements(document.source.bytes.decode()))

"""The format of Kiro's specs (`docs/kiro.md`).

A document below `.kiro/specs/` is known by its file's name, elsewhere also by signs in its text.
One without these signs is not certain: it is a plan only beside a document of its spec that is.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from mkdocs_speckit.model.formats import KIRO, KIRO_FOLDER, KIRO_KINDS, OPENSPEC
from mkdocs_speckit.model.plan import Plan
from mkdocs_speckit.reading.checklists import read_checklists, read_items
from mkdocs_speckit.reading.citations import cites_requirements
from mkdocs_speckit.reading.comments import read_ignores
from mkdocs_speckit.reading.dependencies import make_phase_graph
from mkdocs_speckit.reading.numbered_requirements import (
    find_requirement_headings,
    read_requirements,
)
from mkdocs_speckit.reading.numbered_tasks import (
    count_numbered,
    has_top_number,
    read_numbered_tasks,
    take_starred_boxes,
)
from mkdocs_speckit.reading.order_statements import find_order_sections, read_order_statements
from mkdocs_speckit.reading.text_lines import read_text_lines
from mkdocs_speckit.reading.translations import DEPENDENCY_HEADING
from mkdocs_speckit.reading.waves import read_waves
from mkdocs_speckit.reading.whole_values import find_whole_placeholders, find_whole_questions

if TYPE_CHECKING:
    from mkdocs_speckit.model.parts import PhaseBoxes
    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.reading.document import Document

NAME = KIRO

TEMPLATES = ("settings", "templates")
"""The folders, one in the other, whose files are templates."""

MIN_TASKS = 3
MIN_REQUIREMENTS = 2
"""With as many of them a document is certain by its text."""


def recognise(document: Document) -> str | None:
    """The kind of a document of this format, by its file's name."""
    path = PurePosixPath(document.original_path)
    folders = path.parts[:-1]
    if TEMPLATES in pairwise(folders):
        return None
    if OPENSPEC in folders and not _is_in_folder(document):
        return None
    return KIRO_KINDS.get(path.name.casefold())


def _is_in_folder(document: Document) -> bool:
    """True if a document is in the folder of a spec in Kiro's own folder."""
    return KIRO_FOLDER in pairwise(PurePosixPath(document.original_path).parts[:-2])


def _is_certain(document: Document, kind: str) -> bool:
    """True if a document's folder, or its text, says that it is one of this format."""
    if _is_in_folder(document):
        return True
    if kind == "requirements":
        return len(find_requirement_headings(document)) >= MIN_REQUIREMENTS
    if kind == "tasks" and count_numbered(document) >= MIN_TASKS:
        return has_top_number(document) or any(map(cites_requirements, read_text_lines(document)))
    return False


def read(document: Document, kind: str, settings: Settings) -> Plan:
    """Read all parts that a document of this kind may have."""
    document = take_starred_boxes(document)
    items = read_items(document)
    plan = Plan(
        path=document.path,
        title=document.title,
        format=NAME,
        kind=kind,
        is_certain=_is_certain(document, kind),
        outline=document.outline,
        checklists=read_checklists(document, items),
        placeholders=find_whole_placeholders(document, settings),
        questions=find_whole_questions(document),
        table_faults=document.table_faults,
        undecodable=document.undecodable,
        items=items,
        ignores=read_ignores(document),
        unrendered_lists=document.unrendered_lists,
    )
    if kind == "requirements":
        return replace(plan, requirements=read_requirements(document))
    return _add_tasks(plan, document) if kind == "tasks" else plan


def _add_tasks(plan: Plan, document: Document) -> Plan:
    """Add what a task list has: its tasks with what they wait for, and its phases."""
    found = read_numbered_tasks(document)
    ids = [task.id for task in found.tasks]
    waves = read_waves(document, frozenset(ids))
    sections = find_order_sections(document, DEPENDENCY_HEADING)
    nodes = _choose_nodes(found.phases)
    names = {nodes[n].label: n for n in reversed(range(len(nodes)))}
    stated = read_order_statements(document, sections, [phase.label for phase in nodes], ids)
    after: defaultdict[str, list[str]] = defaultdict(list)
    for before, waiting in (*waves.pairs, *stated.tasks):
        after[waiting].append(before)
    tasks = [
        replace(task, after=tuple(dict.fromkeys([*task.after, *after[task.id]])))
        for task in found.tasks
    ]
    edges = {(names[before], names[waiting]) for before, waiting in stated.phases}
    if nodes is found.phases:  # Then a task of the first level is a phase as well.
        known = [task for task in tasks if task.id in names]
        edges |= {(names[b], names[task.id]) for task in known for b in task.after if b in names}
    edges = {edge for edge in edges if edge[0] != edge[1]}
    headings = [*sections, *waves.headings, *(task.heading for task in tasks)]
    shown_at = [heading for heading in headings if heading is not None][:1] if edges else []
    return replace(
        plan,
        checklists=read_checklists(document, found.items),
        items=found.items,
        tasks=tuple(tasks),
        phases=found.phases,
        criteria=found.criteria,
        optional=found.optional,
        named_tasks=waves.named,
        waves=waves.stated,
        graphs=tuple(make_phase_graph(document, heading, nodes, edges) for heading in shown_at),
    )


def _choose_nodes(phases: tuple[PhaseBoxes, ...]) -> tuple[PhaseBoxes, ...]:
    """The phases that `Phase 2` means, which come first: the wider ones, where there are any."""
    wider = {phase.parent for phase in phases} - {None}
    return phases[: len(wider)] if wider else phases

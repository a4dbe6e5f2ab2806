"""The header of a Kiro spec: what is done, what is next, and what can start if that is stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.features.phases import list_phases
from mkdocs_speckit.model.formats import KIRO, NAMES_OF_FORMATS
from mkdocs_speckit.model.wording import cut_text, format_completion, format_count
from mkdocs_speckit.rendering.header.parts import (
    Caution,
    Fact,
    Facts,
    Header,
    Link,
    PageContents,
    find_sign,
    link_questions,
    make_strip,
)
from mkdocs_speckit.rendering.header.spec_kit import MAX_TEXT, link_task, make_task_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.model.plan import Plan


def make_kiro_header(documents: FeatureDocuments, contents: PageContents) -> Header:
    """Make the header of a page of a spec."""
    tasks = documents.tasks
    return Header(
        find_sign(documents),
        tuple(_count_parts(documents)),
        Link(NAMES_OF_FORMATS[KIRO], "", None),
        contents.links,
        make_strip(documents, tasks, () if tasks is None else list_phases(tasks)),
        () if tasks is None else tuple(_make_facts(documents, tasks)),
        cautions=tuple(_link_questions(documents)),
    )


def _count_parts(documents: FeatureDocuments) -> Iterator[str]:
    """The figures beside the state: `13 of 13 tasks`, `3 of 6 optional`, `1 in progress`.

    Without tasks, what is required.
    """
    tasks, requirements = documents.tasks, documents.requirements
    if tasks is not None and tasks.tasks:
        if tasks.completion.total:
            yield f"{format_completion(tasks.completion)} tasks"
        if tasks.optional.total:
            yield f"{format_completion(tasks.optional)} optional"
        for state in ("in-progress", "queued"):
            number = sum(task.state == state and task.is_counted for task in tasks.tasks)
            if number:
                yield f"{number:,} {state.replace('-', ' ')}"
    elif requirements is not None and requirements.requirements:
        found = requirements.requirements
        yield format_count(len(found), "requirement")
        if number := sum(len(requirement.criteria) for requirement in found):
            yield "1 criterion" if number == 1 else f"{number:,} criteria"


def _make_facts(documents: FeatureDocuments, tasks: Plan) -> Iterator[Facts]:
    """The task that is next in the list; what can start and what waits, if that is stated."""
    to_do = [task for task in tasks.tasks if task.is_required and not task.is_done]
    going = [task for task in to_do if task.state == "in-progress"]
    for task in (going or to_do)[:1]:
        link, text = link_task(documents, task), cut_text(task.text, MAX_TEXT)
        yield Facts("In progress" if going else "Next", (Fact((link,), text),), len(going[1:]))
    if any(task.after for task in tasks.tasks) or tasks.graphs:
        yield from make_task_facts(documents, tasks)


def _link_questions(documents: FeatureDocuments) -> Iterator[Caution]:
    """The open questions of the documents."""
    places = (
        (documents.requirements, "in the requirements"),
        (documents.bugfix, "in the bugfix"),
        (documents.design, "in the design"),
        (documents.tasks, "in the tasks"),
    )
    return link_questions(documents, places)

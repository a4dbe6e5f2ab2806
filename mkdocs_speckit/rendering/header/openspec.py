"""The header of OpenSpec's documents: how far a change is, and what changes a capability."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mkdocs_speckit.features.capabilities import DELTA_KINDS, list_deltas
from mkdocs_speckit.features.entries import make_title
from mkdocs_speckit.features.phases import list_phases
from mkdocs_speckit.model.formats import NAMES_OF_FORMATS, OPENSPEC
from mkdocs_speckit.model.wording import (
    cut_text,
    format_completion,
    format_count,
    format_day,
)
from mkdocs_speckit.rendering.header.parts import (
    NEXT_ANCHOR,
    Caution,
    Fact,
    Facts,
    Header,
    Link,
    PageContents,
    Sign,
    Strip,
    link_anchor,
    link_questions,
    make_strip,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mkdocs_speckit.features.capabilities import SpecDelta
    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import ProposedChange

CHANGE_SIGNS: dict[str, str] = {
    "proposed": "waiting",
    "in progress": "under-way",
    "ready to archive": "can-start",
    "archived": "done",
}
"""The signs of the states of a change."""

MAX_ITEM = 72
"""The number of characters of a task that is cut."""

MAX_TITLE = 200
"""The number of characters of a task that a tooltip shows."""

MAX_CHANGES = 6
"""The number of changes that a capability’s header names."""

CHIP = Link(NAMES_OF_FORMATS[OPENSPEC], "", None)


def make_openspec_header(documents: FeatureDocuments, contents: PageContents) -> Header:
    """Make the header of a page of a change, or of the main specification of a capability."""
    if (change := find_change(documents)) is not None:
        return _make_change_header(documents, change, contents)
    if documents.current.kind == "spec":
        return _make_capability_header(documents, contents)
    kind = documents.current.kind.capitalize()
    return Header(Sign("", kind), (), CHIP, contents.links, Strip(), ())


def find_change(documents: FeatureDocuments) -> ProposedChange | None:
    """The change that the documents belong to; None of a main specification."""
    known = (documents.current, documents.proposal, documents.tasks, documents.design)
    return next((plan.change for plan in known if plan is not None and plan.change), None)


def name_change(change: ProposedChange | None) -> str:
    """A change’s name as people write it."""
    return make_title(change.name) if change is not None else ""


def count_deltas(deltas: Iterable[SpecDelta]) -> str:
    """How many requirements are added, modified, removed and renamed: `2 added, 1 removed`."""
    numbers = Counter(delta.kind for one in deltas for delta in list_deltas(one))
    return ", ".join(f"{numbers[kind]:,} {kind}" for kind in DELTA_KINDS if numbers[kind])


# A change.


def _make_change_header(
    documents: FeatureDocuments, change: ProposedChange, contents: PageContents
) -> Header:
    tasks = documents.tasks
    counts = []
    if documents.completion.total:
        counts.append(f"{format_completion(documents.completion)} tasks")
    if deltas := count_deltas(documents.deltas):
        counts.append(f"requirements: {deltas}")
    day = format_day(change.archived) if change.archived else ""
    notes = tuple(_describe_end(documents, change))
    questions = tuple(_link_questions(documents))
    if change.is_archived:  # Nobody is to answer them any more.
        notes += tuple(Fact((one.link,), one.after) for one in questions if one.link)
        questions = ()
    return Header(
        Sign(CHANGE_SIGNS[change.state], f"{change.state.capitalize()} {day}".rstrip()),
        tuple(counts),
        CHIP,
        contents.links,
        make_strip(documents, tasks, list_phases(tasks) if tasks is not None else ()),
        tuple(_make_next(documents, change, contents)),
        notes,
        questions,
        label="Where this change stands",
    )


def _make_next(
    documents: FeatureDocuments, change: ProposedChange, contents: PageContents
) -> Iterator[Facts]:
    """The first open task of a change that is under way, with its section."""
    tasks, progress = documents.tasks, documents.current.progress
    item = progress.next_item if progress is not None else None
    if tasks is None or item is None or change.state != "in progress":
        return
    name = cut_text(item.text, MAX_ITEM)
    title = cut_text(item.text, MAX_TITLE) if name != item.text else ""
    link = Link(name, title, link_anchor(documents, tasks, NEXT_ANCHOR, contents))
    of_line = {task.place.line: task for task in tasks.tasks}
    task = of_line.get(item.place.line)
    phase = "" if task is None or task.phase is None else tasks.phases[task.phase].names[0]
    yield Facts("Next", (Fact((link,), f"· {phase}" if phase else ""),))


def _describe_end(documents: FeatureDocuments, change: ProposedChange) -> Iterator[Fact]:
    """What is to be done with a change whose tasks are done; what was left of an archived one."""
    done = documents.completion
    if change.state == "ready to archive":
        yield Fact(text=f"All tasks are done: openspec archive {change.name}")
    elif change.is_archived and done.done < done.total:
        opened = format_count(done.total - done.done, "task")
        verb = "is" if done.total - done.done == 1 else "are"
        link = Link(opened, "", documents.find_link(documents.tasks))
        yield Fact((link,), f"{verb} not ticked")
    elif change.state == "proposed":
        yield Fact(text="It has no tasks yet")


def _link_questions(documents: FeatureDocuments) -> Iterator[Caution]:
    """The open questions of the documents."""
    places: list[tuple[Plan | None, str]] = [
        (documents.proposal, "in the proposal"),
        (documents.design, "in the design"),
        (documents.tasks, "in the tasks"),
    ]
    places += [(one.plan, f"in the delta of {one.plan.capability}") for one in documents.deltas]
    return link_questions(documents, places)


# A capability.


def _make_capability_header(documents: FeatureDocuments, contents: PageContents) -> Header:
    plan = documents.current
    scenarios = sum(len(one.scenarios) for one in plan.requirements)
    active, archived = split_deltas(documents.deltas)
    changed = [
        Fact((link_change(documents, one),), day)
        for one in archived
        if (change := one.plan.change) is not None
        for day in [format_day(change.archived) if change.archived else ""]
    ]
    shown = tuple(changed[:MAX_CHANGES])
    facts = [Facts("Changed by", shown, len(changed) - len(shown))] if shown else []
    number = f"{format_count(len(active) - MAX_CHANGES, 'more active change')}"
    cautions = [_warn(documents, one) for one in active[:MAX_CHANGES]]
    if len(active) > MAX_CHANGES:
        cautions.append(Caution(f"and {number}"))
    return Header(
        Sign("", "Specification"),
        (
            format_count(len(plan.requirements), "requirement"),
            format_count(scenarios, "scenario"),
        ),
        CHIP,
        contents.links,
        Strip(),
        tuple(facts),
        cautions=tuple(cautions),
        label="What changes this specification",
    )


def split_deltas(
    deltas: Iterable[SpecDelta],
) -> tuple[tuple[SpecDelta, ...], tuple[SpecDelta, ...]]:
    """The deltas of active changes by their names, and those of archived ones, newest first."""
    active: list[SpecDelta] = []
    archived: list[SpecDelta] = []
    for one in deltas:
        if one.plan.change is not None:
            (archived if one.plan.change.is_archived else active).append(one)
    archived.sort(
        key=lambda one: (one.plan.change and one.plan.change.archived) or "", reverse=True
    )
    return tuple(active), tuple(archived)


def link_change(documents: FeatureDocuments, delta: SpecDelta) -> Link:
    """A link to what a change does to the capability."""
    return Link(name_change(delta.plan.change), "", documents.find_link(delta.plan))


def _warn(documents: FeatureDocuments, delta: SpecDelta) -> Caution:
    """Say that an active change is going to change the capability, and how far it is."""
    change, progress = delta.plan.change, delta.plan.progress
    state: str = change.state if change is not None else ""
    if progress is not None and progress.completion.total:
        state += f", {format_completion(progress.completion)} tasks"
    after = f"({'; '.join(filter(None, (count_deltas([delta]), state)))})"
    return Caution("An active change modifies it:", link_change(documents, delta), after)

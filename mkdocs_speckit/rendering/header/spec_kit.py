"""The header of a GitHub Spec Kit feature: what can start, what waits, stories, open questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.features.phases import list_phases
from mkdocs_speckit.model.formats import NAMES_OF_FORMATS, SPEC_KIT
from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.model.wording import cut_text, format_completion, format_count, join_first
from mkdocs_speckit.rendering.header.parts import (
    Caution,
    Fact,
    Facts,
    Header,
    Link,
    PageContents,
    StoryRow,
    find_sign,
    link_questions,
    make_places,
    make_strip,
)
from mkdocs_speckit.schedule.states import find_phase_states
from mkdocs_speckit.schedule.tasks import find_standings, find_waiting_phases, group_parallel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Task
    from mkdocs_speckit.schedule.tasks import Standing

GRAPH_ANCHOR = "graph"
"""The id of the heading that the graph of phases is under."""

MAX_STARTS = 6
MAX_WAITING = 4
MAX_REASONS = 3
MAX_STORIES = 20
"""The number of tasks that can start, of what waits, of what it waits for, and of stories."""

MAX_TEXT = 60
"""The number of characters of a task's text that is cut."""

MAX_TITLE = 120
"""The number of characters of a task's text that a tooltip shows."""

NO_DEPENDENCIES = "in the order of the document: it states no dependencies"


def make_spec_kit_header(documents: FeatureDocuments, contents: PageContents) -> Header:
    """Make the header of a page of the feature; that of its task list also has the stories."""
    # What a template's examples say counts nowhere.
    tasks = None if documents.is_template else documents.tasks
    phases = () if tasks is None else list_phases(tasks)
    stories: list[StoryRow] = []
    facts: list[Facts] = []
    if documents.is_template:
        facts = [*make_places(documents, contents)]
    elif tasks is not None:
        facts = make_task_facts(documents, tasks)
        if documents.current.kind == "tasks":
            stories = list(_make_stories(documents, tasks))
    links = contents.links
    is_elsewhere = tasks is not None and tasks.path != documents.current.path
    if tasks is not None and is_elsewhere and any(graph.edges for graph in tasks.graphs):
        links = (Link("Diagram", "", documents.find_link(tasks, GRAPH_ANCHOR)), *links)
    return Header(
        find_sign(documents),
        tuple(_count_parts(documents)),
        Link(NAMES_OF_FORMATS[SPEC_KIT], "", None),
        links,
        make_strip(documents, tasks, phases),
        tuple(facts),
        cautions=tuple(_link_questions(documents)),
        stories=tuple(stories[:MAX_STORIES]),
        more_stories=max(0, len(stories) - MAX_STORIES),
        has_story_tasks=bool(documents.story_completions),
    )


def _count_parts(documents: FeatureDocuments) -> Iterator[str]:
    """The figures beside the state: tasks and criteria, or what a specification asks for.

    Of a template, how much there is to fill in.
    """
    tasks, spec = documents.tasks, documents.spec
    if documents.is_template:
        yield f"{format_count(documents.placeholders, 'place')} to fill in"
    elif tasks is not None and tasks.completion.total:
        yield f"{format_completion(tasks.completion)} tasks"
        if tasks.criteria.total:
            yield f"{format_completion(tasks.criteria)} criteria"
    elif spec is not None:
        if spec.stories:
            number = len(spec.stories)
            yield f"{number:,} {'story' if number == 1 else 'stories'}"
        if spec.requirements:
            yield format_count(len(spec.requirements), "requirement")


def _link_questions(documents: FeatureDocuments) -> Iterator[Caution]:
    """The open questions of the documents."""
    places = (
        (documents.spec, "in the specification"),
        (documents.plan, "in the plan"),
        (documents.tasks, "in the tasks"),
    )
    return link_questions(documents, places)


# What can start, and what waits.


def make_task_facts(documents: FeatureDocuments, tasks: Plan) -> list[Facts]:
    """What can start and what waits; or what is next where nothing is stated of it."""
    standings = find_standings(tasks)
    pairs = [
        (task, standing)
        for task, standing in zip(tasks.tasks, standings, strict=True)
        if not task.is_heading
    ]
    if not any(standing.state in {"can start", "waiting"} for standing in standings):
        opened = [task for task in tasks.tasks if task.state == "open"]
        return _make_starts(documents, "Next", [(task,) for task in opened], NO_DEPENDENCIES)
    ready = [task for task, standing in pairs if standing.state == "can start"]
    found = _make_starts(documents, "Can start now", list(group_parallel(ready)))
    waiting = [*_list_waiting_tasks(documents, pairs), *_list_waiting_phases(documents, pairs)]
    if waiting:
        more = max(0, len(waiting) - MAX_WAITING)
        found.append(Facts("Waiting", tuple(waiting[:MAX_WAITING]), more))
    return found


def _make_starts(
    documents: FeatureDocuments, label: str, groups: Sequence[tuple[Task, ...]], note: str = ""
) -> list[Facts]:
    """The first of some groups of tasks; one that is alone also has its text."""
    number = sum(map(len, groups))
    if not number:
        return []
    if number == 1:
        ((task,),) = groups
        text = cut_text(task.text, MAX_TEXT)
        return [Facts(label, (Fact((link_task(documents, task),), text),), note=note)]
    found, left = [], MAX_STARTS
    for group in groups:
        links = tuple(link_task(documents, task) for task in group[:left])
        if links:
            found.append(Fact(links, "side by side" if len(links) > 1 else ""))
        left -= len(links)
    return [Facts(label, tuple(found), max(0, number - MAX_STARTS), note)]


def _list_waiting_tasks(
    documents: FeatureDocuments, pairs: Iterable[tuple[Task, Standing]]
) -> Iterator[Fact]:
    """The tasks that wait for nothing but other tasks."""
    for task, standing in pairs:
        if standing.tasks and not standing.phases:
            yield Fact(
                (link_task(documents, task),), f"for {join_first(standing.tasks, MAX_REASONS)}"
            )


def _list_waiting_phases(
    documents: FeatureDocuments, pairs: Iterable[tuple[Task, Standing]]
) -> Iterator[Fact]:
    """The phases whose tasks wait for other phases."""
    tasks = documents.tasks
    if tasks is None:
        return
    anchors = tasks.phase_anchors
    for index, phases in find_waiting_phases(pairs).items():
        phase = tasks.phases[index]
        href = documents.find_link(tasks, anchors[index])
        names = [tasks.phases[other].names[-1] for other in phases]
        link = Link(phase.names[-1], phase.names[0], href)
        yield Fact((link,), f"for {join_first(names, MAX_REASONS)}")


def link_task(documents: FeatureDocuments, task: Task) -> Link:
    """The number of a task, linked to it."""
    return Link(
        task.id, cut_text(task.text, MAX_TITLE), documents.find_link(documents.tasks, task.anchor)
    )


# Stories.


def _make_stories(documents: FeatureDocuments, tasks: Plan) -> Iterator[StoryRow]:
    """The stories of the specification with their progress; without one, those of the phases."""
    states = [(state or "").replace(" ", "-") for state in find_phase_states(tasks)]
    phase_of = {story: i for i, phase in enumerate(tasks.phases) for story in phase.stories}
    spec = documents.spec
    if spec is not None and spec.stories:
        named = [
            (story.id, story.title, story.priority, documents.find_link(spec, story.anchor))
            for story in spec.stories
        ]
    else:
        named = [
            (
                story,
                tasks.phases[index].own_title or tasks.phases[index].title,
                tasks.phases[index].priority or None,
                documents.find_link(tasks, tasks.phase_anchors[index]),
            )
            for story, index in phase_of.items()
        ]
    for id_, title, priority, href in named:
        completion = documents.story_completions.get(id_, Completion())
        index = phase_of.get(id_)
        is_mvp = index is not None and tasks.phases[index].is_mvp
        state = "done" if completion.is_complete else "under-way" if completion.done else ""
        if not state and index is not None:
            state = states[index]
        notes = " · ".join(filter(None, (priority, "MVP" if is_mvp else "")))
        yield StoryRow(id_, title, notes, href, state, completion)

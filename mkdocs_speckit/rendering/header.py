"""The header of a feature: its state, its phases as a strip, what can start and what waits.

Below it on the page of a task list: the stories of the specification with their progress.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from mkdocs_speckit.model.formats import NAMES_OF_FORMATS, SPEC_KIT
from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.model.wording import cut_text, format_completion, format_count, join_words
from mkdocs_speckit.rendering import keep, render
from mkdocs_speckit.rendering.text_width import measure_text
from mkdocs_speckit.schedule.states import find_phase_states
from mkdocs_speckit.schedule.tasks import find_standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.model.parts import PhaseBoxes
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Task
    from mkdocs_speckit.schedule.tasks import Standing

GRAPH_ANCHOR = "graph"
"""The id of the heading that the graph of phases is under."""

MAX_SEGMENTS = 60
"""A strip of more phases is drawn as one."""

MAX_STARTS = 6
MAX_WAITING = 4
MAX_REASONS = 3
MAX_STORIES = 20
"""The number of tasks that can start, of what waits, of what it waits for, and of stories."""

MAX_TEXT = 60
"""The number of characters of a task's text that is cut."""

MAX_TITLE = 120
"""The number of characters of a task's text that a tooltip shows."""

STRIP_WIDTH = 640.0
"""The width of a strip in a column of 688 px, without its gaps."""

NAME_SIZE = 12.0
BOLD = 1.08
"""How much wider bold letters are."""


SIGNED = frozenset(["done", "not filled in", "stuck", "under way"])
"""The states of a feature that have a sign of their own."""


class Segment(Struct, frozen=True):
    """A phase in the strip: `weight` is its share of the width, `text` what fits below it.

    `name` is the bold part of that text. `full` says everything in words, from `long_name` on.
    """

    weight: int
    state: str
    percent: int
    name: str
    text: str
    full: str
    href: str | None
    long_name: str = ""
    count: str = ""


class Link(Struct, frozen=True):
    """A task or a phase by its short name; `title` says more."""

    name: str
    title: str
    href: str | None


class Fact(Struct, frozen=True):
    """Tasks or phases that can start or wait, with a note on all of them."""

    links: tuple[Link, ...]
    note: str = ""


class Facts(Struct, frozen=True):
    """The facts under a label; `more` are left out."""

    label: str
    facts: tuple[Fact, ...]
    more: int = 0


class StoryRow(Struct, frozen=True):
    """A story with its progress."""

    id: str
    title: str
    notes: str
    href: str | None
    state: str
    completion: Completion


class Sign(NamedTuple):
    """A state and the word for it."""

    state: str
    word: str


@keep
def render_header(documents: FeatureDocuments, kind: str) -> str:
    """Render the header of a feature, on the page of its document of this kind."""
    # What a template's examples say counts nowhere.
    tasks = None if documents.is_template else documents.tasks
    segments = list(_make_segments(documents)) if tasks is not None else []
    current = next((s for s in segments if s.state in {"under-way", "can-start", "stuck"}), None)
    current = current or next((s for s in segments if s.state != "done"), None)
    stories: list[StoryRow] = []
    facts: list[Facts] = []
    if tasks is not None and kind == "tasks":
        stories = list(_make_stories(documents, tasks))
        facts = _make_facts(documents, tasks)
    return render(
        "header.html",
        sign=_find_sign(documents),
        counts=list(_count_parts(documents)),
        format=NAMES_OF_FORMATS[SPEC_KIT],
        graph=documents.find_link(tasks, GRAPH_ANCHOR) if tasks and _has_edges(tasks) else None,
        segments=segments,
        current=current,
        facts=facts,
        stories=stories[:MAX_STORIES],
        has_story_tasks=bool(documents.story_completions),
        more_stories=max(0, len(stories) - MAX_STORIES),
        questions=list(_link_questions(documents)),
    )


def _has_edges(tasks: Plan) -> bool:
    return any(graph.edges for graph in tasks.graphs)


def _find_sign(documents: FeatureDocuments) -> Sign:
    """The state of the whole feature."""
    state = documents.state
    return Sign(state.replace(" ", "-") if state in SIGNED else "waiting", state.capitalize())


def _count_parts(documents: FeatureDocuments) -> Iterator[str]:
    """The figures beside the state: tasks and criteria, or what a specification asks for.

    Of a template, how much there is to fill in.
    """
    tasks, spec = documents.tasks, documents.spec
    if documents.is_template:
        parts = (documents.spec, documents.plan, documents.tasks)
        number = sum(len(plan.placeholders) for plan in parts if plan is not None)
        yield f"{format_count(number, 'place')} to fill in"
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


def _link_questions(documents: FeatureDocuments) -> Iterator[tuple[Link, str]]:
    """The open questions of each document, linked to the first, and where they are."""
    places = (
        (documents.spec, "in the specification"),
        (documents.plan, "in the plan"),
        (documents.tasks, "in the tasks"),
    )
    for document, place in places:
        if document is not None and document.questions:
            number = format_count(len(document.questions), "open question")
            yield Link(number, "", documents.find_link(document, "question-1")), place


# The strip.


def _name_phase_states(tasks: Plan) -> list[str]:
    """The state of each phase, as a class; that of one of which nothing is known is empty."""
    return [(state or "").replace(" ", "-") for state in find_phase_states(tasks)]


def _make_segments(documents: FeatureDocuments) -> Iterator[Segment]:
    """The phases with tasks, in order; all in one if there are too many to be told apart."""
    tasks = documents.tasks
    if tasks is None:
        return
    shown = [index for index, phase in enumerate(tasks.phases) if phase.completion.total]
    if not shown or len(shown) > MAX_SEGMENTS:
        done, sign = tasks.completion, _find_sign(documents)
        if done.total:
            full = f"All tasks: {format_completion(done)}"
            percent = _round_percent(done)
            yield Segment(1, sign.state, percent, "", "", full, documents.find_link(tasks))
        return
    anchors, states = tasks.phase_anchors, _name_phase_states(tasks)
    whole = sum(tasks.phases[index].completion.total for index in shown)
    for index in shown:
        phase, state = tasks.phases[index], states[index]
        completion = phase.completion
        room = STRIP_WIDTH * completion.total / whole
        name, text = _fit_name(phase, state, room)
        word = state.replace("-", " ")
        full = f"{phase.names[0]}: {word}{', ' if word else ''}{format_completion(completion)}"
        yield Segment(
            completion.total,
            state,
            _round_percent(completion),
            name,
            text,
            full,
            documents.find_link(tasks, anchors[index]),
            phase.names[0],
            format_completion(completion),
        )


def _round_percent(completion: Completion) -> int:
    """The share that is done, in percent: 100 and 0 only if it is that."""
    percent = round(completion.share * 100)
    if 0 < completion.done < completion.total:
        return min(max(percent, 1), 99)
    return percent


def _fit_name(phase: PhaseBoxes, state: str, room: float) -> tuple[str, str]:
    """The longest name of a phase that fits: its bold part, and the rest; both may be empty."""
    count = format_completion(phase.completion)
    for name in phase.names:
        if state == "done":
            if measure_text(f"✓ {name}", NAME_SIZE) <= room:
                return "", f"✓ {name}"
        elif state in {"under-way", "stuck"}:
            for text in (count, ""):
                if measure_text(f"{name} {text}", NAME_SIZE) * BOLD <= room:
                    return name, text
        elif measure_text(name, NAME_SIZE) <= room:
            return "", name
    return "", "✓" if state == "done" else ""


# What can start, and what waits.


def _make_facts(documents: FeatureDocuments, tasks: Plan) -> list[Facts]:
    """What can start and what waits; or what is next where nothing is stated of it."""
    standings = find_standings(tasks)
    pairs = list(zip(tasks.tasks, standings, strict=True))
    if not any(standing.state in {"can start", "waiting"} for standing in standings):
        opened = [task for task in tasks.tasks if task.state == "open"]
        return _make_starts(documents, "Next", [(task,) for task in opened])
    ready = [task for task, standing in pairs if standing.state == "can start"]
    found = _make_starts(documents, "Can start now", list(_group_parallel(ready)))
    waiting = [*_list_waiting_tasks(documents, pairs), *_list_waiting_phases(documents, pairs)]
    if waiting:
        more = max(0, len(waiting) - MAX_WAITING)
        found.append(Facts("Waiting", tuple(waiting[:MAX_WAITING]), more))
    return found


def _group_parallel(tasks: Sequence[Task]) -> Iterator[tuple[Task, ...]]:
    """The tasks of a phase that are side by side in the list and may run so; others alone."""
    for (is_parallel, _), group in groupby(tasks, lambda task: (task.is_parallel, task.phase)):
        if is_parallel:
            yield tuple(group)
        else:
            yield from ((task,) for task in group)


def _make_starts(
    documents: FeatureDocuments, label: str, groups: Sequence[tuple[Task, ...]]
) -> list[Facts]:
    """The first of some groups of tasks; one that is alone also has its text."""
    number = sum(map(len, groups))
    if not number:
        return []
    if number == 1:
        ((task,),) = groups
        text = cut_text(task.text, MAX_TEXT)
        return [Facts(label, (Fact((_link_task(documents, task),), text),))]
    found, left = [], MAX_STARTS
    for group in groups:
        links = tuple(_link_task(documents, task) for task in group[:left])
        if links:
            found.append(Fact(links, "side by side" if len(links) > 1 else ""))
        left -= len(links)
    return [Facts(label, tuple(found), max(0, number - MAX_STARTS))]


def _list_waiting_tasks(
    documents: FeatureDocuments, pairs: Iterable[tuple[Task, Standing]]
) -> Iterator[Fact]:
    """The tasks that wait for nothing but other tasks."""
    for task, standing in pairs:
        if standing.tasks and not standing.phases:
            yield Fact((_link_task(documents, task),), _join_reasons(standing.tasks))


def _list_waiting_phases(
    documents: FeatureDocuments, pairs: Iterable[tuple[Task, Standing]]
) -> Iterator[Fact]:
    """The phases whose tasks wait for other phases."""
    tasks = documents.tasks
    if tasks is None:
        return
    anchors = tasks.phase_anchors
    reasons = {task.phase: standing.phases for task, standing in pairs if standing.phases}
    for index, phases in reasons.items():
        if index is not None:
            phase = tasks.phases[index]
            href = documents.find_link(tasks, anchors[index])
            names = [tasks.phases[other].names[-1] for other in phases]
            link = Link(phase.names[-1], phase.names[0], href)
            yield Fact((link,), _join_reasons(names))


def _join_reasons(names: Sequence[str]) -> str:
    if len(names) > MAX_REASONS:
        names = [*names[: MAX_REASONS - 1], f"{len(names) - MAX_REASONS + 1:,} more"]
    return f"for {join_words(names)}"


def _link_task(documents: FeatureDocuments, task: Task) -> Link:
    return Link(
        task.id, cut_text(task.text, MAX_TITLE), documents.find_link(documents.tasks, task.anchor)
    )


# Stories.


def _make_stories(documents: FeatureDocuments, tasks: Plan) -> Iterator[StoryRow]:
    """The stories of the specification with their progress; without one, those of the phases."""
    states = _name_phase_states(tasks)
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

"""From requirements to the tasks that cite them, and on to stories and files, and back.

An example: task T009 says `[US1] Work out the price for FR-003 in shop/prices.py`. So FR-003 has
the task T009, the story US1 and the file `shop/prices.py`. A requirement that no task cites, and a
task that cites none, are gaps: figures first, as few projects cite all of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.model.formats import LEVEL, OPENSPEC
from mkdocs_speckit.model.parts import Completion, PhaseBoxes
from mkdocs_speckit.model.tasks import EVERY_REQUIREMENT, KINDS_OF_LEVEL, ONE_ID, Task
from mkdocs_speckit.reading.task_lists import find_files, find_requirements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.model.parts import Item
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Criterion, Requirement

_NUMBER = re.compile(
    rf"\[?(?P<id>{ONE_ID}|T\d|CHK-?\d{{1,4}}[a-z]?(?!\w))\]?[\s:–—-]*(?:\[[^\[\]]{{1,9}}\]\s*)*"
)

MAX_PAIRS = 200_000
"""More requirements times tasks are not compared: nobody could read what comes of it."""


class TracedRequirement(Struct, frozen=True):
    """A requirement, or a criterion of the requirement `part_of`, at a line of a document.

    `tasks` are the ids of those that cite it, or their texts if they have none; `stories` and
    `files` are what these tasks name.
    """

    id: str
    text: str
    path: str
    line: int
    tasks: tuple[str, ...]
    stories: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    part_of: str = ""


class TracedTask(Struct, frozen=True):
    """A task at a line of a document, with the ids of what it cites, its story and its files."""

    id: str
    text: str
    path: str
    line: int
    requirements: tuple[str, ...]
    story: str = ""
    files: tuple[str, ...] = ()


class Trace(Struct, frozen=True):
    """What the requirements and the tasks of a feature say of each other."""

    entry: Entry
    requirements: tuple[TracedRequirement, ...]
    tasks: tuple[TracedTask, ...]

    @property
    def wholes(self) -> tuple[TracedRequirement, ...]:
        """The requirements, without their criteria."""
        return tuple(one for one in self.requirements if not one.part_of)

    @property
    def met(self) -> int:
        """How many requirements have a task, or a criterion that has one."""
        parts = {one.part_of for one in self.requirements if one.part_of and one.tasks}
        return sum(bool(one.tasks) or one.id in parts for one in self.wholes)


def find_citing(requirements: Plan, tasks: Plan | None) -> list[tuple[Requirement, list[Task]]]:
    """Find the tasks that cite each requirement of a document, or one of its criteria.

    Tasks are in the order of their list. Empty without a list, and with more pairs than
    `MAX_PAIRS`.
    """
    if tasks is None:
        return []
    citing = _CitingTasks(requirements, tasks)
    if citing.is_too_much:
        return []
    return [
        (one, citing.find(one.id, *(criterion.id for criterion in one.criteria)))
        for one in requirements.requirements
    ]


class _CitingTasks:
    """The tasks of a list by the ids that they cite."""

    def __init__(self, requirements: Plan, tasks: Plan) -> None:
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        self._tasks = tasks.tasks
        number = len(requirements.requirements)
        is_named = requirements.format == OPENSPEC
        for place, task in enumerate(tasks.tasks):
            for id_ in task.requirements:
                self._places[id_].append(place)
        everyone = len(tasks.tasks) if is_named else len(self._places.get(EVERY_REQUIREMENT, ()))
        self.is_too_much = number * everyone > MAX_PAIRS
        if is_named and not self.is_too_much:
            self._add_named(requirements.requirements)

    def _add_named(self, requirements: Iterable[Requirement]) -> None:
        """Tasks of OpenSpec cite a requirement by its name, letter by letter, not by one word."""
        for requirement in requirements:
            if " " in requirement.id:
                found = [i for i, task in enumerate(self._tasks) if requirement.id in task.text]
                self._places[requirement.id] = found

    def find(self, *ids: str) -> list[Task]:
        """The tasks that cite one of some ids, or all requirements."""
        places = {place for id_ in (*ids, EVERY_REQUIREMENT) for place in self._places.get(id_, ())}
        return [self._tasks[place] for place in sorted(places)]


def trace_features(entries: Iterable[Entry], plans: Iterable[Plan]) -> list[Trace]:
    """Trace the features that have both requirements and tasks, in the order of their folders."""
    by_path = {plan.path: plan for plan in plans}
    found = []
    for entry in entries:
        documents = [by_path[each.path] for each in entry.documents if each.path in by_path]
        lists = (add_tasks(plan) for plan in documents if plan.kind == "tasks")
        tasks = next((plan for plan in lists if plan.tasks), None)
        stating = [plan for plan in documents if plan.requirements]
        if tasks is not None and stating:
            traced = [one for plan in stating for one in _trace_requirements(plan, tasks)]
            found.append(Trace(entry, tuple(traced), tuple(_trace_tasks(stating, tasks))))
    return found


def add_tasks(plan: Plan) -> Plan:
    """Make a task of each box of a task list with a level; other formats have tasks already.

    Its phases become the headings that the boxes are under.
    """
    if plan.format != LEVEL:
        return plan
    headings = sorted({item.heading for item in plan.items if item.heading is not None})
    marks = [plan.outline[index] for index in headings]
    place = {heading: number for number, heading in enumerate(headings)}
    return replace(
        plan,
        graphs=(),
        phases=tuple(
            PhaseBoxes(mark.text, mark.line, index, Completion())
            for mark, index in zip(marks, headings, strict=True)
        ),
        tasks=tuple(
            _make_task(item, None if item.heading is None else place[item.heading])
            for item in plan.items
        ),
    )


def _make_task(item: Item, phase: int | None) -> Task:
    """A box as a task: its number, `T004` or `CHK-12`, what it cites, and the files it names."""
    match = _NUMBER.match(item.text)
    return Task(
        id=match["id"] if match else "",
        state=item.state,
        text=item.text[match.end() :] if match else item.text,
        place=item.place,
        heading=item.heading,
        phase=phase,
        files=tuple(find_files(item.source)),
        requirements=tuple(find_requirements(item.source, KINDS_OF_LEVEL)),
    )


def _trace_requirements(plan: Plan, tasks: Plan) -> Iterator[TracedRequirement]:
    citing = _CitingTasks(plan, tasks)
    if citing.is_too_much:
        return
    for requirement in plan.requirements:
        stated: tuple[Requirement | Criterion, ...] = (requirement, *requirement.criteria)
        for one in stated:
            found = citing.find(one.id)
            yield TracedRequirement(
                one.id,
                one.text,
                plan.path,
                one.place.line,
                _unique(task.id or task.text for task in found),
                _unique(filter(None, (tasks.find_story(task) for task in found))),
                _unique(file for task in found for file in task.files),
                "" if one is requirement else requirement.id,
            )


def _trace_tasks(stating: Sequence[Plan], tasks: Plan) -> Iterator[TracedTask]:
    named: defaultdict[int, list[str]] = defaultdict(list)
    for plan in stating:
        if plan.format == OPENSPEC:
            for requirement, found in find_citing(plan, tasks):
                for task in found:
                    named[id(task)].append(requirement.id)
    for task in tasks.tasks:
        if task.is_counted:
            yield TracedTask(
                task.id,
                task.text,
                tasks.path,
                task.place.line,
                _unique((*task.requirements, *named[id(task)])),
                tasks.find_story(task),
                task.files,
            )


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))

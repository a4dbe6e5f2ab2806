"""What somebody can take up now in a feature, and what waits for what.

An example: *Core* depends on *Setup*, which is done, and T004 on T003. So T003 can start, also
beside T005, which is marked as parallel, and T004 waits for T003. Where a document states no order,
the first open item is next, and nothing is known of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.model.graph import find_neighbours
from mkdocs_speckit.schedule import schedule_remaining_plan
from mkdocs_speckit.schedule.states import find_states, list_next_items
from mkdocs_speckit.schedule.tasks import find_standings, find_waiting_phases, group_parallel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.model.parts import Item
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Task
    from mkdocs_speckit.schedule.tasks import Standing

StepState = Literal["in progress", "can start", "next"]
"""A step is in progress if its box says so. It can start if all that its document states it to wait
for is done. It is next if nothing is stated, and it is the first that is open."""


class Step(Struct, frozen=True):
    """A task, or the first open box of a phase, at a line of the document with this path.

    `id` is the task's number, if it has one; `phase` the name of its phase. Steps of a feature with
    the same `group` can be done side by side. One that `is_critical` is in a phase on the critical
    path of what is left.
    """

    id: str
    text: str
    path: str
    line: int
    state: StepState
    phase: str = ""
    group: int | None = None
    is_critical: bool = False


class Wait(Struct, frozen=True):
    """A task, by its id, or a phase, by its name, and the ids and names of what it waits for."""

    name: str
    waits_for: tuple[str, ...]


class NextSteps(Struct, frozen=True):
    """What comes next in a feature: `steps` that can be taken up now, and what is `waiting`."""

    entry: Entry
    steps: tuple[Step, ...]
    waiting: tuple[Wait, ...]


def list_next_steps(entries: Iterable[Entry], plans: Iterable[Plan]) -> list[NextSteps]:
    """List what comes next in each feature that is not done; what is under way comes first.

    `plans` are the joined documents. Changes in an archive are left out, and so are templates that
    nobody has filled in, and features in which nothing is open.
    """
    by_path = {plan.path: plan for plan in plans}
    found = []
    for entry in entries:
        is_archived = entry.change is not None and entry.change.is_archived
        if is_archived or entry.status in {"done", "not filled in"}:
            continue
        documents = [by_path[each.path] for each in entry.documents if each.path in by_path]
        steps, waiting = _find_steps(documents)
        if steps or waiting:
            found.append(NextSteps(entry, tuple(steps), tuple(waiting)))
    return sorted(found, key=lambda each: each.entry.status != "under way")


def _find_steps(documents: Sequence[Plan]) -> tuple[list[Step], list[Wait]]:
    """What comes next by the documents of one feature."""
    for plan in documents:
        if plan.tasks and plan.kind == "tasks":
            return _find_tasks(plan)
    for plan in documents:
        if plan.graphs and plan.phases:
            steps, waiting = _find_phases(plan, documents)
            if steps:
                return steps, waiting
    items = (plan.progress.next_item for plan in documents if plan.progress is not None)
    item = next(filter(None, items), None)
    return [] if item is None else [_make_item_step(item, documents, "next")], []


# Task lists.


def _find_tasks(plan: Plan) -> tuple[list[Step], list[Wait]]:
    """The tasks of a list that are in progress or can start; or the first that is open."""
    pairs = list(zip(plan.tasks, find_standings(plan), strict=True))
    pairs = [(task, standing) for task, standing in pairs if task.is_counted]
    going = [task for task, standing in pairs if standing.state == "in-progress"]
    ready = [task for task, standing in pairs if standing.state == "can start"]
    waiting = [*_list_waiting(plan, pairs)]
    steps = [_make_task_step(plan, task, "in progress") for task in going]
    if ready or waiting:
        steps += _make_ready_steps(plan, ready)
    elif not going:
        opened = [task for task, _ in pairs if task.is_required and task.state == "open"]
        steps = [_make_task_step(plan, task, "next") for task in opened[:1]]
    return steps, waiting


def _make_ready_steps(plan: Plan, tasks: Iterable[Task]) -> Iterator[Step]:
    """The tasks that can start; those that can be done side by side are a group."""
    number = 0
    for group in group_parallel(tasks):
        number += len(group) > 1
        for task in group:
            yield _make_task_step(plan, task, "can start", number if group[1:] else None)


def _list_waiting(plan: Plan, pairs: Sequence[tuple[Task, Standing]]) -> Iterator[Wait]:
    """The tasks that wait for other tasks alone, and the phases whose tasks wait for phases."""
    for task, standing in pairs:
        if standing.tasks and not standing.phases:
            yield Wait(task.id or task.text, standing.tasks)
    for index, others in find_waiting_phases(pairs).items():
        names = tuple(plan.phases[other].names[0] for other in others)
        yield Wait(plan.phases[index].names[0], names)


def _make_task_step(plan: Plan, task: Task, state: StepState, group: int | None = None) -> Step:
    # In a list of Kiro the outermost tasks are the phases.
    known = None if task.phase is None else plan.phases[task.phase]
    phase = known.names[0] if known and known.line != task.place.line else ""
    return Step(task.id, task.text, plan.path, task.place.line, state, phase, group)


# Plans with a dependency table.


def _find_phases(plan: Plan, documents: Sequence[Plan]) -> tuple[list[Step], list[Wait]]:
    """The first open box of each phase that is under way or can start, and the phases that wait.

    Those on the critical path of what is left come first.
    """
    graph, remaining = plan.graphs[0], schedule_remaining_plan(plan)
    critical = remaining.critical_path if remaining else ()
    steps = [
        replace(
            _make_item_step(item, documents, "can start"),
            phase=graph.nodes[index].name,
            is_critical=index in critical,
        )
        for index, item in list_next_items(plan)
    ]
    states = find_states(plan, graph)
    before, _ = find_neighbours(graph.edges)
    waiting = [
        Wait(node.name, tuple(graph.nodes[i].name for i in before[index] if states[i] != "done"))
        for index, node in enumerate(graph.nodes)
        if states[index] == "waiting"
    ]
    return steps, [each for each in waiting if each.waits_for]


def _make_item_step(item: Item, documents: Iterable[Plan], state: StepState) -> Step:
    """A box, which is in one of the feature's documents."""
    path = next(plan.path for plan in documents if item in plan.items)
    return Step("", item.text, path, item.place.line, state)

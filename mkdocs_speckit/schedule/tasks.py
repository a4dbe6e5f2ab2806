"""The state of each task of a task list, by what the list states (`docs/spec-kit.md`).

An example: *Core* depends on *Setup*, which is done, and T004 on T003. So T003 can start, and T004
waits for it. Of a list that states no dependencies nothing is known of its open tasks: their order
is that of the document.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from mkdocs_speckit.model.graph import find_neighbours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Task

TaskState = Literal["done", "cancelled", "stuck", "in-progress", "queued", "can start", "waiting"]


class Standing(Struct, frozen=True, gc=False):
    """Where a task stands.

    The `state` of an open task is None if nothing is stated about it. One that is waiting waits for
    other `tasks`, by their ids, or because its phase waits for other `phases`, by their indexes.
    """

    state: TaskState | None
    tasks: tuple[str, ...] = ()
    phases: tuple[int, ...] = ()


def find_open_prerequisites(plan: Plan) -> list[tuple[int, ...]]:
    """Find the phases that each phase of a task list waits for, by their indexes.

    A phase without tasks that count is done as soon as what it waits for is: there is nothing in
    it to tick.
    """
    if not plan.graphs:
        return [() for _ in plan.phases]
    before, _ = find_neighbours(plan.graphs[0].edges)
    found = []
    for index in range(len(plan.phases)):
        waits_for: dict[int, None] = {}
        seen, ahead = {index}, [*reversed(before[index])]
        while ahead:
            other = ahead.pop()
            if other in seen:
                continue
            seen.add(other)
            completion = plan.phases[other].completion
            if not completion.total:
                ahead += reversed(before[other])
            elif not completion.is_complete:
                waits_for[other] = None
        found.append(tuple(sorted(waits_for)))
    return found


def _group_by_ids(tasks: Sequence[Task]) -> dict[str, list[Task]]:
    """The tasks that each id means; that of a heading means its parts."""
    named: defaultdict[str, list[Task]] = defaultdict(list)
    parents = {task.id: task.parent for task in tasks}
    headings = {task.id for task in tasks if task.is_heading}
    for task in tasks:
        for id_ in () if task.is_heading else task.ids:
            named[id_.casefold()].append(task)
        above = None if task.is_heading else task.parent
        while above is not None:
            if above in headings:
                named[above.casefold()].append(task)
            above = parents.get(above)
    return dict(named)


def _list_phases(plan: Plan, task: Task) -> list[int]:
    """The phases that a task is in, by their indexes: its own, and the wider one around it."""
    found = []
    phase = task.phase
    while phase is not None:
        found.append(phase)
        phase = plan.phases[phase].parent
    return found


def find_standings(plan: Plan) -> tuple[Standing, ...]:
    """Find where each task stands, in the order of the list.

    A task that other tasks wait for is out of their way when it is done or cancelled, and one that
    only has parts when these are; one that is not in the list is never known to be done.
    """
    named = _group_by_ids(plan.tasks)
    edges = plan.graphs[0].edges if plan.graphs else ()
    joined = {index for edge in edges for index in edge}
    prerequisites = find_open_prerequisites(plan)

    def is_settled(id_: str) -> bool:
        found = named.get(id_.casefold(), ())
        return bool(found) and all(one.is_done or not one.is_counted for one in found)

    found = []
    for task in plan.tasks:
        if task.state != "open":
            found.append(Standing("stuck" if task.state == "blocked" else task.state))
            continue
        own = set(task.ids)
        tasks = tuple(i for i in task.after if i not in own and not is_settled(i))
        own_phases = _list_phases(plan, task)
        phases = tuple(sorted({other for one in own_phases for other in prerequisites[one]}))
        if tasks or phases:
            found.append(Standing("waiting", tasks, phases))
        else:
            is_stated = bool(task.after) or not joined.isdisjoint(own_phases)
            found.append(Standing("can start" if is_stated else None))
    return tuple(found)


def group_parallel(tasks: Iterable[Task]) -> Iterator[tuple[Task, ...]]:
    """The tasks of a phase that are side by side in the list and may run so; others alone."""
    for (is_parallel, _), group in groupby(tasks, lambda task: (task.is_parallel, task.phase)):
        if is_parallel:
            yield tuple(group)
        else:
            yield from ((task,) for task in group)


def find_waiting_phases(
    pairs: Iterable[tuple[Task, Standing]],
) -> dict[int, tuple[int, ...]]:
    """The phases whose tasks wait for other phases, and these, by their indexes."""
    return {
        task.phase: standing.phases
        for task, standing in pairs
        if standing.phases and task.phase is not None
    }

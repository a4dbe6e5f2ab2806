"""The state of each task of a task list, by what the list states (`docs/spec-kit.md`).

An example: *Core* depends on *Setup*, which is done, and T004 on T003. So T003 can start, and T004
waits for it. Of a list that states no dependencies nothing is known of its open tasks: their order
is that of the document.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from mkdocs_speckit.model.graph import find_neighbours

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Task

TaskState = Literal["done", "cancelled", "stuck", "can start", "waiting"]


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


def find_standings(plan: Plan) -> tuple[Standing, ...]:
    """Find where each task stands, in the order of the list.

    A task that other tasks wait for is out of their way when it is done or cancelled; one that is
    not in the list is never known to be done.
    """
    named: defaultdict[str, list[Task]] = defaultdict(list)
    for task in plan.tasks:
        for id_ in task.ids:
            named[id_.casefold()].append(task)
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
        phases = () if task.phase is None else prerequisites[task.phase]
        if tasks or phases:
            found.append(Standing("waiting", tasks, phases))
        else:
            is_stated = task.phase in joined or bool(task.after)
            found.append(Standing("can start" if is_stated else None))
    return tuple(found)

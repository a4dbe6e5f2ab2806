"""The state of each phase and of a feature, and what is next (`docs/numbers.md`, section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from mkdocs_speckit.model.formats import LEVEL, SPEC_KIT
from mkdocs_speckit.model.graph import find_neighbours
from mkdocs_speckit.model.parts import HOURS
from mkdocs_speckit.schedule import schedule_remaining_plan
from mkdocs_speckit.schedule.tasks import find_open_prerequisites

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.model.parts import Completion, Graph, Item, Status
    from mkdocs_speckit.model.plan import Plan

State = Literal["done", "under way", "can start", "waiting", "stuck"]
"""A phase is done if its boxes are ticked, stuck if one of them or an outside dependency of it is
blocked, and under way if some are ticked. Before that it can start if all phases that it waits for
are done, and is waiting otherwise."""

STATES: tuple[State, ...] = get_args(State)


def find_states(plan: Plan, graph: Graph) -> tuple[State | None, ...]:
    """Find the state of each of a graph's phases; None for a phase without boxes.

    For the phases that wait for it, such a phase is not done; nor is anything outside the plan. In
    a task list it is: nothing is to be done in it.
    """
    before, _ = find_neighbours(graph.edges)
    waits_outside = {external.node for external in graph.external}
    held_up = {external.node for external in graph.external if external.is_blocked}
    prerequisites = find_open_prerequisites(plan) if plan.tasks else None
    states: list[State | None] = []
    for index, node in enumerate(graph.nodes):
        completion = plan.find_completion(node)
        if plan.is_done(node):
            states.append("done")
        elif completion.blocked or index in held_up:
            states.append("stuck")
        elif not completion.total:
            states.append(None)
        elif completion.done:
            states.append("under way")
        elif prerequisites is not None:
            states.append("waiting" if prerequisites[index] else "can start")
        else:
            needs = [graph.nodes[other] for other in before[index] if other != index]
            can_start = index not in waits_outside and all(map(plan.is_done, needs))
            states.append("can start" if can_start else "waiting")
    return tuple(states)


def find_phase_states(plan: Plan) -> tuple[State | None, ...]:
    """Find the state of each phase of a task list.

    None if it has no tasks that count, or if it is not begun and nothing is stated of what it waits
    for.
    """
    known: dict[int, State] = {}
    for graph in plan.graphs[:1]:
        states = find_states(plan, graph)
        known = {node.line: s for node, s in zip(graph.nodes, states, strict=True) if s}
    return tuple(known.get(phase.line) or find_own_state(phase.completion) for phase in plan.phases)


def find_own_state(completion: Completion) -> State | None:
    """The state of a phase by its boxes alone."""
    if completion.blocked:
        return "stuck"
    if completion.is_complete:
        return "done"
    return "under way" if completion.done else None


def find_next_item(plan: Plan) -> Item | None:
    """Find what to do next: the first open item of the first phase that is under way or can start.

    The phases are those on the critical path of what is open, then all in the order of their rows.
    None if no such phase has an open item; then the first in reading order is next.
    """
    return next((item for _, item in list_next_items(plan)), None)


def list_next_items(plan: Plan) -> Iterator[tuple[int, Item]]:
    """List the first open item of each phase that is under way or can start, in the same order.

    Each comes with the index of its phase in the plan's first graph.
    """
    if not plan.graphs:
        return
    graph, remaining = plan.graphs[0], schedule_remaining_plan(plan)
    states = find_states(plan, graph)
    critical = remaining.critical_path if remaining else ()
    for index in dict.fromkeys((*critical, *range(len(graph.nodes)))):
        boxes = plan.find_boxes(graph.nodes[index])
        if boxes and boxes.first_open and states[index] in ("under way", "can start"):
            yield index, boxes.first_open


def find_status(leading: Plan, plans: Sequence[Plan], completion: Completion) -> Status:
    """Find the status of a feature: of its `leading` document, all its `plans` and its progress.

    A template counts as filled in once something is ticked. Where tasks have states, one that is in
    progress is a beginning, too.
    """
    if completion.is_complete:
        return "done"
    if not completion.done and _is_template(leading, plans):
        return "not filled in"
    if completion.blocked or any(rating.is_blocked for rating in leading.ratings):
        return "stuck"
    is_begun = any(task.state == "in-progress" for plan in plans for task in plan.tasks)
    return "under way" if completion.done or is_begun else "not started"


def _is_template(leading: Plan, plans: Sequence[Plan]) -> bool:
    """True if nobody has filled a feature in."""
    if leading.format == SPEC_KIT:
        return leading.has_unfilled_title
    effort = leading.effort
    is_estimated = effort is not None and effort.unit == HOURS and effort.is_estimated
    has_placeholders = any(plan.placeholders for plan in plans)
    return leading.format == LEVEL and has_placeholders and not is_estimated

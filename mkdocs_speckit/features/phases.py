"""The phases of a feature as its header shows them: names, estimates, boxes and states.

A plan names its phases in several places: rows of the effort table, headings with boxes, rows of
the dependency table. The header shows one of these lists, the first that says enough:

1. the effort table, if it has estimates and leaves no more headings with boxes out than it has rows
   with boxes;
2. the headings with boxes, each outermost one;
3. the effort table without estimates, or the dependency table.

Of a task list they are its phases with tasks, without those that are parts of wider ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.formats import KIRO
from mkdocs_speckit.model.parts import Completion, EffortPhase, PhaseBoxes, list_names
from mkdocs_speckit.reading.names import strip_label
from mkdocs_speckit.schedule.states import find_own_state, find_phase_states, find_states

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.model.parts import Estimate, Item, Node
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.schedule.states import State


class FeaturePhase(Struct, frozen=True):
    """A phase with all that is known of it.

    `names` are from the longest to the shortest. `state` is None if nothing tells it. `anchor` is
    the id of its heading (`Plan.phase_anchors`), or else of its first task; empty without one.
    `estimate` is in the unit of the effort table, `first_open` the first open item of its boxes.
    """

    names: tuple[str, ...]
    completion: Completion
    state: State | None
    anchor: str
    estimate: Estimate | None = None
    first_open: Item | None = None


def list_phases(plan: Plan) -> tuple[FeaturePhase, ...]:
    """List the phases of a plan or a task list, in the order in which it has them."""
    if plan.tasks:
        states = zip(plan.phases, find_phase_states(plan), plan.phase_anchors, strict=True)
        going = {task.phase for task in plan.tasks if task.state == "in-progress"}
        first = {task.phase: task.anchor for task in reversed(plan.tasks)}
        return tuple(
            FeaturePhase(
                (*phase.names, phase.label) if plan.format == KIRO else phase.names,
                phase.completion,
                "under way" if index in going and not phase.completion.is_complete else state,
                first.get(index, "") if phase.heading is None else anchor,
            )
            for index, (phase, state, anchor) in enumerate(states)
            if phase.completion.total and phase.parent is None
        )
    rows = _list_rows(plan)
    headed = _list_headed(plan)
    if plan.effort is not None and plan.effort.is_estimated:
        with_boxes = [row for row in rows if plan.find_completion(row).total]
        meant = {row.heading for row in rows}
        left_out = [phase for phase in headed if not _is_within(plan, phase.heading, meant)]
        if len(left_out) <= len(with_boxes):
            return tuple(_make_phases(plan, rows))
    if headed:
        return tuple(_make_phases(plan, headed))
    nodes = plan.graphs[0].nodes if plan.graphs else ()
    return tuple(_make_phases(plan, rows or nodes))


def _list_rows(plan: Plan) -> list[EffortPhase]:
    """The rows of the effort table that are work of their own."""
    rows = plan.effort.phases if plan.effort is not None else ()
    return [row for row in rows if not (row.withdrawn or row.included)]


def _list_headed(plan: Plan) -> list[PhaseBoxes]:
    """The headings with boxes that are in no other such heading."""
    headed = [phase for phase in plan.phases if phase.completion.total]
    headings = {phase.heading for phase in headed}
    return [
        phase
        for phase in headed
        if phase.heading is not None
        and not _is_within(plan, plan.outline[phase.heading].parent, headings)
    ]


def _is_within(plan: Plan, heading: int | None, headings: set[int | None]) -> bool:
    """True if a heading is one of these, or in one of them."""
    while heading is not None and heading not in headings:
        heading = plan.outline[heading].parent
    return heading is not None


def _make_phases(
    plan: Plan, found: Sequence[EffortPhase | Node | PhaseBoxes]
) -> Iterator[FeaturePhase]:
    """Add to rows or headings what the dependency table and the boxes say of them."""
    graph = plan.graphs[0] if plan.graphs else None
    nodes = list(zip(graph.nodes, find_states(plan, graph), strict=True)) if graph else []
    by_line = {node.line: state for node, state in nodes}
    if plan.effort is not None:
        rows = plan.effort.phases
        by_line |= {rows[index].line: state for node, state in nodes for index in node.efforts}
    by_heading: dict[int | None, State | None] = {
        node.heading: state for node, state in nodes if node.heading is not None
    }
    pairs = zip(plan.phases, plan.phase_anchors, strict=True)
    anchors = {boxes.heading: anchor for boxes, anchor in pairs}
    for phase in found:
        boxes = phase if isinstance(phase, PhaseBoxes) else plan.find_boxes(phase)
        completion = boxes.completion if boxes else Completion()
        state = by_heading.get(phase.heading) or by_line.get(phase.line)
        if plan.has_finished:  # Also those without boxes: nothing is left to do in them.
            state = "done"
        name = strip_label(phase.title if isinstance(phase, PhaseBoxes) else phase.name)
        yield FeaturePhase(
            tuple(dict.fromkeys([name, *list_names(name)])),
            completion,
            state or find_own_state(completion),
            anchors.get(phase.heading, ""),
            phase.estimate if isinstance(phase, EffortPhase) else None,
            boxes.first_open if boxes else None,
        )

"""Where each phase stands: done, in progress, ready or waiting, as far as its checklist tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from mkdocs_speckit.model.graph import find_neighbours

if TYPE_CHECKING:
    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.model.plan import Plan

State = Literal["done", "in progress", "ready", "waiting"]
"""A phase is done when its checklist is complete, and in progress when that is partly ticked. Not
begun, it is ready when all it waits for is done, and waiting otherwise."""

STATES: tuple[State, ...] = get_args(State)


def find_states(plan: Plan, graph: Graph) -> tuple[State | None, ...]:
    """The state of each of a graph's phases; None for one without a checklist to tell.

    Such a phase, and what is outside the plan, counts as not done for those that wait for it.
    """
    completions = [plan.find_completion(node) for node in graph.nodes]
    before, _ = find_neighbours(graph.edges)
    held_outside = {external.node for external in graph.external}
    found: list[State | None] = []
    for node, completion in enumerate(completions):
        needs = [completions[other] for other in before[node] if other != node]
        if not completion.total:
            found.append(None)
        elif completion.is_complete:
            found.append("done")
        elif completion.done:
            found.append("in progress")
        elif node not in held_outside and all(need.is_complete for need in needs):
            found.append("ready")
        else:
            found.append("waiting")
    return tuple(found)

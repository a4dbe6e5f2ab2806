"""The state of each phase: done, in progress, ready or waiting, by its checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from mkdocs_speckit.model.graph import find_neighbours

if TYPE_CHECKING:
    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.model.plan import Plan

State = Literal["done", "in progress", "ready", "waiting"]
"""A phase is done if its checklist is complete, and in progress if that is partly ticked. Before
that it is ready if all phases that it waits for are done, and waiting otherwise."""

STATES: tuple[State, ...] = get_args(State)


def find_states(plan: Plan, graph: Graph) -> tuple[State | None, ...]:
    """Find the state of each of a graph's phases; None for a phase without a checklist.

    For the phases that wait for it, such a phase is not done; nor is anything outside the plan.
    """
    completions = [plan.find_completion(node) for node in graph.nodes]
    done = [plan.is_done(node) for node in graph.nodes]
    before, _ = find_neighbours(graph.edges)
    waits_outside = {external.node for external in graph.external}
    states: list[State | None] = []
    for node, completion in enumerate(completions):
        if done[node]:
            states.append("done")
        elif not completion.total:
            states.append(None)
        elif completion.done:
            states.append("in progress")
        elif node in waits_outside:
            states.append("waiting")
        else:
            is_ready = all(done[other] for other in before[node] if other != node)
            states.append("ready" if is_ready else "waiting")
    return tuple(states)

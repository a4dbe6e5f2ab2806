"""The dependency diagram: a graph's phases and what they wait for, as inline SVG and as a list.

`labels` writes what the boxes say. `layers` finds the layer and the order of each box, `placement`
its place and how the edges run; `rails` draws a list where layers are too wide. `drawing` chooses
among these and makes SVG of them, and `geometry` has the points and boxes that all of them use.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from mkdocs_speckit.model.graph import reduce_edges
from mkdocs_speckit.model.wording import at_least, format_range
from mkdocs_speckit.rendering import keep, render
from mkdocs_speckit.rendering.diagram.drawing import Arrow, draw_graph
from mkdocs_speckit.rendering.diagram.labels import list_externals, make_labels
from mkdocs_speckit.schedule import schedule_graph
from mkdocs_speckit.schedule.states import STATES

if TYPE_CHECKING:
    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.model.plan import Plan

MAX_EDGES_A_PHASE = 3
"""A graph with more edges than this, among those that follow from no others, is not drawn."""

MAX_IMPLIED = 0.25
"""Edges that follow from others are drawn, but fainter, if they are at most this share of all."""


@keep
def draw_diagram(
    plan: Plan, graph: Graph, anchors: tuple[tuple[int, str], ...], max_drawn: int
) -> str:
    """Draw a dependency table; `anchors` are the page's heading ids by outline index.

    A table with more phases than `max_drawn` gives a sentence, and one without phases nothing.
    """
    size = len(graph.nodes)
    if not size:
        return ""
    # Edges from outside the plan begin at boxes of their own, after those of the phases.
    externals = {text: size + index for index, text in enumerate(list_externals(graph))}
    outside = [(externals[external.text], external.node) for external in graph.external]
    edges = list(dict.fromkeys([*graph.edges, *outside]))
    implied = set[tuple[int, int]]()
    if size <= max_drawn and not graph.cycles:
        implied = set(edges).difference(reduce_edges(size + len(externals), edges))
    leaves_out_implied = len(implied) > MAX_IMPLIED * len(edges)
    if leaves_out_implied:
        edges = [edge for edge in edges if edge not in implied]
    if size > max_drawn or len(edges) > MAX_EDGES_A_PHASE * max_drawn:
        return render(
            "diagram.html", phases=size, states=(), drawings=(), is_of_tasks=bool(plan.tasks)
        )

    timed = schedule_graph(plan, graph)
    labels = make_labels(plan, graph, timed, dict(anchors))
    critical = timed.find_critical_edges(edges) if timed else frozenset()
    circular = {edge for cycle in graph.cycles for edge in itertools.pairwise((*cycle, cycle[0]))}
    arrows = []
    for edge in edges:
        before, after = (labels[node] for node in edge)
        states = {
            "critical": edge in critical,
            "cycle": edge in circular,
            "implied": edge in implied and edge not in critical,
            "external": before.is_outside,
        }
        classes = tuple(state for state, holds in states.items() if holds)
        arrows.append(Arrow(edge, f"{after.name} waits for {before.name}", classes))

    # The caption says what the signs mean that are in the drawing.
    sentences = ["Phases and what they wait for."]
    if timed is not None:
        also = ", and what has no float either" if timed.also_critical else ""
        length = at_least(len(timed.unestimated)) + format_range(timed.length)
        sentences.append(f"Bold red: the critical path, {length}{also}.")
    for cycle in graph.cycles:
        names = [labels[index].name for index in (*cycle, cycle[0])]
        sentences.append(f"No critical path, for these wait for one another: {' → '.join(names)}.")
    if any(label.completion for label in labels):
        what = "tasks" if plan.tasks else "checklist"
        sentences.append(f"A bar shows a phase’s {what}.")
    if any(label.is_outside for label in labels):
        sentences.append("Dashed: outside this plan.")
    if leaves_out_implied:
        sentences.append("What follows from other dependencies is left out.")
    elif implied:
        sentences.append("Faint: follows from the others.")
    return render(
        "diagram.html",
        phases=size,
        labels=labels,
        caption=" ".join(sentences),
        states=[state for state in STATES if any(label.state == state for label in labels)],
        drawings=draw_graph(labels, arrows),
        is_of_tasks=bool(plan.tasks),
    )

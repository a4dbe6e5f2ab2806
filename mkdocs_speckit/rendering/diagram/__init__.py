"""The dependency diagram: a graph's phases and what they wait for, as inline SVG and as a list.

`ending` finds what decides when all is finished, `labels` writes what the boxes say. `layers` finds
the layer and the order of each box, `placement` its place and how the edges run; `rails` draws a
list where layers are too wide. `drawing` chooses among these and makes SVG of them, and `geometry`
has the points and boxes that all of them use. A short chain is a line of HTML instead.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from mkdocs_speckit.model.graph import reduce_edges, sort_topologically
from mkdocs_speckit.rendering import MAX_DRAWN, render
from mkdocs_speckit.rendering.diagram.drawing import Arrow, draw_graph
from mkdocs_speckit.rendering.diagram.ending import find_ending
from mkdocs_speckit.rendering.diagram.labels import list_externals, make_labels
from mkdocs_speckit.schedule.states import STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.graph import Edge
    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.model.plan import Plan

MAX_EDGES_A_PHASE = 3
"""A graph with more edges than this, among those that follow from no others, is not drawn."""

MAX_IMPLIED = 0.25
"""Edges that follow from others are drawn, but thinner, if they are at most this share of all."""


MAX_CHAIN = 3
"""A chain of no more phases is a line of text."""


def draw_diagram(
    plan: Plan,
    graph: Graph,
    anchors: tuple[tuple[int, str], ...],
    element_id: str = "",
) -> str:
    """Draw a dependency table; `anchors` are the page's heading ids by outline index.

    `element_id` is the id of the whole, for links to it; empty for none.
    A table with more phases than `MAX_DRAWN` gives a sentence, and one without phases nothing.
    """
    size = len(graph.nodes)
    if not size:
        return ""
    # Edges from outside the plan begin at boxes of their own, after those of the phases.
    externals = {text: size + index for index, text in enumerate(list_externals(graph))}
    outside = [(externals[external.text], external.node) for external in graph.external]
    edges = list(dict.fromkeys([*graph.edges, *outside]))
    implied = set[tuple[int, int]]()
    if size <= MAX_DRAWN and not graph.cycles:
        implied = set(edges).difference(reduce_edges(size + len(externals), edges))
    leaves_out_implied = len(implied) > MAX_IMPLIED * len(edges)
    if leaves_out_implied:
        edges = [edge for edge in edges if edge not in implied]
    if size > MAX_DRAWN or len(edges) > MAX_EDGES_A_PHASE * MAX_DRAWN:
        return render("diagram.html", element_id=element_id, phases=size, labels=())

    ending = find_ending(plan, graph, edges)
    labels = make_labels(plan, graph, ending, dict(anchors))
    if (chain := _find_chain(graph, edges)) is not None:
        return render(
            "chain.html",
            element_id=element_id,
            labels=[labels[node] for node in chain],
            is_open=bool(ending.sentence),
        )
    circular = {edge for cycle in graph.cycles for edge in itertools.pairwise((*cycle, cycle[0]))}
    arrows = []
    for edge in edges:
        before, after = (labels[node] for node in edge)
        states = {
            "heavy": edge in ending.edges,
            "cycle": edge in circular,
            "implied": edge in implied and edge not in ending.edges,
            "external": before.is_outside,
        }
        classes = tuple(state for state, holds in states.items() if holds)
        arrows.append(Arrow(edge, f"{after.name} waits for {before.name}", classes))

    # It is explained what the signs mean that are in the drawing.
    sentences = ["An arrow leads from a phase to what waits for it."]
    if ending.nodes:
        sentences.append(
            "Thick lines and bold names: what decides the end. An hour lost there is lost for all; "
            "the other phases can slip by as much as is said, if nothing else is late."
        )
    if circular:
        sentences.append("Thick arrows lead around a circle, in which no phase can be the first.")
    if any(label.share for label in labels):
        what = "tasks" if plan.tasks else "boxes"
        sentences.append(f"The bar at the foot of a phase under way: its {what} that are ticked.")
    if any(label.is_outside for label in labels):
        sentences.append("Dashed: outside this plan.")
    if leaves_out_implied:
        sentences.append("What follows from other dependencies is left out.")
    elif implied:
        sentences.append("Thin arrows follow from the others.")
    return render(
        "diagram.html",
        element_id=element_id,
        phases=size,
        labels=labels,
        sentence=ending.sentence,
        explanation=" ".join(sentences),
        states=[state for state in STATES if any(label.state == state for label in labels)],
        has_heavy=bool(ending.nodes),
        drawing=draw_graph(labels, arrows),
    )


def _find_chain(graph: Graph, edges: Sequence[Edge]) -> list[int] | None:
    """The phases of a short chain, from the first on; None if the graph is not one."""
    if len(graph.nodes) > MAX_CHAIN or graph.external or graph.cycles:
        return None
    order = sort_topologically(len(graph.nodes), edges)
    return order if set(edges) == set(itertools.pairwise(order)) else None

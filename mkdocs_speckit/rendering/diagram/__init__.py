"""The dependency diagram: a graph's phases and what they wait for, as inline SVG and as a list."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.graph import reduce_edges
from mkdocs_speckit.model.wording import at_least, format_range
from mkdocs_speckit.rendering import keep, render
from mkdocs_speckit.rendering.diagram.drawing import Arrow, draw_graph
from mkdocs_speckit.rendering.diagram.labels import list_externals, make_labels
from mkdocs_speckit.schedule import schedule_graph
from mkdocs_speckit.schedule.states import STATES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_speckit.model.graph import Edge
    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.rendering.diagram.labels import Label
    from mkdocs_speckit.schedule import Schedule

MOST_EDGES_A_PHASE = 3
"""A graph with more edges than this, among those that none of the others implies, is not drawn."""

MOST_IMPLIED = 0.25
"""Edges that follow from others are drawn, fainter, where no larger part of all edges does."""


class _Edges(Struct, frozen=True):
    """The edges to draw, those among them that follow from others, and whether such are left out.

    Edges from outside the plan begin at the boxes after the phases.
    """

    drawn: tuple[Edge, ...]
    implied: frozenset[Edge]
    are_some_left_out: bool


def draw_diagram(plan: Plan, graph: Graph, anchors: Mapping[int, str], most_drawn: int) -> str:
    """Draw a dependency table; `anchors` are the page's heading ids by outline index.

    A table with more phases than `most_drawn` gives a sentence instead, one without any nothing.
    """
    headings = (node.heading for node in graph.nodes if node.heading is not None)
    own = tuple((heading, anchors[heading]) for heading in headings if heading in anchors)
    return _diagram(plan, graph, own, most_drawn)


@keep
def _diagram(
    plan: Plan, graph: Graph, anchors: tuple[tuple[int, str], ...], most_drawn: int
) -> str:
    if not graph.nodes:
        return ""
    edges = _edges(graph) if len(graph.nodes) <= most_drawn else None
    if edges is None or len(edges.drawn) > MOST_EDGES_A_PHASE * most_drawn:
        return render("diagram.html", phases=len(graph.nodes), states=(), drawings=())
    timed = schedule_graph(plan, graph)
    texts = make_labels(plan, graph, timed, dict(anchors))
    return render(
        "diagram.html",
        phases=len(graph.nodes),
        labels=texts,
        caption=_caption(graph, timed, texts, edges),
        states=[state for state in STATES if any(text.state == state for text in texts)],
        drawings=draw_graph(texts, _arrows(graph, timed, texts, edges)),
    )


def _caption(graph: Graph, timed: Schedule | None, texts: Sequence[Label], edges: _Edges) -> str:
    """What the drawing's signs mean, as far as they are in it."""
    sentences = ["Phases and what they wait for."]
    if timed is not None:
        also = ", and what has no float either" if timed.also_critical else ""
        length = at_least(len(timed.unestimated)) + format_range(timed.length)
        sentences.append(f"Bold red: the critical path, {length}{also}.")
    for cycle in graph.cycles:
        names = [texts[index].name for index in (*cycle, cycle[0])]
        sentences.append(f"No critical path, for these wait for one another: {' → '.join(names)}.")
    if any(text.completion for text in texts):
        sentences.append("A bar shows a phase’s checklist.")
    if graph.external:
        sentences.append("Dashed: outside this plan.")
    if edges.implied:
        sentences.append("Faint: follows from the others.")
    if edges.are_some_left_out:
        sentences.append("What follows from other dependencies is left out.")
    return " ".join(sentences)


def _edges(graph: Graph) -> _Edges:
    outside = {text: len(graph.nodes) + i for i, text in enumerate(list_externals(graph))}
    edges = tuple(
        dict.fromkeys([*graph.edges, *((outside[e.text], e.node) for e in graph.external)])
    )
    implied = frozenset() if graph.cycles else _implied(len(graph.nodes) + len(outside), edges)
    if len(implied) <= MOST_IMPLIED * len(edges):
        return _Edges(edges, implied, are_some_left_out=False)
    needed = tuple(edge for edge in edges if edge not in implied)
    return _Edges(needed, frozenset(), are_some_left_out=True)


def _implied(size: int, edges: Sequence[Edge]) -> frozenset[Edge]:
    """The edges that follow from others."""
    return frozenset(edges).difference(reduce_edges(size, edges))


def _arrows(
    graph: Graph, timed: Schedule | None, texts: Sequence[Label], edges: _Edges
) -> list[Arrow]:
    critical = timed.find_critical_edges(edges.drawn) if timed else frozenset()
    circular = {link for cycle in graph.cycles for link in itertools.pairwise((*cycle, cycle[0]))}
    arrows = []
    for ends in edges.drawn:
        before, after = (texts[node] for node in ends)
        states = {
            "critical": ends in critical,
            "cycle": ends in circular,
            "implied": ends in edges.implied and ends not in critical,
            "external": before.is_outside,
        }
        classes = tuple(state for state, holds in states.items() if holds)
        arrows.append(Arrow(ends, f"{after.name} waits for {before.name}", classes))
    return arrows

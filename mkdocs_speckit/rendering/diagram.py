"""The dependency diagram: a graph's phases in layers, as inline SVG."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mkdocs_speckit.digraph import neighbours, reached
from mkdocs_speckit.rendering import render
from mkdocs_speckit.rendering.layout import Point, Size, lay_out
from mkdocs_speckit.rendering.text_width import text_width, wrapped
from mkdocs_speckit.schedule import schedule
from mkdocs_speckit.wording import count, done_of_total, effort_range, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_speckit.estimate import Estimate
    from mkdocs_speckit.plan import Completion, Graph, Plan
    from mkdocs_speckit.schedule import Schedule

MOST_NODES = 150
MOST_EDGES = 400
"""A graph with more phases, or more edges that none of the others implies, is not drawn."""

MOST_EDGES_WITH_IMPLIED = 24
"""Up to so many edges those are drawn, fainter, that follow from the others."""

WIDEST_ROW = 640.0
"""A drawing whose layers side by side are wider than this has them one below the other."""

FONT_SIZE = 13.0
SMALL_FONT_SIZE = 11.0
PADDING = 10.0
LINE_HEIGHT = 16.0
NARROWEST, WIDEST = 104.0, 172.0
BAR_HEIGHT = 4.0
MARGIN = 4.0
ARROW = 7.0


@dataclass(frozen=True, slots=True)
class _Box:
    """A node as it is drawn, but for its place."""

    name: str
    title: str
    lines: tuple[str, ...]
    left_note: str
    right_note: str
    completion: Completion | None
    href: str | None
    is_critical: bool
    is_external: bool
    width: float
    height: float

    @property
    def classes(self) -> str:
        """The class names that carry the node's states."""
        states = {
            "critical": self.is_critical,
            "external": self.is_external,
            "done": self.completion is not None and self.completion.is_complete,
        }
        return " ".join(
            [
                "speckit-node",
                *(f"speckit-node--{state}" for state, holds in states.items() if holds),
            ]
        )


@dataclass(frozen=True, slots=True)
class _Arrow:
    """An edge as it is drawn."""

    title: str
    classes: str
    line: str
    head: str


def diagram(plan: Plan, graph: Graph, anchors: Mapping[int, str]) -> str:
    """Draw a dependency table; `anchors` are the page's heading ids by outline index.

    A table with too many phases gives a sentence instead, one without any gives nothing.
    """
    if not graph.nodes:
        return ""
    timed = schedule(plan, graph)
    edges = _edges(graph) if len(graph.nodes) <= MOST_NODES else None
    if edges is None or len(edges) > MOST_EDGES:
        caption = (
            f"{count(len(graph.nodes), 'phase')}: too many to draw."
            " The table says what each one waits for."
        )
        return render("diagram.html", graph=graph, caption=caption, drawing=None)
    boxes = [_phase_box(plan, graph, index, timed, anchors) for index in range(len(graph.nodes))]
    boxes += [_external_box(text) for text in _external_texts(graph)]
    return render(
        "diagram.html",
        graph=graph,
        caption=_caption(graph, boxes, timed),
        drawing=_drawing(edges, boxes, timed),
    )


def _caption(graph: Graph, boxes: Sequence[_Box], timed: Schedule | None) -> str:
    """What the drawing's signs mean, as far as they are in it."""
    sentences = ["Phases and what they wait for."]
    if timed is not None:
        sentences.append(f"Bold red: the critical path, {effort_range(timed.length)}.")
    for cycle in graph.cycles:
        names = [graph.nodes[index].name for index in (*cycle, cycle[0])]
        sentences.append(f"No critical path, for these wait for one another: {' → '.join(names)}.")
    if any(box.completion for box in boxes):
        sentences.append("A bar shows a phase’s checklist.")
    if graph.external:
        sentences.append("Dashed: outside this plan.")
    return " ".join(sentences)


@dataclass(frozen=True, slots=True)
class _Edge:
    """An edge between two boxes; `is_implied` where it follows from others."""

    ends: tuple[int, int]
    is_implied: bool


def _edges(graph: Graph) -> list[_Edge]:
    """The edges to draw; those from external dependencies begin at the boxes after the nodes."""
    externals = _external_texts(graph)
    edges = [
        *graph.edges,
        *((len(graph.nodes) + externals.index(e.text), e.node) for e in graph.external),
    ]
    implied = set() if graph.cycles else implied_edges(edges)
    if len(edges) > MOST_EDGES_WITH_IMPLIED:
        edges = [edge for edge in edges if edge not in implied]
    return [_Edge(edge, edge in implied) for edge in edges]


def _drawing(
    edges: Sequence[_Edge], boxes: Sequence[_Box], timed: Schedule | None
) -> dict[str, object]:
    ends = [edge.ends for edge in edges]
    layout = lay_out([Size(box.width, box.height) for box in boxes], ends)
    is_vertical = layout.extent.main > WIDEST_ROW
    if is_vertical:
        layout = lay_out([Size(box.height, box.width) for box in boxes], ends)
    width, height = _xy(Point(*layout.extent), is_vertical)
    path = timed.critical_path if timed else ()
    critical = set(itertools.pairwise(path))
    arrows = [
        _arrow(boxes, edge, way, is_vertical, edge.ends in critical)
        for edge, way in zip(edges, layout.ways, strict=True)
    ]
    nodes = []
    for box, corner, depth in zip(boxes, layout.corners, layout.depths, strict=True):
        drawn = replace(box, height=depth) if is_vertical else replace(box, width=depth)
        nodes.append((drawn, *_xy(corner, is_vertical)))
    return {
        "width": width + 2 * MARGIN,
        "height": height + 2 * MARGIN,
        "nodes": nodes,
        # What is drawn later lies on top.
        "arrows": sorted(arrows, key=lambda arrow: "critical" in arrow.classes),
        "margin": MARGIN,
        "padding": PADDING,
        "line_height": LINE_HEIGHT,
        "bar_height": BAR_HEIGHT,
    }


def _xy(point: Point, is_vertical: bool) -> tuple[float, float]:
    return (point.cross, point.main) if is_vertical else (point.main, point.cross)


def implied_edges(edges: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The edges of an acyclic graph that follow from a longer way between the same nodes."""
    _, after = neighbours(edges)
    beyond = reached(1 + max(map(max, edges), default=-1), edges)
    return {
        (start, end)
        for start, end in edges
        if any(end in beyond[other] for other in after[start] if other != end)
    }


def _external_texts(graph: Graph) -> list[str]:
    return list(dict.fromkeys(external.text for external in graph.external))


def _phase_box(
    plan: Plan,
    graph: Graph,
    index: int,
    timed: Schedule | None,
    anchors: Mapping[int, str],
) -> _Box:
    node = graph.nodes[index]
    completion = plan.phase_completion(node)
    estimate = plan.node_estimate(node)
    unit = plan.effort.unit if plan.effort else ""
    slack = timed.activities[index].slack if timed and estimate else 0.0
    is_critical = timed is not None and index in timed.critical_path
    left = effort_range(estimate, unit) if estimate else ""
    if slack:
        left += f" · {number(slack)} h float"
    right = f"{completion.done}/{completion.total}" if completion.total else ""
    if completion.is_complete:
        right = f"✓ {right}"
    href = anchors.get(node.heading) if node.heading is not None else None
    return _box(
        node.name,
        _sentence(node.name, estimate, unit, slack, completion, is_critical=is_critical),
        (left, right),
        completion=completion if completion.total else None,
        href=f"#{href}" if href else None,
        is_critical=is_critical,
    )


def _sentence(  # noqa: PLR0913
    name: str,
    estimate: Estimate | None,
    unit: str,
    slack: float,
    completion: Completion,
    *,
    is_critical: bool,
) -> str:
    """All that a node says, for its tooltip and for screen readers."""
    parts = [effort_range(estimate, unit) if estimate else "not estimated"]
    if is_critical:
        parts.append("on the critical path")
    if slack:
        parts.append(f"{number(slack)} h float")
    if completion.total:
        parts.append(f"{done_of_total(completion)} done")
    return f"{name}: {', '.join(parts)}"


def _external_box(text: str) -> _Box:
    return _box(text, f"{text}: outside this plan", ("", ""), is_external=True)


def _box(  # noqa: PLR0913
    name: str,
    title: str,
    notes: tuple[str, str],
    *,
    completion: Completion | None = None,
    href: str | None = None,
    is_critical: bool = False,
    is_external: bool = False,
) -> _Box:
    font_size = SMALL_FONT_SIZE if is_external else FONT_SIZE
    lines = wrapped(name, font_size, WIDEST - 2 * PADDING, 2)
    # A little more than measured: the reader's font may run wider than Helvetica.
    text = max(text_width(line, font_size) for line in lines) * 1.06
    note = (text_width("  ".join(filter(None, notes)), SMALL_FONT_SIZE)) * 1.06
    width = min(max(text, note) + 2 * PADDING, max(WIDEST, note + 2 * PADDING))
    height = PADDING * 1.4 + LINE_HEIGHT * (len(lines) + any(notes))
    return _Box(
        name=name,
        title=title,
        lines=tuple(lines),
        left_note=notes[0],
        right_note=notes[1],
        completion=completion,
        href=href,
        is_critical=is_critical,
        is_external=is_external,
        width=round(max(NARROWEST, width) if not is_external else width, 1),
        height=round(height + (BAR_HEIGHT + 4 if completion else 0), 1),
    )


def _arrow(
    boxes: Sequence[_Box],
    edge: _Edge,
    way: Sequence[Point],
    is_vertical: bool,
    is_critical: bool,
) -> _Arrow:
    states = {
        "critical": is_critical,
        "implied": edge.is_implied and not is_critical,
        "external": boxes[edge.ends[0]].is_external,
    }
    classes = ["speckit-edge", *(f"speckit-edge--{s}" for s, holds in states.items() if holds)]
    before, after = (boxes[node].name for node in edge.ends)
    line, head = _path(way, is_vertical)
    return _Arrow(f"{after} waits for {before}", " ".join(classes), line, head)


def _path(way: Sequence[Point], is_vertical: bool) -> tuple[str, str]:
    """The path of an edge's line and that of its arrow head."""
    direction = 1 if way[-1].main >= way[0].main else -1
    tip = way[-1]
    base = Point(tip.main - direction * ARROW, tip.cross)
    points = [*way[:-1], base]
    commands = [f"M{_pair(points[0], is_vertical)}"]
    for index, point in enumerate(points[1:], 1):
        previous = points[index - 1]
        if index % 2 == 0:
            commands.append(f"L{_pair(point, is_vertical)}")
            continue
        middle = (previous.main + point.main) / 2
        controls = Point(middle, previous.cross), Point(middle, point.cross)
        commands.append("C" + " ".join(_pair(p, is_vertical) for p in (*controls, point)))
    corners = (
        Point(base.main, base.cross - ARROW / 2),
        tip,
        Point(base.main, base.cross + ARROW / 2),
    )
    return "".join(commands), "M" + "L".join(_pair(p, is_vertical) for p in corners) + "Z"


def _pair(point: Point, is_vertical: bool) -> str:
    x, y = _xy(point, is_vertical)
    return f"{x + MARGIN:.1f} {y + MARGIN:.1f}".replace(".0", "")

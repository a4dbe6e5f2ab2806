"""A graph as a list: one box below the other, what waits for what on rails at their left.

This fits any width, and is what a graph becomes that is too wide in layers. Each node that others
wait for has one rail, which they branch from; several that only one node waits for share a rail,
which leads there; the nodes right below are reached directly. Rails with few rows run next to the
boxes, so that few branches cross a rail.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from mkdocs_speckit.model.graph import find_neighbours
from mkdocs_speckit.rendering.diagram.geometry import (
    Box,
    Curve,
    Drawing,
    Line,
    Point,
    Route,
    Size,
)
from mkdocs_speckit.rendering.diagram.layering import break_cycles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.graph import Edge

    _Owner = tuple[Literal["start", "end"], int]

ROW_GAP = 16.0
RAIL_GAP = 9.0
FIRST_RAIL = 18.0
"""How far the first rail is from the boxes: room for an arrow head."""

ROUNDING = 5.0
DIRECT = 0.12
"""Where along a box's upper side the edge from the box right above it arrives."""


class Rails(Struct, frozen=True):
    """A graph as rows and rails, without sizes.

    `rows` are the nodes from top to bottom; `rails` are those of the edges, from 0 next to the
    boxes; an edge without a rail is direct.
    """

    rows: tuple[int, ...]
    edges: tuple[Edge, ...]
    rails: tuple[int | None, ...]

    @property
    def gutter(self) -> float:
        """How wide the rails are, all together."""
        last = max((rail for rail in self.rails if rail is not None), default=None)
        return 0.0 if last is None else FIRST_RAIL + RAIL_GAP * last + 1


def arrange_rails(size: int, edges: Sequence[Edge]) -> Rails:
    """Put a graph into rows, each node after those it waits for; edges may form cycles."""
    rows = _rows(size, edges)
    place = {node: row for row, node in enumerate(rows)}
    railed = [(start, end) for start, end in edges if place[end] - place[start] != 1]
    owners = _owners(railed)
    spans: dict[_Owner, tuple[int, int]] = {}
    for (start, end), owner in owners.items():
        # What leaves a row does so below what arrives there: rows count twice.
        ends = 2 * place[start] + 1, 2 * place[end]
        low, high = spans.get(owner, ends)
        spans[owner] = min(low, *ends), max(high, *ends)
    rail_of = _rail_of(spans)
    rails = tuple(rail_of[owners[edge]] if edge in owners else None for edge in edges)
    return Rails(tuple(rows), tuple(edges), rails)


def _owners(edges: Sequence[Edge]) -> dict[Edge, _Owner]:
    """Whose rail each edge takes: its end's where both its nodes gain by that, else its start's."""
    after: defaultdict[int, set[int]] = defaultdict(set)
    for start, end in edges:
        after[start].add(end)
    led_to = Counter(end for ends in after.values() if len(ends) == 1 for end in ends)
    return {
        (start, end): ("end", end)
        if len(after[start]) == 1 and led_to[end] > 1
        else ("start", start)
        for start, end in edges
    }


def _rows(size: int, edges: Sequence[Edge]) -> list[int]:
    """The nodes in their order, but what a node waits for above it.

    So what comes from outside the table stands above the first that waits for it.
    """
    before, _ = find_neighbours(break_cycles(size, edges))
    rows: list[int] = []
    done: set[int] = set()
    for node in range(size):
        stack = [node]
        while stack:
            missing = [other for other in before[stack[-1]] if other not in done]
            if missing:
                stack.append(min(missing))
                continue
            last = stack.pop()
            if last not in done:
                done.add(last)
                rows.append(last)
    return rows


def _rail_of(spans: dict[_Owner, tuple[int, int]]) -> dict[_Owner, int]:
    """A rail for each owner, short ones first; two on one rail have no row in common."""
    taken: list[list[tuple[int, int]]] = []
    found = {}
    for owner, (low, high) in sorted(
        spans.items(), key=lambda item: (item[1][1] - item[1][0], item)
    ):
        rail = next(
            (
                index
                for index, others in enumerate(taken)
                if all(high < other_low or other_high < low for other_low, other_high in others)
            ),
            len(taken),
        )
        if rail == len(taken):
            taken.append([])
        taken[rail].append((low, high))
        found[owner] = rail
    return found


def draw_rails(rails: Rails, sizes: Sequence[Size]) -> Drawing:
    """Draw rows with boxes of these heights; all boxes are as wide as the widest."""
    if not sizes:
        return Drawing((), (), Size(0, 0))
    width = max(size.width for size in sizes)
    boxes: dict[int, Box] = {}
    top = 0.0
    for node in rails.rows:
        boxes[node] = Box(rails.gutter, round(top, 1), width, sizes[node].height)
        top += sizes[node].height + ROW_GAP
    arrivals = _arrivals(rails, boxes)
    routes = []
    for index, ((start, end), rail) in enumerate(zip(rails.edges, rails.rails, strict=True)):
        if rail is None:
            x = rails.gutter + round(width * DIRECT, 1)
            upper, lower = boxes[start], boxes[end]
            routes.append(Route(Point(x, upper.y + upper.height), (Line(Point(x, lower.y)),)))
        else:
            leaves = _leaves(boxes[start])
            x = rails.gutter - FIRST_RAIL - RAIL_GAP * rail
            routes.append(_branch(Point(rails.gutter, leaves), x, arrivals[index]))
    return Drawing(
        tuple(boxes[node] for node in range(len(sizes))),
        tuple(routes),
        Size(rails.gutter + width, top - ROW_GAP),
    )


def _leaves(box: Box) -> float:
    """Where a box's rail begins: near its lower end."""
    return round(box.y + box.height * 0.8, 1)


def _arrivals(rails: Rails, boxes: dict[int, Box]) -> dict[int, float]:
    """Where each edge on a rail arrives at its box: the nearer its rail, the higher."""
    arriving: defaultdict[int, set[int]] = defaultdict(set)
    on_rail = [
        (index, end, rail)
        for index, ((_, end), rail) in enumerate(zip(rails.edges, rails.rails, strict=True))
        if rail is not None
    ]
    for _, end, rail in on_rail:
        arriving[end].add(rail)
    found = {}
    for index, end, rail in on_rail:
        box, there = boxes[end], sorted(arriving[end])
        step = box.height * 0.65 / (len(there) + 1)
        found[index] = round(box.y + step * (there.index(rail) + 1), 1)
    return found


def _branch(start: Point, x: float, y: float) -> Route:
    """Left to the rail, along it, and right again to where it came from."""
    turn = min(ROUNDING, abs(y - start.y) / 2)
    down = turn if y > start.y else -turn
    corner, last = Point(x, start.y), Point(x, y)
    return Route(
        start,
        (
            Line(Point(x + turn, start.y)),
            Curve(corner, corner, Point(x, start.y + down)),
            Line(Point(x, y - down)),
            Curve(last, last, Point(x + turn, y)),
            Line(Point(start.x, y)),
        ),
    )

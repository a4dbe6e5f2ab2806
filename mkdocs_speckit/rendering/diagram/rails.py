"""A graph as a list: one box below the other, what waits for what on rails at their left.

This fits any width, and is how a graph is drawn that is too wide in layers. Each node that others
wait for has one rail, which they branch from; several that only one node waits for share a rail,
which leads there; the nodes right below are reached directly. Rails with few rows run next to the
boxes, so that few branches cross a rail.

An example: four rows with the edges 0→1, 0→2 and 1→3. The edge 0→1 leads to the row right below and
needs no rail. The rail of 0 leads past row 1 to row 2, that of 1 past row 2 to row 3. As both pass
between rows 1 and 2, they are side by side: rails 0 and 1.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from mkdocs_speckit.model.graph import find_neighbours
from mkdocs_speckit.rendering.diagram.geometry import (
    Box,
    Drawing,
    Extent,
    Line,
    Point,
    Route,
    round_corners,
)
from mkdocs_speckit.rendering.diagram.layers import break_cycles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.graph import Edge

    Owner = tuple[Literal["start", "end"], int]
    """The node that a rail belongs to, and whether its edges start or end there."""

ROW_GAP = 14.0
RAIL_GAP = 9.0
FIRST_RAIL = 18.0
"""How far the first rail is from the boxes: room for an arrow head."""

RADIUS = 5.0
DIRECT = 0.12
"""Where along a box's upper side the edge from the box right above it arrives."""

LEAVING = 0.8
ARRIVING = 0.65
"""Where along a box's left side its rail begins, and down to where edges arrive."""


class Rails(Struct, frozen=True):
    """A graph as rows and rails, without lengths.

    `rows` are the nodes from top to bottom; `rails` are those of the edges, from 0 next to the
    boxes; an edge without a rail is direct.
    """

    rows: tuple[int, ...]
    edges: tuple[Edge, ...]
    rails: tuple[int | None, ...]

    @property
    def gutter(self) -> float:
        """How wide all rails are together."""
        last = max((rail for rail in self.rails if rail is not None), default=None)
        return 0.0 if last is None else FIRST_RAIL + RAIL_GAP * last + 1


def arrange_rails(size: int, edges: Sequence[Edge]) -> Rails:
    """Put a graph into rows, each node after those it waits for; edges may form cycles."""
    rows = _order_rows(size, edges)
    place = {node: row for row, node in enumerate(rows)}
    railed = [(start, end) for start, end in edges if place[end] - place[start] != 1]

    # An edge takes the rail of its end where both its nodes gain by that, else that of its start.
    after: defaultdict[int, set[int]] = defaultdict(set)
    for start, end in railed:
        after[start].add(end)
    led_to = Counter(end for ends in after.values() if len(ends) == 1 for end in ends)
    owners: dict[Edge, Owner] = {
        (start, end): ("end", end)
        if len(after[start]) == 1 and led_to[end] > 1
        else ("start", start)
        for start, end in railed
    }

    spans: dict[Owner, tuple[int, int]] = {}
    for (start, end), owner in owners.items():
        # What leaves a row does so below what arrives there: rows count twice.
        ends = 2 * place[start] + 1, 2 * place[end]
        low, high = spans.get(owner, ends)
        spans[owner] = min(low, *ends), max(high, *ends)

    # Short rails take their place first, next to the boxes; two on one have no row in common.
    rail_of: dict[Owner, int] = {}
    taken: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for (_, owner), (low, high) in sorted(
        ((high - low, owner), (low, high)) for owner, (low, high) in spans.items()
    ):
        rail_of[owner] = next(
            rail
            for rail in itertools.count()
            if all(high < other_low or other_high < low for other_low, other_high in taken[rail])
        )
        taken[rail_of[owner]].append((low, high))
    rails = tuple(rail_of[owners[edge]] if edge in owners else None for edge in edges)
    return Rails(tuple(rows), tuple(edges), rails)


def _order_rows(size: int, edges: Sequence[Edge]) -> list[int]:
    """The nodes in their order, but what a node waits for is above it.

    So what comes from outside the table is above the first that waits for it.
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


def draw_rails(rails: Rails, extents: Sequence[Extent]) -> Drawing:
    """Draw rows with boxes of these heights; all boxes are as wide as the widest."""
    if not extents:
        return Drawing((), (), Extent(0, 0))
    width = max(extent.width for extent in extents)
    boxes: dict[int, Box] = {}
    top = 0.0
    for node in rails.rows:
        boxes[node] = Box(rails.gutter, round(top, 1), width, extents[node].height)
        top += extents[node].height + ROW_GAP

    arriving: defaultdict[int, set[int]] = defaultdict(set)
    for (_, end), rail in zip(rails.edges, rails.rails, strict=True):
        if rail is not None:
            arriving[end].add(rail)
    routes = []
    for (start, end), rail in zip(rails.edges, rails.rails, strict=True):
        upper, lower = boxes[start], boxes[end]
        if rail is None:
            x = rails.gutter + round(width * DIRECT, 1)
            routes.append(Route(Point(x, upper.y + upper.height), (Line(Point(x, lower.y)),)))
            continue
        # Left to the rail, along it, and right again; the nearer its rail, the higher it arrives.
        there = sorted(arriving[end])
        step = lower.height * ARRIVING / (len(there) + 1)
        leaves = round(upper.y + upper.height * LEAVING, 1)
        arrives = round(lower.y + step * (there.index(rail) + 1), 1)
        x = rails.gutter - FIRST_RAIL - RAIL_GAP * rail
        corners = (Point(x, leaves), Point(x, arrives))
        ends = Point(rails.gutter, leaves), Point(rails.gutter, arrives)
        routes.append(round_corners((ends[0], *corners, ends[1]), RADIUS))
    return Drawing(
        tuple(boxes[node] for node in range(len(extents))),
        tuple(routes),
        Extent(rails.gutter + width, top - ROW_GAP),
    )

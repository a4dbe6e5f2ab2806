"""Where the boxes of an arranged graph are, and how its edges run.

Edges bend only in the gaps between layers, and boxes fill their layer, so no edge runs through a
box. All bends of a gap have the same shape, so two of them meet only where their edges must cross.

Across the layers, each vertex wishes for a place, and the wishes of a layer are spread so that its
boxes keep their order and their distances. An example: the boxes A and B, 20 high, both follow the
box S, whose middle is at 30. With a gap of 16 their middles are at least 36 apart. Both wish for
30, and both yield by 18: A is placed at 12 and B at 48.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.rendering.diagram.geometry import (
    Axes,
    Box,
    Curve,
    Drawing,
    Extent,
    Line,
    Route,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.rendering.diagram.layers import Arrangement, Component, Links

NODE_GAP = 16.0
NODE_TO_EDGE_GAP = 12.0
EDGE_GAP = 10.0
COMPONENT_GAP = 24.0

LAYER_GAP = 38.0
STEEPNESS = 0.12
MAX_LAYER_GAP = 80.0
"""Layers are further apart the further an edge between them runs across: the least distance, what
each unit across adds, and the most."""

PASSES = 4
STRAIGHTENING_PASSES = 2
"""How often all layers are placed, up and down in turn. The last passes straighten long edges."""

STRONG = 1e6
WEAK = 1e-6
"""How much a wish counts that yields to no others, and one that yields to all. Others count 1."""

PORT_GAP = 9.0
PORTS = 0.6
"""The middle part of a box's side where edges begin and end."""

NEARLY_STRAIGHT = 20.0
"""An edge that runs across by at most this leaves the middle of its box to be straight."""


class Wish(NamedTuple):
    """Where something would like to be, and how much that counts."""

    place: float
    weight: float


def bound_extent(arrangement: Arrangement, extents: Sequence[Extent], axes: Axes) -> Extent:
    """A quick lower bound of what a drawing with boxes of these extents takes."""
    layers = arrangement.layers
    along = sum(_measure_depths(arrangement, extents, axes)) + LAYER_GAP * max(len(layers) - 1, 0)
    across = (
        sum(axes.measure_cross(extents[node]) + NODE_GAP for node in layer) - NODE_GAP
        for layer in layers
    )
    return axes.make_extent(along, max(across, default=0.0))


def lay_out(arrangement: Arrangement, extents: Sequence[Extent], axes: Axes) -> Drawing:
    """Draw an arranged graph with boxes of these extents; all boxes of a layer are equally deep."""
    if not arrangement.components:
        return Drawing((), (), Extent(0, 0))
    # Across the layers, one part of the graph after the other.
    end = -COMPONENT_GAP
    placed = []
    for part in arrangement.components:
        lengths = [axes.measure_cross(extents[node]) for node in part.nodes]
        lengths += [0.0] * (len(part.layers) - len(lengths))
        offset = end + COMPONENT_GAP
        centres = [round(centre + offset, 1) for centre in place_vertices(part, lengths)]
        placed.append((part, lengths, centres, route_edges(part, lengths, centres)))
        end = max(c + length / 2 for c, length in zip(centres, lengths, strict=True))

    # Along them: each layer is as deep as its deepest box, and each gap as its steepest edge needs.
    depths = _measure_depths(arrangement, extents, axes)
    steepest = [0.0] * len(depths)
    for part, _, _, ways in placed:
        for chain, way in zip(part.chains, ways, strict=True):
            for layer, (one, other) in enumerate(itertools.pairwise(way), part.layers[chain[0]]):
                steepest[layer] = max(steepest[layer], abs(one - other))
    starts = [0.0]
    for depth, steep in zip(depths[:-1], steepest, strict=False):
        gap = min(LAYER_GAP + STEEPNESS * steep, MAX_LAYER_GAP)
        starts.append(round(starts[-1] + depth + gap, 1))

    boxes: dict[int, Box] = {}
    routes: dict[int, Route] = {}
    for part, lengths, centres, ways in placed:
        for vertex, node in enumerate(part.nodes):
            layer, length = part.layers[vertex], lengths[vertex]
            corner = axes.locate(starts[layer], centres[vertex] - length / 2)
            boxes[node] = Box(*corner, *axes.make_extent(depths[layer], length))
        for edge, chain, way in zip(part.edges, part.chains, ways, strict=True):
            points = []
            for layer, cross in enumerate(way, part.layers[chain[0]]):
                points += [(starts[layer], cross), (starts[layer] + depths[layer], cross)]
            # An edge leaves its first box at the end of its layer, and ends where its last begins.
            points = points[1:-1]
            routes[edge] = _draw_route(points[::-1] if arrangement.turned[edge] else points, axes)
    return Drawing(
        tuple(boxes[node] for node in range(len(boxes))),
        tuple(routes[edge] for edge in range(len(routes))),
        axes.make_extent(starts[-1] + depths[-1], end),
    )


def _measure_depths(arrangement: Arrangement, extents: Sequence[Extent], axes: Axes) -> list[float]:
    return [
        max((axes.measure_main(extents[node]) for node in layer), default=0.0)
        for layer in arrangement.layers
    ]


def _draw_route(points: Sequence[tuple[float, float]], axes: Axes) -> Route:
    """A route through points on the main and the cross axis: straight within layers, else bent."""
    pieces: list[Line | Curve] = []
    for (main, cross), (next_main, next_cross) in itertools.pairwise(points):
        end = axes.locate(next_main, next_cross)
        if cross == next_cross:
            if pieces and isinstance(pieces[-1], Line):
                pieces.pop()
            pieces.append(Line(end))
        else:
            middle = (main + next_main) / 2
            pieces.append(Curve(axes.locate(middle, cross), axes.locate(middle, next_cross), end))
    return Route(axes.locate(*points[0]), tuple(pieces))


def place_vertices(part: Component, lengths: Sequence[float]) -> list[float]:
    """The centre of each vertex on the cross axis, so that the first one begins at 0.

    `lengths` are the vertices' lengths on that axis.
    """
    first_waypoint = len(part.nodes)
    # The least distances between the centres of each layer's neighbours.
    gaps = (NODE_GAP, NODE_TO_EDGE_GAP, EDGE_GAP)
    distances = [
        [
            (lengths[one] + lengths[other]) / 2
            + gaps[(one >= first_waypoint) + (other >= first_waypoint)]
            for one, other in itertools.pairwise(layer)
        ]
        for layer in part.order
    ]
    # Begin with all layers packed, around 0.
    centres = [0.0] * len(lengths)
    for layer, apart in zip(part.order, distances, strict=True):
        packed = itertools.accumulate(apart, initial=-sum(apart) / 2)
        for vertex, place in zip(layer, packed, strict=True):
            centres[vertex] = place

    above, below = _find_middles(part, part.up), _find_middles(part, part.down)
    for number in range(PASSES):
        is_straightening = number >= PASSES - STRAIGHTENING_PASSES
        # Upwards, a layer is placed by the one below it; downwards, by the one above it.
        step, middles, opposite = (-1, below, above) if number % 2 == 0 else (1, above, below)
        for layer, apart in zip(part.order[::step], distances[::step], strict=True):
            wishes = []
            for vertex in layer:
                if vertex not in middles:
                    wishes.append(Wish(centres[vertex], WEAK))
                    continue
                one, other = middles[vertex]
                middle = (centres[one] + centres[other]) / 2
                if vertex < first_waypoint:
                    wish = Wish(middle, 1.0)
                elif one >= first_waypoint:
                    # A long edge yields to boxes, and in the end insists on the place it came to.
                    wish = Wish(middle, STRONG if is_straightening else WEAK)
                elif opposite[one] == (vertex, vertex):
                    # The middle edge of a box leaves it straight.
                    wish = Wish(middle, STRONG)
                elif is_straightening and opposite[vertex][0] >= first_waypoint:
                    # A long edge is straightened at the place that its first waypoint came to.
                    wish = Wish(centres[vertex], 1.0)
                else:
                    wish = Wish(middle, WEAK)
                wishes.append(wish)
            for vertex, place in zip(layer, spread(wishes, apart), strict=True):
                # Rounded, so that vertices in line have exactly the same place.
                centres[vertex] = round(place, 1)
    first = min(c - length / 2 for c, length in zip(centres, lengths, strict=True))
    return [centre - first for centre in centres]


def _find_middles(part: Component, linked: Links) -> dict[int, tuple[int, int]]:
    """The two in the middle of each vertex's neighbours, or twice the one that is in the middle.

    The vertex wishes to be between them. Only boxes count, so that a chain of boxes is straight,
    unless there are none, or waypoints are between the middle two boxes.
    """
    position = {vertex: index for layer in part.order for index, vertex in enumerate(layer)}
    found = {}
    for vertex, neighbours in enumerate(linked):
        others = sorted(neighbours, key=position.__getitem__)
        boxes = [index for index, other in enumerate(others) if other < len(part.nodes)]
        if middle := boxes or list(range(len(others))):
            low, high = middle[(len(middle) - 1) // 2], middle[len(middle) // 2]
            between = others[low + 1 : high] or [others[low], others[high]]
            found[vertex] = between[(len(between) - 1) // 2], between[len(between) // 2]
    return found


def spread(
    wishes: Sequence[Wish], distances: Sequence[float], low: float = -inf, high: float = inf
) -> list[float]:
    """Places in the order of the wishes, at least these distances apart, from `low` to `high`.

    The weighted squares of the distances from the wishes are as small as can be: neighbours that
    are too close are pooled (isotonic regression, Best and Chakravarti 1990).
    """
    offsets = list(itertools.accumulate(distances, initial=0.0))
    pools: list[tuple[float, float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        place, weight, count = wish.place - offset, wish.weight, 1
        while pools and pools[-1][0] > place:
            other_place, other_weight, other_count = pools.pop()
            total = other_weight + weight
            place = (other_place * other_weight + place * weight) / total
            weight, count = total, count + other_count
        pools.append((place, weight, count))
    high -= offsets[-1]
    places = [min(max(place, low), high) for place, _, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(places, offsets, strict=True)]


def route_edges(
    part: Component, lengths: Sequence[float], centres: Sequence[float]
) -> list[list[float]]:
    """For each edge, its places on the cross axis in all layers from its first box to its last.

    `lengths` and `centres` are those of the vertices on that axis.
    """
    ways = [[centres[vertex] for vertex in chain] for chain in part.chains]
    # What leaves a box takes its place first, then what arrives can meet it in a straight line,
    # and where others were in its way there, what leaves can yield to it.
    for box, beside in ((0, 1), (-1, -2), (0, 1)):
        edges_at: defaultdict[int, list[int]] = defaultdict(list)
        for edge, chain in enumerate(part.chains):
            edges_at[chain[box]].append(edge)
        for vertex, edges in edges_at.items():
            # Edges are spread along the side of their box, in the order of the other ends.
            edges.sort(key=lambda edge: (centres[part.chains[edge][beside]], edge))
            centre, reach = centres[vertex], lengths[vertex] * PORTS / 2
            wishes = []
            for edge in edges:
                other = ways[edge][beside]
                is_near = abs(other - centre) <= NEARLY_STRAIGHT
                wishes.append(Wish(other, STRONG) if is_near else Wish(centre, 1.0))
            gap = min(PORT_GAP, 2 * reach / max(len(edges) - 1, 1))
            ports = spread(wishes, [gap] * (len(edges) - 1), centre - reach, centre + reach)
            for edge, port in zip(edges, ports, strict=True):
                ways[edge][box] = round(port, 1)
    return ways

"""Where the boxes of an arranged graph are, and how its edges run.

Edges bend only in the gaps between layers, and boxes fill their layer, so no edge runs through a
box. A bend runs across its gap on a track; bends that would meet have tracks of their own, in an
order in which two of them cross only where their edges must. All edges leave a box at one place.

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
    Drawing,
    Extent,
    round_corners,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mkdocs_speckit.rendering.diagram.geometry import Route
    from mkdocs_speckit.rendering.diagram.layers import Arrangement, Component, Links

    Bend = tuple[float, float]
    """The places on the cross axis from which and to which an edge runs in a gap."""

NODE_GAP = 14.0
NODE_TO_EDGE_GAP = 12.0
EDGE_GAP = 10.0
COMPONENT_GAP = 24.0

LAYER_GAP = 26.0
TURN = 19.0
TRACK_GAP = 7.0
MAX_TRACKS_WIDTH = 70.0
"""How far layers are apart where all edges are straight; how far the first and the last track are
from the layers, with room for a corner and an arrow head; and how far tracks are apart, if all of
them take no more than so much."""

RADIUS = 8.0

CLEAR = 4.0
"""Bends on one track are further apart than this."""

PASSES = 4
STRAIGHTENING_PASSES = 2
"""How often all layers are placed, up and down in turn. The last passes straighten long edges."""

STRONG = 1e6
WEAK = 1e-6
"""How much a wish counts that yields to no others, and one that yields to all. Others count 1."""

PORT_GAP = 7.0
PORTS = 0.64
"""The middle part of a box's side where edges begin and end."""

NEARLY_STRAIGHT = 14.0
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
        placed.append(
            (part, lengths, centres, route_edges(part, lengths, centres, arrangement.turned))
        )
        end = max(c + length / 2 for c, length in zip(centres, lengths, strict=True))

    # Along them: each layer is as deep as its deepest box, and each gap as its tracks need.
    depths = _measure_depths(arrangement, extents, axes)
    bends: list[set[Bend]] = [set() for _ in depths]
    for part, _, _, ways in placed:
        for chain, way in zip(part.chains, ways, strict=True):
            for layer, bend in enumerate(itertools.pairwise(way), part.layers[chain[0]]):
                if bend[0] != bend[1]:
                    bends[layer].add(bend)
    starts = [0.0]
    tracks: list[dict[Bend, float]] = []
    for depth, across in zip(depths, bends, strict=True):
        numbers = assign_tracks(across)
        last = max(numbers.values(), default=0)
        step = min(TRACK_GAP, MAX_TRACKS_WIDTH / max(last, 1))
        first = starts[-1] + depth + TURN
        tracks.append({bend: round(first + step * n, 1) for bend, n in numbers.items()})
        gap = 2 * TURN + step * last if across else LAYER_GAP
        starts.append(round(starts[-1] + depth + gap, 1))

    boxes: dict[int, Box] = {}
    routes: dict[int, Route] = {}
    for part, lengths, centres, ways in placed:
        for vertex, node in enumerate(part.nodes):
            layer, length = part.layers[vertex], lengths[vertex]
            corner = axes.locate(starts[layer], centres[vertex] - length / 2)
            boxes[node] = Box(*corner, *axes.make_extent(depths[layer], length))
        for edge, chain, way in zip(part.edges, part.chains, ways, strict=True):
            first, last = part.layers[chain[0]], part.layers[chain[-1]]
            points = [axes.locate(starts[first] + depths[first], way[0])]
            for layer, bend in enumerate(itertools.pairwise(way), first):
                if bend in tracks[layer]:
                    points += [axes.locate(tracks[layer][bend], cross) for cross in bend]
            points.append(axes.locate(starts[last], way[-1]))
            turned = arrangement.turned[edge]
            routes[edge] = round_corners(points[::-1] if turned else points, RADIUS)
    return Drawing(
        tuple(boxes[node] for node in range(len(boxes))),
        tuple(routes[edge] for edge in range(len(routes))),
        axes.make_extent(starts[len(depths) - 1] + depths[-1], end),
    )


def _measure_depths(arrangement: Arrangement, extents: Sequence[Extent], axes: Axes) -> list[float]:
    return [
        max((axes.measure_main(extents[node]) for node in layer), default=0.0)
        for layer in arrangement.layers
    ]


def assign_tracks(bends: Iterable[Bend]) -> dict[Bend, int]:
    """The track of each bend of a gap, from 0 next to the layer that edges come from.

    Bends from one place share a track on each side of it. Of those that lead down, one that begins
    lower turns first, for otherwise it would cross those from above; upwards likewise.
    """
    found: dict[Bend, int] = {}
    taken: list[tuple[float, float, bool, float, int]] = []
    groups: defaultdict[tuple[bool, float], list[Bend]] = defaultdict(list)
    for bend in bends:
        groups[bend[1] > bend[0], bend[0]].append(bend)
    for is_down, start in sorted(groups, key=lambda key: (key[0], -key[1] if key[0] else key[1])):
        members = groups[is_down, start]
        ends = [end for _, end in members]
        low, high = min(start, *ends), max(start, *ends)
        meeting = [
            (other_is_down, track)
            for other_low, other_high, other_is_down, other_start, track in taken
            if other_start != start and low < other_high + CLEAR and other_low < high + CLEAR
        ]
        least = max((n + 1 for is_same, n in meeting if is_same == is_down), default=0)
        others = {track for _, track in meeting}
        track = next(n for n in itertools.count(least) if n not in others)
        taken.append((low, high, is_down, start, track))
        found.update(dict.fromkeys(members, track))
    return found


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
    part: Component, lengths: Sequence[float], centres: Sequence[float], turned: Sequence[bool]
) -> list[list[float]]:
    """For each edge, its places on the cross axis in all layers from its first box to its last.

    `lengths` and `centres` are those of the vertices on that axis; `turned` is True for each edge
    of the graph that runs against the layers.
    """
    ways = [[centres[vertex] for vertex in chain] for chain in part.chains]
    for box, beside in ((0, 1), (-1, -2)):
        edges_at: defaultdict[int, list[int]] = defaultdict(list)
        for edge, chain in enumerate(part.chains):
            edges_at[chain[box]].append(edge)
        for vertex, edges in edges_at.items():
            # All that leaves a box has one port, but a turned edge has its head there.
            leaving = [edge for edge in edges if box == 0 and not turned[part.edges[edge]]]
            groups = [leaving] if leaving else []
            groups += [[edge] for edge in edges if edge not in leaving]
            centre, reach = centres[vertex], lengths[vertex] * PORTS / 2
            near = min(reach, NEARLY_STRAIGHT) if box == 0 else reach
            ports: list[tuple[float, Wish, list[int]]] = []
            for members in groups:
                others = [ways[edge][beside] for edge in members]
                other = min(others, key=lambda place: abs(place - centre))
                is_near = abs(other - centre) <= near
                wish = Wish(other, STRONG) if is_near else Wish(centre, 1.0)
                ports.append((sum(others) / len(others), wish, members))
            # They are spread along the side of their box, in the order of the other ends.
            ports.sort(key=lambda port: port[0])
            gap = min(PORT_GAP, 2 * reach / max(len(ports) - 1, 1))
            gaps = [gap] * (len(ports) - 1)
            places = spread([wish for _, wish, _ in ports], gaps, centre - reach, centre + reach)
            for place, (_, _, members) in zip(places, ports, strict=True):
                for edge in members:
                    ways[edge][box] = round(place, 1)
        if box == 0:
            # No step that is too small to be seen as one: others are further away than this.
            for way in ways:
                for layer in range(1, len(way) - 1):
                    if abs(way[layer] - way[layer - 1]) < EDGE_GAP / 2:
                        way[layer] = way[layer - 1]
    return ways

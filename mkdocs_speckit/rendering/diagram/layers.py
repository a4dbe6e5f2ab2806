"""Which layer each node of a graph is in, and in which order a layer's nodes are.

The first steps of Sugiyama, Tagawa and Toda (1981). Edges that close a cycle are turned; each node
gets a layer after the layers of all that it waits for; an edge through several layers gets a
waypoint in each layer that it passes; each layer is ordered so that few edges cross. Nodes and
waypoints together are vertices. Parts of the graph that no edge joins are arranged one by one.

An example: five phases with the edges 0→3, 1→2, 2→4 and 0→4. Phases 0 and 1 are in layer 0,
phases 2 and 3 in layer 1, and phase 4 is in layer 2. The edge 0→4 passes layer 1 and gets the
waypoint 5 there, which counts as a row next to 0, where its edge starts.

    reading order    [0, 1] [5, 2, 3] [4]    1→2 crosses 0→3
    sorted           [0, 1] [5, 3, 2] [4]    no crossing

Layer 1 was sorted by the barycentre of each vertex, the mean position of its neighbours in layer 0:
0 for 5 and 3, which keep their order, and 1 for 2.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.graph import find_neighbours, sort_topologically

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.graph import Edge

    Order = list[list[int]]
    """The vertices of each layer, in order."""

    Links = list[list[int]]
    """For each vertex, those that it is linked with in a neighbouring layer."""

COLUMNS_WITHOUT_EDGES = 4

MAX_SWEEPS = 24
MAX_IDLE_SWEEPS = 6
"""Sweeps end after this number of them without a better order."""

MAX_RESTORING_PASSES = 4
"""How often all layers are exchanged back into the reading order."""

MAX_CROSSINGS_ROUTED = 20
"""Long edges are not led around a drawing with more crossings: nobody would see the difference."""


class Component(Struct, frozen=True):
    """A part of the graph that edges join, in layers; its waypoints follow its nodes.

    `nodes` and `edges` are indexes of the graph's nodes and edges. All else is about vertices,
    which are numbered within the part: `layers` is the layer of each, `order` the vertices of each
    layer, `chains` the vertices that each edge runs through, and `up` and `down` are the vertices
    that each one is linked with in the layer before and after.
    """

    nodes: tuple[int, ...]
    edges: tuple[int, ...]
    layers: tuple[int, ...]
    order: Order
    chains: tuple[tuple[int, ...], ...]
    up: Links
    down: Links


class Arrangement(Struct, frozen=True):
    """A graph in ordered layers, without coordinates: it serves all sizes and both axes.

    `layers` are the nodes of each layer, part after part. `turned` is True for each edge that runs
    against the layers because it closes a cycle.
    """

    components: tuple[Component, ...]
    layers: tuple[tuple[int, ...], ...]
    turned: tuple[bool, ...]


def arrange_layers(size: int, edges: Sequence[Edge]) -> Arrangement:
    """Put a graph with this many nodes into ordered layers; edges may form cycles."""
    forward = break_cycles(size, edges)
    groups = find_components(size, forward)
    group_of = {node: index for index, nodes in enumerate(groups) for node in nodes}
    edges_of: list[list[int]] = [[] for _ in groups]
    for index, (start, _) in enumerate(forward):
        edges_of[group_of[start]].append(index)
    components = [
        _arrange_component(nodes, indexes, [forward[index] for index in indexes])
        for nodes, indexes in zip(groups, edges_of, strict=True)
        if len(nodes) > 1
    ]
    # Nodes without edges are put into rows, and linked along each row so that it is straight.
    if alone := tuple(nodes[0] for nodes in groups if len(nodes) == 1):
        columns = max((len(part.order) for part in components), default=COLUMNS_WITHOUT_EDGES)
        columns = min(columns, len(alone))
        column_of = tuple(index % columns for index in range(len(alone)))
        order = [list(range(first, len(alone), columns)) for first in range(columns)]
        up: Links = [[index - 1] if column else [] for index, column in enumerate(column_of)]
        down: Links = [
            [index] if column else [] for index, column in enumerate((*column_of[1:], 0), 1)
        ]
        components.append(Component(alone, (), column_of, order, (), up, down))
    layers: list[list[int]] = [
        [] for _ in range(max((len(p.order) for p in components), default=0))
    ]
    for part in components:
        for nodes, vertices in zip(layers, part.order, strict=False):
            nodes += [part.nodes[vertex] for vertex in vertices if vertex < len(part.nodes)]
    return Arrangement(
        tuple(components),
        tuple(map(tuple, layers)),
        tuple(before != after for before, after in zip(edges, forward, strict=True)),
    )


def break_cycles(size: int, edges: Sequence[Edge]) -> list[Edge]:
    """The edges, those that close a cycle turned round (depth-first search in row order)."""
    _, following = find_neighbours(edges)
    state = [0] * size
    closing: set[Edge] = set()
    for root in range(size):
        stack = [(root, iter(following[root]))] if not state[root] else []
        while stack:
            node, rest = stack[-1]
            state[node] = 1
            for after in rest:
                if state[after] == 1:
                    closing.add((node, after))
                elif not state[after]:
                    stack.append((after, iter(following[after])))
                    break
            else:
                state[node] = 2
                stack.pop()
    return [(end, start) if (start, end) in closing else (start, end) for start, end in edges]


def find_components(size: int, edges: Sequence[Edge]) -> list[list[int]]:
    """The parts of a graph that no edge joins, each in ascending order, by their first nodes."""
    before, after = find_neighbours(edges)
    seen = [False] * size
    found = []
    for root in range(size):
        if seen[root]:
            continue
        seen[root] = True
        part = [root]
        for node in part:
            for other in (*before[node], *after[node]):
                if not seen[other]:
                    seen[other] = True
                    part.append(other)
        found.append(sorted(part))
    return found


def _arrange_component(
    nodes: Sequence[int], indexes: Sequence[int], edges: Sequence[Edge]
) -> Component:
    number = {node: index for index, node in enumerate(nodes)}
    inner = [(number[start], number[end]) for start, end in edges]
    layers = assign_layers(len(nodes), inner)
    # Give each edge a waypoint in each layer that it passes.
    chains = []
    for start, end in inner:
        passed = range(layers[start] + 1, layers[end])
        chains.append((start, *range(len(layers), len(layers) + len(passed)), end))
        layers += passed
    up: Links = [[] for _ in layers]
    down: Links = [[] for _ in layers]
    for start, end in itertools.chain.from_iterable(map(itertools.pairwise, chains)):
        down[start].append(end)
        up[end].append(start)
    order = order_layers(layers, chains, up, down)
    return Component(tuple(nodes), tuple(indexes), tuple(layers), order, tuple(chains), up, down)


def assign_layers(size: int, edges: Sequence[Edge]) -> list[int]:
    """Each node's layer, from 0: the longest path to it; the graph must have no cycle.

    A node that more nodes wait for than it waits for moves towards those, which makes the edges
    shorter in sum.
    """
    before, after = find_neighbours(edges)
    order = sort_topologically(size, edges)
    layers = [0] * size
    for node in order:
        layers[node] = max((layers[other] + 1 for other in before[node]), default=0)
    # What is pulled equally to both sides moves along first, and back where that gained nothing.
    for node in reversed(order):
        if after[node] and len(after[node]) >= len(before[node]):
            layers[node] = min(layers[other] for other in after[node]) - 1
    for node in order:
        if before[node] and len(before[node]) >= len(after[node]):
            layers[node] = max(layers[other] for other in before[node]) + 1
    first = min(layers)
    return [layer - first for layer in layers]


def order_layers(
    layers: Sequence[int], chains: Sequence[Sequence[int]], up: Links, down: Links
) -> Order:
    """Order the vertices of each layer so that few links cross.

    The reading order is kept unless it costs crossings. `chains` are the vertices of each
    edge, `up` and `down` the vertices that each is linked with in the layer before and after.
    """
    # Begin in reading order, in which a waypoint has the row of the node that its edge starts at.
    row = list(range(len(layers)))
    for start, *waypoints, _ in chains:
        for waypoint in waypoints:
            row[waypoint] = start
    order: Order = [[] for _ in range(max(layers) + 1)]
    for vertex in sorted(range(len(layers)), key=row.__getitem__):
        order[layers[vertex]].append(vertex)
    backwards = [-place for place in row]
    position = [0] * len(layers)
    for layer in order:
        _index_layer(layer, position)

    best, fewest, idle = [list(layer) for layer in order], count_crossings(order, down), 0
    for sweep in range(MAX_SWEEPS):
        if not fewest or idle == MAX_IDLE_SWEEPS:
            break
        # Down in even sweeps, up in odd ones, sort each layer by its neighbours' positions.
        linked, run = (up, order) if sweep % 2 == 0 else (down, order[::-1])
        for layer in run:
            _sort_by_barycentre(layer, linked, position)
        # Exchange neighbours. What makes no difference is exchanged in every other pair of sweeps
        # against the reading order: that leads to orders which sorting alone never reaches.
        rank = row if sweep // 2 % 2 == 0 else backwards
        for layer in order:
            _exchange_neighbours(layer, up, down, position, rank)
        count, idle = count_crossings(order, down), idle + 1
        if count < fewest:
            best, fewest, idle = [list(layer) for layer in order], count, 0
    if 0 < fewest <= MAX_CROSSINGS_ROUTED:
        _route_long_edges_around(best, chains, layers, down)

    # Restore the reading order where it makes no difference.
    for layer in best:
        _index_layer(layer, position)
    for _ in range(MAX_RESTORING_PASSES):
        for layer in best:
            _exchange_neighbours(layer, up, down, position, row)
    return best


def count_crossings(order: Order, down: Links) -> int:
    """How many pairs of links cross: inversions, counted by insertion into a sorted list."""
    total = 0
    for layer, following in itertools.pairwise(order):
        position = {vertex: index for index, vertex in enumerate(following)}
        seen: list[int] = []
        for vertex in layer:
            ends = [position[other] for other in down[vertex]]
            for end in ends:
                total += len(seen) - bisect_right(seen, end)
            for end in ends:
                insort(seen, end)
    return total


def _index_layer(layer: Sequence[int], position: list[int]) -> None:
    for index, vertex in enumerate(layer):
        position[vertex] = index


def _sort_by_barycentre(layer: list[int], linked: Links, position: list[int]) -> None:
    """Sort a layer by the mean position of each vertex's neighbours; others keep their place."""
    keys = {
        vertex: sum([position[other] for other in linked[vertex]]) / len(linked[vertex])
        for vertex in layer
        if linked[vertex]
    }
    movable = iter(sorted(keys, key=keys.__getitem__))
    layer[:] = [next(movable) if vertex in keys else vertex for vertex in layer]
    _index_layer(layer, position)


def _exchange_neighbours(
    layer: list[int], up: Links, down: Links, position: list[int], rank: Sequence[int]
) -> None:
    """Exchange neighbours in a layer if that takes crossings away.

    If it makes no difference, they are exchanged if their ranks are in the wrong order.
    """
    above = [sorted([position[other] for other in up[vertex]]) for vertex in layer]
    below = [sorted([position[other] for other in down[vertex]]) for vertex in layer]
    for one, other in itertools.pairwise(range(len(layer))):
        now = _count_inversions(above[one], above[other])
        now += _count_inversions(below[one], below[other])
        is_unordered = rank[layer[one]] > rank[layer[other]]
        if not now and not is_unordered:
            continue
        then = _count_inversions(above[other], above[one])
        then += _count_inversions(below[other], below[one])
        if then < now or (then == now and is_unordered):
            layer[one], layer[other] = layer[other], layer[one]
            above[one], above[other] = above[other], above[one]
            below[one], below[other] = below[other], below[one]
    _index_layer(layer, position)


def _count_inversions(left: list[int], right: list[int]) -> int:
    """How many links of two neighbours cross; their ends are sorted."""
    if not left or not right or left[-1] <= right[0]:
        return 0
    return sum([bisect_left(right, end) for end in left])


def _route_long_edges_around(
    order: Order, chains: Sequence[Sequence[int]], layers: Sequence[int], down: Links
) -> None:
    """Lead each long edge around one side of its layers where that takes crossings away."""
    for start, *waypoints, end in chains:
        first, last = layers[start], layers[end]
        for at_front in (True, False) if waypoints else ():
            now = order[first : last + 1]
            then = [[vertex for vertex in layer if vertex not in waypoints] for layer in now]
            for layer, waypoint in zip(then[1:-1], waypoints, strict=True):
                layer.insert(0 if at_front else len(layer), waypoint)
            if count_crossings(then, down) < count_crossings(now, down):
                order[first : last + 1] = then

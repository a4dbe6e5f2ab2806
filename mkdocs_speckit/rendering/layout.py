"""Layered drawing of a directed graph: where nodes stand and how edges run.

The steps of Sugiyama, Tagawa and Toda (1981): break cycles, put nodes into layers, let long edges
pass through the layers between as dummy nodes, order each layer so that few edges cross, then give
coordinates that keep long edges straight. Edges bend only between layers, so none runs through a
node. The same graph gives the same drawing.

Lengths are in user units of the drawing. `main` is the axis along which layers follow one another,
`cross` the other one.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.digraph import neighbours, topological_order

if TYPE_CHECKING:
    from collections.abc import Sequence

Edge = tuple[int, int]

LAYER_GAP = 44.0
NODE_GAP = 18.0
SWEEPS = 12
COLUMNS_WITHOUT_EDGES = 4
STRAIGHTNESS = 8.0
"""How much more a dummy node insists on its place than a node does."""


class Size(NamedTuple):
    """A node's extent along the layers' axis and across it."""

    main: float
    cross: float


class Point(NamedTuple):
    """A position."""

    main: float
    cross: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A drawing: each node's corner with the smallest coordinates, each edge's way, the extent.

    Nodes are as deep as their layer: `depths` are their extents on the main axis. An edge's way
    alternates: from a point on a layer's side a bend to the next layer, then straight through
    that layer, and so on.
    """

    corners: tuple[Point, ...]
    depths: tuple[float, ...]
    ways: tuple[tuple[Point, ...], ...]
    extent: Size


@dataclass(slots=True)
class _Vertex:
    """A node or, where `node` is None, the place where an edge passes through a layer."""

    layer: int
    cross_size: float
    node: int | None
    cross: float = 0.0


def lay_out(sizes: Sequence[Size], edges: Sequence[Edge]) -> Layout:
    """Draw a graph whose nodes have these sizes; edges may form cycles."""
    if not sizes:
        return Layout((), (), (), Size(0, 0))
    forward = _without_cycles(len(sizes), edges)
    layers = _layers(len(sizes), forward)
    vertices = [_Vertex(layer, sizes[node].cross, node) for node, layer in enumerate(layers)]
    chains = [_chain(vertices, edge) for edge in forward]
    links = [link for chain in chains for link in itertools.pairwise(chain)]
    order = _ordered(vertices, links)
    _place_across(vertices, order, links)
    turned = [before != after for before, after in zip(edges, forward, strict=True)]
    return _finished(sizes, vertices, order, chains, turned)


def _without_cycles(size: int, edges: Sequence[Edge]) -> list[Edge]:
    """The edges, those that close a cycle turned round (depth-first search in row order)."""
    _, following = neighbours(edges)
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


def _layers(size: int, edges: Sequence[Edge]) -> list[int]:
    """Each node's layer: as early as its longest way, but no earlier than its followers need."""
    before, after = neighbours(edges)
    order = topological_order(size, edges)
    layers = [0] * size
    for node in order:
        layers[node] = max((layers[other] + 1 for other in before[node]), default=0)
    for node in reversed(order):
        if not before[node] and after[node]:
            layers[node] = min(layers[following] for following in after[node]) - 1
    alone = [node for node in range(size) if not before[node] and not after[node]]
    columns = max(layers) + 1 if edges else min(size, COLUMNS_WITHOUT_EDGES)
    for position, node in enumerate(alone):
        layers[node] = position % columns
    return layers


def _chain(vertices: list[_Vertex], edge: Edge) -> list[int]:
    """The vertices that an edge runs through; adds a dummy for each layer that it passes."""
    start, end = edge
    chain = [start]
    for layer in range(vertices[start].layer + 1, vertices[end].layer):
        vertices.append(_Vertex(layer, 0.0, None))
        chain.append(len(vertices) - 1)
    return [*chain, end]


def _ordered(vertices: list[_Vertex], links: Sequence[Edge]) -> list[list[int]]:
    """The vertices of each layer in an order with few crossings: sweeps of barycentres."""
    order: list[list[int]] = [[] for _ in range(1 + max(v.layer for v in vertices))]
    for index, vertex in enumerate(vertices):
        order[vertex.layer].append(index)
    before, after = neighbours(links)
    best, fewest = [list(layer) for layer in order], _crossings(order, after)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        downwards = sweep % 2 == 0
        indexes = range(1, len(order)) if downwards else range(len(order) - 2, -1, -1)
        for layer in indexes:
            neighbour = order[layer - 1] if downwards else order[layer + 1]
            _sort_by_barycentre(order[layer], neighbour, before if downwards else after)
            _transpose(order[layer], neighbour, before if downwards else after)
        crossings = _crossings(order, after)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in order], crossings
    return best


def _sort_by_barycentre(
    layer: list[int], neighbour: list[int], linked: dict[int, list[int]]
) -> None:
    position = {vertex: index for index, vertex in enumerate(neighbour)}
    centres = {}
    for index, vertex in enumerate(layer):
        positions = [position[other] for other in linked.get(vertex, ())]
        centres[vertex] = sum(positions) / len(positions) if positions else float(index)
    layer.sort(key=lambda vertex: centres[vertex])


def _transpose(layer: list[int], neighbour: list[int], linked: dict[int, list[int]]) -> None:
    """Exchange neighbours in a layer as long as that takes crossings away."""
    position = {vertex: index for index, vertex in enumerate(neighbour)}
    ends = {vertex: sorted(position[o] for o in linked.get(vertex, ())) for vertex in layer}
    for _ in layer:
        improved = False
        for index in range(len(layer) - 1):
            left, right = ends[layer[index]], ends[layer[index + 1]]
            if _inversions(left, right) > _inversions(right, left):
                layer[index], layer[index + 1] = layer[index + 1], layer[index]
                improved = True
        if not improved:
            return


def _inversions(left: Sequence[int], right: Sequence[int]) -> int:
    return sum(a > b for a in left for b in right)


def _crossings(order: list[list[int]], after: dict[int, list[int]]) -> int:
    """How many pairs of edges cross between neighbouring layers."""
    total = 0
    for layer, following in itertools.pairwise(order):
        position = {vertex: index for index, vertex in enumerate(following)}
        seen: list[int] = []
        for vertex in layer:
            ends = [position[other] for other in after.get(vertex, ())]
            total += sum(a > b for a in seen for b in ends)
            seen += ends
    return total


def _place_across(vertices: list[_Vertex], order: list[list[int]], links: Sequence[Edge]) -> None:
    """Give each vertex its centre on the cross axis: near its neighbours', without overlaps."""
    before, after = neighbours(links)
    for layer in order:
        at = 0.0
        for index in layer:
            vertices[index].cross = at + vertices[index].cross_size / 2
            at += vertices[index].cross_size + NODE_GAP
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 0
        for layer in order if downwards else reversed(order):
            _pull(vertices, layer, before if downwards else after)
    top = min(vertex.cross - vertex.cross_size / 2 for vertex in vertices)
    for vertex in vertices:
        vertex.cross -= top


def _pull(vertices: list[_Vertex], layer: list[int], linked: dict[int, list[int]]) -> None:
    """Move a layer's vertices towards the vertices that they are linked with.

    Least squares under the layer's order and gaps: isotonic regression by pooling neighbours.
    """
    pools: list[tuple[float, float, int]] = []
    offset = 0.0
    offsets = []
    for position, index in enumerate(layer):
        vertex = vertices[index]
        if position:
            previous = vertices[layer[position - 1]]
            offset += (previous.cross_size + vertex.cross_size) / 2 + NODE_GAP
        offsets.append(offset)
        others = linked.get(index, ())
        wish = sum(vertices[o].cross for o in others) / len(others) if others else vertex.cross
        weight = 0.1 if not others else STRAIGHTNESS if vertex.node is None else 1.0
        pool = (wish - offset, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            centre, other_weight, size = pools.pop()
            summed = other_weight + pool[1]
            pool = ((centre * other_weight + pool[0] * pool[1]) / summed, summed, size + pool[2])
        pools.append(pool)
    centres = [centre for centre, _, size in pools for _ in range(size)]
    for index, centre, offset in zip(layer, centres, offsets, strict=True):
        vertices[index].cross = centre + offset


def _finished(
    sizes: Sequence[Size],
    vertices: list[_Vertex],
    order: list[list[int]],
    chains: Sequence[list[int]],
    turned: Sequence[bool],
) -> Layout:
    starts, depths, at = [], [], 0.0
    for layer in order:
        nodes = [node for index in layer if (node := vertices[index].node) is not None]
        depth = max((sizes[node].main for node in nodes), default=0.0)
        starts.append(at)
        depths.append(depth)
        at += depth + LAYER_GAP
    corners = [
        Point(starts[v.layer], round(v.cross - v.cross_size / 2, 1)) for v in vertices[: len(sizes)]
    ]
    ways = []
    for chain, is_turned in zip(chains, turned, strict=True):
        way: list[Point] = []
        for index in chain:
            vertex = vertices[index]
            start, cross = starts[vertex.layer], round(vertex.cross, 1)
            way += [Point(start, cross), Point(start + depths[vertex.layer], cross)]
        way = way[1:-1]
        ways.append(tuple(reversed(way)) if is_turned else tuple(way))
    extent = max(v.cross + v.cross_size / 2 for v in vertices)
    return Layout(
        tuple(corners),
        tuple(depths[vertex.layer] for vertex in vertices[: len(sizes)]),
        tuple(ways),
        Size(at - LAYER_GAP, round(extent, 1)),
    )

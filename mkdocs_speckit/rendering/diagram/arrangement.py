"""A graph's nodes in ordered layers, before anything has a size.

The first steps of Sugiyama, Tagawa and Toda (1981): break cycles, put nodes into layers, let long
edges pass through the layers between as dummy vertices, order each layer so that few edges cross.
Parts of the graph that no edge joins are arranged one by one.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.rendering.diagram.layering import assign_layers, break_cycles, find_components
from mkdocs_speckit.rendering.diagram.ordering import Links, Order, order_layers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.graph import Edge

COLUMNS_WITHOUT_EDGES = 4


class Part(Struct, frozen=True):
    """A connected part of the graph, in layers; its dummies follow its nodes.

    `nodes` are the graph's own indexes; `chains` are, for each of the part's `edges` (indexes
    of the graph's edges), the vertices that it runs through, downwards; `layers` are the
    vertices' layers, `up` and `down` what each is linked with in the layers beside its own.
    """

    nodes: tuple[int, ...]
    edges: tuple[int, ...]
    layers: tuple[int, ...]
    order: Order
    chains: tuple[tuple[int, ...], ...]
    up: Links
    down: Links


class Arrangement(Struct, frozen=True):
    """A graph in ordered layers, without coordinates: one for all sizes and axes.

    `layers` are the nodes of each layer, part after part; `turned` says for each edge whether it
    runs against the layers, because it closes a cycle.
    """

    parts: tuple[Part, ...]
    layers: tuple[tuple[int, ...], ...]
    turned: tuple[bool, ...]


def arrange(size: int, edges: Sequence[Edge]) -> Arrangement:
    """Put a graph with this many nodes into ordered layers; edges may form cycles."""
    forward = break_cycles(size, edges)
    turned = tuple(before != after for before, after in zip(edges, forward, strict=True))
    joined = find_components(size, forward)
    alone = tuple(part[0] for part in joined if len(part) == 1)
    owner = {node: index for index, part in enumerate(joined) for node in part}
    edges_of: list[list[int]] = [[] for _ in joined]
    for index, edge in enumerate(forward):
        edges_of[owner[edge[0]]].append(index)
    parts = [
        _part(nodes, indexes, [forward[index] for index in indexes])
        for nodes, indexes in zip(joined, edges_of, strict=True)
        if len(nodes) > 1
    ]
    if alone:
        columns = max((len(part.order) for part in parts), default=COLUMNS_WITHOUT_EDGES)
        parts.append(_without_edges(alone, columns))
    return Arrangement(tuple(parts), _nodes_by_layer(parts), turned)


def _nodes_by_layer(parts: Sequence[Part]) -> tuple[tuple[int, ...], ...]:
    found: list[list[int]] = [[] for _ in range(max((len(p.order) for p in parts), default=0))]
    for part in parts:
        for layer, vertices in zip(found, part.order, strict=False):
            layer += [part.nodes[vertex] for vertex in vertices if vertex < len(part.nodes)]
    return tuple(map(tuple, found))


def _part(nodes: Sequence[int], indexes: Sequence[int], edges: Sequence[Edge]) -> Part:
    local = {node: index for index, node in enumerate(nodes)}
    inner = [(local[start], local[end]) for start, end in edges]
    layer_of = assign_layers(len(nodes), inner)
    chains = []
    for start, end in inner:
        passed = range(layer_of[start] + 1, layer_of[end])
        chains.append((start, *range(len(layer_of), len(layer_of) + len(passed)), end))
        layer_of += passed
    links = [link for chain in chains for link in itertools.pairwise(chain)]
    up: Links = [[] for _ in layer_of]
    down: Links = [[] for _ in layer_of]
    for start, end in links:
        down[start].append(end)
        up[end].append(start)
    order = order_layers(layer_of, up, down)
    return Part(tuple(nodes), tuple(indexes), tuple(layer_of), order, tuple(chains), up, down)


def _without_edges(nodes: tuple[int, ...], columns: int) -> Part:
    """Nodes that nothing joins, in rows; they are linked along a row so that it is straight."""
    layer_of = tuple(index % columns for index in range(len(nodes)))
    order = [list(range(first, len(nodes), columns)) for first in range(1 + max(layer_of))]
    up = [[index - 1] if layer_of[index] else [] for index in range(len(nodes))]
    down = [[index + 1] if following else [] for index, following in enumerate([*up[1:], []])]
    return Part(nodes, (), layer_of, order, (), up, down)

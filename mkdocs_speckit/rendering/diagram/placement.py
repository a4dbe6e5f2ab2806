"""Where the vertices of ordered layers stand across them.

Brandes and Köpf: Fast and simple horizontal coordinate assignment (2001). Each vertex is put in
line with the median of its neighbours where nothing is in the way, edges through several layers
first; that is done from four sides, and the mean of the two middle results taken. Blocks are
packed along the longest path of the gaps between them, which is free of the fault of the paper's
own packing (Brandes, Walter, Zink: Erratum, 2020).
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.rendering.diagram.arrangement import Part
    from mkdocs_speckit.rendering.diagram.ordering import Links, Order


class Gaps(Struct, frozen=True):
    """The least distances across a layer: between nodes, beside an edge, between two edges."""

    between_nodes: float
    beside_edge: float
    between_edges: float


class _Problem(Struct, frozen=True):
    """A part whose vertices want places, their extents across, and the gaps to leave."""

    part: Part
    sizes: Sequence[float]
    gaps: Gaps

    def distance(self, left: int, right: int) -> float:
        """The least distance between the centres of two neighbours in a layer."""
        first_dummy = len(self.part.nodes)
        dummies = (left >= first_dummy) + (right >= first_dummy)
        gap = (self.gaps.between_nodes, self.gaps.beside_edge, self.gaps.between_edges)[dummies]
        return (self.sizes[left] + self.sizes[right]) / 2 + gap


def place_vertices(part: Part, sizes: Sequence[float], gaps: Gaps) -> list[float]:
    """The centre of each vertex across the layers, so that the foremost side is at 0.

    `sizes` are the vertices' extents across.
    """
    problem = _Problem(part, sizes, gaps)
    order, mirrored = part.order, [layer[::-1] for layer in part.order]
    position, opposite = _positions(order), _positions(mirrored)
    conflicts = _conflicts(part, position)
    results = []
    for linked, turn in ((part.up, slice(None)), (part.down, slice(None, None, -1))):
        for layers, places, sign in ((order, position, 1), (mirrored, opposite, -1)):
            roots = _roots(layers[turn], linked, places, conflicts)
            centres = _packed(layers, roots, problem)
            results.append([sign * centre for centre in centres])
    return _balanced(results, sizes)


def _positions(order: Order) -> dict[int, int]:
    return {vertex: index for layer in order for index, vertex in enumerate(layer)}


def _conflicts(part: Part, position: dict[int, int]) -> set[tuple[int, int]]:
    """The links that cross a long edge between its dummies: they give way."""
    found = set()
    nodes, up = len(part.nodes), part.up
    for above, layer in itertools.pairwise(part.order):
        low = scanned = 0
        for index, vertex in enumerate(layer):
            inner = next((u for u in up[vertex] if u >= nodes), None) if vertex >= nodes else None
            if inner is None and index < len(layer) - 1:
                continue
            high = len(above) - 1 if inner is None else position[inner]
            for other in layer[scanned : index + 1]:
                for upper in up[other]:
                    is_inner = upper >= nodes and other >= nodes
                    if not is_inner and not low <= position[upper] <= high:
                        found.add((upper, other))
            scanned, low = index + 1, high
    return found


def _roots(
    layers: Order, linked: Links, position: dict[int, int], conflicts: set[tuple[int, int]]
) -> list[int]:
    """For each vertex, the first of the block of vertices that stand in line with it."""
    roots = list(range(len(linked)))
    for layer in layers:
        reached = -1
        for vertex in layer:
            others = linked[vertex]
            if not others:
                continue
            if len(others) > 1:
                others = sorted(others, key=position.__getitem__)
            middle = (len(others) - 1) // 2
            for other in others[middle : len(others) // 2 + 1]:
                if (
                    reached < position[other]
                    and (other, vertex) not in conflicts
                    and (vertex, other) not in conflicts
                ):
                    roots[vertex] = roots[other]
                    reached = position[other]
                    break
    return roots


def _packed(layers: Order, roots: list[int], problem: _Problem) -> list[float]:
    """Each vertex's centre with all blocks as far to the front as they go, then pulled together."""
    after: dict[int, dict[int, float]] = {root: {} for root in roots}
    before: dict[int, int] = dict.fromkeys(after, 0)
    for layer in layers:
        for left, right in itertools.pairwise(layer):
            distance = problem.distance(left, right)
            one, other = roots[left], roots[right]
            known = after[one].get(other)
            if known is None:
                before[other] += 1
            if known is None or distance > known:
                after[one][other] = distance
    centres = dict.fromkeys(after, 0.0)
    order = [root for root, count in before.items() if not count]
    for root in order:
        centre = centres[root]
        for other, distance in after[root].items():
            centres[other] = max(centres[other], centre + distance)
            before[other] -= 1
            if not before[other]:
                order.append(other)
    for root in reversed(order):
        if after[root]:
            centres[root] = min(centres[other] - d for other, d in after[root].items())
    return [centres[root] for root in roots]


def _balanced(results: list[list[float]], sizes: Sequence[float]) -> list[float]:
    """The mean of the two middle results, all lined up with the narrowest of them."""
    spans = []
    for result in results:
        low = min(c - size / 2 for c, size in zip(result, sizes, strict=True))
        high = max(c + size / 2 for c, size in zip(result, sizes, strict=True))
        spans.append((low, high))
    _, narrowest = min((high - low, index) for index, (low, high) in enumerate(spans))
    shifted = []
    for index, (result, (low, high)) in enumerate(zip(results, spans, strict=True)):
        # The even results are packed to the front, the odd ones to the back.
        side = index % 2
        shift = spans[narrowest][side] - (low, high)[side]
        shifted.append([centre + shift for centre in result])
    centres = [sum(sorted(four)[1:3]) / 2 for four in zip(*shifted, strict=True)]
    first = min(c - size / 2 for c, size in zip(centres, sizes, strict=True))
    return [centre - first for centre in centres]

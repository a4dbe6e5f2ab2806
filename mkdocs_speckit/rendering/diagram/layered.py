"""Layered drawing of an arranged graph: where boxes stand and how edges run.

Edges bend only in the gaps between layers, and boxes fill their layer, so no edge runs through a
box. All bends of a gap have the same shape, so two of them meet only where their edges must cross.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.rendering.diagram.geometry import (
    Axes,
    Box,
    Curve,
    Drawing,
    Line,
    Route,
    Size,
)
from mkdocs_speckit.rendering.diagram.placement import Gaps, place_vertices
from mkdocs_speckit.rendering.diagram.ports import route_edges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.rendering.diagram.arrangement import Arrangement, Part

GAPS = Gaps(between_nodes=16.0, beside_edge=12.0, between_edges=10.0)
PART_GAP = 24.0

LAYER_GAP = 38.0
STEEPNESS = 0.12
WIDEST_LAYER_GAP = 80.0
"""Layers stand further apart the further an edge between them runs across: the least distance,
what each unit across adds, and the most."""


def bound_size(arrangement: Arrangement, sizes: Sequence[Size], axes: Axes) -> Size:
    """What a drawing with boxes of these sizes takes at the least: a quick bound."""
    layers = arrangement.layers
    along = sum(_depths(arrangement, sizes, axes)) + LAYER_GAP * max(len(layers) - 1, 0)
    gap = GAPS.between_nodes
    across = (sum(axes.across(sizes[n]) + gap for n in layer) - gap for layer in layers)
    return axes.size(along, max(across, default=0.0))


def lay_out(arrangement: Arrangement, sizes: Sequence[Size], axes: Axes) -> Drawing:
    """Draw an arranged graph with boxes of these sizes; all boxes of a layer are equally deep."""
    if not arrangement.parts:
        return Drawing((), (), Size(0, 0))
    depths = _depths(arrangement, sizes, axes)
    stands: list[_Stand] = []
    across = 0.0
    for part in arrangement.parts:
        stands.append(_stand(part, sizes, axes, across))
        across = stands[-1].end + PART_GAP
    starts = _starts(depths, stands)
    boxes: dict[int, Box] = {}
    routes: dict[int, Route] = {}
    for stand in stands:
        part = stand.part
        for vertex, node in enumerate(part.nodes):
            layer = part.layers[vertex]
            corner = axes.point(starts[layer], stand.centres[vertex] - stand.across[vertex] / 2)
            boxes[node] = Box(*corner, *axes.size(depths[layer], stand.across[vertex]))
        for edge, chain, crosses in zip(part.edges, part.chains, stand.ways, strict=True):
            way = _way(crosses, part.layers[chain[0]], starts, depths)
            routes[edge] = _route(way[::-1] if arrangement.turned[edge] else way, axes)
    return Drawing(
        tuple(boxes[node] for node in range(len(boxes))),
        tuple(routes[edge] for edge in range(len(routes))),
        axes.size(starts[-1] + depths[-1], across - PART_GAP),
    )


def _depths(arrangement: Arrangement, sizes: Sequence[Size], axes: Axes) -> list[float]:
    """How deep each layer is: as its deepest box."""
    return [
        max((axes.along(sizes[node]) for node in layer), default=0.0)
        for layer in arrangement.layers
    ]


class _Stand(Struct, frozen=True):
    """A part with the places of its vertices on the cross axis.

    `across` are the vertices' extents there; `ways` are, for each edge, where it leaves its first
    box, passes the layers between, and reaches its last box.
    """

    part: Part
    across: list[float]
    centres: list[float]
    ways: list[list[float]]

    @property
    def end(self) -> float:
        """Where the part ends."""
        return max(c + size / 2 for c, size in zip(self.centres, self.across, strict=True))


def _stand(part: Part, sizes: Sequence[Size], axes: Axes, offset: float) -> _Stand:
    across = [axes.across(sizes[node]) for node in part.nodes]
    across += [0.0] * (len(part.layers) - len(across))
    centres = place_vertices(part, across, GAPS)
    centres = [round(centre + offset, 1) for centre in centres]
    return _Stand(part, across, centres, route_edges(part, across, centres))


def _starts(depths: Sequence[float], stands: Sequence[_Stand]) -> list[float]:
    """Where each layer starts on the main axis."""
    steepest = [0.0] * len(depths)
    for stand in stands:
        for chain, crosses in zip(stand.part.chains, stand.ways, strict=True):
            first = stand.part.layers[chain[0]]
            for layer, (one, other) in enumerate(itertools.pairwise(crosses), first):
                steepest[layer] = max(steepest[layer], abs(one - other))
    gaps = [min(LAYER_GAP + STEEPNESS * steep, WIDEST_LAYER_GAP) for steep in steepest]
    starts = [0.0]
    for depth, gap in zip(depths[:-1], gaps, strict=False):
        starts.append(round(starts[-1] + depth + gap, 1))
    return starts


def _way(
    crosses: Sequence[float], first: int, starts: Sequence[float], depths: Sequence[float]
) -> list[tuple[float, float]]:
    """Main and cross of an edge's points: by turns it bends between layers and passes one."""
    way = []
    for layer, cross in enumerate(crosses, first):
        way += [(starts[layer], cross), (starts[layer] + depths[layer], cross)]
    return way[1:-1]


def _route(way: Sequence[tuple[float, float]], axes: Axes) -> Route:
    pieces: list[Line | Curve] = []
    for (main, cross), (next_main, next_cross) in itertools.pairwise(way):
        end = axes.point(next_main, next_cross)
        if cross == next_cross:
            if pieces and isinstance(pieces[-1], Line):
                pieces.pop()
            pieces.append(Line(end))
        else:
            middle = (main + next_main) / 2
            pieces.append(Curve(axes.point(middle, cross), axes.point(middle, next_cross), end))
    return Route(axes.point(*way[0]), tuple(pieces))

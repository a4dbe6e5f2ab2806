"""Where edges leave their boxes and arrive, and so where they run across the layers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.rendering.diagram.spacing import Wish, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.rendering.diagram.arrangement import Part

PORT_GAP = 9.0
PORTS = 0.6
"""The middle part of a box's side where edges begin and end."""

NEARLY_STRAIGHT = 20.0
"""An edge that runs across by no more than this leaves the middle of its box to be straight."""

STRAIGHTNESS = 1e6
"""How much more such an edge insists on its place than one that bends anyway: all but wholly."""


class _End(NamedTuple):
    """One end of the edges' chains: the places in a chain of its box and of what is next to it."""

    box: int
    next: int


_LEAVING, _ARRIVING = _End(0, 1), _End(-1, -2)


def route_edges(part: Part, across: Sequence[float], centres: Sequence[float]) -> list[list[float]]:
    """For each edge, its places on the cross axis in all layers from its first box to its last.

    `across` and `centres` are the vertices' extents and centres on that axis.
    """
    ways = [[centres[vertex] for vertex in chain] for chain in part.chains]
    # What leaves a box takes its place first, then what arrives can meet it in a straight line,
    # and where others were in its way there, what leaves can yield to it.
    for end in (_LEAVING, _ARRIVING, _LEAVING):
        _take_ports(part, across, centres, ways, end)
    return ways


def _take_ports(
    part: Part,
    across: Sequence[float],
    centres: Sequence[float],
    ways: list[list[float]],
    end: _End,
) -> None:
    """Spread the ends of edges along the sides of their boxes, in the order of the other ends."""
    edges_at: defaultdict[int, list[int]] = defaultdict(list)
    for edge, chain in enumerate(part.chains):
        edges_at[chain[end.box]].append(edge)
    for vertex, edges in edges_at.items():
        edges.sort(key=lambda edge: (centres[part.chains[edge][end.next]], edge))
        centre = centres[vertex]
        wishes = [_wish(centre, ways[edge][end.next]) for edge in edges]
        reach = across[vertex] * PORTS / 2
        ports = spread(wishes, PORT_GAP, centre - reach, centre + reach)
        for edge, port in zip(edges, ports, strict=True):
            ways[edge][end.box] = round(port, 1)


def _wish(centre: float, other: float) -> Wish:
    if abs(other - centre) <= NEARLY_STRAIGHT:
        return Wish(other, STRAIGHTNESS)
    return Wish(centre, 1.0)

"""The order of the vertices in each layer, so that few edges cross.

Several deterministic starts; from each, sweeps down and up that sort every layer by the median or
the barycentre of its neighbours, then exchange neighbours in a layer as long as that takes
crossings away (Gansner, Koutsofios, North, Vo: A technique for drawing directed graphs, 1993,
section 3; Sugiyama, Tagawa, Toda 1981). The best order seen is kept.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Order = list[list[int]]
"""The vertices of each layer, in order."""

Links = list[list[int]]
"""For each vertex, those that it is linked with in a neighbouring layer."""

MOST_WORK = 45_000
WORK_A_PAIR = 3
"""How many vertices all sweeps together may look at: so many times the square of how many there
are, and no more than that. It bounds the time for small graphs and for large ones."""

MOST_SWEEPS = 24
PLAIN_SWEEPS = 4
"""The first sweeps from a start only sort: exchanges cost more, and pay on a good order."""

MOST_ROUNDS = 6
MOST_IDLE = 8
"""A start is given up after so many sweeps without a better order."""


def order_layers(layers: Sequence[int], up: Links, down: Links) -> Order:
    """Order the vertices of each layer; `up` and `down` link each with the layers beside it."""
    search = _Search(layers, up, down)
    for start in _starts(layers, up, down):
        search.run(start)
    return search.best


def count_crossings(order: Order, down: Links) -> int:
    """How many pairs of links cross: inversions, counted by insertion into a sorted list."""
    return sum(_crossings_between(one, other, down) for one, other in itertools.pairwise(order))


def _crossings_between(layer: list[int], following: list[int], down: Links) -> int:
    position = {vertex: index for index, vertex in enumerate(following)}
    seen: list[int] = []
    total = 0
    for vertex in layer:
        ends = [position[other] for other in down[vertex]]
        for end in ends:
            total += len(seen) - bisect_right(seen, end)
        for end in ends:
            insort(seen, end)
    return total


def _starts(layers: Sequence[int], up: Links, down: Links) -> list[Order]:
    """Orders to begin with: depth first from above and from below, breadth first, as written."""
    last = max(layers)
    tops = [vertex for vertex, layer in enumerate(layers) if not up[vertex] or not layer]
    bottoms = [vertex for vertex, layer in enumerate(layers) if not down[vertex] or layer == last]
    walks = [
        _depth_first(tops, down),
        _depth_first(bottoms, up),
        _breadth_first(tops, down, up),
        list(range(len(layers))),
    ]
    return [_by_layer(walk, layers) for walk in walks]


def _depth_first(roots: list[int], linked: Links) -> list[int]:
    """The vertices as a walk first meets them."""
    seen = [False] * len(linked)
    walk = []
    for root in roots:
        stack = [root]
        while stack:
            vertex = stack.pop()
            if not seen[vertex]:
                seen[vertex] = True
                walk.append(vertex)
                stack += reversed(linked[vertex])
    return walk


def _breadth_first(roots: list[int], linked: Links, other_way: Links) -> list[int]:
    seen = [False] * len(linked)
    walk: list[int] = []
    for root in roots:
        begin = len(walk)
        if not seen[root]:
            seen[root] = True
            walk.append(root)
        for vertex in itertools.islice(walk, begin, None):
            for other in (*linked[vertex], *other_way[vertex]):
                if not seen[other]:
                    seen[other] = True
                    walk.append(other)
    return walk


def _by_layer(walk: Sequence[int], layers: Sequence[int]) -> Order:
    order: Order = [[] for _ in range(max(layers) + 1)]
    for vertex in walk:
        order[layers[vertex]].append(vertex)
    return order


class _Search:
    """Looks for an order with few crossings, and remembers the best."""

    def __init__(self, layers: Sequence[int], up: Links, down: Links) -> None:
        self._up, self._down = up, down
        self._position = [0] * len(layers)
        self._work = min(MOST_WORK, WORK_A_PAIR * len(layers) ** 2)
        self.best: Order = []
        self.fewest = -1

    def run(self, start: Order) -> None:
        """Sweep up and down from one order, as long as it helps and there is work left."""
        if not self.fewest:
            return
        order = [list(layer) for layer in start]
        for layer in order:
            self._number(layer)
        here = self._note(order)
        idle = 0
        for sweep in range(MOST_SWEEPS):
            if not here or idle >= MOST_IDLE or self._work < 0:
                return
            self._sweep(order, sweep)
            now = self._note(order)
            idle = 0 if now < here else idle + 1
            here = min(here, now)

    def _note(self, order: Order) -> int:
        """Count the crossings, and keep the order if it is the best."""
        count = count_crossings(order, self._down)
        if self.fewest < 0 or count < self.fewest:
            self.best, self.fewest = [list(layer) for layer in order], count
        return count

    def _sweep(self, order: Order, number: int) -> None:
        """Down in even sweeps, up in odd ones."""
        manner = _MANNERS[number // 2 % len(_MANNERS)]
        downwards = number % 2 == 0
        linked = self._up if downwards else self._down
        self._work -= len(self._position)
        for layer in order if downwards else reversed(order):
            self._sort(layer, linked, manner)
        if number >= PLAIN_SWEEPS:
            self._transpose(order, manner.least_gain)

    def _sort(self, layer: list[int], linked: Links, manner: _Manner) -> None:
        """Sort a layer by its neighbours' centres; what has none keeps its place."""
        position, centre = self._position, manner.centre
        layer[:] = layer[:: manner.step]
        keys = {
            vertex: centre([position[other] for other in linked[vertex]])
            for vertex in layer
            if linked[vertex]
        }
        movable = iter(sorted(keys, key=keys.__getitem__))
        layer[:] = [next(movable) if vertex in keys else vertex for vertex in layer]
        self._number(layer)

    def _number(self, layer: list[int]) -> None:
        for index, vertex in enumerate(layer):
            self._position[vertex] = index

    def _transpose(self, order: Order, least: int) -> None:
        """Exchange neighbours in the layers as long as that takes crossings away.

        The first time a gain of `least` is enough: with 0, equally good orders are tried, too.
        """
        waiting = list(range(len(order)))
        for _ in range(MOST_ROUNDS):
            improved = [index for index in waiting if self._transpose_layer(order[index], least)]
            self._work -= sum(len(order[index]) for index in waiting)
            if not improved or self._work < 0:
                return
            least = 1
            near = {index + step for index in improved for step in (-1, 0, 1)}
            waiting = sorted(index for index in near if 0 <= index < len(order))

    def _transpose_layer(self, layer: list[int], least: int) -> bool:
        position, up, down = self._position, self._up, self._down
        above = [sorted([position[other] for other in up[vertex]]) for vertex in layer]
        below = [sorted([position[other] for other in down[vertex]]) for vertex in layer]
        has_changed = False
        for index in range(len(layer) - 1):
            after = index + 1
            now = _inversions(above[index], above[after]) + _inversions(below[index], below[after])
            if not now:
                continue
            then = _inversions(above[after], above[index]) + _inversions(below[after], below[index])
            if now - then >= least:
                _exchange(layer, index)
                _exchange(above, index)
                _exchange(below, index)
                has_changed = True
        if has_changed:
            self._number(layer)
        return has_changed


def _exchange(items: list[Any], index: int) -> None:
    items[index], items[index + 1] = items[index + 1], items[index]


def _inversions(left: list[int], right: list[int]) -> int:
    """How many links of two neighbours cross; their ends are sorted."""
    if not left or not right or left[-1] <= right[0]:
        return 0
    if len(left) == 1:
        return bisect_left(right, left[0])
    if len(right) == 1:
        return len(left) - bisect_right(left, right[0])
    return sum([bisect_left(right, end) for end in left])


def _barycentre(positions: list[int]) -> float:
    return sum(positions) / len(positions)


def _median(positions: list[int]) -> float:
    """The weighted median: between the two middle ones, nearer to the denser side."""
    count = len(positions)
    if count == 1:
        return positions[0]
    positions.sort()
    middle = count // 2
    if count % 2:
        return positions[middle]
    low, high = positions[middle - 1], positions[middle]
    left, right = low - positions[0], positions[-1] - high
    if not left + right:
        return (low + high) / 2
    return (low * right + high * left) / (left + right)


class _Manner(NamedTuple):
    """How a pair of sweeps goes: by which centre it sorts, and what it exchanges.

    With the step -1 layers are turned round before they are sorted: ties come the other way round,
    and what has no neighbours gets another place. That leads to orders that sorting alone never
    reaches, and so does exchanging neighbours that gain nothing, with a least gain of 0.
    """

    centre: Callable[[list[int]], float]
    step: int
    least_gain: int


_MANNERS = (
    _Manner(_barycentre, 1, 1),
    _Manner(_median, 1, 0),
    _Manner(_barycentre, -1, 1),
    _Manner(_median, -1, 0),
)

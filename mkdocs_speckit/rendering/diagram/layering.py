"""Which layer each node of a graph stands in.

Cycles are broken, then layers are given so that every edge leads on and all edges together are as
short as can be: network simplex (Gansner, Koutsofios, North, Vo: A technique for drawing directed
graphs, 1993, section 2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.graph import Edge, find_neighbours, sort_topologically

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_PIVOTS = 400
"""The simplex ends after so many steps at the latest; what it has by then is valid, too."""


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


def assign_layers(size: int, edges: Sequence[Edge]) -> list[int]:
    """Each node's layer, from 0; the graph must be connected and have no cycle."""
    simplex = _Simplex(size, edges)
    for _ in range(MOST_PIVOTS):
        if not simplex.improve():
            break
    first = min(simplex.layers)
    return [layer - first for layer in simplex.layers]


class _Tree(Struct):
    """A spanning tree of edges that are one layer long, walked from node 0.

    `order` is the walk; the nodes of the branch at `order[i]` are `order[i:ends[i]]`.
    """

    order: list[int]
    parents: list[int]
    places: list[int]
    ends: list[int]


class _Simplex:
    """Layers that get better step by step, and the tree of tight edges that holds them."""

    def __init__(self, size: int, edges: Sequence[Edge]) -> None:
        self._before, self._after = find_neighbours(edges)
        self._pull = [len(self._after[node]) - len(self._before[node]) for node in range(size)]
        self.layers = [0] * size
        for node in sort_topologically(size, edges):
            self.layers[node] = max((self.layers[o] + 1 for o in self._before[node]), default=0)
        self._linked = self._tight_tree(size, edges)

    def _tight_tree(self, size: int, edges: Sequence[Edge]) -> list[set[int]]:
        """Each node's neighbours in a tree of tight edges; moves layers where none is tight."""
        linked: list[set[int]] = [set() for _ in range(size)]
        inside = [False] * size
        members: list[int] = []
        self._grow(0, inside, members, linked)
        while len(members) < size:
            rim = [edge for edge in edges if inside[edge[0]] != inside[edge[1]]]
            start, end = min(rim, key=self._slack)
            slack = self._slack((start, end))
            shift = slack if inside[start] else -slack
            for node in members:
                self.layers[node] += shift
            old, new = (start, end) if inside[start] else (end, start)
            linked[old].add(new)
            linked[new].add(old)
            self._grow(new, inside, members, linked)
        return linked

    def _grow(
        self, root: int, inside: list[bool], members: list[int], linked: list[set[int]]
    ) -> None:
        """Take into the tree what tight edges reach from a node."""
        inside[root] = True
        stack = [root]
        while stack:
            node = stack.pop()
            members.append(node)
            layer = self.layers[node]
            for others, wanted in ((self._after[node], layer + 1), (self._before[node], layer - 1)):
                for other in others:
                    if not inside[other] and self.layers[other] == wanted:
                        inside[other] = True
                        linked[node].add(other)
                        linked[other].add(node)
                        stack.append(other)

    def _slack(self, edge: Edge) -> int:
        return self.layers[edge[1]] - self.layers[edge[0]] - 1

    def improve(self) -> bool:
        """Move the branch that gains most; False where none does."""
        tree = self._walk()
        pulls = self._branch_pulls(tree)
        best, gain = -1, 0
        for place in range(1, len(tree.order)):
            node = tree.order[place]
            # A branch moves only away from its parent: towards it, the tree's edge holds it.
            is_below = self.layers[node] > self.layers[tree.parents[node]]
            pull = pulls[node] if is_below else -pulls[node]
            if pull > gain:
                best, gain = place, pull
        if best < 0:
            return False
        self._pivot(tree, best)
        return True

    def _walk(self) -> _Tree:
        size = len(self.layers)
        parents, places, ends = [-1] * size, [0] * size, [0] * size
        order: list[int] = []
        stack = [0]
        while stack:
            node = stack.pop()
            places[node] = len(order)
            order.append(node)
            for other in self._linked[node]:
                if other != parents[node]:
                    parents[other] = node
                    stack.append(other)
        counts = [1] * size
        for node in reversed(order[1:]):
            counts[parents[node]] += counts[node]
        for node in order:
            ends[places[node]] = places[node] + counts[node]
        return _Tree(order, parents, places, ends)

    def _branch_pulls(self, tree: _Tree) -> list[int]:
        """For each branch, the edges that leave it less those that enter it (its cut value)."""
        pulls = list(self._pull)
        for node in reversed(tree.order[1:]):
            pulls[tree.parents[node]] += pulls[node]
        return pulls

    def _pivot(self, tree: _Tree, place: int) -> None:
        """Move a branch until another edge is tight, which takes the place of the tree's."""
        node, end = tree.order[place], tree.ends[place]
        parent = tree.parents[node]
        is_below = self.layers[node] > self.layers[parent]
        direction = 1 if is_below else -1
        linked = self._after if is_below else self._before
        members = tree.order[place:end]
        slack, inner, outer = min(
            (direction * (self.layers[other] - self.layers[member]) - 1, member, other)
            for member in members
            for other in linked[member]
            if not place <= tree.places[other] < end
        )
        for member in members:
            self.layers[member] += direction * slack
        self._linked[node].discard(parent)
        self._linked[parent].discard(node)
        self._linked[inner].add(outer)
        self._linked[outer].add(inner)

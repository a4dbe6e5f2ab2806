"""Directed graphs: neighbours, order, reach, cycles. Nodes are numbers from 0 to `size` - 1."""

from __future__ import annotations

from collections import defaultdict, deque
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Edge = tuple[int, int]
"""From a node to one that comes after it."""

MAX_TANGLED = 300
"""Among more nodes than this that may all reach one another, no edge is sure to close no cycle."""


def find_neighbours(
    edges: Iterable[Edge],
) -> tuple[defaultdict[int, list[int]], defaultdict[int, list[int]]]:
    """The nodes that each node waits for, and the nodes that wait for it."""
    before: defaultdict[int, list[int]] = defaultdict(list)
    after: defaultdict[int, list[int]] = defaultdict(list)
    for start, end in edges:
        before[end].append(start)
        after[start].append(end)
    return before, after


def sort_topologically(size: int, edges: Iterable[Edge]) -> list[int]:
    """The nodes, each after the nodes it waits for; otherwise in their own order.

    Raises `graphlib.CycleError` if there is a cycle.
    """
    sorter: TopologicalSorter[int] = TopologicalSorter(dict.fromkeys(range(size), ()))
    for start, end in edges:
        sorter.add(end, start)
    sorter.prepare()
    order: list[int] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order.extend(ready)
        sorter.done(*ready)
    return order


def find_reachable(size: int, edges: Iterable[Edge]) -> list[set[int]]:
    """For each node all nodes that are reachable from it; in a cycle that includes itself."""
    _, after = find_neighbours(edges)
    found = []
    for start in range(size):
        seen: set[int] = set()
        waiting = list(after[start])
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting += after[node]
        found.append(seen)
    return found


def reduce_edges(size: int, edges: Iterable[Edge]) -> list[Edge]:
    """The edges that do not follow from others, in order: without 0→2 if there are 0→1 and 1→2.

    Raises `graphlib.CycleError` if there is a cycle.
    """
    unique = sorted(set(edges))
    order = sort_topologically(size, unique)
    rank = {node: place for place, node in enumerate(order)}
    _, after = find_neighbours(unique)
    # A set of nodes is kept as the bits of a number: rows of `All above` have many edges.
    beyond = [0] * size
    kept: set[Edge] = set()
    for node in reversed(order):
        for following in sorted(after[node], key=rank.__getitem__):
            if not beyond[node] >> following & 1:
                kept.add((node, following))
                beyond[node] |= 1 << following | beyond[following]
    return [edge for edge in unique if edge in kept]


def find_cycles(size: int, edges: Iterable[Edge]) -> tuple[tuple[int, ...], ...]:
    """For each set of nodes that all reach one another, one shortest cycle.

    Nodes are 0 to `size` - 1. A cycle begins at its first node and follows the edges: of the edges
    0→1, 1→2, 2→1, 2→3 it is (1, 2).
    """
    _, after = find_neighbours(edges)
    cycles = []
    for component in _find_components(size, after):
        if len(component) == 1:
            continue
        # Breadth first from the first node; the first way back to it is a shortest one.
        members, start = set(component), min(component)
        came_from = {start: start}
        queue = deque([start])
        while queue:
            node = queue.popleft()
            if start in after[node]:
                cycle = [node]
                while cycle[-1] != start:
                    cycle.append(came_from[cycle[-1]])
                cycles.append(tuple(reversed(cycle)))
                break
            for following in after[node]:
                if following in members and following not in came_from:
                    came_from[following] = node
                    queue.append(following)
    return tuple(sorted(cycles))


def keep_acyclic(size: int, edges: Iterable[Edge], candidates: Iterable[Edge]) -> list[Edge]:
    """Those of the candidates, in order, that close no cycle with the edges and those before them.

    With the edge 0→1, of the candidates 1→2, 2→0 and 1→3 the first and the last are kept.
    """
    edges, candidates = list(edges), list(candidates)
    _, after = find_neighbours([*edges, *candidates])
    # Only edges within a set of nodes that all reach one another can close a cycle.
    component_of: dict[int, list[int]] = {}
    for component in _find_components(size, after):
        component_of.update(dict.fromkeys(component, component))
    # What each node reaches is kept as the bits of a number.
    beyond = [0] * size

    def closes_cycle(start: int, end: int) -> bool:
        """True if an edge within a component closes a cycle, or if too much is joined to know."""
        is_known = len(component_of[start]) <= MAX_TANGLED
        return not is_known or start == end or bool(beyond[end] >> start & 1)

    def add(start: int, end: int) -> None:
        """Note what is reached by an edge within a component."""
        component = component_of[start]
        gained = beyond[end] | 1 << end
        if gained & ~beyond[start]:
            for node in component:
                if node == start or beyond[node] >> start & 1:
                    beyond[node] |= gained

    def is_tangled(edge: Edge) -> bool:
        return component_of[edge[0]] is component_of[edge[1]]

    # The edges themselves may close cycles; these are noted as well.
    for edge in filter(is_tangled, edges):
        if len(component_of[edge[0]]) <= MAX_TANGLED:
            add(*edge)
    kept = []
    for edge in candidates:
        if is_tangled(edge):
            if closes_cycle(*edge):
                continue
            add(*edge)
        kept.append(edge)
    return kept


def _find_components(size: int, following: dict[int, list[int]]) -> list[list[int]]:
    """The strongly connected components of a graph (Tarjan, 1972), without recursion."""
    order: dict[int, int] = {}
    lowest: dict[int, int] = {}
    stack: list[int] = []
    stacked: set[int] = set()
    found: list[list[int]] = []
    for root in range(size):
        if root in order:
            continue
        walk = [(root, iter(following[root]))]
        order[root] = lowest[root] = len(order)
        stack.append(root)
        stacked.add(root)
        while walk:
            node, rest = walk[-1]
            for after in rest:
                if after not in order:
                    order[after] = lowest[after] = len(order)
                    stack.append(after)
                    stacked.add(after)
                    walk.append((after, iter(following[after])))
                    break
                if after in stacked:
                    lowest[node] = min(lowest[node], order[after])
            else:
                walk.pop()
                if walk:
                    lowest[walk[-1][0]] = min(lowest[walk[-1][0]], lowest[node])
                if lowest[node] == order[node]:
                    component = [stack.pop()]
                    while component[-1] != node:
                        component.append(stack.pop())
                    stacked.difference_update(component)
                    found.append(component)
    return found

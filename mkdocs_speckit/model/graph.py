"""Directed graphs: neighbours, order, reach, cycles. Nodes are 0 to a size less one."""

from __future__ import annotations

from collections import defaultdict, deque
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Edge = tuple[int, int]
"""From a node to one that comes after it."""


def find_neighbours(
    edges: Iterable[Edge],
) -> tuple[defaultdict[int, list[int]], defaultdict[int, list[int]]]:
    """What each node waits for, and what waits for it."""
    before: defaultdict[int, list[int]] = defaultdict(list)
    after: defaultdict[int, list[int]] = defaultdict(list)
    for start, end in edges:
        before[end].append(start)
        after[start].append(end)
    return before, after


def sort_topologically(size: int, edges: Iterable[Edge]) -> list[int]:
    """The nodes so that each comes after what it waits for, earlier rows first.

    Raises `graphlib.CycleError` where there is no such order.
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
    """What comes after each node, also through others; in a cycle that is the node itself, too."""
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
    """The edges of a graph without cycles that do not follow from others, in order.

    Raises `graphlib.CycleError` where there is a cycle.
    """
    unique = sorted(set(edges))
    order = sort_topologically(size, unique)
    rank = {node: place for place, node in enumerate(order)}
    _, after = find_neighbours(unique)
    # Sets of nodes as the bits of a number: a graph of `All above` rows has many edges.
    beyond = [0] * size
    kept: set[Edge] = set()
    for node in reversed(order):
        for following in sorted(after[node], key=rank.__getitem__):
            if not beyond[node] >> following & 1:
                kept.add((node, following))
                beyond[node] |= 1 << following | beyond[following]
    return [edge for edge in unique if edge in kept]


def find_cycles(size: int, edges: Iterable[Edge]) -> tuple[tuple[int, ...], ...]:
    """One shortest cycle for each set of nodes that all wait for one another.

    Nodes are 0 to `size` - 1. A cycle begins at its first node and follows the edges.
    """
    _, following = find_neighbours(edges)
    components = _components(size, following)
    return tuple(sorted(_cycle(c, following) for c in components if len(c) > 1))


def _cycle(component: Collection[int], following: dict[int, list[int]]) -> tuple[int, ...]:
    """The shortest way from a component's first node back to it."""
    members, start = set(component), min(component)
    came_from: dict[int, int] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for after in following[node]:
            if after == start:
                way = [node]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if after in members and after not in came_from:
                came_from[after] = node
                queue.append(after)
    raise AssertionError("every node of a component lies on a cycle")


def _components(size: int, following: dict[int, list[int]]) -> list[list[int]]:
    """The strongly connected components (Tarjan, 1972), without recursion."""
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

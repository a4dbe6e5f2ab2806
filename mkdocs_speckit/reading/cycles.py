"""Cycles in a directed graph: who waits for themselves."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Edge = tuple[int, int]


def cycles(size: int, edges: Iterable[Edge]) -> tuple[tuple[int, ...], ...]:
    """One shortest cycle for each set of nodes that all wait for one another.

    Nodes are 0 to `size` - 1. A cycle begins at its first node and follows the edges.
    """
    following: defaultdict[int, list[int]] = defaultdict(list)
    for before, after in edges:
        following[before].append(after)
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
                    start = stack.index(node) if stack[-1] != node else len(stack) - 1
                    component = stack[start:]
                    del stack[start:]
                    stacked.difference_update(component)
                    found.append(component)
    return found

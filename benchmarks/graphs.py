"""Graphs to lay out: those of a folder of plans, and generated ones, always the same."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.disk.files import find_markdown, read_text
from mkdocs_speckit.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mkdocs_speckit.model.graph import Edge

SIZES = (10, 25, 50, 100, 200)
SEEDS = range(4)


class Sample(NamedTuple):
    """A graph of a family: how many nodes it has, and its edges."""

    family: str
    size: int
    edges: list[Edge]


def make_samples(folder: Path | None) -> Iterator[Sample]:
    """The graphs of all plans in a folder, if one is given, then the generated ones."""
    if folder is not None:
        yield from _read_samples(folder)
    for family, make in FAMILIES.items():
        for size in SIZES:
            for seed in SEEDS:
                edges = make(size, random.Random(f"{family} {size} {seed}"))
                yield Sample(family, size, edges)


def _read_samples(folder: Path) -> Iterator[Sample]:
    for path in find_markdown(folder):
        plan = read(read_text(path), path.name)
        for graph in plan.graphs if plan else ():
            externals = list(dict.fromkeys(external.text for external in graph.external))
            count = len(graph.nodes)
            outer = [(count + externals.index(e.text), e.node) for e in graph.external]
            edges = list(dict.fromkeys([*graph.edges, *outer]))
            yield Sample("plans of the folder", count + len(externals), edges)


def _make_chain(size: int, rng: random.Random) -> list[Edge]:
    """One after the other, with a shortcut for every tenth node."""
    edges = {(node, node + 1) for node in range(size - 1)}
    for _ in range(size // 10):
        start = rng.randrange(size - 3)
        edges.add((start, min(size - 1, start + rng.randint(2, 6))))
    return sorted(edges)


def _make_tree(size: int, rng: random.Random) -> list[Edge]:
    return [(rng.randrange(max(0, node - 12), node), node) for node in range(1, size)]


def _make_layers(size: int, rng: random.Random) -> list[Edge]:
    """Layers of up to six nodes, each of which waits for one to three of the layer before."""
    rows: list[list[int]] = []
    node = 0
    while node < size:
        width = min(rng.randint(1, 6), size - node)
        rows.append(list(range(node, node + width)))
        node += width
    return [
        (start, end)
        for row, following in itertools.pairwise(rows)
        for end in following
        for start in sorted(rng.sample(row, min(len(row), rng.randint(1, 3))))
    ]


def _make_series_parallel(size: int, rng: random.Random) -> list[Edge]:
    """Begin with one edge; split edges in two, or add a second way beside them."""
    edges = [(0, 1)]
    node = 2
    while node < size:
        start, end = edges[rng.randrange(len(edges))]
        if rng.random() < 0.5:
            edges.remove((start, end))
        edges += [(start, node), (node, end)]
        node += 1
    return sorted(edges)


def _make_plan_like(size: int, rng: random.Random) -> list[Edge]:
    """Each phase waits for one of the last few, some for a second one: 1.3 edges a node."""
    edges = set()
    for node in range(1, size):
        for _ in range(1 + (rng.random() < 0.33)):
            edges.add((rng.randrange(max(0, node - 8), node), node))
    return sorted(edges)


def _make_random(edges_per_node: float) -> Callable[[int, random.Random], list[Edge]]:
    def make(size: int, rng: random.Random) -> list[Edge]:
        edges: set[Edge] = set()
        while len(edges) < size * edges_per_node:
            start, end = sorted(rng.sample(range(size), 2))
            edges.add((start, end))
        return sorted(edges)

    return make


FAMILIES: dict[str, Callable[[int, random.Random], list[Edge]]] = {
    "chains with shortcuts": _make_chain,
    "trees": _make_tree,
    "layers": _make_layers,
    "series-parallel": _make_series_parallel,
    "like plans, 1.3 edges a node": _make_plan_like,
    "random, 1.3 edges a node": _make_random(1.3),
    "random, 2 edges a node": _make_random(2.0),
}

"""The schedule against another calculation: longest paths by networkx, on 500 random graphs."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Literal

import networkx as nx
import pytest
from hypothesis import given, settings

from mkdocs_speckit.model.graph import find_reachable, reduce_edges
from mkdocs_speckit.schedule import schedule_plan
from tests.graphs import Edges, Network, networks, plan_of_graph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.schedule import Times


def longest_ways(
    durations: Sequence[float], edges: Edges
) -> tuple[list[float], list[float], float]:
    """The longest way up to each phase, that from each phase on, and the longest of all.

    Each phase is an edge from its beginning to its end, as in an activity-on-arrow network.
    """
    network: nx.DiGraph[tuple[str, int]] = nx.DiGraph()
    source, sink = ("source", 0), ("sink", 0)
    for index, duration in enumerate(durations):
        network.add_edge(source, ("begin", index), weight=0.0, cost=0.0)
        network.add_edge(("begin", index), ("end", index), weight=duration, cost=-duration)
        network.add_edge(("end", index), sink, weight=0.0, cost=0.0)
    for before, after in edges:
        network.add_edge(("end", before), ("begin", after), weight=0.0, cost=0.0)
    up_to = nx.single_source_bellman_ford_path_length(network, source, weight="cost")
    back = network.reverse()
    onward = nx.single_source_bellman_ford_path_length(back, sink, weight="cost")
    phases = range(len(durations))
    return (
        [-up_to["begin", index] for index in phases],
        [-onward["begin", index] for index in phases],
        float(nx.dag_longest_path_length(network, weight="weight")),
    )


@given(networks())
@settings(max_examples=500, deadline=None, derandomize=True)
def test_all_times_and_floats_are_those_of_longest_paths(network: Network) -> None:
    estimates, edges = network
    timed = schedule_plan(plan_of_graph(estimates, edges))
    assert timed is not None
    cases: tuple[Literal["low", "expected", "high"], ...] = ("low", "expected", "high")
    for case in cases:
        durations = [getattr(estimate, case) if estimate else 0.0 for estimate in estimates]
        starts, onward, end = longest_ways(durations, edges)
        for activity, start, rest, duration in zip(
            timed.activities, starts, onward, durations, strict=True
        ):
            times: Times = getattr(activity, case)
            assert times.earliest_start == pytest.approx(start)
            assert times.earliest_finish == pytest.approx(start + duration)
            assert times.latest_start == pytest.approx(end - rest)
            assert times.latest_finish == pytest.approx(end - rest + duration)
            assert times.slack == pytest.approx(end - rest - start, abs=1e-7)


@given(networks())
def test_the_critical_path_is_one_chain_without_float_and_as_long_as_all(network: Network) -> None:
    estimates, edges = network
    timed = schedule_plan(plan_of_graph(estimates, edges))
    assert timed is not None
    path = timed.critical_path
    assert set(itertools.pairwise(path)) <= set(edges)
    assert all(timed.activities[node].slack == 0 for node in path)
    _, _, end = longest_ways([e.expected if e else 0.0 for e in estimates], edges)
    assert timed.length.expected == pytest.approx(end)
    assert timed.length.low <= timed.shortest + 1e-9
    assert timed.length.high <= timed.longest + 1e-9
    assert not set(timed.also_critical) & set(path)


@given(networks())
def test_a_transitive_reduction_keeps_what_reaches_what_and_nothing_more(network: Network) -> None:
    estimates, edges = network
    size = len(estimates)
    reduced = reduce_edges(size, edges)
    assert find_reachable(size, reduced) == find_reachable(size, edges)
    whole: nx.DiGraph[int] = nx.DiGraph(edges)
    assert reduced == sorted(nx.transitive_reduction(whole).edges)

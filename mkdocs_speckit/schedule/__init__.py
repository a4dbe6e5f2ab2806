"""The critical path method over a plan's phases and their dependencies (section 4).

Kelley and Walker, *Critical-Path Planning and Scheduling* (1959): a forward pass gives the earliest
times, a backward pass the latest, their difference the float.
"""

from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.estimate import HOURS, NO_EFFORT, ROUNDING
from mkdocs_speckit.model.graph import find_neighbours, sort_topologically

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.estimate import Estimate
    from mkdocs_speckit.model.graph import Edge
    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.model.plan import Plan

__all__ = ["Activity", "Schedule", "Times", "schedule_plan", "schedule_remaining_plan"]


class Times(Struct, frozen=True):
    """When a phase can start and must finish if every phase takes one certain estimate.

    In hours of work from the start of the whole.
    """

    earliest_start: float
    earliest_finish: float
    latest_start: float
    latest_finish: float

    @property
    def slack(self) -> float:
        """How long the phase can wait without delaying the whole: its (total) float."""
        slack = self.latest_start - self.earliest_start
        return slack if slack > ROUNDING * max(1.0, self.latest_finish) else 0.0


class Activity(Struct, frozen=True):
    """One phase's place in time, for the low, the expected (midpoint) and the high estimates.

    `estimate` is None for an unestimated phase, which takes no time.
    """

    estimate: Estimate | None
    low: Times
    expected: Times
    high: Times

    @property
    def slack(self) -> float:
        """Its float for the expected estimates, the one that decides what is critical."""
        return self.expected.slack


class Schedule(Struct, frozen=True):
    """When each node of a graph can start and must finish, and which chain decides the end.

    `activities` are in the order of the graph's nodes; `critical_path` are node indexes from the
    first to the last, `length` the low and high estimate along it, in hours. The path is one chain:
    where others are as long, their phases have no float either (`also_critical`).
    """

    activities: tuple[Activity, ...]
    critical_path: tuple[int, ...]
    length: Estimate
    unestimated: tuple[int, ...]

    @property
    def also_critical(self) -> tuple[int, ...]:
        """The estimated phases that have no float either, and are not on the critical path."""
        path = set(self.critical_path)
        return tuple(
            index
            for index, activity in enumerate(self.activities)
            if activity.estimate and not activity.slack and index not in path
        )

    @property
    def critical(self) -> frozenset[int]:
        """The phases that must not be late: those of the critical path and of others as long."""
        return frozenset((*self.critical_path, *self.also_critical))

    def critical_edges(self, edges: Sequence[Edge]) -> frozenset[Edge]:
        """The dependencies among critical phases where the one begins when the other ends."""
        critical, times = self.critical, [activity.expected for activity in self.activities]
        return frozenset(
            (before, after)
            for before, after in edges
            if before in critical
            and after in critical
            and isclose(
                times[before].earliest_finish, times[after].earliest_start, abs_tol=ROUNDING
            )
        )

    @property
    def shortest(self) -> float:
        """When all is finished if every phase takes its low estimate, in hours."""
        return max(activity.low.earliest_finish for activity in self.activities)

    @property
    def longest(self) -> float:
        """When all is finished if every phase takes its high estimate, in hours.

        Another chain than the critical path may decide it: `length.high` is at most this.
        """
        return max(activity.high.earliest_finish for activity in self.activities)


def schedule_graph(plan: Plan, graph: Graph) -> Schedule | None:
    """Schedule a graph's phases as early as possible, without resource limits.

    None where there is no answer: the graph has a cycle, no phase is estimated, or the estimates
    are not in hours.
    """
    return _schedule(plan, graph, [plan.estimate_node(node) for node in graph.nodes])


def schedule_remaining(plan: Plan, graph: Graph) -> Schedule | None:
    """Schedule what is left of a graph's phases (`Plan.estimate_left`), from now on.

    Its critical path is the remaining one: it may run through other phases than the plan's. None
    where `schedule` has no answer, and where no checklist tells what is left.
    """
    if plan.left is None:
        return None
    return _schedule(plan, graph, [plan.estimate_left(node) for node in graph.nodes])


def schedule_plan(plan: Plan) -> Schedule | None:
    """The schedule of a plan's phase graph, which is its first."""
    return schedule_graph(plan, plan.graphs[0]) if plan.graphs else None


def schedule_remaining_plan(plan: Plan) -> Schedule | None:
    """The schedule of what is left of a plan's phase graph."""
    return schedule_remaining(plan, plan.graphs[0]) if plan.graphs else None


def _schedule(plan: Plan, graph: Graph, estimates: Sequence[Estimate | None]) -> Schedule | None:
    if graph.cycles or plan.effort is None or plan.effort.unit != HOURS or not any(estimates):
        return None
    order = sort_topologically(len(graph.nodes), graph.edges)
    expected = [estimate.expected if estimate else 0.0 for estimate in estimates]
    passes = (
        _times(order, graph.edges, [estimate.low if estimate else 0.0 for estimate in estimates]),
        _times(order, graph.edges, expected),
        _times(order, graph.edges, [estimate.high if estimate else 0.0 for estimate in estimates]),
    )
    path = _critical_path(order, graph.edges, expected)
    return Schedule(
        tuple(map(Activity, estimates, *passes)),
        path,
        sum((estimates[node] or NO_EFFORT for node in path), NO_EFFORT),
        tuple(index for index, estimate in enumerate(estimates) if estimate is None),
    )


def _times(order: Sequence[int], edges: Sequence[Edge], durations: Sequence[float]) -> list[Times]:
    """The forward and the backward pass."""
    before, after = find_neighbours(edges)
    finishes = [0.0] * len(durations)
    for node in order:
        finishes[node] = durations[node] + max((finishes[b] for b in before[node]), default=0.0)
    end = max(finishes)
    latest = [end] * len(durations)
    for node in reversed(order):
        latest[node] = min((latest[a] - durations[a] for a in after[node]), default=end)
    return [
        Times(finish - duration, finish, last - duration, last)
        for duration, finish, last in zip(durations, finishes, latest, strict=True)
    ]


def _critical_path(
    order: Sequence[int], edges: Sequence[Edge], durations: Sequence[float]
) -> tuple[int, ...]:
    """The longest chain; of equally long ones that with most phases, then the earliest rows."""
    before, _ = find_neighbours(edges)
    best: dict[int, tuple[float, int]] = {}
    previous: dict[int, int] = {}
    for node in order:
        length, count = 0.0, 0
        for candidate in sorted(before.get(node, ())):
            if _is_longer(best[candidate], (length, count)):
                length, count = best[candidate]
                previous[node] = candidate
        best[node] = length + durations[node], count + 1
    last = order[0]
    for node in sorted(order):
        if _is_longer(best[node], best[last]):
            last = node
    path = [last]
    while path[-1] in previous:
        path.append(previous[path[-1]])
    return tuple(reversed(path))


def _is_longer(one: tuple[float, int], other: tuple[float, int]) -> bool:
    if abs(one[0] - other[0]) > ROUNDING:
        return one[0] > other[0]
    return one[1] > other[1]

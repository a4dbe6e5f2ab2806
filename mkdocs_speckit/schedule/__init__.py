"""The critical path method: when each phase can start, and which chain of phases decides the end.

The rules are in `docs/numbers.md`, section 4; the method is that of Kelley and Walker,
*Critical-Path Planning and Scheduling* (1959). An example: Setup takes 2 hours, then Core 8 and
Docs 2, then Release, which waits for both, 4.

| Phase   | Earliest start, finish | Latest start, finish | Float |
|---------|------------------------|----------------------|-------|
| Setup   | 0, 2                   | 0, 2                 | 0     |
| Core    | 2, 10                  | 2, 10                | 0     |
| Docs    | 2, 4                   | 8, 10                | 6     |
| Release | 10, 14                 | 10, 14               | 0     |

A forward pass gives the earliest times: a phase starts when the last that it waits for is finished.
A backward pass gives the latest: a phase must be finished when the first that waits for it has to
start. The difference is the float. The chain without float, here Setup, Core, Release, is critical.
"""

from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.graph import find_neighbours, sort_topologically
from mkdocs_speckit.model.parts import HOURS, NO_EFFORT, ROUNDING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_speckit.model.graph import Edge
    from mkdocs_speckit.model.parts import Estimate, Graph
    from mkdocs_speckit.model.plan import Plan

__all__ = ["Activity", "Schedule", "Times", "schedule_plan", "schedule_remaining_plan"]


class Times(Struct, frozen=True, gc=False):
    """When a phase can start and must finish, in hours of work from the start of the plan.

    They hold if every phase takes its low, its expected or its high estimate.
    """

    earliest_start: float
    earliest_finish: float
    latest_start: float
    latest_finish: float

    @property
    def slack(self) -> float:
        """How long the phase can wait without delaying the end: its (total) float."""
        slack = self.latest_start - self.earliest_start
        return slack if slack > ROUNDING * max(1.0, self.latest_finish) else 0.0


class Activity(Struct, frozen=True, gc=False):
    """A phase's times by the low, the expected (midpoint) and the high estimates of all phases.

    `estimate` is None for an unestimated phase, which takes no time.
    """

    estimate: Estimate | None
    low: Times
    expected: Times
    high: Times

    @property
    def slack(self) -> float:
        """The float by the expected estimates, which decides what is critical."""
        return self.expected.slack


class Schedule(Struct, frozen=True):
    """When each phase of a graph can start and must finish, and which chain decides the end.

    `activities` are in the order of the graph's nodes. `critical_path` is one chain of nodes, from
    the first to the last, as their indexes; `length` is the low and the high estimate along it, in
    hours. If other chains are as long, their phases have no float either: they are
    `also_critical`. `unestimated` are the indexes of the nodes without an estimate.
    """

    activities: tuple[Activity, ...]
    critical_path: tuple[int, ...]
    length: Estimate
    unestimated: tuple[int, ...]

    @property
    def also_critical(self) -> tuple[int, ...]:
        """The estimated phases without float that are not on the critical path."""
        path = set(self.critical_path)
        return tuple(
            index
            for index, activity in enumerate(self.activities)
            if activity.estimate and not activity.slack and index not in path
        )

    @property
    def critical(self) -> frozenset[int]:
        """The phases that must not be late: those of all chains that decide the end."""
        return frozenset((*self.critical_path, *self.also_critical))

    def find_critical_edges(self, edges: Sequence[Edge]) -> frozenset[Edge]:
        """Find the edges between critical phases of which one begins when the other ends."""
        critical, times = self.critical, [activity.expected for activity in self.activities]
        found = set()
        for before, after in edges:
            if before in critical and after in critical:
                end, start = times[before].earliest_finish, times[after].earliest_start
                if isclose(end, start, abs_tol=ROUNDING):
                    found.add((before, after))
        return frozenset(found)

    @property
    def shortest(self) -> float:
        """The hours after which all is finished if every phase takes its low estimate."""
        return max(activity.low.earliest_finish for activity in self.activities)

    @property
    def longest(self) -> float:
        """The hours after which all is finished if every phase takes its high estimate.

        This is at least `length.high`: by these estimates another chain may be the longest.
        """
        return max(activity.high.earliest_finish for activity in self.activities)


def schedule_plan(plan: Plan) -> Schedule | None:
    """Schedule the phases of a plan, which are those of its first graph; None without an answer."""
    return schedule_graph(plan, plan.graphs[0]) if plan.graphs else None


def schedule_graph(plan: Plan, graph: Graph) -> Schedule | None:
    """Schedule a graph's phases as early as possible, without limits of people or machines.

    None if there is no answer: the graph has a cycle, no phase is estimated, or the estimates are
    not in hours.
    """
    return _schedule_estimates(plan, graph, [plan.estimate_node(node) for node in graph.nodes])


def schedule_remaining_plan(plan: Plan) -> Schedule | None:
    """Schedule what is left of a plan's phases, which are those of its first graph, from now on.

    Its critical path may run through other phases than the plan's. None if `schedule_plan` has no
    answer, and if no checklist says what is left.
    """
    return schedule_remaining_graph(plan, plan.graphs[0]) if plan.graphs else None


def schedule_remaining_graph(plan: Plan, graph: Graph) -> Schedule | None:
    """Schedule what is left of a graph's phases (`Plan.estimate_left`), from now on."""
    if plan.left is None:
        return None
    return _schedule_estimates(plan, graph, [plan.estimate_left(node) for node in graph.nodes])


def _schedule_estimates(
    plan: Plan, graph: Graph, estimates: Sequence[Estimate | None]
) -> Schedule | None:
    if graph.cycles or plan.effort is None or plan.effort.unit != HOURS or not any(estimates):
        return None
    order = sort_topologically(len(graph.nodes), graph.edges)
    before, after = find_neighbours(graph.edges)

    def compute_times(durations: Sequence[float]) -> list[Times]:
        """Compute the times of all phases in a forward and a backward pass."""
        finishes = [0.0] * len(durations)
        for node in order:
            start = max((finishes[other] for other in before[node]), default=0.0)
            finishes[node] = durations[node] + start
        end = max(finishes)
        latest = [end] * len(durations)
        for node in reversed(order):
            latest[node] = min((latest[o] - durations[o] for o in after[node]), default=end)
        # Less than this is what sums of very different numbers leave over.
        least = ROUNDING * max(1.0, end)
        latest = [
            last if last - finish > least else finish
            for finish, last in zip(finishes, latest, strict=True)
        ]
        return [
            Times(finish - duration, finish, last - duration, last)
            for duration, finish, last in zip(durations, finishes, latest, strict=True)
        ]

    expected = [estimate.expected if estimate else 0.0 for estimate in estimates]
    low = [estimate.low if estimate else 0.0 for estimate in estimates]
    high = [estimate.high if estimate else 0.0 for estimate in estimates]
    times = map(compute_times, (low, expected, high))
    path = _find_critical_path(order, before, expected)
    return Schedule(
        activities=tuple(map(Activity, estimates, *times)),
        critical_path=path,
        length=sum((estimates[node] or NO_EFFORT for node in path), NO_EFFORT),
        unestimated=tuple(i for i, estimate in enumerate(estimates) if estimate is None),
    )


def _find_critical_path(
    order: Sequence[int], before: Mapping[int, Sequence[int]], durations: Sequence[float]
) -> tuple[int, ...]:
    """Find the longest chain; of equally long ones that with most phases, then earlier rows."""
    # By node, the length of the longest chain that ends with it, and its number of phases.
    chains: dict[int, tuple[float, int]] = {}
    previous: dict[int, int] = {}
    for node in order:
        best = (0.0, 0)
        for other in sorted(before.get(node, ())):
            if _is_longer(chains[other], best):
                best, previous[node] = chains[other], other
        chains[node] = best[0] + durations[node], best[1] + 1
    last = order[0]
    for node in sorted(order):
        if _is_longer(chains[node], chains[last]):
            last = node
    path = [last]
    while path[-1] in previous:
        path.append(previous[path[-1]])
    return tuple(reversed(path))


def _is_longer(one: tuple[float, int], other: tuple[float, int]) -> bool:
    """True if one chain is longer than another, or as long and of more phases."""
    if abs(one[0] - other[0]) > ROUNDING:
        return one[0] > other[0]
    return one[1] > other[1]

"""The critical path method over a plan's phases and their dependencies (section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs_speckit.digraph import neighbours, topological_order
from mkdocs_speckit.estimate import HOURS, NO_EFFORT, ROUNDING

if TYPE_CHECKING:
    from mkdocs_speckit.estimate import Estimate
    from mkdocs_speckit.plan import Graph, Plan


@dataclass(frozen=True, slots=True)
class Activity:
    """One phase's place in time, in hours from the start, for the expected estimate.

    `estimate` is None for an unestimated phase, which takes no time. `slack` is its float.
    """

    estimate: Estimate | None
    earliest_start: float
    earliest_finish: float
    latest_start: float
    latest_finish: float

    @property
    def slack(self) -> float:
        """How long the phase can wait without delaying the whole: its float."""
        slack = self.latest_start - self.earliest_start
        return slack if slack > ROUNDING else 0.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """When each node of a graph can start and must finish, and which chain decides the end.

    `activities` are in the order of the graph's nodes; `critical_path` are node indexes from the
    first to the last, `length` the low and high estimate along it, in hours.
    """

    activities: tuple[Activity, ...]
    critical_path: tuple[int, ...]
    length: Estimate
    unestimated: tuple[int, ...]


def schedule(plan: Plan, graph: Graph) -> Schedule | None:
    """Schedule a graph's phases as early as possible, without resource limits.

    None where there is no answer: the graph has a cycle, no phase is estimated, or the estimates
    are not in hours.
    """
    if graph.cycles or plan.effort is None or plan.effort.unit != HOURS:
        return None
    estimates = [plan.node_estimate(node) for node in graph.nodes]
    if not any(estimates):
        return None
    order = topological_order(len(graph.nodes), graph.edges)
    before, after = neighbours(graph.edges)
    times = [estimate.expected if estimate else 0.0 for estimate in estimates]
    finishes = [0.0] * len(times)
    for node in order:
        finishes[node] = times[node] + max((finishes[b] for b in before[node]), default=0.0)
    end = max(finishes)
    latest = [end] * len(times)
    for node in reversed(order):
        latest[node] = min((latest[a] - times[a] for a in after[node]), default=end)
    activities = tuple(
        Activity(estimate, finish - time, finish, last - time, last)
        for estimate, time, finish, last in zip(estimates, times, finishes, latest, strict=True)
    )
    path = _critical_path(order, before, times)
    return Schedule(
        activities,
        path,
        sum((estimates[node] or NO_EFFORT for node in path), NO_EFFORT),
        tuple(index for index, estimate in enumerate(estimates) if estimate is None),
    )


def plan_schedule(plan: Plan) -> Schedule | None:
    """The schedule of a plan's phase graph, which is its first."""
    return schedule(plan, plan.graphs[0]) if plan.graphs else None


def _critical_path(
    order: list[int], before: dict[int, list[int]], times: list[float]
) -> tuple[int, ...]:
    """The longest chain; of equally long ones that with most phases, then the earliest rows."""
    best: dict[int, tuple[float, int]] = {}
    previous: dict[int, int] = {}
    for node in order:
        length, count = 0.0, 0
        for candidate in sorted(before.get(node, ())):
            if _is_longer(best[candidate], (length, count)):
                length, count = best[candidate]
                previous[node] = candidate
        best[node] = length + times[node], count + 1
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

"""When a schedule's phases are all finished, as likely as not and in four cases of five.

PERT (Malcolm, Roseboom, Clark and Fazar, *Application of a Technique for Research and Development
Program Evaluation*, 1959): each range is a three-point estimate, low, midpoint and high, of a
beta-distributed effort with the midpoint as its mean and a sixth of the range as its standard
deviation. Phases vary independently of one another.

Along one chain the sum is taken as normal. Where chains merge, the later one decides, which moves
the finish back (the merge bias: MacCrimmon and Ryavec, *An Analytical Study of the PERT
Assumptions*, 1964); how far is simulated.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import comb, hypot
from operator import add
from random import Random
from statistics import NormalDist
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.estimate import NO_EFFORT, ROUNDING
from mkdocs_speckit.model.graph import find_neighbours, reduce_edges, sort_topologically

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.model.estimate import Estimate
    from mkdocs_speckit.model.graph import Edge
    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.schedule import Schedule

MOST_PHASES = 150
"""A schedule with more phases is not simulated."""

LIKELY, SAFE = 0.5, 0.8
"""The probabilities of P50 and P80."""

SIXTH = 6.0
"""A range is so many standard deviations wide."""

SEED = 1959
MOST_RUNS = 4_000
STEPS = 200_000
"""So many efforts are drawn and compared in all: some 15 ms."""

LEVELS = 256
"""So many equally likely efforts a phase has: what one random byte tells apart."""


class Finish(Struct, frozen=True):
    """The hours from the start to the end of all phases that half and 80 % of cases keep to."""

    p50: float
    p80: float


def estimate_finish(graph: Graph, timed: Schedule) -> Finish | None:
    """The finish of a graph's schedule at P50 and P80; unestimated phases take no time.

    None where no range leaves anything open, and where there are more phases than MOST_PHASES.
    """
    ranges = tuple(activity.estimate or NO_EFFORT for activity in timed.activities)
    if len(ranges) > MOST_PHASES or all(estimate.low == estimate.high for estimate in ranges):
        return None
    chain = NormalDist(*_mean_and_deviation([ranges[node] for node in timed.critical_path]))
    biases = (0.0, 0.0)
    if _another_chain_can_decide(ranges, timed):
        biases = _merge_biases(ranges, graph.edges, timed.critical_path)
    p50, p80 = (
        (chain.inv_cdf(share) if chain.stdev else chain.mean) + bias
        for share, bias in zip((LIKELY, SAFE), biases, strict=True)
    )
    return Finish(p50, p80)


def _mean_and_deviation(ranges: list[Estimate]) -> tuple[float, float]:
    return (
        sum(estimate.expected for estimate in ranges),
        hypot(*((estimate.high - estimate.low) / SIXTH for estimate in ranges)),
    )


def _another_chain_can_decide(ranges: tuple[Estimate, ...], timed: Schedule) -> bool:
    """Whether any phase off the critical path takes time."""
    path = set(timed.critical_path)
    return any(r.high > ROUNDING for node, r in enumerate(ranges) if node not in path)


@lru_cache(maxsize=512)
def _merge_biases(
    ranges: tuple[Estimate, ...], edges: tuple[Edge, ...], path: tuple[int, ...]
) -> tuple[float, float]:
    """How much later than the critical path alone the whole is finished, at P50 and P80.

    Simulated with one seed, so that the same plan has the same figures. The path and the whole are
    read from the same runs: what chance does to both cancels out of their difference, and half of
    the runs mirror the others (antithetic variates), which steadies both.
    """
    needed = reduce_edges(len(ranges), edges)
    drawn = _Draws(len(ranges), len(needed))
    before, after = find_neighbours(needed)
    on_path = set(path)
    along = [0.0] * drawn.runs
    finishes: dict[int, list[float]] = {}
    for node in sort_topologically(len(ranges), needed):
        efforts = list(drawn.efforts(ranges[node]))
        starts = _latest([finishes[b] for b in before[node]])
        finishes[node] = list(map(add, starts, efforts)) if starts else efforts
        if node in on_path:
            along = list(map(add, along, efforts))
    whole = sorted(_latest([finishes[node] for node in finishes if not after[node]]))
    along.sort()
    likely, safe = (round(share * (drawn.runs - 1)) for share in (LIKELY, SAFE))
    return max(0.0, whole[likely] - along[likely]), max(0.0, whole[safe] - along[safe])


def _latest(finishes: list[list[float]]) -> list[float]:
    """The latest of some finishes in each run; nothing where there are none."""
    return list(map(max, *finishes)) if len(finishes) > 1 else [*finishes[0]] if finishes else []


class _Draws:
    """Random efforts of phases, as many runs as the size of the graph allows."""

    def __init__(self, phases: int, edges: int) -> None:
        self._random = Random(SEED)  # noqa: S311  # Chance, not a secret.
        self._half = max(1, min(MOST_RUNS, STEPS // (2 * phases + edges)) // 2)
        self.runs = 2 * self._half

    def efforts(self, estimate: Estimate) -> Iterator[float]:
        """A phase's effort in each run."""
        width = estimate.high - estimate.low
        levels = [estimate.low + width * share for share in _shares()]
        draws = self._random.randbytes(self._half)
        return map(levels.__getitem__, draws + draws.translate(_MIRROR))


_MIRROR = bytes(reversed(range(LEVELS)))


@cache
def _shares() -> tuple[float, ...]:
    """The quantiles of the beta distribution on 0 to 1 with mean 1/2 and deviation 1/6.

    That is Beta(4, 4), whose variance is 1 / (4 · (2 · 4 + 1)) = 1/36.
    """
    lower = [_quantile((level + 0.5) / LEVELS) for level in range(LEVELS // 2)]
    return (*lower, *(1 - share for share in reversed(lower)))


def _quantile(probability: float) -> float:
    """Where Beta(4, 4) reaches a probability up to a half, by bisection."""
    low, high = 0.0, 0.5
    while high - low > ROUNDING:
        middle = (low + high) / 2
        low, high = (middle, high) if _distribution(middle) < probability else (low, middle)
    return low


def _distribution(share: float) -> float:
    """The probability of at most this share: that of four of seven uniform draws below it."""
    return sum(comb(7, below) * share**below * (1 - share) ** (7 - below) for below in range(4, 8))

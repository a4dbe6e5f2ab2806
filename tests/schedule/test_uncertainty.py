"""P50 and P80: exact along one chain, simulated where chains merge, the same every time."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from math import comb, sqrt
from statistics import NormalDist, fmean, pstdev
from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.model.estimate import Estimate
from mkdocs_speckit.schedule import schedule_plan, uncertainty
from mkdocs_speckit.schedule.uncertainty import MOST_PHASES, Finish, estimate_finish
from tests.graphs import plan_of_graph

if TYPE_CHECKING:
    from collections.abc import Sequence

SIX = Estimate(3, 9)
"""Six hours as likely as not, with a standard deviation of one."""


def finish_of(
    estimates: Sequence[Estimate | None], edges: Sequence[tuple[int, int]] = ()
) -> Finish | None:
    plan = plan_of_graph(estimates, edges)
    timed = schedule_plan(plan)
    assert timed is not None
    return estimate_finish(plan.graphs[0], timed)


def chain(size: int) -> list[tuple[int, int]]:
    return [(index, index + 1) for index in range(size - 1)]


def below(share: float) -> float:
    """Beta(4, 4), worked by its binomial form: how likely a phase takes at most this share."""
    return sum(comb(7, k) * share**k * (1 - share) ** (7 - k) for k in range(4, 8))


def share_of(probability: float) -> float:
    """The share of its range that a phase keeps to with this probability, to five digits."""
    return next(step / 1e5 for step in range(100_001) if below(step / 1e5) >= probability)


def test_along_one_chain_it_is_the_normal_sum() -> None:
    """4–6 h, 1–4 h and 2 h: the mean is 9.5 h, the deviation √((1/3)² + (1/2)²) = 0.601 h."""
    found = finish_of([Estimate(4, 6), Estimate(1, 4), Estimate(2, 2)], chain(3))
    assert found is not None
    assert found.p50 == pytest.approx(9.5)
    assert found.p80 == pytest.approx(9.5 + 0.841621 * sqrt(1 / 9 + 1 / 4), abs=1e-6)


def test_unestimated_phases_beside_a_chain_do_not_merge_with_it() -> None:
    alone = finish_of([SIX, SIX], chain(2))
    assert finish_of([SIX, SIX, None], [*chain(2), (2, 1)]) == alone


def test_two_equal_phases_side_by_side_end_later_than_either() -> None:
    """Both are done when the later is: that is under x with F(x)² for F(x)."""
    found = finish_of([SIX, SIX])
    assert found is not None
    p50 = 6 + 6 * (share_of(sqrt(0.5)) - 0.5)
    p80 = 6 + NormalDist().inv_cdf(0.8) + 6 * (share_of(sqrt(0.8)) - share_of(0.8))
    assert found.p50 == pytest.approx(p50, abs=0.03)
    assert found.p80 == pytest.approx(p80, abs=0.03)
    assert 6.5 < found.p50 < found.p80


def test_a_short_chain_beside_a_long_one_changes_nothing() -> None:
    alone = finish_of([SIX])
    assert finish_of([SIX, Estimate(0.5, 1)]) == alone


def test_a_chain_that_decides_only_when_it_runs_late_moves_p80_alone() -> None:
    """7 h for certain beside 3–9 h: half of the cases end with the 7 h, one in five later.

    The later phase is above 7 h, two thirds of its range, in about 16 % of cases: P80 stays; with
    6.5 h for certain, 31 % are above, and P80 is its own, which is 6 + 6 · (q₈₀ - ½).
    """
    late = finish_of([Estimate(7, 7), SIX])
    assert late is not None
    assert (late.p50, late.p80) == (7, 7)
    found = finish_of([Estimate(6.5, 6.5), SIX])
    assert found is not None
    assert found.p50 == 6.5
    assert found.p80 == pytest.approx(3 + 6 * share_of(0.8), abs=0.03)


def test_what_both_of_two_chains_wait_for_moves_the_whole_by_its_time_alone() -> None:
    certain, open_ = Estimate(6.5, 6.5), SIX
    apart = finish_of([certain, open_])
    assert apart is not None
    found = finish_of([Estimate(4, 4), certain, open_], [(0, 1), (0, 2)])
    assert found is not None
    assert found.p50 == pytest.approx(apart.p50 + 4, abs=0.1)
    assert found.p80 == pytest.approx(apart.p80 + 4, abs=0.1)


def test_nothing_is_said_where_nothing_is_open() -> None:
    assert finish_of([Estimate(2, 2), None], chain(2)) is None


def test_nothing_is_said_of_too_many_phases() -> None:
    assert finish_of([SIX] * MOST_PHASES) is not None
    assert finish_of([SIX] * (MOST_PHASES + 1)) is None


def test_efforts_have_the_mean_and_deviation_of_pert() -> None:
    shares = uncertainty._shares()
    assert fmean(shares) == pytest.approx(1 / 2)
    assert pstdev(shares) == pytest.approx(1 / 6, rel=0.002)
    assert list(shares) == sorted(shares)


def test_half_of_the_runs_mirror_the_others() -> None:
    efforts = list(uncertainty._Draws(2, 0).efforts(SIX))
    half = len(efforts) // 2
    assert len(set(efforts)) > 100
    assert [a + b for a, b in zip(efforts[:half], efforts[half:], strict=True)] == pytest.approx(
        [12] * half
    )


def merging(size: int) -> tuple[list[Estimate], list[tuple[int, int]]]:
    """Phases of which each waits for up to three before it."""
    chance = random.Random(size)  # noqa: S311
    lows = [chance.randint(1, 20) / 2 for _ in range(size)]
    estimates = [Estimate(low, low + chance.randint(0, 10) / 2) for low in lows]
    edges = {
        (before, after)
        for after in range(1, size)
        for before in chance.sample(range(max(0, after - 8), after), min(after, 3))
    }
    return estimates, sorted(edges)


@pytest.mark.parametrize("size", [5, 25, 150])
def test_another_seed_shows_the_same_figures(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """To one part in five hundred: half a step of three digits at worst."""
    found = []
    for seed in range(8):
        monkeypatch.setattr(uncertainty, "SEED", seed)
        uncertainty._merge_biases.cache_clear()
        found.append(finish_of(*merging(size)))
    uncertainty._merge_biases.cache_clear()
    for figures in zip(*((f.p50, f.p80) for f in found if f), strict=True):
        assert max(figures) - min(figures) < max(figures) / 500


@pytest.mark.parametrize("size", [5, 25, 150])
def test_it_takes_at_most_50_ms(size: int) -> None:
    estimates, edges = merging(size)
    taken = []
    for _ in range(3):
        uncertainty._merge_biases.cache_clear()
        start = time.process_time()
        assert finish_of(estimates, edges)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.05


def test_a_plan_in_which_each_phase_waits_for_all_before_it_takes_no_longer() -> None:
    edges = [(a, b) for b in range(MOST_PHASES) for a in range(b)]
    uncertainty._merge_biases.cache_clear()
    start = time.process_time()
    assert finish_of([Estimate(1, index % 5 + 1) for index in range(MOST_PHASES)], edges)
    assert time.process_time() - start < 0.1


def test_the_same_plan_is_simulated_once() -> None:
    uncertainty._merge_biases.cache_clear()
    first = finish_of(*merging(12))
    assert finish_of(*merging(12)) == first
    assert uncertainty._merge_biases.cache_info().misses == 1


def test_no_hash_seed_changes_it() -> None:
    code = (
        "from tests.schedule.test_uncertainty import finish_of, merging\n"
        "print(repr(finish_of(*merging(40))))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(said) == 1

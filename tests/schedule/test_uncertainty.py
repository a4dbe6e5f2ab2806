"""P50 and P80: PERT along the critical path, against calculations by other means."""

from __future__ import annotations

from fractions import Fraction
from math import erf, sqrt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.parts import Estimate
from mkdocs_speckit.schedule import schedule_plan
from mkdocs_speckit.schedule.uncertainty import (
    DEVIATIONS_OF_SAFE,
    Finish,
    estimate_finish,
    estimate_remaining_finish,
)
from tests.conftest import plan_of
from tests.graphs import networks, plan_of_graph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.graphs import Edges, Network

SIX = Estimate(3, 9)
"""Six hours as likely as not, with a standard deviation of one."""


def finish_of(estimates: Sequence[Estimate | None], edges: Edges | None = None) -> Finish | None:
    timed = schedule_plan(plan_of_graph(estimates, edges or []))
    assert timed is not None
    return estimate_finish(timed)


def link_chain(size: int) -> Edges:
    return [(index, index + 1) for index in range(size - 1)]


def find_chains(size: int, edges: Edges) -> Iterator[list[int]]:
    """All chains of a small graph that cannot be made longer at their end."""
    open_chains = [[node] for node in range(size)]
    while open_chains:
        chain = open_chains.pop()
        onward = [[*chain, after] for before, after in edges if before == chain[-1]]
        open_chains += onward
        if not onward:
            yield chain


def work_out_pert(estimates: Sequence[Estimate | None]) -> tuple[Fraction, Fraction]:
    """The mean and the variance of a chain, in fractions: (l + 4m + h) / 6 and ((h - l) / 6)²."""
    mean = variance = Fraction(0)
    for estimate in filter(None, estimates):
        low, high = Fraction(estimate.low), Fraction(estimate.high)
        mean += (low + 4 * (low + high) / 2 + high) / 6
        variance += ((high - low) / 6) ** 2
    return mean, variance


def test_along_one_chain_it_is_the_normal_sum() -> None:
    """4–6 h, 1–4 h and 2 h: the mean is 9.5 h, the deviation √((1/3)² + (1/2)²) = 0.601 h."""
    found = finish_of([Estimate(4, 6), Estimate(1, 4), Estimate(2, 2)], link_chain(3))
    assert found is not None
    assert found.p50 == pytest.approx(9.5)
    assert found.p80 == pytest.approx(9.5 + 0.841621 * sqrt(1 / 9 + 1 / 4), abs=1e-6)


def test_a_normal_sum_stays_within_these_deviations_in_80_percent_of_cases() -> None:
    assert (1 + erf(DEVIATIONS_OF_SAFE / sqrt(2))) / 2 == pytest.approx(0.8)


def test_unestimated_phases_change_nothing() -> None:
    alone = finish_of([SIX, SIX], link_chain(2))
    assert finish_of([SIX, SIX, None], [*link_chain(2), (2, 1)]) == alone
    assert finish_of([SIX, None, SIX], link_chain(3)) == alone


def test_what_runs_beside_the_critical_path_changes_nothing() -> None:
    """Although the whole is later where another chain is nearly as long: `docs/numbers.md`."""
    alone = finish_of([SIX])
    assert finish_of([SIX, Estimate(0.5, 1)]) == alone
    assert finish_of([SIX, Estimate(5.5, 6)]) == alone
    assert finish_of([SIX, SIX]) == alone


def test_of_chains_as_long_it_is_the_one_that_is_drawn() -> None:
    """The first row's, where neither has more phases."""
    certain = Estimate(6, 6)
    assert finish_of([certain, SIX]) == Finish(6, 6)
    assert finish_of([SIX, certain]) == finish_of([SIX])


def test_nothing_is_said_where_all_estimates_are_exact() -> None:
    assert finish_of([Estimate(2, 2), None], link_chain(2)) is None


def test_a_plan_may_have_any_number_of_phases() -> None:
    found = finish_of([SIX] * 900, link_chain(900))
    assert found is not None
    assert found.p50 == pytest.approx(5400)
    assert found.p80 == pytest.approx(5400 + 0.841621 * 30, abs=1e-4)


@given(networks())
def test_it_is_that_of_a_chain_that_takes_longest(network: Network) -> None:
    estimates, edges = network
    found = finish_of(estimates, edges)
    if found is None:
        assert all(estimate.low == estimate.high for estimate in filter(None, estimates))
        return
    chains = [
        work_out_pert([estimates[node] for node in chain])
        for chain in find_chains(len(estimates), edges)
    ]
    longest = max(mean for mean, _ in chains)
    assert found.p50 == pytest.approx(float(longest))
    assert any(
        found.p80 == pytest.approx(float(mean) + 0.8416212336 * sqrt(variance), abs=1e-6)
        for mean, variance in chains
        if longest - mean < 1e-6
    )


OPEN = """\
## Phases

### Setup

{setup}

### Core

- [ ] c

## Phase dependencies

| Phase | Depends On |
|---|---|
| Setup | None |
| Core | Setup |

## Effort

| Phase | Effort |
|---|---|
| Setup | {effort} |
| Core | 2-8h |
"""


def remaining(setup: str, effort: str = "4-6h") -> Finish | None:
    return estimate_remaining_finish(plan_of(OPEN.format(setup=setup, effort=effort)))


def test_of_a_phase_that_is_part_done_the_open_share_counts() -> None:
    """Half of 4–6 h and 2–8 h: the mean is 2.5 + 5, the deviation √((1/6)² + 1²) = 1.0138 h."""
    found = remaining("- [x] a\n- [ ] b")
    assert found is not None
    assert found.p50 == pytest.approx(7.5)
    assert found.p80 == pytest.approx(7.5 + 0.841621 * sqrt(1 / 36 + 1), abs=1e-6)


def test_what_is_done_no_longer_counts() -> None:
    found = remaining("- [x] a")
    assert found is not None
    assert found.p50 == pytest.approx(5)


def test_there_is_none_while_an_open_phase_has_no_estimate() -> None:
    assert remaining("- [ ] a", "later") is None
    assert remaining("- [x] a", "later") is not None


def test_without_boxes_everything_is_open() -> None:
    plan = plan_of(OPEN.format(setup="", effort="4-6h").replace("- [ ] c\n", ""))
    found = estimate_remaining_finish(plan)
    assert found is not None
    assert found.p50 == pytest.approx(10)


def test_there_is_none_where_nobody_can_tell_which_phases_are_done() -> None:
    text = OPEN.format(setup="", effort="4-6h").replace("- [ ] c\n", "")
    assert estimate_remaining_finish(plan_of(text + "\n## Other\n\n- [ ] a\n")) is not None
    assert estimate_remaining_finish(plan_of(text + "\n## Other\n\n- [x] a\n- [ ] b\n")) is None


def test_there_is_none_where_the_tasks_do_not_tell_which_phases_are_done() -> None:
    text = OPEN.format(setup="", effort="4-6h").replace("- [ ] c\n", "")
    for box, is_known in (("[ ]", True), ("[x]", False)):
        tasks = plan_of(f"<!-- SPECKIT_LEVEL: 2 -->\n\n- {box} a\n- [ ] b\n", "tasks.md")
        plan, _ = join_documents([plan_of(text), tasks])
        assert (estimate_remaining_finish(plan) is not None) is is_known

"""The forecast, against a simulation that was written without it."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.model.burn_up import BurnUp, Point
from mkdocs_speckit.schedule.forecast import MAX_DAYS, MIN_DAYS, WINDOW, forecast_end

RUNS = 20_000


def burn_up(ticks: list[int], opened: int, idle: int = 0) -> BurnUp:
    """A feature whose items were ticked on the days from day 1 on, and then not for some days."""
    total, done = sum(ticks) + opened, 0
    points = [Point(0, 0, total)]
    for day, number in enumerate(ticks, 1):
        if number:
            done += number
            points.append(Point(day, done, total))
    return BurnUp(tuple(points), len(ticks) + idle)


def simulate(ticks: list[int], opened: int) -> tuple[int, int]:
    """By which days the open items are done in 10 % and in 90 % of many runs."""
    generator = random.Random(7)  # noqa: S311
    ends = []
    for _ in range(RUNS):
        left, day = opened, 0
        while left > 0:
            left -= generator.choice(ticks)
            day += 1
        ends.append(day)
    ends.sort()
    return ends[RUNS // 10], ends[RUNS * 9 // 10]


@pytest.mark.parametrize(
    ("ticks", "opened"),
    [
        ([1, 2, 0, 3, 1, 0, 0, 2, 4, 1], 25),
        ([5, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 8], 60),
        ([1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1], 9),
        ([3, 3, 3, 3, 3, 3], 90),
        ([9, 0, 12, 7, 0, 0, 11, 2, 0, 0, 15, 1, 0, 6], 900),
    ],
)
def test_it_is_what_a_simulation_finds(ticks: list[int], opened: int) -> None:
    found = forecast_end(burn_up(ticks, opened))
    assert found is not None
    expected = simulate(ticks, opened)
    for day, other in zip((found.early, found.late), expected, strict=True):
        assert abs(day - len(ticks) - other) <= max(1, 0.02 * other)


def test_the_example_of_its_documentation() -> None:
    # One of the ten days had two items; four more days with ticks let the forecast be made.
    from mkdocs_speckit.schedule.forecast import _find_ends  # noqa: PLC0415

    assert _find_ends(1, {2: 0.1, 0: 0.9}) == (1, 22)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=WINDOW), st.integers(1, 200))
def test_it_rests_on_five_days_with_ticks(ticks: list[int], opened: int) -> None:
    ticks = [1, *ticks]
    found = forecast_end(burn_up(ticks, opened))
    worked = sum(1 for number in ticks[-WINDOW:] if number)
    if worked < MIN_DAYS:
        assert found is None
    elif found is not None:
        assert len(ticks) < found.early <= found.late <= len(ticks) + MAX_DAYS


@given(
    st.lists(st.integers(1, 9), min_size=MIN_DAYS, max_size=40),
    st.integers(1, 100),
    st.integers(1, 100),
)
def test_more_items_are_never_done_earlier(ticks: list[int], opened: int, more: int) -> None:
    few, many = (forecast_end(burn_up(ticks, number)) for number in (opened, opened + more))
    assert few is not None
    assert many is not None
    assert few.early <= many.early
    assert few.late <= many.late


def test_what_is_done_has_no_forecast() -> None:
    assert forecast_end(burn_up([1] * 10, 0)) is None


def test_what_was_ticked_long_ago_says_nothing_of_the_pace() -> None:
    assert forecast_end(burn_up([5] * 10, 20, idle=WINDOW)) is None


def test_a_pace_that_takes_years_has_no_forecast() -> None:
    assert forecast_end(burn_up([1, 0, 0, 0, 0, 0, 0] * 8, 5000)) is None


def test_the_pace_is_that_of_all_days_since_the_first_tick() -> None:
    found = forecast_end(burn_up([2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 0, 0, 0, 0], 9))
    assert found is not None
    assert (found.pace, found.since) == (5.0, 1)


def test_the_largest_forecast_takes_at_most_a_moment() -> None:
    whole = burn_up([*range(1, 11), *[0] * 74], 250)
    begin = time.process_time()
    assert forecast_end(whole) is not None
    assert time.process_time() - begin < 0.1  # On a busy machine; 20 ms on a quiet one.

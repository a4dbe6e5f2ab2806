"""Quantities: every way of writing one that `docs/numbers.md` names, and others in use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.model.parts import HOURS, Estimate
from mkdocs_speckit.model.settings import WorkingTime
from mkdocs_speckit.model.wording import format_range
from mkdocs_speckit.reading.quantities import (
    find_header_unit,
    has_unknown_unit,
    parse_quantity,
    parse_whole,
)

TIME = WorkingTime()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1-2 hours", 1, 2),
        ("1–2h", 1, 2),
        ("1 to 2 hrs", 1, 2),
        ("~30 min", 0.5, 0.5),
        ("30 mins", 0.5, 0.5),
        ("0.5 hour", 0.5, 0.5),
        ("30 min - 1 hour", 0.5, 1),
        ("2 days", 16, 16),
        ("1.5-2.5 days", 12, 20),
        ("1 week", 40, 40),
        ("1 month", 160, 160),
        ("~120s", 1 / 30, 1 / 30),
        ("up to 2 hours", 0, 2),
        ("<2h", 0, 2),
        ("42-61h (includes one 4-6h)", 42, 61),
        ("1 hour (by hand)", 1, 1),
        ("37-53h (quick) / 80-150h (thorough)", 37, 53),
        ("~90 min (single session)", 1.5, 1.5),
        ("1h 30m", 1.5, 1.5),
        ("1h30m", 1.5, 1.5),
        ("1h 0m 36s", 1.01, 1.01),
        ("1 day and 4 hours", 12, 12),
        ("2h + 30 min", 2.5, 2.5),
        ("2h plus 30 min", 2.5, 2.5),
        ("3 x 2h", 6, 6),
        ("some 3 x 2h", 6, 6),
        ("half a day", 4, 4),
        ("half an hour", 0.5, 0.5),
        ("½ day", 4, 4),
        ("10½ days", 84, 84),
        ("1/2 day", 4, 4),
        ("1 1/2 days", 12, 12),
        ("two weeks", 80, 80),
        ("say two weeks", 80, 80),
        ("3 days to one oven", 24, 24),
        ("3-day bake", 24, 24),
        ("2h min", 2, 2),
        ("a day", 8, 8),
        ("3 person-days", 24, 24),
        ("between 2 and 4 hours", 2, 4),
        ("4 ± 1 hours", 3, 5),
        ("4 ± 1 days", 24, 40),
        ("2 days ± 4h", 12, 20),
        ("1 ± 2 hours", 0, 3),
        ("say 2h and 3h", 2, 2),
        ("2-3h + 1d", 10, 11),
        ("1,5 days", 12, 12),
        ("1,200 hours", 1200, 1200),
        ("777,777,779.2 h", 777777779.2, 777777779.2),
        ("2+ hours", 2, 2),
        ("+70-104h", 70, 104),
        ("8-4 hours", 4, 8),
        ("(2 hours)", 2, 2),
        # Words before the unit.
        ("4-6 engineering days", 32, 48),
        ("2 focused hours", 2, 2),
        ("13-20 focused hours; 17-27 wall-clock hours", 13, 20),
        ("one long day", 8, 8),
        ("2 heads-down hours", 2, 2),
        ("1 full working day", 8, 8),
        ("2 raw hours", 2, 2),
        ("1 process day", 8, 8),
        ("Phase 3 two days", 16, 16),
        # A count times a time.
        ("10 iterations × 5-15min each", 5 / 6, 2.5),
        ("5 cli passes × ~6 min", 0.5, 0.5),
        ("2-3 reviews x 2h", 4, 6),
        ("2 bakers × 3 days", 48, 48),
        ("2h × 3", 6, 6),
        ("2 * 4h", 8, 8),
        ("4h*", 4, 4),
        ("30 min x 4 ovens", 2, 2),
        ("3 x 2h each + 1h", 7, 7),
        # More than two words are no longer about the count; a time is not a count.
        ("10 slow baking passes × 6 min", 0.1, 0.1),
        ("1h-2h × 3h", 1, 2),
        # A result.
        ("pass + index ≈ 10 min", 1 / 6, 1 / 6),
        ("4h/file, 3 files = 12h", 12, 12),
        ("setup (by hand) = 2h", 2, 2),
        ("≈ 2h", 2, 2),
        ("≈2h dough, ≈1h oven", 2, 2),
        # A time in other words.
        ("1-2 days depending on CLI auth", 8, 16),
        ("8-15 iterations, ~45 min autonomous", 0.75, 0.75),
        ("Phase 2 takes 3 days", 24, 24),
        ("2 bakers, 3 days", 24, 24),
        ("2h per page, 3 days", 24, 24),
        ("Medium, 3 points, 2 days", 16, 16),
    ],
)
def test_time(text: str, low: float, high: float) -> None:
    quantity = parse_quantity(text, TIME)
    assert quantity is not None
    assert quantity.unit == HOURS
    assert (quantity.estimate.low, quantity.estimate.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    "text",
    [
        # Prose is no quantity.
        "Reading two pages and noting what is missing",
        "Three files (setup.md ~200 lines)",
        "Create 8 files",
        "Medium, 3 points",
        "grep + smoke",
        "1 git mv",
        "a few hours",
        "a couple of hours",
        "a second draft",
        "a baking day",
        "an oven week",
        "5 loaves this week",
        "2 loaves per hour",
        "2 per day",
        "3 bakers hours",
        "Oven 3, baking day",
        "2 baking h",
        "10 reviews × 3 points",
        "x = y",
        "~",
        "2 ±",
        "included",
        "Minimal",
        "Complete",
        "",
        "P1",
        "5",
        "2026-01-15",
        "v1.2",
        "Moderate (21 files)",
        "2h per page",
        "1-2h/sprint",
        "-5 hours",
        "9" * 40 + " hours",
    ],
)
def test_no_estimate(text: str) -> None:
    assert parse_quantity(text, TIME) is None


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("1–2 sessions", "sessions", 1, 2),
        ("8 story points", "points", 8, 8),
        ("~1,660 LOC", "LOC", 1660, 1660),
        ("1.5k lines of code", "LOC", 1500, 1500),
        ("100 lines of code + 50 LOC", "LOC", 150, 150),
        ("21 files", "files", 21, 21),
    ],
)
def test_other_units(text: str, unit: str, low: float, high: float) -> None:
    quantity = parse_quantity(text, TIME)
    assert quantity is not None
    assert (quantity.unit, quantity.estimate) == (unit, Estimate(low, high))


def test_a_bare_number_takes_its_unit_from_the_header() -> None:
    quantity = parse_quantity("~2-3", TIME, find_header_unit("Effort (days)"))
    assert quantity is not None
    assert quantity.estimate == Estimate(16, 24)
    assert parse_quantity("2 of 3", TIME, "days") is None
    assert parse_quantity("2 maybe", TIME, "days") is None


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("2 days", True),
        ("~1-2 focused days", True),
        ("2 days, 3 ovens", False),
        ("2 days 3", False),
        ("2 days (or so)", False),
        ("oven, 2 days", False),
        ("2 days?", False),
        ("≈", False),
    ],
)
def test_what_is_a_quantity_and_nothing_else(text: str, is_whole: bool) -> None:
    assert (parse_whole(text, TIME) is not None) is is_whole


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Hours", "hours"),
        ("Estimated LOC", "loc"),
        ("Effort (h)", "h"),
        ("Points", "points"),
        ("Estimated Effort", None),
    ],
)
def test_units_of_headers(header: str, unit: str | None) -> None:
    assert find_header_unit(header) == unit


def test_the_first_of_several_counts_and_is_told() -> None:
    one, two = parse_quantity("2h", TIME), parse_quantity("2h or 3h", TIME)
    assert one is not None
    assert two is not None
    assert (one.several, two.several) == (False, True)


def test_a_reversed_range_is_told() -> None:
    quantity = parse_quantity("2 days - 4 hours", TIME)
    assert quantity is not None
    assert quantity.is_reversed


def test_working_time_is_the_projects_own() -> None:
    quantity = parse_quantity("1 week", WorkingTime(hours_per_day=6, days_per_week=4))
    assert quantity is not None
    assert quantity.estimate == Estimate(24, 24)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_written_quantity_reads_back_as_itself(one: int, other: int) -> None:
    estimate = Estimate(min(one, other) / 4, max(one, other) / 4)
    quantity = parse_quantity(format_range(estimate), TIME)
    assert quantity is not None
    assert format_range(quantity.estimate) == format_range(estimate)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert parse_quantity(text, TIME) == parse_quantity(text, TIME)


def test_a_result_counts_and_not_what_it_follows_from() -> None:
    quantity = parse_quantity("5 passes × ~6 min = ~30 min", TIME)
    assert quantity is not None
    assert quantity.estimate == Estimate(0.5, 0.5)
    assert not quantity.several


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("12 files, renames only", 12, 12, "files"),
        ("~100 lines modified", 100, 100, "lines"),
        ("about 3 points", 3, 3, "points"),
        ("2-3 focused baking sessions", 2, 3, "sessions"),
        ("2 files, ~80 LOC each", 2, 2, "files"),
    ],
)
def test_another_unit_counts_where_a_cell_begins(
    text: str, low: float, high: float, unit: str
) -> None:
    quantity = parse_quantity(text, TIME)
    assert quantity is not None
    assert (quantity.estimate, quantity.unit) == (Estimate(low, high), unit)


@pytest.mark.parametrize(
    ("text", "is_unknown"),
    [
        ("10 features", True),
        ("~3-4 loaves", True),
        ("10 files", False),
        ("10 large features", False),
        ("features", False),
    ],
)
def test_a_number_and_one_noun_is_a_unit_of_its_own(text: str, is_unknown: bool) -> None:
    assert has_unknown_unit(text) is is_unknown

"""Quantities: every way of writing one that `docs/numbers.md` names, and others in use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.model.parts import HOURS, Estimate
from mkdocs_speckit.model.settings import WorkingTime
from mkdocs_speckit.model.wording import format_range
from mkdocs_speckit.reading.quantities import find_header_unit, parse_quantity

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
        ("½ day", 4, 4),
        ("1/2 day", 4, 4),
        ("1 1/2 days", 12, 12),
        ("two weeks", 80, 80),
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
        "included",
        "Minimal",
        "Complete",
        "1 git mv",
        "grep + smoke",
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

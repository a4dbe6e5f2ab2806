"""Dates of plans by a calendar, against the calendar arithmetic of dateutil."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import TYPE_CHECKING

import pytest
from dateutil.rrule import DAILY, rrule, rruleset  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.calendar import Beginning, Calendar, Dates
from mkdocs_speckit.reading import read
from mkdocs_speckit.schedule.dates import find_dates, find_ends

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan

MONDAY_TO_FRIDAY = Calendar(frozenset(range(5)), frozenset(), 8)


def day(written: str) -> int:
    return date.fromisoformat(written).toordinal()


def plan(starts: str, boxes: str = "- [ ] a\n", milestones: str = "") -> Plan:
    """A plan of 8–12 h and then 12–20 h."""
    text = (
        f"---\nstarts: {starts}\n---\n<!-- SPECKIT_LEVEL: 2 -->\n# Plan\n\n"
        "## Dependencies and effort\n\n| Phase | Depends On | Effort |\n|---|---|---|\n"
        "| Core | None | 8-12h |\n| Docs | Core | 12-20h |\n\n"
        f"## Phases\n\n### Core\n\n{boxes}\n### Docs\n\n- [ ] b\n\n{milestones}"
    )
    found = read(text, "plan.md")
    assert found is not None
    (joined,) = join_documents([found])
    return joined


days = st.integers(day("2020-01-01"), day("2040-01-01"))


@given(
    st.sets(st.integers(0, 6), min_size=1),
    days,
    st.sets(st.integers(0, 60)),
    st.floats(0.5, 24),
    st.floats(0, 500),
)
def test_work_is_done_on_the_day_that_dateutil_finds(
    working_days: set[int], start: int, off: set[int], hours_per_day: float, hours: float
) -> None:
    calendar = Calendar(frozenset(working_days), frozenset(start + n for n in off), hours_per_day)
    number = max(1, ceil(hours / hours_per_day - 1e-9))
    dates = rruleset()
    first = date.fromordinal(start)
    dates.rrule(rrule(DAILY, byweekday=sorted(working_days), dtstart=first, count=number + 61))
    for n in off:
        dates.exdate(rrule(DAILY, dtstart=date.fromordinal(start + n), count=1)[0])
    expected = dates[number - 1].date().toordinal()
    assert Beginning(calendar, start).find_end(hours) == expected


@pytest.mark.parametrize(
    ("start", "hours", "end", "next_day"),
    [
        ("2026-03-06", 0, "2026-03-06", "2026-03-06"),
        ("2026-03-06", 7.9, "2026-03-06", "2026-03-06"),
        ("2026-03-06", 8, "2026-03-06", "2026-03-09"),
        ("2026-03-06", 12, "2026-03-09", "2026-03-09"),  # The example of the module.
        ("2026-03-07", 1, "2026-03-09", "2026-03-09"),
        ("2026-03-02", 40, "2026-03-06", "2026-03-09"),
        ("2026-03-02", 0.1 + 0.2 + 7.7, "2026-03-02", "2026-03-03"),
    ],
)
def test_a_week_has_five_days_of_eight_hours(
    start: str, hours: float, end: str, next_day: str
) -> None:
    beginning = Beginning(MONDAY_TO_FRIDAY, day(start))
    assert beginning.find_end(hours) == day(end)
    assert beginning.find_day(hours) == day(next_day)


def test_holidays_that_cover_every_day_leave_no_date() -> None:
    every = frozenset(range(day("2026-01-01"), day("2050-01-01")))
    beginning = Beginning(Calendar(frozenset(range(7)), every, 8), day("2026-03-02"))
    assert beginning.find_end(1) is None
    assert find_ends(plan("2026-03-02"), beginning) is None


@pytest.mark.parametrize("hours", [1, 1e9])
def test_the_end_of_the_calendar_is_no_error(hours: float) -> None:
    last = Beginning(MONDAY_TO_FRIDAY, day("9999-12-31"))
    assert last.find_end(hours) is None
    assert Beginning(MONDAY_TO_FRIDAY, day("2026-03-02")).find_end(1e9) is None


# What is left of a plan: 20–32 h at the start, so three or four days.


def test_what_is_not_begun_starts_on_its_day() -> None:
    found = find_dates(plan("2026-03-05"), MONDAY_TO_FRIDAY, day("2026-02-01"))
    assert found == Dates(day("2026-03-05"), (day("2026-03-09"), day("2026-03-10")))


@pytest.mark.parametrize("now", [None, day("2026-03-05")])
def test_without_a_clock_the_start_alone_tells(now: int | None) -> None:
    found = find_dates(plan("2026-03-05"), MONDAY_TO_FRIDAY, now)
    assert found is not None
    assert found.ends == (day("2026-03-09"), day("2026-03-10"))


def test_what_should_have_begun_begins_now() -> None:
    found = find_dates(plan("2026-03-05"), MONDAY_TO_FRIDAY, day("2026-04-06"))
    assert found == Dates(day("2026-03-05"), (day("2026-04-08"), day("2026-04-09")))


def test_what_is_begun_goes_on_now_with_what_is_left() -> None:
    # Half of Core is done: 4–6 h and 12–20 h are left.
    half = plan("2026-03-02", "- [x] a\n- [ ] c\n")
    found = find_dates(half, MONDAY_TO_FRIDAY, day("2026-03-10"))
    assert found == Dates(day("2026-03-02"), (day("2026-03-11"), day("2026-03-13")))


def test_what_is_begun_has_no_dates_where_nobody_knows_the_day() -> None:
    half = plan("2026-03-02", "- [x] a\n- [ ] c\n")
    assert find_dates(half, MONDAY_TO_FRIDAY, None) == Dates(day("2026-03-02"))


def test_what_is_done_has_a_start_alone() -> None:
    done = read(
        "---\nstarts: 2026-03-02\n---\n<!-- SPECKIT_LEVEL: 2 -->\n# Plan\n\n- [x] a\n", "plan.md"
    )
    assert done is not None
    (joined,) = join_documents([done])
    assert find_dates(joined, MONDAY_TO_FRIDAY, day("2026-03-10")) == Dates(day("2026-03-02"))


def test_without_a_start_there_are_no_dates() -> None:
    assert find_dates(plan("soon"), MONDAY_TO_FRIDAY, day("2026-03-10")) is None


def test_the_start_of_any_document_is_that_of_the_feature() -> None:
    texts = {
        "x/plan.md": "<!-- SPECKIT_LEVEL: 2 -->\n# Plan\n",
        "x/tasks.md": "---\nstarts: 2026-03-02\n---\n<!-- SPECKIT_LEVEL: 2 -->\n# Tasks\n",
    }
    plans = [read(text, path) for path, text in texts.items()]
    joined = join_documents(each for each in plans if each is not None)
    assert {one.progress.starts for one in joined if one.progress} == {day("2026-03-02")}


def test_milestones_have_their_days_until_they_are_reached() -> None:
    table = (
        "## Milestones\n\n| Milestone | Target |\n|---|---|\n"
        "| M1 | End of Core |\n| M2 | End of Docs |\n"
    )
    found = find_dates(plan("2026-03-05", milestones=table), MONDAY_TO_FRIDAY, None)
    assert found is not None
    assert found.milestones == (("M1", day("2026-03-06")), ("M2", day("2026-03-10")))

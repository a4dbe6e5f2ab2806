"""The critical path method, on worked examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.estimate import Estimate
from mkdocs_speckit.schedule import Schedule, plan_schedule
from tests.conftest import plan_of

if TYPE_CHECKING:
    from mkdocs_speckit.plan import Plan

Row = tuple[str, str, str]


def plan_with(*rows: Row) -> Plan:
    """A plan of (phase, depends on, effort) rows."""
    lines = "\n".join(f"| {name} | {before} | {effort} |" for name, before, effort in rows)
    return plan_of(
        f"# Dependencies and effort\n\n| Phase | Depends On | Effort |\n|-|-|-|\n{lines}\n"
    )


def schedule_of(*rows: Row) -> Schedule:
    schedule = plan_schedule(plan_with(*rows))
    assert schedule is not None
    return schedule


def test_times_and_floats() -> None:
    schedule = schedule_of(
        ("A", "None", "3h"),
        ("B", "A", "4h"),
        ("C", "A", "2h"),
        ("D", "B, C", "5h"),
        ("E", "C", "1h"),
        ("F", "D, E", "2h"),
    )
    starts = [activity.earliest_start for activity in schedule.activities]
    assert starts == [0, 3, 3, 7, 5, 12]
    assert [activity.earliest_finish for activity in schedule.activities] == [3, 7, 5, 12, 6, 14]
    assert [activity.latest_finish for activity in schedule.activities] == [3, 7, 7, 12, 12, 14]
    assert [activity.slack for activity in schedule.activities] == [0, 0, 2, 0, 6, 0]
    assert schedule.critical_path == (0, 1, 3, 5)
    assert schedule.length == Estimate(14, 14)


def test_the_length_is_a_range_along_the_expected_path() -> None:
    schedule = schedule_of(("A", "None", "1-3h"), ("B", "None", "0-5h"), ("C", "A, B", "1h"))
    assert schedule.critical_path == (1, 2)
    assert schedule.length == Estimate(1, 6)


def test_an_unestimated_phase_takes_no_time_and_is_named() -> None:
    schedule = schedule_of(("A", "None", "2h"), ("B", "A", "tbd"), ("C", "B", "1h"))
    assert schedule.critical_path == (0, 1, 2)
    assert schedule.unestimated == (1,)
    assert schedule.length == Estimate(3, 3)


@pytest.mark.parametrize(
    "rows",
    [
        [("A", "B", "1h"), ("B", "A", "1h")],
        [("A", "None", "?"), ("B", "A", "?")],
        [("A", "None", "2 points"), ("B", "A", "1 point")],
    ],
    ids=["cycle", "nothing estimated", "not in hours"],
)
def test_no_schedule(rows: list[Row]) -> None:
    assert plan_schedule(plan_with(*rows)) is None


def test_what_is_left_goes_by_phases_and_not_by_boxes() -> None:
    plan = plan_of(
        """
        ## Phases

        ### Phase 1: Big
        - [x] a
        - [ ] b

        ### Phase 2: Small
        - [x] a
        - [x] b
        - [x] c

        ## Effort

        | Phase | Effort |
        |-------|--------|
        | Big | 10-20h |
        | Small | 1h |
        """
    )
    assert plan.left == Estimate(5, 10)
    assert (plan.completion.done, plan.completion.total) == (4, 5)


def test_nothing_is_left_when_all_is_done() -> None:
    plan = plan_of("# Effort\n- [x] a\n\n| Phase | Effort |\n|-|-|\n| One | 2h |\n")
    assert plan.left == Estimate(0, 0)

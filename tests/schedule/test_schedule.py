"""The critical path method, on worked examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.model.graph import reduce_edges
from mkdocs_speckit.model.parts import Estimate
from mkdocs_speckit.schedule import Schedule, Times, schedule_plan, schedule_remaining_plan
from tests.conftest import plan_of
from tests.graphs import plan_of_graph

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan

Row = tuple[str, str, str]


def plan_with(*rows: Row) -> Plan:
    """A plan of (phase, depends on, effort) rows."""
    lines = "\n".join(f"| {name} | {before} | {effort} |" for name, before, effort in rows)
    return plan_of(
        f"# Dependencies and effort\n\n| Phase | Depends On | Effort |\n|-|-|-|\n{lines}\n"
    )


def schedule_of(*rows: Row) -> Schedule:
    schedule = schedule_plan(plan_with(*rows))
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
    starts = [activity.expected.earliest_start for activity in schedule.activities]
    assert starts == [0, 3, 3, 7, 5, 12]
    assert [activity.expected.earliest_finish for activity in schedule.activities] == [
        3,
        7,
        5,
        12,
        6,
        14,
    ]
    assert [activity.expected.latest_finish for activity in schedule.activities] == [
        3,
        7,
        7,
        12,
        12,
        14,
    ]
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
    assert [activity.expected.earliest_start for activity in schedule.activities] == [0, 2, 2]
    assert (schedule.shortest, schedule.longest) == (3, 3)


def test_an_edge_that_follows_from_any_of_several_is_left_out() -> None:
    edges = [(0, 1), (0, 2), (0, 3), (1, 3)]
    assert reduce_edges(4, edges) == [(0, 1), (0, 2), (1, 3)]


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
    assert schedule_plan(plan_with(*rows)) is None


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


TEXTBOOK = {
    # Two branches, one of which forks again, in the way of introductions to activity-on-node
    # networks.
    "a fork in a branch": """
        A  -    3   0  3   0  3  0
        B  A    4   3  7   3  7  0
        C  A    2   3  5   9 11  6
        D  B    5   7 12   7 12  0
        E  C    1   5  6  11 12  6
        F  C    2   5  7  14 16  9
        G  D,E  4  12 16  12 16  0
        H  F,G  3  16 19  16 19  0
    """,
    # The network of the factory that installs a filter, from textbooks of operations management:
    # two starts, critical path A, C, E, G, H.
    "two starts": """
        A  -    2   0  2   0  2  0
        B  -    3   0  3   1  4  1
        C  A    2   2  4   2  4  0
        D  A,B  4   3  7   4  8  1
        E  C    4   4  8   4  8  0
        F  C    3   4  7  10 13  6
        G  D,E  5   8 13   8 13  0
        H  F,G  2  13 15  13 15  0
    """,
    # Two chains that are both critical, and two ends.
    "two critical chains": """
        A  -    4   0  4   0  4  0
        B  -    6   0  6   0  6  0
        C  A    7   4 11   4 11  0
        D  B    5   6 11   6 11  0
        E  B    3   6  9   7 10  1
        F  C,D  2  11 13  11 13  0
        G  E    3   9 12  10 13  1
    """,
}
"""Activity, what it follows, duration; earliest start, finish, latest start, finish; float."""


@pytest.mark.parametrize("network", TEXTBOOK.values(), ids=TEXTBOOK.keys())
def test_worked_examples_of_textbooks(network: str) -> None:
    lines = [line.split() for line in network.split("\n") if line.strip()]
    schedule = schedule_of(*((name, before, f"{hours}h") for name, before, hours, *_ in lines))
    for activity, (name, _, _, *figures) in zip(schedule.activities, lines, strict=True):
        for times in (activity.low, activity.expected, activity.high):
            assert [
                times.earliest_start,
                times.earliest_finish,
                times.latest_start,
                times.latest_finish,
                times.slack,
            ] == [float(figure) for figure in figures], name


def test_of_two_critical_chains_one_is_shown_and_the_other_is_named() -> None:
    lines = [line.split() for line in TEXTBOOK["two critical chains"].split("\n") if line.strip()]
    schedule = schedule_of(*((name, before, f"{hours}h") for name, before, hours, *_ in lines))
    assert [lines[node][0] for node in schedule.critical_path] == ["A", "C", "F"]
    assert [lines[node][0] for node in schedule.also_critical] == ["B", "D"]


@pytest.mark.parametrize("hours", [("3", "1", "2"), ("0.8", "0.1", "0.7")])
def test_of_equally_long_chains_that_with_most_phases_is_shown(hours: tuple[str, ...]) -> None:
    """Equal but for what binary fractions lose: 0.1 + 0.7 is a little less than 0.8 to them."""
    alone, first, then = hours
    schedule = schedule_of(
        ("A", "None", f"{alone}h"), ("B", "None", f"{first}h"), ("C", "B", f"{then}h")
    )
    assert schedule.critical_path == (1, 2)
    assert schedule.also_critical == (0,)


def test_phases_without_float_and_what_joins_them_are_critical() -> None:
    """A to C is a dependency of critical phases, too; but C does not begin when A ends."""
    schedule = schedule_of(
        ("A", "None", "2h"), ("B", "A", "3h"), ("Also B", "A", "3h"), ("Short", "A", "1h"),
        ("C", "A, B, Also B, Short", "1h"),
    )  # fmt: skip
    edges = [(0, 1), (0, 2), (0, 3), (0, 4), (1, 4), (2, 4), (3, 4)]
    assert schedule.critical == {0, 1, 2, 4}
    assert schedule.find_critical_edges(edges) == {(0, 1), (0, 2), (1, 4), (2, 4)}


def test_floats_differ_between_low_expected_and_high_estimates() -> None:
    schedule = schedule_of(("A", "None", "4-5h"), ("B", "None", "1-9h"), ("C", "A, B", "1h"))
    a, b, _ = schedule.activities
    assert [times.slack for times in (a.low, a.expected, a.high)] == [0, 0.5, 4]
    assert [times.slack for times in (b.low, b.expected, b.high)] == [3, 0, 0]
    assert schedule.critical_path == (1, 2)
    assert schedule.length == Estimate(2, 10)
    assert (schedule.shortest, schedule.longest) == (5, 10)


def test_rounding_makes_no_float() -> None:
    rows = [(f"A{i}", f"A{i - 1}" if i else "None", "0.1h") for i in range(300)]
    schedule = schedule_of(*rows)
    assert {activity.slack for activity in schedule.activities} == {0.0}
    assert len(schedule.critical_path) == 300


def test_a_billionth_of_the_whole_is_rounding_and_more_is_float() -> None:
    def wait(hours: float) -> Times:
        return Times(
            earliest_start=900_000,
            earliest_finish=1_000_000 - hours,
            latest_start=900_000 + hours,
            latest_finish=1_000_000,
        )

    assert wait(0.0009).slack == 0
    assert wait(0.0011).slack == pytest.approx(0.0011)


DONE_IN_PART = """
## Phases

### Phase 1: Setup
- [x] a

### Phase 2: Long
- [x] a
- [x] b
- [x] c
- [ ] d

### Phase 3: Short
- [ ] a

### Phase 4: End
- [ ] a

## Effort and dependencies

| Phase | Depends On | Effort |
|-------|------------|--------|
| Setup | None | 2h |
| Long | Setup | 8-16h |
| Short | Setup | 3-5h |
| End | Long, Short | 1h |
"""


def test_the_remaining_critical_path_is_that_of_what_is_left() -> None:
    """Three quarters of the long phase are done, so the short one decides."""
    plan = plan_of(DONE_IN_PART)
    whole, remaining = schedule_plan(plan), schedule_remaining_plan(plan)
    assert whole is not None
    assert remaining is not None
    assert whole.critical_path == (0, 1, 3)
    assert remaining.critical_path == (0, 2, 3)
    assert remaining.length == Estimate(4, 6)
    assert plan.left == Estimate(2 + 3 + 1, 4 + 5 + 1)


def test_nothing_remains_to_schedule_where_no_checklist_tells_what_is_done() -> None:
    assert schedule_remaining_plan(plan_with(("A", "None", "2h"), ("B", "A", "1h"))) is None


def test_a_phase_of_several_effort_rows_has_what_is_left_of_each() -> None:
    plan = plan_of(
        """
        ## Phases

        ### Phase 1: Form
        - [x] a
        - [ ] b

        ### Phase 1: Mail
        - [ ] a

        ## Dependencies

        | Phase | Depends On |
        |---|---|
        | Phase 1 (two parts) | None |
        | Phase 2 | Phase 1 |

        ## Effort

        | Phase | Effort |
        |---|---|
        | Phase 1: Form | 4h |
        | Phase 1: Mail | 3h |
        | Phase 2 | 1h |
        """
    )
    remaining = schedule_remaining_plan(plan)
    assert remaining is not None
    assert [activity.estimate for activity in remaining.activities] == [
        Estimate(5, 5),
        Estimate(1, 1),
    ]
    assert plan.left == Estimate(6, 6)


def test_rounding_beside_a_very_long_phase_is_no_float() -> None:
    """An hour before 4,383 months and 12,589 days: the sum of such numbers is not exact."""
    month, day = 20 * 96.53653413967604, 96.53653413967604
    hours = (1.0, 4383 * month, 12589 * day)
    timed = schedule_plan(plan_of_graph([Estimate(h, h) for h in hours], [(0, 1), (1, 2)]))
    assert timed is not None
    assert [activity.slack for activity in timed.activities] == [0, 0, 0]

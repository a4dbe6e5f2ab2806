"""Milestones: what is read of their table, and what is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.model.settings import Settings, WorkingTime
from mkdocs_speckit.reading import read
from tests.conftest import MARKER, plan_of

if TYPE_CHECKING:
    from mkdocs_speckit.model.parts import Milestone

PLAN = """\
## Phases

### Phase 1: Groundwork

### Phase 2: Ledger

### Phase 3: Cut-over

## Dependencies

| Phase | Depends On |
|---|---|
| Groundwork | None |
| Ledger | Groundwork |
| Cut-over | Ledger |

## Effort

| Phase | Effort |
|---|---|
| Groundwork | 2 days |
| Ledger | 3 days |
| Cut-over | 1 day |

## L3: MILESTONES

"""


def milestones(table: str) -> tuple[Milestone, ...]:
    return plan_of(PLAN + table).milestones


def target(written: str, described: str = "All is well") -> tuple[tuple[int, ...], float | None]:
    """The phases and the hours of a milestone with this target; `()` and None of one without."""
    found = milestones(
        "| Milestone | Description | Success Criteria | Target |\n|---|---|---|---|\n"
        f"| M1 | {described} | Tests pass | {written} |\n"
    )
    return (found[0].nodes, found[0].hours) if found else ((), None)


@pytest.mark.parametrize(
    ("written", "nodes"),
    [
        ("Phase 2", (1,)),
        ("End of Phase 2", (1,)),
        ("end of phase 2 (if the budget holds)", (1,)),
        ("**Phase 2** complete", (1,)),
        ("Phase 2 exit", (1,)),
        ("After Phase 1", (0,)),
        ("Ledger", (1,)),
        ("Phases 1-2", (0, 1)),
        ("Phase 1 + Phase 3", (0, 2)),
        ("All phases", (0, 1, 2)),
    ],
)
def test_a_target_that_is_a_phase(written: str, nodes: tuple[int, ...]) -> None:
    assert target(written) == (nodes, None)


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("Day 5", 40),
        ("End of day 5", 40),
        ("by end of week 2", 80),
        ("Week 2 (in parallel)", 80),
        ("Month 1", 160),
        ("T+3 days", 24),
        ("T + 1 week", 40),
        ("3 days", 24),
        ("within 2 weeks", 80),
        ("10 days after the start", 80),
        ("12 hours", 12),
    ],
)
def test_a_target_that_is_a_time_from_the_start(written: str, hours: float) -> None:
    assert target(written) == ((), hours)


@pytest.mark.parametrize(
    "written",
    [
        "2031-05-04", "Q3", "5 May", "TBD", "[Date/Phase]", "", "-", "None", "Start of Phase 2",
        "Before Phase 3", "mid Phase 2", "Phase 2 or the audit", "Phase 7", "Post-Phase 3",
        "Weeks 2-3", "2-3 days", "Start of week 2", "Day five", "5 points", "7", "Day 99999",
        "(open)",
    ],
)  # fmt: skip
def test_what_cannot_be_read_with_certainty_is_left_alone(written: str) -> None:
    assert target(written) == ((), None)


@pytest.mark.parametrize(
    ("described", "nodes"),
    [
        ("Phase 1 complete", (0,)),
        ("Ledger done", (1,)),
        ("Phases 1+2 complete (recommended stop)", (0, 1)),
        ("The auditors are happy", ()),
        ("All phases complete", (0, 1, 2)),
        ("All reviews done", ()),
        ("Both reviews done", ()),
        ("Prior phases done", ()),
        ("Phase 2 started", ()),
    ],
)
def test_a_milestone_with_a_time_may_name_its_phases(
    described: str, nodes: tuple[int, ...]
) -> None:
    assert target("Week 2", described) == (nodes, 80)


def test_working_time_is_the_projects_own() -> None:
    text = f"{MARKER}{PLAN}| Milestone | Target |\n|---|---|\n| Beta | Week 2 |\n"
    plan = read(text, settings=Settings(WorkingTime(hours_per_day=6, days_per_week=4)))
    assert plan is not None
    assert [milestone.hours for milestone in plan.milestones] == [48]


def test_names_lines_and_columns() -> None:
    found = milestones(
        "| Milestone | Success Criteria | Target Phase |\n|---|---|---|\n"
        "| Beta **open** | Ten customers | Phase 1 |\n| Gold | All | Phase 3 |\n"
    )
    assert [(m.name, m.written, m.nodes) for m in found] == [
        ("Beta open", "Phase 1", (0,)),
        ("Gold", "Phase 3", (2,)),
    ]
    assert [m.line for m in found] == [31, 32]


def test_a_label_takes_the_description_beside_it() -> None:
    found = milestones("| # | Milestone | Due |\n|---|---|---|\n| M1 | Beta | Day 2 |\n")
    assert [(m.name, m.written) for m in found] == [("M1: Beta", "Day 2")]


def test_a_label_does_not_take_the_target() -> None:
    found = milestones("| # | Due |\n|---|---|\n| M1 | Day 2 |\n")
    assert [m.name for m in found] == ["M1"]


def test_a_name_takes_no_description() -> None:
    found = milestones(
        "| Milestone | Meaning | Due |\n|---|---|---|\n| Beta | It is open | Day 2 |\n"
    )
    assert [m.name for m in found] == ["Beta"]


def test_a_phase_is_known_by_its_label_in_the_effort_table() -> None:
    plan = plan_of(
        """
        ## Dependencies

        | Phase | Depends On |
        |---|---|
        | Ground | None |
        | Ledger | Ground |
        | Party | Ledger |

        ## Effort

        | Phase | Effort |
        |---|---|
        | Phase 1: Ground | 2 days |
        | Phase 2: Ledger | 3 days |

        ## Milestones

        | Milestone | Target |
        |---|---|
        | Beta | Phase 2 |
        """
    )
    assert [milestone.nodes for milestone in plan.milestones] == [(1,)]


@pytest.mark.parametrize(
    "table",
    [
        "| Milestone | Success Criteria |\n|---|---|\n| M1 | Phase 1 |\n",
        "| Milestone | Status |\n|---|---|\n| M1 | Done |\n",
        "| Milestone | Target | Due |\n|---|---|---|\n| M1 | Phase 1 | Day 2 |\n",
        "## Metrics\n\n| Metric | Target |\n|---|---|\n| Latency | 2 hours |\n",
    ],
    ids=["no target", "a state", "two targets", "another heading"],
)
def test_tables_that_say_nothing(table: str) -> None:
    assert milestones(table) == ()


def test_without_a_phase_graph_there_are_none() -> None:
    plan = plan_of("# Milestones\n\n| Milestone | Target |\n|---|---|\n| Beta | Day 2 |\n")
    assert plan.milestones == ()

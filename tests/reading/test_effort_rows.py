"""Which rows of an effort table are totals, and which column and table state efforts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import plan_of

if TYPE_CHECKING:
    from mkdocs_speckit.model.parts import Effort


def effort_of(text: str) -> Effort:
    effort = plan_of(text).effort
    assert effort is not None
    return effort


def table_with(name: str, cell: str = "3h") -> Effort:
    return effort_of(f"## Effort\n\n| Phase | Effort |\n|-|-|\n| One | 3h |\n| {name} | {cell} |\n")


@pytest.mark.parametrize(
    "name",
    ["Total", "**Total**", "TOTAL", "Totals", "Total:", "Grand Total", "Total (all phases)",
     "Total ✅", "Total*", "Total[^1]", "Total - all phases", "Total — Sequential",
     "Total sequential", "Total Est. Effort", "Total Estimated Effort", "Total Project Effort",
     "Total Development Time", "Total w/ buffer", "Total with review", "Total Phases 1-3",
     "Total + buffer", "Sprint 6 Total", "Phase 1-3 total", "Sum", "Σ", "Overall", "Combined"],
)  # fmt: skip
def test_totals(name: str) -> None:
    effort = table_with(name)
    assert [phase.name for phase in effort.phases] == ["One"]
    assert effort.declared is not None


@pytest.mark.parametrize("name", ["Total MVP", "MVP Total", "Sum of all", "Total expected"])
def test_what_sums_up_the_rows_above_is_a_total(name: str) -> None:
    effort = effort_of(
        f"## Effort\n\n| Phase | Effort |\n|-|-|\n| One | 3h |\n| Two | 1h |\n| {name} | 4h |\n"
    )
    assert [phase.name for phase in effort.phases] == ["One", "Two"]
    assert effort.declared is not None


@pytest.mark.parametrize(
    "name",
    ["Cart total", "Checkout totals", "Total rewrite of the API", "Calculate total",
     "Sprint 6 Cart Total"],
)  # fmt: skip
def test_phases_about_totals(name: str) -> None:
    effort = table_with(name)
    assert [phase.name for phase in effort.phases] == ["One", name]
    assert effort.declared is None


def test_a_phase_that_takes_as_long_as_those_above_is_a_phase() -> None:
    effort = effort_of(
        "## Effort\n\n| Phase | Effort |\n|-|-|\n| One | 3h |\n| Two | 1h |\n| Three | 4h |\n"
    )
    assert [phase.name for phase in effort.phases] == ["One", "Two", "Three"]
    assert effort.declared is None


def test_a_row_without_a_name_is_neither() -> None:
    effort = table_with("")
    assert [phase.name for phase in effort.phases] == ["One"]
    assert effort.declared is None


def test_an_empty_row_ends_no_table() -> None:
    effort = effort_of(
        "## Effort\n\n| Phase | Effort |\n|-|-|\n| One | 3h |\n| | |\n| Two | 1h |\n"
    )
    assert [phase.name for phase in effort.phases] == ["One", "Two"]


def test_only_a_total_takes_its_figure_from_another_column() -> None:
    effort = effort_of(
        "## Effort\n\n| Phase | Effort |\n|-|-|\n| One | 3h |\n| Two (2h) | |\n| 4h run | |\n"
    )
    assert [phase.estimate is None for phase in effort.phases] == [False, True, True]


@pytest.mark.parametrize(
    ("cell", "low"),
    [("[2-4h]", 2), ("[2-4h] and a rest", 2), ("2-4h [guess]", 2), ("[e.g., 2-4h]", None)],
)
def test_brackets_around_the_whole_cell_are_a_templates(cell: str, low: float | None) -> None:
    (phase,) = effort_of(f"## Effort\n\n| Phase | Effort |\n|-|-|\n| One | {cell} |\n").phases
    assert (phase.estimate and phase.estimate.low) == low


def test_phases_know_their_rows_and_the_table_its_column() -> None:
    effort = effort_of(
        "## Effort\n\n| Phase | Size | Effort |\n|-|-|-|\n| One | S | 3h |\n"
        "| Subtotal | S | 3h |\n| Two | S | 1h |\n"
    )
    assert (effort.line, effort.column) == (5, 2)
    assert [(phase.name, phase.row) for phase in effort.phases] == [("One", 0), ("Two", 2)]


@pytest.mark.parametrize(
    "name", ["Subtotal", "**Subtotal (core)**", "Phase 1 Subtotal", "Sub-total"]
)
def test_subtotals_are_neither(name: str) -> None:
    effort = table_with(name)
    assert [phase.name for phase in effort.phases] == ["One"]
    assert effort.declared is None


@pytest.mark.parametrize(
    "row", ["| **Total: 3h** | | |", "| **Total** | **3h** |", "| | | **Total: 3h** |"]
)
def test_totals_in_other_columns(row: str) -> None:
    effort = effort_of(
        f"## Effort\n\n| Phase | Size | Effort |\n|-|-|-|\n| One | S | 3h |\n{row}\n"
    )
    assert len(effort.phases) == 1
    assert effort.declared is not None
    assert effort.declared.estimate.low == 3


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Effort | Hours", "S | 2"),
        ("Effort Level | Estimate", "Low | 2h"),
        ("Effort | Duration", "Small | 2h"),
        ("Duration | Effort", "4 days | 2h"),
        ("Min Hours", "2"),
        ("Effort (d)", "0.25"),
        ("Effort [d]", "0.25"),
        ("Estimated Effort | Duration", "2h | 1 day"),
        ("LOC Estimate | Effort", "90 LOC | 2h"),
        ("Effort (S/M) | Est. hours | Duration", "S | 2h | 3 days"),
        ("Dev Hours | QA Hours | Total Hours", "1 | 1 | 2"),
    ],
)
def test_columns(header: str, cells: str) -> None:
    dashes = "|-" * (header.count("|") + 2)
    effort = effort_of(f"## Effort\n\n| Phase | {header} |\n{dashes}|\n| One | {cells} |\n")
    assert effort.total.low == 2


@pytest.mark.parametrize(
    "before",
    [
        "| Size | Duration |\n|-|-|\n| S | small |\n",
        "| Phase | Actual Effort |\n|-|-|\n| One | 9h |\n",
        "| Phase | Effort |\n|-|-|\n| One | small |\n",
    ],
    ids=["legend", "looking back", "without quantities"],
)
def test_tables(before: str) -> None:
    effort = effort_of(
        f"## Effort\n\n{before}\n| Phase | Estimated Effort |\n|-|-|\n| One | 2h |\n"
    )
    assert effort.total.low == 2


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("[2-4h]", 2, 4),
        ("1:30h", 1.5, 1.5),
        ("2~3h", 2, 3),
        ("1 or 2 hours", 1, 2),
        ("~120 LOC, 2h", 2, 2),
        ("2h ± 30m", 1.5, 2.5),
        ("✅ 2h", 2, 2),
        ("2-3h (0.5d)", 2, 3),
        ("`2h`", 2, 2),
        ("2h~3h", 2, 3),
        ("2…4h", 2, 4),
        ("1h30", 1.5, 1.5),
    ],
)
def test_cells(cell: str, low: float, high: float) -> None:
    assert (table_with("Two", cell).phases[1].estimate) is not None
    estimate = table_with("Two", cell).phases[1].estimate
    assert estimate is not None
    assert (estimate.low, estimate.high) == (low, high)

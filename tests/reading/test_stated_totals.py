"""The number of tasks that a list states: in a line or a table, where it is surely of all tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.reading import read

if TYPE_CHECKING:
    from mkdocs_speckit.model.tasks import StatedTotal

OTHERS = "\n- [ ] T900 a\n- [ ] T901 b\n- [ ] T902 c\n"
"""Enough tasks to be known as a task list."""


def read_totals(text: str) -> tuple[StatedTotal, ...]:
    plan = read(text + OTHERS, "specs/001-bakery/tasks.md")
    assert plan is not None
    return plan.stated_totals


LINES = [
    ("**Total Tasks**: 15", 18),
    ("- **Total Tasks**: 72 tasks across 10 phases (12 of them new)", 20),
    ("> **Total Tasks**: 22", 20),
    ("**Total Tasks:** 10 tasks (T001 through T010)", 18),
    ("**Total Tasks: 27**", 16),
    ("Total tasks: 46, parallel: 12", 14),
    ("Total number of tasks: 46.", 24),
    ("**Task count**: 46", 17),
    ("**Total**: 46 tasks", 12),
    ("**Task Sizing**: 14 total tasks. Each takes an hour.", 18),
    ("46 tasks in total", 1),
    ("Total de tareas: 46", 18),
    ("Nombre total de tâches: 46", 25),
    ("Gesamtzahl der Aufgaben: 46", 26),
    ("タスク総数: 47", 8),
    ("**总任务数**：47", 10),
    ("총 작업 수: 47", 9),
]
"""Lines, and the columns of their numbers."""

OTHER_LINES = [
    "**Total Tasks**: ~60 tasks",
    "**Total Tasks**: 249+",
    "Total tasks: 12-15",
    "Total tasks: 12.5",
    "Total tasks: 46 / 50",
    "Total tasks: 1,200",
    "Total tasks: 46 → 50",
    "Total tasks: 99999",
    "**Total Tasks**: 23 major tasks",
    "**Total**: 46 hours",
    "**Total**: 46",
    "At most 5 tasks in total",
    "**Phase 3**: 14 tasks total",
    "MVP: 12 tasks",
    "`Total tasks: 46`",
    "<!-- Total tasks: 46 -->",
]
"""Lines that are about something else, or only about so many."""

TABLES = [
    ("| Metric | Value |\n|---|---|\n| Total tasks | 46 |", [46]),
    ("| Metric | Value |\n|---|---|\n| **Total Tasks** | 46 tasks |\n| US1 tasks | 3 |", [46]),
    (
        "| Phase | Tasks | Tests |\n|---|---|---|\n| Oven | 4 | 1 |\n| **Total** | **46** | 9 |",
        [46],
    ),
    ("| Phase | Hours |\n|---|---|\n| Oven | 4 |\n| **Total** | 46 |", []),
    ("| Tasks | Hours |\n|---|---|\n| Total | 46 |", []),
    ("| Metric | Value |\n|---|---|\n| Total tasks | about 46 |", []),
]


@pytest.mark.parametrize(("line", "column"), LINES)
def test_a_line_states_a_total(line: str, column: int) -> None:
    (total,) = read_totals(f"{line}\n")
    assert (total.place.line, total.place.column) == (1, column)
    assert line[column - 1 :].startswith(str(total.number))


@pytest.mark.parametrize("line", OTHER_LINES)
def test_a_line_states_no_total(line: str) -> None:
    assert read_totals(f"{line}\n") == ()


@pytest.mark.parametrize(("table", "numbers"), TABLES)
def test_a_table_states_a_total(table: str, numbers: list[int]) -> None:
    assert [total.number for total in read_totals(f"{table}\n")] == numbers


PHASES = "## Phase 1: Oven\n\n- [ ] T001 a\n\nTotal tasks: 1\n\n## Phase 2: Bread\n\n- [ ] T002 b\n"


def test_what_a_section_of_several_phases_states_is_of_that_phase() -> None:
    totals = read_totals(f"# Tasks\n\nTotal tasks: 2\n\n{PHASES}\n# Sum\n\nTotal tasks: 3\n")
    assert [total.number for total in totals] == [2, 3]


def test_the_only_phase_is_the_whole_list() -> None:
    (total,) = read_totals("# Tasks\n\n## Tasks\n\n- [ ] T001 a\n\nTotal tasks: 2\n")
    assert total.number == 2

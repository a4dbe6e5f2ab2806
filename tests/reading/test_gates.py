"""The gates of a plan: rows of a table under *Constitution Check*, and what their verdicts say."""

from __future__ import annotations

import pytest

from mkdocs_speckit import read
from mkdocs_speckit.model.parts import Completion

HEAD = "# Implementation Plan: Oven\n\n## Technical Context\n\n## {heading}\n\n{rows}\n"


def gates_of(*rows: str, heading: str = "Constitution Check") -> list[Completion]:
    table = "\n".join(("| Principle | Status | Notes |", "|---|---|---|", *rows))
    plan = read(HEAD.format(heading=heading, rows=table), "plan.md")
    assert plan is not None
    return [gates.completion for gates in plan.gates]


VERDICTS = [
    ("PASS", Completion(1, 1)),
    ("✅ PASS", Completion(1, 1)),
    ("✅", Completion(1, 1)),
    ("**Pass**", Completion(1, 1)),
    ("✓ Passed — see FR-001", Completion(1, 1)),
    ("❌ FAIL", Completion(0, 1)),
    ("Fails", Completion(0, 1)),
    ("Action needed", Completion(0, 1)),
    ("⚠️ Partial", Completion(0, 1)),
    ("Pending", Completion(0, 1)),
]


@pytest.mark.parametrize(("cell", "expected"), VERDICTS)
def test_a_row_passes_if_its_cell_says_so(cell: str, expected: Completion) -> None:
    assert gates_of(f"| Tests first | {cell} | All of them |") == [expected]


@pytest.mark.parametrize("cell", ["N/A", "✅ N/A", "Not applicable", "", "Strengthened", "Oven"])
def test_what_is_not_a_verdict_does_not_count(cell: str) -> None:
    assert gates_of("| Tests first | PASS | x |", f"| Small images | {cell} | x |") == [
        Completion(1, 1)
    ]


def test_the_column_of_verdicts_is_found_whatever_it_is_called() -> None:
    rows = ("| I | It passes | ✅ PASS |", "| II | Pass it on | ❌ |", "| III | Warm | ✅ |")
    assert gates_of(*rows) == [Completion(2, 3)]


def test_other_tables_have_no_gates() -> None:
    assert gates_of("| Tests first | PASS | x |", heading="Risks") == []
    assert gates_of("| Oven | warm | x |", "| Shop | cold | x |") == []


def test_a_table_in_a_part_of_the_section_is_of_that_part() -> None:
    text = HEAD.format(
        heading="Constitution Check", rows="### After design\n\n| A | B |\n|---|---|\n| a | ✅ |"
    )
    plan = read(text, "plan.md")
    assert plan is not None
    assert [gates.text for gates in plan.gates] == ["After design"]


TWO_TABLES = """\
# Implementation Plan: Oven

| Part | Status |
|---|---|
| Door | PASS |

## Constitution Check

| Principle | Status |
|---|---|
| Tests first | PASS |
| Small images | FAIL |

| Principle | Status |
|---|---|
| Plain words | PASS |
"""


def test_all_tables_of_the_section_are_one_list_under_its_heading() -> None:
    plan = read(TWO_TABLES, "plan.md")
    assert plan is not None
    (gates,) = plan.gates
    assert (gates.heading, gates.text, gates.line) == (2, "Constitution Check", 7)
    assert gates.completion == Completion(2, 3)


def test_a_column_has_verdicts_in_at_least_half_of_its_cells() -> None:
    half = ("| I | PASS | x |", "| II | later | y |")
    assert gates_of(*half) == [Completion(1, 1)]
    assert gates_of(*half, "| III | never | z |") == []


def test_the_column_with_most_verdicts_counts() -> None:
    rows = ("| I | FAIL | PASS |", "| II | x | PASS |", "| III | PASS | PASS |")
    assert gates_of(*rows) == [Completion(3, 3)]
    rows = ("| I | PASS | FAIL |", "| II | PASS | PASS |", "| III | x | PASS |")
    assert gates_of(*rows) == [Completion(2, 3)]

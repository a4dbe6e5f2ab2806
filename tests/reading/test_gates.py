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

"""What a dependency cell names, in the many ways that people write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.reading.dependency_cells import CellReader
from mkdocs_speckit.reading.names import Names
from tests.conftest import plan_of

if TYPE_CHECKING:
    from mkdocs_speckit.reading.dependency_cells import Side

NUMBERED = ["Phase 1: Setup", "Phase 2: API", "Phase 3: Pages", "Phase 4: Release Notes"]
NAMED = ["Setup", "Core Implementation", "API Endpoints", "Testing & Verification", "Docs"]
LETTERED = ["Component A", "Component B", "Component C", "Gateway"]
CODED = ["T001 Schema", "T002: Model", "T003 - View", "REQ-001", "REQ-002"]
BARE = ["1. Setup", "2. Server", "3. Client", "4. Launch"]
DOTTED = ["1.1 Schema", "1.2 Model", "2A", "2B", "W-A: Core Logic", "W-B: Tests"]


def read_cell(names: list[str], cell: str, row: int = -1) -> tuple[list[str], list[str]]:
    """What a cell names and what it leaves outside, in an extra last row or in a given one."""
    rows = [(name, "None") for name in names]
    if row < 0:
        rows.append(("Launch party", cell))
    else:
        rows[row] = (names[row], cell)
    table = "\n".join(f"| {name} | {before} |" for name, before in rows)
    plan = plan_of(f"## Phase dependencies\n\n| Phase | Depends On |\n|-|-|\n{table}\n")
    (graph,) = plan.graphs
    index = row % len(rows)
    named = [graph.nodes[before].name for before, after in graph.edges if after == index]
    return named, [external.text for external in graph.external if external.node == index]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("Phase 1", [1]),
        ("**Phase 1**", [1]),
        ("[Phase 1](#phase-1-setup)", [1]),
        ("✅ Phase 1", [1]),
        ("⏳ Phase 2", [2]),
        ('"Phase 2"', [2]),
        ("Phase 2*", [2]),
        ("- Phase 1<br>- Phase 2", [1, 2]),
        ("• Phase 1<br>• Phase 2", [1, 2]),
        ("Phases 1, 2, 3", [1, 2, 3]),
        ("Phase 1, 2, and 3", [1, 2, 3]),
        ("Phases 1, 2, & 3", [1, 2, 3]),
        ("Phase 1, Phase 2 (partial)", [1, 2]),
        ("Phase 1 (schema, tables), Phase 2", [1, 2]),
        ("Phase 1 (tables (old, new), views), Phase 2", [1, 2]),
        ("[Phase 1] complete", [1]),
        ("Phases 1 and 2", [1, 2]),
        ("Phase 1 & 2", [1, 2]),
        ("Phases 1+3", [1, 3]),
        ("Phase 1+2", [1, 2]),
        ("Phase 1 + Phase 3", [1, 3]),
        ("Phase 1 → Phase 2", [1, 2]),
        ("Phase 1 -> Phase 2", [1, 2]),
        ("Phase 1 then Phase 2", [1, 2]),
        ("Phase 1/Phase 2", [1, 2]),
        ("Both Phase 2 and Phase 3", [2, 3]),
        ("Phases 1-3", [1, 2, 3]),
        ("Phases 1–3 complete", [1, 2, 3]),
        ("Phase 1 to Phase 3", [1, 2, 3]),
        ("Phases 1 through 3", [1, 2, 3]),
        ("Phases 2 & 3 complete", [2, 3]),
        ("Phase 2 passes its gate", [2]),
        ("Phase 2 tasks", [2]),
        ("After Phase 2", [2]),
        ("Depends on Phase 2", [2]),
        ("Blocked by Phase 2", [2]),
        ("Completion of Phase 2", [2]),
        ("All of Phase 2", [2]),
        ("P1", [1]),
        ("1, 2", [1, 2]),
        ("API", [2]),
        ("API done", [2]),
        ("Setup", [1]),
        ("Release", [4]),
        ("All", [1, 2, 3, 4]),
        ("Everything above", [1, 2, 3, 4]),
        ("All previous phases complete", [1, 2, 3, 4]),
        ("Previous phase", [4]),
        ("None, may begin now", []),
        ("N/A, see Phase 2", []),
        ("—, parallel with Phase 2", []),
        ("No dependencies", []),
        ("Independent", []),
        ("✅ None", []),
        ("[Phase]", []),
        ("All three prior phases", [1, 2, 3, 4]),
        ("Prior two phases", [3, 4]),
        ("the last 3 steps", [2, 3, 4]),
        ("Previous 9 phases", [1, 2, 3, 4]),
        ("All prior phases complete and verified", [1, 2, 3, 4]),
        ("Only Phase 1", [1]),
        ("At least Phase 1", [1]),
        ("Phase 1's schema", [1]),
        ("Phase above", [4]),
        ("No blockers", []),
        ("Not applicable", []),
        ("Can start immediately", []),
    ],
)
def test_numbered_phases(cell: str, numbers: list[int]) -> None:
    assert read_cell(NUMBERED, cell) == ([NUMBERED[number - 1] for number in numbers], [])


@pytest.mark.parametrize(
    ("names", "cell", "named"),
    [
        (NAMED, "Core", ["Core Implementation"]),
        (NAMED, "Core complete", ["Core Implementation"]),
        (NAMED, "Core phase", ["Core Implementation"]),
        (NAMED, "Setup & Core merged", ["Setup", "Core Implementation"]),
        (NAMED, "Setup + Docs", ["Setup", "Docs"]),
        (NAMED, "Testing & Verification", ["Testing & Verification"]),
        (NAMED, "API, Docs", ["API Endpoints", "Docs"]),
        (NAMED, "Documentation", ["Docs"]),
        (LETTERED, "A, B", ["Component A", "Component B"]),
        (LETTERED, "A+B", ["Component A", "Component B"]),
        (LETTERED, "A, B, and C", ["Component A", "Component B", "Component C"]),
        (LETTERED, "A-C", ["Component A", "Component B", "Component C"]),
        (LETTERED, "Components A and Gateway", ["Component A", "Gateway"]),
        (CODED, "T001, T002", ["T001 Schema", "T002: Model"]),
        (CODED, "T001-T003", ["T001 Schema", "T002: Model", "T003 - View"]),
        (CODED, "Tasks T001, T002", ["T001 Schema", "T002: Model"]),
        (CODED, "REQ-001 to REQ-002", ["REQ-001", "REQ-002"]),
        (BARE, "1-3", ["1. Setup", "2. Server", "3. Client"]),
        (BARE, "1", ["1. Setup"]),
        (BARE, "Phases 2-3", ["2. Server", "3. Client"]),
        (DOTTED, "1.1", ["1.1 Schema"]),
        (DOTTED, "Schema", ["1.1 Schema"]),
        (DOTTED, "1.1-1.2", ["1.1 Schema", "1.2 Model"]),
        (DOTTED, "W-A", ["W-A: Core Logic"]),
        (["Foundation (Phase 1)", "Walls (Phase 2)"], "Phase 1", ["Foundation (Phase 1)"]),
        (["Phase 1 - 2 weeks", "Phase 3"], "Phase 1", ["Phase 1 - 2 weeks"]),
        (["Setup", "Testing"], "Setup complete + Testing complete", ["Setup", "Testing"]),
        (["Core", "UI"], "Core work and UI work", ["Core", "UI"]),
        (["Setup", "Testing"], "Setup done / Testing done", ["Setup", "Testing"]),
        (
            ["Schema & API", "API Gateway", "Merge Logic"],
            "Schema & API + Merge Logic",
            ["Schema & API", "Merge Logic"],
        ),
        (
            ["Docs & Training", "VPC & Subnets"],
            "VPC & Subnets + Docs & Training",
            ["Docs & Training", "VPC & Subnets"],
        ),
        (["Release", "Release Gate"], "Release Gate passed", ["Release Gate"]),
        (
            ["Auth (JWT)", "Auth (OAuth)", "Billing"],
            "Auth (OAuth) + Billing",
            ["Auth (OAuth)", "Billing"],
        ),
        (["Core", "UI"], "the Core and the UI", ["Core", "UI"]),
        (["Postgres 16 upgrade", "Other"], "Postgres", ["Postgres 16 upgrade"]),
        (["Phase 1: Node 20 upgrade", "Other"], "Node 20", ["Phase 1: Node 20 upgrade"]),
        (["C++ Bindings", "Q&A"], "Q&A, C++ Bindings", ["C++ Bindings", "Q&A"]),
        (["List<T> API", "List"], "List<T> API", ["List<T> API"]),
        (["Set<sub>2</sub> up", "Docs"], "Set2 up", ["Set2 up"]),
        (["Phases 1-2", "Phases 3-4"], "Phase 3", ["Phases 3-4"]),
        (["Foundation (Phase 1)", "Walls (Phase 2)"], "Foundations", ["Foundation (Phase 1)"]),
        (["Job 1", "Job 2", "Job 3"], "Jobs 1-2", ["Job 1", "Job 2"]),
        (["Phase 2", "Phase 2A", "Phase 2B"], "Phase 2", ["Phase 2"]),
        # A word that leads to a name is no noun of a number.
        (BARE, "After 2", ["2. Server"]),
        (BARE, "After 2, 3", ["2. Server", "3. Client"]),
        (LETTERED, "Requires B", ["Component B"]),
        (LETTERED, "All B", ["Component B"]),
        (["A Fixtures", "B Fixtures", "C"], "After A and B", ["A Fixtures", "B Fixtures"]),
        # The noun of a number counts for the numbers that follow, whatever else has them.
        (["Step 1", "Step 2", "Stage 1", "Stage 2"], "Stages 1, 2", ["Stage 1", "Stage 2"]),
        (["Step 1", "Step 2", "Stage 1", "Stage 2"], "Stage 1 done, 2", ["Stage 1", "Stage 2"]),
        (["Stage 1.1", "Step 1.2", "Stage 1.2"], "Stages 1.1, 1.2", ["Stage 1.1", "Stage 1.2"]),
        # With its joint it begins one name.
        (["Read & map the sources", "Docs"], "Read & map", ["Read & map the sources"]),
        # Signs in parentheses split nothing.
        (NAMED, "Core (old, new), Docs", ["Core Implementation", "Docs"]),
        (NAMED, "Core (old (worn, torn), new), Docs", ["Core Implementation", "Docs"]),
        (["The final party", "Oven"], "Final party", ["The final party"]),
    ],
)
def test_other_names(names: list[str], cell: str, named: list[str]) -> None:
    if cell == "Documentation":
        named = []  # Three letters are no stem: it stays outside.
    found, outside = read_cell(names, cell)
    assert sorted(found) == sorted(named)
    assert outside == ([] if named else [cell])


@pytest.mark.parametrize(
    ("names", "cell"),
    [
        (["API Client", "API Server"], "API"),
        (["Control Plane", "Other"], "Contract"),
        (["Report", "Other"], "Repository access"),
        (NUMBERED, "Phase 7"),
        (NUMBERED, "Sprint 2 exit gate"),
        (NAMED, "R2 2+ review cycles"),
        (NAMED, "existing fixture/test infra"),
        (NAMED, "OS X"),
        # The number after `in` counts, and words behind the label at the end are about it.
        (NUMBERED, "Delivery in 2"),
        (NUMBERED, "Figures of Phase 2 gates"),
    ],
)
def test_outside(names: list[str], cell: str) -> None:
    assert read_cell(names, cell) == ([], [cell])


def test_a_number_behind_another_noun_closes_no_cycle() -> None:
    plan = plan_of(
        """
        ## Phase dependencies

        | Phase | Depends On |
        |-------|------------|
        | 1 | Ticket 002 design |
        | 2 | 1 |
        | 3 | 2, Ticket 003 |
        """
    )
    (graph,) = plan.graphs
    assert (graph.edges, graph.cycles) == (((0, 1), (1, 2)), ())
    assert [external.text for external in graph.external] == ["Ticket 002 design", "Ticket 003"]


@pytest.mark.parametrize("cell", ["M3 M4", "M3 M4 complete", "M3, M4", "M3–M4"])
def test_labels_side_by_side_are_two(cell: str) -> None:
    names = ["M3 Alpha", "M4 Beta", "M5 Gamma"]
    assert read_cell(names, cell) == (names[:2], [])


@pytest.mark.parametrize(
    "cell",
    ["Prior full-matrix baseline", "Previous release", "Prior art", "Previous status",
     "Prior analysis", "Prior process", "Previous weeks", "Prior 2 weeks", "Prior stages summary",
     "Earlier approvals", "Figures above", "Last phases"],
)  # fmt: skip
def test_what_only_begins_like_rows_above_is_outside(cell: str) -> None:
    assert read_cell(NUMBERED, cell) == ([], [cell])


@pytest.mark.parametrize(
    ("names", "cell", "row", "named"),
    [
        (NAMED, "Previous", 3, [0, 1, 2]),
        (NAMED, "Preceding", 3, [0, 1, 2]),
        (NAMED, "Prior approvals", 3, [0, 1, 2]),
        (NAMED, "Above", 3, [2]),
        (NAMED, "Two phases above", 3, [1, 2]),
        (NAMED, "Last phase", 3, [2]),
        (NAMED, "Each previous phase", 3, [0, 1, 2]),
        (NAMED, "All changes listed below", 2, [0, 1]),
        # A word that all rows may be called says nothing of a row that has it in its name.
        (["Steps to the cellar", "Steps to the attic", "Oven", "Bread"], "All steps", 3, [0, 1, 2]),
        # Of rows that share a word, those above count if they are two or more, and else all.
        (["Unit tests", "Load tests", "Oven", "Fire tests", "New tests"], "All tests", 2, [0, 1]),
        (["Kitchen cleanup", "Tour", "Cellar cleanup"], "All cleanups", 1, [0, 2]),
        (["Kitchen cleanup", "Cellar cleanup", "Tour"], "All cleanup work", 2, [0, 1]),
        (["Design gate", "Sewing", "Launch gate", "Tour"], "All gates", 3, [0, 2]),
        (["Unit tests: oven", "Unit", "Unit tests: door", "Tour"], "Unit tests: all", 3, [0, 2]),
        (["Setup", "Core", "Docs", "Tour"], "Both Setup guides", 3, [0]),
        (["Read & map the sources", "Read & map the notes"], "Read & map", 1, [0]),
    ],
)  # fmt: skip
def test_rows_above_and_below(names: list[str], cell: str, row: int, named: list[int]) -> None:
    assert read_cell(names, cell, row) == ([names[index] for index in named], [])


def test_the_first_row_has_none_above() -> None:
    assert read_cell(NAMED, "Previous phase", 0) == ([], ["Previous phase"])


@pytest.mark.parametrize(
    ("side", "names", "cell", "row", "found"),
    [
        ("below", NAMED, "All phases above", 2, ([0, 1], [])),
        ("below", NAMED, "Next phase", 2, ([3], [])),
        ("below", NAMED, "Next", 2, ([], ["Next"])),
        ("below", NAMED, "Core", 0, ([1], [])),
        # The end of the plan is outside, unless it begins one name.
        ("below", ["Oven", "The final party", "Tour"], "Final party", 0, ([], ["Final party"])),
        ("below", ["Oven", "Final party", "Tour"], "Final", 0, ([], ["Final"])),
        ("below", ["Oven", "Final party at noon", "Tour"], "Final party", 0, ([1], [])),
        ("below", ["Final party at six", "Final party at noon"], "Final party", 0, ([1], [])),
        # In the cells of another table, `All` takes a word that says that it means rows.
        ("all", ["Oven", "Oven door", "Bread"], "All phases", -1, ([0, 1, 2], [])),
        ("all", ["Oven", "Oven door", "Bread"], "Each phase", -1, ([0, 1, 2], [])),
        ("all", ["Oven", "Oven door", "Bread"], "All prior phases", -1, ([0, 1, 2], [])),
        ("all", ["Oven", "Oven door", "Bread"], "All ovens", -1, ([], ["All ovens"])),
        ("all", ["Oven", "Oven door", "Bread"], "Oven: all", -1, ([0], [])),
        ("all", ["Oven", "Oven door", "Bread"], "The", -1, ([], ["The"])),
    ],
)
def test_cells_of_other_columns(
    side: Side, names: list[str], cell: str, row: int, found: tuple[list[int], list[str]]
) -> None:
    reading = CellReader(Names(names), len(names), side).read_text(cell, row)
    assert ([*reading.nodes], reading.external) == found


def test_a_row_that_also_names_itself_is_a_mistake() -> None:
    plan = plan_of("## Dependencies\n\n| Phase | Depends On |\n|-|-|\n| A | A, B |\n| B | A |\n")
    (graph,) = plan.graphs
    assert [reference.node for reference in graph.self_references] == [0]
    assert graph.edges == ((1, 0), (0, 1))


def test_a_row_never_competes_with_itself() -> None:
    names = ["Data model", "Data import", "Docs"]
    assert read_cell(names, "Data", row=1) == (["Data model"], [])
    assert read_cell(names, "Data", row=2) == ([], ["Data"])


def test_a_title_that_the_row_shares_is_that_of_the_other_row() -> None:
    names = ["Phase 1: Testing", "Phase 2: Build", "Phase 3: Testing"]
    assert read_cell(names, "Testing", row=2) == ([names[0]], [])
    assert read_cell(names, "Testing complete", row=0) == ([names[2]], [])
    assert read_cell(names, "Testing") == ([], ["Testing"])


@pytest.mark.parametrize(
    ("cell", "rows"),
    [
        ("Phases 1, 2", slice(0, 2)),
        ("Waves 1, 2", slice(2, 4)),
        ("Wave 1, 2 complete", slice(2, 4)),
    ],
)
def test_a_bare_number_is_one_of_the_word_before_it(cell: str, rows: slice) -> None:
    names = ["Phase 1: Setup", "Phase 2: API", "Wave 1: Alpha", "Wave 2: Beta"]
    assert read_cell(names, cell) == (names[rows], [])


def test_and_parts_also_what_is_outside() -> None:
    outside = read_cell(["Alpha", "Beta"], "Design and research sign-off")
    assert outside == ([], ["Design", "research sign-off"])


@pytest.mark.parametrize(
    ("names", "cell", "named", "outside"),
    [
        (NUMBERED, "All prior phases + Finance sign-off", NUMBERED, ["Finance sign-off"]),
        (NUMBERED, "After Phase 2 + security review", NUMBERED[1:2], ["security review"]),
        (["Setup", "Other"], "Setup phase + vendor keys", ["Setup"], ["vendor keys"]),
        (["Phase 1", "Other"], "Phase 1 + R&D", ["Phase 1"], ["R&D"]),
        (NUMBERED, "Release, a style guide.", NUMBERED[3:], ["a style guide"]),
        (NUMBERED, "Release then the party", NUMBERED[3:], ["the party"]),
        (NUMBERED, "All prior phases and a licence", NUMBERED, ["a licence"]),
    ],
)
def test_rows_and_what_is_outside(
    names: list[str], cell: str, named: list[str], outside: list[str]
) -> None:
    assert read_cell(names, cell) == (named, outside)


def test_a_cell_with_a_carried_label_word_and_something_outside() -> None:
    """The example in `reading/dependency_cells.py`."""
    names = ["Phase 1: Setup", "Phase 2: Core", "Phase 3: Docs"]
    found = read_cell(names, "Phases 1, 3 + style guide (draft)")
    assert found == (["Phase 1: Setup", "Phase 3: Docs"], ["style guide"])


@pytest.mark.parametrize("cell", ["Test environment", "Testing budget"])
def test_what_looks_like_its_own_row_is_outside(cell: str) -> None:
    assert read_cell(["Testing", "Docs"], cell, row=0) == ([], [cell])


@pytest.mark.parametrize("header", ["Phase", "Work Item", "Phase name"])
def test_a_number_beside_the_name(header: str) -> None:
    plan = plan_of(
        f"""
        ## Dependencies

        | # | {header} | Depends On |
        |---|-------|------------|
        | 1 | Setup | None |
        | 2 | Core | Setup |
        | 3 | Docs | 1, 2 |
        """
    )
    assert plan.graphs[0].edges == ((0, 1), (0, 2), (1, 2))


@pytest.mark.parametrize(
    ("heading", "headers", "cell", "named"),
    [
        # What the rows are called is a noun of their numbers.
        ("Dependencies", "Ticket | Note", "Ticket 1", True),
        ("Dependencies", "Step | Name", "Step 1", True),
        ("Dependencies", "# | Task", "Task 1", True),
        ("Dependencies of tickets", "# | Note", "Ticket 1", True),
        ("Dependencies", "# | Note", "Ticket 1", False),
        # The second column is a part of the names only if it is one of names.
        ("Dependencies", "# | Task", "Setup", True),
        ("Dependencies", "# | Owner", "Setup", False),
    ],
)
def test_what_headers_say_of_the_rows(heading: str, headers: str, cell: str, named: bool) -> None:
    plan = plan_of(
        f"## {heading}\n\n| {headers} | Depends On |\n|-|-|-|\n"
        f"| 1 | Setup | None |\n| 2 | Core | {cell} |\n"
    )
    (graph,) = plan.graphs
    assert graph.edges == (((0, 1),) if named else ())
    assert [external.text for external in graph.external] == ([] if named else [cell])


def test_a_second_name_beside_a_name_is_no_part_of_it() -> None:
    plan = plan_of(
        """
        ## Dependencies

        | Phase | Title | Depends On |
        |-------|-------|------------|
        | Dough | Mixing | None |
        | Bread | Baking | Mixing |
        """
    )
    assert [external.text for external in plan.graphs[0].external] == ["Mixing"]


def test_a_row_without_a_name_is_none() -> None:
    plan = plan_of(
        "## Dependencies\n\n| Phase | Depends On |\n|-|-|\n| A | |\n| | A |\n| B | A |\n"
    )
    (graph,) = plan.graphs
    assert ([node.name for node in graph.nodes], graph.edges) == (["A", "B"], ((0, 1),))


@pytest.mark.parametrize(
    "header",
    ["Depends On", "Depends-On", "depends_on", "Dependencies", "Dependency", "Hard Dependencies",
     "Prerequisites", "Pre-requisites", "Prereqs", "Blocked By", "Requires", "⬅ Depends on",
     "Depends On / Blocked By", "Predecessors", "Phase Dependencies", "Depends On (phase)"],
)  # fmt: skip
def test_headers(header: str) -> None:
    plan = plan_of(f"## Dependencies\n\n| Phase | {header} |\n|-|-|\n| A | None |\n| B | A |\n")
    assert plan.graphs[0].edges == ((0, 1),)


@pytest.mark.parametrize(
    "header", ["Type | Blocks", "Type | Status | Prerequisites", "Type | Status | Impact"]
)
def test_the_general_table_is_no_graph(header: str) -> None:
    cells = " | x" * (header.count("|") + 1)
    dashes = "|-" * (header.count("|") + 2)
    plan = plan_of(
        f"## 6. Dependencies\n\n| Dependency | {header} |\n{dashes}|\n| Redis{cells} |\n"
    )
    assert plan.graphs == ()


@pytest.mark.parametrize(
    "header",
    [
        "Library | Requires | Where",
        "# | Dependency | Type",
        "Name | Dependency | Status",
        "Package | Requires | Version",
    ],
)
def test_lists_of_what_is_needed_are_no_graphs(header: str) -> None:
    plan = plan_of(f"## 6. Dependencies\n\n| {header} |\n|-|-|-|\n| 1 | Redis | x |\n")
    assert plan.graphs == ()


def test_a_line_below_a_table_is_no_row() -> None:
    plan = plan_of(
        "## Dependencies\n\n| Phase | Depends On |\n|-|-|\n| A | None |\nNote: A may wait.\n"
    )
    assert [node.name for node in plan.graphs[0].nodes] == ["A"]

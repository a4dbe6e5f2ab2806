"""Tasks and phases of a task list (`docs/spec-kit.md`, sections S2 and S3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.reading import read
from mkdocs_speckit.reading.task_lists import find_files, find_requirements

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Task

OTHERS = "- [ ] T900 a\n- [ ] T901 b\n- [ ] T902 c\n"
"""Enough tasks to be known as a task list."""


def read_list(text: str) -> Plan:
    plan = read(f"# Tasks: Bakery\n\n{text}\n\n## Rest\n\n{OTHERS}", "specs/001-bakery/tasks.md")
    assert plan is not None
    return plan


def read_tasks(text: str) -> list[Task]:
    return [task for task in read_list(text).tasks if not task.id.startswith("T90")]


@pytest.mark.parametrize(
    ("item", "id_", "text"),
    [
        ("- [ ] T001 Order the oven", "T001", "Order the oven"),
        ("- [x] **T001** [Setup] Order it", "T001", "Order it"),
        ("- [X] T-002 [P] Draw", "T002", "Draw"),
        ("- [ ] T028b Bake", "T028b", "Bake"),
        ("- [ ] T028.1 Bake", "T028.1", "Bake"),
        ("- [ ] T12: Bake", "T12", "Bake"),
        ("- [ ] T0123 - Bake", "T0123", "Bake"),
        ("- [ ] ~~T004 Bake~~", "T004", "Bake"),
        ("1. [ ] T004 Bake", "T004", "Bake"),
        ("* [ ] T004: [P] [US1] Bake", "T004", "Bake"),
        ("- [~] T029–T034 — REVERTED", "T029–T034", "REVERTED"),
    ],
)
def test_a_task_begins_with_its_number(item: str, id_: str, text: str) -> None:
    (task,) = read_tasks(item)
    assert (task.id, task.text) == (id_, text)


@pytest.mark.parametrize(
    "item",
    [
        "- T001 without a box", "- [ ] Bake T001", "- [ ] T1 one digit", "- [ ] T12345 five digits",
        "- [ ] T001abc", "- [ ] TXXX Bake", "- [ ] T-shirts", "- [ ] FR-001 Bake",
    ],
)  # fmt: skip
def test_other_items_are_no_tasks(item: str) -> None:
    assert read_tasks(item) == []


@pytest.mark.parametrize(
    ("tags", "is_parallel", "story"),
    [
        ("[P]", True, None), ("[US3]", False, "US3"), ("[P] [US3]", True, "US3"),
        ("[US-3] [P]", True, "US3"), ("[Story 3]", False, "US3"), ("[US2/FR-003]", False, "US2"),
        ("[사용자 스토리 3]", False, "US3"),
        ("[US5a]", False, "US5a"), ("[Setup]", False, None), ("", False, None),
        ("[P1]", False, None), ("(P)", False, None),
    ],
)  # fmt: skip
def test_the_tags_behind_the_number(tags: str, is_parallel: bool, story: str | None) -> None:
    (task,) = read_tasks(f"- [ ] T001 {tags} Bake [P] bread")
    assert (task.is_parallel, task.story) == (is_parallel, story)


def test_boxes_without_a_number_are_criteria() -> None:
    plan = read_list(
        "## Phase 1: Bread\n\n- [x] T001 Bake\n    - [x] It is brown\n    - [ ] It is warm\n"
        "- [ ] T002 Sell\n    - more words\n        - [x] Paid\n\n**Gate**:\n\n- [ ] All is sold\n"
    )
    assert [task.criteria for task in plan.tasks[:2]] == [Completion(1, 2), Completion(1, 1)]
    assert plan.criteria == Completion(2, 4)
    assert plan.completion == Completion(1, 5)
    assert [item.text for item in plan.items[:2]] == ["T001 Bake", "T002 Sell"]


def test_cancelled_tasks_are_not_counted() -> None:
    plan = read_list(
        "## Phase 1: Bread\n\n- [x] T001 a\n- [~] T002 b\n- [-] T003 c\n- [ ] T004 d\n"
    )
    assert plan.phases[0].completion == Completion(1, 2)
    assert [task.is_counted for task in plan.tasks[:4]] == [True, False, False, True]


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("Create `src/oven.py` and `src/oven.py:12`", ["src/oven.py"]),
        ("Create src/oven.py, then tests/test_oven.py.", ["src/oven.py", "tests/test_oven.py"]),
        ("Edit `Makefile` and `oven.toml`", ["oven.toml"]),
        ("Write `./docs/bread` and `bin/bake`", ["docs/bread", "bin/bake"]),
        ("Edit `src/ovens/`, `src/**/*.py`, `https://example.org/a.py`", []),
        ("See `src/oven.py`; verify `a.py`; like `b.py`; read `c.py`", []),
        ("Bake bread and/or buns, e.g. v1.2", []),
        ("Call `oven.bake()` in main.rs", ["main.rs"]),
    ],
)
def test_the_files_of_a_task(text: str, files: list[str]) -> None:
    assert list(find_files(text)) == files


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("(FR-001, FR-003)", "FR-001 FR-003"),
        ("FR-001–FR-003 and NFR-02", "FR-001 FR-002 FR-003 NFR-02"),
        ("FR-009 to FR-011, SC-001", "FR-009 FR-010 FR-011 SC-001"),
        ("FR-001-003", "FR-001 FR-002 FR-003"),
        ("FR-001 through FR-999999", "FR-001"),
        ("FR-005a; XFR-001; SC-1xy", "FR-005a"),
    ],
)
def test_requirements_that_a_task_cites(text: str, ids: str) -> None:
    assert list(find_requirements(text)) == ids.split()


@pytest.mark.parametrize(
    ("heading", "label", "title", "stories", "priority"),
    [
        ("## Phase 1: Setup (Shared)", "1", "Setup (Shared)", (), ""),
        ("## Phase 3: US1 - Bake (Priority: P1) 🎯 MVP", "3", "US1 - Bake", ("US1",), "P1"),
        ("### Phase A — Bake", "A", "Bake", (), ""),
        ("## Phase 2.1 Bake", "2.1", "Bake", (), ""),
        ("## Phase N: Polish", "N", "Polish", (), ""),
        ("## Work Package WP01: Bake (Priority: P0)", "WP01", "Bake", (), "P0"),
        ("## WP-02: Bake", "WP02", "Bake", (), ""),
        ("## Fase 3: Hornear", "3", "Hornear", (), ""),
        ("## Étape 3 : Cuire", "3", "Cuire", (), ""),
        ("## フェーズ3: ユーザーストーリー1 (US1)", "3", "ユーザーストーリー1 (US1)", ("US1",), ""),
        ("## 3단계: 굽기", "", "3단계: 굽기", (), ""),
        ("## 阶段2：烤（优先级：P2）", "2", "烤", (), "P2"),
        ("## 第2フェーズ: 焼く", "2", "焼く", (), ""),
        ("## Fase 4: Récit utilisateur 2", "4", "Récit utilisateur 2", ("US2",), ""),
        ("## Milestone 1: Bake", "", "Milestone 1: Bake", (), ""),
        ("## Phase 4: Cascade (US1) and US2", "4", "Cascade (US1) and US2", ("US2",), ""),
        ("## Phase 1: Warn (US1 + US2)", "1", "Warn (US1 + US2)", ("US1", "US2"), ""),
        ("## Final Phase: Polish", "", "Final Phase: Polish", (), ""),
    ],
)  # fmt: skip
def test_the_heading_of_a_phase(
    heading: str, label: str, title: str, stories: tuple[str, ...], priority: str
) -> None:
    phase = read_list(f"{heading}\n\n- [ ] T001 Bake\n").phases[0]
    assert (phase.label, phase.title) == (label, title)
    assert (phase.stories, phase.priority) == (stories, priority)


def test_a_phase_has_its_place_its_first_open_task_and_its_marks() -> None:
    plan = read_list(
        "## Phase 1: Oven [P1] 🎯 MVP\n\n- [x] T001 Order in `src/oven.py` (FR-001)\n"
        "- [ ] T002 Light\n- [ ] T003 Heat\n\n## Polish\n\n- [x] T004 Clean\n"
    )
    assert [(p.line, p.is_numbered, p.is_mvp, p.priority) for p in plan.phases] == [
        (3, True, True, "P1"),
        (9, False, False, ""),
        (14, False, False, ""),
    ]
    assert [p.first_open and p.first_open.text for p in plan.phases] == [
        "T002 Light",
        None,
        "T900 a",
    ]
    assert [task.heading for task in plan.tasks[:4]] == [1, 1, 1, 2]
    assert (plan.tasks[0].files, plan.tasks[0].requirements) == (("src/oven.py",), ("FR-001",))


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("User Story 1 - Bake (Priority: P1)", ("US1 Bake", "US1")),
        ("User Story 1 (P1)", ("US1",)),
        ("ユーザーストーリー1 - 焼く", ("US1 焼く", "US1")),
        ("Récit utilisateur 2 : Cuire (simple)", ("US2 Cuire", "US2")),
        ("Bake (US1)", ("US1 Bake", "US1")),
        ("Foundational (Blocking)", ("Foundational",)),
        ("Polish & Cleaning", ("Polish & Cleaning", "Polish")),
    ],
)
def test_what_a_phase_is_called(heading: str, names: tuple[str, ...]) -> None:
    assert read_list(f"## Phase 3: {heading}\n\n- [ ] T001 Bake\n").phases[0].names == names


def test_a_phase_is_for_the_one_story_of_its_tasks() -> None:
    plan = read_list("## Phase 1: Bake\n\n- [ ] T001 [US2] a\n- [x] T002 [US2] b\n")
    assert plan.phases[0].stories == ("US2",)
    plan = read_list("## Phase 1: Bake\n\n- [ ] T001 [US2] a\n- [x] T002 b\n")
    assert plan.phases[0].stories == ()


def test_phases_are_the_shallowest_headings_with_a_label_and_others_with_tasks() -> None:
    plan = read_list(
        "## Phase 1: Bake\n\n### Phase 1.1: Knead\n\n- [ ] T001 a\n\n#### Tests\n\n- [x] T002 b\n\n"
        "## Phase 2: Nothing\n\n## Notes\n\n## More\n\n- [ ] T003 c\n"
    )
    assert [(p.label, p.title, p.completion) for p in plan.phases] == [
        ("1", "Bake", Completion(1, 2)),
        ("2", "Nothing", Completion()),
        ("", "More", Completion(0, 1)),
        ("", "Rest", Completion(0, 3)),
    ]
    assert [task.phase for task in plan.tasks] == [0, 0, 2, 3, 3, 3]


def test_a_thousand_stories() -> None:
    phases = "".join(
        f"## Phase {n}: User Story {n}\n\n- [ ] T{n:04} [US{n}] x\n" for n in range(1, 1001)
    )
    plan = read_list(f"{phases}\n## Dependencies\n\n- All user stories depend on Phase 1\n")
    assert len(plan.phases) == 1001
    assert len(plan.graphs[0].edges) == 999

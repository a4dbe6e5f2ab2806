"""Task lists whose tasks are numbered by levels (`docs/kiro.md`, sections K2, K3 and K6)."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.reading import read
from mkdocs_speckit.reading.numbered_tasks import find_task_number

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Task


def tasks_of(text: str) -> Plan:
    plan = read(text, ".kiro/specs/bakery/tasks.md")
    assert plan is not None
    assert (plan.format, plan.kind) == ("kiro", "tasks")
    return plan


def only_task(line: str) -> Task:
    (task,) = tasks_of(line + "\n").tasks
    return task


NUMBERS = [
    ("- [x] 1. Set up the oven", "1", "Set up the oven"),
    ("- [ ] 2.1 Bake", "2.1", "Bake"),
    ("- [ ] 2.1. Bake", "2.1", "Bake"),
    ("- [ ] 2.1: Bake", "2.1", "Bake"),
    ("- [ ] 2.1.3 Bake", "2.1.3", "Bake"),
    ("- [ ] 1.5a Bake", "1.5a", "Bake"),
    ("- [ ] 7b. Bake", "7b", "Bake"),
    ("- [ ] **2.1 Bake**", "2.1", "Bake"),
    ("- [ ] **2.** Bake", "2", "Bake"),
    ("- [ ] 2) Bake", "2", "Bake"),
    ("- [ ] 2、烤面包", "2", "烤面包"),
    ("- [ ] 2.1烤面包", "2.1", "烤面包"),
    ("- [ ] Task 2.1: Bake", "2.1", "Bake"),
    ("- [ ] 任务 2：烤", "2", "烤"),
    ("- [ ] ✅ 2.1 Bake", "2.1", "Bake"),
    ("- [ ] [P0] 2.1 Bake", "2.1", "Bake"),
    ("* [ ] 2. Bake", "2", "Bake"),
    ("- [ ] 2.1 Bake _Requirements: 1.1_", "2.1", "Bake"),
    ("- [x]2.1 Bake", "2.1", "Bake"),
]


@pytest.mark.parametrize(("line", "number", "title"), NUMBERS)
def test_numbers_and_titles(line: str, number: str, title: str) -> None:
    task = only_task(line)
    assert (task.id, task.text) == (number, title)


WRITTEN = [
    ("2.1 Bake", ("2.1", 0, 3)),
    ("3. loaves", ("3", 0, 2)),
    ("Task 2.1: Bake", ("2.1", 0, 9)),
    ("[P0] 2.1. Bake", ("2.1", 5, 9)),
    ("* 2.1 Bake", ("2.1", 2, 5)),
    ("2.1* Bake", ("2.1", 0, 3)),
    ("3 loaves", None),
    ("2.5/3 hours", None),
    ("2.5× faster", None),
    ("50.5% of it", None),
]


@pytest.mark.parametrize(("text", "written"), WRITTEN)
def test_where_a_number_is_written(text: str, written: tuple[str, int, int] | None) -> None:
    assert find_task_number(text) == written


BREAD = """\
# Implementation Plan

## Bread

- [x] 1. Flour
  + White
- [ ]* 2. Bake
  * Hot
  - [x] 2.1 Knead
  - [ ] 2.2 Rise
    for an hour
> - [ ]* 3. Quoted
"""


def test_lists_of_any_sign_have_their_places_and_phases() -> None:
    plan = tasks_of(BREAD)
    assert [(task.id, task.place.line, task.place.column) for task in plan.tasks] == [
        ("1", 5, 3),
        ("2", 7, 3),
        ("2.1", 9, 5),
        ("2.2", 10, 5),
        ("3", 12, 5),
    ]
    assert [(p.label, p.title, p.own_title, p.line, p.is_numbered) for p in plan.phases] == [
        ("1", "Flour", "Flour", 5, True),
        ("2", "Bake", "Bake", 7, True),
        ("3", "Quoted", "Quoted", 12, True),
    ]
    assert [p.first_open and p.first_open.text for p in plan.phases] == [
        None,
        "2.2 Rise for an hour",
        None,
    ]


NO_NUMBERS = [
    "- [ ] 3 loaves are done",
    "- [ ] 3D models",
    "- [ ] 12:30 is the time",
    "- [ ] 100% of the bread",
    "- [ ] 2.5GB of memory",
    "- [ ] 3.11+ is needed",
    "- [ ] 2026-03-01 was the day",
    "- [ ] T001 Bake",
]


@pytest.mark.parametrize("line", NO_NUMBERS)
def test_what_is_not_the_number_of_a_task(line: str) -> None:
    assert only_task(line).id == ""


STATES = [
    ("- [ ] 1. Bake", "open"),
    ("- [x] 1. Bake", "done"),
    ("- [X] 1. Bake", "done"),
    ("- [-] 1. Bake", "in-progress"),
    ("- [~] 1. Bake", "queued"),
    ("- [x] ~~1. Bake~~", "cancelled"),
    ("- [x] ~~1. Bake~~ [removed]", "cancelled"),
    ("- [x] ~~1. Bake~~ — see 2", "cancelled"),
    ("- [x] ~~1. Bake~~ is not needed", "cancelled"),
    ("- [ ] 1. ~~Bake~~ (given up)", "cancelled"),
    ("- [ ] 1. ~~Bake~~ Fry", "open"),
    ("- [x] ~~1.~~ Bake", "done"),
    ("- [x] 1. Bake ~~white~~ bread", "done"),
]


@pytest.mark.parametrize(("line", "state"), STATES)
def test_states(line: str, state: str) -> None:
    assert only_task(line).state == state


SIGNS = [
    ("- [ ]* 2.3 Paint", True, False),
    (r"- [ ]\* 19. Paint", True, False),
    ("- [x]* 2.3 Paint", True, False),
    ("- [ ] 7.9* (P) Paint", True, True),
    (r"- [ ] 7.9\* Paint", True, False),
    ("- [ ] * 2.3 Paint", True, False),
    ("- [ ] 2.3 (P) Paint", False, True),
    ("- [ ] 2.3 Paint (P)", False, True),
    ("- [ ] 2.3 Paint (POST)", False, False),
    ("- [ ] 2.3 Paint *all* walls", False, False),
]


@pytest.mark.parametrize(("line", "is_optional", "is_parallel"), SIGNS)
def test_optional_and_parallel_tasks(line: str, is_optional: bool, is_parallel: bool) -> None:
    task = only_task(line)
    assert (task.is_optional, task.is_parallel) == (is_optional, is_parallel)
    assert task.text.removesuffix(" (POST)") in {"Paint", "Paint all walls"}


def test_the_place_of_a_box_with_a_star_is_that_of_the_box() -> None:
    plan = tasks_of("- [ ] 1. Bake\n  - [ ]* 1.1 Paint\n")
    assert [(task.place.line, task.place.column) for task in plan.tasks] == [(1, 3), (2, 5)]


CHECKPOINTS = [
    ("- [ ] 3. Checkpoint - Ensure all tests pass", True),
    ("- [ ] 3. Final checkpoint – look", True),
    ("- [ ] 3. Checkpoint", True),
    ("- [ ] 3. チェックポイント - 確認", True),
    ("- [ ] 3. 检查点：确认", True),
    ("- [ ] 3. Add tests for checkpoint and oven", False),
]


@pytest.mark.parametrize(("line", "is_checkpoint"), CHECKPOINTS)
def test_checkpoints(line: str, is_checkpoint: bool) -> None:
    assert only_task(line).is_checkpoint == is_checkpoint


def headings_of(text: str) -> set[str]:
    return {task.id for task in tasks_of(text).tasks if task.is_heading}


PARENTS = {
    "indented parts": ("- [x] 1. Oven\n  - [x] 1.1 Bricks\n    - red\n", {"1"}),
    "parts at the margin": ("- [x] 1. Oven\n- [x] 1.1 Bricks\n  - red\n", {"1"}),
    "a blank line between": ("- [x] 1. Oven\n\n- [x] 1.1 Bricks\n", {"1"}),
    "a text of its own": ("- [x] 1. Oven\n  - of clay\n  - [x] 1.1 Bricks\n", set()),
    "a text right below": ("- [x] 1. Oven\n  It is of clay.\n  - [x] 1.1 Bricks\n", set()),
    "a text without indent": ("- [x] 1. Oven\n- of clay\n- [x] 1.1 Bricks\n", set()),
    "requirements of its own": ("- [x] 1. Oven\n_Requirements: 1_\n- [x] 1.1 Bricks\n", set()),
    "requirements in its line": ("- [x] 1. Oven _Requirements: 1_\n- [x] 1.1 Bricks\n", set()),
    "code of its own": ("- [x] 1. Oven\n\n  ```\n  a\n  ```\n\n  - [x] 1.1 Bricks\n", set()),
    "an item that is all code": ("- [x] 1. Oven\n  - `clay`\n  - [x] 1.1 Bricks\n", set()),
    "text after its parts": ("- [x] 1. Oven\n  - [x] 1.1 Bricks\n  - of clay\n", set()),
    "steps of its own": ("- [x] 1. Oven\n  - [x] dig\n  - [x] 1.1 Bricks\n", set()),
    "a paragraph between": ("- [x] 1. Oven\n\nSome words.\n\n- [x] 1.1 Bricks\n", {"1"}),
    "a comment": ("- [x] 1. Oven\n  <!-- of clay -->\n  - [x] 1.1 Bricks\n", {"1"}),
    "a long title in two lines": (
        f"- [x] 1. Build the oven {'of bricks ' * 5}\n  and clay\n  - [x] 1.1 Bricks\n",
        {"1"},
    ),
    "steps are no parts": ("- [x] 1. Oven\n  - [x] dig\n- [x] 2. Bake\n", set()),
    "three levels": ("- [ ] 1. A\n  - [ ] 1.1 B\n    - [ ] 1.1.1 C\n", {"1", "1.1"}),
}


@pytest.mark.parametrize("name", PARENTS)
def test_a_parent_without_text_is_a_heading(name: str) -> None:
    text, expected = PARENTS[name]
    assert headings_of(text) == expected


def test_a_part_knows_its_parent() -> None:
    plan = tasks_of("- [ ] 1. A\n- [ ] 1.1 B\n- [ ] 1.1.1 C\n- [ ] 2.1 D\n- [ ] 1.2.1 E\n")
    assert [task.parent for task in plan.tasks] == [None, "1", "1.1", None, "1"]


def test_progress_counts_required_tasks_and_optional_ones_apart() -> None:
    plan = tasks_of(
        dedent("""
        - [x] 1. Build the oven
          - [x] 1.1 Lay bricks
          - [ ]* 1.2 Paint it
          - [x]* 1.3 Oil it
        - [-] 2. Bake
          - Keep it warm
        - [~] 3. Sell
        - [x] ~~4. Eat~~
        """)
    )
    assert (plan.completion, plan.optional) == (Completion(1, 3), Completion(1, 2))
    assert [item.text for item in plan.items] == ["1.1 Lay bricks", "2. Bake", "3. Sell"]
    assert plan.criteria == Completion()


def test_boxes_without_numbers_are_counted_apart() -> None:
    plan = tasks_of(
        dedent("""
        - [ ] 1. Bake
          - [x] choose a bread
          - [ ] wait
          - _Requirements: 2_
        - [x] 2. Sell

        ## Enhancements (Future)

        - [ ] Deliver
        """)
    )
    assert plan.completion == Completion(1, 2)
    assert plan.criteria == Completion(1, 3)
    assert [task.criteria for task in plan.tasks] == [Completion(1, 2), Completion()]
    assert plan.tasks[0].requirements == ("2",)


def test_where_no_box_has_a_number_each_is_a_task() -> None:
    plan = tasks_of("## Task 1: Oven\n\n- [x] dig\n- [ ] build\n\n## Task 2: Bread\n\n- [ ] bake\n")
    assert [(task.id, task.text, task.phase) for task in plan.tasks] == [
        ("", "dig", 0),
        ("", "build", 0),
        ("", "bake", 1),
    ]
    assert plan.completion == Completion(1, 3)


def test_lines_belong_to_the_task_that_they_are_indented_under() -> None:
    plan = tasks_of(
        dedent("""
        - [ ] 1. Oven
          - [ ] 1.1 Bricks
            - _Requirements: 1.1_
          - [ ] 1.2 Clay
          - _Requirements: 1_
        _Requirements: 1.2_

        ## Notes

        - _Requirements: 9_
        """)
    )
    assert {task.id: task.requirements for task in plan.tasks} == {
        "1": ("1",),
        "1.1": ("1.1",),
        "1.2": ("1.2",),
    }


def test_code_and_comments_are_not_read() -> None:
    plan = tasks_of(
        dedent("""
        - [ ] 1. Oven
          - Write `_Requirements: 1.1_` <!-- _Requirements: 1.2_ -->
          <!--
          - [ ] 1.1 Hidden
          -->
          ```
          - [ ] 1.2 Code
            - _Requirements: 1.3_
          ```
        - [ ] 2. Bread
        """)
    )
    assert [(task.id, task.requirements) for task in plan.tasks] == [("1", ()), ("2", ())]


def test_a_byte_order_mark_and_other_line_ends() -> None:
    text = "\ufeff# 任务\r\n\r\n- [x] 1. 烤\r\n  - _需求：1.1、1.2_\r\n- [ ]* 2. 卖\r\n"
    plan = tasks_of(text)
    assert [task.requirements for task in plan.tasks] == [("1.1", "1.2"), ()]
    assert (plan.completion, plan.optional) == (Completion(1, 1), Completion(0, 1))
    assert tasks_of(text.replace("\r\n", "\r")) == plan


def test_numbers_that_are_twice_have_their_own_parts() -> None:
    plan = tasks_of(
        "## A\n\n- [ ] 1. Oven\n- [x] 1.1 Bricks\n\n## B\n\n- [ ] 1. Bread\n- [ ] 1.1 Dough\n"
    )
    assert [task.is_heading for task in plan.tasks] == [True, False, True, False]
    assert [(p.title, p.completion) for p in plan.phases] == [
        ("Oven", Completion(1, 1)),
        ("Bread", Completion(0, 1)),
    ]


def phases_of(text: str) -> list[tuple[str, str, int, int, int | None]]:
    return [
        (p.label, p.title, p.completion.done, p.completion.total, p.parent)
        for p in tasks_of(text).phases
    ]


def test_each_number_of_the_first_level_is_a_phase() -> None:
    assert phases_of("- [ ] 1. Oven\n- [x] 1.1 Bricks\n- [ ] 2.1 Dough\n- [ ] 1.2 Clay\n") == [
        ("1", "Oven", 1, 2, None),
        ("2", "Task 2", 0, 1, None),
    ]


HEADINGS = [
    "## Task 2: Bread",
    "## 2. Bread",
    "### 2 Bread",
    "## Phase 2: Bread",
    "## タスク2: Bread",
    "## Фаза 2 — Bread",
    "## 第2阶段：Bread",
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_with_the_number_has_the_title(heading: str) -> None:
    assert phases_of(f"{heading}\n\n- [x] 2.1 Dough\n- [ ] 2.2 Oven\n") == [
        ("2", "Bread", 1, 2, None)
    ]


def test_the_title_is_that_of_the_parent() -> None:
    assert phases_of("## Phase 2: Bread\n\n- [ ] 2. Bake it\n- [ ] 2.1 Dough\n") == [
        ("2", "Bake it", 0, 1, None)
    ]


def test_phases_above_the_numbers_are_wider_ones() -> None:
    plan = tasks_of(
        dedent("""
        ## Phase 1: Ground
        - [x] 1. Dig
        - [ ] 2. Oven
          - [x] 2.1 Bricks
          - [ ]* 2.2 Paint
        ## Phase 2: Bread
        - [ ] 3. Dough
        """)
    )
    assert [(p.label, p.title, p.completion, p.parent) for p in plan.phases] == [
        ("1", "Ground", Completion(2, 2), None),
        ("2", "Bread", Completion(0, 1), None),
        ("1", "Dig", Completion(1, 1), 0),
        ("2", "Oven", Completion(1, 1), 0),
        ("3", "Dough", Completion(0, 1), 1),
    ]
    assert plan.phases[0].optional == Completion(0, 1)
    assert [task.phase for task in plan.tasks] == [2, 3, 3, 3, 4]


def test_the_next_item_is_the_one_in_progress() -> None:
    (plan,) = join_documents([tasks_of("- [~] 1. Oven\n- [-] 2. Dough\n- [ ] 3. Fire\n")])
    assert plan.progress is not None
    assert plan.progress.next_item is not None
    assert plan.progress.next_item.text == "2. Dough"

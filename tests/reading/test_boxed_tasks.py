"""Tasks, phases and dependencies of OpenSpec's task lists (`docs/openspec.md`, O2 to O4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.model.parts import Completion, Place
from mkdocs_speckit.reading import read
from tests.openspec import TASKS

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan


def read_tasks(text: str) -> Plan:
    plan = read(text, "openspec/changes/sell-rolls/tasks.md")
    assert plan is not None
    assert plan.completion.total == len(plan.tasks) == len(plan.items)
    return plan


BOXES = {
    # each list item with a box, of any list and at any depth
    "- [ ] a\n- [x] b\n- [X] c\n* [ ] d\n+ [x] e\n1. [ ] f\n2) [x] g\n": (4, 7),
    "- [x] a\n  - [ ] b\n      - [x] c\n\t- [ ] d\n": (2, 4),
    "- [x] a\n\n      - [ ] like code\n\n    - [x] as well\n": (2, 3),
    "Before:\n- [x] below a line\n    - [ ] deep below\n": (1, 2),
    "- a\n  - [x] in a list without boxes\n": (1, 1),
    "<details>\n- [x] in HTML\n</details>\n": (1, 1),
    # any other mark is open
    "\u00a0- [\u00a0] a\n\u3000- [x] b\n": (1, 2),
    "- [~] a\n- [-] b\n- [B] c\n- [✓] d\n- [✔️] e\n- [\t] f\n": (0, 6),
    # without a space
    "- [x]（全角）\n- [ ]a\n-[ ] b\n- [x]\n": (2, 4),
    "- [x](rolls.md)\n- [ ](a)\n- [xx] b\n- [] c\n- \\[x\\] d\n-[a] e\n*[a] f*\n": (0, 0),
    "[ ] a\n\n### [x] b\n\n| [x] |\n|---|\n\n> - [x] quoted\n": (0, 0),
    # not in fences and comments
    "```\n- [ ] a\n```\n~~~md\n- [x] b\n~~~\n- [x] c\n": (1, 1),
    "- [x] a\n  ```\n  - [ ] b\n  ```\n": (1, 1),
    "<!-- - [ ] a -->\n<!--\n- [ ] b\n-->\n- [x] c <!--\n  - d -->\n": (1, 1),
    "- [x] a\n\n<!--\n## 2. Old\n\n- [ ] b\n-->\n\n- [x] c\n": (2, 2),
    # line ends, and a byte order mark
    "\ufeff- [x] a\r\n- [ ] b\r\n": (1, 2),
    "---\ntitle: a\n---\n- [x] a\n": (1, 1),
    "": (0, 0),
}


@pytest.mark.parametrize(("text", "completion"), BOXES.items())
def test_boxes(text: str, completion: tuple[int, int]) -> None:
    plan = read_tasks(text)
    assert (plan.completion.done, plan.completion.total) == completion


IDS = {
    "1.2 Bake": ("1.2", "Bake"),
    "3.5.1 Bake": ("3.5.1", "Bake"),
    "1.5.1a Bake": ("1.5.1a", "Bake"),
    "1. Bake": ("1", "Bake"),
    "10. Bake": ("10", "Bake"),
    "1.2. Bake": ("1.2", "Bake"),
    "1.2: Bake": ("1.2", "Bake"),
    "1.2：烤": ("1.2", "烤"),
    "1.2烤面包": ("1.2", "烤面包"),
    "1.2 - Bake": ("1.2", "Bake"),
    "T001 [P] Bake": ("T001", "[P] Bake"),
    "**1.2** Bake": ("1.2", "Bake"),
    "**1.2 Bake** rolls": ("1.2", "Bake rolls"),
    "~~1.2 Bake~~": ("1.2", "Bake"),
    "1.2": ("1.2", ""),
    "Bake 1.2 loaves": ("", "Bake 1.2 loaves"),
    "12 loaves": ("", "12 loaves"),
    "3.5mm thick": ("", "3.5mm thick"),
    "4.x ovens": ("", "4.x ovens"),
    "S3 for pictures": ("", "S3 for pictures"),
    "FR-001 Bake": ("", "FR-001 Bake"),
    "Task 1.2: Bake": ("", "Task 1.2: Bake"),
    "Bake": ("", "Bake"),
}


@pytest.mark.parametrize("text", IDS)
def test_ids(text: str) -> None:
    (task,) = read_tasks(f"- [ ] {text}\n").tasks
    assert (task.id, task.text) == IDS[text]


def test_letters_with_numbers_are_ids_where_there_are_several() -> None:
    plan = read_tasks("- [ ] W1 Bake\n- [ ] W2a Sell\n- [ ] S3 for pictures\n- [ ] S3 again\n")
    assert [task.id for task in plan.tasks] == ["W1", "W2a", "", ""]


def test_a_task_has_its_place_and_files() -> None:
    plan = read_tasks(TASKS)
    first, second, third = plan.tasks
    assert (first.place, first.state, first.files) == (Place(3, 3), "done", ("oven/stone.py",))
    assert (second.place, second.state, second.phase) == (Place(4, 3), "open", 0)
    assert (third.id, third.heading, third.phase, third.anchor) == ("2.1", 1, 1, "2.1")
    assert [item.text for item in plan.items] == [
        "1.1 Build it in oven/stone.py", "1.2 Light it", "2.1 Bake them",
    ]  # fmt: skip


def test_numbers_that_are_twice_are_kept() -> None:
    plan = read_tasks("- [ ] 1.1 a\n- [x] 1.1 b\n- [ ] c\n- [ ] d\n")
    assert [task.id for task in plan.tasks] == ["1.1", "1.1", "", ""]
    assert [task.anchor for task in plan.tasks] == ["1.1", "1.1", "", ""]


HEADINGS = {
    "2. Layout": ("2", "Layout"),
    "2) Layout": ("2", "Layout"),
    "2: Layout": ("2", "Layout"),
    "2、布局": ("2", "布局"),
    "2 - Layout": ("2", "Layout"),
    "2.1 Layout": ("2.1", "Layout"),
    "10. Layout": ("10", "Layout"),
    "2": ("2", "2"),
    "Phase 3: Layout": ("3", "Layout"),
    "Phase 3 — Layout (late)": ("3", "Layout (late)"),
    "**Phase 3**: Layout": ("3", "Layout"),
    "✅ Phase 3: Layout": ("3", "Layout"),
    "Phase B: Layout": ("B", "Layout"),
    "Section 4": ("4", "Section 4"),
    "Task group 2: Layout": ("2", "Layout"),
    "Task 2. Layout": ("2", "Layout"),
    "Milestone M1: Layout": ("M1", "Layout"),
    "阶段 2：布局": ("2", "布局"),
    "阶段二：布局": ("2", "布局"),
    "第2阶段 布局": ("2", "布局"),
    "フェーズ3：配置": ("3", "配置"),
    "Fase 3: Diseño": ("3", "Diseño"),
    "Этап 3. Макет": ("3", "Макет"),
    "Layout": ("", "Layout"),
    "3 ways to bake": ("", "3 ways to bake"),
    "2026-03-02": ("", "2026-03-02"),
    "Phases": ("", "Phases"),
    "6. Deferred": ("6", "Deferred"),
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_the_label_of_a_phase_is_its_number_alone(heading: str) -> None:
    (phase,) = read_tasks(f"## {heading}\n\n- [ ] a\n").phases
    assert (phase.label, phase.title) == HEADINGS[heading]
    assert phase.is_numbered == bool(phase.label)


def test_phases_are_headings_of_the_second_level_with_tasks() -> None:
    plan = read_tasks(
        """\
- [ ] before

# Tasks

- [x] under the title

## 1. Oven

- [x] 1.1 a

### Bricks

- [ ] 1.2 b

#### Red ones

- [ ] 1.3 c

## Notes

Nothing.

## 2. Rolls

- [x] 2.1 d

# Later

- [ ] after
"""
    )
    assert [(phase.label, phase.line, phase.completion) for phase in plan.phases] == [
        ("1", 7, Completion(1, 3)),
        ("2", 23, Completion(1, 1)),
    ]
    assert [task.phase for task in plan.tasks] == [None, None, 0, 0, 0, 1, None]
    assert [phase.first_open and phase.first_open.text for phase in plan.phases] == ["1.2 b", None]
    assert plan.phase_anchors == ("phase-1", "phase-2")


def test_a_line_that_dashes_underline_begins_no_phase() -> None:
    plan = read_tasks("## 1. Oven\n\n- [ ] a\n\n**Depends on**: nothing\n---\n\n- [ ] b\n")
    assert [(phase.label, phase.completion) for phase in plan.phases] == [("1", Completion(0, 2))]


def test_two_phases_with_one_number() -> None:
    plan = read_tasks("## 1. a\n\n- [ ] x\n\n## 1. b\n\n- [ ] y\n\n## Depend\n\n2 after 1\n")
    assert plan.phase_anchors == ("phase-1", "phase-no-2")
    assert plan.graphs == ()


def edges(plan: Plan) -> str:
    labels = [phase.label or phase.title for phase in plan.phases]
    found = [f"{labels[a]}>{labels[b]}" for graph in plan.graphs for a, b in graph.edges]
    found += [f"{before}>{task.id}" for task in plan.tasks for before in task.after]
    return " ".join(found)


LIST = (
    "## 1. Oven\n\n- [x] 1.1 a\n- [ ] 1.2 b\n\n## Phase 2: Dough\n\n- [ ] 2.1 c\n\n"
    "## Rolls\n\n- [ ] 3.1 d\n\n"
)

STATED = {
    "## Dependencies\n\n- Phase 2 depends on Phase 1 (it is hot)\n": "1>2",
    "## 9. Dependencies and order\n\nSection 2 needs 1.x\n": "1>2",
    "## Parallel work\n\n- Tasks 1.2 and 2.1 can run in parallel after 1.1\n": "1.1>1.2 1.1>2.1",
    "## Implementation Order\n\n1. Phase 1 blocks phase 2\n": "1>2",
    "## Execution order\n\n1. Phase 1\n2. Phase 2\n": "",
    "## Dépendances\n\n- Phase 2 dépend de Phase 1\n": "1>2",
    "## 依赖关系\n\n- 任务 2.1 依赖 1.2\n": "1.2>2.1",
    "## 依存関係\n\n- フェーズ2はフェーズ1に依存\n": "1>2",
    "## 의존성\n\n- Phase 2는 Phase 1에 의존\n": "1>2",
    "## Dependency swap\n\n- [ ] Phase 2 depends on Phase 1\n": "",
    "## Notes\n\n- Phase 2 depends on Phase 1\n": "",
    "### Dependencies\n\n- Phase 2 depends on Phase 1\n": "",
    "# Dependencies\n\n- Phase 2 depends on Phase 1\n": "",
    "## Dependencies\n\n### Hard ones\n\n- Phase 2 depends on Phase 1\n": "1>2",
    "## Dependencies\n\n- Phase 2 depends on the wood\n": "",
}


@pytest.mark.parametrize("text", STATED)
def test_dependencies_are_stated_under_their_own_headings(text: str) -> None:
    assert edges(read_tasks(LIST + text)) == STATED[text]


def test_without_statements_there_is_no_graph() -> None:
    assert read_tasks(LIST).graphs == ()


def test_a_graph_has_all_phases_and_its_heading() -> None:
    (graph,) = read_tasks(TASKS).graphs
    assert (graph.heading, graph.line) == ("Dependencies", 10)
    assert [(node.name, node.line) for node in graph.nodes] == [("Oven", 1), ("Rolls", 6)]
    assert graph.edges == ((0, 1),)


def test_a_circle_is_kept() -> None:
    text = "## Depend\n\nPhase 2 needs Phase 1\n\nPhase 1 needs Phase 2\n"
    (graph,) = read_tasks(LIST + text).graphs
    assert graph.cycles

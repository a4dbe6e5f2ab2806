"""What tasks and phases of Kiro's wait for (`docs/kiro.md`, section K5)."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.reading import read
from mkdocs_speckit.schedule.tasks import find_standings

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan

TASKS = """\
# Plan

## Tasks

- [x] 1. Oven
- [x] 1.1 Bricks
- [x] 1.2 Clay
- [ ] 2. Bread
- [ ] 2.1 Dough
- [ ] 2.2 Fire
- [ ] 3. Shop
  - with a door
"""


def plan_of(text: str) -> Plan:
    plan = read(text, ".kiro/specs/bakery/tasks.md")
    assert plan is not None
    return plan


def edges_of(text: str) -> set[tuple[str, str]]:
    """Pairs of the ids of a task and of one that waits for it."""
    return {(before, task.id) for task in plan_of(text).tasks for before in task.after}


STATED = [
    ("- Task 2 depends on Task 1 (the oven)", {("1", "2")}),
    ("- Task 3 depends on all previous tasks", {("1", "3"), ("2", "3")}),
    ("**1.1, 1.2 → 2.1**: the oven", {("1.1", "2.1"), ("1.2", "2.1")}),
    ("- 2.1 depends on 1.1 and 1.2", {("1.1", "2.1"), ("1.2", "2.1")}),
    ("- Task 2.1 must complete before 2.2", {("2.1", "2.2")}),
    ("- Tasks 2.1 and 2.2 can run in parallel after 1.2", {("1.2", "2.1"), ("1.2", "2.2")}),
    # What states nothing.
    ("- Task 2 can be developed in parallel with Task 1", set()),
    ("- Task 3 can be done alongside Task 1-2", set()),
    ("- Task 2 does not depend on Task 1", set()),
    ("- Task 2 is independent of Task 1", set()),
    ("- Task 2 should come after Task 1", set()),
    ("- Task 3 depends on the weather", set()),
    ("- Task 9 depends on Task 8", set()),
]


@pytest.mark.parametrize(("line", "edges"), STATED)
def test_statements(line: str, edges: set[tuple[str, str]]) -> None:
    assert edges_of(f"{TASKS}\n## Task Dependencies\n\n{line}\n") == edges


HEADINGS = [
    ("## Dependencies", True),
    ("### Task Dependency Graph", True),
    ("## 依赖关系", True),
    ("## 依存関係", True),
    ("## 의존성", True),
    ("## Dependências", True),
    ("## Notes", False),
    ("## Order", False),
]


@pytest.mark.parametrize(("heading", "is_read"), HEADINGS)
def test_the_headings_of_statements(heading: str, is_read: bool) -> None:
    found = edges_of(f"{TASKS}\n{heading}\n\n- Task 2 depends on Task 1\n")
    assert found == ({("1", "2")} if is_read else set())


NO_EDGES = {
    "the order of the list": TASKS,
    "a heading with boxes is work": TASKS.replace("## Tasks", "## 1. Dependency swap")
    + "\nTask 2 depends on Task 1\n",
    "a critical path": f"{TASKS}\n## Dependencies\n\n**Critical path**: 1.1 → 2.1 → 3\n",
    "a drawing": f"{TASKS}\n## Dependencies\n\n```mermaid\ngraph TD\n  T1 --> T2\n```\n",
    "a note in a task": TASKS.replace("2.1 Dough", "2.1 Dough (dep: 1)"),
    "no task": TASKS.replace("  - with a door", "  - _Depends: none_"),
}


@pytest.mark.parametrize("name", NO_EDGES)
def test_what_makes_no_edge(name: str) -> None:
    plan = plan_of(NO_EDGES[name])
    assert all(not task.after for task in plan.tasks)
    assert plan.graphs == ()


def test_a_task_says_what_it_waits_for() -> None:
    text = TASKS.replace("with a door", "_Depends: 1.1-1.2, 2_").replace(
        "- [ ] 2.2 Fire", "- [ ] 2.2 Fire\n  - _Depends: 2.1, 9.9_"
    )
    assert edges_of(text) == {
        ("1.1", "3"),
        ("1.2", "3"),
        ("2", "3"),
        ("2.1", "2.2"),
        ("9.9", "2.2"),
    }


def fence(waves: str, language: str = "json") -> str:
    return f"{TASKS}\n## Waves\n\n```{language}\n{waves}\n```\n"


WAVES = {
    "as Kiro writes them": '{"waves": [{"id": 0, "tasks": ["1.1"]}, {"id": 1, "tasks": ["2.1"]}]}',
    "with other keys": '{"waves": [{"wave": 1, "tasks": ["1.1"], "description": "x"},\n'
    ' {"wave": 2, "tasks": ["2.1"]}]}',
    "as lists": '{"waves": [["1.1"], ["2.1"]]}',
    "as a map": '{"waves": {"1": ["1.1"], "2": ["2.1"]}}',
    "as numbers": '{"waves": [{"tasks": [1.1]}, {"tasks": [2.1]}]}',
    "with words": '{"waves": [{"tasks": ["Task 1.1"]}, {"tasks": [{"id": "2.1. Dough"}]}]}',
    "with tasks that there are not": '{"waves": [["1.1", "7"], ["8.1", "2.1"], ["9"]]}',
}


@pytest.mark.parametrize("name", WAVES)
def test_waves(name: str) -> None:
    assert edges_of(fence(WAVES[name])) == {("1.1", "2.1")}


NO_WAVES = {
    "no tasks": '{"waves": [{"id": 0}, {"tasks": "1.1"}, {"tasks": [null, true, "x"]}, 7]}',
    "one wave": '{"waves": [["1.1", "2.1"]]}',
    "a wave of unknown tasks between": '{"waves": [["1.1"], ["9"], ["2.1"]]}',
    "another key": '{"stages": [["1.1"], ["2.1"]]}',
    "no JSON": '{"waves": [["1.1"], ["2.1"]',
    "very deep": '{"waves": ' + "[" * 100_000,
}


@pytest.mark.parametrize("name", NO_WAVES)
def test_what_are_not_waves(name: str) -> None:
    assert edges_of(fence(NO_WAVES[name])) == set()


def test_waves_are_in_a_fence_of_json() -> None:
    waves = '{"waves": [["1.1"], ["2.1"]]}'
    assert edges_of(fence(waves, "text")) == set()
    assert edges_of(f"{TASKS}\n{waves}\n") == set()
    assert edges_of(f"{TASKS}\n> ```json\n> {waves}\n> ```\n") == {("1.1", "2.1")}


def test_numbers_of_waves_keep_their_digits() -> None:
    text = "- [ ] 1.1 a\n- [ ] 1.10 b\n- [ ] 2.1 c\n\n```json\n{}\n```\n"
    assert edges_of(text.format('{"waves": [[1.10], [2.1]]}')) == {("1.10", "2.1")}


def test_all_tasks_that_waves_name_are_known() -> None:
    plan = plan_of(fence('{"waves": [["1.1", "7"], ["2.1"]]}'))
    assert [(one.id, one.place.line) for one in plan.named_tasks] == [
        ("1.1", 16),
        ("7", 16),
        ("2.1", 16),
    ]


def test_tasks_of_the_first_level_make_the_graph_of_the_phases() -> None:
    plan = plan_of(fence('{"waves": [["1"], ["2", "3"]]}'))
    (graph,) = plan.graphs
    assert [node.name for node in graph.nodes] == ["Oven", "Bread", "Shop"]
    assert graph.edges == ((0, 1), (0, 2))
    assert graph.heading == "Waves"


PHASED = """\
## Task 1: Oven

- [x] 1.1 Bricks

## Task 2: Bread

- [ ] 2.1 Dough

## Task 3: Shop

- [ ] 3.1 Door

## Dependencies

- Task 2 depends on Task 1
- Task 3 depends on all previous tasks
"""


def test_statements_name_phases_without_a_box_of_their_own() -> None:
    plan = plan_of(PHASED)
    (graph,) = plan.graphs
    assert graph.edges == ((0, 1), (0, 2), (1, 2))
    assert (graph.heading, graph.cycles) == ("Dependencies", ())
    assert [standing.state for standing in find_standings(plan)] == [
        "done",
        "can start",
        "waiting",
    ]


def test_a_word_for_phases_means_the_wider_ones() -> None:
    plan = plan_of(
        dedent("""
        ## Phase 1: Ground
        - [ ] 1. Dig
        - [ ] 2. Oven
        ## Phase 2: Bread
        - [ ] 3. Dough
        - [ ] 4. Fire
        ## Dependencies
        - Phase 2 depends on Phase 1
        - Task 4 depends on Task 3
        """)
    )
    (graph,) = plan.graphs
    assert [node.name for node in graph.nodes] == ["Ground", "Bread"]
    assert graph.edges == ((0, 1),)
    assert [task.after for task in plan.tasks] == [(), (), (), ("3",)]
    assert [standing.state for standing in find_standings(plan)] == [
        "can start",
        "can start",
        "waiting",
        "waiting",
    ]


def test_what_waits_for_a_heading_waits_for_its_parts() -> None:
    text = "- [x] 1. Oven\n- [x] 1.1 Bricks\n- [ ] 1.2 Clay\n- [ ] 2. Bread\n  - _Depends: 1_\n"
    waiting = find_standings(plan_of(text))[-1]
    assert (waiting.state, waiting.tasks) == ("waiting", ("1",))
    done = find_standings(plan_of(text.replace("- [ ] 1.2", "- [x] 1.2")))[-1]
    assert done.state == "can start"


def test_phases_have_their_own_progress_in_the_graph() -> None:
    plan = plan_of(fence('{"waves": [["1"], ["2", "3"]]}'))
    assert [plan.find_completion(node) for node in plan.graphs[0].nodes] == [
        Completion(2, 2),
        Completion(0, 2),
        Completion(0, 1),
    ]

"""What the documents of a feature say of one another: their progress and the boxes of phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.parts import NO_EFFORT, Completion, Estimate
from mkdocs_speckit.schedule import schedule_remaining_plan
from mkdocs_speckit.schedule.states import find_states
from tests.conftest import plan_of
from tests.test_linear_time import is_linear

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan

PLAN = """
# Plan

## Phases

### Phase 1: Dough

- [ ] own

### Phase 2: Oven

### Phase 3: Shop

- [ ] own

## Effort

| Phase | Effort |
|-------|--------|
| Dough | 4h     |
| Oven  | 2-6h   |
| Extra | {}     |

## Dependencies

| Phase | Depends On |
|-------|------------|
| Dough | None       |
| Oven  | Dough      |
| Extra | Oven       |
"""


def join(tasks: str, extra: str = "8h") -> Plan:
    """The plan, joined with a task list."""
    plans = [
        plan_of(PLAN.format(extra)),
        plan_of("<!-- SPECKIT_LEVEL: 2 -->\n" + tasks, "tasks.md"),
    ]
    (plan,) = (plan for plan in join_documents(plans) if plan.kind == "plan")
    return plan


def test_what_is_left_follows_the_boxes_of_the_tasks() -> None:
    plan = join("## Phase 1: Dough\n\n- [x] a\n\n## Phase 2: Oven\n\n- [x] b\n- [ ] c\n")
    assert plan.left == Estimate(1 + 8, 3 + 8)
    remaining = schedule_remaining_plan(plan)
    assert remaining is not None
    assert remaining.length == Estimate(9, 11)
    assert find_states(plan, plan.graphs[0]) == ("done", "under way", None)


def test_a_row_without_a_heading_takes_the_boxes_of_the_tasks_too() -> None:
    plan = join("## Extra\n\n- [x] a\n- [x] b\n- [x] c\n- [ ] d\n")
    for extra in plan.row_boxes:  # Of the effort table and of the dependency table.
        assert (extra.title, extra.completion) == ("Extra", Completion(3, 4))
        assert extra.document == "tasks.md"
    assert len(plan.row_boxes) == 2
    assert plan.find_completion(plan.graphs[0].nodes[2]) == Completion(3, 4)


def test_when_all_tasks_are_done_every_phase_is() -> None:
    plan = join("- [x] all\n")
    assert plan.left == NO_EFFORT
    assert plan.open_unestimated == 0
    assert all(plan.is_done(node) for node in plan.graphs[0].nodes)
    assert plan.find_completion(plan.graphs[0].nodes[0]) == Completion(0, 1)  # As it is written.


def test_open_phases_without_an_estimate_are_counted() -> None:
    tasks = "## Phase 1: Dough\n\n- [x] a\n\n## Phase 3: Shop\n\n- [ ] b\n"
    assert join(tasks).open_unestimated == 1  # The heading of the shop has no row.
    assert join(tasks, "some").open_unestimated == 2
    done = tasks.replace("- [ ] b", "- [x] b") + "\n## More\n\n- [ ] c\n"
    assert join(done).open_unestimated == 0
    assert join(done, "some").open_unestimated == 1


def test_of_several_task_lists_that_of_the_usual_name_counts() -> None:
    source = "<!-- SPECKIT_LEVEL: 1 -->\n<!-- SPECKIT_TEMPLATE_SOURCE: tasks-core | v2 -->\n\n"
    texts = {"more.md": "- [x] a\n", "tasks.md": "- [ ] b\n", "old.md": "- [x] c\n"}
    plans = [plan_of(source + text, path) for path, text in texts.items()]
    for joined in join_documents(plans):
        assert joined.progress is not None
        assert (joined.progress.tasks, joined.progress.completion) == ("tasks.md", Completion(0, 1))
    for joined in join_documents(plan for plan in plans if plan.path != "tasks.md"):
        assert joined.progress is not None
        assert (joined.progress.tasks, joined.progress.completion) == (None, Completion(2, 2))


NAMES = ["Dough", "Oven", "The oven", "Phase 1", "Phase 1: Dough", "Phase 2: Oven", "1. Dough",
         "Phases 1-2", "Step 2", "Phase 2a: Oven", "[P1]", "Oven [P1]", "()", "Phase"]  # fmt: skip

HEADINGS = st.lists(
    st.tuples(
        st.integers(2, 5), st.sampled_from(NAMES), st.sampled_from(["", "- [x] a", "- [ ] b"])
    ),
    max_size=8,
)


def write(headings: list[tuple[int, str, str]]) -> str:
    return "## Phases\n\n" + "".join(
        f"{'#' * level} {name}\n\n{box}\n\n" for level, name, box in headings
    )


@given(HEADINGS, HEADINGS)
def test_boxes_of_phases_are_those_of_a_document(
    plan: list[tuple[int, str, str]], tasks: list[tuple[int, str, str]]
) -> None:
    marker = "<!-- SPECKIT_LEVEL: 2 -->\n\n"
    texts = {"plan.md": write(plan), "tasks.md": write(tasks)}
    plans = {path: plan_of(marker + text, path) for path, text in texts.items()}
    joined = {one.path: one for one in join_documents(plans.values())}
    for phase in joined["plan.md"].phases:
        whole = plans[phase.document].completion if phase.document else Completion()
        assert phase.completion.total <= whole.total
        assert phase.completion.done <= whole.done
        assert phase.own == plans["plan.md"].own_completions.get(phase.heading or 0, Completion())


@pytest.mark.parametrize("name", ["Phase {i}: Thing {i}", "Phase 1: Thing {i}", "Phase 1: Same"])
def test_documents_are_joined_in_linear_time(name: str) -> None:
    def make(size: int) -> list[Plan]:
        text = "<!-- SPECKIT_LEVEL: 2 -->\n\n## Phases\n\n" + "".join(
            f"### {name.format(i=i)}\n\n- [x] a\n\n" for i in range(size)
        )
        return [plan_of(text), plan_of(text, "tasks.md")]

    assert is_linear(join_documents, make(150), make(1500))


CHAIN = """
# Plan

## Phases

### Phase 1: Dough

### Phase 2: Oven

### Phase 3: Shop

## Effort

| Phase | Effort |
|-------|--------|
| Dough | 1h     |
| Oven  | 8h     |
| Shop  | 2h     |

## Dependencies

| Phase | Depends On |
|-------|------------|
| Dough | None       |
| Oven  | None       |
| Shop  | Oven       |
"""


@pytest.mark.parametrize(
    ("tasks", "text"),
    [
        # Oven is on the critical path, although Dough comes before it.
        ("## Dough\n- [ ] mix\n## Oven\n- [x] bricks\n- [ ] fire\n## Shop\n- [ ] sign\n", "fire"),
        ("## Dough\n- [ ] mix\n## Oven\n- [x] fire\n## Shop\n- [ ] sign\n", "sign"),
        # Oven is stuck, and Shop waits for it.
        ("## Dough\n- [ ] mix\n## Oven\n- [B] fire\n- [ ] ash\n## Shop\n- [ ] sign\n", "mix"),
        ("## Dough\n- [x] mix\n## Oven\n- [x] fire\n## Shop\n- [x] sign\n", None),
        # Items of no phase.
        ("## Before all\n- [ ] rent\n", "rent"),
    ],
)
def test_the_next_item_is_that_of_the_first_phase_on_the_critical_path_that_can_start(
    tasks: str, text: str | None
) -> None:
    documents = [
        plan_of(CHAIN, "a/plan.md"),
        plan_of(f"<!-- SPECKIT_LEVEL: 2 -->\n{tasks}", "a/tasks.md"),
    ]
    for plan in join_documents(documents):
        assert plan.progress is not None
        assert (plan.progress.next_item and plan.progress.next_item.text) == text


def test_several_plans_in_one_folder_are_features_of_their_own() -> None:
    texts = {"a.md": "# Plan: A\n\n- [x] a\n", "b.md": "# Plan: B\n\n- [ ] b\n- [ ] c\n"}
    plans = [plan_of(text, path) for path, text in texts.items()]
    tasks = plan_of("<!-- SPECKIT_LEVEL: 2 -->\n\n- [ ] d\n", "tasks.md")
    progress = {plan.path: plan.progress for plan in join_documents([*plans, tasks])}
    assert {path: one and one.completion for path, one in progress.items()} == {
        "a.md": Completion(1, 1), "b.md": Completion(0, 2), "tasks.md": Completion(0, 1),
    }  # fmt: skip

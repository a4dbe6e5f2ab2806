"""What comes next in a feature, by what each format states."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import make_entries
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.features.next_steps import NextSteps, Wait, list_next_steps
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.reading import read
from tests.conftest import MARKER
from tests.openspec import CHANGE
from tests.plans import any_plans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_speckit import Plan


def read_all(documents: Mapping[str, str]) -> list[Plan]:
    readings = [read(textwrap.dedent(text), path) for path, text in documents.items()]
    return join_documents([plan for plan in readings if plan is not None])


def find_all(plans: list[Plan]) -> list[NextSteps]:
    return list_next_steps(make_entries(group_features(plans), {}, Failures()), plans)


def find(documents: Mapping[str, str]) -> list[NextSteps]:
    return find_all(read_all(documents))


def find_one(documents: Mapping[str, str]) -> NextSteps:
    (found,) = find(documents)
    return found


def names(found: NextSteps) -> list[str]:
    return [f"{step.id or step.text}: {step.state}" for step in found.steps]


SPEC_KIT = """\
    # Tasks: Bread

    ## Phase 1: Setup

    - [x] T001 Build the oven

    ## Phase 2: Foundational

    - [x] T002 Light it

    ## Phase 3: User Story 1 - Loaves

    - [ ] T003 [P] [US1] Knead in bake/knead.py
    - [ ] T004 [P] [US1] Sieve in bake/sieve.py
    - [ ] T005 [US1] Bake in bake/bake.py (depends on T003, T004)

    ## Phase 4: Polish

    - [ ] T006 Sweep

    ## Dependencies & Execution Order

    - **Foundational (Phase 2)**: Depends on Setup completion
    - **User Story 1 (Phase 3)**: Depends on Foundational
    - **Polish (Phase 4)**: Depends on User Story 1
    """


def test_tasks_of_a_phase_that_are_marked_as_parallel_are_side_by_side() -> None:
    found = find_one({"specs/001-bread/tasks.md": SPEC_KIT})
    assert names(found) == ["T003: can start", "T004: can start"]
    assert [(step.group, step.phase, step.line) for step in found.steps] == [
        (1, "US1 Loaves", 13),
        (1, "US1 Loaves", 14),
    ]
    assert found.waiting == (Wait("T005", ("T003", "T004")), Wait("Polish", ("US1 Loaves",)))


def test_without_a_stated_order_the_first_open_task_is_next() -> None:
    tasks = SPEC_KIT.partition("    ## Dependencies")[0].replace(" (depends on T003, T004)", "")
    found = find_one({"specs/001-bread/tasks.md": tasks})
    assert names(found) == ["T003: next"]
    assert found.waiting == ()


def test_a_task_in_progress_comes_first_and_alone_where_no_order_is_stated() -> None:
    tasks = "- [x] 1. Lay bricks\n- [ ] 2. Light it\n- [-] 3. Sweep\n"
    found = find_one({".kiro/specs/oven/tasks.md": tasks})
    assert names(found) == ["3: in progress"]


def test_a_change_of_openspec_begins_with_the_section_that_waits_for_nothing() -> None:
    found = find_one(CHANGE)
    assert names(found) == ["1.2: can start"]
    assert found.waiting == (Wait("Rolls", ("Oven",)),)


def test_an_archived_change_has_nothing_next() -> None:
    archived = {
        path.replace("/sell-", "/archive/2026-03-02-sell-"): t for path, t in CHANGE.items()
    }
    assert find(archived) == []


LEVEL = f"""\
    {MARKER.strip()}

    # Plan

    ## Phase 1: Setup

    - [x] Build the oven

    ## Phase 2: Loaves

    - [ ] Knead
    - [ ] Bake

    ## Phase 3: Rolls

    - [ ] Fold

    ## Phase 4: Shop

    - [ ] Open

    ## Phase Dependencies

    | Phase | Depends On |
    |-------|------------|
    | Phase 1: Setup | None |
    | Phase 2: Loaves | Phase 1 |
    | Phase 3: Rolls | Phase 1 |
    | Phase 4: Shop | Phase 2, Phase 3 |

    ## Effort Estimation

    | Phase | Effort |
    |-------|--------|
    | Phase 1: Setup | 2h |
    | Phase 2: Loaves | 1h |
    | Phase 3: Rolls | 8h |
    | Phase 4: Shop | 1h |
    """


def test_the_phase_on_the_critical_path_comes_first() -> None:
    found = find_one({"bread/plan.md": LEVEL})
    steps = [(step.text, step.is_critical, step.phase, step.path) for step in found.steps]
    assert steps == [
        ("Fold", True, "Phase 3: Rolls", "bread/plan.md"),
        ("Knead", False, "Phase 2: Loaves", "bread/plan.md"),
    ]
    assert found.waiting == (Wait("Phase 4: Shop", ("Phase 2: Loaves", "Phase 3: Rolls")),)


def test_a_feature_that_is_under_way_comes_before_one_that_is_not() -> None:
    begun = "- [x] 1. Lay bricks\n- [ ] 2. Light it\n"
    documents = {".kiro/specs/a/tasks.md": begun.replace("x", " "), ".kiro/specs/b/tasks.md": begun}
    assert [each.entry.folder[-1] for each in find(documents)] == ["b", "a"]


def test_a_feature_that_is_done_is_left_out() -> None:
    assert find({".kiro/specs/oven/tasks.md": "- [x] 1. Lay bricks\n"}) == []


@given(any_plans())
def test_each_step_of_any_plan_is_an_open_box(text: str) -> None:
    plans = read_all({"shop/plan.md": text})
    lines = {item.place.line for plan in plans for item in plan.items if item.is_to_do}
    for found in find_all(plans):
        assert {step.line for step in found.steps} <= lines


@pytest.mark.parametrize("documents", [CHANGE, {"bread/plan.md": textwrap.dedent(LEVEL)}])
def test_the_header_of_a_page_names_the_first_step(documents: Mapping[str, str]) -> None:
    for plan in read_all(documents):
        assert plan.progress is not None
        assert plan.progress.next_item is not None
        assert plan.progress.next_item.place.line == find_one(documents).steps[0].line

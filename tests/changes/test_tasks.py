"""What counts as a change in a task list: its tasks are known by their texts, not their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.baseline import make_key
from mkdocs_speckit.changes.comparison import Pair, PlanChange, Snapshot, compare
from mkdocs_speckit.model.finding import Finding
from mkdocs_speckit.model.parts import Completion, Place
from mkdocs_speckit.reading import read
from mkdocs_speckit.reports.changes import list_facts
from tests.conftest import exported
from tests.states import snapshots_of

if TYPE_CHECKING:
    from collections.abc import Sequence

BEFORE = """# Tasks: Bakery

## Phase 1: Oven

- [x] T001 Order the oven
- [ ] T002 Build it (depends on T001)
- [ ] T003 Light it
"""

AFTER = """# Tasks: Bakery

## Phase 1: Oven

- [x] T001 Draw the plan
- [x] T002 Order the oven
- [ ] T003 Build it (depends on T002)
- [ ] T004 Light it
"""


def take(text: str, path: str = "specs/001-bakery/tasks.md") -> tuple[Snapshot, ...]:
    plan = read(text, path)
    assert plan is not None
    return snapshots_of(exported(plan))


def changed(before: str, after: str) -> PlanChange | None:
    found: Sequence[PlanChange] = compare(take(before), take(after)).changed
    return found[0] if found else None


def test_tasks_behind_a_new_one_are_the_same_with_other_numbers() -> None:
    change = changed(BEFORE, AFTER)
    assert change is not None
    assert [task.id for task in change.added_tasks] == ["T001"]
    assert change.removed_tasks == ()
    assert change.completion == Pair(Completion(1, 3), Completion(2, 4))
    (fact,) = [fact for fact in list_facts(change, str) if fact.label == "tasks"]
    assert fact.lines == ("added T001 Draw the plan",)


def test_a_task_with_other_words_and_the_same_number_is_the_same() -> None:
    assert changed(BEFORE, BEFORE.replace("Light it", "Light the oven")) is None


def test_a_task_that_is_gone() -> None:
    change = changed(AFTER, BEFORE)
    assert change is not None
    assert [task.text for task in change.removed_tasks] == ["Draw the plan"]


def test_a_phase_that_is_new() -> None:
    change = changed(BEFORE, BEFORE + "\n## Phase 2: Bread\n\n- [ ] T004 Bake\n")
    assert change is not None
    assert [phase.name for phase in change.added_phases] == ["Bread"]


def test_a_question_that_is_answered() -> None:
    spec = "# Feature Specification: x\n\n- **FR-001**: {}\n- **SC-001**: Fast\n"
    question = "[NEEDS CLARIFICATION: how warm?]"
    before, after = (
        take(spec.format(text), "specs/001-bakery/spec.md") for text in (question, "Warm")
    )
    (change,) = compare(before, after).changed
    assert change.answered == (question,)


def test_a_baseline_knows_a_finding_about_a_task_with_another_number() -> None:
    messages = ["T012 cites FR-9, see line 3", "T013 cites FR-9, see line 4"]
    findings = [Finding("unknown-requirement", "warning", Place(1), text) for text in messages]
    assert make_key("tasks.md", findings[0]) == make_key("tasks.md", findings[1])

"""Reading a spec of Kiro's never raises, and takes time in line with its length."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.promises import findings_of, hold_export, hold_figures, hold_places
from mkdocs_speckit.model.formats import KIRO_KINDS
from mkdocs_speckit.reading import read
from mkdocs_speckit.schedule.tasks import find_standings
from tests.reading.test_any_task_list import repeat
from tests.reading.timing import best_time, read_and_audit

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_speckit.model.plan import Plan

FRAGMENTS = st.sampled_from(
    """\
## Phase 1: Ground
## Phase 2: Bread
## Task 2: Bread
### 1. Oven
## Dependencies
### Requirement 1: Oven
### 需求 2：面包
#### Acceptance Criteria
**User Story:** As a guest, I want bread
1. WHEN it is hot THEN it SHALL bake
   1. white bread
1.1. A number of its own
- [ ] 1. Oven
- [x] 1.1 Bricks
  - [ ] 1.1 Bricks again
  - [ ]* 1.2 (P) Paint
- [-] 2. Bake ~~white~~ bread
- [~] ~~2.1 Sell~~ [removed]
- [ ]\\* 3.1* Eat
  - [ ] a step
- [ ] 4. Checkpoint - look
  - _Requirements: 1.1-1.3, R2 Acceptance 4, All walls_
  - _需求：1.1、2_
  - **Validates: Requirements 1.4,
    2.1**
  - _Depends: 1.1, 2, 9_
_Requirements: All_
- Task 2 depends on Task 1
- Phase 2 depends on all previous phases
**1.1 → 2**: the oven
- Owner: [TBD]
{{NUMBER}}. {{TASK}}
- Heating: NEEDS CLARIFICATION (gas)
```json
{"waves": [["1", "1.1"], ["2", "7"]]}
```
<!--
-->
""".splitlines()
)


@given(st.lists(FRAGMENTS | st.text(max_size=20), max_size=30), st.sampled_from([*KIRO_KINDS]))
@settings(max_examples=300)
def test_any_text_is_readable(lines: list[str], file: str) -> None:
    text, path = "\n".join(lines), f".kiro/specs/oven/{file}"
    plan = read(text, path)
    assert plan is not None
    assert (plan.format, plan) == ("kiro", read(text, path))
    findings = findings_of(plan)
    hold_places((plan, findings), text)
    hold_figures(plan)
    hold_export(plan, findings)
    hold_tasks(plan)


def hold_tasks(plan: Plan) -> None:
    """Each task is in one phase, and what phases have adds up to what the list has."""
    if plan.kind != "tasks":
        return
    required = [task for task in plan.tasks if task.is_required]
    assert plan.completion.total == len(required) == len(plan.items)
    assert plan.completion.done == sum(task.is_done for task in required)
    optional = [task for task in plan.tasks if task.is_counted and task.is_optional]
    assert plan.optional.total == len(optional)
    for number, phase in enumerate(plan.phases):
        parts = {n for n, one in enumerate(plan.phases) if number in {n, one.parent}}
        inside = [task for task in required if task.phase in parts]
        assert phase.completion.total == len(inside)
        assert phase.completion.done == sum(task.is_done for task in inside)
    assert len(find_standings(plan)) == len(plan.tasks)


LONG_TEXTS: dict[str, Callable[[int], str]] = {
    "tasks": lambda size: repeat("- [ ] {i}. Bake\n  - _Requirements: 1.1-1.9_\n", size),
    "parts": lambda size: "- [ ] 1. Bake\n" + repeat("- [ ] 1.{i} Bake\n", size),
    "parts with one number": lambda size: repeat("- [ ] 1.1 Bake\n", size),
    "steps": lambda size: "- [ ] 1. Bake\n" + repeat("  - [ ] step {i}\n", size),
    "phases": lambda size: repeat("## Phase {i}: Bake\n\n- [ ] 1. x\n- [ ] 1.1 y\n", size),
    "requirements": lambda size: repeat("### Requirement {i}\n\n1. a\n2. b\n", size),
    "criteria": lambda size: "### Requirement 1\n\n" + repeat("1. WHEN {i}\n", size),
    "one long citation": lambda size: f"- [ ] 1. a\n  - _Requirements: {'1.1, ' * (size // 5)}_\n",
    "open citations": lambda size: "- [ ] 1. a " + "_Requirements: (1.1 " * (size // 20),
    "citations over lines": lambda size: (
        "- [ ] 1. a\n  _Requirements: 1.1,\n" + repeat("  2.{i},\n", size)
    ),
    "marks": lambda size: "- [ ] 1. a\n  - " + "*_" * (size // 2),
    "dependencies": lambda size: repeat("- [ ] {i}. a\n  - _Depends: 1-200_\n", size),
    "statements": lambda size: (
        "- [ ] 1. a\n- [ ] 2. b\n\n## Dependencies\n\n"
        + repeat("- Task 2 depends on Task 1\n", size)
    ),
    "waves": lambda size: (
        repeat("- [ ] {i}. a\n", size // 2)
        + '\n```json\n{"waves": [["0001"'
        + repeat(',"{i}"', size // 4)
        + '],["0001"'
        + repeat(',"{i}"', size // 4)
        + "]]}\n```\n"
    ),
    "numbers": lambda size: "- [ ] " + "1." * (size // 2) + " a\n",
    "slots": lambda size: "{{NUMBER}} " * (size // 11),
    "slots behind a label": lambda size: "-" * size + "a: [TBD]",
    "struck tasks": lambda size: repeat("- [x] ~~{i}. Bake~~ [removed]\n", size),
}


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_reading_takes_linear_time(name: str) -> None:
    """Four times the text takes four times as long, and not sixteen times; so does its audit."""
    files = ".kiro/specs/a/tasks.md", ".kiro/specs/a/requirements.md"
    texts = [LONG_TEXTS[name](size) for size in (10_000, 40_000)]
    small, large = (best_time(partial(read_and_audit, text, *files)) for text in texts)
    assert large < 9 * small + 0.1

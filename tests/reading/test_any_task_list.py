"""Reading a task list or a specification never raises, and takes time in line with its length."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.promises import findings_of, hold_export, hold_figures, hold_places
from mkdocs_speckit.reading import read
from tests.reading.timing import best_time, read_and_audit
from tests.reading.timing import repeat as _repeat

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_speckit.model.plan import Plan

FRAGMENTS = st.sampled_from(
    """\
## Phase 1: Setup
## Phase 2: User Story 1 - Bake (Priority: P1) 🎯 MVP
### Phase 2: US1 again
## Work Package WP01: Sow
## Dependencies & Execution Order
### Parallel Opportunities
### Within Each User Story
# Tasks: [FEATURE NAME]
- [ ] T001 [P] [US1] Bake in `src/oven.py`
- [x] T002 [US2/FR-003] Sell (depends on T001, T009)
- [~] T003–T006 — REVERTED
  - [ ] a criterion
- **Setup (Phase 1)**: No dependencies
- **User Stories (Phase 2+)**: All depend on Setup - BLOCKS everything
- US1 (a) and US2 (b) both depend only on Setup, Phase 1-9
- Setup → Phase 2: US1 → (US2 ∥ US3) block all user stories.
- T001, T002 depend on T003-T0099 respectively; T001 → T002
- フェーズ2：フェーズ1完了後
- Polish last.
| Phase | Depends On | Blocks |
|---|---|---|
| US1 | Phase 1, US1 | all |
### User Story 1 - Bake (Priority: P1)
1. **Given** flour, **When** baked
- **FR-001**: [NEEDS CLARIFICATION: how?]
- **FR-001**: again, SC-001
- [ ] CHK001 No [NEEDS CLARIFICATION] markers remain [Gap]
**Total tasks**: 9
```
Phase 1 ───► Phase 2
(((
T001
→
""".splitlines()
)
KINDS = st.sampled_from(["tasks", "spec", "plan", "checklist"])


@given(st.lists(FRAGMENTS | st.text(max_size=20), max_size=30), KINDS)
@settings(max_examples=300)
def test_any_text_is_readable(lines: list[str], kind: str) -> None:
    text = f"---\nspeckit: {kind}\n---\n" + "\n".join(lines)
    plan = read(text, f"{kind}.md")
    assert plan is not None
    assert plan == read(text, f"{kind}.md")
    findings = findings_of(plan)
    hold_places((plan, findings), text)
    hold_figures(plan)
    hold_export(plan, findings)
    hold_tasks(plan)


def hold_tasks(plan: Plan) -> None:
    """Each task is in one phase, and what phases have adds up to what the list has."""
    assert all(task.phase is None or task.phase < len(plan.phases) for task in plan.tasks)
    for number, phase in enumerate(plan.phases):
        inside = [t for t in plan.tasks if t.phase == number and t.is_counted]
        assert phase.completion.total == len(inside)
        assert phase.completion.done == sum(task.is_done for task in inside)
    if plan.kind == "tasks":
        assert plan.completion.total == sum(task.is_counted for task in plan.tasks)


repeat = partial(_repeat, digits=4)
"""Lines whose numbers have four digits."""

STATED = "## Phase 1: A\n\n- [ ] T001 a\n\n## Phase 2: B\n\n- [ ] T002 b\n\n## Dependencies\n\n"

LONG_TEXTS: dict[str, Callable[[int], str]] = {
    "tasks": lambda size: repeat("- [ ] T{i} [P] [US1] Bake `a{i}.py`\n", size),
    "tasks with one number": lambda size: repeat("- [ ] T001 (depends on T001, T002)\n", size),
    "phases": lambda size: repeat("## Phase {i}: Bake\n\n- [ ] T{i} x\n", size),
    "stories": lambda size: repeat("## Phase {i}: User Story {i}\n\n- [ ] T{i} [US{i}] x\n", size),
    "statements": lambda size: STATED + repeat("- Phase {i} depends on Phase 1, Phase 2\n", size),
    "statements of stories": lambda size: (
        repeat("## Phase {i}: User Story {i}\n\n- [ ] T{i} x\n", size // 2)
        + "\n## Dependencies\n\n"
        + repeat("- US{i} depends on all user stories\n", size // 2)
    ),
    "one long statement": lambda size: (
        STATED + "- " + "Phase 2 depends on Phase 1, " * (size // 28)
    ),
    "chains": lambda size: STATED + repeat("- A → B → A → B → A → B\n", size),
    "an arrow after another": lambda size: STATED + "- " + "A → " * (size // 4),
    "parentheses": lambda size: STATED + "- A depends on " + "(" * size,
    "tags": lambda size: f"- [ ] T001 {'[US1] ' * (size // 6)}\n",
    "paths": lambda size: f"- [ ] T001 {'a/' * (size // 2)}\n",
    "dots": lambda size: f"- [ ] T001 {'a.' * (size // 2)}\n",
    "ticks": lambda size: f"- [ ] T001 {'`a` ' * (size // 4)}\n",
    "requirements": lambda size: f"- [ ] T001 {'FR-001–FR-200 ' * (size // 14)}\n",
    "ids": lambda size: STATED + f"- {'T0001–T9999 ' * (size // 12)} depend on T001\n",
    "criteria": lambda size: "- [ ] T001 a\n" + repeat("    - [ ] x{i}\n", size),
    "questions": lambda size: "[NEEDS CLARIFICATION: a] " * (size // 25),
    "scenarios": lambda size: "### User Story 1 - A\n\n" + repeat("1. **Given** {i}\n", size),
}


@pytest.mark.parametrize("kind", ["tasks", "spec"])
@pytest.mark.parametrize("name", LONG_TEXTS)
def test_reading_takes_linear_time(name: str, kind: str) -> None:
    """Four times the text takes four times as long, and not sixteen times; so does its audit."""
    marker = f"---\nspeckit: {kind}\n---\n"
    texts = [marker + LONG_TEXTS[name](size) for size in (10_000, 40_000)]
    small, large = (best_time(partial(read_and_audit, text, f"{kind}.md")) for text in texts)
    assert large < 9 * small + 0.1

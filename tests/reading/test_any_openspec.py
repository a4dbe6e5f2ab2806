"""Reading a document of OpenSpec never raises, and takes time in line with its length."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.promises import findings_of, hold_export, hold_figures, hold_places
from mkdocs_speckit.reading import read
from tests.reading.timing import best_time, read_and_audit, repeat

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_speckit.model.plan import Plan

FRAGMENTS = st.sampled_from(
    """\
## 1. Oven
## Phase 2: Rolls
### Bricks
# Tasks
## Dependencies
## Open Questions
## ADDED Requirements
## REMOVED Requirements
## RENAMED Requirements
## Requirements
### Requirement: Warm `rolls`
#### Scenario: Morning
- `### Requirement: Bread`
- FROM: `### Requirement: Bread`
- TO: Loaves
- [x] 1.1 Build it in `oven/stone.py`
- [ ] 1.2 Light it
  - [~] **2.1** Bake
- [x]（全角） T001
1. [ ] W1 Sell
- Section 2 depends on Section 1, all previous tasks
- Tasks 1.1-2.1 block 2.x (task 1.1) → 1
- None
TBD - created by archiving change a. Update Purpose after archive.
<!-- Task description -->
<!--
-->
```
---
> - [ ] a
| a |
|---|
!!! note
""".splitlines()
) | st.sampled_from(["\t- [ ] d", "\ufeff", "\x00", "\udcff", "    - [x] e"])

PATHS = st.sampled_from(
    [f"openspec/changes/a/{name}.md" for name in ("tasks", "proposal", "design", "specs/b/spec")]
    + ["openspec/specs/b/spec.md", "openspec/changes/archive/2026-03-02-a/tasks.md"]
)


@given(
    st.lists(FRAGMENTS | st.text(max_size=20), max_size=30),
    PATHS,
    st.sampled_from(["\n", "\r\n", "\r"]),
)
@settings(max_examples=300)
def test_any_text_is_readable(lines: list[str], path: str, line_end: str) -> None:
    text = line_end.join(lines)
    plan = read(text, path)
    assert plan is not None
    assert plan == read(text, path)
    assert plan.format == "openspec" or "speckit" in text
    findings = findings_of(plan)
    hold_places((plan, findings), text)
    hold_figures(plan)
    hold_export(plan, findings)
    hold_tasks(plan)


def hold_tasks(plan: Plan) -> None:
    """Each task is counted once, and what phases have is what their tasks have."""
    assert plan.completion.total == len(plan.tasks)
    assert plan.completion.done == sum(task.is_done for task in plan.tasks)
    for number, phase in enumerate(plan.phases):
        inside = [task for task in plan.tasks if task.phase == number]
        assert inside
        assert phase.completion.total == len(inside)
        assert phase.completion.done == sum(task.is_done for task in inside)


LONG_TEXTS: dict[str, Callable[[int], str]] = {
    "tasks": lambda size: repeat("- [ ] 1.{i} Bake `a{i}.py`\n", size),
    "phases": lambda size: repeat("## {i}. Bake\n\n- [ ] {i}.1 x\n", size),
    "statements": lambda size: (
        repeat("## {i}. Bake\n\n- [ ] {i}.1 x\n", size // 2)
        + "\n## Dependencies\n\n"
        + repeat("- Section {i} depends on all previous sections\n", size // 2)
    ),
    "nested boxes": lambda size: "".join(
        f"{'  ' * (i % 100)}- [ ] x\n" for i in range(size // 107)
    ),
    "spaces before a box": lambda size: " " * size + "- [ ] x\n",
    "signs of lists": lambda size: "- " * (size // 2),
    "codes": lambda size: repeat("- [ ] A{i} x\n", size),
    "requirements": lambda size: "## ADDED Requirements\n\n" + repeat("### Requirement: A\n", size),
    "scenarios": lambda size: (
        "## Requirements\n\n### Requirement: A\n\n" + repeat("#### Scenario: {i}\n", size)
    ),
    "a long name": lambda size: f"## Requirements\n\n### Requirement: {'a ' * (size // 2)}\n",
    "spaces in a name": lambda size: f"## Requirements\n\n### Requirement: a{' ' * size}b\n",
    "renaming": lambda size: "## RENAMED Requirements\n\n" + repeat("- FROM: a\n- TO: b\n", size),
    "questions": lambda size: "## Open Questions\n\n" + repeat("- a?\n", size),
    "headings of questions": lambda size: repeat("## Open Questions\n\n- a?\n\n", size),
    "comments": lambda size: repeat("<!-- Task description -->\n", size),
    "open comments": lambda size: "<!--\n" * (size // 5),
    "purposes": lambda size: "TBD - created by archiving change " * (size // 34),
}


@pytest.mark.parametrize("path", ["openspec/changes/a/tasks.md", "openspec/specs/a/spec.md"])
@pytest.mark.parametrize("name", LONG_TEXTS)
def test_reading_takes_linear_time(name: str, path: str) -> None:
    """Four times the text takes four times as long, and not sixteen times; so does its audit."""
    texts = [LONG_TEXTS[name](size) for size in (10_000, 40_000)]
    small, large = (best_time(partial(read_and_audit, text, path)) for text in texts)
    assert large < 9 * small + 0.1

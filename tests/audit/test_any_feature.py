"""An audit of the documents of a Spec Kit feature never fails, and takes linear time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.promises import ALL_RULES, hold_places
from mkdocs_speckit import read
from mkdocs_speckit.audit import INTERNAL_ERROR, audit_plans
from tests.reading.test_any_task_list import FRAGMENTS, repeat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_speckit.audit import Finding
    from mkdocs_speckit.model.plan import Plan

AUDITED = st.sampled_from(
    """\
## Phase 3: User Story 2 - 菓子 (Priority: P3)
## User Stories
### User Story 2 - 菓子 (Priority: P2)
- [ ] T002 [P] [US1] Bake in `src/oven.py` (after T002)
- [ ] T003 [P] [US7] Sell in `src/oven.py`, FR-001–FR-009
- [x] T001–T999999 漢字 (depends on T001–T999)
- [ ] T001 SC-044 without [P], in README.md
- **Total**: 99 tasks
| **Total tasks** | 漢字 12 |
- **NFR-001**: 漢字
- **FR-001a**: [NEEDS CLARIFICATION: 漢字?]
- [x] No [NEEDS CLARIFICATION] markers remain
- [x] T003 Sell
**Oven**: NEEDS CLARIFICATION\
""".splitlines()
)
LINES = st.lists(FRAGMENTS | AUDITED | st.text(max_size=10), max_size=20)


def audit(texts: Mapping[str, str]) -> list[tuple[Plan, tuple[Finding, ...]]]:
    """Audit documents together, whose kinds are their files' names."""
    files = {f"001-a/{kind}.md": f"---\nspeckit: {kind}\n---\n{texts[kind]}" for kind in texts}
    plans = [plan for path, text in files.items() if (plan := read(text, path))]
    audited = audit_plans(plans, ALL_RULES, files=files)
    assert len(audited) == len(texts)
    for plan, found in audited:
        assert INTERNAL_ERROR not in {finding.rule for finding in found}, found
        hold_places(found, files[plan.path])
    return audited


@given(LINES, LINES, LINES, LINES)
@settings(max_examples=200)
def test_an_audit_of_a_feature_never_fails(
    spec: list[str], plan: list[str], tasks: list[str], checklist: list[str]
) -> None:
    lines = {"spec": spec, "plan": plan, "tasks": tasks, "checklist": checklist}
    texts = {kind: "\n".join(written) for kind, written in lines.items()}
    assert audit(texts) == audit(texts)


FEATURES: dict[str, tuple[str, str]] = {
    "stories": (
        "### User Story {i} - Bread (Priority: P1)\n\n",
        "## Phase {i}: US1{i} (P2)\n\n- [ ] T{i} [US2{i}] x\n- [x] T{i} x\n",
    ),
    "requirements": ("- **FR-{i}**: x\n- **FR-{i}**: y\n", "- [ ] T{i} x FR-{i}, FR-9, SC-{i}\n"),
    "one file": ("- **FR-{i}**: x\n", "- [ ] T{i} [P] Bake in a/b.py (after T0001)\n"),
    "many files": ("- **FR-{i}**: x\n", "- [ ] T{i} [P] a{i}.py a/b{i}.py a/b1.py a/c{i}.py\n"),
    "one number": ("- **FR-1**: x\n", "- [x] T001 x (depends on T001, T002)\n- [ ] T002 x\n"),
    "no such task": ("- **FR-1**: x\n", "- [ ] T{i} x (depends on T{i}a, T{i}b)\n"),
    "ranges": (
        "- **FR-1**: x\n",
        "- [ ] T0001–T0199 [P] Bake all the breads in a/b.py (after T{i})\n",
    ),
    "totals": ("- **FR-1**: x\n", "- [ ] T{i} x\n\n**Total tasks**: {i}\n\n"),
}
"""Lines of a specification and of a task list that grow with their number."""


def _seconds(name: str, size: int) -> float:
    """The processor time that an audit takes, at best of three."""
    spec, tasks = (repeat(line, size) for line in FEATURES[name])
    taken = []
    for _ in range(3):
        start = time.process_time()
        audit({"spec": f"## User Stories\n\n{spec}", "tasks": tasks})
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("name", FEATURES)
def test_an_audit_of_a_feature_takes_linear_time(name: str) -> None:
    """Four times the text takes four times as long, and not sixteen times."""
    assert _seconds(name, 40_000) < 9 * _seconds(name, 10_000) + 0.1


def test_a_chain_of_tasks_that_name_one_file_takes_linear_time() -> None:
    def seconds(number: int) -> float:
        lines = [f"- [ ] T{i} [P] a/b.py (after T{i - 1})\n" for i in range(1000, 1000 + number)]
        start = time.process_time()
        [(_, found)] = audit({"tasks": "".join(lines)})
        assert not [finding for finding in found if finding.rule == "parallel-same-file"]
        return time.process_time() - start

    assert seconds(4_000) < 9 * seconds(1_000) + 0.1

"""Which pages are documents of GitHub Spec Kit, and what its specifications say (S1 and S5)."""

from __future__ import annotations

import pytest

from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.settings import Settings
from mkdocs_speckit.reading import read

TASKS = "# Tasks: Bakery\n\n- [ ] T001 a\n- [ ] T002 b\n- [x] T003 c\n"
SPEC = (
    "# Feature Specification: Bakery\n\n**Feature Branch**: `001-bakery`\n\n- **FR-001**: Bread\n"
)
PLAN = "# Implementation Plan: Bakery\n\n## Technical Context\n\nFlour.\n\n## Constitution Check\n"
CHECKLIST = "# Specification Quality Checklist: Bakery\n\n- [ ] CHK001 Is it brown?\n"

CERTAIN = [
    ("specs/001-bakery/tasks.md", TASKS, "tasks"),
    ("docs/bakery.md", TASKS, "tasks"),
    ("specs/001-bakery/tasks.md", TASKS.replace("Tasks: Bakery", "Aufgaben"), "tasks"),
    ("specs/001-bakery/spec.md", SPEC, "spec"),
    ("docs/bakery.md", SPEC, "spec"),
    (
        "specs/001-bakery/spec.md",
        "# Pan\n\n## User Scenarios & Testing\n\n- SC-001: Warm\n",
        "spec",
    ),
    (
        "specs/001-bakery/spec.md",
        "# Pan\n\n- FR-001 a\n\n| Id | x |\n|-|-|\n| SC-001 | b |\n",
        "spec",
    ),
    ("specs/001-bakery/plan.md", PLAN, "plan"),
    ("docs/bakery.md", PLAN, "plan"),
    (
        "specs/001-bakery/plan.md",
        "# Plan\n\n**Branch**: `1` | **Date**: 2026-01-01 | **Spec**: [s](spec.md)\n\n"
        "## Complexity Tracking\n",
        "plan",
    ),
    ("specs/001-bakery/checklists/bread.md", CHECKLIST, "checklist"),
    (
        "specs/001-bakery/checklists/bread.md",
        "# Pan\n\n- [ ] CHK001 a\n- [ ] CHK002 b\n- [x] CHK003 c\n",
        "checklist",
    ),
    ("notes.md", "---\nspeckit: tasks\n---\n# Notes\n\n- [ ] T001 a\n", "tasks"),
    ("templates/spec.md", "---\nspeckit: spec\n---\n# Notes\n", "spec"),
]


@pytest.mark.parametrize(("path", "text", "kind"), CERTAIN)
def test_certain_documents(path: str, text: str, kind: str) -> None:
    plan = read(text, path)
    assert plan is not None
    assert (plan.format, plan.kind, plan.level) == ("spec-kit", kind, None)
    assert plan.is_certain


BESIDE = [
    ("tasks.md", "# Aufgaben\n\n- [ ] T001 a\n"),
    ("spec.md", "# Especificación\n\n- **FR-001**: Pan\n"),
    ("plan.md", "# Plano\n\nFarinha.\n"),
    ("checklists/pan.md", "# Lista\n\n- [ ] Pan\n"),
]


@pytest.mark.parametrize(("file", "text"), BESIDE)
def test_documents_that_are_known_beside_others(file: str, text: str) -> None:
    plan = read(text, f"specs/001-bakery/{file}")
    assert plan is not None
    assert not plan.is_certain
    assert join_documents([plan]) == []
    other = ("plan.md", PLAN) if file != "plan.md" else ("spec.md", SPEC)
    company = read(other[1], f"specs/001-bakery/{other[0]}")
    assert company is not None
    joined = join_documents([plan, company])
    assert {one.path for one in joined} == {plan.path, company.path}


NOT_RECOGNISED = [
    ("tasks.md", "# Tasks\n\nNothing yet.\n"),
    ("docs/tasks.md", "# Tasks\n\n- [ ] Wash\n- [ ] T-shirts\n- [ ] T1 x\n"),
    ("docs/bakery.md", "# Tasks\n\n- [ ] T001 a\n"),
    ("docs/bakery.md", "# Feature Specification: x\n\nWords.\n"),
    ("docs/spec.md", "# Specification\n\nWords.\n"),
    ("docs/bakery.md", "# Implementation Plan\n\n## Technical Context\n"),
    ("docs/checklists/index.md", "# Checklists\n\n- one\n"),
    (".specify/templates/tasks.md", TASKS),
    ("templates/spec.md", SPEC),
    ("openspec/changes/a/tasks.md", TASKS),
    ("agents/plan.md", PLAN),
    ("docs/bakery.md", f"---\nspeckit: false\n---\n{SPEC}"),
    ("docs/bakery.md", f"---\nspeckit: false\n---\n<!-- SPECKIT_LEVEL: 2 -->\n{PLAN}"),
]


@pytest.mark.parametrize(("path", "text"), NOT_RECOGNISED)
def test_other_pages(path: str, text: str) -> None:
    assert read(text, path, Settings(formats=("level", "spec-kit"))) is None


def test_a_level_marker_wins() -> None:
    plan = read(f"<!-- SPECKIT_LEVEL: 2 -->\n{TASKS}", "specs/001-bakery/tasks.md")
    assert plan is not None
    assert (plan.format, plan.known_level, plan.tasks) == ("level", "2", ())


def test_formats_that_a_project_does_not_have() -> None:
    assert read(TASKS, "tasks.md", Settings(formats=("level",))) is None
    assert read(TASKS, "tasks.md", Settings(formats=("level", "spec-kit"))) is not None


def test_stories_and_their_scenarios() -> None:
    plan = read(
        SPEC
        + """
### User Story 1 - Bake bread (Priority: P1) 🎯 MVP

**Acceptance Scenarios**:

1. **Given** flour, **When** baked, **Then** bread
2. **Given** bread
   - with a crust

### User Story 2 — Sell (Priority: P2)

#### Acceptance Scenarios

1. **Given** bread

### US3: Deliver

- a bicycle

### Historia de Usuario 4 - Pan (Prioridad: P3)

### ユーザーストーリー5：パン（優先度：P1）
""",
        "spec.md",
    )
    assert plan is not None
    assert [(s.id, s.title, s.priority, s.scenarios) for s in plan.stories] == [
        ("US1", "Bake bread", "P1", 2),
        ("US2", "Sell", "P2", 1),
        ("US3", "Deliver", None, 0),
        ("US4", "Pan", "P3", 0),
        ("US5", "パン", "P1", 0),
    ]


def test_requirements() -> None:
    plan = read(
        SPEC + "- FR-002: Buns\n- **NFR-001**: Fast\n- See FR-009\n\n"
        "| Id | Text |\n|----|------|\n| SC-001 | Warm |\n| Other | FR-008 |\n",
        "spec.md",
    )
    assert plan is not None
    assert [(one.id, one.text) for one in plan.requirements] == [
        ("FR-001", "Bread"),
        ("FR-002", "Buns"),
        ("NFR-001", "Fast"),
        ("SC-001", "Warm"),
    ]


def test_the_progress_of_a_feature_is_that_of_its_tasks() -> None:
    texts = {"spec.md": SPEC, "plan.md": PLAN, "tasks.md": TASKS, "checklists/a.md": CHECKLIST}
    plans = [read(text, f"specs/001-bakery/{name}") for name, text in texts.items()]
    joined = join_documents([plan for plan in plans if plan])
    assert {plan.folder for plan in joined} == {"specs/001-bakery"}
    progress = [plan.progress for plan in joined if plan.progress]
    assert {(one.completion.done, one.completion.total) for one in progress} == {(1, 3)}
    assert [one.next_item and one.next_item.text for one in progress] == ["T001 a"] * 4


def test_a_feature_without_tasks_has_no_progress() -> None:
    plans = [read(SPEC, "a/spec.md"), read(CHECKLIST.replace("[ ]", "[x]"), "a/checklists/b.md")]
    for plan in join_documents([plan for plan in plans if plan]):
        assert plan.progress is not None
        assert not plan.progress.completion.total

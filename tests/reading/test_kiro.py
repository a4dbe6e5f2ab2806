"""Which pages are documents of Kiro's specs, and what is exported of them (K1, K7, export)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.settings import Settings
from mkdocs_speckit.reading import read
from tests.conftest import exported

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan

REQUIREMENTS = "# Requirements\n\n### Requirement 1: Oven\n\n### Requirement 2: Bread\n"
TASKS = "# Plan\n\n- [ ] 1. Oven\n- [x] 1.1 Bricks\n- [x] 1.2 Clay\n"
CITING = "# Plan\n\n- [ ] 1.1 Oven\n- [x] 1.2 Bricks\n- [x] 1.3 Clay\n  - _Requirements: 1_\n"
FOLDER = ".kiro/specs/bakery"
ARCHIVE = "docs/archive/bakery"


def plan_of(text: str, path: str) -> Plan:
    plan = read(text, path)
    assert plan is not None
    return plan


CERTAIN = [
    (f"{FOLDER}/requirements.md", "# Nothing yet\n", "requirements"),
    (f"{FOLDER}/bugfix.md", "# Nothing yet\n", "bugfix"),
    (f"{FOLDER}/design.md", "# Nothing yet\n", "design"),
    (f"{FOLDER}/tasks.md", "# Nothing yet\n", "tasks"),
    ("site/.kiro/specs/done/2026/bakery/Tasks.md", "# Nothing yet\n", "tasks"),
    (f"{ARCHIVE}/requirements.md", REQUIREMENTS, "requirements"),
    (f"{ARCHIVE}/requirements.md", "## 要件 1: 窯\n\n## 要件2：パン\n", "requirements"),
    (f"{ARCHIVE}/requirements.md", "### 需求 1：炉\n\n### 需求 2\n", "requirements"),
    (f"{ARCHIVE}/requirements.md", "### 요구사항 1\n\n### 요구사항 2\n", "requirements"),
    (f"{ARCHIVE}/requirements.md", "### Требование 1: A\n\n### Требование 2\n", "requirements"),
    (f"{ARCHIVE}/tasks.md", TASKS, "tasks"),
    (f"{ARCHIVE}/tasks.md", CITING, "tasks"),
    ("tasks.md", TASKS, "tasks"),
]


@pytest.mark.parametrize(("path", "text", "kind"), CERTAIN)
def test_certain_documents(path: str, text: str, kind: str) -> None:
    plan = plan_of(text, path)
    assert (plan.format, plan.kind, plan.level, plan.is_certain) == ("kiro", kind, None, True)
    assert [one.path for one in join_documents([plan])] == [path]


BESIDE = [
    ("requirements.md", "# Anforderungen\n"),
    ("bugfix.md", "# Bugfix\n\n1.1 WHEN it burns\n"),
    ("design.md", "# Design\n"),
    ("tasks.md", "# Tasks\n\n- [ ] bake\n"),
]


@pytest.mark.parametrize(("file", "text"), BESIDE)
def test_documents_that_are_known_beside_others(file: str, text: str) -> None:
    plan = plan_of(text, f"{ARCHIVE}/{file}")
    assert not plan.is_certain
    assert join_documents([plan]) == []
    other = ("requirements.md", REQUIREMENTS) if file != "requirements.md" else ("tasks.md", TASKS)
    company = plan_of(other[1], f"{ARCHIVE}/{other[0]}")
    joined = join_documents([plan, company])
    assert {(one.path, one.format) for one in joined} == {
        (plan.path, "kiro"),
        (company.path, "kiro"),
    }


NOT_CERTAIN = [
    (f"{ARCHIVE}/requirements.md", "### Requirement 1\n\n### Other\n"),
    (f"{ARCHIVE}/requirements.md", "## Requirements 1\n\n## Requirements 2\n"),
    (f"{ARCHIVE}/requirements.md", "### 요구사항 1단계\n\n### 요구사항 2단계\n"),
    (f"{ARCHIVE}/tasks.md", "- [ ] 1. Oven\n- [ ] 2. Bread\n"),
    (f"{ARCHIVE}/tasks.md", "- [ ] 1.1 a\n- [ ] 1.2 b\n- [ ] 1.3 c\n"),
    (f"{ARCHIVE}/tasks.md", "- [ ] 3 loaves\n- [ ] 4 cakes\n- [ ] 5 pies\n"),
    (f"{ARCHIVE}/design.md", REQUIREMENTS),
    (".kiro/specs/tasks.md", "# Not in the folder of a spec\n"),
    (".kiro/steering/tasks.md", "# Notes\n"),
]


@pytest.mark.parametrize(("path", "text"), NOT_CERTAIN)
def test_documents_that_are_not_plans_alone(path: str, text: str) -> None:
    assert join_documents([plan_of(text, path)]) == []


def test_documents_beside_an_openspec_proposal_are_not_kiros() -> None:
    proposal = plan_of("## Why\n\nBread.\n\n## What Changes\n\n- Bake\n", "docs/a/proposal.md")
    beside = [
        plan_of(TASKS, "docs/a/tasks.md"),
        plan_of(REQUIREMENTS, "docs/a/requirements.md"),
        plan_of(REQUIREMENTS, "docs/b/requirements.md"),
    ]
    joined = join_documents([proposal, *beside])
    assert [(one.path, one.format) for one in joined] == [
        ("docs/a/proposal.md", "openspec"),
        ("docs/a/tasks.md", "openspec"),
        ("docs/b/requirements.md", "kiro"),
    ]


NOT_RECOGNISED = [
    (f"{ARCHIVE}/notes.md", TASKS),
    (f"{FOLDER}/research.md", TASKS),
    (".kiro/settings/templates/specs/tasks.md", TASKS),
    ("kit/settings/templates/specs/requirements.md", REQUIREMENTS),
    ("openspec/changes/bakery/tasks.md", TASKS),
    (f"{FOLDER}/tasks.md", f"---\nspeckit: false\n---\n{TASKS}"),
]


@pytest.mark.parametrize(("path", "text"), NOT_RECOGNISED)
def test_other_pages(path: str, text: str) -> None:
    plan = read(text, path)
    assert plan is None or plan.format != "kiro"


def test_a_level_marker_wins() -> None:
    plan = plan_of(f"<!-- SPECKIT_LEVEL: 2 -->\n{TASKS}", f"{FOLDER}/tasks.md")
    assert (plan.format, plan.otherwise) == ("level", None)


def test_formats_that_a_project_does_not_have() -> None:
    assert read(TASKS, f"{FOLDER}/tasks.md", Settings(formats=("level", "spec-kit"))) is None
    assert read(TASKS, f"{FOLDER}/tasks.md", Settings(formats=("kiro",))) is not None


def test_the_documents_beside_a_document_say_whose_it_is() -> None:
    one_task = "# Tasks\n\n- [ ] T001 Bake\n"
    of_kiro = plan_of(one_task, "kiro/tasks.md"), plan_of(REQUIREMENTS, "kiro/requirements.md")
    signs = "# Feature Specification\n\n**Feature Branch**: `1`\n\n- **FR-001**: Bread\n"
    of_kit = plan_of(one_task, "kit/tasks.md"), plan_of(signs, "kit/spec.md")
    alone = plan_of(one_task, "alone/tasks.md")
    joined = join_documents([*of_kiro, *of_kit, alone])
    assert {(one.path, one.format) for one in joined} == {
        ("kiro/requirements.md", "kiro"),
        ("kiro/tasks.md", "kiro"),
        ("kit/spec.md", "spec-kit"),
        ("kit/tasks.md", "spec-kit"),
    }


def test_a_text_that_is_certain_wins_over_one_that_is_not() -> None:
    plan = plan_of("- [ ] T001 x\n" + TASKS, f"{ARCHIVE}/tasks.md")
    assert (plan.format, plan.is_certain) == ("kiro", True)
    assert plan.otherwise is not None
    assert plan.otherwise.format == "spec-kit"


def test_the_progress_of_a_spec_is_that_of_its_tasks() -> None:
    boxes = "# Requirements\n\n- [x] the oven is hot\n"
    tasks = plan_of(TASKS, f"{FOLDER}/tasks.md")
    requirements = plan_of(boxes, f"{FOLDER}/requirements.md")
    for plan in join_documents([tasks, requirements]):
        assert plan.progress is not None
        assert (plan.progress.completion.done, plan.progress.completion.total) == (2, 2)
    (alone,) = join_documents([requirements])
    assert alone.progress is not None
    assert alone.progress.completion.total == 0


WHOLE = [
    ("NEEDS CLARIFICATION", ["NEEDS CLARIFICATION"], []),
    ("- Heating: NEEDS CLARIFICATION (gas or wood)", ["NEEDS CLARIFICATION (gas or wood)"], []),
    ("- **Heating**: [NEEDS CLARIFICATION: gas?]", ["[NEEDS CLARIFICATION: gas?]"], []),
    ("| Heating | NEEDS CLARIFICATION |", ["NEEDS CLARIFICATION"], []),
    ("{{PROJECT_DESCRIPTION}}", [], ["{{PROJECT_DESCRIPTION}}"]),
    ("- [ ] {{NUMBER}}. {{TASK}}{{MARK}}", [], ["{{NUMBER}}", "{{TASK}}", "{{MARK}}"]),
    ("- _Requirements: {{IDS}}_", [], ["{{IDS}}"]),
    ("- Owner: [TBD]", [], ["[TBD]"]),
    ("[TBD].", [], ["[TBD]"]),
    # Mentions.
    ("- The tool SHALL mark what NEEDS CLARIFICATION", [], []),
    ("- No [NEEDS CLARIFICATION] markers remain", [], []),
    ("- The page SHALL show {{ user.name }}", [], []),
    ("{{ user.name }}", [], []),
    ("- `{{NUMBER}}` is a number", [], []),
    ("- Write {{NUMBER}} here", [], []),
    ("- [TBD] means “to be decided”", [], []),
    ("- Owner: TBD", [], []),
    ("- [NAME]: [e.g., a baker]", [], []),
    ("- ~~[TBD]~~", [], []),
    ("- [TBD](https://example.org)", [], []),
]


@pytest.mark.parametrize(("line", "questions", "placeholders"), WHOLE)
def test_questions_and_placeholders(
    line: str, questions: list[str], placeholders: list[str]
) -> None:
    table = "\n\n| a | b |\n|---|---|\n" if line.startswith("|") else "\n\n"
    plan = plan_of(f"# Requirements{table}{line}\n", f"{FOLDER}/requirements.md")
    assert [one.text for one in plan.questions] == questions
    assert [one.text for one in plan.placeholders] == placeholders


def test_the_export_of_tasks() -> None:
    text = """
## Phase 1: Ground

- [-] 1. Oven
  - [x] 1.1 (P) Bricks in `src/oven.py`
    - _Requirements: 1.1, All walls_
    - _Depends: 2_
  - [ ]* 1.2 Paint
- [~] 2. ~~Sell~~
- [ ] 3. Eat
  - [ ] a step
  - _Requirements: All_

## Dependencies

- Task 3 depends on Task 1
"""
    (data,) = exported(plan_of(text, f"{FOLDER}/tasks.md"))["plans"]
    assert (data["format"], data["kind"], "level" in data) == ("kiro", "tasks", False)
    assert data["tasks"][1] == {
        "id": "1.1",
        "line": 5,
        "text": "Bricks in src/oven.py",
        "done": True,
        "cancelled": False,
        "state": "done",
        "optional": False,
        "parallel": True,
        "phase": "1",
        "parent": "1",
        "files": ["src/oven.py"],
        "after": ["2"],
        "requirements": ["1.1"],
        "requirements_in_words": ["All walls"],
    }
    states = [(task["id"], task["state"], task["optional"]) for task in data["tasks"]]
    assert states == [
        ("1", "in-progress", False),
        ("1.1", "done", False),
        ("1.2", "open", True),
        ("2", "withdrawn", False),
        ("3", "open", False),
    ]
    assert data["tasks"][4]["requirements"] == ["*"]
    assert data["tasks"][4]["after"] == ["1"]
    assert (data["completion"], data["optional"], data["criteria"]) == (
        {"done": 1, "total": 2},
        {"done": 0, "total": 1},
        {"done": 0, "total": 1},
    )
    assert data["phases"][0] == {
        "title": "Ground",
        "line": 2,
        "done": 1,
        "total": 2,
        "label": "1",
        "optional": {"done": 0, "total": 1},
    }
    assert [phase["label"] for phase in data["phases"]] == ["1", "1", "2", "3"]


def test_the_export_of_requirements() -> None:
    text = "### Requirement 1: Oven\n\n1. a\n2. b\n\n### Requirement 2\n\nOwner: [TBD]\n"
    (data,) = exported(plan_of(text, f"{FOLDER}/requirements.md"))["plans"]
    assert data["requirements"] == [
        {"id": "1", "line": 1, "criteria": ["1.1", "1.2"]},
        {"id": "2", "line": 6, "criteria": []},
    ]
    assert data["placeholders"] == [{"line": 8, "column": 8, "text": "[TBD]"}]
    assert data["questions"] == []
    assert "tasks" not in data


def test_a_task_without_a_number_has_no_id() -> None:
    (data,) = exported(plan_of("- [ ] bake\n", f"{FOLDER}/tasks.md"))["plans"]
    assert "id" not in data["tasks"][0]

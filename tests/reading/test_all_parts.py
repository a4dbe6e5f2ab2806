"""A document that has everything: which parts of a plan each format makes of each kind."""

from __future__ import annotations

import pytest

from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.model.plan import Plan
from mkdocs_speckit.reading import read
from tests import openspec, spec_kit
from tests.builds import test_kiro_pages as kiro

ALWAYS = {"path", "title", "kind", "outline"}

FAULTS = """
## Faults

<!-- speckit: ignore unrendered-list -->

Before a list
- [ ] T090 What [NEEDS CLARIFICATION: which one?] does

| An | empty table |
|----|-------------|

A bad character: \udc80
"""
COMMON = {"ignores", "unrendered_lists", "table_faults", "undecodable", "checklists", "items"}
"""What is read of `FAULTS` in every format."""

TASKS = (
    spec_kit.TASKS.replace("# Tasks: Albums\n", "# Tasks: Albums\n\n**Total Tasks**: 9\n")
    + """
- [ ] Look at it

## Dependencies & Execution Order

- **User Story 1**: Depends on Setup
- T003 depends on T077
"""
)


def read_parts(text: str, path: str) -> tuple[Plan, set[str]]:
    """The plan, and the parts of it that are not what an empty one has."""
    plan = read(text, path)
    assert plan is not None
    empty = Plan(path="", title="", kind="")
    names = Plan.__struct_fields__
    return plan, {name for name in names if getattr(plan, name) != getattr(empty, name)} - ALWAYS


@pytest.mark.parametrize(
    ("name", "text", "parts"),
    [
        (
            "tasks.md",
            TASKS,
            {"tasks", "phases", "criteria", "graphs", "named_tasks", "stated_totals"}
            | {"named_requirements"},
        ),
        ("spec.md", spec_kit.SPEC, {"stories", "requirements", "named_requirements"}),
        ("plan.md", spec_kit.PLAN, set()),
        ("checklists/ux.md", spec_kit.CHECKLIST, set()),
    ],
)
def test_parts_that_the_spec_kit_format_reads(name: str, text: str, parts: set[str]) -> None:
    plan, found = read_parts(text + FAULTS, f"specs/001-albums/{name}")
    gates = {"gates"} if name == "plan.md" else set()
    slots = (
        {"questions"} if name in {"spec.md", "tasks.md", "plan.md", "checklists/ux.md"} else set()
    )
    assert found - gates == {"format", *COMMON, *parts, *slots}
    assert (plan.format, plan.path) == ("spec-kit", f"specs/001-albums/{name}")
    assert plan.title == plan.outline[0].text
    assert plan.is_certain


def test_what_the_spec_kit_format_reads_of_tasks() -> None:
    plan, _ = read_parts(TASKS, "specs/001-albums/tasks.md")
    assert [task.id for task in plan.tasks] == ["T001", "T002", "T003"]
    assert [phase.title for phase in plan.phases] == [
        "Setup",
        "User Story 1 - Make an album",
    ]
    assert [item.state for item in plan.items] == ["done", "open", "open"]
    assert sum((c.completion for c in plan.checklists), Completion()) == Completion(1, 3)
    assert plan.criteria == Completion(0, 1)
    assert {reference.id for reference in plan.named_tasks} >= {"T077", "T003"}
    assert [total.number for total in plan.stated_totals] == [9]
    assert plan.named_requirements == {"FR-001", "FR-002"}
    (graph,) = plan.graphs
    assert graph.edges


@pytest.mark.parametrize(
    ("name", "text", "parts"),
    [
        ("proposal.md", openspec.PROPOSAL, {"change"}),
        ("design.md", openspec.DESIGN, {"change", "questions"}),
        ("tasks.md", openspec.TASKS, {"change", "tasks", "phases", "graphs"}),
        (
            "specs/counter/spec.md",
            openspec.DELTA,
            {"change", "capability", "requirements", "renamed"},
        ),
    ],
)
def test_parts_that_the_openspec_format_reads(name: str, text: str, parts: set[str]) -> None:
    faults = FAULTS.replace("T090 ", "9.9 ")
    plan, found = read_parts(f"# A title\n\n{text}{faults}", f"{openspec.FOLDER}/{name}")
    boxes = {"checklists", "items"}
    assert found - boxes - {"questions"} == {"format", *COMMON, *parts} - boxes - {"questions"}
    assert (boxes <= found) == (name == "tasks.md")
    assert plan.format == "openspec"
    assert plan.title
    assert plan.outline[0].text == "A title"


def test_what_the_openspec_format_reads_of_tasks() -> None:
    plan, _ = read_parts(openspec.TASKS, f"{openspec.FOLDER}/tasks.md")
    assert [task.id for task in plan.tasks] == ["1.1", "1.2", "2.1"]
    assert [phase.title for phase in plan.phases] == ["Oven", "Rolls"]
    assert [item.state for item in plan.items] == ["done", "open", "open"]
    assert sum((c.completion for c in plan.checklists), Completion()) == Completion(1, 3)
    (graph,) = plan.graphs
    assert graph.edges == ((0, 1),)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("requirements.md", {"requirements"}),
        ("design.md", set()),
        ("tasks.md", {"tasks", "phases", "criteria", "optional"}),
    ],
)
def test_parts_that_the_kiro_format_reads(name: str, parts: set[str]) -> None:
    path = f".kiro/specs/bread/{name}"
    text = kiro.spec(folder=".kiro/specs/bread")[path] + FAULTS.replace("T090 ", "9. ")
    plan, found = read_parts(text, path)
    boxes = {"checklists", "items"}
    assert found - boxes - {"questions"} == {"format", *COMMON, *parts} - boxes
    assert plan.format == "kiro"
    assert plan.title
    assert plan.outline[0].level == 1

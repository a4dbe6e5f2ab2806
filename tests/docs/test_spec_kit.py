"""The page on GitHub Spec Kit says what is read, and its feature has no faults."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.reading import read
from tests.docs.blocks import DOCS
from tests.headers import read_overview

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan
    from tests.docs.conftest import Documentation

PAGE = (DOCS / "spec-kit.md").read_text("utf-8")
FEATURE = DOCS / "spec-kit" / "001-bread-for-tomorrow"

PHASES = ["Phase 1: Setup", "Phase 2: Core", "Phase 3: User Story 1", "Phase 4: User Story 2"]
LIST = "# Tasks: A\n\n" + "\n".join(
    f"## {phase}\n\n- [ ] T00{number} Do it\n"
    for number, phase in enumerate([*PHASES, "Phase 5: Polish"], 1)
)


def rows(header: str, after: str) -> list[tuple[str, ...]]:
    """The cells of the first table with this header after a text, without the marks of code."""
    table = PAGE.partition(after)[2].partition(f"\n| {header} |\n")[2].partition("\n\n")[0]
    found = [re.findall(r"(?<=\| ).*?(?= \|)", row) for row in table.splitlines()[1:]]
    assert found, header
    return [tuple(cell.strip("`") for cell in row) for row in found]


def tasks_of(text: str) -> Plan:
    plan = read(text, "specs/001-a/tasks.md")
    assert plan is not None
    return plan


@pytest.mark.parametrize(
    ("written", "number", "is_parallel", "story"),
    rows("Written | Task | Parallel | Story", "## S2. Tasks"),
)
def test_a_task_is_read_as_it_is_said(
    written: str, number: str, is_parallel: str, story: str
) -> None:
    *_, task = tasks_of(f"{LIST}{written}\n").tasks
    assert (task.id, task.is_parallel, task.story or "none") == (
        number,
        is_parallel == "yes",
        story,
    )
    assert task.is_counted != written.startswith("- [~]")


@pytest.mark.parametrize(("written", "edges"), rows("Written | Read as", "## S4. Dependencies"))
def test_a_statement_joins_the_phases_that_are_said(written: str, edges: str) -> None:
    plan = tasks_of(f"{LIST}\n## Dependencies\n\n- {written}\n")
    found = [
        f"{before + 1} → {after + 1}" for graph in plan.graphs for before, after in graph.edges
    ]
    assert (", ".join(sorted(found)) or "nothing") == edges


@pytest.mark.parametrize(("written", "edges"), rows("Written | Read as", "Between tasks:"))
def test_a_statement_joins_the_tasks_that_are_said(written: str, edges: str) -> None:
    plan = tasks_of(f"{LIST}\n## Dependencies\n\n- {written}\n")
    found = [f"{before} → {task.id}" for task in plan.tasks for before in task.after]
    assert (", ".join(found) or "nothing") == edges


@pytest.mark.parametrize("section", range(1, 8))
def test_sections_that_the_code_cites_are_there(section: int) -> None:
    assert len(re.findall(rf"^## S{section}\. ", PAGE, re.MULTILINE)) == 1


def test_the_feature_has_no_faults() -> None:
    paths = {path: path.relative_to(DOCS).as_posix() for path in sorted(FEATURE.rglob("*.md"))}
    plans = [plan for path, name in paths.items() if (plan := read(path.read_text("utf-8"), name))]
    assert len(plans) == len(paths)
    assert {plan.format for plan in plans} == {"spec-kit"}
    assert [found for _, found in audit_plans(plans, files=paths.values()) if found] == []


def test_the_page_shows_it_live(documentation: Documentation) -> None:
    page = documentation.page("spec-kit")
    (row,) = read_overview(page).rows
    assert row[0] == "Bread for tomorrow"
    assert row[3].startswith("5 of 11")
    assert page.select_one(".live .live-page .speckit-header")
    for name in ("spec", "plan", "tasks", "checklists/requirements"):
        shown = documentation.page(f"spec-kit/001-bread-for-tomorrow/{name}")
        assert len(shown.select(".speckit-documents li")) == 4

"""The page on OpenSpec says what is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.reading import read
from tests.docs.blocks import DOCS

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan

PAGE = (DOCS / "openspec.md").read_text("utf-8")

LIST = "\n".join(
    f"## {section}. Section\n\n" + "".join(f"- [ ] {task} Do it\n" for task in tasks)
    for section, tasks in enumerate([["1.1", "1.2"], ["2.1", "2.2"], ["3.1"], ["4.1"]], 1)
)


def rows(header: str) -> list[tuple[str, ...]]:
    """The cells of the table with this header, without the marks of code."""
    table = PAGE.partition(f"\n| {header} |\n")[2].partition("\n\n")[0]
    found = [re.findall(r"(?<=\| ).*?(?= \|)", row) for row in table.splitlines()[1:]]
    assert found, header
    return [tuple(cell.strip("`") for cell in row) for row in found]


def plan_of(text: str, path: str = "openspec/changes/sell-rolls/tasks.md") -> Plan:
    plan = read(text, path)
    assert plan is not None
    return plan


@pytest.mark.parametrize(("path", "meaning"), rows("The file, in any folder `openspec/` | is"))
def test_a_file_is_what_is_said(path: str, meaning: str) -> None:
    plan = plan_of("# A\n", path)
    kinds = {"its design": "design", "its tasks": "tasks", "the tasks": "tasks"}
    kinds |= {"the proposal": "proposal", "the specification": "spec"}
    kinds |= {"that of": "spec", "what it changes": "spec"}
    (kind,) = (kind for words, kind in kinds.items() if meaning.startswith(words))
    assert plan.kind == kind
    named = set(re.findall(r"`([^`]+)`?", meaning + "`"))
    known = {plan.capability, plan.change.name if plan.change else None, None}
    assert {name for name in named if name.strip()} <= known
    assert plan.change is None or plan.change.is_archived == ("archived" in meaning)


@pytest.mark.parametrize(("written", "number", "state"), rows("Written | Number | State"))
def test_a_task_is_read_as_it_is_said(written: str, number: str, state: str) -> None:
    (task,) = plan_of(f"{written}\n").tasks
    assert (task.id or "none", task.state) == (number, state)


@pytest.mark.parametrize(("heading", "label", "title"), rows("Heading | Label | Title"))
def test_a_phase_is_read_as_it_is_said(heading: str, label: str, title: str) -> None:
    (phase,) = plan_of(f"{heading}\n\n- [ ] Do it\n").phases
    assert (phase.label or "none", phase.title) == (label, title)


@pytest.mark.parametrize(("written", "edges"), rows("Written | Read as"))
def test_a_statement_joins_what_is_said(written: str, edges: str) -> None:
    plan = plan_of(f"{LIST}\n## Dependencies\n\n- {written}\n")
    found = [(before + 1, after + 1) for graph in plan.graphs for before, after in graph.edges]
    joined = [f"{before} → {after}" for before, after in found]
    joined += [f"{before} → {task.id}" for task in plan.tasks for before in task.after]
    assert (", ".join(sorted(joined)) or "nothing") == edges


@pytest.mark.parametrize(("heading", "delta"), rows("Under the heading | A requirement is"))
def test_a_heading_means_what_is_said(heading: str, delta: str) -> None:
    plan = plan_of(f"{heading}\n\n### Requirement: A\n", "openspec/specs/a/spec.md")
    found = ", ".join(requirement.delta or "as it is" for requirement in plan.requirements)
    assert (found or "nothing") == delta


STATES = {
    "without tasks": "",
    "with open tasks": "- [x] a\n- [ ] b\n",
    "with all tasks ticked": "- [x] a\n",
    "in `changes/archive/": "- [ ] a\n",
}


@pytest.mark.parametrize(("change", "state"), rows("A change | is"))
def test_a_state_is_what_is_said(change: str, state: str) -> None:
    folder = "archive/sell-rolls" if "archive/" in change else "sell-rolls"
    plan = plan_of(STATES[change], f"openspec/changes/{folder}/tasks.md")
    (joined,) = join_documents([plan])
    assert joined.change is not None
    assert state.startswith(f"*{joined.change.state}*")


@pytest.mark.parametrize("section", range(1, 9))
def test_sections_that_the_code_cites_are_there(section: int) -> None:
    assert len(re.findall(rf"^## O{section}\. ", PAGE, re.MULTILINE)) == 1

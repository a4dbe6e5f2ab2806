"""Which pages are documents of OpenSpec, and what their places say (`docs/openspec.md`, O1)."""

from __future__ import annotations

import pytest

from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.settings import Settings
from mkdocs_speckit.model.tasks import ProposedChange
from mkdocs_speckit.reading import read
from tests.openspec import DELTA, DESIGN, PROPOSAL, SPEC, TASKS

NOTES = "# Notes\n\nNothing yet.\n"

IN_PROJECT = [
    ("openspec/changes/sell-rolls/proposal.md", "proposal"),
    ("openspec/changes/sell-rolls/design.md", "design"),
    ("openspec/changes/sell-rolls/tasks.md", "tasks"),
    ("openspec/changes/sell-rolls/specs/counter/spec.md", "spec"),
    ("openspec/changes/sell-rolls/specs/kitchen/oven/spec.md", "spec"),
    ("openspec/changes/archive/2026-03-02-sell-rolls/tasks.md", "tasks"),
    ("openspec/changes/archive/2026-03-02-sell-rolls/specs/counter/spec.md", "spec"),
    ("openspec/changes/shop/sell-rolls/tasks.md", "tasks"),
    ("openspec/specs/counter/spec.md", "spec"),
    ("openspec/specs/kitchen/oven/spec.md", "spec"),
    ("openspec/specs/testing/spec.md", "spec"),
    ("openspec/changes/sell-rolls/specs/templates/spec.md", "spec"),
    ("docs/shop/openspec/specs/counter/spec.md", "spec"),
    ("archive/openspec/specs/counter/spec.md", "spec"),
]


@pytest.mark.parametrize(("path", "kind"), IN_PROJECT)
def test_below_openspec_the_name_says_it_whatever_the_text(path: str, kind: str) -> None:
    plan = read(NOTES, path)
    assert plan is not None
    assert (plan.format, plan.kind, plan.level) == ("openspec", kind, None)
    assert plan.is_certain
    assert [one.path for one in join_documents([plan])] == [path]


COPIED = [
    ("docs/counter/spec.md", SPEC, "spec"),
    ("docs/counter/spec.md", DELTA, "spec"),
    ("docs/counter/spec.md", "## REMOVED Requirements\n\nAll.\n", "spec"),
    ("docs/rolls/specs/testing/spec.md", DELTA, "spec"),
    ("docs/rolls/tasks.md", TASKS, "tasks"),
    ("docs/rolls/proposal.md", PROPOSAL, "proposal"),
]


@pytest.mark.parametrize(("path", "text", "kind"), COPIED)
def test_a_copy_is_known_by_name_and_text(path: str, text: str, kind: str) -> None:
    plan = read(text, path)
    assert plan is not None
    assert (plan.format, plan.kind, plan.is_certain) == ("openspec", kind, True)


@pytest.mark.parametrize("company", ["proposal.md", "specs/counter/spec.md"])
@pytest.mark.parametrize("file", ["proposal.md", "design.md", "tasks.md"])
def test_beside_a_copy_that_is_known_a_name_is_enough(file: str, company: str) -> None:
    plan = read(NOTES, f"docs/rolls/{file}")
    assert plan is not None
    assert not plan.is_certain
    assert join_documents([plan]) == []
    if file != company:
        other = read(PROPOSAL if company == "proposal.md" else DELTA, f"docs/rolls/{company}")
        assert other is not None
        joined = join_documents([plan, other])
        assert {one.path for one in joined} == {plan.path, other.path}
        assert {one.folder for one in joined} == {"docs/rolls"}


NOT_READ = [
    # what only lies below openspec/
    ("openspec/AGENTS.md", TASKS),
    ("openspec/tasks.md", NOTES),
    ("openspec/changes/tasks.md", TASKS),
    ("openspec/changes/archive/tasks.md", TASKS),
    ("openspec/changes/sell-rolls/spec.md", DELTA),
    ("openspec/changes/sell-rolls/specs/counter/design.md", DESIGN),
    ("openspec/specs/counter/design.md", DESIGN),
    # templates and samples
    ("templates/openspec/specs/counter/spec.md", SPEC),
    ("schemas/x/openspec/changes/sell-rolls/tasks.md", TASKS),
    ("test-data/openspec/changes/sell-rolls/tasks.md", TASKS),
    ("skills/openspec/changes/sell-rolls/tasks.md", TASKS),
    ("Fixtures/openspec/changes/sell-rolls/tasks.md", TASKS),
    ("schemas/templates/tasks.md", TASKS),
    ("tests/specs/counter/spec.md", SPEC),
    # a copy without signs, or of another tool
    ("docs/counter/spec.md", SPEC.replace("#### Scenario", "#### Case")),
    ("docs/counter/spec.md", NOTES),
    ("docs/counter/requirements.md", SPEC),
    (".kiro/specs/rolls/tasks.md", TASKS),
    (".specify/specs/rolls/spec.md", DELTA),
    ("docs/rolls/tasks.md", f"---\nspeckit: false\n---\n{TASKS}"),
    ("", TASKS),
]


@pytest.mark.parametrize(("path", "text"), NOT_READ)
def test_other_pages(path: str, text: str) -> None:
    plan = read(text, path)
    assert plan is None or {one.format for one in join_documents([plan])} <= {"kiro"}


@pytest.mark.parametrize(
    "text",
    [
        TASKS.replace("## 1.", "## Part one:").replace("## 2.", "##"),
        TASKS.replace("1.1", "").replace("1.2", ""),
        f"{TASKS}\n_Requirements: 1.1_\n",
        f"{TASKS}\n_需求：1.1_\n",
    ],
)
def test_a_copied_task_list_with_fewer_signs_is_not_certain(text: str) -> None:
    plan = read(text, "docs/rolls/tasks.md")
    assert plan is not None
    assert (plan.format, plan.is_certain) != ("openspec", True)


def test_another_format_that_is_certain_wins() -> None:
    marked = read(f"<!-- SPECKIT_LEVEL: 2 -->\n{TASKS}", "openspec/changes/sell-rolls/tasks.md")
    assert marked is not None
    assert marked.format == "level"
    numbered = "# Tasks: Bakery\n\n- [ ] T001 a\n- [ ] T002 b\n- [x] T003 c\n"
    kit = read(numbered, "docs/rolls/tasks.md")
    assert kit is not None
    assert kit.format == "spec-kit"
    own = read(numbered, "openspec/changes/sell-rolls/tasks.md")
    assert own is not None
    assert own.format == "openspec"


def test_the_documents_beside_one_decide_its_format() -> None:
    tasks = read("# Tasks\n\n- [ ] T001 Bake\n", "docs/rolls/tasks.md")
    assert tasks is not None
    kit = read(
        "# Feature Specification: Rolls\n\n**Feature Branch**: `a`\n\n- FR-001 a\n",
        "docs/rolls/spec.md",
    )
    proposal = read(PROPOSAL, "docs/rolls/proposal.md")
    assert kit is not None
    assert proposal is not None
    for other in (kit, proposal):
        formats = {one.path: one.format for one in join_documents([tasks, other])}
        assert formats == {tasks.path: other.format, other.path: other.format}
    assert join_documents([tasks]) == []


def test_a_format_that_a_project_does_not_have() -> None:
    path = "openspec/changes/sell-rolls/tasks.md"
    assert read(TASKS, path, Settings(formats=("level", "spec-kit"))) is None
    assert read(TASKS, path, Settings(formats=("openspec",))) is not None


ROLLS = "openspec/changes/sell-rolls"
ARCHIVED = "openspec/changes/archive"

PLACES = {
    f"{ROLLS}/tasks.md": ProposedChange(ROLLS, "sell-rolls"),
    f"{ROLLS}/specs/kitchen/oven/spec.md": ProposedChange(ROLLS, "sell-rolls"),
    f"{ARCHIVED}/2026-03-02-sell-rolls/specs/counter/spec.md": ProposedChange(
        f"{ARCHIVED}/2026-03-02-sell-rolls", "sell-rolls", True, "2026-03-02"
    ),
    f"{ARCHIVED}/sell-rolls/tasks.md": ProposedChange(f"{ARCHIVED}/sell-rolls", "sell-rolls", True),
    f"{ARCHIVED}/2026-13-02-rolls/tasks.md": ProposedChange(
        f"{ARCHIVED}/2026-13-02-rolls", "2026-13-02-rolls", True
    ),
    "openspec/changes/2026-03-02-sell-rolls/tasks.md": ProposedChange(
        "openspec/changes/2026-03-02-sell-rolls", "2026-03-02-sell-rolls"
    ),
    "docs/archive/2026-03-02-sell-rolls/tasks.md": ProposedChange(
        "docs/archive/2026-03-02-sell-rolls", "sell-rolls", True, "2026-03-02"
    ),
    "tasks.md": ProposedChange(".", ""),
    "openspec/specs/counter/spec.md": None,
}  # fmt: skip


@pytest.mark.parametrize("path", PLACES)
def test_a_change_is_a_folder(path: str) -> None:
    plan = read(TASKS if path.endswith("tasks.md") else DELTA, path)
    assert plan is not None
    assert plan.change == PLACES[path]


@pytest.mark.parametrize(
    ("path", "capability", "folder"),
    [
        ("openspec/specs/counter/spec.md", "counter", "openspec/specs/counter"),
        ("openspec/specs/kitchen/oven/spec.md", "kitchen/oven", "openspec/specs/kitchen/oven"),
        (f"{ROLLS}/specs/kitchen/oven/spec.md", "kitchen/oven", ROLLS),
        ("docs/counter/spec.md", "counter", "docs/counter"),
        ("docs/rolls/specs/kitchen/oven/spec.md", "kitchen/oven", "docs/rolls"),
    ],
)
def test_a_capability_is_named_by_its_path(path: str, capability: str, folder: str) -> None:
    plan = read(DELTA if "rolls" in path else SPEC, path)
    assert plan is not None
    assert (plan.capability, plan.folder) == (capability, folder)


def test_only_a_task_list_counts_boxes() -> None:
    for file, text in (("proposal.md", PROPOSAL), ("specs/counter/spec.md", DELTA)):
        plan = read(f"{text}\n- [x] Bake\n- [ ] Sell\n", f"{ROLLS}/{file}")
        assert plan is not None
        assert (plan.items, plan.checklists, plan.tasks) == ((), (), ())

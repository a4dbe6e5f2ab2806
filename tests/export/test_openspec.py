"""What is exported of OpenSpec's documents, held against the published schema."""

from __future__ import annotations

from typing import Any

from mkdocs_speckit import read
from mkdocs_speckit.features.joining import join_documents
from tests.conftest import exported
from tests.openspec import CHANGE, FOLDER, PROJECT, SPEC


def export(texts: dict[str, str]) -> dict[str, Any]:
    """The exported documents by their paths."""
    plans = join_documents([plan for path, text in texts.items() if (plan := read(text, path))])
    return {plan["path"]: plan for plan in exported(*plans)["plans"]}


def test_a_task_list() -> None:
    plan = export(PROJECT)[f"{FOLDER}/tasks.md"]
    assert (plan["format"], plan["kind"]) == ("openspec", "tasks")
    assert "level" not in plan
    assert plan["completion"] == {"done": 1, "total": 3}
    assert plan["change"] == {"name": "sell-rolls", "state": "in progress", "archived": None}
    assert plan["phases"] == [
        {"title": "Oven", "line": 1, "done": 1, "total": 2, "label": "1"},
        {"title": "Rolls", "line": 6, "done": 0, "total": 1, "label": "2"},
    ]
    assert plan["phase_dependencies"] == [["1", "2"]]
    assert plan["tasks"][0] == {
        "id": "1.1",
        "line": 3,
        "text": "Build it in oven/stone.py",
        "done": True,
        "cancelled": False,
        "parallel": False,
        "phase": "1",
        "files": ["oven/stone.py"],
        "after": [],
        "requirements": [],
    }
    assert plan["questions"] == []
    assert not {"criteria", "stories", "requirements", "renamed"} & plan.keys()


def test_a_task_without_a_number_has_no_id() -> None:
    plan = export({f"{FOLDER}/tasks.md": "- [ ] Bake\n\n## Rolls\n\n- [x] Sell\n"})
    first, second = plan[f"{FOLDER}/tasks.md"]["tasks"]
    assert not {"id", "phase"} & first.keys()
    assert "id" not in second
    assert second["phase"] == "Rolls"


def test_a_specification_of_a_change() -> None:
    plan = export(CHANGE)[f"{FOLDER}/specs/counter/spec.md"]
    assert plan["kind"] == "spec"
    assert plan["requirements"] == [
        {"id": "Warm rolls", "line": 3, "delta": "ADDED", "scenarios": ["Morning"], "tasks": []}
    ]
    assert plan["renamed"] == [["Bread", "Loaves"]]
    assert plan["change"]["state"] == "in progress"
    assert "stories" not in plan


def test_a_main_specification() -> None:
    plan = export(PROJECT)["openspec/specs/counter/spec.md"]
    assert plan["requirements"] == [{"id": "Bread", "line": 9, "scenarios": ["A loaf"]}]
    assert plan["renamed"] == []
    assert "change" not in plan


def test_an_archived_change() -> None:
    folder = "openspec/changes/archive/2026-03-02-sell-rolls"
    plan = export({f"{folder}/proposal.md": SPEC})[f"{folder}/proposal.md"]
    assert plan["kind"] == "proposal"
    assert plan["change"] == {"name": "sell-rolls", "state": "archived", "archived": "2026-03-02"}


def test_a_design_has_its_questions() -> None:
    plan = export(CHANGE)[f"{FOLDER}/design.md"]
    assert plan["questions"] == [{"line": 9, "column": 1, "text": "Gas or wood?"}]

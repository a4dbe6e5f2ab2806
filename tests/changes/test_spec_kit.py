"""Two states of a feature of GitHub Spec Kit compared: only what a lead would ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.changes.comparison import Changes, compare, take_snapshots
from mkdocs_speckit.export import export_plans
from mkdocs_speckit.export.reader import read_export
from mkdocs_speckit.reading import read
from mkdocs_speckit.reports.changes import (
    describe_state,
    write_changes_markdown,
    write_changes_text,
)
from tests.spec_kit import PLAN, QUESTION, SPEC, TASKS

if TYPE_CHECKING:
    from mkdocs_speckit.changes.comparison import Snapshot

PATHS = {"spec": "001-albums/spec.md", "plan": "001-albums/plan.md", "tasks": "001-albums/tasks.md"}
WHOLE = {"spec": SPEC, "plan": PLAN, "tasks": TASKS}


def state(documents: dict[str, str]) -> tuple[Snapshot, ...]:
    """A state as it is kept: what an export of it says when it is read again."""
    plans = [plan for kind, text in documents.items() if (plan := read(text, PATHS[kind]))]
    exported = export_plans(audit_plans(plans))
    return take_snapshots(read_export(msgspec.json.encode(exported)))


def changes(before: dict[str, str], after: dict[str, str]) -> Changes:
    return compare(state(before), state(after))


def test_the_same_state_has_not_changed() -> None:
    assert changes(WHOLE, WHOLE).is_empty


def test_tasks_that_are_done_are_counted() -> None:
    after = WHOLE | {"tasks": TASKS.replace("[ ] T002", "[x] T002")}
    text = write_changes_text(changes(WHOLE, after))
    assert "1 of 3 plans changed" in text
    assert "1 of 3 → 2 of 3: 1 more done" in text


def test_renumbered_tasks_are_the_same_tasks() -> None:
    renumbered = TASKS.replace("T003", "T004").replace("T002", "T003")
    assert changes(WHOLE, WHOLE | {"tasks": renumbered}).is_empty


def test_a_new_document_is_told_without_a_level() -> None:
    found = changes({"plan": PLAN}, WHOLE)
    assert [(plan.path, describe_state(plan)) for plan in found.added] == [
        (PATHS["spec"], "spec"),
        (PATHS["tasks"], "done 1 of 3"),
    ]


@pytest.mark.parametrize("write", [write_changes_text, write_changes_markdown])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (WHOLE, WHOLE | {"spec": SPEC + QUESTION}),
        (WHOLE, WHOLE | {"tasks": "# Tasks: Albums\n"}),
        (WHOLE, WHOLE | {"tasks": TASKS + "\n## Dependencies\n\n- Phase 2 depends on Phase 1\n"}),
        ({}, WHOLE),
        (WHOLE, {}),
    ],
)
def test_no_change_of_a_document_fails(
    write: object, before: dict[str, str], after: dict[str, str]
) -> None:
    assert callable(write)
    assert write(changes(before, after))

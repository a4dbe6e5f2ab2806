"""What a change of OpenSpec comes to: its state, documents and entry (`docs/openspec.md`, O6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit import Plan, read
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import Entry, make_entries
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.model.parts import Completion
from tests.openspec import CHANGE, FOLDER, PROJECT, SPEC, TASKS

if TYPE_CHECKING:
    from collections.abc import Mapping

ARCHIVE = "openspec/changes/archive/2026-03-02-sell-rolls"
ALL_DONE = TASKS.replace("[ ]", "[x]")


def join(texts: Mapping[str, str]) -> list[Plan]:
    return join_documents([plan for path, text in texts.items() if (plan := read(text, path))])


def entries_of(texts: Mapping[str, str]) -> dict[str, Entry]:
    failures = Failures()
    entries = make_entries(group_features(join(texts)), {}, failures)
    assert not failures.found
    return {entry.folder: entry for entry in entries}


def with_tasks(text: str, folder: str = FOLDER) -> dict[str, str]:
    """The documents of the change in a folder, with another task list."""
    moved = {path.replace(FOLDER, folder): text for path, text in CHANGE.items()}
    return moved | {f"{folder}/tasks.md": text}


STATES = [
    (with_tasks(TASKS), "in progress", None),
    (with_tasks(TASKS.replace("[x]", "[ ]")), "in progress", None),
    (with_tasks(ALL_DONE), "ready to archive", None),
    (with_tasks("# Tasks\n\nTo be planned.\n"), "proposed", None),
    ({path: text for path, text in CHANGE.items() if "tasks" not in path}, "proposed", None),
    (with_tasks(ALL_DONE, ARCHIVE), "archived", "2026-03-02"),
    (with_tasks(TASKS, ARCHIVE), "archived", "2026-03-02"),
    (with_tasks(TASKS, "openspec/changes/archive/sell-rolls"), "archived", None),
]


@pytest.mark.parametrize(("texts", "state", "archived"), STATES)
def test_all_documents_of_a_change_know_its_state(
    texts: dict[str, str], state: str, archived: str | None
) -> None:
    joined = join(texts)
    assert [plan.path for plan in joined] == sorted(texts)
    changes = {plan.change for plan in joined}
    (change,) = changes
    assert change is not None
    assert (change.name, change.state, change.archived) == ("sell-rolls", state, archived)


def test_a_change_is_one_feature_with_several_specifications() -> None:
    features = group_features(join(PROJECT))
    assert list(features) == [FOLDER, "openspec/specs/counter"]
    change = features[FOLDER]
    assert change.is_one
    assert change.leading.kind == "proposal"
    assert [plan.kind for plan in change.plans] == ["design", "proposal", "spec", "spec", "tasks"]


def test_the_progress_of_a_change_is_that_of_its_tasks() -> None:
    for plan in join(PROJECT):
        assert plan.progress is not None
        is_in_change = plan.folder == FOLDER
        expected = Completion(1, 3) if is_in_change else Completion()
        assert plan.progress.completion == expected
        next_item = plan.progress.next_item
        assert (next_item and next_item.text) == ("1.2 Light it" if is_in_change else None)


def test_entries_are_called_by_changes_and_capabilities() -> None:
    nested = {"openspec/specs/kitchen/oven/spec.md": SPEC}
    entries = entries_of(PROJECT | nested)
    assert [(entry.title, entry.status, entry.state) for entry in entries.values()] == [
        ("Sell rolls", "under way", "in progress"),
        ("counter", "not started", "specified"),
        ("kitchen/oven", "not started", "specified"),
    ]
    change = entries[FOLDER]
    assert [document.kind for document in change.documents] == [
        "proposal", "design", "spec", "spec", "tasks",
    ]  # fmt: skip
    assert (change.figures.completion, change.figures.questions) == (Completion(1, 3), 1)
    assert not change.has_estimates


def test_a_change_without_a_folder_of_its_own_has_the_title_of_its_proposal() -> None:
    texts = {path.removeprefix(f"{FOLDER}/"): text for path, text in CHANGE.items()}
    entries = entries_of(texts)
    assert [(entry.folder, entry.title) for entry in entries.values()] == [(".", "Sell rolls")]


def test_a_change_knows_the_specifications_of_its_project_alone() -> None:
    archived = {path.replace(FOLDER, ARCHIVE): text for path, text in CHANGE.items()}
    nested = {"openspec/specs/kitchen/oven/spec.md": SPEC}
    cafe = {f"cafe/{path}": text for path, text in PROJECT.items()}
    copied = {f"docs/{path.removeprefix(FOLDER)[1:]}": text for path, text in CHANGE.items()}
    features = group_features(join(PROJECT | archived | nested | cafe | copied))
    known = {
        folder: {name: plan.path for name, plan in feature.main_specs.items()}
        for folder, feature in features.items()
    }
    here = {
        "counter": "openspec/specs/counter/spec.md",
        "kitchen/oven": "openspec/specs/kitchen/oven/spec.md",
    }
    assert known[FOLDER] == known[ARCHIVE] == known["openspec/specs/counter"] == here
    assert known[f"cafe/{FOLDER}"] == {"counter": "cafe/openspec/specs/counter/spec.md"}
    assert known["docs"] == {}

"""OpenSpec's command line reads a made-up project as we do, but for what our page on it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.openspec import DELTA, PROJECT, SPEC, TASKS
from tests.openspec_cli.readings import compare, find_projects, read_by_export, read_by_openspec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ARCHIVED = "openspec/changes/archive/2026-03-02-build-an-oven"

BREAKS = """\
## Tasks

* [X] **1.** Order bricks
  - [x] 1.1 Stone
    - [ ] 1.1.1 Cut it
+ [x] T002 Sweep
- [x]（焼く）

### Deferred

- [ ] Wait for the wood
"""

CHANGED = """\
## ADDED Requirements

### Requirement: Warm rolls
The counter SHALL keep rolls warm.

It is a shelf.

#### Scenario: Morning
- **WHEN** a guest comes at six
#### Scenario: Evening
- **WHEN** the oven is cold

### Other things

Are no requirement.

## MODIFIED Requirements

### Requirement: Bread

The counter SHALL sell bread all day.

#### Scenario: A loaf
- **WHEN** a guest asks

## REMOVED Requirements

### Requirement: Cake
**Reason**: nobody eats it

- `### Requirement: Tea`

## RENAMED Requirements

- FROM: `### Requirement: Bread`
- TO: `### Requirement: Loaves`
"""

WHOLE = {
    **PROJECT,
    f"{ARCHIVED}/tasks.md": BREAKS,
    f"{ARCHIVED}/specs/counter/spec.md": CHANGED,
    f"{ARCHIVED}/specs/kitchen/oven/spec.md": DELTA,
    "openspec/changes/empty/proposal.md": "# Empty\n\n## Why\n\nSo.\n\n## What Changes\n\n- It\n",
    "openspec/changes/windows/tasks.md": TASKS.replace("\n", "\r\n"),
    "openspec/changes/windows/specs/counter/spec.md": "\ufeff" + CHANGED,
    "openspec/specs/kitchen/oven/spec.md": SPEC.replace("Bread", "Stone"),
}


def write(folder: Path, documents: Mapping[str, str]) -> Path:
    for path, text in documents.items():
        document = folder / path
        document.parent.mkdir(parents=True, exist_ok=True)
        document.write_bytes(text.encode())
    (project,) = find_projects(folder)
    return project


def test_tasks_deltas_and_requirements_are_the_same(tmp_path: Path) -> None:
    project = write(tmp_path, WHOLE)
    assert list(compare(project)) == []


def test_there_is_something_to_compare(tmp_path: Path) -> None:
    project = write(tmp_path, WHOLE)
    for reading in (read_by_export(project), read_by_openspec(project)):
        assert reading.tasks["sell-rolls"] == (1, 3)
        assert reading.tasks["2026-03-02-build-an-oven"] == (4, 6)
        deltas = reading.requirements["2026-03-02-build-an-oven/counter"]
        assert [(each.operation, each.scenarios) for each in deltas] == [
            ("ADDED", 2),
            ("MODIFIED", 1),
            ("REMOVED", 0),
            ("REMOVED", 0),
            ("RENAMED", 0),
        ]
        assert [each.scenarios for each in reading.requirements["counter"]] == [1]


@pytest.mark.parametrize(
    ("documents", "theirs", "ours"),
    [
        ({"a/tasks.md": "## 1. A\n\n- [x] 1.1 B\n\n<!--\n- [ ] 1.2 C\n-->\n"}, (1, 2), (1, 1)),
        ({"a/tasks.md": "## 1. A\n\n- [x] 1.1 B\n\n```\n- [ ] 1.2 C\n```\n"}, (1, 2), (1, 1)),
    ],
)
def test_examples_and_comments_are_counted_there(
    tmp_path: Path,
    documents: Mapping[str, str],
    theirs: tuple[int, int],
    ours: tuple[int, int],
) -> None:
    project = write(
        tmp_path, {f"openspec/changes/{path}": text for path, text in documents.items()}
    )
    assert read_by_openspec(project).tasks["a"] == theirs
    assert read_by_export(project).tasks["a"] == ours


def test_other_headings_of_a_capability_are_counted_there(tmp_path: Path) -> None:
    text = SPEC + "\n### Notes\n\nIt SHALL be read.\n"
    project = write(tmp_path, {"openspec/specs/counter/spec.md": text})
    assert list(compare(project)) == ["counter: 2 and 1 requirements"]

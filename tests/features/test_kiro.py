"""How far a spec of Kiro is: by its tasks and their states (`docs/kiro.md`, K6)."""

from __future__ import annotations

import pytest

from mkdocs_speckit import read
from mkdocs_speckit.features.joining import join_documents

FOLDER = ".kiro/specs/oven"


@pytest.mark.parametrize(
    ("tasks", "status"),
    [
        ("- [ ] 1. Lay bricks\n- [ ] 2. Light it\n", "not started"),
        ("- [ ] 1. Lay bricks\n- [~] 2. Light it\n", "not started"),
        ("- [-] 1. Lay bricks\n- [ ] 2. Light it\n", "under way"),
        ("- [x] 1. Lay bricks\n- [ ] 2. Light it\n", "under way"),
        ("- [x] 1. Lay bricks\n- [ ]* 2. Paint it\n", "done"),
    ],
)
def test_a_spec_is_under_way_once_a_task_is(tasks: str, status: str) -> None:
    plan = read(tasks, f"{FOLDER}/tasks.md")
    assert plan is not None
    (joined,) = join_documents([plan])
    assert joined.progress is not None
    assert joined.progress.status == status

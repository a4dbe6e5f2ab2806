"""Items of checklists: their priorities, and brackets behind their words."""

from __future__ import annotations

import pytest

from mkdocs_speckit import read
from tests.conftest import MARKER


def test_an_item_has_its_own_priority_or_that_of_a_heading_above() -> None:
    plan = read(
        MARKER.replace("plan-core", "checklist")
        + """\
# Checklist: Oven

## P1 - soon

- [ ] CHK001 [P0] It is hot
- [ ] CHK002 It is clean

### Doors

- [ ] CHK003 It shuts

## Others

- [ ] CHK004 A light
"""
    )
    assert plan is not None
    assert [item.priority for item in plan.items] == ["P0", "P1", "P1", None]


@pytest.mark.parametrize(
    ("item", "placeholders"),
    [
        ("Is the heat defined? [Spec §2] [Every oven].", []),
        ("Is the heat defined by `heat()` [Spec §2]*", []),
        ("Owner: [Name]", ["[Name]"]),
        ("Is it [Clarity] defined for [NAME]?", ["[NAME]"]),
    ],
)
def test_brackets_behind_the_words_of_an_item_say_what_it_asks_for(
    item: str, placeholders: list[str]
) -> None:
    head = "# Oven Checklist: Heat\n\n**Purpose**: To see\n\n## Requirement Completeness\n\n"
    plan = read(f"{head}- [ ] CHK001 {item}\n", "specs/001-oven/checklists/heat.md")
    assert plan is not None
    assert [placeholder.text for placeholder in plan.placeholders] == placeholders

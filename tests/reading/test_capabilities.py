"""The capabilities that a proposal of OpenSpec lists (`docs/openspec.md`, section O9)."""

from __future__ import annotations

import pytest

from mkdocs_speckit.reading import read

LISTS = {
    "- `rolls`: what the `counter` sells": ["rolls 5:4"],
    "* **rolls**: warm": ["rolls 5:5"],
    "* **rolls:** warm": ["rolls 5:5"],
    "1. **`rolls`** — warm": ["rolls 5:7"],
    "- warm-rolls: for guests": ["warm-rolls 5:3"],
    "- `kitchen/oven`": ["kitchen/oven 5:4"],
    "- `specs/kitchen/oven/spec.md`": ["kitchen/oven 5:4"],
    "- `openspec/specs/oven/`": ["oven 5:4"],
    "- `rolls`, `buns` and **`tray`**: warm": ["rolls 5:4", "buns 5:13", "tray 5:26"],
    "- `rolls`\n- `buns`": ["rolls 5:4", "buns 6:4"],
    "- `rolls`\n  - `buns`": ["rolls 5:4"],
    "- `rolls`: warm, `buns`": ["rolls 5:4"],
    # nothing is listed
    "- None": [],
    "- **None**": [],
    "- `N/A`": [],
    "- none: nothing changes": [],
    "- `<name>`: what it is for": [],
    "- the `counter` sells rolls": [],
    "- Warm rolls: for guests": [],
    "- ~~`rolls`~~": [],
    "`rolls`: warm": [],
    "```\n- `rolls`\n```": [],
    "<!-- - `rolls` -->": [],
}


def list_capabilities(text: str, file: str = "proposal.md") -> list[str]:
    plan = read(text, f"openspec/changes/sell-rolls/{file}")
    assert plan is not None
    return [f"{c.name} {c.place.line}:{c.place.column}" for c in plan.listed_capabilities]


@pytest.mark.parametrize("text", LISTS)
def test_the_names_that_items_begin_with_are_listed(text: str) -> None:
    text_of = f"## Capabilities\n\n### New Capabilities\n\n{text}\n"
    assert list_capabilities(text_of) == LISTS[text]
    assert list_capabilities("\ufeff" + text_of.replace("\n", "\r\n")) == LISTS[text]


HEADINGS = {
    "## Capabilities": True,
    "## Capabilities\n### New Capabilities": True,
    "## capabilities\n### MODIFIED capabilities": True,
    "## Capabilities\n### Removed Capabilities": True,
    "## Capabilities\n### Capabilities": True,
    "## Capabilities\n### Unchanged Capabilities": False,
    "## Capabilities\n### New Capabilities\n#### Later": False,
    "## Impact\n### New Capabilities": False,
    "### New Capabilities": False,
    "# Capabilities": False,
    "## Affected Capabilities": False,
}


@pytest.mark.parametrize("headings", HEADINGS)
def test_they_are_under_the_heading_for_capabilities(headings: str) -> None:
    assert bool(list_capabilities(f"{headings}\n\n- `rolls`\n")) == HEADINGS[headings]


def test_other_documents_of_a_change_list_none() -> None:
    assert list_capabilities("## Capabilities\n\n- `rolls`\n", "design.md") == []

"""Requirements of OpenSpec's specifications, and what a change does to them (O5)."""

from __future__ import annotations

import pytest

from mkdocs_speckit.reading import read
from tests.openspec import DELTA, SPEC


def read_spec(text: str) -> list[tuple[str, int, str | None, tuple[str, ...]]]:
    """The requirements of a specification: name, line, delta and scenarios."""
    plan = read(text, "openspec/changes/sell-rolls/specs/counter/spec.md")
    assert plan is not None
    return [(r.id, r.place.line, r.delta, r.scenarios) for r in plan.requirements]


def test_a_main_specification() -> None:
    assert read_spec(SPEC) == [("Bread", 9, None, ("A loaf",))]


def test_a_change() -> None:
    assert read_spec(DELTA) == [("Warm rolls", 3, "ADDED", ("Morning",))]


SECTIONS = {
    "## ADDED Requirements": "ADDED",
    "## MODIFIED Requirements": "MODIFIED",
    "## REMOVED Requirements": "REMOVED",
    "## added requirements  ": "ADDED",
    "## Requirements": None,
}


@pytest.mark.parametrize("heading", SECTIONS)
def test_the_heading_says_what_becomes_of_them(heading: str) -> None:
    text = f"{heading}\n\n### Requirement: Rolls\n"
    assert read_spec(text) == [("Rolls", 3, SECTIONS[heading], ())]


@pytest.mark.parametrize(
    "text",
    [
        "### Requirement: Rolls\n",
        "## Notes\n\n### Requirement: Rolls\n",
        "## Requirements of the oven\n\n### Requirement: Rolls\n",
        "# Requirements\n\n### Requirement: Rolls\n",
        "## RENAMED Requirements\n\n### Requirement: Rolls\n",
        "## Requirements\n\n#### Requirement: Rolls\n",
        "## Requirements\n\n### Rolls\n",
        "## Requirements\n\n### Requirement:\n",
        "## Requirements\n\n### Requirement：全角\n",
        "## Requirements\n\n### MODIFIED Requirement: Rolls\n",
        "## Requirements\n\n```\n### Requirement: Rolls\n```\n",
        "## Requirements\n\n<!--\n### Requirement: Rolls\n-->\n",
        "## Requirements\n\n- ### Requirement: Rolls\n",
        "## Requirements\n\n    ### Requirement: Rolls\n",
        "## Requirements\n\n# Later\n\n### Requirement: Rolls\n",
    ],
)
def test_what_is_not_a_requirement(text: str) -> None:
    assert read_spec(text) == []


def test_names_are_kept_as_they_are_written() -> None:
    text = (
        "\ufeff## ADDED Requirements\r\n\r\n###  Requirement:  Warm `rolls` (fresh)  \r\n"
        "### requirement: warm\r\n### Requirement: 焼きたて：朝\r\n"
    )
    assert [name for name, *_ in read_spec(text)] == [
        "Warm `rolls` (fresh)",
        "warm",
        "焼きたて：朝",
    ]


def test_a_name_that_is_there_twice() -> None:
    text = "## ADDED Requirements\n\n### Requirement: A\n\n## MODIFIED Requirements\n\n"
    assert read_spec(f"{text}### Requirement: A\n\n#### Scenario: B\n") == [
        ("A", 3, "ADDED", ()),
        ("A", 7, "MODIFIED", ("B",)),
    ]


def test_scenarios_are_the_headings_right_below() -> None:
    text = """\
## ADDED Requirements

#### Scenario: Of nothing

### Requirement: A

#### Scenario: One

- **WHEN** a

##### Scenario: Deeper

#### scenario: Two
#### Scenario：三
#### Notes

```
#### Scenario: In code
```

### Other

#### Scenario: Of other

### Requirement: B
"""
    assert read_spec(text) == [
        ("A", 5, "ADDED", ("One", "Two", "三", "Notes")),
        ("B", 25, "ADDED", ()),
    ]


def test_removed_requirements_may_be_a_list() -> None:
    text = (
        "## REMOVED Requirements\n\n- `### Requirement: A`\n* ### Requirement: B `b`\n"
        "- ### C\n- D\n\n### Requirement: E\n\n## ADDED Requirements\n\n- `### Requirement: F`\n"
    )
    assert read_spec(text) == [
        ("A", 3, "REMOVED", ()),
        ("B `b`", 4, "REMOVED", ()),
        ("E", 8, "REMOVED", ()),
    ]


RENAMED = {
    "- FROM: `### Requirement: A`\n- TO: `### Requirement: B`\n": [("A", "B")],
    "FROM: ### Requirement: A\nTO: ### Requirement: B\n": [("A", "B")],
    "- **FROM:** A\n- **TO:** B b\n": [("A", "B b")],
    "- FROM：A\n- TO：B\n": [("A", "B")],
    "- FROM: A\n- TO: A\n": [("A", "A")],
    "- FROM: A\n- TO: B\n- TO: C\n- FROM: D\n- FROM: E\n\n- TO: F\n": [("A", "B"), ("E", "F")],
    "- TO: B\n- FROM: A\n": [],
    "```\n- FROM: A\n- TO: B\n```\n": [],
    "- From here to there\n": [],
}


@pytest.mark.parametrize("text", RENAMED)
def test_names_before_and_after(text: str) -> None:
    plan = read(f"## RENAMED Requirements\n\n{text}", "openspec/specs/counter/spec.md")
    assert plan is not None
    assert [(one.before, one.after) for one in plan.renamed] == RENAMED[text]
    assert plan.requirements == ()


def test_a_renaming_elsewhere_says_nothing() -> None:
    plan = read("## ADDED Requirements\n\n- FROM: A\n- TO: B\n", "openspec/specs/counter/spec.md")
    assert plan is not None
    assert plan.renamed == ()


@pytest.mark.parametrize(
    ("name", "anchor"),
    [
        ("Warm rolls", "warm-rolls"),
        ("A `b`: c_d!", "a-b-c_d"),
        ("焼き たて", "焼き-たて"),
        ("!", ""),
    ],
)
def test_the_anchor_is_a_slug_of_the_name(name: str, anchor: str) -> None:
    plan = read(f"## Requirements\n\n### Requirement: {name}\n", "openspec/specs/a/spec.md")
    assert plan is not None
    assert [requirement.anchor for requirement in plan.requirements] == [anchor]


def test_the_source_is_all_that_is_written_below_the_heading() -> None:
    text = (
        "## MODIFIED Requirements\n\n### Requirement: Rolls\n\nThey SHALL be warm.\n\n"
        "#### Scenario: Morning\n```\n### Requirement: Not one\n```\n\n"
        "### Requirement: Bread\n\n## Notes\n\nOthers.\n"
    )
    plan = read(text, "openspec/changes/sell-rolls/specs/counter/spec.md")
    assert plan is not None
    assert [one.source for one in plan.requirements] == [
        "They SHALL be warm.\n\n#### Scenario: Morning\n```\n### Requirement: Not one\n```",
        "",
    ]

"""Which plans an overview's comment selects."""

from __future__ import annotations

from typing import get_args

import pytest

from mkdocs_speckit.features.entries import Entry, Figures
from mkdocs_speckit.features.selection import (
    STATES,
    Selection,
    SelectionError,
    parse_selection,
)
from mkdocs_speckit.model.parts import Status
from mkdocs_speckit.model.tasks import ChangeState

NAMES = 'path="…", level="…", format="…", state="…" or owner="…"'


def is_chosen(path: str, attributes: str, level: str | None = "2") -> bool:
    entry = Entry("a", ".", path, "A", level, "not started", Figures())
    return parse_selection(attributes).choose([entry]) == (entry,)


@pytest.mark.parametrize(
    ("path", "pattern", "chosen"),
    [
        ("plan.md", "*", True),
        ("a/b/plan.md", "*", True),
        ("a/b/plan.md", "a/**", True),
        ("a/b/plan.md", "a/*", True),
        ("a/b/plan.md", "a", True),
        ("a/b/plan.md", "b/", True),
        ("a/b/plan.md", "/b/", False),
        ("b/a/plan.md", "a/**", False),
        ("a/plan.md", "a/*.md", True),
        ("a/b/plan.md", "a/*.md", False),
        ("a/b/plan.md", "a/**/*.md", True),
        ("a/b/plan.md", "*/plan.md", False),
        ("a/b/plan.md", "**/plan.md", True),
        ("plan.md", "**/plan.md", True),
        ("a/plan.md", "a/**/plan.md", True),
        ("a/myplan.md", "a/**/plan.md", False),
        ("a/b/plan.md", "plan.md", True),
        ("a/b/plan.md", "/plan.md", False),
        ("a/b/spec.md", "plan.md", False),
        ("A/plan.md", "a/*", False),
        ("https://example.org/docs/a/", "https://example.org/*", True),
        ("https://example.org/docs/a/", "https://example.org/docs/", True),
        ("https://example.org/docs/a/", "https://example.com/*", False),
        ("../other/shop/bread/", "../other/**", True),
    ],
)
def test_a_pattern_of_paths(path: str, pattern: str, chosen: bool) -> None:
    assert is_chosen(path, f'path="{pattern}"') is chosen


def test_a_level() -> None:
    assert is_chosen("plan.md", " level=2 ")
    assert not is_chosen("plan.md", "level='3'")
    assert not is_chosen("plan.md", "level='3+'", level=None)
    assert is_chosen("plan.md", "", level=None)


@pytest.mark.parametrize(
    ("attributes", "chosen"),
    [
        ('format="kiro"', False),
        ('format="kiro, level"', True),
        ('state="not started"', True),
        ('state="done,  not started"', True),
        ('state="done"', False),
        ('state="not started" format="level" level="1, 2"', True),
        ('state="not started" format="level" level="1, 3"', False),
        ('state=""', True),
    ],
)
def test_a_format_and_a_state(attributes: str, chosen: bool) -> None:
    assert is_chosen("plan.md", attributes) is chosen


def test_every_state_of_a_feature_can_be_asked_for() -> None:
    stages = {"specified", "planned"}
    assert set(STATES) == {*get_args(Status), *get_args(ChangeState), *stages}


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ('folder="x"', f"an overview has no attribute “folder”; use {NAMES}"),
        ("everything", f"an overview has no attribute “everything”; use {NAMES}"),
        ('path="x" level', f"an overview has no attribute “level”; use {NAMES}"),
        ('state="under-way"', "there is no state 'under-way'; did you mean under way?"),
        ('format="kiro, speckit"', "there is no format 'speckit'; did you mean spec-kit?"),
        ('path="!x"', 'path="!x" matches no plan; write a pattern such as features/**'),
        ("path=''", 'path="" matches no plan; write a pattern such as features/**'),
        ('path="!"', 'path="!" matches no plan; write a pattern such as features/**'),
    ],
)
def test_a_wrong_attribute(attributes: str, said: str) -> None:
    with pytest.raises(SelectionError) as caught:
        parse_selection(attributes)
    assert str(caught.value) == said


def test_all_plans_without_attributes() -> None:
    assert parse_selection(" ") == Selection()

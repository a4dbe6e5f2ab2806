"""Open questions and slots in the page of a document of GitHub Spec Kit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import all_but, convert

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

SPEC = """\
---
speckit: spec
---

# Feature Specification: Oven

**Heating**: NEEDS CLARIFICATION

**Fuel**: [e.g., wood or NEEDS CLARIFICATION]

- No [NEEDS CLARIFICATION] markers, no NEEDS CLARIFICATION, `NEEDS CLARIFICATION`
- **FR-001**: It bakes [NEEDS CLARIFICATION: **how** long?]
- It bakes [NEEDS CLARIFICATION: `x` & "y" <3?]
- It has <NEEDS_CLARIFICATION: which doors>

| Part | Kind |
|------|------|
| Door | NEEDS CLARIFICATION |
"""


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    return convert(SPEC)


def test_questions_are_marked_with_their_own_word(page: BeautifulSoup) -> None:
    marks = page.select("mark.speckit-question")
    assert [(mark.get_text(), mark.parent.name) for mark in marks if mark.parent] == [
        ("NEEDS CLARIFICATION", "p"),
        ("[NEEDS CLARIFICATION: how long?]", "li"),
        ('[NEEDS CLARIFICATION: x & "y" <3?]', "li"),
        ("<NEEDS_CLARIFICATION: which doors>", "li"),
        ("NEEDS CLARIFICATION", "td"),
    ]
    assert {mark["title"] for mark in marks} == {"an open question"}


def test_placeholders_beside_them_keep_theirs(page: BeautifulSoup) -> None:
    marks = page.select("mark:not(.speckit-question)")
    assert [(mark.get_text(), mark["title"]) for mark in marks] == [
        ("[e.g., wood or NEEDS CLARIFICATION]", "not filled in yet")
    ]


def test_neither_is_marked_if_placeholders_are_not() -> None:
    assert convert(SPEC, show=all_but("placeholders")).select("mark") == []


def test_a_slot_without_brackets_is_marked() -> None:
    page = convert("---\nspeckit: tasks\n---\n\nFor TXXX:\n\n- [ ] TXXX Sweep\n- [ ] T001 Wash\n")
    assert [mark.get_text() for mark in page.select("li mark")] == ["TXXX"]
    assert len(page.select("mark")) == 1


def test_more_questions_than_are_marked_are_told_of() -> None:
    page = convert(f"---\nspeckit: spec\n---\n\n# Oven\n\n{'[NEEDS CLARIFICATION: x] ' * 1_001}")
    (notice,) = page.select(".speckit-notice")
    assert "first 1,000 of 1,001 open questions" in notice.get_text()
    assert len(page.select("mark")) == 1_000

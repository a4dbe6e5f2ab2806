"""Requirements with headings and numbers, their stories and their criteria (K4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.reading import read

if TYPE_CHECKING:
    from mkdocs_speckit.model.tasks import Requirement


def requirements_of(text: str) -> tuple[Requirement, ...]:
    plan = read(text, ".kiro/specs/bakery/requirements.md")
    assert plan is not None
    return plan.requirements


HEADINGS = [
    ("### Requirement 2", "2", ""),
    ("### Requirement 2: Bread", "2", "Bread"),
    ("### Requirement 2 – Bread", "2", "Bread"),
    ("### Requirement 2 - Bread", "2", "Bread"),
    ("### Requirement 2. Bread", "2", "Bread"),
    ("### Requirement 2 Bread", "2", "Bread"),
    ("## Requirement 2: Bread", "2", "Bread"),
    ("#### **Requirement 2:** Bread", "2", "Bread"),
    ("### Requirement 27A: Bread", "27A", "Bread"),
    ("### Requirement 2.1: Bread", "2.1", "Bread"),
    ("### 需求 2：面包", "2", "面包"),
    ("### 需求2: 面包", "2", "面包"),
    ("### 要件 2: パン", "2", "パン"),
    ("### 요구사항 2: 빵", "2", "빵"),
    ("### Требование 2: Хлеб", "2", "Хлеб"),
    ("### Requisito 2: Pão", "2", "Pão"),
    ("### Requerimiento 2: Pan", "2", "Pan"),
    ("### 2. Bread", "2", "Bread"),
    ("### 2) Bread", "2", "Bread"),
]


@pytest.mark.parametrize(("heading", "number", "title"), HEADINGS)
def test_headings(heading: str, number: str, title: str) -> None:
    (one,) = requirements_of(f"# Requirements\n\n{heading}\n")
    assert (one.id, one.text, one.place.line, one.heading) == (number, title, 3, 1)


NO_HEADINGS = [
    "## 2. Bread",
    "#### 2. Bread",
    "### 2.1 Bread",
    "### 2026 in numbers",
    "### Requirements 1 to 5",
    "### Non-functional requirement",
    "**Requirement 2: Bread**",
]


@pytest.mark.parametrize("heading", NO_HEADINGS)
def test_what_is_not_the_heading_of_a_requirement(heading: str) -> None:
    assert requirements_of(f"# Requirements\n\n{heading}\n") == ()


def test_headings_without_the_word_are_none_where_another_has_it() -> None:
    found = requirements_of("### 1. Ground\n\n### 2. Aims\n\n### Requirement 1: Bread\n")
    assert [(one.id, one.place.line) for one in found] == [("1", 5)]


def criteria_of(text: str) -> list[str]:
    (one,) = requirements_of(f"### Requirement 2: Bread\n\n{text}\n")
    return [criterion.id for criterion in one.criteria]


CRITERIA = {
    "a list": ("1. a\n2. b\n3. c", ["2.1", "2.2", "2.3"]),
    "another sign": ("1) a\n2) b", ["2.1", "2.2"]),
    "under a heading": ("#### Acceptance Criteria\n\n1. a\n2. b", ["2.1", "2.2"]),
    "under a heading beside it": ("### Acceptance Criteria\n\n1. a", ["2.1"]),
    "under another heading beside it": ("### Notes\n\n1. a", []),
    "numbers of their own": ("2.1. a\n\n2.2. b\n   - x\n\n2.7. c", ["2.1", "2.2", "2.7"]),
    "numbers in one paragraph": ("2.1. a\n2.2. b", ["2.1", "2.2"]),
    "numbers in a list": ("- 2.1 a\n- **2.2** b\n- **2.3:** c", ["2.1", "2.2", "2.3"]),
    "numbers in boxes": ("- [ ] 2.1 a\n- [x] 2.2 b", ["2.1", "2.2"]),
    "numbers with gaps": (
        "\n".join(f"2.{n}. a" for n in range(1, 100) if n % 7),
        [f"2.{n}" for n in range(1, 100) if n % 7],
    ),
    "a list with gaps": ("1. a\n3. b\n3. c\n9. d", ["2.1", "2.3", "2.3", "2.9"]),
    "all of one number": ("1. a\n1. b\n1. c", ["2.1", "2.2", "2.3"]),
    "full-width signs": ("1、一\n\n2．二\n\n3）三", ["2.1", "2.2", "2.3"]),
    "a list inside": ("1. a\n   1. b\n   2. c\n2. d", ["2.1", "2.2"]),
    "a list in an item": ("- Criteria\n  1. a\n     1. b\n  2. c", ["2.1", "2.2"]),
    "a list that goes on under another heading": (
        "#### Acceptance Criteria\n\n1. a\n2. b\n\n#### When it is hot\n\n3. c",
        ["2.1", "2.2", "2.3"],
    ),
    "numbers again under another heading": (
        "#### Notes\n\n1. x\n\n#### Acceptance Criteria\n\n1. a\n2. b\n\n"
        "#### Steps\n\n- [ ] 2.1 x\n- [ ] 2.9 x",
        ["2.1", "2.2"],
    ),
    "a number that is stated twice": ("2.1. a\n2.1. b", ["2.1", "2.1"]),
    "a bullet": ("- WHEN a THEN b", []),
    "another number": ("- 3.14 is pi\n- 2.5GB are enough", []),
    "a year": ("It was long ago, in\n1999. Nobody knows.", []),
    "code": ("```\n1. a\n```", []),
    "a comment": ("<!--\n1. a\n-->", []),
}


@pytest.mark.parametrize("name", CRITERIA)
def test_criteria(name: str) -> None:
    text, expected = CRITERIA[name]
    assert criteria_of(text) == expected


def test_criteria_end_with_their_section() -> None:
    found = requirements_of(
        "## Requirements\n\n### Requirement 1\n\n1. a\n\n### Requirement 2\n\n1. b\n\n"
        "## Rest\n\n1. c\n"
    )
    assert [[c.id for c in one.criteria] for one in found] == [["1.1"], ["2.1"]]
    (criterion,) = found[1].criteria
    assert (criterion.text, criterion.place.line, criterion.place.column) == ("b", 9, 1)


STORIES = [
    ("**User Story:** As a guest, I want bread", "As a guest, I want bread"),
    ("**User Story**: As a guest, I want bread", "As a guest, I want bread"),
    ("**Objective:** As a guest, I want bread", "As a guest, I want bread"),
    ("**User Story:** As a guest,\nI want bread", "As a guest, I want bread"),
    ("**用户故事：** 作为客人，我想要面包", "作为客人，我想要面包"),
    ("**ユーザーストーリー:** パン", "パン"),
    ("**사용자 스토리:** 빵", "빵"),
    ("**Historia de Usuario:** Pan", "Pan"),
    ("**História do Usuário:** Pão", "Pão"),
    ("**Why**: Bread is good", ""),
]


@pytest.mark.parametrize(("line", "story"), STORIES)
def test_stories(line: str, story: str) -> None:
    (one,) = requirements_of(f"### Requirement 1: Bread\n\n{line}\n\n1. WHEN a THEN b\n")
    assert one.story == story
    assert [criterion.id for criterion in one.criteria] == ["1.1"]


def test_the_story_stands_for_a_title() -> None:
    story = "As a guest, I want bread so that I am not hungry all day long, in winter and in summer"
    (one,) = requirements_of(f"### Requirement 1\n\n**User Story:** {story}\n")
    assert one.text == "As a guest, I want bread so that I am not hungry all day…"
    assert one.story == story

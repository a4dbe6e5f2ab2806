"""What the lines of a numbered task cite (`docs/kiro.md`, sections K4 and K5)."""

from __future__ import annotations

import pytest

from mkdocs_speckit.reading.citations import (
    Citations,
    cites_requirements,
    cut_fields,
    find_cited_numbers,
    read_citations,
)
from mkdocs_speckit.reading.text_lines import TextLine

ALL = ("*",)


def cited(*texts: str) -> Citations:
    """What lines cite; one that begins with blanks goes on in the block of the one before."""
    return read_citations(
        [
            TextLine(number, 2, 2, text.lstrip(), not text.startswith(" "))
            for number, text in enumerate(texts, 1)
        ]
    )


REQUIREMENTS = [
    ("- _Requirements: 1.2, 3.4_", ("1.2", "3.4")),
    ("_Requirements: 1.2_", ("1.2",)),
    ("* *Requirements: 1.2, 3*", ("1.2", "3")),
    ("- **Requirements:** 1.2, 3", ("1.2", "3")),
    ("- **Requirements**: 1.2; 3", ("1.2", "3")),
    ("- _Requirements_: 1.2", ("1.2",)),
    (r"- \_Requirements: 1.2\_", ("1.2",)),
    ("- Requirements: 1.1", ("1.1",)),
    ("- _Requirement: 1.1_", ("1.1",)),
    ("- _Reqs: 1.1_", ("1.1",)),
    ("- _Req 1.2, 3_", ("1.2", "3")),
    ("- Req 1", ("1",)),
    ("- _Requirements: [1.1, 1.2]_", ("1.1", "1.2")),
    ("- _Requirements: 1.1 and 1.2_", ("1.1", "1.2")),
    ("- _Requirements: 1.1, 1.2, and 1.3_", ("1.1", "1.2", "1.3")),
    ("- _Requirements: 6.1, 6.1a, 27A, 27A.3_", ("6.1", "6.1a", "27A", "27A.3")),
    ("- _Requirements: Requirement 2, 3_", ("2", "3")),
    ("- _Requirements: Req 1.1, R2.3, REQ-4_", ("1.1", "2.3", "4")),
    ("- _Requirements: R1 Acceptance 2, Requirement 2 AC 1_", ("1.2", "2.1")),
    ("- _Requirements: AC 1.2_", ("1.2",)),
    ("- _Requirements: Requirement 1: Bread, Requirement 2 - Cake_", ("1", "2")),
    ("- _Requirements: 1.1 (the oven), 2（热）_", ("1.1", "2")),
    ("- _Requirements: 2.1, 2.2 (Expected Behavior / Property 1 from design)_", ("2.1", "2.2")),
    ("- _Requirements: 3.*, 4.x_", ("3", "4")),
    ("- _Requirements: 1.1, 1.1_", ("1.1",)),
    # Ranges.
    ("- _Requirements: 1.1-1.4_", ("1.1", "1.2", "1.3", "1.4")),
    ("- _Requirements: 1.1–1.3, 2_", ("1.1", "1.2", "1.3", "2")),
    ("- _Requirements: 1.1 to 1.3_", ("1.1", "1.2", "1.3")),
    ("- _Requirements: 1.1-3_", ("1.1", "1.2", "1.3")),
    ("- _Requirements: 2-4_", ("2", "3", "4")),
    ("- _Requirements: R1-R3_", ("1", "2", "3")),
    # Other languages.
    ("- _需求: 1.1, 2_", ("1.1", "2")),
    ("- _需求：1.1、1.2_", ("1.1", "1.2")),
    ("- _要件: 1.1_", ("1.1",)),
    ("- _요구사항: 1.1, 1.3_", ("1.1", "1.3")),
    ("- _Требования: 1.1, 2_", ("1.1", "2")),
    ("- _Requisitos: 1.1, 1.3_", ("1.1", "1.3")),
    ("- _Requerimientos: 1.1 y 1.3_", ("1.1", "1.3")),
    # What a test is for.
    ("- **Validates: Requirements 1.4, 2.1-2.2**", ("1.4", "2.1", "2.2")),
    ("- **Property 1: Warmth** **Validates: Requirements 1.4**", ("1.4",)),
    ("- **验证：需求 4.2**", ("4.2",)),
    ("- **검증: 요구사항 2.3, 4.10**", ("2.3", "4.10")),
    ("- **验证需求：1.2, 1.4**", ("1.2", "1.4")),
    ("- **验证需求: 需求 1.2**", ("1.2",)),
    ("- **検証: 要件6.1**", ("6.1",)),
    ("- **Validates Requirements:** 1.2", ("1.2",)),
    ("- **Valida: Requerimientos 1.1, 1.3**", ("1.1", "1.3")),
    # In the line of the task itself.
    ("- [ ] 2.1 Bake _Requirements: 1.1, 1.2_", ("1.1", "1.2")),
    ("- [ ] 2.1 Bake (Requirements: 1.1)", ("1.1",)),
    ("- _Requirements: 1.1 (see user_id), 2_ and so on", ("1.1", "2")),
    ("- _Requirements: 1.1_ _Depends: 2_", ("1.1",)),
    # All of them.
    ("- _Requirements: All_", ALL),
    ("- _Requirements: All requirements_", ALL),
    ("- _Requirements: all (1-8)_", ALL),
    ("- _需求：全部_", ALL),
    ("- _需求: 所有需求_", ALL),
    ("- _Requirements: 全要件_", ALL),
    ("- _요구사항: 모든 요구사항_", ALL),
    ("- _Требования: все требования_", ALL),
    ("- _Requisitos: todos los requisitos_", ALL),
]


@pytest.mark.parametrize(("line", "ids"), REQUIREMENTS)
def test_requirements(line: str, ids: tuple[str, ...]) -> None:
    found = cited(line)
    assert (found.requirements, found.in_words) == (ids, ())


IN_WORDS = [
    ("- _Requirements: All modal-related_", (), ("All modal-related",)),
    ("- _Requirements: 1.1, Property 1_", ("1.1",), ("Property 1",)),
    ("- _Requirements: Various_", (), ("Various",)),
    ("- _Requirements: User context for 1.1, 1.2_", ("1.2",), ("User context for 1.1",)),
    ("- _Requirements: All requirements validation_", (), ("All requirements validation",)),
    ("- _Требования: все API требования_", (), ("все API требования",)),
    ("- _Requirements: 全要件の品質保証_", (), ("全要件の品質保証",)),
    ("- _Requirements: 1.1-6.3_", (), ("1.1-6.3",)),
    ("- _Requirements: 1.3-1.1_", (), ("1.3-1.1",)),
    ("- _Requirements: AC1, NFR-2_", (), ("AC1", "NFR-2")),
    ("- _Requirements: 3 loaves_", (), ("3 loaves",)),
    ("- _Req 1.2; Design §2_", ("1.2",), ("Design §2",)),
]


@pytest.mark.parametrize(("line", "ids", "words"), IN_WORDS)
def test_other_words_are_kept(line: str, ids: tuple[str, ...], words: tuple[str, ...]) -> None:
    found = cited(line)
    assert (found.requirements, found.in_words) == (ids, words)


NOT_CITED = [
    "- Requirements: a warm oven and 2 bakers",
    "- Requirements: 2.1 GB of memory",
    "Requirements 1 and 2 must be warm",
    "- Requirements 1.1 must hold",
    "- See **Requirements 1.1** of the oven",
    "- _Boundary: Oven_",
    "- Prerequisites: 1.1",
    "- Depends on the weather",
    "- _Depends: none (wave 0)_",
    "- _Dependencies: 1.1_",
]


@pytest.mark.parametrize("line", NOT_CITED)
def test_prose_cites_nothing(line: str) -> None:
    found = cited(line)
    assert (found.requirements, found.in_words, found.after) == ((), (), ())


def test_a_list_goes_on_after_a_comma() -> None:
    assert cited("_Requirements: 1.1, 1.2,", " 1.3_").requirements == ("1.1", "1.2", "1.3")
    assert cited("_Requirements: 1.1, 1.2,", "1.3_").requirements == ("1.1", "1.2")
    assert cited("_Requirements: 1.1", " 1.2_").requirements == ("1.1",)


def test_a_list_that_goes_on_begins_with_its_own_line() -> None:
    found = cited("Bake for 9.9", "_Requirements: 1.1,", " 1.2_", " 1.3_")
    assert found.requirements == ("1.1", "1.2")


@pytest.mark.parametrize("first", ["Requirements 1.1 must hold", "- Requirements: a warm oven"])
def test_fields_after_prose_are_read(first: str) -> None:
    found = cited(first, "- _Requirements: 2.1_ _Depends: 3_", "_Requirements: 4.1_")
    assert (found.requirements, found.after) == (("2.1", "4.1"), ("3",))


@pytest.mark.parametrize(
    ("line", "is_field"),
    [
        ("- _Requirements: 1.1_", True),
        ("- (Requirements: 1.1)", True),
        ("- Requirements: 1.1", False),
        ("- _Requirements 1.1_", False),
        ("- _Depends: 1.1_", False),
        ("- Bake", False),
    ],
)
def test_a_field_of_requirements_is_in_emphasis(line: str, is_field: bool) -> None:
    assert cites_requirements(TextLine(1, 2, 2, line, True)) is is_field


def test_the_numbers_of_a_field_are_told_with_their_places() -> None:
    text = "Requirements: 1.2, 3.4-3.6"
    found = list(find_cited_numbers(text))
    assert found == [("1.2", 14, 17), ("3.4", 19, 22), ("3.6", 23, 26)]
    assert [text[start:end] for _, start, end in found] == ["1.2", "3.4", "3.6"]
    assert [number for number, *_ in find_cited_numbers("Validates: Requirement 7")] == ["7"]
    assert not list(find_cited_numbers("Requirements 1.2"))
    assert not list(find_cited_numbers("Depends on: 1.2"))
    assert not list(find_cited_numbers("Bake for 1.2"))


DEPENDENCIES = [
    ("- _Depends: 1.2, 2.3_", ("1.2", "2.3")),
    ("- _Depends: 1_", ("1",)),
    ("- _Depends on: Task 1 (must succeed)_", ("1",)),
    ("- **Depends on:** 1.1-1.3", ("1.1", "1.2", "1.3")),
    ("- Depends: 1.1, 2", ("1.1", "2")),
    ("- _Depends: 1.1 (the oven)_", ("1.1",)),
    ("- _Requirements: 3_ _Depends: 2_", ("2",)),
    ("- _Depends: 9.9_", ("9.9",)),
]


@pytest.mark.parametrize(("line", "ids"), DEPENDENCIES)
def test_tasks_that_a_task_waits_for(line: str, ids: tuple[str, ...]) -> None:
    assert cited(line).after == ids


def test_the_lines_that_cite_something_are_told() -> None:
    found = cited("- Bake", "- _Requirements: 1.1_", "- _Depends: none_", "- Requirements: warmth")
    assert found.lines == {2, 3}


def test_a_title_ends_where_it_begins_to_cite() -> None:
    assert cut_fields("Bake the bread Requirements: 1.1, 2") == "Bake the bread"
    assert cut_fields("Bake (Requirements: 1.1)") == "Bake"
    assert cut_fields("Bake (Requirements: 1.1) (Requirements: 2.1)") == "Bake"
    assert cut_fields("Property 1 Validates: Requirements 1.4") == "Property 1"
    assert cut_fields("Write down requirements for ovens") == "Write down requirements for ovens"


def test_a_range_of_too_many_is_kept_in_words() -> None:
    assert cited("- _Requirements: 1-9999_").in_words == ("1-9999",)

"""The pages of a Kiro spec in a built site: what each shows, and how they link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup, Tag

    from tests.conftest import Site

FOLDER = "specs/bread"
REQUIREMENTS = """\
# Requirements {0}

### Requirement 1: Orders {0}

**User Story:** As a guest, I want to order, so that I eat {0}.

#### Acceptance Criteria

1. WHEN it is before ten {0} THEN the shop SHALL take orders
2. WHEN it is ten THEN the shop SHALL close
3. IF a guest is late THEN the shop SHALL say so

### Requirement 2: The list

#### Acceptance Criteria

1. WHEN it is ten THEN the list SHALL be printed

### Requirement 3: The smell
"""
DESIGN = "# Design {0}\n\n## Overview\n\nAn oven. {0}\n"
TASKS = """\
# Implementation Plan {0}

- [x] 1. Take orders {0}
  - [x] 1.1 Make the table of nights {0}
    - Sort it {0}
    - _Requirements: 1.1, 1.2-1.3, 9.9_
  - [ ]* 1.2 Test **a change** at one minute past ten
    - **Validates: Requirements 1.3**
- [-] 2. Print the night's list at ten
  - [~] It is sorted
  - Sort it by oven
  - _Requirements: 2_
- [~] 3. (P) Bake {0}
- [x] ~~4. Sell~~ [removed {0}]
- [ ] 5. Checkpoint - Ensure all tests pass
"""


def spec(text: str = "Oven") -> dict[str, str]:
    kinds = {"requirements.md": REQUIREMENTS, "design.md": DESIGN, "tasks.md": TASKS}
    return {f"{FOLDER}/{name}": page.replace("{0}", text) for name, page in kinds.items()}


def texts(soup: Tag, selector: str) -> list[str]:
    return [" ".join(element.get_text(" ").split()) for element in soup.select(selector)]


def outline(item: Tag) -> dict[str, object]:
    """The tasks inside a list or an item, by their numbers, each with those inside it."""
    found: dict[str, object] = {}
    for one in item.select("li.speckit-task"):
        if one.find_parent(["li", "body"]) is item:
            number = one.select_one(".speckit-task-id")
            assert number is not None
            found[number.get_text()] = outline(one)
    return found


@pytest.fixture
def site(build_site: Callable[..., Site]) -> Site:
    return build_site({"index.md": "# Home\n", **spec()})


@pytest.fixture
def tasks(site: Site) -> BeautifulSoup:
    return site.page(f"{FOLDER}/tasks.html")


def item(page: BeautifulSoup, id_: str) -> Tag:
    found = page.find(id=id_)
    assert found is not None, id_
    return found


def test_tasks_are_nested_as_they_are_written(tasks: BeautifulSoup) -> None:
    assert tasks.body is not None
    assert outline(tasks.body) == {
        "1.": {"1.1": {}, "1.2": {}},
        "2.": {},
        "3.": {},
        "4.": {},
        "5.": {},
    }
    assert texts(item(tasks, "1.1"), "li")[0] == "Sort it Oven"


def test_a_state_is_told_by_a_sign_and_where_it_is_not_plain_by_a_word(
    tasks: BeautifulSoup,
) -> None:
    states = {
        one["id"]: [sign["aria-label"] for sign in one.select(":scope > .speckit-sign")]
        for one in tasks.select("li.speckit-task")
    }
    assert states == {
        "1": ["done"],
        "1.1": ["done"],
        "1.2": ["open"],
        "2": ["in progress"],
        "3": ["queued"],
        "4": ["cancelled"],
        "5": ["open"],
    }
    pills = {
        one["id"]: texts(one, ":scope > .speckit-pill") for one in tasks.select("li.speckit-task")
    }
    assert {id_: words for id_, words in pills.items() if words} == {
        "2": ["in progress"],
        "3": ["queued"],
    }
    assert [box["aria-label"] for box in item(tasks, "2").select(".speckit-box")] == ["queued"]
    assert "[" not in "".join(texts(tasks, "li.speckit-task")).replace("[removed Oven]", "")


def test_an_optional_task_says_so_instead_of_its_star(tasks: BeautifulSoup) -> None:
    one = item(tasks, "1.2")
    assert texts(one, ":scope > .speckit-tag") == ["optional"]
    assert one.get_text().startswith("1.2 optional Test a change at one minute past ten")
    assert texts(one, "strong")[1:2] == ["a change"]


def test_what_is_withdrawn_is_struck_out(tasks: BeautifulSoup) -> None:
    assert texts(item(tasks, "4"), "del") == ["4. Sell"]


def test_a_checkpoint_is_a_rule_across_the_list(tasks: BeautifulSoup) -> None:
    assert [one["id"] for one in tasks.select(".speckit-task--checkpoint")] == ["5"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("- [ ]\\* 19. Paint", ("19.", ["optional"], "Paint")),
        ("- [ ] 7.9* (P) Paint", ("7.9", ["optional", "(P)"], "Paint")),
        ("- [ ]*7.9 Paint *it* **all**", ("7.9", ["optional"], "Paint it all")),
        ("- [ ] **7.9 Paint** it", ("7.9", [], "Paint it")),
        ("- [ ] Task 7: Paint", ("Task 7:", [], "Paint")),
        ("1. [ ] 7.9 Paint < it", ("7.9", [], "Paint < it")),
    ],
)
@pytest.mark.parametrize("extensions", [[], ["pymdownx.tasklist", "pymdownx.tilde"]])
def test_each_form_of_a_number_is_drawn(
    build_site: Callable[..., Site],
    written: str,
    expected: tuple[str, list[str], str],
    extensions: list[str],
) -> None:
    number, tags, text = expected
    others = "- [ ] 1. Mix\n- [ ] 2. Rest\n- [ ] 3. Bake\n  - _Requirements: 1_\n"
    pages = {"specs/a/tasks.md": f"# Tasks\n\n{others}{written}\n"}
    page = build_site(pages, extensions=extensions).page("specs/a/tasks.html")
    one = page.select("li.speckit-task")[-1]
    assert texts(one, ".speckit-task-id") == [number]
    assert texts(one, ".speckit-tag") == tags
    assert " ".join(one.get_text().split()).replace(" .", ".") == " ".join([number, *tags, text])

"""The pages of a Kiro spec in a built site: what each shows, and how they link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builds.hostile import OF_ANY_FORMAT, check_pieces, write_theme
from tests.payloads import PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bs4 import BeautifulSoup, Tag

    from tests.conftest import Site

FOLDER = "specs/bread"
KINDS = ("requirements", "design", "tasks")
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


def spec(text: str = "Oven", folder: str = FOLDER) -> dict[str, str]:
    kinds = {"requirements.md": REQUIREMENTS, "design.md": DESIGN, "tasks.md": TASKS}
    return {f"{folder}/{name}": page.replace("{0}", text) for name, page in kinds.items()}


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


def test_the_header_counts_what_is_required_and_the_rest_apart(site: Site) -> None:
    for name in KINDS:
        header = site.page(f"{FOLDER}/{name}.html").select_one(".speckit-header")
        assert header is not None, name
        assert texts(header, ".speckit-top > span")[:5] == [
            "Under way",
            "1 of 4 tasks",
            "0 of 1 optional",
            "1 in progress",
            "1 queued",
        ]
        assert texts(header, "dt") == ["In progress"]
        assert texts(header, "dd") == ["2 Print the night's list at ten"]
        href = "#2" if name == "tasks" else "tasks.html#2"
        assert [link["href"] for link in header.select("dd a")] == [href]
        assert len(header.select(".speckit-strip > li")) == 4
        assert header.select(".speckit-strip a")[0]["href"] == href.replace("2", "1")


def test_each_document_names_the_others(site: Site) -> None:
    for name in KINDS:
        row = site.page(f"{FOLDER}/{name}.html").select_one("nav.speckit-documents")
        assert row is not None
        assert texts(row, "a, [aria-current]") == ["Requirements", "Design", "Tasks 1/4"]


def test_a_task_links_to_what_it_cites_and_shows_its_text(site: Site, tasks: BeautifulSoup) -> None:
    chips = item(tasks, "1").select("em a.speckit-tag, strong a.speckit-tag")
    assert [(chip.get_text(), chip["href"]) for chip in chips] == [
        (number, f"requirements.html#{number}") for number in ("1.1", "1.2", "1.3", "1.3")
    ]
    assert chips[0]["title"] == "WHEN it is before ten Oven THEN the shop SHALL take orders"
    assert texts(item(tasks, "1.1"), "em") == ["Requirements: 1.1 , 1.2 - 1.3 , 9.9"]
    page = site.page(f"{FOLDER}/requirements.html")
    assert all(page.find(id=chip.get_text()) for chip in chips)


def test_requirements_and_criteria_name_the_tasks_that_cite_them(site: Site) -> None:
    page = site.page(f"{FOLDER}/requirements.html")
    assert texts(item(page, "1.1"), ".speckit-citing a") == ["1.1"]
    assert texts(item(page, "1.3"), ".speckit-citing a") == ["1.1", "1.2"]
    assert not item(page, "2.1").select(".speckit-citing")
    assert texts(page, "h3 + .speckit-progress") == [
        "1 of 1 tasks done 1.1 1.2",
        "0 of 1 tasks done 2",
        "no task cites it",
    ]


def test_a_table_says_which_tasks_cite_which_requirements(site: Site) -> None:
    table = site.page(f"{FOLDER}/requirements.html").select_one("details.speckit-matrix table")
    assert table is not None
    assert texts(table, "th[scope=col]") == [
        "Requirement",
        "1 . Take orders Oven",
        "2 . Print the night's list at ten",
    ]
    assert texts(table, "th[scope=row]") == ["1 Orders Oven", "2 The list", "3 The smell"]
    assert texts(table, "td") == ["1.1 1.2", "", "", "2", "", ""]


PIECES = (
    ".speckit-header, .speckit-documents, .speckit-citing, .speckit-progress, .speckit-matrix,"
    " svg.speckit-sign, .speckit-task-id, a.speckit-tag"
)


def test_pieces_show_a_hostile_text_as_text(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    folders = {name: f"specs/{number}" for number, name in enumerate(OF_ANY_FORMAT)}
    pages = spec("Quiet words", "specs/calm")
    for name, folder in folders.items():
        pages |= spec(PAYLOADS[name], folder)
    site = build_site(pages, more={"theme": write_theme(tmp_path / "theme")})
    hostile = {name: list_pages(folder) for name, folder in folders.items()}
    check_pieces(site, PIECES, list_pages("specs/calm"), hostile)


def list_pages(folder: str) -> list[str]:
    return [f"{folder}/{kind}.html" for kind in KINDS]


def test_waves_are_columns_under_their_heading(build_site: Callable[..., Site]) -> None:
    waves = '{"waves": [{"tasks": ["1.1", "8.8"]}, {"tasks": ["2", "3"]}]}'
    pages = spec()
    pages[f"{FOLDER}/tasks.md"] += f"\n## Order\n\n```json\n{waves}\n```\n"
    page = build_site(pages, extensions=["fenced_code"]).page(f"{FOLDER}/tasks.html")
    table = page.select_one("h2 + .speckit-matrix-scroll table")
    assert table is not None
    assert texts(table, "th[scope=col]") == ["Wave 1", "Wave 2"]
    assert texts(table, "td") == ["1.1", "2 3"]
    assert [sign["aria-label"] for sign in table.select("svg")] == ["done", "in progress", "queued"]
    assert [link["href"] for link in table.select("a")] == ["#1.1", "#2", "#3"]


def test_boxes_without_numbers_are_nested_in_every_format(build_site: Callable[..., Site]) -> None:
    plan = "<!-- SPECKIT_LEVEL: 1 -->\n# Plan\n\n## Phase 1: A\n\n- [ ] a\n  - [x] b\n    - c\n"
    page = build_site({"plan.md": plan}).page("plan.html")
    assert texts(page, "li li li") == ["c"]

"""The items of a task list in its page: each way in which authors write a task's number."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import markdown

from tests.conftest import convert

REST = "\n".join(f"- [x] T09{n} [P] [US7] Rest" for n in range(3))


def page_of(items: str, **options: object) -> BeautifulSoup:
    return convert(f"# Tasks: Bread\n\n## Phase 1: Dough\n\n{items}\n{REST}\n", **options)


def first_task(page: BeautifulSoup) -> Tag:
    header = page.select_one(".speckit-header")
    assert header is not None
    item = header.find_next_sibling(["ul", "ol"])
    assert isinstance(item, Tag)
    return item.select("li")[0]


def shown(item: Tag) -> str:
    """An item as a line: its state in parentheses, the number in stars, chips in brackets."""
    for sign in item.select(".speckit-sign"):
        sign.replace_with(f"({sign['aria-label']}) ")
    for number in item.select(".speckit-task-id"):
        number.replace_with(f"*{number.get_text()}*")
    for tag in item.select(".speckit-tag"):
        tag.replace_with(f"[{tag.get_text()}]")
    return " ".join(item.get_text().split())


FORMS = [
    ("- [x] T001 Mix", "(done) *T001* Mix"),
    ("- [X] T001 [P] [US1] Mix", "(done) *T001* [P] [US1] Mix"),
    ("- [ ] T001: Mix", "(open) *T001*: Mix"),
    ("- [ ] **T001** [P] Mix", "(open) *T001* [P] Mix"),
    ("- [ ] **T001:** [US1] Mix", "(open) *T001:* [US1] Mix"),
    ("- [ ] **T001 [P] [US1] Mix** it", "(open) *T001* [P] [US1] Mix it"),
    ("- [ ] ***T001*** Mix", "(open) *T001* Mix"),
    ("- [ ] `T001` Mix", "(open) *T001* Mix"),
    ("- [ ] T-001 Mix", "(open) *T-001* Mix"),
    ("- [~] T001–T004 — given up", "(cancelled) *T001–T004* — given up"),
    ("- [B] T001 Mix", "(stuck) *T001* Mix"),
    ("- [ ] T001 [Setup] [P] Mix", "(open) *T001* [Setup] [P] Mix"),
    ("- [ ] T001 [US1/FR-003] Mix", "(open) *T001* [US1/FR-003] Mix"),
    ("- [ ] T001 [Story 1]: Mix", "(open) *T001* [Story 1]: Mix"),
    ("- [ ] T001 Mix [P]", "(open) *T001* Mix [P]"),
    ("- [ ] T001", "(open) *T001*"),
    ("1. [ ] T001 Mix", "(open) *T001* Mix"),
    ("* [ ] T001 *Mix* `flour.py`", "(open) *T001* Mix flour.py"),
    ("- [ ] T001 a < b & c", "(open) *T001* a < b & c"),
]


@pytest.mark.parametrize(("written", "expected"), FORMS, ids=[written for written, _ in FORMS])
def test_each_form_of_a_task_is_drawn(written: str, expected: str) -> None:
    item = first_task(page_of(written))
    assert item["id"] == "t001"
    assert shown(item) == expected


NO_TASKS = [
    "- [ ] Mix T001",
    "- [ ] [T001](https://example.org) Mix",
    "- T001 Mix",
    "- [ ] T001xy Mix",
    "- [ ] <span>T001</span> Mix",
]


@pytest.mark.parametrize("written", NO_TASKS)
def test_other_items_stay_what_they_are(written: str) -> None:
    item = first_task(page_of(written))
    assert not item.select(".speckit-sign, .speckit-tag, .speckit-task-id")
    assert "id" not in item.attrs


def test_criteria_have_boxes_and_tasks_have_signs() -> None:
    page = page_of("- [ ] T001 Mix\n  - [x] It is smooth\n  - [ ] It rests")
    item = first_task(page)
    assert [box["aria-label"] for box in item.select("ul .speckit-box")] == ["done", "open"]
    assert [sign["aria-label"] for sign in item.select(".speckit-sign")] == ["open"]
    assert page.select(".speckit-top > span")[2].get_text() == "1 of 2 criteria"


def test_the_word_for_a_task_that_can_start_ends_its_own_line() -> None:
    item = first_task(page_of("- [ ] T001 Mix `flour.py` (depends on T090)\n  - [ ] It is smooth"))
    pill = item.select_one(".speckit-pill")
    assert pill is not None
    assert pill.get_text() == "can start"
    assert pill.parent is item
    assert pill.find_next_sibling("ul") is not None


def test_paragraphs_in_items_change_nothing() -> None:
    item = first_task(page_of("- [ ] T001 [P] Mix (depends on T090)\n\n  For ten minutes.\n"))
    first = item.select_one("p")
    assert first is not None
    assert shown(first) == "(can start) *T001* [P] Mix (depends on T090) can start"


def test_no_id_is_in_the_page_twice() -> None:
    text = "- [ ] T001 Mix\n- [ ] T001 Mix\n- [ ] T002 Bake\n\n### T002\n"
    ids = [str(element["id"]) for element in page_of(text).select("[id]")]
    assert len(ids) == len(set(ids))
    assert {"t001", "t002"} <= set(ids)


def test_the_second_of_two_tasks_with_one_number_keeps_its_own_state() -> None:
    page = page_of("- [x] T001 Mix\n- [ ] T001 Mix")
    signs = [str(sign["aria-label"]) for sign in page.select("li > .speckit-sign")]
    assert signs[:2] == ["done", "open"]


@pytest.mark.parametrize("custom", [True, False])
def test_boxes_of_a_task_list_extension_become_signs(custom: bool) -> None:
    text = f"# Tasks: Bread\n\n- [x] T001 [P] Mix\n    - [ ] It is smooth\n{REST}\n"
    html = markdown(
        text,
        extensions=["pymdownx.tasklist", "speckit"],
        extension_configs={"pymdownx.tasklist": {"custom_checkbox": custom}},
    )
    item = first_task(BeautifulSoup(html, "html.parser"))
    assert len(item.select("input")) == 1  # That of the criterion.
    assert shown(item).startswith("(done) *T001* [P] Mix")

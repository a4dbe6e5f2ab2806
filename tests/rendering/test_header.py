"""The header of a feature: its words and figures, by what its documents say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from mkdocs_speckit import Plan, read
from mkdocs_speckit.features.documents import choose_documents
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.rendering.header import render_header
from mkdocs_speckit.rendering.header.parts import MAX_SEGMENTS
from mkdocs_speckit.rendering.header.spec_kit import MAX_STORIES
from tests.conftest import target

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = "specs/001-oven"
SPEC = """\
# Feature Specification: Oven

**Feature Branch**: `001-oven`

## User Stories

### User Story 1 - Plan the loaves (Priority: P1)

### User Story 2 - Warn the baker (Priority: P2)

- **FR-001**: Loaves have an order.
"""
TASKS = """\
# Tasks: Oven

## Phase 1: Setup (Shared Infrastructure)

- [x] T001 Start
- [x] T002 [P] Lint

## Phase 2: User Story 1 - Plan the loaves (Priority: P1) 🎯 MVP

- [x] T003 [US1] Loaf
- [ ] T004 [P] [US1] Order
- [ ] T005 [P] [US1] Page
- [ ] T006 [US1] Test both (depends on T004, T005)
  - [x] It is warm

## Phase 3: User Story 2 - Warn the baker (Priority: P2)

- [ ] T007 [US2] Warn

## Phase 4: Polish & Cross-Cutting Concerns

- [ ] T008 Manual

## Dependencies

- **Phase 2**: Depends on Phase 1
- **Phase 3**: Depends on Phase 2
- **Phase 4**: Depends on Phases 2 and 3
"""
ALONE = TASKS.partition("## Dependencies")[0].replace(" (depends on T004, T005)", "")


def read_all(documents: dict[str, str]) -> list[Plan]:
    plans = (read(text, f"{FOLDER}/{name}") for name, text in documents.items())
    return join_documents(plan for plan in plans if plan is not None)


def header_of(documents: dict[str, str], name: str = "tasks.md") -> BeautifulSoup:
    """The header on the page of one of these documents."""
    plans, page = read_all(documents), f"{FOLDER}/{name}"
    (plan,) = (plan for plan in plans if plan.path == page)
    chosen = choose_documents(plans, plan, lambda path: f"../{path.rpartition('/')[2]}")
    return BeautifulSoup(render_header(chosen), "html.parser")


def texts(soup: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(element.get_text().split()) for element in soup.select(selector)]


def facts(soup: BeautifulSoup) -> dict[str, str]:
    return dict(zip(texts(soup, "dt"), texts(soup, "dd"), strict=True))


def test_it_says_where_the_feature_is() -> None:
    header = header_of({"spec.md": SPEC, "tasks.md": TASKS})
    assert texts(header, ".speckit-top > span") == [
        "Under way",
        "3 of 8 tasks",
        "1 of 1 criteria",
        "Spec Kit",
    ]


def test_the_strip_names_each_phase_and_links_to_it() -> None:
    header = header_of({"tasks.md": TASKS})
    assert texts(header, ".speckit-hidden") == [
        "Setup: done, 2 of 2",
        "US1 Plan the loaves: under way, 1 of 4",
        "US2 Warn the baker: waiting, 0 of 1",
        "Polish & Cross-Cutting Concerns: waiting, 0 of 1",
    ]
    assert texts(header, ".speckit-segment-name") == [
        "✓ Setup",
        "US1 Plan the loaves 1 of 4",
        "US2",
        "Polish",
    ]
    links = [target(link) for link in header.select(".speckit-strip a")]
    assert links == ["#phase-1", "#phase-2", "#phase-3", "#phase-4"]
    assert texts(header, ".speckit-current") == ["US1 Plan the loaves 1 of 4"]


@pytest.mark.parametrize(("phases", "half"), [(12, None), (13, 7), (14, 7), (24, 12), (25, None)])
def test_many_phases_are_two_rows_of_one_length_on_a_phone(phases: int, half: int | None) -> None:
    text = "# Tasks: Oven\n\n" + "".join(
        f"## Phase {number}: Loaf {number}\n\n- [ ] T{number:03} Bake\n\n"
        for number in range(1, phases + 1)
    )
    strip = header_of({"tasks.md": text}).select_one(".speckit-strip")
    assert strip is not None
    assert strip.get("style") == (None if half is None else f"--half:{half}")


def test_it_says_what_can_start_and_what_waits_for_what() -> None:
    header = header_of({"tasks.md": TASKS})
    assert facts(header) == {
        "Can start now": "T004, T005 side by side",
        "Waiting": "T006 for T004 and T005 · US2 for US1 · Polish for US1 and US2",
    }
    links = [target(link) for link in header.select("dd a")]
    assert links == ["#t004", "#t005", "#t006", "#phase-3", "#phase-4"]


def test_without_stated_dependencies_it_says_what_is_next_and_why() -> None:
    header = header_of({"tasks.md": ALONE})
    (label, said), *others = facts(header).items()
    assert others == []
    assert label == "Next"
    assert said.startswith("T004 · T005 · T006 · T007 · T008 in the order of the document")
    assert not header_of({"spec.md": SPEC, "tasks.md": ALONE}, "spec.md").select(".speckit-top a")


def test_other_pages_lead_to_the_diagram_of_the_task_list() -> None:
    header = header_of({"spec.md": SPEC, "tasks.md": TASKS}, "spec.md")
    (link,) = header.select(".speckit-top a")
    assert (link.get_text(), target(link)) == ("Diagram", "../tasks.md#graph")


def test_a_task_that_is_alone_has_its_text() -> None:
    text = TASKS.replace("[ ] T004", "[x] T004")
    assert facts(header_of({"tasks.md": text}))["Can start now"] == "T005 Page"


def test_a_finished_feature_has_nothing_that_can_start() -> None:
    header = header_of({"tasks.md": TASKS.replace("[ ]", "[x]")})
    assert texts(header, ".speckit-state") == ["Done"]
    assert facts(header) == {}


def test_stories_are_those_of_the_specification() -> None:
    rows = header_of({"spec.md": SPEC, "tasks.md": TASKS}).select(".speckit-stories li")
    said = [" ".join(row.get_text(" ").split()) for row in rows]
    assert said == ["US1 Plan the loaves P1 · MVP 1 of 4", "US2 Warn the baker P2 0 of 1"]
    links = [target(link) for row in rows for link in row.select("a")]
    assert links == ["../spec.md#us1", "../spec.md#us2"]


def test_without_a_specification_stories_are_those_of_the_phases() -> None:
    rows = header_of({"tasks.md": TASKS}).select(".speckit-stories li")
    assert [target(link) for row in rows for link in row.select("a")] == ["#phase-2", "#phase-3"]


def test_a_story_without_tasks_says_so() -> None:
    spec = SPEC.replace("- **FR", "### User Story 3 - Smell it (Priority: P3)\n\n- **FR")
    header = header_of({"spec.md": spec, "tasks.md": TASKS})
    assert texts(header, ".speckit-story-count") == ["1 of 4", "0 of 1", "no tasks"]


def test_other_documents_say_what_is_next_and_link_to_the_tasks() -> None:
    header = header_of({"spec.md": SPEC, "tasks.md": TASKS}, "spec.md")
    assert not header.select(".speckit-stories")
    assert facts(header) == facts(header_of({"tasks.md": TASKS}))
    assert target(header.select("dd a")[0]) == "../tasks.md#t004"
    links = [target(link) for link in header.select(".speckit-strip a")]
    assert links[:2] == ["../tasks.md#phase-1", "../tasks.md#phase-2"]


PLAN = "# Implementation Plan: Oven\n\n## Technical Context\n\n## Constitution Check\n"


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ({"spec.md": SPEC}, ["Specified", "2 stories", "1 requirement"]),
        ({"spec.md": SPEC, "plan.md": PLAN}, ["Planned", "2 stories", "1 requirement"]),
        (
            {"spec.md": SPEC, "tasks.md": "# Tasks: Oven\n\n**Input**: specs/001-oven\n"},
            ["Specified", "2 stories", "1 requirement"],
        ),
        (
            {"spec.md": SPEC, "tasks.md": TASKS.replace("[x]", "[ ]")},
            ["Not started", "0 of 8 tasks", "0 of 1 criteria"],
        ),
        (
            {"spec.md": SPEC, "tasks.md": TASKS.replace("[ ] T005", "[B] T005")},
            ["Stuck", "3 of 8 tasks", "1 of 1 criteria"],
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_each_stage_of_a_feature_has_a_word(
    documents: dict[str, str], expected: Iterable[str]
) -> None:
    said = texts(header_of(documents, "spec.md"), ".speckit-top > span")
    assert [text for text in said if text not in {"Diagram", "Spec Kit"}] == expected


def test_a_template_says_how_much_there_is_to_fill_in_and_counts_none_of_its_examples() -> None:
    unfilled = {"spec.md": SPEC.replace("Oven", "[FEATURE NAME]"), "tasks.md": TASKS}
    header = header_of({**unfilled, "tasks.md": TASKS.replace("[x]", "[ ]")})
    assert texts(header, ".speckit-top > span") == [
        "Not filled in",
        "1 place to fill in",
        "Spec Kit",
    ]
    assert not header.select("ol, dl")
    begun = header_of(unfilled)
    assert texts(begun, ".speckit-state") == ["Under way"]


def test_open_questions_are_counted_and_linked_where_they_are() -> None:
    asked = "- **FR-009**: It MUST cool in [NEEDS CLARIFICATION: how long?]\n"
    documents = {"spec.md": SPEC + asked * 2, "plan.md": f"{PLAN}\n**Heat**: NEEDS CLARIFICATION\n"}
    header = header_of(documents, "spec.md")
    said = texts(header, ".speckit-caution")
    assert said == ["2 open questions in the specification", "1 open question in the plan"]
    links = [target(link) for link in header.select(".speckit-caution a")]
    assert links == ["#question-1", "../plan.md#question-1"]
    assert not header_of({"spec.md": SPEC}, "spec.md").select(".speckit-caution")


def test_long_lists_are_cut_and_say_what_is_left_out() -> None:
    items = "\n".join(f"- [ ] T{n:03} Loaf" for n in range(1, 31))
    header = header_of({"tasks.md": f"# Tasks: Oven\n\n## Phase 1: Setup\n\n{items}\n"})
    assert facts(header)["Next"].startswith("T001 · T002 · T003 · T004 · T005 · T006 and 24 more")

    stories = "".join(f"\n### User Story {n} - Loaf {n}\n" for n in range(1, 1001))
    spec = f"# Feature Specification: Oven\n\n**Feature Branch**: `x`\n\n## User Stories\n{stories}"
    header = header_of({"spec.md": spec, "tasks.md": TASKS})
    assert len(header.select(".speckit-stories li")) == MAX_STORIES
    assert texts(header, ".speckit-quiet")[-1] == f"and {1000 - MAX_STORIES} more"


def test_too_many_phases_are_one_bar() -> None:
    phases = "".join(
        f"\n## Phase {n}: Loaf {n}\n\n- [ ] T{n:03} Bake\n" for n in range(1, MAX_SEGMENTS + 2)
    )
    header = header_of({"tasks.md": f"# Tasks: Oven\n{phases}"})
    assert texts(header, ".speckit-hidden") == [f"All tasks: 0 of {MAX_SEGMENTS + 1}"]


def test_a_share_is_whole_only_if_it_is() -> None:
    items = "".join(f"- [x] T{n:03} Bake\n" for n in range(1, 400))
    text = f"# Tasks: Oven\n\n## Phase 1: Bake\n\n{items}- [ ] T400 Clean\n"
    segment = header_of({"tasks.md": text}).select_one(".speckit-strip > li")
    assert segment is not None
    assert "--f:99%" in str(segment["style"])

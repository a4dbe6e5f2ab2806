"""Placeholders of GitHub Spec Kit's documents; in each text, `«` and `»` are around them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit import read
from mkdocs_speckit.model.settings import Settings
from tests.reading.marked import read_marked

TASKS = "# Tasks: Bake bread\n\n"
ROW = "| Oven | Why | Instead |\n|---|---|---|\n"

SLOTS = {
    "the title": ("tasks", "# Tasks: «[FEATURE NAME]»"),
    "the title of a plan": ("plan", "# Implementation Plan: «[FEATURE]»"),
    "a branch": ("spec", "# Feature\n\n**Feature Branch**: «[###-feature-name]»"),
    "a branch in code": ("spec", "# Feature\n\n**Feature Branch**: `«[###-feature-name]»`"),
    "a folder in code": (
        "tasks",
        f"{TASKS}**Input**: Documents from `/specs/«[###-feature-name]»/`\n\n## Phase 1: Oven",
    ),
    "a line of several": (
        "plan",
        "# Plan\n\n**Branch**: `«[###-feature-name]»` | **Date**: «[DATE]» | **Spec**: «[link]»",
    ),
    "a task without a number": ("tasks", f"{TASKS}- [ ] «TXXX» [P] Sweep\n- [ ] **«TXX»** Wash"),
    "an endpoint": (
        "tasks",
        f"{TASKS}- [ ] T010 [P] [US1] Test «[endpoint]» in tests/test_oven.py",
    ),
    "a test": ("tasks", f"{TASKS}- [ ] T010 Test the oven in tests/contract/test_«[name]».py"),
    "an entity": ("tasks", f"{TASKS}- [x] T012 Create «[Entity1]» in src/models/«[entity1]».py"),
    "a service and its path": (
        "tasks",
        f"{TASKS}- [ ] T014 Write «[Service]» in src/«[location]»/«[service]».py",
    ),
    "words between words": (
        "tasks",
        f"{TASKS}- [ ] T002 Begin a «[language]» project with «[framework]» parts",
    ),
    "a whole task": ("tasks", f"{TASKS}- [ ] T002 [P] «[Name of the task]»"),
    "as in all documents": ("plan", "**Storage**: «[e.g., jars]»\n\n- «[What to bake]»"),
    "a scenario": (
        "spec",
        "1. **Given** «[initial state]», **When** «[action]», **Then** it bakes",
    ),
    "phrases in a template's row": (
        "plan",
        f"{ROW}| «[e.g., a 4th oven]» | «[current need]» | «[why 3 ovens are too few]» |",
    ),
    "a value at the end of a checklist's item": ("checklist", "- [ ] CHK001 Baker: «[Name]»"),
    "all of a checklist's item": ("checklist", "- [ ] CHK001 «[What to look at]»"),
}

OTHERS = {
    "tags": ("tasks", f"{TASKS}- [ ] T001 [P] [US1] Knead\n- [x] T002 [P?] [USx] Bake"),
    "the story of a task": (
        "tasks",
        f"{TASKS}- [ ] T001 [Story 3]: Knead\n- [ ] T002 [US2/FR-003] - Bake\n- [ ] [Story 1]: Eat",
    ),
    "the phase of a task": (
        "tasks",
        f"{TASKS}- [ ] T001 [Setup] - Buy flour\n- [ ] **T002** [P] [Shared Oven]: Heat it",
    ),
    "a task that was reverted": ("tasks", f"{TASKS}- [~] T029–T034 [Setup] — Reverted"),
    "the legend": (
        "tasks",
        f"{TASKS}- **[P]**: Can run in parallel\n- **[Story]**: Which story it belongs to",
    ),
    "the form of a decision": (
        "plan",
        "- Decision: [what was chosen]\n- Rationale: [why chosen]\n- Others: [what else evaluated]",
    ),
    "routes": (
        "tasks",
        f"{TASKS}- [ ] T001 Add app/[file]/[name].tsx, api/[endpoint]/[date]/x.ts, [slug]/a.tsx",
    ),
    "a task's words where no task is": ("plan", "- Calls [endpoint] with [Entity1]."),
    "the word for an open number": ("tasks", f"{TASKS}Replace TXXX.\n\n- TXXX is no number"),
    "a folder in code below": (
        "plan",
        "# Plan\n\n## Files\n\n**Folder**: `specs/[###-name]/`\n\n```\nspecs/[###-name]/\n```",
    ),
    "qualities": (
        "checklist",
        "- [ ] CHK001 Is the heat defined? [Gap]\n"
        "- [ ] CHK002 Is it clear? [Clarity, Spec §FR-001]\n"
        "- [ ] CHK003 Is it so → [Ambiguity] [Edge Case]\n"
        "- [ ] **CHK004**: Is it measured? [Measurability, Spec §SC-002] [Every oven]\n"
        "- [ ] Is it said? [Completeness]",
    ),
    "qualities elsewhere": ("checklist", "- [ ] CHK005 [Assumption]: all ovens are warm"),
    "qualities in a spec": ("spec", "- CHK001 Is it clear? [Clarity]"),
    "boxes": ("plan", "- [x] Simple\n- [ ] Small\n- [X] Few"),
    "links and notes": (
        "spec",
        "- [Oven](oven.md)\n- [Bread][1]\n- [^2]\n- [[Flour]]\n\n[1]: bread.md",
    ),
    "a row that is filled in": ("plan", f"{ROW}| Stone | [current need] | none |"),
    "a row with a question": ("plan", f"{ROW}| [NEEDS CLARIFICATION] | [stone oven] | |"),
    "states and tags in a template's row": (
        "plan",
        f"{ROW}| Stone | [blocking] | [HIGH] |\n| Wood | [open] | [oven](oven.md) |",
    ),
    "a title that is filled in": ("tasks", "# Tasks: Bake [rye] bread\n\n**Date**: 2026-01-02"),
    "code": ("plan", "- `[FEATURE NAME]` and `TXXX`\n\n```\n[same as above]\n```"),
}


@pytest.mark.parametrize(
    ("kind", "text"), [*SLOTS.values(), *OTHERS.values()], ids=[*SLOTS, *OTHERS]
)
def test_slots(kind: str, text: str) -> None:
    plan, expected = read_marked(text, kind)
    assert [(p.place, p.text) for p in plan.placeholders] == expected


def test_states_and_tags_are_left_out_of_a_row_with_a_slot() -> None:
    text = f"{ROW}| «[e.g., stone]» | [open] | [HIGH] |\n| «[e.g., wood]» | [oven](a.md) | [P1] |"
    plan, expected = read_marked(text, "plan")
    assert [(p.place, p.text) for p in plan.placeholders] == expected


TEMPLATE = """\
# «[LIST TYPE]» Checklist: «[FEATURE NAME]»

**Created**: «[DATE]»

- **[Story]**: which story it is of, [P?] if it is parallel
- See [the oven](oven.md), [x] and [GATE]

## «[Category 1]»

- [ ] T001 [P] [US1] Bake «[kind of bread]» for «[people]»
- [ ] T002 «[First step]» in src/«[file]».py
- [ ] T003 [Setup] Buy «[flour]» [NEEDS CLARIFICATION: where?]
- Is it clear for «[boundary condition of [X]]»?
- Write `[this]`, or the [next] marker
"""


def test_each_bracket_of_a_template_is_a_slot() -> None:
    plan, expected = read_marked(TEMPLATE, "tasks")
    assert [(p.place, p.text) for p in plan.placeholders] == expected
    assert len(plan.questions) == 1


@pytest.mark.parametrize(
    "filled",
    [
        ("«[LIST TYPE]» Checklist: «[FEATURE NAME]»", "Checklist: Bake bread"),
        ("**Created**: «[DATE]»", "**Created**: 2026-01-02"),
    ],
    ids=["title", "date"],
)
def test_a_document_is_a_template_until_its_title_or_its_first_lines_are_filled_in(
    filled: tuple[str, str],
) -> None:
    plan, _ = read_marked(TEMPLATE.replace(*filled), "tasks")
    found = {p.text for p in plan.placeholders}
    assert not found & {"[kind of bread]", "[people]", "[boundary condition of [X]]", "[file]"}


def test_a_template_in_another_language() -> None:
    text = "# Aufgaben: «[NAME DES FEATURES]»\n\n**Zweig**: `«[###-name]»`\n\n- Backe «[brot]» mit"
    plan, expected = read_marked(text, "tasks")
    assert [(p.place, p.text) for p in plan.placeholders] == expected


def test_a_project_says_what_is_none_and_what_is_one() -> None:
    settings = Settings(
        not_placeholders=(re.compile("DATE"),), vocabulary=frozenset(["[our oven]", "[Story 1]"])
    )
    text = "---\nspeckit: plan\n---\n[DATE], [our oven] and [Story 1]\n"
    plan = read(text, "specs/001-oven/plan.md", settings)
    assert plan is not None
    assert [p.text for p in plan.placeholders] == ["[our oven]"]


def test_equal_slots_are_numbered_with_those_that_are_mentions() -> None:
    text = f"{TASKS}Replace TXXX.\n\n- [ ] «TXXX» Sweep\n- [ ] «TXXX» Wash\n\nBeside `TXXX`."
    plan, _ = read_marked(text, "tasks")
    assert [(p.plain, p.occurrence, p.occurrences) for p in plan.placeholders] == [
        ("TXXX", 1, 3),
        ("TXXX", 2, 3),
    ]


def test_a_slot_in_code_is_not_to_be_marked_in_the_page() -> None:
    plan, _ = read_marked("# Plan\n\n**Branch**: `«[###-name]»`", "plan")
    assert [(p.plain, p.occurrences) for p in plan.placeholders] == [("", 0)]


PIECES = (
    "[NEEDS CLARIFICATION", "NEEDS CLARIFICATION", "[", "]", "(", ")", ": ", " - ", " | ", "?",
    "\n", "\n\n", "    ", "> ", "- [ ] ", "T001 ", "TXXX", "CHK001 ", "[endpoint]", "[Gap]", "~~",
    "**", "`", "# Tasks: [FEATURE NAME]\n", "\n## Oven\n", "[DATE]", "[###-x]", "{{a}}", "\\", "é",
    "<NEEDS_CLARIFICATION: x>", "[e.g., x]", "\n| a | b |\n|---|---|\n", "[Story 1]", " marker",
)  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.sampled_from(["tasks", "spec", "plan", "checklist"]),
)
def test_in_any_text_each_is_where_it_says_and_nothing_is_both(text: str, kind: str) -> None:
    source = f"---\nspeckit: {kind}\n---\n{text}"
    plan = read(source, f"specs/001-oven/{kind}.md")
    assert plan is not None
    lines = source.split("\n")
    for found in (*plan.placeholders, *plan.questions):
        assert lines[found.place.line - 1][found.place.column - 1] == found.text[0]
    assert {q.place for q in plan.questions}.isdisjoint(p.place for p in plan.placeholders)

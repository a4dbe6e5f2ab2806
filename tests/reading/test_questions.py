"""Open questions and mentions of them; in each text, `«` and `»` are around what is one."""

from __future__ import annotations

import pytest

from tests.reading.marked import read_marked

QUESTIONS = {
    "in a sentence": "Bake it for «[NEEDS CLARIFICATION: how long?]» at most.",
    "in a requirement": "- **FR-006**: It MUST heat by «[NEEDS CLARIFICATION: gas or wood]»",
    "in a task": "- [ ] T003 [P] [US1] Build «[NEEDS CLARIFICATION: which oven?]» in src/oven.py",
    "in a ticked item": "- [x] Heat «[NEEDS CLARIFICATION: how hot?]»",
    "in bold": "- **«[NEEDS CLARIFICATION: the door]»** — glass or steel",
    "in a heading": "### Doors «[NEEDS CLARIFICATION: glass?]»",
    "in a cell": "| Part | Kind |\n|---|---|\n| Door | «[NEEDS CLARIFICATION: glass?]» |",
    "two in one line": "«[NEEDS CLARIFICATION: gas?]» or «[NEEDS CLARIFICATION: wood?]»",
    "over several lines": "- Heat «[NEEDS CLARIFICATION: by gas\n  or by wood, and\n  when?]» it",
    "with code": "«[NEEDS CLARIFICATION: does `heat()` wait?]»",
    "all code": "«[NEEDS CLARIFICATION: `heat()`]»",
    "with brackets": "«[NEEDS CLARIFICATION: [a] or a list [b, [c]]?]» then",
    "with a bracket that stays open": "«[NEEDS CLARIFICATION: in the range [0, 1)?]» of it",
    "longer than a placeholder": f"«[NEEDS CLARIFICATION: {'very ' * 120}hot?]»",
    "with a dash": "«[NEEDS CLARIFICATION - gas or wood]»",
    "with a long dash": "«[NEEDS CLARIFICATION — gas or wood]»",
    "with a shorter dash": "«[NEEDS CLARIFICATION – gas or wood]»",
    "with a comma": "«[NEEDS CLARIFICATION, gas or wood]»",
    "with a semicolon": "«[NEEDS CLARIFICATION; gas or wood]»",
    "with a parenthesis": "«[NEEDS CLARIFICATION (gas or wood)]»",
    "with a wide colon": "«[NEEDS CLARIFICATION：ガスか薪]»",
    "behind a mention": "No [NEEDS CLARIFICATION] is left but «[NEEDS CLARIFICATION: gas?]» here.",
    "without a sign": "«[NEEDS CLARIFICATION which fuel?]»",
    "in small letters": "«[needs clarification: which fuel]»",
    "with underscores": "«[NEEDS_CLARIFICATION: which fuel]»",
    "in angle brackets": "Heat it by «<NEEDS_CLARIFICATION: which fuel>»",
    "a value": "**Heating**: «NEEDS CLARIFICATION»",
    "a value with the colon in bold": "**Heating:** «NEEDS CLARIFICATION».",
    "a value in brackets": "- **Heating**: «[NEEDS CLARIFICATION]»",
    "a value behind two labels": "- **FR-007**: Fuel: «NEEDS CLARIFICATION»",
    "a value in another language": "**加熱**：«NEEDS CLARIFICATION»",
    "values of one paragraph": (
        "**Fuel**: «NEEDS CLARIFICATION»\n**Heat**: «NEEDS CLARIFICATION»  \n**Door**: glass"
    ),
    "a value in a line of several": "**Fuel**: wood | **Heat**: «NEEDS CLARIFICATION» | **Door**",
    "a value with a note": "**Fuel**: «NEEDS CLARIFICATION (gas (bottled) or wood)»",
    "a value with a longer note": "**Fuel**: «NEEDS CLARIFICATION - gas, or wood\nfrom the farm»",
    "a value that goes on": "**Fuel**: «NEEDS CLARIFICATION: gas or wood»\n**Door**: glass",
    "a value in brackets with a note": "**Fuel**: «[NEEDS CLARIFICATION] (gas or wood)»",
    "a template's value": "**Fuel**: «[NEEDS CLARIFICATION or N/A]»",
    "a whole cell": "| Part | Kind |\n|---|---|\n| Door | «NEEDS CLARIFICATION» |",
    "a whole cell in brackets": "| Part | Kind |\n|---|---|\n| Door | **«[NEEDS CLARIFICATION]»**",
    "a whole item": "- «NEEDS CLARIFICATION»",
    "a whole item that is open": "- [ ] «[NEEDS CLARIFICATION]»",
    "a whole item that asks": "- «NEEDS CLARIFICATION: gas or wood?»",
    "a whole paragraph": "## Fuel\n\n«NEEDS CLARIFICATION»",
}

MENTIONS = {
    "an open item": "- [ ] No [NEEDS CLARIFICATION] markers remain",
    "a ticked item": "- [x] No [NEEDS CLARIFICATION] markers remain (2 were answered)",
    "in French": "- [x] Aucun marqueur [NEEDS CLARIFICATION] ne subsiste",
    "in Spanish": "- [ ] No quedan marcadores [NEEDS CLARIFICATION]",
    "in Japanese": "- [x] [NEEDS CLARIFICATION] マーカーが残っていない",
    "in Korean": "- [ ] [NEEDS CLARIFICATION] 표시가 남아 있지 않음",
    "in German": "- [x] Keine [NEEDS CLARIFICATION]-Marken mehr",
    "without brackets": "All is known, no NEEDS CLARIFICATION is left.",
    "the marker of a question": "The [NEEDS CLARIFICATION: which fuel] marker is gone.",
    "the form of a question": "At most three [NEEDS CLARIFICATION: …] in a document",
    "how to ask one": "1. Use [NEEDS CLARIFICATION: specific question] where it is open",
    "an unknown": "- For each NEEDS CLARIFICATION → ask the baker",
    "code": "Write `[NEEDS CLARIFICATION: which fuel?]`, or `NEEDS CLARIFICATION`.",
    "a block of code": "```text\n[NEEDS CLARIFICATION: which fuel?]\n```",
    "a comment": "<!-- [NEEDS CLARIFICATION: which fuel?] -->\n\nText.",
    "struck out": "- **Fuel**: ~~[NEEDS CLARIFICATION: gas or wood?]~~ wood",
    "an option of a template": "**Fuel**: [e.g., gas, wood or NEEDS CLARIFICATION]",
    "half a value": "**Fuel**: wood or NEEDS CLARIFICATION",
    "the beginning of a sentence": "**Note**: NEEDS CLARIFICATION\nmarkers are gone.",
    "a label": "- **NEEDS CLARIFICATION**: none",
    "a label without a value": "- NEEDS CLARIFICATION: gas and wood",
    "a value that says none": "**Markers**: NEEDS CLARIFICATION: none",
    "a note that says resolved": "**Fuel**: NEEDS CLARIFICATION (all resolved in research.md)",
    "an answer": "**Fuel**: NEEDS CLARIFICATION → wood",
    "small letters": "**Status**: Needs clarification",
    "a heading": "## NEEDS CLARIFICATION\n\nNothing.",
    "the header of a column": "| Part | NEEDS CLARIFICATION |\n|---|---|\n| Door | no |",
    "a bracket without an end": "Heat [NEEDS CLARIFICATION: which fuel?",
}


@pytest.mark.parametrize(
    "text", [*QUESTIONS.values(), *MENTIONS.values()], ids=[*QUESTIONS, *MENTIONS]
)
def test_questions(text: str) -> None:
    plan, expected = read_marked(text, "plan")
    assert [(q.place, q.text) for q in plan.questions] == expected


@pytest.mark.parametrize("text", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_not_a_placeholder(text: str) -> None:
    plan, _ = read_marked(text, "plan")
    assert plan.placeholders == ()


def test_a_question_in_front_matter() -> None:
    plan, expected = read_marked("Text.", "spec", "title: Oven «[NEEDS CLARIFICATION: fuel?]»\n")
    assert [(q.place, q.text) for q in plan.questions] == expected
    assert plan.placeholders == ()


def test_equal_texts_are_numbered_with_those_that_are_mentions() -> None:
    text = (
        "- No [NEEDS CLARIFICATION] is left, no NEEDS CLARIFICATION\n"
        "- **Fuel**: [e.g., wood or NEEDS CLARIFICATION]\n"
        "- **Heat**: NEEDS CLARIFICATION\n"
        "- **Door**: [NEEDS CLARIFICATION: glass?]\n"
        "- `NEEDS CLARIFICATION` in code\n"
    )
    plan, _ = read_marked(text, "plan")
    assert [(q.plain, q.occurrence, q.occurrences) for q in plan.questions] == [
        ("NEEDS CLARIFICATION", 3, 4),
        ("[NEEDS CLARIFICATION: glass?]", 0, 1),
    ]


def test_the_brackets_are_counted_as_one_text_where_they_are_a_question() -> None:
    text = (
        "No [NEEDS CLARIFICATION] is left.\n\n"
        "- **Fuel**: [NEEDS CLARIFICATION]\n"
        "- **Heat**: NEEDS CLARIFICATION\n"
    )
    plan, _ = read_marked(text, "plan")
    assert [(q.plain, q.occurrence, q.occurrences) for q in plan.questions] == [
        ("[NEEDS CLARIFICATION]", 1, 2),
        ("NEEDS CLARIFICATION", 0, 1),
    ]

"""What the cards of features say, and how they are drawn."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from mkdocs_speckit.export.cards import HEIGHT, PADDING, SCHEMES, WIDTH, Card, draw_card
from mkdocs_speckit.features.documents import FeaturePart
from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.rendering.header.parts import MAX_SEGMENTS
from tests.export.cards import BREAD, ESTIMATES, MARKER, ORDER, card_of
from tests.export.test_badges import contrast
from tests.spec_kit import PLAN, SPEC, TASKS

SVG = "{http://www.w3.org/2000/svg}"
CARD = card_of(BREAD)
DONE = BREAD.replace("[ ]", "[x]")
SHAPES = ("accent", "done", "amber", "outline")
"""The colours of shapes that say something."""


def drawn(card: Card, scheme: str = "light") -> ET.Element:
    return ET.fromstring(draw_card(card, SCHEMES[scheme]))  # noqa: S314


def texts(card: Card) -> list[str]:
    """The lines of a card, from its top to its bottom."""
    return ["".join(text.itertext()) for text in drawn(card).iter(f"{SVG}text")]


def states(card: Card) -> list[str]:
    return [bar.state for bar in card.bars]


def test_a_feature_under_way() -> None:
    card = card_of(BREAD + ESTIMATES + ORDER)
    assert texts(card) == [
        "Bread",
        "Under way3 of 5 items · 7–11 h planned",
        "Next: Bake · Oven",
        "Left: 3–5 h, likely 4 h",
    ]
    assert states(card) == ["done", "under-way", "waiting"]
    assert card.says == (
        "Bread: Under way, 3 of 5 items · 7–11 h planned · Next: Bake · Oven"
        " · Left: 3–5 h, likely 4 h"
        " · Dough: done, 2 of 2, 2–4 h; Oven: under way, 1 of 2, 4 h; Sale: waiting, 0 of 1, 1–3 h"
    )


def test_a_feature_without_estimates_counts_what_is_left() -> None:
    assert texts(card_of(BREAD))[1:] == [
        "Under way3 of 5 items",
        "Next: Bake · Oven",
        "Left: 2 items",
    ]


def test_work_that_is_left_without_a_known_way_to_the_end() -> None:
    assert texts(card_of(BREAD + ESTIMATES))[-1] == "Left: 3–5 h of work"


def test_a_finished_feature_has_nothing_left_and_nothing_next() -> None:
    assert texts(card_of(DONE)) == ["Bread", "Done5 of 5 items"]
    assert texts(card_of(DONE + ESTIMATES))[2:] == ["Planned as 7–11 h in 3 phases."]
    assert set(states(card_of(DONE))) == {"done"}


def test_a_feature_that_is_not_started() -> None:
    card = card_of(BREAD.replace("[x]", "[ ]") + ESTIMATES + ORDER)
    assert texts(card)[1:] == [
        "Not started0 of 5 items",
        "Next: Knead · Dough",
        "Left: 7–11 h, likely 9 h",
    ]
    assert states(card) == ["can-start", "waiting", "waiting"]


def test_a_plan_without_boxes_takes_some_time() -> None:
    card = card_of(f"# Plan: Bread\n\n{MARKER}{ESTIMATES}{ORDER}")
    assert texts(card)[-1] == "Takes: 7–11 h, likely 9 h"


def test_a_stuck_feature_says_why_in_amber() -> None:
    card = card_of(BREAD.replace("[ ] Bake", "[B] Bake"))
    assert texts(card)[1:3] == ["Stuck3 of 5 items", "Blocked: Bake"]
    assert states(card) == ["done", "stuck", ""]
    why = [text for text in drawn(card).iter(f"{SVG}text") if text.get("fill")]
    assert [(text.text, text.get("fill")) for text in why] == [
        ("Blocked: Bake", SCHEMES["light"].amber)
    ]


def test_a_template_says_how_much_there_is_to_fill_in_and_nothing_else() -> None:
    card = card_of(
        f"# Plan: [FEATURE]\n\n{MARKER}\n[NAME]\n\n## Phases\n\n### Phase 1: [One]\n\n- [ ] A\n"
    )
    assert texts(card)[1:] == ["Not filled in", "3 places to fill in"]
    assert states(card) == ["not-filled-in"]
    dashed = [each.get("stroke-dasharray") for each in drawn(card).iter()]
    assert len([dashes for dashes in dashed if dashes]) == 2, "the sign and the phase"


def test_a_feature_of_spec_kit_says_what_is_next_and_what_is_open() -> None:
    asked = SPEC + "\n- **FR-009**: [NEEDS CLARIFICATION: how many?]\n"
    card = card_of({"spec.md": asked, "plan.md": PLAN, "tasks.md": TASKS})
    assert texts(card)[1:] == [
        "Under way1 of 3 tasks",
        "Next: T002, T003",
        "Left: 2 tasks, 1 question open",
    ]


def test_a_feature_that_is_only_specified() -> None:
    card = card_of({"spec.md": SPEC})
    assert card.bars == ()
    assert texts(card)[1].startswith("Specified")


def test_a_phase_parent_has_a_bar_for_each_part() -> None:
    parts = (
        FeaturePart("Dough", None, "done", Completion(6, 6)),
        FeaturePart("Oven", None, "under way", Completion(1, 2)),
    )
    card = card_of(f"# Plan: Bread\n\n{MARKER}Text.\n", parts)
    assert states(card) == ["done", "under-way"]
    assert texts(card)[1:3] == ["Under way7 of 8 items", "Next: Oven · 1 of 2"]


def test_bars_are_as_wide_as_phases_have_effort_and_filled_as_far_as_they_are_done() -> None:
    dough, oven, sale = card_of(BREAD + ESTIMATES + ORDER).bars
    assert dough.width > sale.width
    assert oven.filled == pytest.approx(oven.width / 2, abs=0.1)
    assert (dough.filled, sale.filled) == (0, 0)


@pytest.mark.parametrize("number", [1, 2, 7, MAX_SEGMENTS, MAX_SEGMENTS + 1])
def test_bars_lie_side_by_side_in_the_card(number: int) -> None:
    phases = "".join(f"### Phase {i}: Step {i}\n\n- [ ] Do {i}\n\n" for i in range(1, number + 1))
    bars = card_of(f"# Plan: Bread\n\n{MARKER}## Phases\n\n{phases}").bars
    assert len(bars) == (number if number <= MAX_SEGMENTS else 1)
    assert bars[0].start == PADDING
    assert bars[-1].start + bars[-1].width == pytest.approx(WIDTH - PADDING, abs=0.2)
    assert all(one.start + one.width < other.start for one, other in pairwise(bars))
    assert min(bar.width for bar in bars) >= 4


@pytest.mark.parametrize("title", ["Bread and butter " * 9, "設計書の自動生成" * 9, "W" * 99])
def test_a_long_title_is_cut_but_said_in_full(title: str) -> None:
    card = card_of(BREAD.replace("Bread", title))
    assert card.title.endswith("…")
    assert card.says.startswith(f"{title.strip()}: ")


def test_a_finished_feature_uses_both_lines_for_a_long_note() -> None:
    documents = {
        "tasks.md": f"# Tasks: Bread\n\n{MARKER}- [x] T001 Bake\n",
        "plan.md": BREAD + ESTIMATES,
    }
    assert texts(card_of(documents))[2:] == [
        "Planned as 7–11 h in 3 phases. The plan’s own boxes were not kept: 3 of 5",
        "ticked.",
    ]


@pytest.mark.parametrize(
    ("title", "is_right_to_left"),
    [("خبز Bread", True), ("1. לחם", True), ("Bread خبز", False), ("42", False)],
)
def test_a_title_is_written_in_its_own_direction(title: str, is_right_to_left: bool) -> None:
    line = next(drawn(card_of(BREAD.replace("Bread", title))).iter(f"{SVG}text"))
    assert (line.get("direction") == "rtl") is is_right_to_left
    # The end of such a line is at its left, where the card's other lines begin.
    assert (line.get("text-anchor") == "end") is is_right_to_left


@pytest.mark.parametrize("scheme", SCHEMES)
def test_texts_and_shapes_stand_out(scheme: str) -> None:
    colours = SCHEMES[scheme]
    for name in ("text", "quiet", "amber"):
        assert contrast(getattr(colours, name), colours.ground) >= 4.5, name
    for name in SHAPES:
        assert contrast(getattr(colours, name), colours.ground) >= 3, name
    for name in ("accent", "amber"):
        assert contrast(getattr(colours, name), getattr(colours, f"{name}_tint")) >= 3, name


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_card_has_only_the_colours_of_its_scheme(scheme: str) -> None:
    image = drawn(card_of(BREAD.replace("[ ] Bake", "[B] Bake")), scheme)
    used = {each.get(name) for each in image.iter() for name in ("fill", "stroke")} - {None, "none"}
    assert used <= {*asdict(SCHEMES[scheme]).values()}


def test_an_image_has_its_size_and_says_what_it_shows() -> None:
    card = card_of(BREAD)
    image = drawn(card)
    assert (image.get("width"), image.get("height")) == (str(WIDTH), str(HEIGHT)) == ("480", "140")
    assert image.get("role") == "img"
    assert image[0].tag == f"{SVG}title"
    assert image[0].text == card.says


def test_the_sign_is_that_of_the_page() -> None:
    signs = {"x": ["circle", "path"], " ": ["circle"], "B": ["rect", "path"]}
    for box, shapes in signs.items():
        card = card_of(BREAD.replace("[x]", f"[{box}]").replace("[ ]", f"[{box}]"))
        (sign,) = (g for g in drawn(card).iter(f"{SVG}g") if g.get("stroke"))
        assert [shape.tag.removeprefix(SVG) for shape in sign] == shapes


@given(st.text(), st.text())
def test_any_words_are_text_of_well_formed_xml(title: str, lead: str) -> None:
    card = replace(CARD, title=title, says=title, lead=(lead,))
    assert [each.tag for each in drawn(card).iter()] == [each.tag for each in drawn(CARD).iter()]


def test_words_are_shown_as_they_are() -> None:
    hostile = '</title><script>alert("x")</script> ]]> &amp; \x02'
    image = drawn(replace(card_of(BREAD), title=hostile, says=hostile))
    shown = hostile.replace("\x02", "\ufffd")
    assert image[0].text == next(image.iter(f"{SVG}text")).text == shown


def test_a_card_has_nothing_to_fetch_or_to_run() -> None:
    svg = draw_card(card_of(BREAD), SCHEMES["dark"])
    assert svg.count("http") == 1, "the name of the SVG namespace"
    assert "url(" not in svg
    assert "<script" not in svg
    assert "href" not in svg

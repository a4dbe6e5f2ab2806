"""What a dependency diagram shows, says and links to, whatever the plan contains."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.parts import Graph, Node
from mkdocs_speckit.rendering import MAX_DRAWN
from mkdocs_speckit.rendering.diagram import draw_diagram
from mkdocs_speckit.rendering.diagram.drawing import MAX_WIDTH
from mkdocs_speckit.rendering.diagram.ending import Ending
from mkdocs_speckit.rendering.diagram.labels import make_labels
from tests.conftest import plan_of
from tests.reading.timing import best_time
from tests.rendering.intricate import PLANS, Row, plan_text

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan


def well_formed(html: str) -> ET.Element:
    """The elements as a strict reader sees them: nothing has broken out of its place."""
    return ET.fromstring(html.replace(" data-search-exclude", "", 1))  # noqa: S314


def html_of(plan: Plan) -> str:
    anchors = tuple((index, f"heading-{index}") for index in range(len(plan.outline)))
    return draw_diagram(plan, plan.graphs[0], anchors)


def drawn(rows: list[Row]) -> Tag:
    html = html_of(plan_of(plan_text(rows)))
    well_formed(html)
    element = BeautifulSoup(html, "html.parser").select_one(".speckit-diagram")
    assert element is not None
    return element


def titles(diagram: Tag, selector: str) -> list[str]:
    return [title.get_text() for title in diagram.select(f"{selector} > title")]


def texts(diagram: Tag, selector: str) -> list[str]:
    return [" ".join(each.get_text().split()) for each in diagram.select(selector)]


def width(diagram: Tag) -> float:
    (svg,) = diagram.select(".speckit-picture > svg")
    return float(str(svg["width"]))


def test_a_box_says_all_of_its_phase_in_its_title() -> None:
    assert titles(drawn(PLANS["diamond"]), ".speckit-node") == [
        "Schema: 1–2 h, done, 3 of 3 done",
        "Writers: 4–6 h, decides the end, under way, 2 of 5 done; waits for Schema",
        "Readers: 2–3 h, can slip by 0.5 h, can start, 0 of 4 done; waits for Schema",
        "Switch over: 1 h, decides the end, waiting, 0 of 3 done; waits for Writers, Readers",
    ]


def test_a_box_shows_its_name_and_its_figures() -> None:
    assert texts(drawn(PLANS["diamond"]), ".speckit-node text") == [
        "Schema", "1–2 h · 3 of 3",
        "Writers", "4–6 h · 2 of 5",
        "Readers", "2–3 h · 0 of 4",
        "Switch over", "1 h · 0 of 3",
    ]  # fmt: skip


def test_a_name_and_its_figures_make_a_box_of_46_pixels() -> None:
    frames = drawn(PLANS["diamond"]).select(".speckit-node-frame")
    assert {str(frame["height"]) for frame in frames} == {"46"}


def test_a_list_says_it_where_there_is_no_room_for_the_drawing() -> None:
    diagram = drawn(PLANS["diamond"])
    assert texts(diagram, ".speckit-steps > li") == [
        "Schema 1–2 h",
        "Writers 4–6 h · 2 of 5 · after Schema",
        "Readers 2–3 h · after Schema",
        "Switch over 1 h · after Writers, Readers",
    ]
    signs = diagram.select(".speckit-steps .speckit-sign")
    assert [sign["aria-label"] for sign in signs] == ["done", "under way", "can start", "waiting"]
    assert texts(diagram, ".speckit-steps strong") == ["Writers", "Switch over"]
    assert len(diagram.select(".speckit-steps a[href^='#heading-']")) == 4


def test_each_state_has_a_sign_of_its_own_shape_and_a_word_in_the_key() -> None:
    diagram = drawn(PLANS["diamond"])
    assert texts(diagram, ".speckit-key > li") == [
        "done", "under way", "can start", "waiting", "decides the end",
    ]  # fmt: skip
    shapes = {sign.decode_contents() for sign in diagram.select(".speckit-key .speckit-sign")}
    assert len(shapes) == 4
    assert {sign.decode_contents() for sign in diagram.select(".speckit-node .speckit-sign")} == (
        shapes
    )


def test_a_bar_shows_what_is_ticked_of_a_phase_under_way_only() -> None:
    (bar,) = drawn(PLANS["diamond"]).select(".speckit-node-bar")
    frame = bar.find_previous_sibling("rect")
    assert isinstance(frame, Tag)
    inner = float(str(frame["width"])) - 2
    assert float(str(bar["width"])) == pytest.approx(inner * 2 / 5, abs=0.1)


def test_phases_without_checklists_have_neither_signs_nor_bars_nor_a_key() -> None:
    diagram = drawn(PLANS["no edges"])
    assert not diagram.select(".speckit-sign, .speckit-key, .speckit-node-bar")


def test_links_are_reached_by_keyboard_and_screen_reader() -> None:
    """A drawing is a group of links with names, no picture: a picture's parts are not read."""
    (svg,) = drawn(PLANS["diamond"]).select(".speckit-picture > svg")
    assert svg["role"] == "group"
    assert svg["aria-label"] == "4 phases and what they wait for"
    assert len(svg.select(r"a[xlink\:href^='#heading-'] > title")) == 4
    assert not svg.select("[aria-hidden] a, [tabindex='-1']")
    # Scripts of themes take whatever has one for an element of HTML.
    assert not svg.select("[href], [src]")


@pytest.mark.parametrize("name", PLANS)
def test_a_drawing_fits_the_column(name: str) -> None:
    assert width(drawn(PLANS[name])) <= MAX_WIDTH


def test_the_first_diagram_of_a_page_has_an_id() -> None:
    plan = plan_of(plan_text(PLANS["diamond"]))
    ids = [
        re.findall(r'<div class="speckit-diagram"(?: id="(.*?)")?', html)
        for html in (
            draw_diagram(plan, plan.graphs[0], (), "first"),
            draw_diagram(plan, plan.graphs[0], ()),
        )
    ]
    assert ids == [["first"], [""]]


# What decides the end


def sentence(rows: list[Row]) -> str:
    found = drawn(rows).select_one("figcaption")
    return found.get_text() if found else ""


MOCK = [
    Row("Critical fixes", "None", "2-4 hours", 4, 4),
    Row("Hints", "Critical fixes", "2-4 hours", 5, 5),
    Row("JavaScript", "Critical fixes", "6-8 hours", 2, 4),
    Row("CSS", "Critical fixes", "4-8 hours", 0, 7),
    Row("Images", "Hints", "2-5 hours", 0, 6),
    Row("Architecture", "JavaScript, CSS, Images", "8-16 hours", 0, 9),
]


def test_a_sentence_says_what_decides_the_end_of_what_is_left_and_what_can_slip() -> None:
    """CSS takes 6 h in the middle, Images and the open half of JavaScript 3.5 h each."""
    assert sentence(MOCK) == (
        "CSS and then Architecture decide when it ends: 12–24 h from here. "
        "JavaScript and Images can slip by 2.5 h."
    )
    diagram = drawn(MOCK)
    heavy = [title.partition(":")[0] for title in titles(diagram, ".speckit-node--heavy")]
    assert heavy == ["CSS", "Architecture"]
    assert titles(diagram, ".speckit-edge--heavy") == ["Architecture waits for CSS"]


def test_where_no_box_can_be_ticked_the_end_counts_from_the_start() -> None:
    rows = [row._replace(done=0, total=0) for row in MOCK]
    assert sentence(rows).startswith(
        "Critical fixes, JavaScript and then Architecture decide when it ends: "
        "16–28 h from the start."
    )


def test_where_all_that_is_open_decides_the_end_nothing_is_heavy() -> None:
    rows = [*MOCK[:2], Row("Text", "Hints", "1 hour", 1, 2), Row("Proof", "Text", "2 hours", 0, 1)]
    diagram = drawn(rows)
    assert sentence(rows) == "Each delay moves the end: 2.5 h from here."
    assert not diagram.select("[class*=heavy]")
    assert "decides the end" not in diagram.get_text()


def test_a_finished_plan_says_nothing_of_its_end() -> None:
    rows = [row._replace(done=1, total=1) for row in MOCK]
    diagram = drawn(rows)
    assert sentence(rows) == ""
    assert not diagram.select("[class*=heavy]")


def test_a_plan_without_estimates_says_nothing_of_its_end() -> None:
    assert sentence([row._replace(effort="") for row in MOCK]) == ""


def test_with_phases_without_an_estimate_the_end_is_a_least() -> None:
    rows = [*MOCK, Row("Help", "CSS", "TBD", 0, 1), Row("News", "CSS", "TBD", 0, 1)]
    assert "decide when it ends: at least 12–24 h from here; 2 phases have no estimate." in (
        sentence(rows)
    )
    assert "; 1 phase has no estimate." in sentence(rows[:-1])


def test_of_many_that_can_slip_those_with_the_least_and_the_most_are_named() -> None:
    rows = [Row("Start"), *(Row(f"Part {n}", "Start", f"{n} hours") for n in range(1, 6))]
    assert sentence(rows).endswith(
        "Of the others, Part 4 can slip least, by 1 h, and Part 1 most, by 4 h."
    )
    assert sentence(rows[1:4]) == (
        "Part 3 decides when it ends: 3 h from the start. Part 2 can slip by 1 h and Part 1 by 2 h."
    )


def test_phases_one_after_the_other_slip_together() -> None:
    rows = [Row("Long", "None", "9 hours"), Row("One", effort="2 hours"), Row("Two", "One", "3 h")]
    assert sentence(rows).endswith("One and Two can slip by 4 h together.")


def test_a_long_path_is_cut_in_the_sentence() -> None:
    rows = [Row(f"Step {n}", f"Step {n - 1}" if n else "None") for n in range(25)]
    rows.append(Row("Aside and " + "x" * 60, "Step 0", "1 hour"))
    assert sentence(rows) == (
        "Step 0, Step 1, Step 2, Step 3 and then 21 more decide when it ends: "
        "25–50 h from the start. Aside and… can slip by 35 h."
    )


# A chain


CHAIN = [
    Row("Setup", "None", "1-2 hours", 3, 3),
    Row("Core", "Setup", "3-5 hours", 2, 4),
    Row("Verify", "Core", "1-2 hours", 0, 2),
]


def test_a_chain_of_up_to_three_phases_is_a_line_of_text() -> None:
    diagram = drawn(CHAIN)
    assert texts(diagram, ".speckit-chain li") == [
        "Setup 1–2 h",
        "Core 3–5 h · 2 of 4",
        "Verify 1–2 h",
    ]
    assert texts(diagram, ".speckit-chain > p") == ["each delay moves the end"]
    assert not diagram.select("figure, details, .speckit-node")
    signs = diagram.select(".speckit-sign")
    assert [sign["aria-label"] for sign in signs] == ["done", "under way", "waiting"]
    assert len(diagram.select("li a[href^='#heading-']")) == 3


def test_a_chain_begins_with_its_first_phase_wherever_that_is_in_the_table() -> None:
    diagram = drawn([CHAIN[2], CHAIN[0], CHAIN[1]])
    assert [text.split()[0] for text in texts(diagram, "li")] == ["Setup", "Core", "Verify"]


def test_a_finished_chain_and_one_without_estimates_say_nothing_of_the_end() -> None:
    for rows in (
        [row._replace(done=row.total) for row in CHAIN],
        [row._replace(effort="") for row in CHAIN],
    ):
        assert not drawn(rows).select(".speckit-chain > p")


@pytest.mark.parametrize(
    "rows",
    [
        [*CHAIN, Row("Release", "Verify")],
        [*CHAIN[:2], Row("Verify", "Setup")],
        [Row("Setup", "A contract"), *CHAIN[1:]],
        [Row("Setup", "Verify"), *CHAIN[1:]],
        CHAIN[::2],
    ],
    ids=["of four", "forked", "from outside", "circle", "broken"],
)
def test_anything_else_is_drawn(rows: list[Row]) -> None:
    assert drawn(rows).select(".speckit-picture > svg")


TIED = [
    Row("Start", "None", "1 hour"),
    Row("One", "Start", "3 hours"),
    Row("Other", "Start", "2-4 hours"),
    Row("Short", "Start", "1 hour"),
    Row("End", "One, Other, Short", "1 hour"),
]


def test_of_chains_that_are_equally_long_all_are_heavy() -> None:
    diagram = drawn(TIED)
    marked = titles(diagram, ".speckit-node--heavy")
    assert [title.partition(";")[0] for title in marked] == [
        "Start: 1 h, decides the end",
        "One: 3 h, decides the end",
        "Other: 2–4 h, decides the end",
        "End: 1 h, decides the end",
    ]
    assert len(titles(diagram, ".speckit-edge--heavy")) == 4
    assert sentence(TIED) == (
        "Start, One, Other and End decide when it ends: 5 h from the start. Short can slip by 2 h."
    )


def test_an_unestimated_phase_says_so_if_others_are_estimated() -> None:
    rows = [Row("Known"), Row("Other", effort="TBD")]
    assert "not estimated" in texts(drawn(rows), ".speckit-node text")
    rows = [Row("One", effort=""), Row("Other", effort="")]
    assert "not estimated" not in texts(drawn(rows), ".speckit-node text")


@pytest.mark.parametrize("name", ["long edges", "fan out and in"])
def test_what_is_outside_the_plan_is_no_larger_than_its_words_and_its_arrow_begins_there(
    name: str,
) -> None:
    (drawing,) = drawn(PLANS[name]).select(".speckit-picture")
    (node,) = drawing.select(".speckit-node--external")
    (edge,) = drawing.select(".speckit-edge--external .speckit-edge-line")
    frame = node.select_one("rect")
    assert frame is not None
    x, y = (float(number) for number in re.findall(r"[\d.]+", str(node["transform"])))
    width, height = float(str(frame["width"])), float(str(frame["height"]))
    start = re.findall(r"[\d.]+", str(edge["d"]))[:2]
    start_x, start_y = float(start[0]), float(start[1])
    assert height < 33
    is_at_its_end = start_x == pytest.approx(x + width) or start_y == pytest.approx(y + height)
    assert is_at_its_end
    assert x <= start_x <= x + width + 0.1
    assert y <= start_y <= y + height + 0.1


def test_what_is_outside_the_plan_is_dashed_and_says_so() -> None:
    diagram = drawn(PLANS["long edges"])
    assert titles(diagram, ".speckit-node--external") == ["Store review: outside this plan"]
    assert titles(diagram, ".speckit-edge--external") == ["Rollout waits for Store review"]
    assert "Dashed: outside this plan." in diagram.get_text()


def test_a_fold_explains_the_signs_that_are_there() -> None:
    (fold,) = drawn(PLANS["diamond"]).select("details")
    assert not fold.has_attr("open")
    assert texts(fold, "summary") == ["How to read this"]
    explained = fold.get_text()
    assert "Thick lines" in explained
    assert "boxes that are ticked" in explained
    assert "Dashed" not in explained
    (fold,) = drawn(PLANS["no edges"]).select("details")
    assert texts(fold, "p") == ["An arrow leads from a phase to what waits for it."]


def test_an_edge_that_follows_from_others_is_thin() -> None:
    diagram = drawn(PLANS["long edges"])
    assert titles(diagram, ".speckit-edge--implied") == [
        "Background worker waits for Storage engine",
        "Rollout waits for Storage engine",
    ]
    assert "Thin arrows follow from the others." in diagram.get_text()


def test_where_most_edges_follow_from_others_only_the_others_are_drawn() -> None:
    diagram = drawn(PLANS["everything before"])
    assert len(titles(diagram, ".speckit-edge")) == 4
    assert "What follows from other dependencies is left out." in diagram.get_text()
    last = texts(diagram, ".speckit-steps > li")[-1]
    assert last.endswith("after Snapshot, Copy, Replication, Comparison")


def test_a_cycle_is_drawn_and_named() -> None:
    diagram = drawn(PLANS["cycle"])
    assert len(titles(diagram, ".speckit-edge--cycle")) == 3
    assert sentence(PLANS["cycle"]) == "Rules, Evaluator and Catalogue wait for one another."
    assert not diagram.select("[class*=heavy]")


def test_no_arrow_hides_one_of_a_cycle() -> None:
    edges = drawn(PLANS["cycle"]).select(".speckit-edge")
    marked = ["speckit-edge--cycle" in edge["class"] for edge in edges]
    assert marked == sorted(marked)
    assert not all(marked)


def test_past_the_limit_there_is_a_sentence_in_place_of_the_drawing() -> None:
    rows = [Row(f"P{index}", "None") for index in range(MAX_DRAWN + 1)]
    diagram = drawn(rows)
    assert not diagram.select("svg, details")
    assert f"{MAX_DRAWN + 1} phases: too many to draw. The table says" in diagram.get_text()
    assert drawn(rows[:-1]).select("svg")


def test_five_thousand_phases_take_no_time() -> None:
    rows = [Row(f"Phase {n}", f"Phase {n - 1}" if n else "None") for n in range(5000)]
    plan = plan_of(plan_text(rows))
    assert best_time(lambda: html_of(plan)) < 0.1


def test_a_table_full_of_edges_gives_a_sentence() -> None:
    """40 phases that each wait for 40 others: 1,600 edges, of which none follows from others."""
    firsts = [Row(f"First {n}") for n in range(40)]
    needs = ", ".join(row.name for row in firsts)
    diagram = drawn([*firsts, *(Row(f"Second {n}", needs) for n in range(40))])
    assert "80 phases: too many to draw." in diagram.get_text()


@pytest.mark.parametrize(
    "name",
    [
        "x" * 500,
        "word " * 100,
        "]]> and </svg></figure>",
        "R&D &amp; <b>more</b>",
        "🚀🚀🚀 launch 👩🏽‍🚒",
        "بناء خط الأنابيب",
        "\u202egnorw si siht",
        "設計と実装と検証と文書化と公開とその後",
        "bell \x07 and form feed \x0c",
    ],
)
def test_any_name_is_drawn_within_its_box(name: str) -> None:
    other = [Row("Next", name), Row("Aside")]
    diagram = drawn([Row(name, "None", "100-200 hours", 1, 12), *other])
    assert width(diagram) <= MAX_WIDTH
    lines = diagram.select(".speckit-node")[0].select(".speckit-node-name")
    assert 1 <= len(lines) <= 3
    assert len(diagram.select(".speckit-edge")) == 1


@given(
    st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12),
)
@settings(max_examples=100)
def test_any_graph_is_well_formed(names: list[str], pairs: list[tuple[int, int]]) -> None:
    nodes = tuple(Node(name, line) for line, name in enumerate(names, 1))
    edges = {(a, b) for a, b in pairs if a < b < len(nodes)}
    graph = Graph(0, "Dependencies", 1, nodes, tuple(sorted(edges)), (), ())
    plan = plan_of("Nothing here.\n")
    element = well_formed(draw_diagram(plan, graph, ()))
    drawing = element.find(".//{http://www.w3.org/2000/svg}svg")
    if drawing is None:
        assert len(element.findall(".//li")) == len(nodes) <= 3
    else:
        assert len(drawing.findall("{http://www.w3.org/2000/svg}g")) == 1 + len(nodes)


def test_no_hash_seed_changes_a_diagram() -> None:
    code = (
        "from tests.rendering.test_diagram import *\n"
        "print([html_of(plan_of(plan_text(rows))) for rows in PLANS.values()])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(("name", "max_bytes"), [("diamond", 6_000), ("long edges", 15_000)])
def test_a_small_drawing_is_small(name: str, max_bytes: int) -> None:
    (svg,) = drawn(PLANS[name]).select(".speckit-picture > svg")
    assert len(str(svg).encode()) < max_bytes


COMPONENTS = """\
### Phase 1: Schema

### Phase 2: Readers

## Phase dependencies

| Phase | Depends On |
|---|---|
| Schema | A contract |
| Readers | Schema |

## Component dependencies

| Component | Depends On |
|---|---|
| Store | Phase 1, Linux |
| Page | Store, Readers, Phase 7 |
"""


def joined(text: str) -> Plan:
    (plan,) = join_documents([plan_of(text)])
    return plan


def test_the_plans_own_phases_are_not_outside_in_a_graph_of_components() -> None:
    plan = joined(COMPONENTS)
    labels = make_labels(plan, plan.graphs[1], Ending(), {0: "phase-1-schema"})
    facts = {label.name: (label.facts, label.href, label.is_outside) for label in labels[2:]}
    assert facts == {
        "Phase 1": ("a phase of this plan", "#phase-1-schema", False),
        "Linux": ("outside this plan", None, True),
        "Readers": ("a phase of this plan", None, False),
        "Phase 7": ("outside this plan", None, True),
    }
    assert "Dashed: outside this plan." in draw_diagram(plan, plan.graphs[1], ())
    only = joined(COMPONENTS.replace(", Linux", "").replace(", Phase 7", ""))
    assert "Dashed" not in draw_diagram(only, only.graphs[1], ())

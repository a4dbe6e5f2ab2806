"""What a dependency diagram shows, says and links to, whatever the plan contains."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.parts import Graph, Node
from mkdocs_speckit.model.settings import WorkingTime
from mkdocs_speckit.rendering.diagram import draw_diagram
from mkdocs_speckit.rendering.diagram.drawing import MAX_WIDTH, MAX_WIDTH_ON_PHONE
from mkdocs_speckit.rendering.diagram.labels import make_labels
from mkdocs_speckit.rendering.timeline import draw_timeline
from tests.conftest import plan_of
from tests.rendering.intricate import PLANS, Row, plan_text

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan

MAX_DRAWN = 150


def well_formed(html: str) -> ET.Element:
    """The elements as a strict reader sees them: nothing has broken out of its place."""
    return ET.fromstring(html.replace(" data-search-exclude", "", 1))  # noqa: S314


def html_of(plan: Plan, max_drawn: int = MAX_DRAWN) -> str:
    anchors = tuple((index, f"heading-{index}") for index in range(len(plan.outline)))
    return draw_diagram(plan, plan.graphs[0], anchors, max_drawn)


def drawn(rows: list[Row], max_drawn: int = MAX_DRAWN) -> Tag:
    html = html_of(plan_of(plan_text(rows)), max_drawn)
    well_formed(html)
    element = BeautifulSoup(html, "html.parser").select_one(".speckit-diagram")
    assert element is not None
    return element


def titles(diagram: Tag, selector: str) -> list[str]:
    """The titles in the first drawing."""
    drawing = diagram.select_one(".speckit-picture")
    assert drawing is not None
    return [title.get_text() for title in drawing.select(f"{selector} > title")]


def width(drawing: Tag) -> float:
    svg = drawing.select_one("svg")
    assert svg is not None
    return float(str(svg["width"]))


def test_a_box_says_all_of_its_phase_in_its_title() -> None:
    assert titles(drawn(PLANS["diamond"]), ".speckit-node") == [
        "Schema: 1–2 h, on the critical path, done, 3 of 3 done",
        "Writers: 4–6 h, on the critical path, under way, 2 of 5 done; waits for Schema",
        "Readers: 2–3 h, 2.5 h float, can start, 0 of 4 done; waits for Schema",
        "Switch over: 1 h, on the critical path, waiting, 0 of 3 done; waits for Writers, Readers",
    ]


def test_the_list_says_the_same_to_those_who_do_not_see_the_drawing() -> None:
    items = [item.get_text() for item in drawn(PLANS["diamond"]).select("details li")]
    assert items == [
        "Schema: 1–2 h, on the critical path, done, 3 of 3 done; waits for nothing",
        "Writers: 4–6 h, on the critical path, under way, 2 of 5 done; waits for Schema",
        "Readers: 2–3 h, 2.5 h float, can start, 0 of 4 done; waits for Schema",
        "Switch over: 1 h, on the critical path, waiting, 0 of 3 done; waits for Writers, Readers",
    ]


def test_each_state_has_a_mark_of_its_own_shape_and_a_word_in_the_caption() -> None:
    diagram = drawn(PLANS["diamond"])
    legend = diagram.select(".speckit-states > span")
    assert [word.get_text().strip() for word in legend] == [
        "done", "under way", "can start", "waiting",
    ]  # fmt: skip
    shapes = {str(svg.decode_contents()) for svg in diagram.select(".speckit-states svg")}
    assert len(shapes) == 4
    (drawing, *_) = diagram.select(".speckit-picture")
    assert {mark.decode_contents() for mark in drawing.select(".speckit-mark")} == shapes


def test_phases_without_checklists_have_neither_marks_nor_bars_nor_a_legend() -> None:
    diagram = drawn(PLANS["no edges"])
    assert not diagram.select(".speckit-mark, .speckit-states, .speckit-bar-track")


def test_links_are_reached_by_keyboard_and_screen_reader() -> None:
    """A drawing is a group of links with names, no picture: a picture's parts are not read."""
    diagram = drawn(PLANS["diamond"])
    for svg in diagram.select(".speckit-picture svg"):
        assert svg["role"] == "group"
        assert svg["aria-label"] == "4 phases and what they wait for"
        assert len(svg.select(r"a[xlink\:href^='#heading-'] > title")) == 4
        assert not svg.select("[aria-hidden] a, [tabindex='-1']")
        # Scripts of themes take whatever has one for an element of HTML.
        assert not svg.select("[href], [src]")


@pytest.mark.parametrize("name", PLANS)
def test_one_drawing_fits_a_phone_and_the_other_the_column(name: str) -> None:
    drawings = drawn(PLANS[name]).select(".speckit-picture")
    wide, narrow = drawings[0], drawings[-1]
    assert width(narrow) <= MAX_WIDTH_ON_PHONE
    if wide is not narrow:
        assert MAX_WIDTH_ON_PHONE < width(wide) <= MAX_WIDTH
        kinds = [str(drawing["class"]) for drawing in (wide, narrow)]
        assert [re.findall(r"(?:from|below)-(\d+)", kind) for kind in kinds] == [
            re.findall(r"from-(\d+)", kinds[0])
        ] * 2


@pytest.mark.parametrize("name", PLANS)
def test_both_drawings_show_the_same(name: str) -> None:
    drawings = drawn(PLANS[name]).select(".speckit-picture")
    said = [sorted(title.get_text() for title in each.select("title")) for each in drawings]
    assert said[0] == said[-1]


TIED = [
    Row("Start", "None", "1 hour"),
    Row("One", "Start", "3 hours"),
    Row("Other", "Start", "2-4 hours"),
    Row("Short", "Start", "1 hour"),
    Row("End", "One, Other, Short", "1 hour"),
]


def test_of_chains_that_are_equally_long_all_are_marked() -> None:
    diagram = drawn(TIED)
    marked = titles(diagram, ".speckit-node--critical")
    assert [title.partition(";")[0] for title in marked] == [
        "Start: 1 h, on the critical path",
        "One: 3 h, on the critical path",
        "Other: 2–4 h, no float",
        "End: 1 h, on the critical path",
    ]
    assert len(titles(diagram, ".speckit-edge--critical")) == 4
    assert "the critical path, 5 h, and what has no float either." in diagram.get_text()


@pytest.mark.parametrize("rows", [TIED, *PLANS.values()])
def test_the_timeline_marks_the_same_phases(rows: list[Row]) -> None:
    plan = plan_of(plan_text(rows))
    rest = BeautifulSoup(draw_timeline(plan, (), WorkingTime(), MAX_DRAWN), "html.parser")
    in_bold = rest.select(".speckit-row--critical .speckit-row-name")
    marked = [title.partition(":")[0] for title in titles(drawn(rows), ".speckit-node--critical")]
    assert marked == [name.get_text() for name in in_bold]


def test_an_unestimated_phase_says_so_and_makes_the_length_a_least() -> None:
    diagram = drawn([Row("Known"), Row("Unknown", "Known", "TBD")])
    (drawing, *_) = diagram.select(".speckit-picture")
    assert "not estimated" in [text.get_text() for text in drawing.select(".speckit-node text")]
    assert "the critical path, ≥ 1–2 h." in diagram.get_text()


def test_where_nothing_is_estimated_no_box_says_so() -> None:
    diagram = drawn([Row("One", effort=""), Row("Other", "One", "")])
    (drawing, *_) = diagram.select(".speckit-picture")
    assert "not estimated" not in [text.get_text() for text in drawing.select("text")]


@pytest.mark.parametrize("name", ["long edges", "fan out and in"])
def test_what_is_outside_the_plan_is_no_larger_than_its_words_and_its_arrow_begins_there(
    name: str,
) -> None:
    (drawing, *_) = drawn(PLANS[name]).select(".speckit-picture")
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


def test_an_edge_that_follows_from_others_is_faint() -> None:
    diagram = drawn(PLANS["long edges"])
    assert titles(diagram, ".speckit-edge--implied") == [
        "Background worker waits for Storage engine",
        "Rollout waits for Storage engine",
    ]
    assert "Faint: follows from the others." in diagram.get_text()


def test_where_most_edges_follow_from_others_only_the_others_are_drawn() -> None:
    diagram = drawn(PLANS["everything before"])
    assert len(titles(diagram, ".speckit-edge")) == 4
    assert "What follows from other dependencies is left out." in diagram.get_text()
    last = diagram.select("details li")[-1].get_text()
    assert last.endswith("waits for Snapshot, Copy, Replication, Comparison")


def test_a_cycle_is_drawn_and_named() -> None:
    diagram = drawn(PLANS["cycle"])
    assert len(titles(diagram, ".speckit-edge--cycle")) == 3
    assert "Rules → Evaluator → Catalogue → Rules" in diagram.get_text()
    assert not diagram.select(".speckit-edge--critical, .speckit-node--critical")


def test_no_arrow_hides_one_of_a_cycle() -> None:
    for drawing in drawn(PLANS["cycle"]).select(".speckit-picture"):
        marked = [
            "speckit-edge--cycle" in edge["class"] for edge in drawing.select(".speckit-edge")
        ]
        assert marked == sorted(marked)
        assert not all(marked)


def test_past_the_limit_there_is_a_sentence_in_place_of_the_drawing() -> None:
    diagram = drawn(PLANS["no edges"], max_drawn=5)
    assert not diagram.select("svg, details")
    assert "6 phases: too many to draw. The table says" in diagram.get_text()
    assert drawn(PLANS["no edges"], max_drawn=6).select("svg")


def test_five_thousand_phases_take_no_time() -> None:
    rows = [Row(f"Phase {n}", f"Phase {n - 1}" if n else "None") for n in range(5000)]
    plan = plan_of(plan_text(rows))
    start = time.process_time()
    html_of(plan)
    assert time.process_time() - start < 0.1


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
    diagram = drawn([Row(name, "None", "100-200 hours", 1, 12), Row("Next", name)])
    for drawing in diagram.select(".speckit-picture"):
        assert width(drawing) <= MAX_WIDTH
        lines = drawing.select(".speckit-node")[0].select(".speckit-node-name")
        assert 1 <= len(lines) <= 3
    assert len(diagram.select(".speckit-picture")[0].select(".speckit-edge")) == 1


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
    element = well_formed(draw_diagram(plan, graph, (), MAX_DRAWN))
    drawing = element.find(".//{http://www.w3.org/2000/svg}svg")
    assert drawing is not None
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
    for svg in drawn(PLANS[name]).select(".speckit-picture svg"):
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
    labels = make_labels(plan, plan.graphs[1], None, {0: "phase-1-schema"})
    facts = {label.name: (label.facts, label.href, label.is_outside) for label in labels[2:]}
    assert facts == {
        "Phase 1": ("a phase of this plan", "#phase-1-schema", False),
        "Linux": ("outside this plan", None, True),
        "Readers": ("a phase of this plan", None, False),
        "Phase 7": ("outside this plan", None, True),
    }
    assert "Dashed: outside this plan." in draw_diagram(plan, plan.graphs[1], (), MAX_DRAWN)
    only = joined(COMPONENTS.replace(", Linux", "").replace(", Phase 7", ""))
    assert "Dashed" not in draw_diagram(only, only.graphs[1], (), MAX_DRAWN)

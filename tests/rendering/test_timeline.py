"""The timeline: where bars stand, what they say, and what strange plans do to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from hypothesis import given

from mkdocs_speckit.model.settings import Settings, WorkingTime
from mkdocs_speckit.reading import read
from mkdocs_speckit.rendering.timeline import MAX_CONNECTED_ROWS, draw_timeline
from tests.conftest import MARKER
from tests.graphs import networks, plan_of_graph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bs4 import Tag

    from tests.graphs import Network

TIME = WorkingTime()
MAX_DRAWN = 150
HEAD = "## Dependencies and effort\n\n| Phase | Depends On | Effort |\n|---|---|---|\n"

Row = tuple[str, str, str]

PLAN = (
    ("Setup", "None", "1h"),
    ("Schema", "None", "0.5h"),
    ("Core", "Setup, Schema", "4-6h"),
    ("Verification", "Core", "2-3h"),
)
"""Setup, Core and Verification are critical: 7–10 h, expected from 0, 1 and 6 h up to 8.5 h."""


def drawn(
    *rows: Row,
    more: str = "",
    anchors: Mapping[int, str] | None = None,
    time: WorkingTime = TIME,
) -> BeautifulSoup:
    text = HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)
    plan = read(f"{MARKER}{text}\n{more}", settings=Settings(time))
    assert plan is not None
    return BeautifulSoup(
        draw_timeline(plan, tuple((anchors or {}).items()), time, MAX_DRAWN), "html.parser"
    )


def texts(soup: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [" ".join(element.get_text(" ").split()) for element in soup.select(selector)]


def sentences(soup: BeautifulSoup) -> list[str]:
    """What each row says as a whole."""
    return texts(soup, ".speckit-lane > svg > title")


def places(soup: BeautifulSoup, selector: str) -> list[tuple[float, float]]:
    """Where the parts that match begin and how long they are, in percent of the axis."""
    return [
        (float(str(part["x"]).rstrip("%")), float(str(part["width"]).rstrip("%")))
        for part in soup.select(selector)
        if str(part["width"]).endswith("%")
    ]


def caption(soup: BeautifulSoup) -> str:
    return texts(soup, "figcaption > p")[-1]


def test_each_row_says_all_of_its_phase() -> None:
    assert sentences(drawn(*PLAN)) == [
        "Setup: 1 h, expected from 0 to 1 h, critical: no float",
        "Schema: 0.5 h, expected from 0 to 0.5 h, 0.5 h float",
        "Core: 4–6 h, expected from 1 to 6 h, critical: no float",
        "Verification: 2–3 h, expected from 6 to 8.5 h, critical: no float",
        "Finish: 7–10 h with all phases at their low or high estimates, P50 8.5 h, P80 8.8 h",
    ]


def test_bars_stand_where_the_expected_schedule_puts_them() -> None:
    """The axis is 10 h long, so that an hour is a tenth of it."""
    soup = drawn(*PLAN)
    to_low, to_high = (
        places(soup, ".speckit-lane .speckit-to-low"),
        places(soup, ".speckit-lane .speckit-to-high"),
    )
    assert to_low == [(0, 10), (0, 5), (10, 40), (60, 20)]
    assert to_high == [(0, 10), (0, 5), (10, 60), (60, 30)]
    assert places(soup, ".speckit-lane .speckit-float") == [(5, 5)]
    midpoints = [line["x1"] for line in soup.select(".speckit-lane .speckit-midpoint")]
    assert midpoints == ["60.0%", "85.0%"]
    assert places(soup, ".speckit-lane .speckit-finish")[0] == (70, 30)


def test_the_axis_has_round_values() -> None:
    assert texts(drawn(*PLAN), ".speckit-axis text") == ["0 h", "2 h", "4 h", "6 h", "8 h", "10 h"]


@pytest.mark.parametrize(
    ("effort", "ticks"),
    [
        ("12 min", ["0 h", "0.05 h", "0.1 h", "0.15 h", "0.2 h"]),
        ("35h", ["0 h", "5 h", "10 h", "15 h", "20 h", "25 h", "30 h", "35 h"]),
        ("80h", [f"{hours} h" for hours in range(0, 81, 10)]),
        ("81h", ["0 d", "2 d", "4 d", "6 d", "8 d", "10 d"]),
        ("30 months", ["0 d", "100 d", "200 d", "300 d", "400 d", "500 d", "600 d"]),
    ],
)
def test_ticks_are_1_2_or_5_times_a_power_of_ten_apart(effort: str, ticks: list[str]) -> None:
    assert texts(drawn(("A", "None", effort)), ".speckit-axis text") == ticks


def test_a_plan_of_more_than_two_weeks_is_drawn_in_the_projects_days() -> None:
    rows = (("A", "None", "10-14 days"), ("B", "A", "3h"))
    soup = drawn(*rows, time=WorkingTime(hours_per_day=6))
    assert sentences(soup)[:2] == [
        "A: 10–14 d, expected from 0 to 12 d, critical: no float",
        "B: 3 h, expected from 12 to 12.5 d, critical: no float",
    ]
    assert "In working days of 6 h from the start" in caption(soup)


def test_critical_phases_are_told_by_more_than_colour() -> None:
    soup = drawn(*PLAN)
    assert texts(soup, ".speckit-rows .speckit-row--critical .speckit-row-name") == [
        "Setup",
        "Core",
        "Verification",
    ]
    heights = [part["height"] for part in soup.select(".speckit-lane .speckit-to-high")]
    assert heights == ["14", "11.0", "14", "14"]
    assert "Bold red: the critical path, 7–10 h." in caption(soup)


def test_phases_without_float_beside_the_path_are_named() -> None:
    soup = drawn(("A", "None", "2h"), ("B", "None", "2h"), ("C", "A, B", "1h"))
    assert "the critical path, 3 h, and what has no float either: B." in caption(soup)


def test_what_waits_for_what_is_drawn_from_end_to_start() -> None:
    """Core begins under the end of Setup; from Schema it is half an hour away."""
    soup = drawn(*PLAN)
    pieces = [
        [str(path["d"]) for path in row.select("path.speckit-link")]
        for row in soup.select(".speckit-row[role=listitem]")
    ]
    assert pieces == [
        ["M10 50V103"],
        ["M5 50V103", "M10 0V103"],
        ["M5 0V50H10", "M10 0V50M60 50V103"],
        ["M60 0V50"],
        [],
    ]


def test_implied_dependencies_are_left_out_and_so_are_all_of_a_long_plan() -> None:
    rows = [("P0", "None", "1h"), ("P1", "P0", "1h"), ("P2", "All above", "1h")]
    assert len(drawn(*rows).select("svg.speckit-link")) == 2
    rows += [(f"P{index}", f"P{index - 1}", "1h") for index in range(3, MAX_CONNECTED_ROWS + 1)]
    assert not drawn(*rows).select(".speckit-link")
    assert drawn(*rows[:-1]).select(".speckit-link")


def test_a_phase_may_wait_for_one_below_it() -> None:
    soup = drawn(("Late", "Early", "1h"), ("Between", "None", "1h"), ("Early", "None", "1h"))
    pieces = [str(path["d"]) for path in soup.select("path.speckit-link")]
    assert pieces == ["M50 103V50", "M50 0V103", "M50 50V0"]


def test_an_unestimated_phase_is_a_marked_point_and_named() -> None:
    soup = drawn(("A", "None", "2h"), ("B", "A", "tbd"), ("C", "B", "1h"))
    assert sentences(soup)[1] == "B: not estimated, can start at 2 h, critical: no float"
    assert len(soup.select(".speckit-lane .speckit-point--unknown")) == 1
    assert len(places(soup, ".speckit-lane .speckit-to-high")) == 2
    assert "the critical path, ≥ 3 h." in caption(soup)
    assert "Not estimated, so counted as no time: B." in caption(soup)
    assert "B (not estimated)" in texts(soup, "tbody th")


def test_the_table_has_all_times_of_all_phases() -> None:
    soup = drawn(*PLAN)
    rows = [texts(row, "th, td") for row in soup.select("details tr")]
    assert rows == [
        ["Phase", "Earliest start", "Earliest finish", "Latest start", "Latest finish", "Float"],
        ["Setup", "0", "1", "0", "1", "0"],
        ["Schema", "0", "0.5", "0.5", "1", "0.5"],
        ["Core", "1", "6 (5 · 7)", "1", "6 (5 · 7)", "0"],
        ["Verification", "6 (5 · 7)", "8.5 (7 · 10)", "6 (5 · 7)", "8.5 (7 · 10)", "0"],
    ]


CHECKLISTS = """
## Phases

### Setup

- [x] a

### Core

- [x] a
- [ ] b
"""


def test_the_done_part_is_marked() -> None:
    soup = drawn(*PLAN, more=CHECKLISTS)
    assert places(soup, ".speckit-lane .speckit-bar-done") == [(0, 10), (10, 30)]
    assert sentences(soup)[2].endswith("1 of 2 done")
    assert texts(soup, ".speckit-row-note")[:3] == ["✓ 1 h", "0.5 h", "4–6 h"]


def test_the_caption_says_what_remains() -> None:
    """Half of Core and all of Verification remain; Schema has no checklist that says it is done."""
    said = caption(drawn(*PLAN, more=CHECKLISTS))
    assert "Remaining critical path: 4.5–6.5 h (Schema → Core → Verification)." in said


def test_the_caption_is_silent_where_all_or_nothing_remains() -> None:
    for state in (" ", "x"):
        done = re.sub(r"\[.\]", f"[{state}]", CHECKLISTS)
        assert "Remaining" not in caption(drawn(*PLAN, more=done))


def test_phases_link_to_their_headings() -> None:
    soup = drawn(*PLAN, more=CHECKLISTS, anchors={3: "setup", 4: "core"})
    assert [link["href"] for link in soup.select(".speckit-row-name a")] == ["#setup", "#core"]


MILESTONES = """
## Milestones

| Milestone | Description | Target |
|---|---|---|
| M1 | Ready | Phase Core |
| M2 | Verification done | Day 1 |
| M3 | Some day | 2031-01-01 |
| M4 | Elsewhere | Day 1 |
| M5 | Setup done | Day 90 |
"""


def test_milestones_have_their_target_and_computed_finish_side_by_side() -> None:
    soup = drawn(*PLAN, more=MILESTONES.replace("Phase Core", "End of Core"))
    rows = [texts(row, "th, td") for row in soup.select("figcaption > div tr")]
    assert rows == [
        ["Milestone", "Target", "Computed finish"],
        ["M1: Ready", "End of Core", "5–7 h"],
        ["M2: Verification done", "Day 1 · 8 h", "7–10 h"],
        ["M4: Elsewhere", "Day 1 · 8 h", "—"],
        ["M5: Setup done", "Day 90 · 720 h", "1 h"],
    ]


def test_milestones_are_diamonds_at_their_finish_and_at_their_target() -> None:
    soup = drawn(*PLAN, more=MILESTONES.replace("Phase Core", "End of Core"))
    diamonds = [
        (str(part.parent and part.parent["x"]), part.get_text())
        for part in soup.select(".speckit-lane .speckit-milestone")
    ]
    assert diamonds == [
        ("10.0%", "M5: Setup done: finished at 1 h"),
        ("60.0%", "M1: Ready: finished at 5–7 h"),
        ("85.0%", "M2: Verification done: finished at 7–10 h"),
        ("80.0%", "M2: Verification done: target Day 1"),
    ]
    assert len(soup.select(".speckit-lane .speckit-milestone--target")) == 1


def test_phases_of_the_effort_table_alone_are_named() -> None:
    more = "## Effort\n\n| Phase | Effort |\n|---|---|\n| A | 2h |\n| Training | 3h |\n"
    plan = read(f"{MARKER}## Depends\n\n| Phase | Depends On |\n|-|-|\n| A | None |\n\n{more}")
    assert plan is not None
    soup = BeautifulSoup(draw_timeline(plan, (), TIME, MAX_DRAWN), "html.parser")
    assert "Not in the dependency table: Training." in caption(soup)


def test_the_assumption_stands_with_the_figure() -> None:
    assert "Finished by P50 8.5 h, P80 8.8 h, if phases vary independently (PERT)." in caption(
        drawn(*PLAN)
    )


def test_certain_estimates_have_no_p50() -> None:
    soup = drawn(("A", "None", "2h"), ("B", "A", "1h"))
    assert "P50" not in soup.get_text()


@pytest.mark.parametrize(
    "rows",
    [
        [("A", "B", "1h"), ("B", "A", "1h")],
        [("A", "None", "?"), ("B", "A", "?")],
        [("A", "None", "2 points"), ("B", "A", "1 point")],
    ],
    ids=["cycle", "nothing estimated", "not in hours"],
)
def test_no_schedule_gives_no_timeline(rows: list[Row]) -> None:
    assert str(drawn(*rows)) == ""


def test_too_many_phases_give_a_sentence() -> None:
    rows = [(f"P{index}", "None", "1h") for index in range(MAX_DRAWN + 1)]
    soup = drawn(*rows)
    assert soup.get_text().strip() == f"{MAX_DRAWN + 1} phases: too many to draw as a timeline."
    assert len(drawn(*rows[:-1]).select(".speckit-row[role=listitem]")) == MAX_DRAWN + 1


@pytest.mark.parametrize(
    "name",
    ["Ends ]]> here", "</svg></figure>", "a & b", '<script>alert("x")</script>', "🚀 launch",
     "التنفيذ", "x" * 500, 'a" onload="x'],
    ids=["CDATA", "end tags", "ampersand", "script", "emoji", "right to left", "long", "quote"],
)  # fmt: skip
def test_names_are_text_wherever_they_stand(name: str) -> None:
    cell = name.replace("<", "&lt;")
    soup = drawn((cell, "None", "1-2h"), ("Next", cell, "tbd"), ("Other", "None", "9h"))
    assert texts(soup, ".speckit-row-name")[0] == " ".join(name.split())
    assert sentences(soup)[0].startswith(f"{name}: 1–2 h")
    assert len(soup.select("figure")) == 1
    assert not soup.select("script, [onload]")
    assert len(soup.select(".speckit-row[role=listitem]")) == 4


def test_phases_of_no_length_at_all_are_points() -> None:
    soup = drawn(("A", "None", "0h"), ("B", "A", "0h"))
    assert len(soup.select(".speckit-lane .speckit-point")) == 2
    assert not places(soup, ".speckit-lane .speckit-to-low")


def test_no_lengths_in_style_attributes_and_no_id_but_its_own() -> None:
    """A strict content security policy forbids the first; links lead to the second."""
    soup = drawn(*PLAN, more=CHECKLISTS + MILESTONES)
    assert not soup.select("[style]")
    assert [element["id"] for element in soup.select("[id]")] == ["speckit-timeline"]


def test_nothing_in_the_drawing_is_not_a_number() -> None:
    html = str(drawn(*PLAN, ("X", "None", "0h"), ("Y", "X", "1-900h"), more=MILESTONES))
    assert not re.search(r'="[^"]*(?:nan|inf|e[+-]\d)', html)


@given(networks())
def test_whatever_the_plan_nothing_leaves_the_axis(network: Network) -> None:
    plan = plan_of_graph(*network)
    soup = BeautifulSoup(draw_timeline(plan, (), TIME, MAX_DRAWN), "html.parser")
    assert len(soup.select(".speckit-row[role=listitem]")) == len(network[0]) + 1
    for part in soup.select(".speckit-lane [x$='%']"):
        start = float(str(part["x"]).rstrip("%"))
        width = str(part.get("width", "0%"))
        length = float(width.rstrip("%")) if width.endswith("%") else 0.0
        assert start >= 0
        assert start + length <= 100.02


def test_a_target_in_the_axis_own_words_is_said_once() -> None:
    """Day 12 is 12 days on an axis of days, and 96 h on one of hours."""
    targets = ("Day 12", "End of day 12", "12 days", "Week 2")
    more = "## Milestones\n\n| Milestone | Target |\n|---|---|\n"
    more += "".join(f"| M{index} | {target} |\n" for index, target in enumerate(targets))
    in_days = drawn(("A", "None", "11-12 days"), more=more)
    assert texts(in_days, ".speckit-times td:nth-child(2)")[:4] == [*targets[:3], "Week 2 · 10 d"]
    in_hours = drawn(("A", "None", "70h"), more=more)
    assert texts(in_hours, ".speckit-times td:nth-child(2)")[0] == "Day 12 · 96 h"


def test_short_names_get_a_narrow_column() -> None:
    assert drawn(("W1", "None", "1h"), ("Phase 3", "W1", "2h")).select(".speckit-rows--short-names")
    assert not drawn(*PLAN).select(".speckit-rows--short-names")


def test_figures_in_the_caption_are_not_broken() -> None:
    caption = drawn(*PLAN).select("figcaption > p:not(.speckit-legend) .speckit-unbroken")
    assert [figure.get_text() for figure in caption][:2] == ["7–10 h.", "P50 8.5 h,"]


def test_what_is_left_of_an_unestimated_path_is_a_least() -> None:
    more = "## Phases\n\n### Setup\n\n- [x] a\n- [ ] b\n"
    rows = ("Setup", "None", "2h"), ("Research", "Setup", "tbd"), ("Core", "Research", "1h")
    assert "Remaining critical path: ≥ 2 h (Setup → Core)." in caption(drawn(*rows, more=more))

"""The timeline: where bars stand, what they say, and what strange plans do to it."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import NormalDist
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from hypothesis import given

from mkdocs_speckit.model.parts import NO_EFFORT, Estimate
from mkdocs_speckit.model.settings import Settings, WorkingTime
from mkdocs_speckit.reading import read
from mkdocs_speckit.rendering import MAX_DRAWN
from mkdocs_speckit.rendering.timeline import (
    HILL_REACH,
    MAX_ROWS_WITH_ONE_AXIS,
    draw_timeline,
)
from mkdocs_speckit.schedule import schedule_plan
from mkdocs_speckit.schedule.uncertainty import LIKELY, SAFE, estimate_remaining_finish
from tests.conftest import MARKER
from tests.graphs import networks, plan_of_graph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bs4 import Tag

    from mkdocs_speckit.model.plan import Plan
    from tests.graphs import Network

TIME = WorkingTime()
DAY = TIME.hours_per_day
HEAD = "## Dependencies and effort\n\n| Phase | Depends On | Effort |\n|---|---|---|\n"

Row = tuple[str, str, str]

PLAN = (
    ("Setup", "None", "1h"),
    ("Schema", "None", "0.5h"),
    ("Core", "Setup, Schema", "4-6h"),
    ("Verification", "Core", "2-3h"),
)
"""Setup, Core and Verification decide the end: 7–10 h, expected from 0, 1 and 6 h up to 8.5 h."""

HALF_DONE = """
## Phases

### Setup

- [x] a

### Schema

- [x] a

### Core

- [x] a
- [ ] b

### Verification

- [ ] a
"""
"""Half of Core, 2–3 h, and Verification are left: from 0 and 2.5 h up to 5 h."""


def read_plan(*rows: Row, more: str = "", time: WorkingTime = TIME) -> Plan:
    text = HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)
    plan = read(f"{MARKER}{text}\n{more}", settings=Settings(time))
    assert plan is not None
    return plan


def drawn(
    *rows: Row,
    more: str = "",
    anchors: Mapping[int, str] | None = None,
    time: WorkingTime = TIME,
) -> BeautifulSoup:
    plan = read_plan(*rows, more=more, time=time)
    return BeautifulSoup(draw_timeline(plan, tuple((anchors or {}).items()), time), "html.parser")


def texts(soup: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [" ".join(element.get_text().split()) for element in soup.select(selector)]


def said(soup: BeautifulSoup) -> list[str]:
    """What the rows say, the answer last."""
    return texts(soup, ".speckit-rows .speckit-words")


def lengths(element: Tag) -> dict[str, float]:
    """The places and lengths of an element, in percent: `{"x": 25, "w": 30, "l": 66.7}`."""
    found = re.findall(r"--(\w):([-\d.]+)%?", str(element.get("style", "")))
    return {name: float(value) for name, value in found}


def bars(soup: BeautifulSoup) -> list[dict[str, float]]:
    return [lengths(row) for row in soup.select("li:has(> .speckit-time)")]


def ticks(soup: BeautifulSoup) -> list[str]:
    return texts(soup, ".speckit-axis > span > span")


def caption(soup: BeautifulSoup) -> str:
    return texts(soup, "figcaption")[0]


def explanation(soup: BeautifulSoup) -> str:
    return texts(soup, "details p")[0]


# The rows.


def test_each_row_says_all_of_its_phase_in_text() -> None:
    assert said(drawn(*PLAN)) == [
        "Setup 1 h",
        "Schema 0.5 h · can slip by 0.5 h",
        "Core 4–6 h · after Setup, Schema",
        "Verification 2–3 h · after Core",
        "7–10 h from start to end, likely 8.5 h; 4 in 5 cases within 8.8 h",
    ]


def test_when_a_phase_begins_and_ends_is_the_name_of_its_bar() -> None:
    found = drawn(*PLAN).select(".speckit-time")
    assert [bar["title"] for bar in found] == [
        "likely from 0 to 1 h; a day more would move the end by 8 h",
        "likely from 0 to 0.5 h; a day more would move the end by 7.5 h",
        "likely from 1 to 6 h; a day more would move the end by 8 h",
        "likely from 6 to 8.5 h; a day more would move the end by 8 h",
    ]
    assert {bar["role"] for bar in found} == {"img"}


def test_a_phase_with_a_float_of_a_day_moves_nothing() -> None:
    rows = (("A", "None", "9h"), ("B", "None", "1h"), ("C", "None", "2h"), ("D", "A, B, C", "1h"))
    said = [str(bar["title"]).partition("; ")[2] for bar in drawn(*rows).select(".speckit-time")]
    assert said[1:3] == [
        "a day more would not move the end",
        "a day more would move the end by 1 h",
    ]


@given(networks())
def test_a_day_more_moves_the_end_by_what_another_schedule_says(network: Network) -> None:
    estimates, edges = network
    html = draw_timeline(plan_of_graph(estimates, edges), (), TIME)
    titles = [
        str(bar["title"]) for bar in BeautifulSoup(html, "html.parser").select(".speckit-time")
    ]
    timed = [index for index, estimate in enumerate(estimates) if estimate and estimate.high]
    before = schedule_plan(plan_of_graph(estimates, edges))
    for index, title in zip(timed, titles, strict=True) if titles else ():
        longer = list(estimates)
        longer[index] = (estimates[index] or NO_EFFORT) + Estimate(DAY, DAY)
        after = schedule_plan(plan_of_graph(longer, edges))
        assert before is not None
        assert after is not None
        ends = [max(a.expected.earliest_finish for a in one.activities) for one in (before, after)]
        moved = ends[1] - ends[0]
        figure = re.search(r"by ([\d.]+) ([hd])$", title)
        said = float(figure[1]) * (DAY if figure[2] == "d" else 1) if figure else 0.0
        assert abs(said - moved) <= 0.01 * DAY


def test_bars_are_as_long_as_the_high_estimate_and_solid_up_to_the_low_one() -> None:
    """The axis is 10 h long, so that an hour is a tenth of it."""
    assert bars(drawn(*PLAN)) == [
        {"x": 0, "w": 10},
        {"x": 0, "w": 5},
        {"x": 10, "w": 60, "l": 66.7},
        {"x": 60, "w": 30, "l": 66.7},
    ]


def test_a_plan_that_is_begun_is_drawn_from_now() -> None:
    """Half of Core is left; what is done is one row, left of the line."""
    soup = drawn(*PLAN, more=HALF_DONE)
    assert said(soup) == [
        "Setup, Schema done · 1.5 h",
        "Core 2–3 h left of 4–6 h",
        "Verification 2–3 h · after Core",
        "4–6 h to the end, likely 5 h; 4 in 5 cases within 5.2 h",
    ]
    assert ticks(soup)[0] == "now"
    assert bars(soup) == [{"x": 0, "w": 50, "l": 66.7}, {"x": 41.67, "w": 50, "l": 66.7}]
    assert [lengths(past) for past in soup.select(".speckit-past")] == [{"n": 2}, {"f": 0.5}]
    assert soup.select(".speckit-has-past")
    assert caption(soup).startswith("Hours of work from now.")
    assert "Left of the line: what is done." in explanation(soup)


def test_while_nothing_is_ticked_it_is_drawn_from_the_start() -> None:
    for more in ("", HALF_DONE.replace("[x]", "[ ]")):
        soup = drawn(*PLAN, more=more)
        assert ticks(soup)[0] == "start"
        assert not soup.select(".speckit-past, .speckit-has-past")
        assert caption(soup).startswith("Hours of work from the start.")
        assert "Left of the line" not in explanation(soup)


def test_states_are_said_and_have_a_class_for_their_colour() -> None:
    more = HALF_DONE.replace("[ ] b", "[B] b").replace("### Schema\n\n- [x]", "### Schema\n\n- [ ]")
    soup = drawn(*PLAN, more=more)
    assert said(soup)[1:-1] == [
        "Schema 0.5 h · can start",
        "Core 2–3 h left of 4–6 h · stuck · after Schema",
        "Verification 2–3 h · after Core",
    ]
    assert [row.get("class") for row in soup.select(".speckit-rows > li")[:4]] == [
        ["speckit-is-done"],
        ["speckit-is-can-start"],
        ["speckit-is-stuck"],
        ["speckit-is-waiting"],
    ]


def test_many_done_phases_are_counted() -> None:
    rows = [(f"P{index}", "None", "1h") for index in range(1, 7)]
    boxes = "".join(
        f"### P{index}\n\n- [{'x' if index < 6 else ' '}] a\n\n" for index in range(1, 7)
    )
    soup = drawn(*rows, more=f"## Phases\n\n{boxes}")
    assert said(soup)[0] == "P1, P2, P3 and 2 more done · 5 h"
    assert lengths(soup.select(".speckit-past")[0]) == {"n": 5}


def test_what_decides_the_end_is_bold_and_said() -> None:
    soup = drawn(*PLAN)
    assert texts(soup, ".speckit-rows > li:not(.speckit-finish) strong") == [
        "Setup",
        "Core",
        "Verification",
    ]
    assert "Bold names decide the end." in caption(soup)


def test_where_all_decide_nothing_is_bold() -> None:
    soup = drawn(*PLAN, more=HALF_DONE)
    assert not soup.select(".speckit-rows > li:not(.speckit-finish) strong")
    assert "Each delay moves the end." in caption(soup)


def test_one_name_decides_in_the_singular() -> None:
    soup = drawn(("A", "None", "4-6h"), ("B", "None", "1h"))
    assert "The bold name decides the end." in caption(soup)


def test_a_row_waits_for_what_is_open_and_for_nothing_that_follows() -> None:
    soup = drawn(
        ("Phase 1: Base", "None", "1h"),
        ("Phase 2: Core", "Phase 1", "1h"),
        ("Phase 3: Rest", "Phase 1, Phase 2, the contract", "1h"),
    )
    assert said(soup)[2] == "Phase 3: Rest 1 h · after Core, the contract"


def test_long_lists_of_what_a_row_waits_for_are_cut() -> None:
    rows = [(f"P{index}", "None", "1h") for index in range(1, 6)]
    soup = drawn(*rows, ("End", "All above", "1h"))
    assert said(soup)[5] == "End 1 h · after P1, P2 and 3 more"


def test_phases_link_to_their_headings() -> None:
    soup = drawn(*PLAN, more=HALF_DONE, anchors={3: "setup", 5: "core"})
    assert [link["href"] for link in soup.select(".speckit-words a")] == ["#setup", "#core"]


def test_an_unestimated_phase_is_named_and_takes_no_time() -> None:
    soup = drawn(("A", "None", "2h"), ("B", "A", "tbd"), ("C", "B", "1h"))
    assert said(soup)[1:] == [
        "B not estimated · after A",
        "C 1 h · after B",
        "at least 3 h from start to end",
    ]
    (row,) = soup.select("li:has(> .speckit-point)")
    assert lengths(row) == {"x": 66.67}
    assert len(bars(soup)) == 2
    assert "A phase without an estimate takes no time here." in explanation(soup)
    assert "without an estimate" not in explanation(drawn(*PLAN))


def test_phases_of_the_effort_table_alone_are_named() -> None:
    more = "## Effort\n\n| Phase | Effort |\n|---|---|\n| A | 2h |\n| Training | 3h |\n"
    plan = read(f"{MARKER}## Depends\n\n| Phase | Depends On |\n|-|-|\n| A | None |\n\n{more}")
    assert plan is not None
    soup = BeautifulSoup(draw_timeline(plan, (), TIME), "html.parser")
    assert "Not in the dependency table: Training." in caption(soup)


# The axis.


def test_the_axis_has_round_values() -> None:
    soup = drawn(*PLAN)
    assert ticks(soup) == ["start", "2 h", "4 h", "6 h", "8 h", "10 h"]
    places = [lengths(tick).get("x", 0) for tick in soup.select(".speckit-axis > span")]
    assert places == [0, 20, 40, 60, 80, 100]


@pytest.mark.parametrize(
    ("effort", "expected"),
    [
        ("12 min", ["0.05 h", "0.1 h", "0.15 h", "0.2 h"]),
        ("35h", ["5 h", "10 h", "15 h", "20 h", "25 h", "30 h", "35 h"]),
        ("80h", [f"{hours} h" for hours in range(10, 81, 10)]),
        ("81h", ["2 d", "4 d", "6 d", "8 d", "10 d"]),
        ("30 months", ["100 d", "200 d", "300 d", "400 d", "500 d", "600 d"]),
    ],
)
def test_ticks_are_1_2_or_5_times_a_power_of_ten_apart(effort: str, expected: list[str]) -> None:
    assert ticks(drawn(("A", "None", effort))) == ["start", *expected]


def test_a_plan_of_more_than_two_weeks_has_an_axis_of_the_projects_days() -> None:
    """Efforts stay in hours, as in the tables and the diagram."""
    rows = (("A", "None", "10-14 days"), ("B", "A", "3h"))
    soup = drawn(*rows, time=WorkingTime(hours_per_day=6))
    assert said(soup)[:2] == ["A 60–84 h", "B 3 h · after A"]
    assert soup.select(".speckit-time")[1]["title"] == (
        "likely from 12 to 12.5 d; a day more would move the end by 1 d"
    )
    assert said(soup)[-1].startswith("63–87 h from start to end (10.5–14.5 d), likely 75 h;")
    assert caption(soup).startswith("Working days of 6 h from the start.")


def test_long_plans_have_the_values_of_the_axis_below_too() -> None:
    rows = [(f"P{index}", "None", "1h") for index in range(MAX_ROWS_WITH_ONE_AXIS + 1)]
    assert ticks(drawn(*rows))[:2] == ["start", "start"]
    assert ticks(drawn(*rows[:-1]))[:2] == ["start", "0.2 h"]


# The end.


def find_hill(soup: BeautifulSoup) -> tuple[float, float, float, float]:
    """Where the hill begins and ends, and where its marks are, in percent of the axis."""
    (hill,) = (lengths(row) for row in soup.select(".speckit-finish"))
    likely, safe = (lengths(mark) for mark in soup.select(".speckit-hill > span"))
    return hill["s"], hill["s"] + hill["w"], likely["x"], safe["x"]


@pytest.mark.parametrize("more", ["", HALF_DONE], ids=["from the start", "from now"])
def test_the_marks_of_the_hill_are_the_likely_finish(more: str) -> None:
    finish = estimate_remaining_finish(read_plan(*PLAN, more=more))
    assert finish is not None
    soup = drawn(*PLAN, more=more)
    first = soup.select(".speckit-axis > span")[1]
    hours = float(first.get_text().split()[0]) / lengths(first)["x"]
    start, end, likely, safe = find_hill(soup)
    assert likely * hours == pytest.approx(finish.p50, abs=0.01)
    assert safe * hours == pytest.approx(finish.p80, abs=0.01)
    normal = NormalDist(finish.p50, (finish.p80 - finish.p50) / NormalDist().inv_cdf(0.8))
    assert start * hours == pytest.approx(normal.mean - HILL_REACH * normal.stdev, abs=0.02)
    assert end * hours == pytest.approx(normal.mean + HILL_REACH * normal.stdev, abs=0.02)


def trace_area(path: str) -> list[tuple[float, float]]:
    """The outline of an area of the hill as points, its curves in 200 steps each."""
    points: list[tuple[float, float]] = []
    for command, written in re.findall(r"([MCVz])([-\d. ]*)", path):
        numbers = [float(number) for number in written.split()]
        x, y = points[-1] if points else (0.0, 0.0)
        if command == "M":
            points.append((numbers[0], numbers[1]))
        elif command == "V":
            points.append((x, numbers[0]))
        elif command == "C":
            (x1, y1), (x2, y2), (x3, y3) = zip(numbers[::2], numbers[1::2], strict=True)
            for step in range(1, 201):
                t, u = step / 200, 1 - step / 200
                weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
                points.append(
                    (
                        sum(w * p for w, p in zip(weights, (x, x1, x2, x3), strict=True)),
                        sum(w * p for w, p in zip(weights, (y, y1, y2, y3), strict=True)),
                    )
                )
    return points


def test_the_areas_of_the_hill_are_50_and_80_percent_and_meet_at_the_marks() -> None:
    """By the shoelace formula; the outline is that of a normal distribution."""
    soup = drawn(*PLAN)
    outlines = [trace_area(str(path["d"])) for path in soup.select(".speckit-hill path")]
    areas = [
        abs(sum(x * b - a * y for (x, y), (a, b) in pairwise([*outline, outline[0]]))) / 2
        for outline in outlines
    ]
    assert areas[0] / sum(areas) == pytest.approx(LIKELY, abs=0.005)
    assert (areas[0] + areas[1]) / sum(areas) == pytest.approx(SAFE, abs=0.005)
    start, end, likely, safe = find_hill(soup)
    for outline, mark in zip(outlines, (likely, safe, end), strict=True):
        reached = max(x for x, _ in outline) / 60
        assert start + reached * (end - start) == pytest.approx(mark, abs=0.05)
    normal, top, height = NormalDist(30, 10), 2, 44
    for x, y in (point for outline in outlines for point in outline):
        expected = height * normal.pdf(x) / normal.pdf(30)
        assert top + height - y == pytest.approx(expected, abs=1.2) or y == top + height


def test_certain_estimates_and_a_single_phase_have_no_hill() -> None:
    exact = drawn(("A", "None", "2h"), ("B", "A", "1h"))
    assert said(exact)[-1] == "3 h from start to end"
    single = drawn(("A", "None", "2-4h"))
    assert said(single)[-1] == "2–4 h from start to end, likely 3 h; 4 in 5 cases within 3.3 h"
    for soup in (exact, single):
        assert not soup.select(".speckit-hill")
        assert "hill" not in explanation(soup)


def test_the_end_of_an_exact_phase_has_no_hill_though_others_vary() -> None:
    soup = drawn(("A", "None", "1-2h"), ("B", "None", "9h"))
    assert not soup.select(".speckit-hill")


def test_words_of_the_method_stay_in_the_documentation() -> None:
    text = drawn(*PLAN, more=HALF_DONE + MILESTONES).get_text()
    assert not re.search(r"P50|P80|PERT|float|midpoint|critical|red\b", text)


@pytest.mark.parametrize(
    "rows",
    [
        [("A", "B", "1h"), ("B", "A", "1h")],
        [("A", "None", "?"), ("B", "A", "?")],
        [("A", "None", "2 points"), ("B", "A", "1 point")],
        [("A", "None", "0h"), ("B", "A", "0h")],
    ],
    ids=["cycle", "nothing estimated", "not in hours", "no time"],
)
def test_no_schedule_gives_no_timeline(rows: list[Row]) -> None:
    assert str(drawn(*rows)) == ""


def test_a_finished_plan_has_no_timeline() -> None:
    """Nothing is left to place on an axis; the header says what was planned."""
    assert str(drawn(*PLAN, more=HALF_DONE.replace("[ ]", "[x]"))) == ""


def test_too_many_phases_give_a_sentence() -> None:
    rows = [(f"P{index}", "None", "1h") for index in range(MAX_DRAWN + 1)]
    soup = drawn(*rows)
    assert soup.get_text().strip() == f"{MAX_DRAWN + 1} phases: too many to draw as a timeline."
    assert len(said(drawn(*rows[:-1]))) == MAX_DRAWN + 1


# Milestones.


MILESTONES = """
## Milestones

| Milestone | Description | Target |
|---|---|---|
| M1 | Ready | End of Core |
| M2 | Verification done | Day 1 |
| M3 | Some day | 2031-01-01 |
| M4 | Elsewhere | Day 1 |
| M5 | Setup done | Day 90 |
"""


def find_milestones(soup: BeautifulSoup) -> list[tuple[float | None, bool, str]]:
    """Their places, if they have any, what is hollow, and what they say."""
    return [
        (lengths(row).get("x"), bool(row.select(".speckit-diamond--target")), text)
        for row, text in zip(
            soup.select(".speckit-milestone"), texts(soup, ".speckit-milestone"), strict=True
        )
    ]


def test_milestones_are_rows_at_their_finish_and_at_their_target() -> None:
    soup = drawn(*PLAN, more=MILESTONES)
    assert find_milestones(soup) == [
        (10, False, "M5: Setup done likely after 1 h · target Day 90"),
        (60, False, "M1: Ready likely after 6 h"),
        (80, True, "M2: Verification done target Day 1"),
        (80, True, "M4: Elsewhere target Day 1"),
        (85, False, "M2: Verification done likely after 8.5 h"),
    ]
    assert "Hollow diamonds are the targets of milestones." in explanation(soup)


def test_from_now_on_milestones_are_reached_or_ahead_and_targets_have_no_place() -> None:
    """A target counts from the start, and nobody knows how long ago that was."""
    soup = drawn(*PLAN, more=HALF_DONE + MILESTONES)
    assert find_milestones(soup) == [
        (None, False, "M5: Setup done reached · target Day 90"),
        (41.67, False, "M1: Ready likely in 2.5 h"),
        (83.33, False, "M2: Verification done likely in 5 h · target Day 1"),
        (None, False, "M4: Elsewhere target Day 1"),
    ]
    assert "has no place on an axis from now" in explanation(soup)


def test_milestones_behind_an_unestimated_phase_are_at_least_so_far() -> None:
    rows = ("A", "None", "2h"), ("B", "A", "tbd"), ("C", "None", "tbd")
    more = (
        "## Milestones\n\n| Milestone | Target |\n|---|---|\n| M1 | End of B |\n| M2 | End of C |\n"
    )
    assert [text for _, _, text in find_milestones(drawn(*rows, more=more))] == [
        "M1 after at least 2 h",
        "M2 not estimated",
    ]


def test_words_of_a_late_milestone_are_before_its_diamond() -> None:
    rows = drawn(*PLAN, more=MILESTONES).select(".speckit-milestone")
    assert ["speckit-milestone--late" in row["class"] for row in rows] == [
        False, True, True, True, True
    ]  # fmt: skip


# Strange plans.


@pytest.mark.parametrize(
    "name",
    ["Ends ]]> here", "</svg></figure>", "a & b", '<script>alert("x")</script>', "🚀 launch",
     "التنفيذ", "x" * 500, 'a" onload="x'],
    ids=["CDATA", "end tags", "ampersand", "script", "emoji", "right to left", "long", "quote"],
)  # fmt: skip
def test_names_are_text_wherever_they_stand(name: str) -> None:
    cell = name.replace("<", "&lt;")
    soup = drawn((cell, "None", "1-2h"), ("Next", cell, "tbd"), ("Other", "None", "9h"))
    assert said(soup)[0].startswith(f"{name} 1–2 h")
    assert len(soup.select("figure")) == 1
    assert not soup.select("script, [onload]")
    assert len(said(soup)) == 4


def test_it_has_no_id_but_its_own() -> None:
    soup = drawn(*PLAN, more=HALF_DONE + MILESTONES)
    assert [element["id"] for element in soup.select("[id]")] == ["speckit-timeline"]


def test_nothing_in_the_drawing_is_not_a_number() -> None:
    html = str(drawn(*PLAN, ("X", "None", "0h"), ("Y", "X", "1-900h"), more=MILESTONES))
    assert not re.search(r'="[^"]*(?:nan|inf|e[+-]\d)', html)


@given(networks())
def test_whatever_the_plan_nothing_leaves_the_axis(network: Network) -> None:
    plan = plan_of_graph(*network)
    soup = BeautifulSoup(draw_timeline(plan, (), TIME), "html.parser")
    for row in bars(soup):
        assert row["x"] >= 0
        assert row["x"] + row["w"] <= 100.02
        assert 0 <= row.get("l", 0) < 100
    if soup.select(".speckit-hill"):
        start, end, likely, safe = find_hill(soup)
        assert -0.01 <= start <= likely <= safe + 0.01 <= end + 0.02 <= 100.04
    if soup.select(".speckit-rows"):
        names = texts(soup, ".speckit-rows > li:not(.speckit-is-done)")
        assert len(names) + len(soup.select(".speckit-is-done a, .speckit-is-done bdi")) >= 1


def test_figures_are_not_broken() -> None:
    soup = drawn(*PLAN)
    figures = texts(soup, ".speckit-finish .speckit-unbroken")
    assert figures == ["7–10 h", "8.5 h", "8.8 h"]

"""The burn-up: where its lines and words are, whatever the history was."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.model.burn_up import BurnUp, Point, make_burn_up
from mkdocs_speckit.rendering.burn_up import draw_burn_up, draw_sparkline
from tests.headers import words

FIRST = date(2026, 1, 12).toordinal()


def burn_up(*points: tuple[int, int, int], now: int) -> BurnUp:
    """A feature by its days, counted from 12 January on, with what is done and all there is."""
    return BurnUp(tuple(Point(FIRST + day, *items) for day, *items in points), FIRST + now)


def draw(found: BurnUp) -> Tag:
    return BeautifulSoup(draw_burn_up(found, "task"), "html.parser")


def say(found: BurnUp) -> str:
    (sentence,) = words(draw(found), "figure > p")
    return sentence


def path(chart: Tag, name: str) -> list[tuple[float, float]]:
    """The points of a line in percent, from the left and from the top."""
    (line,) = chart.select(f".speckit-chart-{name}")
    numbers = re.findall(r"([\d.-]+) ([\d.-]+)", str(line["d"]))
    return [(float(x), float(y)) for x, y in numbers]


def test_the_scope_is_in_steps_and_what_is_done_rises_on_its_day() -> None:
    # 108 % of 50 items are the height, 20 days the width.
    chart = draw(burn_up((0, 0, 40), (10, 20, 50), now=20))
    assert path(chart, "scope") == [(0, 25.93), (50, 25.93), (50, 7.41), (100, 7.41)]
    assert path(chart, "done") == [(0, 100), (45, 100), (50, 62.96), (100, 62.96)]
    assert words(chart, ".speckit-chart-items") == ["0", "10", "20", "30", "40", "50"]
    assert words(chart, ".speckit-chart-day") == ["12 Jan", "19 Jan", "26 Jan", "1 Feb"]
    assert words(chart, ".speckit-chart-word") == ["40 planned", "20 done"]


@pytest.mark.parametrize(
    ("points", "now", "said"),
    [
        ([(0, 0, 8), (3, 2, 8)], 9, "2 of 8 tasks · last ticked 15 Jan"),
        ([(0, 1, 8), (3, 1, 12)], 9, "1 of 12 tasks · 4 added since 12 Jan"),
        ([(0, 0, 8), (3, 8, 8)], 9, "8 of 8 tasks · done on 15 Jan"),
        # The last open items were taken out on the fifth day.
        (
            [(0, 0, 8), (3, 6, 8), (5, 6, 6)],
            9,
            "6 of 6 tasks · 2 removed since 12 Jan · done on 17 Jan",
        ),
        ([(0, 0, 8), (400, 2, 8)], 400, "2 of 8 tasks · last ticked 16 Feb"),
    ],
)
def test_a_sentence_says_what_counts(
    points: list[tuple[int, int, int]], now: int, said: str
) -> None:
    assert say(burn_up(*points, now=now)) == said


def test_a_forecast_of_one_day_is_on_that_day() -> None:
    points = [(day, day, 11) for day in range(11)]
    assert say(burn_up(*points, now=10)).endswith("; at this pace done on 23 Jan")


@pytest.mark.parametrize(
    "points", [[(0, 0, 8)], [(0, 0, 8), (3, 0, 0)], [(0, 3, 8), (3, 4, 8), (4, 0, 0)]]
)
def test_nothing_is_drawn_of_one_day_or_of_no_items(points: list[tuple[int, int, int]]) -> None:
    found = burn_up(*points, now=9)
    assert draw_burn_up(found, "task") == draw_sparkline(found) == ""


def test_the_small_chart_has_every_turn() -> None:
    found = burn_up((0, 0, 5), (10, 0, 50), (20, 0, 5), now=60)
    chart = BeautifulSoup(draw_sparkline(found), "html.parser")
    (scope,) = chart.select(".speckit-spark-scope")
    assert scope["d"] == "M0 19L10 19L10 1L20 1L20 19L60 19"


figures = st.tuples(st.integers(0, 2000), st.integers(0, 60)).map(
    lambda pair: (min(pair), max(pair))
)


@given(
    st.lists(st.tuples(st.integers(1, 90), figures), min_size=1, max_size=40), st.integers(0, 99)
)
def test_all_of_any_history_is_inside_the_chart(
    days: list[tuple[int, tuple[int, int]]], later: int
) -> None:
    day, points = FIRST, []
    for passed, (done, total) in days:
        points.append(Point(day, done, total))
        day += passed
    found = make_burn_up(points, points[-1].day + later)
    if found is None:
        return
    html = draw_burn_up(found, "task") + draw_sparkline(found)
    assert "nan" not in html
    if not html:
        return
    chart = BeautifulSoup(html, "html.parser")
    for name in ("scope", "done"):
        assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in path(chart, name))
    for word in chart.select("[style]"):
        assert all(
            0 <= float(place) <= 100 for place in re.findall(r"([\d.e-]+)%", str(word["style"]))
        )

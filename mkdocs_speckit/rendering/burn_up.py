"""The burn-up of a feature: its items over time as a chart, and as a small one for the overview.

Shapes are a stretched SVG whose places are in percent, words are HTML on top of it, so that they
keep their size at every width. The figures that count are in the sentence above the chart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.wording import format_number, name_day, name_days
from mkdocs_speckit.rendering import keep, render
from mkdocs_speckit.schedule.forecast import forecast_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.model.burn_up import BurnUp
    from mkdocs_speckit.schedule.forecast import Forecast

STEPS_OF_DAYS = (1, 2, 7, 14, 28, 56, 91, 182, 364, 728, 1820, 3640)
STEPS_OF_ITEMS = tuple(digit * 10**power for power in range(7) for digit in (1, 2, 5))
"""How far the lines of the axes may be apart."""

MAX_DAYS_NAMED = 8
MAX_LINES = 6
"""The number of days and of lines that are named on the axes."""

MARGIN = 0.08
"""The room behind the end of the forecast, and above the highest line, as a share."""

FINEST = 0.3
"""Points that are closer than this, in percent of the width, are drawn as one."""

ROOM = 15
WIDE = 25
"""In percent: how high a gap must be for a word in it, and how wide."""

DAYS_OF_WEEK = 7

SPARK_WIDTH, SPARK_HEIGHT, SPARK_STEP = 60, 22, 2
"""The size of the small chart in pixels, and how far its points are apart."""


class Word(Struct, frozen=True):
    """A word in the chart: its text, and its place in percent from the left and the top."""

    text: str
    x: float
    y: float = 0.0


class _Frame(Struct, frozen=True):
    """What the chart shows: the days from `first` to `end`, and up to `top` items."""

    first: int
    end: float
    top: float

    def place(self, day: float, items: float) -> tuple[float, float]:
        """The place of a point in percent, from the left and from the top."""
        x = 100 * (day - self.first) / (self.end - self.first)
        return round(x, 2), round(100 * (1 - items / self.top), 2)

    def line(self, points: Sequence[tuple[float, float]]) -> str:
        """A path through some days and items; points that nobody could tell apart are left out."""
        places: list[tuple[float, float]] = []
        for index, (x, y) in enumerate(self.place(*point) for point in points):
            is_end = index in (0, len(points) - 1)
            if is_end or abs(x - places[-1][0]) >= FINEST or y != places[-1][1]:
                places.append((x, y))
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in places)


def draw_burn_up(burn_up: BurnUp, noun: str, whose: str = "") -> str:
    """Draw items over time; `noun` is what one of them is called, such as `task`.

    `whose` says whose they are where that is not the feature of the page, such as `of this site`.
    The result is empty if there is only one day to show, or if nothing is left of the items.
    """
    if not burn_up.has_changed or not burn_up.last.total:
        return ""
    forecast = forecast_end(burn_up)
    frame = _make_frame(burn_up, forecast)
    now, last, first = burn_up.now, burn_up.last, burn_up.first
    done, scope = [*_rise(burn_up)], [*_step(burn_up)]
    x_now, y_done = frame.place(now, last.done)
    _, y_scope = frame.place(now, last.total)
    _, y_first = frame.place(first.day, first.total)
    words = []
    # A word stands only where it has room: all that it says is in the sentence above, too.
    if x_now > WIDE and 100 * (first.total - first.done) / frame.top > ROOM:
        words.append(Word(f"{first.total:,} planned", 0.0, y_first))
    chart = {
        "lines": [Word(f"{n:,}", 0, frame.place(first.day, n)[1]) for n in _list_lines(frame)],
        "days": list(_list_days(frame, now)),
        "area": f"{frame.line(done)}V100H0z",
        "done": frame.line(done),
        "scope": frame.line(scope),
        "now": x_now,
        "words": words,
        "done_word": Word(f"{last.done:,} done", x_now, round((y_done + 100) / 2))
        if x_now > WIDE and 100 - y_done > ROOM
        else None,
        # At the end of the axis the day stands below it.
        "now_day": "" if x_now > 100 - WIDE else name_day(now, now),
        "band": None,
    }
    if forecast is not None:
        early, late = (frame.place(day, last.total)[0] for day in (forecast.early, forecast.late))
        chart["band"] = {
            "cone": f"M{x_now:g} {y_done:g}L{early:g} {y_scope:g}H{late:g}z",
            "early": early,
            "late": late,
            "scope": y_scope,
            "text": name_days(forecast.early, forecast.late, now),
            "x": (early + late) / 2,
        }
    return render(
        "burn_up.html",
        count=f"{last.done:,} of {last.total:,} {noun}s {whose}".rstrip(),
        says=list(_say(burn_up, forecast, now)),
        between=name_days(forecast.early, forecast.late, now, " and ") if forecast else "",
        chart=chart,
        explanation=_explain(f"{noun}s {whose or 'of the feature'}", forecast, now),
    )


def _make_frame(burn_up: BurnUp, forecast: Forecast | None) -> _Frame:
    first = burn_up.first.day
    end: float = max(burn_up.now, burn_up.last.day, first + 1)
    if forecast is not None:
        end = max(end, forecast.late)
        end += MARGIN * (end - first)
    top = max(point.total for point in burn_up.points) * (1 + MARGIN)
    return _Frame(first, end, top)


def _rise(burn_up: BurnUp) -> Iterator[tuple[float, float]]:
    """What is done: level up to the day before a change, then up to its figure."""
    before = burn_up.first
    yield before.day, before.done
    for point in burn_up.points[1:]:
        if point.done != before.done:
            yield max(point.day - 1, before.day), before.done
            yield point.day, point.done
        before = point
    yield max(burn_up.now, before.day), before.done


def _step(burn_up: BurnUp) -> Iterator[tuple[float, float]]:
    """How many items there are, in steps: nobody adds them little by little."""
    before = burn_up.first
    yield before.day, before.total
    for point in burn_up.points[1:]:
        if point.total != before.total:
            yield point.day, before.total
            yield point.day, point.total
        before = point
    yield max(burn_up.now, before.day), before.total


def _list_lines(frame: _Frame) -> list[int]:
    step = next(step for step in STEPS_OF_ITEMS if frame.top / step <= MAX_LINES)
    return list(range(0, int(frame.top) + 1, step))


def _list_days(frame: _Frame, now: int) -> Iterator[Word]:
    length = frame.end - frame.first
    steps = (step for step in STEPS_OF_DAYS if length / step <= MAX_DAYS_NAMED)
    step = next(steps, int(length))
    is_end = frame.place(now, 0)[0] > 100 - WIDE
    for day in range(frame.first, int(frame.end) + 1, step):
        x = frame.place(day, 0)[0]
        if not (is_end and x > 100 - ROOM):
            yield Word(name_day(day, now), x)
    if is_end:
        yield Word(name_day(now, now), frame.place(now, 0)[0])


def _say(burn_up: BurnUp, forecast: Forecast | None, now: int) -> Iterator[str]:
    """What comes after the number of items that are done."""
    grown = burn_up.last.total - burn_up.first.total
    day = name_day(burn_up.first.day, now)
    if grown:
        yield f"{abs(grown):,} {'added' if grown > 0 else 'removed'} since {day}"
    if forecast is not None:
        word = "on" if forecast.early == forecast.late else "between"
        yield f"{format_pace(forecast.pace)} a week; at this pace done {word}"
    elif burn_up.done_since is not None:
        yield f"done on {name_day(burn_up.done_since, now)}"
    elif burn_up.last_ticked is not None:
        yield f"last ticked {name_day(burn_up.last_ticked, now)}"


def format_pace(pace: float) -> str:
    """A number of items a week; whole from ten on."""
    return format_number(round(pace) if pace >= 10 else round(pace, 1))  # noqa: PLR2004


def _explain(items: str, forecast: Forecast | None, now: int) -> str:
    sentences = [
        f"Counted from git: the {items} after the last commit of each day. The line on top is how"
        " many there are, the area how many of them are done."
    ]
    if forecast is not None:
        since = name_day(forecast.since, now)
        sentences.append(
            f"If each day to come is like one of the days since {since}, and nothing is added, the"
            " last one is done within the band in 8 of 10 cases."
        )
    return " ".join(sentences)


@keep
def draw_sparkline(burn_up: BurnUp | None) -> str:
    """Draw the items of a feature over time very small; empty where `draw_burn_up` is."""
    if burn_up is None or not burn_up.has_changed or not burn_up.last.total:
        return ""
    first, last = burn_up.first.day, max(burn_up.now, burn_up.last.day)
    top = max(point.total for point in burn_up.points)

    def draw(points: Iterator[tuple[float, float]]) -> str:
        """A path whose points are some steps apart from side to side."""
        found: list[str] = []
        for day, items in points:
            x = SPARK_STEP * round(SPARK_WIDTH / SPARK_STEP * (day - first) / (last - first))
            y = 1 + (SPARK_HEIGHT - 2) * (1 - items / top)
            place = f"{x} {y:.1f}".removesuffix(".0")
            if found[-1:] != [place]:
                found.append(place)
        return "M" + "L".join(found)

    return render("sparkline.html", done=draw(_rise(burn_up)), scope=draw(_step(burn_up)))

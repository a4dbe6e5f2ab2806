"""The timeline: a plan's schedule, with a row for each phase on an axis of working time.

Places and lengths are in percent of the axis; the template draws them. A connector leads from the
end of each phase to the start of what waits for it. Rows are as high as their text needs, so a
connector is drawn in pieces, one in each row that it passes; a piece is an SVG path in percent of
its row's width and height. For example, if row 0 ends at 10 % and row 2, which waits for it, starts
at 40 %, the pieces are `M10 50V103` in row 0, `M10 0V103` in row 1 and `M10 0V50H40` in row 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from mkdocs_speckit.model.graph import reduce_edges
from mkdocs_speckit.model.parts import NO_EFFORT, Estimate
from mkdocs_speckit.model.wording import (
    NO_FIGURE,
    at_least,
    describe_boxes,
    format_count,
    round_roughly,
    shorten_list,
)
from mkdocs_speckit.rendering import keep, render
from mkdocs_speckit.rendering.timeline.axis import Scale, choose_scale
from mkdocs_speckit.schedule import schedule_plan, schedule_remaining_plan
from mkdocs_speckit.schedule.uncertainty import Finish, estimate_finish

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mkdocs_speckit.model.graph import Edge
    from mkdocs_speckit.model.parts import Milestone
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.settings import WorkingTime
    from mkdocs_speckit.schedule import Schedule

MAX_CONNECTED_ROWS = 40
"""With more phases no connectors are drawn: the dependency diagram shows them."""

MAX_ROWS_WITH_ONE_AXIS = 15
"""With more phases there is a second axis, above the rows."""

MAX_NAMES = 4
"""The number of phases that a sentence of the caption lists."""

MAX_SHORT_NAME = 7
"""If all names have at most this many characters, such as `Phase 3`, their column is narrow."""

MAX_TARGET = 1.5
"""A milestone's target is drawn if it is at most this many times as late as the plan's end."""

MAX_GAP = 0.5
"""A start that is at most this far from the end before it, in percent, counts as the same place:
its connector comes straight from above or below."""

MIDDLE, TOP, BOTTOM = 50, 0, 103
"""Pieces reach a little into the next row: rows end between two pixels, where a gap would show."""

COLUMNS = ("earliest_start", "earliest_finish", "latest_start", "latest_finish", "slack")
"""The columns of the table of times."""

TimeCell = tuple[str, tuple[str, str] | None]
"""A time by the expected estimates, and if they differ, those by all low and by all high ones."""

Direction = Literal["right", "down", "up"]


class RowConnectors(Struct):
    """The pieces of connectors in one row, and the arrow heads: place, direction, is critical.

    They are dictionaries for their keys, in order and each once.
    """

    quiet: dict[str, None] = {}
    critical: dict[str, None] = {}
    heads: dict[tuple[float, Direction, bool], None] = {}


class Diamond(Struct, frozen=True, gc=False):
    """A milestone in a phase's row: at its computed finish, or at its target."""

    place: float
    title: str
    is_target: bool


class PhaseRow(Struct, frozen=True):
    """A phase as it is drawn: its bar begins at `start` and is `low` to `high` long."""

    name: str
    title: str
    note: str
    href: str | None
    is_critical: bool
    is_unknown: bool
    start: float
    low: float
    high: float
    expected_end: float
    slack: float
    done: float
    is_done: bool
    diamonds: list[Diamond]
    connectors: RowConnectors


@keep
def draw_timeline(
    plan: Plan, anchors: tuple[tuple[int, str], ...], time: WorkingTime, most_drawn: int
) -> str:
    """Draw the schedule of a plan's phase graph; empty if it has no schedule.

    `anchors` are the outline indexes of the page's headings with their ids. If there are more than
    `most_drawn` phases, the result is a sentence that says so.
    """
    timed = schedule_plan(plan)
    if timed is None:
        return ""
    phases = len(timed.activities)
    if phases > most_drawn:
        caption = [f"{format_count(phases, 'phase')}: too many to draw as a timeline."]
        return render("timeline.html", chart=None, caption=caption)
    # The axis reaches as far as anything that is drawn.
    length = timed.longest
    end = max(
        length,
        *(a.expected.latest_finish for a in timed.activities),
        *(a.expected.earliest_start + a.estimate.high for a in timed.activities if a.estimate),
        *(m.hours for m in plan.milestones if m.hours and m.hours <= MAX_TARGET * length),
    )
    scale = choose_scale(length, end, time)
    rows = _make_rows(plan, timed, scale, dict(anchors))
    diamonds = [diamond for row in rows for diamond in row.diamonds]
    finish = Estimate(timed.shortest, timed.longest)
    range_of_finish = at_least(len(timed.unestimated)) + scale.format_range(finish)
    finish_title = f"Finish: {range_of_finish} with all phases at their low or high estimates"
    likely = estimate_finish(timed)
    if likely:
        finish_title += f", {_format_likely(likely, timed, scale)}"
    times, milestones = _make_tables(plan, timed, scale)
    chart = {
        "label": f"Timeline of {format_count(phases, 'phase')}",
        "ticks": scale.ticks,
        "has_two_axes": phases > MAX_ROWS_WITH_ONE_AXIS,
        "has_short_names": all(len(row.name) <= MAX_SHORT_NAME for row in rows),
        "rows": rows,
        "finish": {
            "title": finish_title,
            "note": range_of_finish,
            "start": scale.place(finish.low),
            "length": scale.place(finish.high - finish.low),
            "p50": scale.place(likely.p50) if likely else None,
            "p80": scale.place(likely.p80) if likely else None,
        },
        "milestones": milestones,
        "times": times,
        # The legend explains the signs that are in the drawing.
        "signs": {
            "bar": any(row.low for row in rows),
            "range": any(row.low < row.high for row in rows),
            "slack": any(row.slack for row in rows),
            "done": any(row.done for row in rows),
            "unknown": any(row.is_unknown for row in rows),
            "milestone": bool(diamonds),
            "target": any(diamond.is_target for diamond in diamonds),
            "likely": likely is not None,
        },
        "unit": scale.in_words,
    }
    caption = _write_caption(plan, timed, likely, scale)
    return render("timeline.html", chart=chart, caption=caption)


def _make_rows(
    plan: Plan, timed: Schedule, scale: Scale, anchors: Mapping[int, str]
) -> list[PhaseRow]:
    graph, activities, critical = plan.graphs[0], timed.activities, timed.critical
    has_connectors = len(activities) <= MAX_CONNECTED_ROWS
    connectors = draw_connectors(
        reduce_edges(len(activities), graph.edges) if has_connectors else (),
        [scale.place(activity.expected.earliest_start) for activity in activities],
        [scale.place(activity.expected.earliest_finish) for activity in activities],
        critical,
    )
    # A milestone is drawn in the row of its last phase.
    diamonds: list[list[Diamond]] = [[] for _ in activities]
    for milestone in plan.milestones:
        if not milestone.nodes:
            continue
        last = max(milestone.nodes, key=lambda n: activities[n].expected.earliest_finish)
        finish = scale.format_range(_find_finish(milestone, timed))
        place = scale.place(activities[last].expected.earliest_finish)
        title = f"{milestone.name}: finished at {finish}"
        diamonds[last].append(Diamond(place, title, is_target=False))
        if milestone.hours is not None and milestone.hours <= scale.end:
            title = f"{milestone.name}: target {milestone.written}"
            diamonds[last].append(Diamond(scale.place(milestone.hours), title, is_target=True))
    rows = []
    for index, (node, activity) in enumerate(zip(graph.nodes, activities, strict=True)):
        expected, estimate = activity.expected, activity.estimate or NO_EFFORT
        anchor = anchors.get(node.heading) if node.heading is not None else None
        # What the row shows, in words, for its tooltip and for screen readers.
        start, end = expected.earliest_start, scale.format_time(expected.earliest_finish)
        if activity.estimate is None:
            facts = ["not estimated", f"can start at {scale.format_time(start)}"]
        else:
            effort = scale.format_effort(activity.estimate)
            facts = [effort, f"expected from {scale.format_figure(start)} to {end}"]
        if expected.slack:
            facts.append(f"{scale.format_time(expected.slack)} float")
        elif index in critical:
            facts.append("critical: no float")
        if progress := describe_boxes(plan.find_boxes(node), is_done=plan.is_done(node)):
            facts.append(progress)
        row = PhaseRow(
            name=node.name,
            title=f"{node.name}: {', '.join(facts)}",
            note=scale.format_effort(estimate) if activity.estimate else "?",
            href=f"#{anchor}" if anchor else None,
            is_critical=index in critical,
            is_unknown=activity.estimate is None,
            start=scale.place(expected.earliest_start),
            low=scale.place(estimate.low),
            high=scale.place(estimate.high),
            expected_end=scale.place(expected.earliest_finish),
            slack=scale.place(expected.slack),
            done=scale.place(estimate.high * plan.share_done(node)),
            is_done=plan.is_done(node),
            diamonds=diamonds[index],
            connectors=connectors[index],
        )
        rows.append(row)
    return rows


def draw_connectors(
    edges: Sequence[Edge],
    starts: Sequence[float],
    finishes: Sequence[float],
    critical: Collection[int],
) -> list[RowConnectors]:
    """Draw the pieces in each row; `starts` and `finishes` are places on the axis, in percent.

    A connector is critical if both its phases are and the one begins when the other ends.
    """
    rows = [RowConnectors() for _ in starts]
    for before, after in edges:
        x, target = finishes[before], starts[after]
        is_near = target - x <= MAX_GAP
        is_critical = before in critical and after in critical and is_near
        pieces = [row.critical if is_critical else row.quiet for row in rows]
        step = 1 if after > before else -1
        leaves, enters = (BOTTOM, TOP) if step == 1 else (TOP, BOTTOM)
        pieces[before][f"M{x:g} {MIDDLE}V{leaves}"] = None
        for between in range(before + step, after, step):
            pieces[between][f"M{x:g} {TOP}V{BOTTOM}"] = None
        reach = "" if is_near else f"H{target:g}"
        pieces[after][f"M{x:g} {enters}V{MIDDLE}{reach}"] = None
        onward: Direction = "down" if step == 1 else "up"
        rows[after].heads[target, onward if is_near else "right", is_critical] = None
    return rows


def _make_tables(
    plan: Plan, timed: Schedule, scale: Scale
) -> tuple[list[list[TimeCell]], list[tuple[str, str, str]]]:
    """The table of all phases' times, and that of milestones: name, target and computed finish."""
    times = []
    for activity in timed.activities:
        cells: list[TimeCell] = []
        for column in COLUMNS:
            low, expected, high = (
                scale.format_figure(getattr(case, column))
                for case in (activity.low, activity.expected, activity.high)
            )
            cells.append((expected, None if low == expected == high else (low, high)))
        times.append(cells)
    milestones = []
    for milestone in plan.milestones:
        target, finish = milestone.written, NO_FIGURE
        if milestone.hours is not None and not scale.is_said_by(target, milestone.hours):
            target = f"{target} · {scale.format_time(milestone.hours)}"
        if milestone.nodes:
            finish = scale.format_range(_find_finish(milestone, timed))
        milestones.append((milestone.name, target, finish))
    return times, milestones


def _find_finish(milestone: Milestone, timed: Schedule) -> Estimate:
    """When a milestone's phases are finished, by their low and by their high estimates."""
    activities = [timed.activities[node] for node in milestone.nodes]
    return Estimate(
        max(activity.low.earliest_finish for activity in activities),
        max(activity.high.earliest_finish for activity in activities),
    )


def _format_likely(likely: Finish, timed: Schedule, scale: Scale) -> str:
    p50, p80 = (
        at_least(len(timed.unestimated)) + scale.format_time(round_roughly(hours))
        for hours in (likely.p50, likely.p80)
    )
    return f"P50 {p50}, P80 {p80}"


def _write_caption(plan: Plan, timed: Schedule, likely: Finish | None, scale: Scale) -> list[str]:
    """What the drawing says as a whole, what it rests on and what it leaves out."""
    names = [node.name for node in plan.graphs[0].nodes]
    sentences = [f"In {scale.in_words}, placed by the expected estimates (midpoints)."]
    critical = at_least(len(timed.unestimated)) + scale.format_range(timed.length)
    if timed.also_critical:
        also = shorten_list([names[index] for index in timed.also_critical], MAX_NAMES)
        critical += f", and what has no float either: {also}"
    sentences.append(f"Bold red: the critical path, {critical}.")
    if likely:
        figures = _format_likely(likely, timed, scale)
        sentences.append(f"Finished by {figures}, if phases vary independently (PERT).")
    # What remains is said if some of the work is done and some is not.
    remaining = schedule_remaining_plan(plan)
    if remaining is not None and remaining.length not in (NO_EFFORT, timed.length):
        ahead = [
            names[node]
            for node in remaining.critical_path
            if (estimate := remaining.activities[node].estimate) and estimate.high
        ]
        way = f" ({' → '.join(ahead)})" if 0 < len(ahead) <= MAX_NAMES else ""
        length = at_least(len(remaining.unestimated)) + scale.format_range(remaining.length)
        sentences.append(f"Remaining critical path: {length}{way}.")
    if timed.unestimated:
        unknown = shorten_list([names[index] for index in timed.unestimated], MAX_NAMES)
        sentences.append(f"Not estimated, so counted as no time: {unknown}.")
    if plan.effort is not None:
        drawn = {index for node in plan.graphs[0].nodes for index in node.efforts}
        absent = [
            phase.name
            for index, phase in enumerate(plan.effort.phases)
            if phase.estimate and index not in drawn
        ]
        if absent:
            listed = shorten_list(absent, MAX_NAMES)
            sentences.append(f"Not in the dependency table: {listed}.")
    return sentences

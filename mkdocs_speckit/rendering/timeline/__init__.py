"""The connectors of the timeline: from the end of each phase to the start of what waits for it.

Rows are as high as their text needs, so a connector is drawn in pieces, one in each row that it
passes; a piece is given in percent of its row's width and height.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from mkdocs_speckit.model.estimate import NO_EFFORT, Estimate
from mkdocs_speckit.model.graph import reduce_edges
from mkdocs_speckit.model.wording import (
    NO_FIGURE,
    at_least,
    format_completion,
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
    from mkdocs_speckit.model.parts import Completion, Milestone
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.settings import WorkingTime
    from mkdocs_speckit.schedule import Activity, Schedule, Times

MIDDLE, TOP, BOTTOM = 50, 0, 103
"""Pieces run a little into the next row: rows end between two pixels, where a gap would show."""

SAME_PLACE = 0.5
"""A start this near to the end before it is entered from above or below, in percent."""

Direction = Literal["right", "down", "up"]


class Links(Struct):
    """The pieces of connectors in one row: quiet ones, critical ones, and the heads of arrows."""

    quiet: dict[str, None] = {}
    critical: dict[str, None] = {}
    heads: dict[tuple[float, Direction, bool], None] = {}


def draw_links(
    edges: Sequence[Edge],
    starts: Sequence[float],
    finishes: Sequence[float],
    critical: Collection[int],
) -> list[Links]:
    """The pieces in each row; `starts` and `finishes` are places on the axis, in percent.

    A connector is critical where both its phases are and the one begins when the other ends.
    """
    rows = [Links() for _ in starts]
    for before, after in edges:
        x, target = finishes[before], starts[after]
        is_near = target - x <= SAME_PLACE
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


MOST_LINKED_ROWS = 40
"""With more phases what waits for what is not drawn: the dependency diagram says it."""

MOST_ROWS_WITH_ONE_AXIS = 15
MOST_NAMES = 4

LONGEST_SHORT_NAME = 7
"""Names of at most so many characters, such as `Phase 3`, get a narrow column."""

FARTHEST_TARGET = 1.5
"""A milestone's target is drawn up to so many times the length of the plan."""


class _Diamond(Struct, frozen=True):
    """A milestone in a phase's row; `is_target` where it stands at its target."""

    place: float
    title: str
    is_target: bool


class _Row(Struct, frozen=True):
    """A phase as it is drawn; places and lengths in percent of the axis."""

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
    diamonds: tuple[_Diamond, ...]
    links: Links


class _FinishRow(Struct, frozen=True):
    """The end of the whole: its range, and where P50 and P80 lie."""

    title: str
    note: str
    start: float
    length: float
    p50: float | None
    p80: float | None


class _Figure(Struct, frozen=True):
    """A figure of the table: for the expected, and where they differ for low and high."""

    expected: str
    ends: tuple[str, str] | None


def draw_timeline(
    plan: Plan, anchors: Mapping[int, str], time: WorkingTime, most_drawn: int
) -> str:
    """Draw the schedule of a plan's phase graph; nothing where it has none.

    `anchors` are the page's heading ids by outline index. More phases than `most_drawn` give a
    sentence instead.
    """
    return _timeline(plan, tuple(anchors.items()), time, most_drawn)


@keep
def _timeline(
    plan: Plan, anchors: tuple[tuple[int, str], ...], time: WorkingTime, most_drawn: int
) -> str:
    timed = schedule_plan(plan)
    if timed is None:
        return ""
    graph = plan.graphs[0]
    if len(graph.nodes) > most_drawn:
        caption = [f"{format_count(len(graph.nodes), 'phase')}: too many to draw as a timeline."]
        return render("timeline.html", chart=None, caption=caption)
    likely = estimate_finish(timed)
    scale = _scale(plan, timed, time)
    rows = _rows(plan, timed, scale, dict(anchors))
    return render(
        "timeline.html",
        chart={
            "label": f"Timeline of {format_count(len(rows), 'phase')}",
            "ticks": scale.ticks,
            "has_two_axes": len(rows) > MOST_ROWS_WITH_ONE_AXIS,
            "has_short_names": all(len(row.name) <= LONGEST_SHORT_NAME for row in rows),
            "rows": rows,
            "finish": _finish_row(timed, likely, scale),
            "milestones": [_milestone(milestone, timed, scale) for milestone in plan.milestones],
            "table": _table(timed, scale),
            "signs": _signs(rows, likely),
            "unit": scale.in_words,
        },
        caption=_caption(plan, timed, likely, scale),
    )


def _scale(plan: Plan, timed: Schedule, time: WorkingTime) -> Scale:
    length = timed.longest
    ends = [
        length,
        *(a.expected.latest_finish for a in timed.activities),
        *(a.expected.earliest_start + a.estimate.high for a in timed.activities if a.estimate),
        *(m.hours for m in plan.milestones if m.hours and m.hours <= FARTHEST_TARGET * length),
    ]
    return choose_scale(length, max(ends), time)


def _rows(plan: Plan, timed: Schedule, scale: Scale, anchors: Mapping[int, str]) -> list[_Row]:
    graph = plan.graphs[0]
    critical = timed.critical
    edges = (
        reduce_edges(len(graph.nodes), graph.edges) if len(graph.nodes) <= MOST_LINKED_ROWS else []
    )
    linked = draw_links(
        edges,
        [scale.at(activity.expected.earliest_start) for activity in timed.activities],
        [scale.at(activity.expected.earliest_finish) for activity in timed.activities],
        critical,
    )
    diamonds = _diamonds(plan, timed, scale)
    rows = []
    for index, (node, activity) in enumerate(zip(graph.nodes, timed.activities, strict=True)):
        expected, estimate = activity.expected, activity.estimate or NO_EFFORT
        completion = plan.phase_completion(node)
        anchor = anchors.get(node.heading) if node.heading is not None else None
        rows.append(
            _Row(
                name=node.name,
                title=_sentence(node.name, activity, completion, scale, index in critical),
                note=scale.effort(estimate) if activity.estimate else "?",
                href=f"#{anchor}" if anchor else None,
                is_critical=index in critical,
                is_unknown=activity.estimate is None,
                start=scale.at(expected.earliest_start),
                low=scale.at(estimate.low),
                high=scale.at(estimate.high),
                expected_end=scale.at(expected.earliest_finish),
                slack=scale.at(expected.slack),
                done=scale.at(estimate.high * completion.share),
                is_done=completion.is_complete,
                diamonds=tuple(diamonds.get(index, ())),
                links=linked[index],
            )
        )
    return rows


def _sentence(
    name: str, activity: Activity, completion: Completion, scale: Scale, is_critical: bool
) -> str:
    """All that a row says, for its tooltip and for screen readers."""
    expected = activity.expected
    start, end = scale.figure(expected.earliest_start), scale.text(expected.earliest_finish)
    if activity.estimate is None:
        parts = ["not estimated", f"can start at {scale.text(expected.earliest_start)}"]
    else:
        parts = [scale.effort(activity.estimate), f"expected from {start} to {end}"]
    if expected.slack:
        parts.append(f"{scale.text(expected.slack)} float")
    elif is_critical:
        parts.append("critical: no float")
    if completion.total:
        parts.append(f"{format_completion(completion)} done")
    return f"{name}: {', '.join(parts)}"


def _diamonds(plan: Plan, timed: Schedule, scale: Scale) -> dict[int, list[_Diamond]]:
    """The milestones by the row that they are drawn in: their last phase's."""
    found: dict[int, list[_Diamond]] = {}
    for milestone in plan.milestones:
        if not milestone.nodes:
            continue
        last = max(milestone.nodes, key=lambda n: timed.activities[n].expected.earliest_finish)
        end = timed.activities[last].expected.earliest_finish
        title = f"{milestone.name}: finished at {scale.range(_finish_of(milestone, timed))}"
        row = found.setdefault(last, [])
        row.append(_Diamond(scale.at(end), title, is_target=False))
        if milestone.hours is not None and milestone.hours <= scale.end:
            title = f"{milestone.name}: target {milestone.written}"
            row.append(_Diamond(scale.at(milestone.hours), title, is_target=True))
    return found


def _finish_of(milestone: Milestone, timed: Schedule) -> Estimate:
    """When a milestone's phases are finished, at their low and at their high estimates."""
    activities = [timed.activities[node] for node in milestone.nodes]
    return Estimate(
        max(activity.low.earliest_finish for activity in activities),
        max(activity.high.earliest_finish for activity in activities),
    )


def _milestone(milestone: Milestone, timed: Schedule, scale: Scale) -> tuple[str, str, str]:
    """A milestone's name, its target and its computed finish."""
    target = milestone.written
    if milestone.hours is not None and not scale.is_said_by(target, milestone.hours):
        target = f"{target} · {scale.text(milestone.hours)}"
    computed = scale.range(_finish_of(milestone, timed)) if milestone.nodes else NO_FIGURE
    return milestone.name, target, computed


def _finish_row(timed: Schedule, likely: Finish | None, scale: Scale) -> _FinishRow:
    ends = Estimate(timed.shortest, timed.longest)
    length = at_least(len(timed.unestimated)) + scale.range(ends)
    title = f"Finish: {length} with all phases at their low or high estimates"
    if likely:
        title += f", {_likely(likely, timed, scale)}"
    return _FinishRow(
        title,
        length,
        scale.at(ends.low),
        scale.at(ends.high - ends.low),
        scale.at(likely.p50) if likely else None,
        scale.at(likely.p80) if likely else None,
    )


def _likely(likely: Finish, timed: Schedule, scale: Scale) -> str:
    p50, p80 = (
        at_least(len(timed.unestimated)) + scale.text(round_roughly(hours))
        for hours in (likely.p50, likely.p80)
    )
    return f"P50 {p50}, P80 {p80}"


def _signs(rows: Sequence[_Row], likely: Finish | None) -> dict[str, bool]:
    """Which signs are in the drawing, and so in its legend."""
    diamonds = [diamond for row in rows for diamond in row.diamonds]
    return {
        "bar": any(row.low for row in rows),
        "range": any(row.low < row.high for row in rows),
        "slack": any(row.slack for row in rows),
        "done": any(row.done for row in rows),
        "unknown": any(row.is_unknown for row in rows),
        "milestone": bool(diamonds),
        "target": any(diamond.is_target for diamond in diamonds),
        "likely": likely is not None,
    }


def _table(timed: Schedule, scale: Scale) -> list[list[_Figure]]:
    """Every phase's earliest and latest start and finish, and float."""
    columns = ("earliest_start", "earliest_finish", "latest_start", "latest_finish", "slack")
    return [
        [_figure(activity, column, scale) for column in columns] for activity in timed.activities
    ]


def _figure(activity: Activity, column: str, scale: Scale) -> _Figure:
    def of(times: Times) -> str:
        return scale.figure(getattr(times, column))

    low, expected, high = of(activity.low), of(activity.expected), of(activity.high)
    return _Figure(expected, None if low == expected == high else (low, high))


def _caption(plan: Plan, timed: Schedule, likely: Finish | None, scale: Scale) -> list[str]:
    """What the drawing says as a whole, what it rests on and what it leaves out."""
    names = [node.name for node in plan.graphs[0].nodes]
    sentences = [f"In {scale.in_words}, placed by the expected estimates (midpoints)."]
    length = at_least(len(timed.unestimated)) + scale.range(timed.length)
    critical = f"Bold red: the critical path, {length}"
    if timed.also_critical:
        also = shorten_list([names[index] for index in timed.also_critical], MOST_NAMES)
        critical += f", and what has no float either: {also}"
    sentences.append(f"{critical}.")
    if likely:
        sentences.append(
            f"Finished by {_likely(likely, timed, scale)}, if phases vary independently (PERT)."
        )
    if left := _left(plan, timed, names, scale):
        sentences.append(left)
    if timed.unestimated:
        unknown = shorten_list([names[index] for index in timed.unestimated], MOST_NAMES)
        sentences.append(f"Not estimated, so taken for no time: {unknown}.")
    if absent := _absent(plan):
        sentences.append(f"Not in the dependency table: {shorten_list(absent, MOST_NAMES)}.")
    return sentences


def _left(plan: Plan, timed: Schedule, names: Sequence[str], scale: Scale) -> str:
    """The remaining critical path, where some of the work is done and some is not."""
    remaining = schedule_remaining_plan(plan)
    if remaining is None or remaining.length in (NO_EFFORT, timed.length):
        return ""
    path = [
        n for n in remaining.critical_path if (e := remaining.activities[n].estimate) and e.high
    ]
    way = " → ".join(names[node] for node in path) if len(path) <= MOST_NAMES else ""
    length = at_least(len(remaining.unestimated)) + scale.range(remaining.length)
    return f"Remaining critical path: {length}{f' ({way})' if way else ''}."


def _absent(plan: Plan) -> list[str]:
    """The estimated phases of the effort table that no row of the dependency table means."""
    if plan.effort is None:
        return []
    drawn = {index for node in plan.graphs[0].nodes for index in node.efforts}
    return [
        phase.name
        for index, phase in enumerate(plan.effort.phases)
        if phase.estimate and index not in drawn
    ]

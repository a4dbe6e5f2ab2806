"""The timeline: what is left of a plan, with a row for each open phase on an axis of working time.

The axis begins now, or while nothing is ticked at the start. Places and lengths on it are in
percent; the template makes HTML of them, so that words keep their size at every width. A bar is as
long as the phase's high estimate and tapers off from the low one. For example, on an axis of 20 h a
phase of 4–6 h that begins after 5 h has its bar at 25 %, 30 % long, of which 66.7 % are solid.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.graph import reduce_edges
from mkdocs_speckit.model.parts import NO_EFFORT
from mkdocs_speckit.model.wording import (
    cut_text,
    format_number,
    format_range,
    name_day,
    say_at_least,
    shorten_list,
)
from mkdocs_speckit.reading.names import strip_label
from mkdocs_speckit.rendering import MAX_DRAWN, render
from mkdocs_speckit.rendering.diagram.ending import find_ending
from mkdocs_speckit.rendering.diagram.labels import make_labels
from mkdocs_speckit.rendering.header.level import describe_ends, describe_likely
from mkdocs_speckit.rendering.timeline.axis import Scale, choose_scale
from mkdocs_speckit.schedule import schedule_plan, schedule_remaining_plan
from mkdocs_speckit.schedule.dates import find_ends
from mkdocs_speckit.schedule.uncertainty import DEVIATIONS_OF_SAFE, estimate_remaining_finish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.calendar import Beginning
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.settings import WorkingTime
    from mkdocs_speckit.rendering.diagram.ending import Ending
    from mkdocs_speckit.rendering.diagram.labels import BoxLabel
    from mkdocs_speckit.schedule import Schedule
    from mkdocs_speckit.schedule.uncertainty import Finish

MAX_ROWS_WITH_ONE_AXIS = 15
"""With more phases the values of the axis are written below the rows, too."""

MAX_NAMES = 3
MAX_NAME = 32
"""The number of phases that a list names, and the characters that it shows of each name."""

MAX_DONE = 4
"""Of more phases that are done, the first are named."""

MAX_TARGET = 1.5
"""A milestone's target is drawn if it is at most this many times as late as the plan's end."""

HILL_REACH = 3
"""The hill is drawn up to three standard deviations before and after its top."""

NEGLIGIBLE = 1e-4
"""Hours that count as none."""

ROOM_FOR_WORDS = 1.12
"""The axis goes on after the second mark of the hill, for the words beside it."""


class PhaseRow(Struct, frozen=True):
    """An open phase: its bar begins at `start`, `length` is up to its high estimate.

    `low` is the share of that length up to the low estimate, None if the two are the same; all are
    in percent. `figures` are its effort and state, `remarks` what it waits for and how much it can
    slip by. `times` says when it begins and ends, and what a day more would move. A phase without
    an estimate has no length. `share` is the part of its boxes that is ticked, from 0 to 1.
    """

    label: BoxLabel
    figures: str
    remarks: str
    times: str
    start: float
    length: float
    low: float | None
    share: float


class MilestoneRow(Struct, frozen=True):
    """A milestone at its place on the axis, in percent; None for one that has no place there."""

    name: str
    words: str
    remarks: str
    place: float | None
    is_target: bool = False
    is_reached: bool = False


class Hill(Struct, frozen=True):
    """When all is likely finished: where the hill begins, its length, and its two marks."""

    start: float
    length: float
    likely: float
    safe: float


def draw_timeline(
    plan: Plan,
    anchors: tuple[tuple[int, str], ...],
    time: WorkingTime,
    beginning: Beginning | None = None,
) -> str:
    """Draw what is left of a plan's phases, or all of them while nothing is ticked.

    With a `beginning` it says dates, too.

    `anchors` are the outline indexes of the page's headings with their ids. The result is empty if
    the plan has no schedule, or nothing that is left takes time: there is nothing to place on an
    axis then, and the header says what was planned. If there are more than `MAX_DRAWN` phases, it
    is a sentence that says so.
    """
    remaining = schedule_remaining_plan(plan)
    timed = remaining or schedule_plan(plan)
    if timed is None or not timed.longest:
        return ""
    phases = len(timed.activities)
    if phases > MAX_DRAWN:
        return render("timeline.html", phases=phases, chart=None)
    counted = plan.progress.completion if plan.progress else plan.completion
    is_begun = remaining is not None and counted.done > 0
    likely = estimate_remaining_finish(plan)
    working = [a.estimate for a in timed.activities if a.estimate and a.estimate.high]
    # A single bar shows the same as the hill; without a range at the end there is none.
    if len(working) == 1 or (likely and likely.p80 <= likely.p50):
        likely = None
    targets = [] if is_begun else [milestone.hours or 0.0 for milestone in plan.milestones]
    beginning = beginning if find_ends(plan, beginning) else None
    # The axis reaches as far as anything that is drawn.
    end = max(
        timed.longest,
        *(a.expected.earliest_start + a.estimate.high for a in timed.activities if a.estimate),
        *(hours for hours in targets if hours <= MAX_TARGET * timed.longest),
        likely.p80 * ROOM_FOR_WORDS if likely else 0.0,
    )
    scale = choose_scale(timed.longest, end, time, beginning)
    graph = plan.graphs[0]
    ending = find_ending(plan, graph, graph.edges)
    labels = make_labels(plan, graph, ending, dict(anchors))[:phases]
    rows = _make_rows(plan, timed, labels, ending, scale)
    done = [label for label in labels if label.state == "done"]
    unknown = any(labels[index].state != "done" for index in timed.unestimated)
    milestones = _make_milestones(plan, timed, scale, is_begun=is_begun, is_least=unknown)
    origin = "now" if is_begun else "start"
    takes = format_range(timed.length)
    chart = {
        "origin": origin,
        "has_past": bool(done) or any(row.share for row in rows),
        "has_two_axes": len(rows) > MAX_ROWS_WITH_ONE_AXIS,
        "ticks": scale.ticks,
        "done": done[: MAX_DONE if len(done) <= MAX_DONE else MAX_DONE - 1],
        "done_count": len(done),
        "done_effort": _sum_done(plan, labels),
        "rows": rows,
        "milestones": milestones,
        "answer": say_at_least(unknown) + takes,
        "answer_words": _write_answer(plan, timed, scale, origin),
        "hill": _place_hill(likely, scale) if likely else None,
        "caption": _write_caption(plan, rows, ending, scale, origin),
        "explanation": _explain(rows, milestones, done, likely),
    }
    return render("timeline.html", phases=phases, chart=chart)


def _make_rows(
    plan: Plan, timed: Schedule, labels: Sequence[BoxLabel], ending: Ending, scale: Scale
) -> list[PhaseRow]:
    """The rows of the phases that are open, in the order of the dependency table."""
    graph = plan.graphs[0]
    is_open = [label.state != "done" for label in labels]
    edges = [(before, after) for before, after in graph.edges if is_open[before] and is_open[after]]
    needs: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for before, after in reduce_edges(len(labels), edges):
        needs[after][cut_text(strip_label(labels[before].name), MAX_NAME)] = None
    for external in graph.external:
        needs[external.node][cut_text(external.text, MAX_NAME)] = None
    rows = []
    for index, (label, activity) in enumerate(zip(labels, timed.activities, strict=True)):
        if not is_open[index]:
            continue
        estimate, start = activity.estimate or NO_EFFORT, activity.expected.earliest_start
        share = plan.find_completion(graph.nodes[index]).share
        left = format_range(estimate) if activity.estimate else label.effort
        figures = [label.effort]
        if share and left != label.effort:
            figures = [f"{left} left of {label.effort}"]
        elif label.state == "under way":
            figures.append(label.state)
        if label.state in {"can start", "stuck"}:
            figures.append(label.state)
        remarks = []
        if needs[index]:
            remarks.append(f"after {shorten_list(list(needs[index]), MAX_NAMES)}")
        if slack := ending.slack.get(index):
            remarks.append(f"can slip by {format_number(slack)} h")
        is_range = estimate.low < estimate.high
        low = round(100 * estimate.low / estimate.high, 1) if is_range else None
        begin, finish = (
            scale.format_figure(hours) for hours in (start, activity.expected.earliest_finish)
        )
        rows.append(
            PhaseRow(
                label,
                " · ".join(figures),
                "".join(f" · {remark}" for remark in remarks),
                f"likely from {begin} to {finish} {scale.unit};"
                f" {_say_what_a_day_moves(activity.slack, scale)}",
                scale.place(start),
                scale.place(estimate.high),
                low,
                share,
            )
        )
    return rows


def _say_what_a_day_moves(slack: float, scale: Scale) -> str:
    """What a day more in a phase would do to the end; `slack` is its float in hours."""
    moved = scale.day - slack
    if moved <= NEGLIGIBLE:
        return "a day more would not move the end"
    return f"a day more would move the end by {scale.format_time(moved)}"


def _sum_done(plan: Plan, labels: Sequence[BoxLabel]) -> str:
    """What the phases that are done were estimated at; empty if none of them was."""
    nodes = plan.graphs[0].nodes
    done = [node for node, label in zip(nodes, labels, strict=True) if label.state == "done"]
    estimates = [estimate for node in done if (estimate := plan.estimate_node(node))]
    return format_range(sum(estimates, NO_EFFORT)) if estimates else ""


def _make_milestones(
    plan: Plan, timed: Schedule, scale: Scale, *, is_begun: bool, is_least: bool
) -> list[MilestoneRow]:
    """The rows of milestones, from the first on: where they are finished, and where they should be.

    A target counts from the start, so it has no place on an axis that begins now.
    """
    rows = []
    for milestone in plan.milestones:
        hours = milestone.hours
        has_place = not is_begun and hours is not None and hours <= scale.end
        target = f"target {milestone.written}"
        if hours is not None and has_place:
            rows.append(MilestoneRow(milestone.name, target, "", scale.place(hours), True))
        if not milestone.nodes:
            if not has_place:
                rows.append(MilestoneRow(milestone.name, target, "", None))
            continue
        remarks = "" if hours is None or has_place else f" · {target}"
        finish = max(timed.activities[node].expected.earliest_finish for node in milestone.nodes)
        if all(plan.is_done(plan.graphs[0].nodes[node]) for node in milestone.nodes):
            row = MilestoneRow(milestone.name, "reached", remarks, None, is_reached=True)
        elif finish:
            when = f"{say_at_least(is_least)}{scale.format_time(finish)}"
            words = f"{'in' if is_begun else 'after'} {when}"
            words = words if is_least else f"likely {words}{_name_end(scale, finish)}"
            row = MilestoneRow(milestone.name, words, remarks, scale.place(finish))
        else:
            row = MilestoneRow(milestone.name, "not estimated", remarks, None)
        rows.append(row)
    last = 100.0
    return sorted(
        rows, key=lambda row: 0.0 if row.is_reached else last if row.place is None else row.place
    )


def _name_end(scale: Scale, hours: float) -> str:
    """The date on which so many hours are done, after a comma; empty if it is not known."""
    beginning = scale.beginning
    day = None if beginning is None else beginning.find_end(hours)
    return "" if beginning is None or day is None else f", {name_day(day, beginning.day)}"


def _write_answer(plan: Plan, timed: Schedule, scale: Scale, origin: str) -> str:
    """What comes after the range from now to the end: in days, too, if the axis has them."""
    words = "to the end" if origin == "now" else "from start to end"
    if scale.unit == "d":
        words += f" ({scale.format_range(timed.length)})"
    likely, _ = describe_likely(plan)
    ends, _ = describe_ends(plan, scale.beginning)
    return words + likely + (f" · {ends}" if ends else "")


def _place_hill(likely: Finish, scale: Scale) -> Hill:
    """Place the hill, which is a normal distribution."""
    deviation = (likely.p80 - likely.p50) / DEVIATIONS_OF_SAFE
    return Hill(
        scale.place(max(0.0, likely.p50 - HILL_REACH * deviation)),
        scale.place(2 * HILL_REACH * deviation),
        scale.place(likely.p50),
        scale.place(likely.p80),
    )


def _write_caption(
    plan: Plan, rows: Sequence[PhaseRow], ending: Ending, scale: Scale, origin: str
) -> str:
    """The unit, how to read a bar, what decides the end, and what is not drawn."""
    sentences = [f"{scale.in_words} from {'now' if origin == 'now' else 'the start'}."]
    if any(row.low is not None for row in rows):
        sentences.append("A bar is solid up to the low estimate and runs out at the high one.")
    if ending.nodes:
        verb = "Bold names decide" if len(ending.nodes) > 1 else "The bold name decides"
        sentences.append(f"{verb} the end.")
    elif len(rows) > 1 and ending.sentence:
        sentences.append("Each delay moves the end.")
    drawn = {index for node in plan.graphs[0].nodes for index in node.efforts}
    absent = [
        cut_text(phase.name, MAX_NAME)
        for index, phase in enumerate(plan.effort.phases if plan.effort else ())
        if phase.estimate and index not in drawn and not plan.is_done(phase)
    ]
    if absent:
        sentences.append(f"Not in the dependency table: {shorten_list(absent, MAX_NAMES)}.")
    return " ".join(sentences)


def _explain(
    rows: Sequence[PhaseRow],
    milestones: Sequence[MilestoneRow],
    done: Sequence[BoxLabel],
    likely: Finish | None,
) -> str:
    """Explain the signs that are in the drawing, and what it rests on."""
    sentences = [
        "Phases are placed by the middle of each estimate; what does not wait runs side by side."
    ]
    if done or any(row.share for row in rows):
        sentences.append("Left of the line: what is done.")
    if any(not row.length for row in rows):
        sentences.append("A phase without an estimate takes no time here.")
    if any(row.is_target for row in milestones):
        sentences.append("Hollow diamonds are the targets of milestones.")
    if any(row.place is None and row.words.startswith("target") for row in milestones):
        sentences.append("A target that counts from the start has no place on an axis from now.")
    if likely:
        sentences.append(
            "The hill shows when all is finished, if phases vary by themselves: half of its area "
            "lies before the first mark, four fifths before the second."
        )
    return " ".join(sentences)

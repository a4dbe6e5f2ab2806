"""The summary under a plan's title: level, effort, critical path, done, left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model import levels
from mkdocs_speckit.model.parts import HOURS
from mkdocs_speckit.model.wording import (
    ELLIPSIS,
    NO_FIGURE,
    at_least,
    cut_text,
    format_completion,
    format_count,
    format_number,
    format_range,
    round_roughly,
)
from mkdocs_speckit.rendering import keep, render
from mkdocs_speckit.schedule import schedule_plan, schedule_remaining_plan
from mkdocs_speckit.schedule.uncertainty import LIKELY, SAFE, estimate_remaining_finish

if TYPE_CHECKING:
    from mkdocs_speckit.model.parts import Completion
    from mkdocs_speckit.model.plan import Plan

MAX_NAMES = 4
"""A critical path with more phases is shortened in the middle."""

MAX_PATH = 64
"""If a critical path has more characters, its names are cut."""

MAX_NAME = 20
"""The number of characters of a name that is cut."""

MAX_ITEM = 48
"""The number of characters of an item that is cut."""

ARROW = " → "

MEANING_OF_LIKELY = (
    f"All open phases are finished by then in {LIKELY:.0%} and {SAFE:.0%} of cases,"
    " if they vary independently (PERT)"
)


class Note(Struct, frozen=True):
    """A line under a figure; `full` is the whole text of a shortened one."""

    text: str
    is_warning: bool = False
    full: str = ""


class Tile(Struct, frozen=True):
    """One figure with its label and notes."""

    name: str
    label: str
    figure: str
    notes: tuple[Note, ...] = ()
    completion: Completion | None = None


@keep
def render_summary(plan: Plan) -> str:
    """Render the summary of a document, with a tile for each figure that it has or should have."""
    tiles = []
    if plan.level is not None:
        value = plan.level.value
        unknown = Note(f"“{plan.level.written}” is unknown", is_warning=True)
        note = Note(levels.MEANING[value]) if value else unknown
        tiles.append(Tile("level", "Level", value or NO_FIGURE, (note,)))
    if (effort := plan.effort) is not None:
        figure, notes = NO_FIGURE, []
        if effort.unestimated:
            phases = format_count(len(effort.phases), "phase")
            notes.append(Note(f"{effort.unestimated:,} of {phases} unestimated"))
        if effort.is_estimated:
            total = format_range(effort.total, effort.unit)
            figure = at_least(effort.unestimated) + total
            if effort.declared is not None:
                said = format_range(effort.declared.estimate, effort.unit)
                if said != total:
                    notes.append(Note(f"plan says {said}", is_warning=effort.is_mismatched))
        tiles.append(Tile("effort", "Effort", figure, tuple(notes)))
    elif plan.expects_estimates:
        tiles.append(Tile("effort", "Effort", NO_FIGURE, (Note("no effort table"),)))
    if plan.graphs or plan.expects_estimates:
        tiles.append(_make_path_tile(plan))
    if plan.completion.total or not plan.is_phase_parent:  # The work of a map is in its parts.
        tiles += [_make_done_tile(plan), _make_left_tile(plan)]
    return render("summary.html", tiles=tiles)


def _make_path_tile(plan: Plan) -> Tile:
    """The critical path and its likely finish, or why there is no path."""
    timed = schedule_plan(plan)
    if timed is None:
        if not plan.graphs:
            reason = Note("no phase dependencies")
        elif plan.graphs[0].cycles:
            reason = Note("phases wait for one another", is_warning=True)
        elif plan.effort is not None and plan.effort.unit != HOURS and plan.effort.is_estimated:
            reason = Note(f"effort is in {plan.effort.unit}, not in time")
        else:
            reason = Note("no phase estimated")
        return Tile("critical-path", "Critical path", NO_FIGURE, (reason,))
    # A long path is shown without its middle, and if it is still long, with its names cut.
    names = [plan.graphs[0].nodes[index].name for index in timed.critical_path]
    few = names if len(names) <= MAX_NAMES else [*names[:2], ELLIPSIS, names[-1]]
    if len(ARROW.join(few)) > MAX_PATH:
        few = [cut_text(name, MAX_NAME) for name in few]
    full, short = ARROW.join(names), ARROW.join(few)
    notes = [Note(short, full=full if short != full else "")]
    sign = at_least(len(timed.unestimated))
    if timed.unestimated:
        notes.append(Note(f"{format_count(len(timed.unestimated), 'phase')} unestimated"))
    return Tile("critical-path", "Critical path", sign + format_range(timed.length), tuple(notes))


def _make_done_tile(plan: Plan) -> Tile:
    """The feature's progress; beside it the document's own boxes where they say something else."""
    own, progress = plan.completion, plan.progress
    done = own if progress is None else progress.completion
    notes = []
    if not done.total:
        notes.append(Note("no checklist"))
    elif progress is not None and progress.tasks not in (None, plan.path):
        notes.append(Note("by the feature’s tasks"))
        if own.total and own != done:
            notes.append(Note(f"this document’s own boxes: {format_completion(own)}"))
    elif done != own:
        notes.append(Note("by all documents of the feature"))
    if plan.status is not None:
        percent = plan.status.percent
        said = (plan.status.text, None if percent is None else f"{format_number(percent)} %")
        notes.append(_make_short_note("stated: ", ", ".join(filter(None, said))))
    if progress is not None and progress.next_item is not None:
        notes.append(_make_short_note("next: ", progress.next_item.text))
    return Tile("done", "Done", format_completion(done), tuple(notes), done)


def _make_short_note(lead: str, text: str) -> Note:
    """A note of a text of the plan, cut if it is long."""
    short = cut_text(text, MAX_ITEM)
    return Note(lead + short, full=lead + text if short != text else "")


def _make_left_tile(plan: Plan) -> Tile:
    """How long the way to the end is, or else how much work or how many items are left."""
    work = plan.left
    if work is None or plan.effort is None:
        items = plan.completion if plan.progress is None else plan.progress.completion
        if not items.total:
            return Tile("left", "Left", NO_FIGURE)
        figure = format_count(items.total - items.done, "item")
        return Tile("left", "Left", figure, (Note("by checklist"), *_note_likely(plan)))
    if not work.high and not plan.open_unestimated:
        nothing = format_range(work, plan.effort.unit)
        return Tile("left", "Left", nothing, (Note("all items done"),))
    total = at_least(plan.open_unestimated) + format_range(work, plan.effort.unit)
    remaining = schedule_remaining_plan(plan)
    if remaining is None or not remaining.length.high:
        figure, notes = total, [Note("by effort of open phases")]
    else:
        unknown = plan.open_unestimated + len(remaining.unestimated)
        path = at_least(unknown) + format_range(remaining.length)
        if path == total:
            figure, notes = path, []
        elif remaining.unestimated:  # The path says less than the work does.
            figure, notes = total, [Note("of work"), Note(f"critical path {path}")]
        else:
            figure, notes = path, [Note(f"{total} of work")]
    notes += _note_likely(plan)
    if plan.open_unestimated:
        notes.append(Note(f"{format_count(plan.open_unestimated, 'open phase')} unestimated"))
    return Tile("left", "Left", figure, tuple(notes))


def _note_likely(plan: Plan) -> list[Note]:
    """By when what is open is likely finished; empty if nobody can tell."""
    if (likely := estimate_remaining_finish(plan)) is None:
        return []
    p50, p80 = (f"{format_number(round_roughly(hours))} h" for hours in (likely.p50, likely.p80))
    return [Note(f"likely {p50}, 4 in 5 cases within {p80}", full=MEANING_OF_LIKELY)]

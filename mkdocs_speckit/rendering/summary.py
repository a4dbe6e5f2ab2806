"""The summary under a plan's title: level, effort, critical path, done, left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model import levels
from mkdocs_speckit.model.estimate import HOURS
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
from mkdocs_speckit.schedule.uncertainty import LIKELY, SAFE, estimate_finish

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.model.finding import Finding
    from mkdocs_speckit.model.parts import Completion, Level
    from mkdocs_speckit.model.plan import Plan

MOST_NAMES = 4
"""A critical path with more phases is shortened in the middle."""

MEANING_OF_P = (
    f"All phases are finished by then in {LIKELY:.0%} and {SAFE:.0%} of cases,"
    " if they vary independently (PERT)"
)

LONGEST_PATH = 64
MOST_OF_A_NAME = 20
"""A critical path of more characters is written with so many of each name."""

ARROW = " → "


class Note(Struct, frozen=True):
    """A line under a figure; `full` is what a shortened text stands for."""

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


def render_summary(plan: Plan) -> str:
    """The summary of a plan; other documents show only the figures that they have."""
    return _rendered(tuple(_tiles(plan)))


@keep
def _rendered(tiles: tuple[Tile, ...]) -> str:
    return render("summary.html", tiles=tiles)


def _tiles(plan: Plan) -> Iterator[Tile]:
    if plan.level is not None:
        yield _level(plan.level)
    if plan.effort is not None or plan.expects_estimates:
        yield _effort(plan)
    if plan.graphs or plan.expects_estimates:
        yield _critical_path(plan)
    yield _done(plan)
    yield _left(plan)


def _level(level: Level) -> Tile:
    if level.value is None:
        return Tile("level", "Level", NO_FIGURE, (Note(f"“{level.written}” is unknown", True),))
    return Tile("level", "Level", level.value, (Note(levels.MEANING[level.value]),))


def _effort(plan: Plan) -> Tile:
    effort = plan.effort
    if effort is None:
        return Tile("effort", "Effort", NO_FIGURE, (Note("no effort table"),))
    notes = []
    if effort.unestimated:
        phases = format_count(len(effort.phases), "phase")
        notes.append(Note(f"{effort.unestimated:,} of {phases} unestimated"))
    if not effort.is_estimated:
        return Tile("effort", "Effort", NO_FIGURE, tuple(notes))
    figure = format_range(effort.total, effort.unit)
    if effort.declared is not None:
        said = format_range(effort.declared.estimate, effort.unit)
        if said != figure:
            notes.append(Note(f"plan says {said}", is_warning=effort.is_mismatched))
    return Tile("effort", "Effort", at_least(effort.unestimated) + figure, tuple(notes))


def _critical_path(plan: Plan) -> Tile:
    timed = schedule_plan(plan)
    if timed is None:
        return Tile("critical-path", "Critical path", NO_FIGURE, (_no_path(plan),))
    nodes = plan.graphs[0].nodes
    names = [nodes[index].name for index in timed.critical_path]
    full, short = ARROW.join(names), _shortened(names)
    notes = [Note(short, full=full if short != full else "")]
    sign = at_least(len(timed.unestimated))
    if likely := estimate_finish(timed):
        p50, p80 = (
            f"{sign}{format_number(round_roughly(hours))} h" for hours in (likely.p50, likely.p80)
        )
        notes.append(Note(f"P50 {p50}, P80 {p80}", full=MEANING_OF_P))
    if timed.unestimated:
        notes.append(Note(f"{format_count(len(timed.unestimated), 'phase')} unestimated"))
    return Tile("critical-path", "Critical path", sign + format_range(timed.length), tuple(notes))


def _shortened(names: Sequence[str]) -> str:
    """A path in few words: without its middle, and if that is long, with the names cut."""
    few = names if len(names) <= MOST_NAMES else [*names[:2], ELLIPSIS, names[-1]]
    path = ARROW.join(few)
    return (
        path if len(path) <= LONGEST_PATH else ARROW.join(cut_text(n, MOST_OF_A_NAME) for n in few)
    )


def _no_path(plan: Plan) -> Note:
    """Why there is no critical path."""
    if not plan.graphs:
        return Note("no phase dependencies")
    if plan.graphs[0].cycles:
        return Note("phases wait for one another", is_warning=True)
    if plan.effort is not None and plan.effort.unit != HOURS and plan.effort.is_estimated:
        return Note(f"effort is in {plan.effort.unit}, not in time")
    return Note("no phase estimated")


def _done(plan: Plan) -> Tile:
    if not plan.completion.total:
        return Tile("done", "Done", NO_FIGURE, (Note("no checklist"),))
    return Tile("done", "Done", format_completion(plan.completion), completion=plan.completion)


def _left(plan: Plan) -> Tile:
    """Effort where phases and checklists tell it, else the number of open items."""
    left = plan.left
    if left is not None and plan.effort is not None:
        sign = at_least(plan.effort.unestimated) if left.high else ""
        note = "by effort of open phases" if left.high else "all items done"
        notes = [Note(note)]
        remaining = schedule_remaining_plan(plan)
        if remaining is not None and remaining.length.high:
            length = at_least(len(remaining.unestimated)) + format_range(remaining.length)
            notes.append(Note(f"critical path {length}"))
        figure = sign + format_range(left, plan.effort.unit)
        return Tile("left", "Left", figure, tuple(notes))
    if not plan.completion.total:
        return Tile("left", "Left", NO_FIGURE)
    open_items = plan.completion.total - plan.completion.done
    return Tile("left", "Left", format_count(open_items, "item"), (Note("by checklist"),))


MOST_OPEN = 8
"""So many findings are shown at once, the others folded."""


@keep
def render_findings(found: tuple[Finding, ...], *, is_preview: bool) -> str:
    """All findings with line, message and rule; nothing where there are none.

    `is_preview` adds that the published site does not show them.
    """
    if not found:
        return ""
    # A fold that hides one or two lines costs more than it saves.
    most_open = MOST_OPEN if len(found) > MOST_OPEN + 2 else len(found)
    return render("findings.html", findings=found, most_open=most_open, is_preview=is_preview)

"""The days between which a plan is done, where it states the day on which work starts.

What is begun goes on today: its open phases take the hours that are left. What is not begun starts
on its day, or today if that has passed. “Today” is the day of the repository's last commit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.model.calendar import Beginning, Dates
from mkdocs_speckit.schedule import schedule_plan, schedule_remaining_plan
from mkdocs_speckit.schedule.uncertainty import estimate_remaining_finish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.model.calendar import Calendar
    from mkdocs_speckit.model.plan import Plan


def find_beginning(plan: Plan, calendar: Calendar, now: int | None) -> Beginning | None:
    """Find the day from which on the hours that are left of a plan count.

    None if its feature states no start, is done, or is begun and nobody knows what day it is.
    """
    progress = plan.progress
    if progress is None or progress.starts is None or progress.completion.is_complete:
        return None
    if progress.completion.done:
        return None if now is None else Beginning(calendar, now)
    return Beginning(calendar, max(progress.starts, now or 0))


def find_ends(plan: Plan, beginning: Beginning | None) -> tuple[int, int] | None:
    """Find the days on which a plan is done by its low and by its high estimates.

    None if it has no schedule, if a phase that is left has no estimate, or if the calendar has no
    such days.
    """
    if beginning is None:
        return None
    timed = schedule_remaining_plan(plan) or schedule_plan(plan)
    if timed is None or not timed.length.high or estimate_remaining_finish(plan) is None:
        return None
    early, late = beginning.find_end(timed.length.low), beginning.find_end(timed.length.high)
    return None if early is None or late is None else (early, late)


def find_dates(plan: Plan, calendar: Calendar, now: int | None) -> Dates | None:
    """Find the days of a plan; None if its feature states no start."""
    if plan.progress is None or plan.progress.starts is None:
        return None
    beginning = find_beginning(plan, calendar, now)
    milestones = tuple(_find_milestone_days(plan, beginning))
    return Dates(plan.progress.starts, find_ends(plan, beginning), milestones)


def _find_milestone_days(plan: Plan, beginning: Beginning | None) -> Iterator[tuple[str, int]]:
    """The days on which the milestones that are not reached are likely reached.

    No milestone has a day while a phase that is left has no estimate.
    """
    timed = schedule_remaining_plan(plan) or schedule_plan(plan)
    if beginning is None or timed is None or estimate_remaining_finish(plan) is None:
        return
    for milestone in plan.milestones:
        ends = [timed.activities[node].expected.earliest_finish for node in milestone.nodes]
        day = beginning.find_end(max(ends)) if any(ends) else None
        if day is not None:
            yield milestone.name, day

"""A burn-up: how many items a feature had on each day, and how many of them were done."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

PATIENCE = 14
"""Days. A feature that is under way is stuck if nothing was ticked for longer."""


class Point(Struct, frozen=True, gc=False):
    """The items of a feature at the end of a day (`date.toordinal`)."""

    day: int
    done: int
    total: int


class BurnUp(Struct, frozen=True, dict=True):
    """The items of a feature over time.

    `points` are the days at whose end one of the figures was another one than before, oldest first;
    there is at least one. `now` is the last day: that of the repository's last commit.

    An example: 8 tasks are planned on day 1, two are ticked on day 3 and one on day 8, when four
    tasks come to them: `BurnUp((Point(1, 0, 8), Point(3, 2, 8), Point(8, 3, 12)), 9)`.
    """

    points: tuple[Point, ...]
    now: int

    @property
    def first(self) -> Point:
        """The first day with items."""
        return self.points[0]

    @property
    def last(self) -> Point:
        """What the feature has now."""
        return self.points[-1]

    @cached_property
    def ticked(self) -> tuple[tuple[int, int], ...]:
        """The days on which more items were done than before, and how many more.

        Nobody knows when the items of the first day were done.
        """
        pairs = zip(self.points, self.points[1:], strict=False)
        return tuple((b.day, b.done - a.done) for a, b in pairs if b.done > a.done)

    @property
    def last_ticked(self) -> int | None:
        """The last day on which an item was ticked; None if that is not known."""
        return self.ticked[-1][0] if self.ticked else None

    @property
    def done_since(self) -> int | None:
        """The first day on which all items were done; None if an item is open, or without items.

        Nobody knows when the items of the first day were done.
        """
        since = None
        for point in reversed(self.points[1:]):
            if not point.total or point.done != point.total:
                break
            since = point.day
        return since

    @property
    def is_idle(self) -> bool:
        """True if nothing was ticked for more than `PATIENCE` days."""
        return self.now - (self.last_ticked or self.first.day) > PATIENCE

    @property
    def has_changed(self) -> bool:
        """True if there is more than one day to show."""
        return len(self.points) > 1


def add_burn_ups(burn_ups: Iterable[BurnUp]) -> BurnUp | None:
    """The items of several features together; None of none."""
    several = list(burn_ups)
    if len(several) < 2:  # noqa: PLR2004
        return several[0] if several else None
    changes: dict[int, list[int]] = {}
    for burn_up in several:
        before = Point(0, 0, 0)
        for point in burn_up.points:
            change = changes.setdefault(point.day, [0, 0])
            change[0] += point.done - before.done
            change[1] += point.total - before.total
            before = point
    done = total = 0
    figures = []
    for day in sorted(changes):
        done, total = done + changes[day][0], total + changes[day][1]
        figures.append(Point(day, done, total))
    return make_burn_up(figures, max(burn_up.now for burn_up in several))


def make_burn_up(figures: Iterable[Point], now: int) -> BurnUp | None:
    """Make a burn-up of the figures of some days; None if there were never any items."""
    points: list[Point] = []
    for point in figures:
        is_new = bool(point.total)
        if points:
            is_new = (points[-1].done, points[-1].total) != (point.done, point.total)
        if is_new:
            points.append(point)
    return BurnUp(tuple(points), now) if points else None

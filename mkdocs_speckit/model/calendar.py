"""A calendar: which days are worked on, so that hours of work become dates.

Days are numbers as `date.toordinal` gives them. For example, with 8 hours a day, Monday to Friday:
work that begins on Friday, 6 March 2026, and takes 12 hours is done on Monday, 9 March.
"""

from __future__ import annotations

from datetime import date
from math import ceil, floor

from msgspec import Struct

from mkdocs_speckit.model.parts import ROUNDING

DAYS_OF_WEEK = 7

MAX_DAYS = 20 * 366
"""No date is further away than twenty years; so long the calendar is searched."""


LAST_DAY = date.max.toordinal()


class Calendar(Struct, frozen=True):
    """The days of the week that are worked on (Monday is 0), without some holidays."""

    working_days: frozenset[int]
    holidays: frozenset[int]
    hours_per_day: float

    def is_working_day(self, day: int) -> bool:
        """True if somebody works on a day."""
        # Day 1 of the ordinal numbers was a Monday.
        return (day - 1) % DAYS_OF_WEEK in self.working_days and day not in self.holidays

    def find_working_day(self, start: int, number: int) -> int | None:
        """The working day with a number, counted from 1 on, from a day on.

        None if it is more than twenty years away, or in no year with four digits.
        """
        for day in range(start, min(start + MAX_DAYS, LAST_DAY)):
            number -= self.is_working_day(day)
            if number <= 0:
                return day
        return None


class Dates(Struct, frozen=True):
    """The days of a feature, each a `date.toordinal`: when work starts, and when it is done.

    `ends` are the days on which it is done by its low and by its high estimates; None if they are
    not known. `milestones` are the names and days of those that are not reached.
    """

    starts: int
    ends: tuple[int, int] | None = None
    milestones: tuple[tuple[str, int], ...] = ()


class Beginning(Struct, frozen=True):
    """The day on which work begins, and the calendar that it follows."""

    calendar: Calendar
    day: int

    def find_end(self, hours: float) -> int | None:
        """The day on which so many hours of work are done; None if no date can be told."""
        days = ceil(hours / self.calendar.hours_per_day - ROUNDING)
        return self.calendar.find_working_day(self.day, max(days, 1))

    def find_day(self, hours: float) -> int | None:
        """The day on which work goes on after so many hours; None if no date can be told."""
        days = floor(hours / self.calendar.hours_per_day + ROUNDING)
        return self.calendar.find_working_day(self.day, days + 1)

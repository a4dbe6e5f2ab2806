"""How a project wants its plans to be read."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec reads the annotations.
from math import ceil
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from msgspec import Meta, Struct, field

if TYPE_CHECKING:
    import re

__all__ = ["Settings", "WorkingTime"]


# With other numbers, amounts of hours would leave the range of numbers.
Length = Annotated[float, Meta(ge=0.01, le=1000)]


DayOfWeek = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
DAYS_OF_WEEK: tuple[DayOfWeek, ...] = get_args(DayOfWeek)


class WorkingTime(Struct, frozen=True, forbid_unknown_fields=True):
    """The number of working hours in a day, of days in a week and in a month, and which days.

    `holidays` are dates, or the path of a file that has them.
    """

    hours_per_day: Length = 8.0
    days_per_week: Length = 5.0
    days_per_month: Length = 20.0
    working_days: tuple[DayOfWeek, ...] = ()
    holidays: tuple[date, ...] | str = ()

    @property
    def days(self) -> frozenset[int]:
        """The days of the week that are worked on; Monday is 0.

        Where none are named, they are as many as a week has, from Monday on.
        """
        if self.working_days:
            return frozenset(map(DAYS_OF_WEEK.index, self.working_days))
        return frozenset(range(ceil(min(self.days_per_week, len(DAYS_OF_WEEK)))))

    def find_hours(self, unit: str) -> float | None:
        """The number of hours in a unit such as `day`; None if it is not a unit of time."""
        day = self.hours_per_day
        return {
            "second": 1 / 3600,
            "minute": 1 / 60,
            "hour": 1.0,
            "day": day,
            "week": day * self.days_per_week,
            "month": day * self.days_per_month,
        }.get(unit)


class Settings(Struct, frozen=True):
    """Working time, what counts as a placeholder in this project, and the formats to look for.

    `vocabulary` is the set of bracketed texts in the project's own templates, which
    `reading.placeholders.read_vocabulary` finds. A text that one of `not_placeholders` matches,
    brackets included, is not a placeholder. `formats` are the names of those that are read; None
    means all.
    """

    time: WorkingTime = field(default_factory=WorkingTime)
    vocabulary: frozenset[str] = frozenset()
    not_placeholders: tuple[re.Pattern[str], ...] = ()
    formats: tuple[str, ...] | None = None

    def is_excluded(self, placeholder: str) -> bool:
        """True if a text, brackets included, is not a placeholder in this project."""
        return any(pattern.search(placeholder) for pattern in self.not_placeholders)


DEFAULT = Settings()

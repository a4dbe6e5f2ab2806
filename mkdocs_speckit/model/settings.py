"""What a project says about how its plans are to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    import re

__all__ = ["Settings", "WorkingTime"]


class WorkingTime(Struct, frozen=True):
    """How many working hours a day has, days a week and days a month."""

    hours_per_day: float = 8.0
    days_per_week: float = 5.0
    days_per_month: float = 20.0

    def hours(self, unit: str) -> float | None:
        """How many hours one of a unit of time is; None for any other unit."""
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
    """Working time, and what is and what is not a placeholder in this project.

    `vocabulary` are bracketed texts of the project's own templates, as
    `reading.placeholders.vocabulary_of` finds them; `not_placeholders` match texts, brackets
    included, that are none here.
    """

    time: WorkingTime = field(default_factory=WorkingTime)
    vocabulary: frozenset[str] = frozenset()
    not_placeholders: tuple[re.Pattern[str], ...] = ()

    def excludes(self, placeholder: str) -> bool:
        """Whether a text, brackets included, is no placeholder in this project."""
        return any(pattern.search(placeholder) for pattern in self.not_placeholders)


DEFAULT = Settings()

"""An axis of working time: where a time stands on it, its round values, its unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.wording import format_number, format_range

if TYPE_CHECKING:
    from mkdocs_speckit.model.estimate import Estimate
    from mkdocs_speckit.model.settings import WorkingTime

MOST_TICKS = 8

LONG_WEEKS = 2
"""What takes more working weeks is drawn in days."""


class Scale(Struct, frozen=True):
    """The axis: its unit, how many hours that is, and how many hours there are in all."""

    unit: str
    hours: float
    end: float

    def at(self, hours: float) -> float:
        """A place on the axis, in percent."""
        return round(100 * hours / self.end, 2)

    def text(self, hours: float) -> str:
        """A time with its unit."""
        return f"{self.figure(hours)} {self.unit}"

    def figure(self, hours: float) -> str:
        """A time without its unit."""
        return format_number(hours / self.hours)

    def range(self, estimate: Estimate) -> str:
        """A range with its unit."""
        return format_range(estimate.scaled(1 / self.hours), self.unit)

    def effort(self, estimate: Estimate) -> str:
        """A phase's own effort, in hours where it takes less than a day."""
        return self.range(estimate) if estimate.high >= self.hours else format_range(estimate)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """The round values on the axis, 1, 2 or 5 times a power of ten apart: places and texts."""
        length = self.end / self.hours
        steps = (digit * 10.0**exponent for exponent in range(-2, 13) for digit in (1, 2, 5))
        step = next((step for step in steps if length / step <= MOST_TICKS), length)
        times = [index * step * self.hours for index in range(int(length / step + 1e-9) + 1)]
        return [(self.at(time), self.text(time)) for time in times]

    @property
    def in_words(self) -> str:
        """The unit, in words."""
        if self.unit == "h":
            return "hours of work from the start"
        return f"working days of {format_number(self.hours)} h from the start"

    def is_said_by(self, written: str, hours: float) -> bool:
        """Whether words say a time as the axis would: `Day 9`, on an axis of days."""
        figure, word = self.figure(hours), {"h": "hour", "d": "day"}[self.unit]
        words = (f"{word} {figure}", f"{figure} {word}", f"{figure} {word}s", self.text(hours))
        return written.casefold().endswith(words)


def choose_scale(length: float, end: float, time: WorkingTime) -> Scale:
    """The axis of something that takes so many hours, drawn up to an `end`."""
    is_long = length > LONG_WEEKS * time.days_per_week * time.hours_per_day
    end = end or 1.0  # What takes no time at all still has an axis.
    return Scale("d", time.hours_per_day, end) if is_long else Scale("h", 1.0, end)

"""An axis of working time: its unit, its round values, and the place of a time on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.wording import format_number, format_range

if TYPE_CHECKING:
    from mkdocs_speckit.model.parts import Estimate
    from mkdocs_speckit.model.settings import WorkingTime

MAX_TICKS = 8

MAX_WEEKS_IN_HOURS = 2
"""What takes more working weeks is drawn in days."""


class Scale(Struct, frozen=True):
    """The axis: its unit, `h` or `d`, the hours in one unit, at its end, and of a working day."""

    unit: str
    hours: float
    end: float
    day: float

    def place(self, hours: float) -> float:
        """The place of a time on the axis, in percent."""
        return round(100 * hours / self.end, 2)

    def format_time(self, hours: float) -> str:
        """A time with its unit."""
        return f"{self.format_figure(hours)} {self.unit}"

    def format_figure(self, hours: float) -> str:
        """A time without its unit."""
        return format_number(hours / self.hours)

    def format_range(self, estimate: Estimate) -> str:
        """A range with its unit."""
        return format_range(estimate.scale(1 / self.hours), self.unit)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """The round values on the axis, 1, 2 or 5 times a power of ten apart: places and texts.

        The first is where the axis begins.
        """
        length = self.end / self.hours
        steps = (digit * 10.0**exponent for exponent in range(-2, 13) for digit in (1, 2, 5))
        step = next((step for step in steps if length / step <= MAX_TICKS), length)
        times = [index * step * self.hours for index in range(int(length / step + 1e-9) + 1)]
        return [(self.place(time), self.format_time(time)) for time in times]

    @property
    def in_words(self) -> str:
        """The unit, in words."""
        if self.unit == "h":
            return "Hours of work"
        return f"Working days of {format_number(self.hours)} h"


def choose_scale(length: float, end: float, time: WorkingTime) -> Scale:
    """Choose the axis for something that takes `length` hours, drawn up to the hour `end`."""
    is_long = length > MAX_WEEKS_IN_HOURS * time.days_per_week * time.hours_per_day
    day = time.hours_per_day
    return Scale("d", day, end, day) if is_long else Scale("h", 1.0, end, day)

"""An axis of working time: its unit, its round values, and the place of a time on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.wording import format_number, format_range, name_day

if TYPE_CHECKING:
    from mkdocs_speckit.model.calendar import Beginning
    from mkdocs_speckit.model.parts import Estimate
    from mkdocs_speckit.model.settings import WorkingTime

MAX_TICKS = 8

MAX_WEEKS_IN_HOURS = 2
"""What takes more working weeks is drawn in days."""


MAX_DAYS_IN_HOURS = 2
"""What takes more days is drawn in days if these have dates."""


class Scale(Struct, frozen=True):
    """The axis: its unit, `h` or `d`, the hours in one unit, at its end, and of a working day.

    With a `beginning` its marks are dates.
    """

    unit: str
    hours: float
    end: float
    day: float
    beginning: Beginning | None = None

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
        least = -2 if self.beginning is None else 0  # A date is a whole day.
        steps = (digit * 10.0**exponent for exponent in range(least, 13) for digit in (1, 2, 5))
        step = next((step for step in steps if length / step <= MAX_TICKS), length)
        times = [index * step * self.hours for index in range(int(length / step + 1e-9) + 1)]
        return [(self.place(time), self._name_mark(time)) for time in times]

    def _name_mark(self, hours: float) -> str:
        """A mark of the axis: the day on which work goes on, or else the time."""
        if self.beginning is None or self.unit == "h":
            return self.format_time(hours)
        day = self.beginning.find_day(hours)
        return self.format_time(hours) if day is None else name_day(day, self.beginning.day)

    @property
    def in_words(self) -> str:
        """The unit, in words."""
        if self.unit == "h":
            return "Hours of work"
        return f"Working days of {format_number(self.hours)} h"


def choose_scale(
    length: float, end: float, time: WorkingTime, beginning: Beginning | None = None
) -> Scale:
    """Choose the axis for something that takes `length` hours, drawn up to the hour `end`."""
    day = time.hours_per_day
    most = MAX_WEEKS_IN_HOURS * time.days_per_week if beginning is None else MAX_DAYS_IN_HOURS
    is_long = length > most * day
    return Scale("d", day, end, day, beginning) if is_long else Scale("h", 1.0, end, day, beginning)

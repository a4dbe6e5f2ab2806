"""A range of effort, and when two of them differ."""

from __future__ import annotations

from msgspec import Struct

HOURS = "hours"

TOLERANCE = 0.10
"""How far a declared total may be off at either end, as a part of the computed one (section 2)."""

ROUNDING = 1e-9
"""Two amounts nearer than this are one: what binary fractions lose."""


class Estimate(Struct, frozen=True):
    """A range of effort, `low` ≤ `high`, in the unit of its table (hours unless it says other)."""

    low: float
    high: float

    @property
    def expected(self) -> float:
        """The midpoint."""
        return (self.low + self.high) / 2

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.low + other.low, self.high + other.high)

    def scaled(self, factor: float) -> Estimate:
        """The same range, multiplied."""
        return Estimate(self.low * factor, self.high * factor)


NO_EFFORT = Estimate(0.0, 0.0)


def is_mismatch(declared: Estimate, computed: Estimate) -> bool:
    """Whether a declared range differs from a computed one beyond the tolerance, at either end."""
    return any(
        abs(said - summed) > TOLERANCE * summed + ROUNDING
        for said, summed in ((declared.low, computed.low), (declared.high, computed.high))
    )

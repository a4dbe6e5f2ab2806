"""A range of effort, and when two ranges differ (`docs/numbers.md`, section 2)."""

from __future__ import annotations

from msgspec import Struct

HOURS = "hours"

TOLERANCE = 0.10
"""How far either end of a declared total may be from the computed one, as a share of that."""

ROUNDING = 1e-9
"""Two amounts closer than this are equal: binary fractions lose as much."""


class Estimate(Struct, frozen=True, gc=False):
    """A range of effort, `low` ≤ `high`, in hours unless its table has another unit."""

    low: float
    high: float

    @property
    def expected(self) -> float:
        """The midpoint."""
        return (self.low + self.high) / 2

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.low + other.low, self.high + other.high)

    def scale(self, factor: float) -> Estimate:
        """The same range, multiplied."""
        return Estimate(self.low * factor, self.high * factor)


NO_EFFORT = Estimate(0.0, 0.0)


def is_mismatch(declared: Estimate, computed: Estimate) -> bool:
    """True if a declared range differs from a computed one beyond the tolerance, at either end."""
    return any(
        abs(said - summed) > TOLERANCE * summed + ROUNDING
        for said, summed in ((declared.low, computed.low), (declared.high, computed.high))
    )

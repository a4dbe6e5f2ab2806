"""When a feature is done if its items go on being ticked as they were.

Days of the past are drawn again by chance, each as likely as any other, until the open items are
done; the forecast is the days by which that has happened in 10 % and in 90 % of all cases. The
shares are calculated, not simulated: the same history always gives the same forecast.

For example, of ten days one had 2 items ticked and nine had none, and one item is open. In 10 % of
the cases it is done on the first day, and in 90 % within 22 days: 0.9 to the power of 22 is 9.8 %.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from mkdocs_speckit.model.burn_up import BurnUp

MIN_DAYS = 5
"""A forecast rests on so many days with ticks, or there is none."""

WINDOW = 84
"""The number of days that are looked at: what was ticked before says little of the pace now."""

MAX_DAYS = 730
"""A forecast for more than two years is not made."""

MAX_STEPS = 150
"""With more open items, several count as one step, so that it takes milliseconds."""

EARLY, LATE = 0.1 - 1e-9, 0.9 - 1e-9
"""The shares of cases; binary fractions miss 0.1 by a little."""

DAYS_OF_WEEK = 7


class Forecast(Struct, frozen=True):
    """The days (`date.toordinal`) between which a feature is done at its pace.

    The pace, in items a week, is that of the days from `since` to now.
    """

    early: int
    late: int
    pace: float
    since: int


def forecast_end(burn_up: BurnUp) -> Forecast | None:
    """Forecast when a feature is done at its pace; None if its history says too little."""
    opened = burn_up.last.total - burn_up.last.done
    window = [(day, number) for day, number in burn_up.ticked if day > burn_up.now - WINDOW]
    if not opened or len(window) < MIN_DAYS:
        return None
    since = max(burn_up.ticked[0][0], burn_up.now - WINDOW + 1)
    days = burn_up.now - since + 1
    throughput = Counter(number for _, number in window)
    throughput[0] = days - len(window)
    ends = _find_ends(opened, {number: count / days for number, count in throughput.items()})
    if ends is None:
        return None
    pace = sum(number for _, number in window) / days * DAYS_OF_WEEK
    return Forecast(burn_up.now + ends[0], burn_up.now + ends[1], pace, since)


def _find_ends(opened: int, shares: dict[int, float]) -> tuple[int, int] | None:
    """The numbers of days until the open items are done, in 10 % and in 90 % of the cases.

    `shares` are the shares of days by the number of items that were ticked on them.
    """
    size = ceil(opened / MAX_STEPS)
    steps = ceil(opened / size)
    # A day of 7 items is in steps of 2 either 3 or 4, each in half of the cases.
    moves: defaultdict[int, float] = defaultdict(float)
    for number, share in shares.items():
        whole, rest = divmod(number, size)
        moves[min(whole, steps)] += share * (1 - rest / size)
        moves[min(whole + 1, steps)] += share * rest / size
    # The share of cases in which so many steps are done, and not all.
    ahead = [1.0] + [0.0] * (steps - 1)
    early = 0
    for day in range(1, MAX_DAYS + 1):
        later = [0.0] * steps
        for move, share in moves.items():
            if share:
                for step in range(steps - move):
                    later[step + move] += ahead[step] * share
        ahead = later
        is_done = 1 - sum(ahead)
        if not early and is_done >= EARLY:
            early = day
        if is_done >= LATE:
            return early, day
    return None

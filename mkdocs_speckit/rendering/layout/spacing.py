"""Places on a line: near where they are wished, in order, and not too close."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def spread(wishes: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places from `low` to `high` with at least `gap` between, or less where there is no room.

    The squares of the distances from the wishes are as small as can be: isotonic regression by
    pooling neighbours (Best and Chakravarti 1990), then held to the bounds.
    """
    if len(wishes) > 1:
        gap = min(gap, (high - low) / (len(wishes) - 1))
    pools: list[tuple[float, int]] = []
    for index, wish in enumerate(wishes):
        centre, size = wish - index * gap, 1
        while pools and pools[-1][0] > centre:
            other, count = pools.pop()
            centre = (other * count + centre * size) / (count + size)
            size += count
        pools.append((centre, size))
    highest = high - (len(wishes) - 1) * gap
    centres = [min(max(centre, low), highest) for centre, size in pools for _ in range(size)]
    return [centre + index * gap for index, centre in enumerate(centres)]

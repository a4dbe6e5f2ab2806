"""Places on a line: near where they are wished, in order, and not too close."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Wish(NamedTuple):
    """Where something would like to be, and how much that counts."""

    place: float
    weight: float


def spread(wishes: Sequence[Wish], gap: float, low: float, high: float) -> list[float]:
    """Places from `low` to `high` with at least `gap` between, or less where there is no room.

    The weighted squares of the distances from the wishes are as small as can be: isotonic
    regression by pooling neighbours (Best and Chakravarti 1990), then held to the bounds.
    """
    if len(wishes) > 1:
        gap = min(gap, (high - low) / (len(wishes) - 1))
    pools: list[tuple[float, float, int]] = []
    for index, wish in enumerate(wishes):
        centre, weight, size = wish.place - index * gap, wish.weight, 1
        while pools and pools[-1][0] > centre:
            other, other_weight, count = pools.pop()
            centre = (other * other_weight + centre * weight) / (other_weight + weight)
            weight += other_weight
            size += count
        pools.append((centre, weight, size))
    highest = high - (len(wishes) - 1) * gap
    centres = [min(max(centre, low), highest) for centre, _, size in pools for _ in range(size)]
    return [centre + index * gap for index, centre in enumerate(centres)]

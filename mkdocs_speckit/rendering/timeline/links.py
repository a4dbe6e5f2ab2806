"""The connectors of the timeline: from the end of each phase to the start of what waits for it.

Rows are as high as their text needs, so a connector is drawn in pieces, one in each row that it
passes; a piece is given in percent of its row's width and height.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mkdocs_speckit.model.graph import Edge

MIDDLE, TOP, BOTTOM = 50, 0, 103
"""Pieces run a little into the next row: rows end between two pixels, where a gap would show."""

SAME_PLACE = 0.5
"""A start this near to the end before it is entered from above or below, in percent."""

Direction = Literal["right", "down", "up"]


@dataclass(slots=True)
class Links:
    """The pieces of connectors in one row: quiet ones, critical ones, and the heads of arrows."""

    quiet: dict[str, None] = field(default_factory=dict)
    critical: dict[str, None] = field(default_factory=dict)
    heads: dict[tuple[float, Direction, bool], None] = field(default_factory=dict)


def links(
    edges: Sequence[Edge],
    starts: Sequence[float],
    finishes: Sequence[float],
    critical: Collection[int],
) -> list[Links]:
    """The pieces in each row; `starts` and `finishes` are places on the axis, in percent.

    A connector is critical where both its phases are and the one begins when the other ends.
    """
    rows = [Links() for _ in starts]
    for before, after in edges:
        x, target = finishes[before], starts[after]
        is_near = target - x <= SAME_PLACE
        is_critical = before in critical and after in critical and is_near
        pieces = [row.critical if is_critical else row.quiet for row in rows]
        step = 1 if after > before else -1
        leaves, enters = (BOTTOM, TOP) if step == 1 else (TOP, BOTTOM)
        pieces[before][f"M{x:g} {MIDDLE}V{leaves}"] = None
        for between in range(before + step, after, step):
            pieces[between][f"M{x:g} {TOP}V{BOTTOM}"] = None
        reach = "" if is_near else f"H{target:g}"
        pieces[after][f"M{x:g} {enters}V{MIDDLE}{reach}"] = None
        onward: Direction = "down" if step == 1 else "up"
        rows[after].heads[target, onward if is_near else "right", is_critical] = None
    return rows

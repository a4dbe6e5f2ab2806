"""Points, boxes and routes of a drawing, in its own unit (CSS pixels), y downwards."""

from __future__ import annotations

import itertools
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence


class Extent(NamedTuple):
    """How wide and how high something is drawn."""

    width: float
    height: float


class Point(NamedTuple):
    """A position."""

    x: float
    y: float


class Box(NamedTuple):
    """Where a node is drawn: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float


class Line(NamedTuple):
    """A straight piece of a route, to its end."""

    end: Point


class Curve(NamedTuple):
    """A rounded corner of a route, to its end: a quadratic Bézier curve."""

    corner: Point
    end: Point


class Route(Struct, frozen=True, gc=False):
    """An edge's way from the rim of one box to that of another."""

    start: Point
    pieces: tuple[Line | Curve, ...]

    @property
    def tip(self) -> Point:
        """Where the route ends."""
        return self.pieces[-1].end


def round_corners(points: Sequence[Point], radius: float) -> Route:
    """The route through points whose corners are right angles, each rounded as far as it can be.

    No more than half of a line goes into a corner at its end.
    """
    pieces: list[Line | Curve] = []
    here = points[0]
    for corner, after in itertools.pairwise(points[1:]):
        reach = abs(after.x - corner.x) + abs(after.y - corner.y)
        # The corner before has taken its own part of this line.
        turn = min(radius, abs(corner.x - here.x) + abs(corner.y - here.y), reach / 2)
        if not turn or here.x == corner.x == after.x or here.y == corner.y == after.y:
            continue
        pieces += [
            Line(_move(corner, here, turn)),
            Curve(corner, here := _move(corner, after, turn)),
        ]
    pieces.append(Line(points[-1]))
    return Route(points[0], tuple(pieces))


def _move(start: Point, end: Point, length: float) -> Point:
    """The point that is this far from the start, on a line along one axis."""
    x = start.x + length * ((end.x > start.x) - (end.x < start.x))
    y = start.y + length * ((end.y > start.y) - (end.y < start.y))
    return Point(round(x, 1), round(y, 1))


class Drawing(Struct, frozen=True):
    """A graph as it is drawn: a box for each node, a route for each edge, and the extent."""

    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]
    extent: Extent


class Axes(Enum):
    """How layers follow one another: side by side, or one below the other.

    Along the main axis layers follow one another; the cross axis runs along each layer.
    """

    RIGHT = "layers side by side"
    DOWN = "layers one below the other"

    def locate(self, main: float, cross: float) -> Point:
        """The point with these coordinates."""
        return Point(main, cross) if self is Axes.RIGHT else Point(cross, main)

    def make_extent(self, main: float, cross: float) -> Extent:
        """The extent with these lengths."""
        return Extent(*self.locate(main, cross))

    def measure_main(self, extent: Extent) -> float:
        """An extent's length on the main axis."""
        return extent.width if self is Axes.RIGHT else extent.height

    def measure_cross(self, extent: Extent) -> float:
        """An extent's length on the cross axis."""
        return extent.height if self is Axes.RIGHT else extent.width

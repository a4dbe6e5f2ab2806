"""Points, boxes and routes of a drawing, in its own unit (CSS pixels), y downwards."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from msgspec import Struct


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
    """A cubic Bézier piece of a route, to its end."""

    first: Point
    second: Point
    end: Point


class Route(Struct, frozen=True, gc=False):
    """An edge's way from the rim of one box to that of another."""

    start: Point
    pieces: tuple[Line | Curve, ...]

    @property
    def tip(self) -> Point:
        """Where the route ends."""
        return self.pieces[-1].end


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

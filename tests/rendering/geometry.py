"""Counts what crosses, overlaps or runs through a box, on the lines that a drawing shows."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from mkdocs_speckit.rendering.diagram.geometry import Curve, Point

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.model.graph import Edge
    from mkdocs_speckit.rendering.diagram.geometry import Box, Route

PIECES = 12
"""The number of straight pieces that a curve is cut into."""

CELL = 60.0
SLACK = 0.5
"""A line that touches a box's rim does not run through it."""


Polyline = list[Point]


def cut_route(route: Route) -> Polyline:
    """A route's line in short straight pieces."""
    points = [route.start]
    for piece in route.pieces:
        if isinstance(piece, Curve):
            # The same curve with the two inner points of a cubic one.
            first, second = (_move(end, piece.corner) for end in (points[-1], piece.end))
            points += sample_curve(points[-1], first, second, piece.end)
        else:
            points.append(piece.end)
    return points


def _move(end: Point, corner: Point) -> Point:
    """The point two thirds of the way from an end to the corner."""
    return Point(end.x + (corner.x - end.x) * 2 / 3, end.y + (corner.y - end.y) * 2 / 3)


def sample_curve(start: Point, first: Point, second: Point, end: Point) -> Polyline:
    """Points of a cubic Bézier curve, without its start."""
    points = []
    for step in range(1, PIECES + 1):
        t = step / PIECES
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        points.append(
            Point(
                sum(w * p.x for w, p in zip(weights, (start, first, second, end), strict=True)),
                sum(w * p.y for w, p in zip(weights, (start, first, second, end), strict=True)),
            )
        )
    return points


def count_crossing_edges(edges: Sequence[Edge], lines: Sequence[Polyline]) -> int:
    """How many pairs of edges that share no end have lines that meet."""
    cells: defaultdict[tuple[int, int], list[tuple[int, Point, Point]]] = defaultdict(list)
    for index, line in enumerate(lines):
        for start, end in itertools.pairwise(line):
            for cell in _list_cells(start, end):
                cells[cell].append((index, start, end))
    found: set[tuple[int, int]] = set()
    for segments in cells.values():
        for (one, a, b), (other, c, d) in itertools.combinations(segments, 2):
            pair = (one, other) if one < other else (other, one)
            if one == other or pair in found or set(edges[one]) & set(edges[other]):
                continue
            if _meet(a, b, c, d):
                found.add(pair)
    return len(found)


def count_overlaps(boxes: Sequence[Box]) -> int:
    """How many pairs of boxes overlap."""
    return sum(
        one.x < other.x + other.width - SLACK
        and other.x < one.x + one.width - SLACK
        and one.y < other.y + other.height - SLACK
        and other.y < one.y + one.height - SLACK
        for one, other in itertools.combinations(boxes, 2)
    )


def count_edges_through_boxes(lines: Sequence[Polyline], boxes: Sequence[Box]) -> int:
    """How many pairs of an edge and a box there are in which the line runs through the box."""
    found = set()
    for index, line in enumerate(lines):
        left, right = min(p.x for p in line), max(p.x for p in line)
        top, bottom = min(p.y for p in line), max(p.y for p in line)
        near = [
            (number, box)
            for number, box in enumerate(boxes)
            if box.x < right
            and left < box.x + box.width
            and box.y < bottom
            and top < box.y + box.height
        ]
        for start, end in itertools.pairwise(line):
            for number, box in near:
                if _cuts(start, end, box):
                    found.add((index, number))
    return len(found)


def _list_cells(start: Point, end: Point) -> Iterator[tuple[int, int]]:
    columns = sorted((int(start.x // CELL), int(end.x // CELL)))
    rows = sorted((int(start.y // CELL), int(end.y // CELL)))
    return itertools.product(range(columns[0], columns[1] + 1), range(rows[0], rows[1] + 1))


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """True if two segments cross, also in a point where one of them ends; not along one line."""
    return (_find_side(a, b, c) > 0) != (_find_side(a, b, d) > 0) and (
        (_find_side(c, d, a) > 0) != (_find_side(c, d, b) > 0)
    )


def _find_side(a: Point, b: Point, c: Point) -> float:
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)


def _cuts(start: Point, end: Point, box: Box) -> bool:
    """True if a part of a segment is inside a box (Liang and Barsky 1984)."""
    enter, leave = 0.0, 1.0
    for here, way, low, high in (
        (start.x, end.x - start.x, box.x + SLACK, box.x + box.width - SLACK),
        (start.y, end.y - start.y, box.y + SLACK, box.y + box.height - SLACK),
    ):
        if way == 0:
            if not low < here < high:
                return False
            continue
        first, second = sorted(((low - here) / way, (high - here) / way))
        enter, leave = max(enter, first), min(leave, second)
    return enter < leave

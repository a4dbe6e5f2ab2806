"""A graph's labels and arrows as an SVG drawing for columns of usual width.

An SVG does not wrap as text does, so in narrow columns the stylesheet shows a list in its place.

Layers are side by side, with names in one line where there is room. If that is too wide, boxes get
narrower, then layers are one below the other. What is too wide in any layers becomes a list with
rails.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.rendering.diagram.geometry import Axes, Box, Curve, Drawing, Point
from mkdocs_speckit.rendering.diagram.labels import (
    LINE_HEIGHT,
    NOTE_HEIGHT,
    fit_label,
)
from mkdocs_speckit.rendering.diagram.layers import arrange_layers
from mkdocs_speckit.rendering.diagram.placement import bound_extent, lay_out
from mkdocs_speckit.rendering.diagram.rails import arrange_rails, draw_rails

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mkdocs_speckit.model.graph import Edge
    from mkdocs_speckit.rendering.diagram.geometry import Route
    from mkdocs_speckit.rendering.diagram.labels import BoxLabel, Lettering
    from mkdocs_speckit.rendering.diagram.layers import Arrangement

ON_TOP = frozenset({"heavy", "cycle"})
"""Arrows that no other one hides where they run on one line."""

MARGIN = 2.0
ARROW = 6.0
ARROW_WIDTH = 6.6
BAR_HEIGHT = 3.0

MAX_WIDTH = 650.0
"""The width of a drawing in a column of 688 px, without its padding."""


class Shape(NamedTuple):
    """One way to draw: how layers follow one another, and how wide a box may be."""

    axes: Axes
    max_box_width: float


SHAPES = (
    Shape(Axes.RIGHT, 260),
    Shape(Axes.RIGHT, 172),
    Shape(Axes.RIGHT, 138),
    Shape(Axes.DOWN, 260),
    Shape(Axes.DOWN, 172),
    Shape(Axes.DOWN, 138),
)

MIN_BOX_WIDTH_ON_RAILS = 172.0
MAX_BOX_WIDTH_ON_RAILS = 360.0
"""Boxes may always be as wide as the first, even if their rails make the drawing too wide."""


class Arrow(Struct, frozen=True):
    """An edge between two labels' boxes, what it says and what it is marked as."""

    ends: Edge
    title: str
    classes: tuple[str, ...]


class SvgText(Struct, frozen=True, gc=False):
    """A line of text and its baseline, as SVG's figures."""

    y: str
    text: str


class SvgBox(Struct, frozen=True):
    """A box with all that is written in it, as SVG's figures.

    Lines begin at `text_x`, or have their middle there if the label is outside the plan. `sign_y`
    is the top of the state's sign; `bar` is the length of the ticked part, at the foot.
    """

    label: BoxLabel
    classes: str
    corner: str
    width: str
    height: str
    text_x: str
    names: list[SvgText]
    notes: list[SvgText]
    sign_y: str
    bar: str
    bar_y: str


class SvgArrow(Struct, frozen=True):
    """An arrow's line and its head, as SVG paths."""

    arrow: Arrow
    classes: str
    line: str
    head: str


class SvgDrawing(Struct, frozen=True):
    """A finished drawing."""

    width: int
    height: int
    nodes: list[SvgBox]
    paths: list[SvgArrow]

    @property
    def scrolls(self) -> bool:
        """True if a column shows only a part of it at once: with many rails it is too wide."""
        return self.width > MAX_WIDTH


def draw_graph(labels: Sequence[BoxLabel], arrows: Sequence[Arrow]) -> SvgDrawing:
    """Draw a graph for a column of usual width."""
    edges = [arrow.ends for arrow in arrows]
    letterings, drawing = _draw_layers(arrange_layers(len(labels), edges), labels) or _draw_rails(
        labels, edges
    )
    paths = [_make_arrow(arrow, route) for arrow, route in zip(arrows, drawing.routes, strict=True)]
    return SvgDrawing(
        # A browser would scale a drawing that is not a whole number of pixels wide.
        ceil(_measure_width(drawing)),
        ceil(drawing.extent.height + 2 * MARGIN),
        [_make_box(*each) for each in zip(letterings, drawing.boxes, strict=True)],
        # What is drawn later is on top.
        sorted(paths, key=lambda path: not ON_TOP.isdisjoint(path.arrow.classes)),
    )


def _measure_width(drawing: Drawing) -> float:
    return drawing.extent.width + 2 * MARGIN


def _draw_layers(
    arrangement: Arrangement, labels: Sequence[BoxLabel]
) -> tuple[list[Lettering], Drawing] | None:
    """Draw the first layout that fits into the column; None if none does."""
    for axes, max_box_width in SHAPES:
        letterings = [fit_label(label, max_box_width) for label in labels]
        extents = [lettering.extent for lettering in letterings]
        if bound_extent(arrangement, extents, axes).width + 2 * MARGIN > MAX_WIDTH:
            continue
        drawing = lay_out(arrangement, extents, axes)
        if _measure_width(drawing) > MAX_WIDTH:
            continue
        boxes = list(drawing.boxes)
        for node, (box, lettering) in enumerate(zip(boxes, letterings, strict=True)):
            # What is outside the plan is no larger than it must be, at the end of its layer.
            # Nothing leads to it, so all its arrows begin at that end.
            if lettering.label.is_outside:
                width, height = lettering.extent
                x, y = box.x + box.width - width, box.y + box.height - height
                boxes[node] = Box(x, y, width, height)
        return letterings, replace(drawing, boxes=tuple(boxes))
    return None


def _draw_rails(
    labels: Sequence[BoxLabel], edges: Sequence[Edge]
) -> tuple[list[Lettering], Drawing]:
    rails = arrange_rails(len(labels), edges)
    room = min(MAX_WIDTH - 2 * MARGIN - rails.gutter, MAX_BOX_WIDTH_ON_RAILS)
    width = max(room, MIN_BOX_WIDTH_ON_RAILS)
    letterings = [fit_label(label, width) for label in labels]
    return letterings, draw_rails(rails, [lettering.extent for lettering in letterings])


def _make_box(lettering: Lettering, box: Box) -> SvgBox:
    """Put a label's lines into its box: in the middle if that is higher than they need."""
    label = lettering.label
    top = (box.height - lettering.extent.height) / 2 + (6 if lettering.notes else 6.5)
    name = top + label.font_size
    note = top + LINE_HEIGHT * len(lettering.lines) + NOTE_HEIGHT - 3
    states = [(label.state or "").replace(" ", "-")]
    states += ["heavy"] * label.decides + ["external"] * label.is_outside
    length = (box.width - 2) * label.share
    return SvgBox(
        label=label,
        classes=_join_classes("speckit-node", filter(None, states)),
        corner=_format_point(Point(box.x, box.y)),
        width=_format_length(box.width),
        height=_format_length(box.height),
        text_x=_format_length(box.width / 2 if label.is_outside else label.text_start),
        names=_write_lines(lettering.lines, name, LINE_HEIGHT),
        notes=_write_lines(lettering.notes, note, NOTE_HEIGHT),
        sign_y=_format_length(top + 1.5),
        bar=_format_length(length) if length else "",
        bar_y=_format_length(box.height - BAR_HEIGHT - 1),
    )


def _write_lines(lines: Sequence[str], first: float, height: float) -> list[SvgText]:
    return [
        SvgText(_format_length(first + height * index), line)
        for index, line in enumerate(lines)
        if line
    ]


def _make_arrow(arrow: Arrow, route: Route) -> SvgArrow:
    """An arrow whose head points the way that its line ends; the line ends where that begins."""
    *pieces, last = route.pieces
    tip, before = route.tip, pieces[-1].end if pieces else route.start
    along_x = (tip.x > before.x) - (tip.x < before.x)
    along_y = (tip.y > before.y) - (tip.y < before.y)
    base = Point(tip.x - along_x * ARROW, tip.y - along_y * ARROW)
    aside = Point(along_y * ARROW_WIDTH / 2, along_x * ARROW_WIDTH / 2)
    corners = (
        Point(base.x - aside.x, base.y - aside.y),
        tip,
        Point(base.x + aside.x, base.y + aside.y),
    )
    line = f"M{_format_point(route.start)}"
    for piece in (*pieces, last._replace(end=base)):
        line += "Q" if isinstance(piece, Curve) else "L"
        line += " ".join(map(_format_point, piece))
    return SvgArrow(
        arrow,
        _join_classes("speckit-edge", arrow.classes),
        line,
        "M" + "L".join(map(_format_point, corners)) + "Z",
    )


def _join_classes(block: str, modifiers: Iterable[str]) -> str:
    return " ".join([block, *(f"{block}--{modifier}" for modifier in modifiers)])


def _format_point(point: Point) -> str:
    return f"{_format_length(point.x + MARGIN)} {_format_length(point.y + MARGIN)}"


def _format_length(value: float) -> str:
    """A length as it is written into SVG: one digit after the point."""
    return f"{value:.1f}".removesuffix(".0")

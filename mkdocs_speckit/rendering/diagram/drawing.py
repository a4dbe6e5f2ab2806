"""A graph's labels and arrows as SVG drawings for wide columns and for phones.

An SVG does not wrap as text does, and no script could draw it again. So a drawing that is too wide
for a phone has a second one beside it, and the stylesheet shows the one that fits its column. Text
keeps its size.

In a wide column layers are side by side. If that is too wide, boxes get narrower, then layers are
one below the other. What is too wide in any layers becomes a list with rails.
"""

from __future__ import annotations

from functools import cache
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.rendering.diagram.geometry import Axes, Box, Curve, Drawing, Point
from mkdocs_speckit.rendering.diagram.labels import (
    BAR_HEIGHT,
    LINE_HEIGHT,
    MARK_RADIUS,
    NOTE_HEIGHT,
    PADDING,
    fit_label,
    measure_share,
)
from mkdocs_speckit.rendering.diagram.layers import arrange_layers
from mkdocs_speckit.rendering.diagram.placement import bound_extent, lay_out
from mkdocs_speckit.rendering.diagram.rails import arrange_rails, draw_rails

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mkdocs_speckit.model.graph import Edge
    from mkdocs_speckit.rendering.diagram.geometry import Route
    from mkdocs_speckit.rendering.diagram.labels import BoxLabel, Lettering
    from mkdocs_speckit.rendering.diagram.layers import Arrangement

    FitLabels = Callable[[float], list[Lettering]]
    """Writes all labels into boxes no wider than this."""

ON_TOP = frozenset({"critical", "cycle"})
"""Arrows that no other one hides where they run on one rail."""

MARGIN = 3.0
ARROW = 7.0

MAX_WIDTH = 650.0
MAX_WIDTH_ON_PHONE = 300.0
"""The width of a drawing in a column of 700 px and on a phone of 360 px, without their paddings."""

STEPS = (420, 500, 590, 682)
"""The widths of a column, in px, from which the stylesheet shows a wide drawing."""

FRAME = 30
"""What the padding and the frame around a drawing take."""


class Shape(NamedTuple):
    """One way to draw: how layers follow one another, and how wide a box may be."""

    axes: Axes
    max_box_width: float


COLUMN_SHAPES = (
    Shape(Axes.RIGHT, 172),
    Shape(Axes.RIGHT, 128),
    Shape(Axes.DOWN, 172),
    Shape(Axes.DOWN, 138),
)
PHONE_SHAPES = (Shape(Axes.DOWN, 172), Shape(Axes.DOWN, 138))

MIN_BOX_WIDTH_ON_RAILS = 172.0
"""Boxes may always be as wide as this, even if their rails make the drawing wider than a phone."""


class Arrow(Struct, frozen=True):
    """An edge between two labels' boxes, what it says and what it is marked as."""

    ends: Edge
    title: str
    classes: tuple[str, ...]


class SvgText(Struct, frozen=True, gc=False):
    """A line of text and its baseline, as SVG's figures."""

    y: str
    text: str


class SvgBar(Struct, frozen=True, gc=False):
    """The bar of a checklist, as SVG's figures: its whole length and its done part."""

    y: str
    length: str
    done: str


class SvgBox(Struct, frozen=True):
    """A box with all that is written in it, as SVG's figures.

    Lines begin at `text_x`, or have their middle there if the label is outside the plan. The share
    of the checklist ends at `end_x` on the line `share_y`; `mark` is the middle of the state's
    mark before it.
    """

    label: BoxLabel
    classes: str
    corner: str
    width: str
    height: str
    text_x: str
    names: list[SvgText]
    notes: list[SvgText]
    end_x: str
    share_y: str
    mark: str
    bar: SvgBar | None


class SvgArrow(Struct, frozen=True):
    """An arrow's line and its head, as SVG paths."""

    arrow: Arrow
    classes: str
    line: str
    head: str


class SvgDrawing(Struct, frozen=True):
    """A finished drawing; `kind` is the class name by which the stylesheet shows or hides it."""

    kind: str
    width: int
    height: int
    nodes: list[SvgBox]
    paths: list[SvgArrow]

    @property
    def scrolls(self) -> bool:
        """True if a phone shows only a part of it at once: with many rails it is too wide."""
        return self.width > MAX_WIDTH_ON_PHONE and not self.kind.startswith("wide")


def draw_graph(labels: Sequence[BoxLabel], arrows: Sequence[Arrow]) -> list[SvgDrawing]:
    """Draw a graph: once if that is narrow enough for a phone, else for wide columns, too."""
    edges = [arrow.ends for arrow in arrows]
    arrangement = arrange_layers(len(labels), edges)

    @cache
    def fit_labels(max_width: float) -> list[Lettering]:
        return [fit_label(label, max_width) for label in labels]

    wide = _draw_layers(arrangement, fit_labels, COLUMN_SHAPES, MAX_WIDTH)
    if wide is not None and _measure_width(wide[1]) <= MAX_WIDTH_ON_PHONE:
        return [_make_svg("any", *wide, arrows)]
    narrow = _draw_layers(arrangement, fit_labels, PHONE_SHAPES, MAX_WIDTH_ON_PHONE)
    if narrow is None:
        rails = arrange_rails(len(labels), edges)
        room = MAX_WIDTH_ON_PHONE - 2 * MARGIN - rails.gutter
        letterings = fit_labels(max(room, MIN_BOX_WIDTH_ON_RAILS))
        narrow = letterings, draw_rails(rails, [lettering.extent for lettering in letterings])
    if wide is None:
        return [_make_svg("any", *narrow, arrows)]
    step = next(step for step in STEPS if _measure_width(wide[1]) + FRAME <= step)
    return [
        _make_svg(f"wide speckit-picture--from-{step}", *wide, arrows),
        _make_svg(f"narrow speckit-picture--below-{step}", *narrow, arrows),
    ]


def _measure_width(drawing: Drawing) -> float:
    return drawing.extent.width + 2 * MARGIN


def _draw_layers(
    arrangement: Arrangement, fit_labels: FitLabels, shapes: Sequence[Shape], room: float
) -> tuple[list[Lettering], Drawing] | None:
    """Draw the first shape that is no wider than the room; None if all are."""
    for axes, max_box_width in shapes:
        letterings = fit_labels(max_box_width)
        extents = [lettering.extent for lettering in letterings]
        if bound_extent(arrangement, extents, axes).width + 2 * MARGIN > room:
            continue
        drawing = lay_out(arrangement, extents, axes)
        if _measure_width(drawing) > room:
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


def _make_svg(
    kind: str, letterings: Sequence[Lettering], drawing: Drawing, arrows: Sequence[Arrow]
) -> SvgDrawing:
    paths = [_make_arrow(arrow, route) for arrow, route in zip(arrows, drawing.routes, strict=True)]
    return SvgDrawing(
        kind,
        # A browser would scale a drawing that is not a whole number of pixels wide.
        ceil(_measure_width(drawing)),
        ceil(drawing.extent.height + 2 * MARGIN),
        [_make_box(*each) for each in zip(letterings, drawing.boxes, strict=True)],
        # What is drawn later is on top.
        sorted(paths, key=lambda path: not ON_TOP.isdisjoint(path.arrow.classes)),
    )


def _make_box(lettering: Lettering, box: Box) -> SvgBox:
    """Put a label's lines into its box: in the middle if that is higher than they need."""
    label, completion = lettering.label, lettering.label.completion
    top = (box.height - lettering.extent.height) / 2 + PADDING * 0.75
    name = top + label.font_size - 1
    note = top + LINE_HEIGHT * len(lettering.lines) + NOTE_HEIGHT - 4
    last = note + NOTE_HEIGHT * (len(lettering.notes) - 1)
    end = box.width - PADDING
    bar = None
    if completion:
        length = end - PADDING
        done = _format_length(length * completion.share) if completion.done else ""
        bar_y = box.height - top - BAR_HEIGHT + 1
        bar = SvgBar(_format_length(bar_y), _format_length(length), done)
    return SvgBox(
        label=label,
        classes=_join_classes("speckit-node", label.classes),
        corner=_format_point(Point(box.x, box.y)),
        width=_format_length(box.width),
        height=_format_length(box.height),
        text_x=_format_length(box.width / 2 if label.is_outside else PADDING),
        names=_write_lines(lettering.lines, name, LINE_HEIGHT),
        notes=_write_lines(lettering.notes, note, NOTE_HEIGHT),
        end_x=_format_length(end),
        share_y=_format_length(last),
        mark=f"{_format_length(end - measure_share(label) + MARK_RADIUS)} "
        f"{_format_length(last - MARK_RADIUS)}",
        bar=bar,
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
    tip, corner = route.tip, pieces[-1].end if pieces else route.start
    before = last.second if isinstance(last, Curve) else corner
    along_x = (tip.x > before.x) - (tip.x < before.x)
    along_y = (tip.y > before.y) - (tip.y < before.y)
    base = Point(tip.x - along_x * ARROW, tip.y - along_y * ARROW)
    aside = Point(along_y * ARROW / 2, along_x * ARROW / 2)
    corners = (
        Point(base.x - aside.x, base.y - aside.y),
        tip,
        Point(base.x + aside.x, base.y + aside.y),
    )
    line = f"M{_format_point(route.start)}"
    for piece in (*pieces, last._replace(end=base)):
        line += "C" if isinstance(piece, Curve) else "L"
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

"""A graph's labels and arrows as drawings for wide columns and for phones.

An SVG cannot flow anew, and there is no script to draw it again: so a drawing that a phone is too
narrow for has a second one beside it, and the stylesheet shows the one that fits its column. Text
keeps its size.

In a wide column layers stand side by side; where that is too wide, boxes get narrower, then layers
stand one below the other; and what fits in no layers becomes a list with rails.
"""

from __future__ import annotations

from functools import cache
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.rendering.diagram.arrangement import arrange
from mkdocs_speckit.rendering.diagram.geometry import Axes, Box, Curve, Drawing, Line, Point
from mkdocs_speckit.rendering.diagram.labels import (
    BAR_HEIGHT,
    LINE_HEIGHT,
    MARK_RADIUS,
    NOTE_HEIGHT,
    PADDING,
    fit_label,
    measure_share,
)
from mkdocs_speckit.rendering.diagram.layered import bound_size, lay_out
from mkdocs_speckit.rendering.diagram.railed import arrange_rails, draw_rails

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mkdocs_speckit.model.graph import Edge
    from mkdocs_speckit.rendering.diagram.arrangement import Arrangement
    from mkdocs_speckit.rendering.diagram.geometry import Route
    from mkdocs_speckit.rendering.diagram.labels import Label, Lettering
    from mkdocs_speckit.rendering.diagram.railed import Rails

    Letter = Callable[[float], list[Lettering]]
    """Writes all labels into boxes no wider than this."""

ON_TOP = frozenset({"critical", "cycle"})
"""Arrows that no other one hides where they run on one rail."""

MARGIN = 3.0
ARROW = 7.0

COLUMN = 650.0
PHONE = 300.0
"""How wide a drawing can be in a column of 700 px and on a phone of 360 px, their paddings off."""

STEPS = (420, 500, 590, 682)
"""The widths of a column, in px, from which the stylesheet shows a wide drawing."""

FRAME = 30
"""What the padding and the frame around a drawing take."""


class Shape(NamedTuple):
    """One way to draw: how layers follow one another, and how wide a box may be."""

    axes: Axes
    widest: float


COLUMN_SHAPES = (
    Shape(Axes.RIGHT, 172),
    Shape(Axes.RIGHT, 128),
    Shape(Axes.DOWN, 172),
    Shape(Axes.DOWN, 138),
)
PHONE_SHAPES = (Shape(Axes.DOWN, 172), Shape(Axes.DOWN, 138))

NARROWEST_ON_RAILS = 172.0
"""Boxes do not get narrower for their rails, even if the drawing is wider than a phone then."""


class Arrow(Struct, frozen=True):
    """An edge between two labels' boxes, what it says and what it is marked as."""

    ends: Edge
    title: str
    classes: tuple[str, ...]


class Written(Struct, frozen=True):
    """A line of text and its baseline."""

    y: str
    text: str


class Bar(Struct, frozen=True):
    """The bar of a checklist: its whole length and its done part."""

    y: str
    length: str
    done: str


class Node(Struct, frozen=True):
    """A box with all that is written in it, as SVG's figures.

    `text_x` is where lines begin, or their middle where the label is outside the plan. The share
    of the checklist ends at `end_x` on the line `share_y`; `mark` is the middle of the state's
    mark before it.
    """

    label: Label
    classes: str
    corner: str
    width: str
    height: str
    text_x: str
    names: list[Written]
    notes: list[Written]
    end_x: str
    share_y: str
    mark: str
    bar: Bar | None


class Path(Struct, frozen=True):
    """An arrow's line and its head, as SVG paths."""

    arrow: Arrow
    classes: str
    line: str
    head: str


class Picture(Struct, frozen=True):
    """A finished drawing; `kind` is the class name by which the stylesheet shows or hides it."""

    kind: str
    width: int
    height: int
    nodes: list[Node]
    paths: list[Path]

    @property
    def scrolls(self) -> bool:
        """Whether a phone shows only a part of it at once: with many rails it is too wide."""
        return self.width > PHONE and not self.kind.startswith("wide")


def draw_graph(labels: Sequence[Label], arrows: Sequence[Arrow]) -> list[Picture]:
    """Draw a graph: once if that is narrow enough for a phone, else for wide columns, too."""
    edges = [arrow.ends for arrow in arrows]
    arrangement = arrange(len(labels), edges)

    @cache
    def letter(widest: float) -> list[Lettering]:
        return [fit_label(label, widest) for label in labels]

    wide = _in_layers(arrangement, letter, COLUMN_SHAPES, COLUMN)
    if wide is not None and _width(wide[1]) <= PHONE:
        return [_picture("any", *wide, arrows)]
    narrow = _in_layers(arrangement, letter, PHONE_SHAPES, PHONE)
    if narrow is None:
        narrow = _on_rails(arrange_rails(len(labels), edges), letter)
    if wide is None:
        return [_picture("any", *narrow, arrows)]
    step = next(step for step in STEPS if _width(wide[1]) + FRAME <= step)
    return [
        _picture(f"wide speckit-picture--from-{step}", *wide, arrows),
        _picture(f"narrow speckit-picture--below-{step}", *narrow, arrows),
    ]


def _width(drawing: Drawing) -> float:
    return drawing.size.width + 2 * MARGIN


def _in_layers(
    arrangement: Arrangement, letter: Letter, shapes: Sequence[Shape], room: float
) -> tuple[list[Lettering], Drawing] | None:
    """The first shape that is no wider than the room; None where none is."""
    for axes, widest in shapes:
        letterings = letter(widest)
        sizes = [lettering.size for lettering in letterings]
        if bound_size(arrangement, sizes, axes).width + 2 * MARGIN > room:
            continue
        drawing = lay_out(arrangement, sizes, axes)
        if _width(drawing) <= room:
            return letterings, replace(
                drawing, boxes=tuple(map(_own_size, drawing.boxes, letterings))
            )
    return None


def _own_size(box: Box, lettering: Lettering) -> Box:
    """What is outside the plan stands back: at the end of its layer, no larger than it must be.

    Nothing leads to it, so all its arrows begin at that end.
    """
    if not lettering.label.is_outside:
        return box
    width, height = lettering.size
    return Box(box.x + box.width - width, box.y + box.height - height, width, height)


def _on_rails(rails: Rails, letter: Letter) -> tuple[list[Lettering], Drawing]:
    widest = max(PHONE - 2 * MARGIN - rails.gutter, NARROWEST_ON_RAILS)
    letterings = letter(widest)
    return letterings, draw_rails(rails, [lettering.size for lettering in letterings])


def _picture(
    kind: str, letterings: Sequence[Lettering], drawing: Drawing, arrows: Sequence[Arrow]
) -> Picture:
    paths = [_path(arrow, route) for arrow, route in zip(arrows, drawing.routes, strict=True)]
    return Picture(
        kind,
        # A browser would scale what is no whole number of pixels wide.
        ceil(_width(drawing)),
        ceil(drawing.size.height + 2 * MARGIN),
        [_node(text, box) for text, box in zip(letterings, drawing.boxes, strict=True)],
        # What is drawn later lies on top.
        sorted(paths, key=lambda path: not ON_TOP.isdisjoint(path.arrow.classes)),
    )


def _node(lettering: Lettering, box: Box) -> Node:
    """Put a label's lines into its box: in the middle of what is higher than they need."""
    label = lettering.label
    top = (box.height - lettering.size.height) / 2 + PADDING * 0.75
    name = top + label.font_size - 1
    note = top + LINE_HEIGHT * len(lettering.lines) + NOTE_HEIGHT - 4
    last = note + NOTE_HEIGHT * (len(lettering.notes) - 1)
    end = box.width - PADDING
    return Node(
        label=label,
        classes=_classes("speckit-node", label.classes),
        corner=_pair(Point(box.x, box.y)),
        width=_figure(box.width),
        height=_figure(box.height),
        text_x=_figure(box.width / 2 if label.is_outside else PADDING),
        names=_written(lettering.lines, name, LINE_HEIGHT),
        notes=_written(lettering.notes, note, NOTE_HEIGHT),
        end_x=_figure(end),
        share_y=_figure(last),
        mark=f"{_figure(end - measure_share(label) + MARK_RADIUS)} {_figure(last - MARK_RADIUS)}",
        bar=_bar(label, box.height - top - BAR_HEIGHT + 1, end - PADDING),
    )


def _written(lines: Sequence[str], first: float, height: float) -> list[Written]:
    return [Written(_figure(first + height * i), line) for i, line in enumerate(lines) if line]


def _bar(label: Label, y: float, length: float) -> Bar | None:
    completion = label.completion
    if completion is None:
        return None
    done = _figure(length * completion.share) if completion.done else ""
    return Bar(_figure(y), _figure(length), done)


def _path(arrow: Arrow, route: Route) -> Path:
    """The line ends where the head begins."""
    tip, last = route.tip, route.pieces[-1]
    before = last.second if isinstance(last, Curve) else _before_last(route)
    along_x = (tip.x > before.x) - (tip.x < before.x)
    along_y = (tip.y > before.y) - (tip.y < before.y)
    base = Point(tip.x - along_x * ARROW, tip.y - along_y * ARROW)
    aside = Point(along_y * ARROW / 2, along_x * ARROW / 2)
    corners = (
        Point(base.x - aside.x, base.y - aside.y),
        tip,
        Point(base.x + aside.x, base.y + aside.y),
    )
    pieces: list[Line | Curve] = [*route.pieces[:-1], last._replace(end=base)]
    line = f"M{_pair(route.start)}" + "".join(_commands(pieces))
    return Path(
        arrow,
        _classes("speckit-edge", arrow.classes),
        line,
        "M" + "L".join(map(_pair, corners)) + "Z",
    )


def _classes(block: str, modifiers: Sequence[str]) -> str:
    return " ".join([block, *(f"{block}--{modifier}" for modifier in modifiers)])


def _before_last(route: Route) -> Point:
    return route.pieces[-2].end if len(route.pieces) > 1 else route.start


def _commands(pieces: Sequence[Line | Curve]) -> Iterator[str]:
    for piece in pieces:
        letter = "C" if isinstance(piece, Curve) else "L"
        yield letter + " ".join(map(_pair, piece))


def _pair(point: Point) -> str:
    return f"{_figure(point.x + MARGIN)} {_figure(point.y + MARGIN)}"


def _figure(value: float) -> str:
    """A length as it is written into SVG: one digit after the point."""
    return f"{value:.1f}".removesuffix(".0")

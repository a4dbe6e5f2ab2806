"""Drawings of graphs: no boxes overlap, no edge runs through one, and they are always the same."""

from __future__ import annotations

import itertools
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mkdocs_speckit.rendering.diagram.geometry import (
    Axes,
    Box,
    Curve,
    Drawing,
    Extent,
    Line,
    Point,
    round_corners,
)
from mkdocs_speckit.rendering.diagram.layers import (
    arrange_layers,
    assign_layers,
    break_cycles,
    count_crossings,
    order_layers,
)
from mkdocs_speckit.rendering.diagram.placement import (
    Wish,
    assign_tracks,
    bound_extent,
    lay_out,
    spread,
)
from mkdocs_speckit.rendering.diagram.rails import arrange_rails, draw_rails
from tests.rendering.geometry import count_edges_through_boxes, count_overlaps, cut_route

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_speckit.model.graph import Edge


def to_the_right(sizes: list[Extent], edges: list[Edge]) -> Drawing:
    return lay_out(arrange_layers(len(sizes), edges), sizes, Axes.RIGHT)


def downwards(sizes: list[Extent], edges: list[Edge]) -> Drawing:
    return lay_out(arrange_layers(len(sizes), edges), sizes, Axes.DOWN)


def as_a_list(sizes: list[Extent], edges: list[Edge]) -> Drawing:
    return draw_rails(arrange_rails(len(sizes), edges), sizes)


WAYS = [to_the_right, downwards, as_a_list]
every_way = pytest.mark.parametrize("draw", WAYS)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Extent], list[Edge]]:
    """Up to 14 boxes of any size, and edges that may form cycles."""
    count = draw(st.integers(1, 14))
    size = st.builds(Extent, st.integers(40, 170), st.integers(30, 70))
    sizes = draw(st.lists(size, min_size=count, max_size=count))
    node = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(node, node), max_size=24, unique=True))
    return sizes, [(start, end) for start, end in pairs if start != end]


def is_on_rim(point: Point, box: Box) -> bool:
    """True if a point is on a box's rim, as near as figures are rounded."""
    inside = (
        box.x - 0.2 <= point.x <= box.x + box.width + 0.2
        and box.y - 0.2 <= point.y <= box.y + box.height + 0.2
    )
    sides = (
        abs(point.x - box.x),
        abs(point.x - box.x - box.width),
        abs(point.y - box.y),
        abs(point.y - box.y - box.height),
    )
    return inside and min(sides) < 0.2


@every_way
@given(graph=graphs())
@settings(max_examples=150)
def test_no_boxes_overlap_and_no_edge_runs_through_one(
    draw: Callable[..., Drawing], graph: tuple[list[Extent], list[Edge]]
) -> None:
    drawing = draw(*graph)
    assert count_overlaps(drawing.boxes) == 0
    assert (
        count_edges_through_boxes([cut_route(route) for route in drawing.routes], drawing.boxes)
        == 0
    )


@every_way
@given(graph=graphs())
@example(graph=([Extent(40, 30)] * 2, [(0, 1), (1, 0)]))
@settings(max_examples=150)
def test_edges_begin_and_end_at_their_boxes(
    draw: Callable[..., Drawing], graph: tuple[list[Extent], list[Edge]]
) -> None:
    sizes, edges = graph
    drawing = draw(sizes, edges)
    assert len(drawing.routes) == len(edges)
    for (start, end), route in zip(edges, drawing.routes, strict=True):
        assert is_on_rim(route.start, drawing.boxes[start])
        assert is_on_rim(route.tip, drawing.boxes[end])


@every_way
@given(graph=graphs())
@settings(max_examples=150)
def test_everything_lies_within_the_extent_and_has_room_for_its_text(
    draw: Callable[..., Drawing], graph: tuple[list[Extent], list[Edge]]
) -> None:
    sizes, edges = graph
    drawing = draw(sizes, edges)
    width, height = drawing.extent
    for box, size in zip(drawing.boxes, sizes, strict=True):
        assert -0.1 <= box.x <= box.x + box.width <= width + 0.1
        assert -0.1 <= box.y <= box.y + box.height <= height + 0.1
        assert box.width >= size.width
        assert box.height >= size.height
    for point in itertools.chain.from_iterable(map(cut_route, drawing.routes)):
        assert -0.1 <= point.x <= width + 0.1
        assert -0.1 <= point.y <= height + 0.1


@every_way
@given(graph=graphs())
@settings(max_examples=30)
def test_the_same_graph_gives_the_same_drawing(
    draw: Callable[..., Drawing], graph: tuple[list[Extent], list[Edge]]
) -> None:
    assert draw(*graph) == draw(*graph)


@every_way
def test_an_empty_graph(draw: Callable[..., Drawing]) -> None:
    assert draw([], []) == Drawing((), (), Extent(0, 0))


def test_no_hash_seed_changes_a_drawing() -> None:
    code = (
        "from tests.rendering.test_layout import *\n"
        "pairs = itertools.combinations(range(30), 2)\n"
        "edges = [(a, b) for a, b in pairs if (a * 7 + b * 5) % 11 == 0]\n"
        "print([draw([Extent(99, 50)] * 30, edges) for draw in WAYS])"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(drawn) == 1
    assert len(drawn.pop()) > 1000


@given(graphs())
@settings(max_examples=150)
def test_the_quick_bound_is_no_larger_than_the_drawing(
    graph: tuple[list[Extent], list[Edge]],
) -> None:
    sizes, edges = graph
    arrangement = arrange_layers(len(sizes), edges)
    for axes in Axes:
        drawn = lay_out(arrangement, sizes, axes).extent
        least = bound_extent(arrangement, sizes, axes)
        assert least.width <= drawn.width + 0.5
        assert least.height <= drawn.height + 0.5


# Layers


def test_layers_follow_the_edges() -> None:
    assert assign_layers(4, [(0, 1), (0, 2), (1, 3), (2, 3)]) == [0, 1, 1, 2]


def test_layers_make_edges_short_in_sum() -> None:
    """A chain 0 to 3; 4 is only waited for by 3, and 5 waits for 0 alone."""
    assert assign_layers(6, [(0, 1), (1, 2), (2, 3), (4, 3), (0, 5)]) == [0, 1, 2, 3, 2, 1]


@given(graphs())
@settings(max_examples=200)
def test_every_edge_leads_on(graph: tuple[list[Extent], list[Edge]]) -> None:
    sizes, edges = graph
    forward = break_cycles(len(sizes), edges)
    for part in arrange_layers(len(sizes), forward).components:
        for chain in part.chains:
            assert [part.layers[vertex] for vertex in chain] == list(
                range(part.layers[chain[0]], part.layers[chain[-1]] + 1)
            )


def test_a_chain_is_in_the_layers_before_what_waits_for_it() -> None:
    """3 waits for 0 and 2, in layer 2; 4 → 5 → 3 is as long as 0 → 1 → 2 is shorter by one."""
    assert assign_layers(6, [(0, 1), (1, 2), (2, 3), (4, 5), (5, 3)]) == [0, 1, 2, 3, 1, 2]


def test_what_is_pulled_equally_to_both_sides_comes_early() -> None:
    assert assign_layers(5, [(0, 1), (0, 2), (2, 3), (3, 4), (1, 4)]) == [0, 1, 1, 2, 3]


# Order


def test_crossings_are_pairs_of_links_whose_ends_lie_the_other_way_round() -> None:
    """0 and 1 over 2 and 3, all four linked: one crossing; turned links: one; straight: none."""
    assert count_crossings([[0, 1], [2, 3]], [[2, 3], [2, 3], [], []]) == 1
    assert count_crossings([[0, 1], [2, 3]], [[3], [2], [], []]) == 1
    assert count_crossings([[0, 1], [2, 3]], [[2], [3], [], []]) == 0


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), unique=True, max_size=20))
def test_crossings_are_counted_right(pairs: list[tuple[int, int]]) -> None:
    down: list[list[int]] = [[6 + b for a, b in pairs if a == node] for node in range(12)]
    by_hand = sum((a - c) * (b - d) < 0 for (a, b), (c, d) in itertools.combinations(pairs, 2))
    assert count_crossings([list(range(6)), list(range(6, 12))], down) == by_hand


@pytest.mark.parametrize(
    ("size", "edges"),
    [
        (4, [(0, 3), (1, 2)]),
        (7, [(0, 1), (0, 2), (1, 5), (1, 3), (2, 4), (2, 6)]),
        (8, [(0, 4), (1, 6), (2, 5), (3, 7), (0, 5), (1, 7)]),
        (6, [(5, 0), (4, 0), (3, 1), (2, 1), (0, 1)]),
    ],
)
def test_no_crossing_where_none_is_needed(size: int, edges: list[Edge]) -> None:
    parts = arrange_layers(size, edges).components
    assert sum(count_crossings(part.order, part.down) for part in parts) == 0


def test_a_complete_pair_of_layers_has_the_crossings_that_it_must_have() -> None:
    """Three over three, all linked: 3 × 3 pairs of pairs (K3,3 drawn in two layers)."""
    chains = list(itertools.product(range(3), range(3, 6)))
    up: list[list[int]] = [[], [], [], [0, 1, 2], [0, 1, 2], [0, 1, 2]]
    down: list[list[int]] = [[3, 4, 5], [3, 4, 5], [3, 4, 5], [], [], []]
    assert count_crossings(order_layers([0, 0, 0, 1, 1, 1], chains, up, down), down) == 9


def test_the_example_of_the_module() -> None:
    (part,) = arrange_layers(5, [(0, 3), (1, 2), (2, 4), (0, 4)]).components
    assert part.chains == ((0, 3), (1, 2), (2, 4), (0, 5, 4))
    assert part.order == [[0, 1], [5, 3, 2], [4]]
    assert count_crossings([[0, 1], [5, 2, 3], [4]], part.down) == 1
    assert count_crossings(part.order, part.down) == 0


@pytest.mark.parametrize(
    "edges",
    [
        [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)],
        [(0, 2), (1, 3), (2, 4), (3, 4)],
        [(0, 1), (0, 2), (1, 3), (1, 4), (2, 4)],
    ],
)
def test_boxes_keep_their_reading_order_where_that_costs_no_crossing(edges: list[Edge]) -> None:
    assert all(list(nodes) == sorted(nodes) for nodes in arrange_layers(5, edges).layers)


def test_edges_that_pass_parts_of_a_chain_do_not_cross() -> None:
    """0 → 6 and 4 → 8 overlap: one passes the chain on its left, the other on its right."""
    chain = list(itertools.pairwise(range(9)))
    (part,) = arrange_layers(9, [*chain, (0, 6), (4, 8)]).components
    assert count_crossings(part.order, part.down) == 0


# Places


def test_a_chain_is_a_straight_line() -> None:
    drawing = to_the_right([Extent(100, 30)] * 5, [(0, 1), (1, 2), (2, 3), (3, 4)])
    assert len({box.y for box in drawing.boxes}) == 1
    assert all(len(route.pieces) == 1 for route in drawing.routes)
    assert all(isinstance(route.pieces[0], Line) for route in drawing.routes)


def test_a_diamond_is_as_even_as_its_name_says() -> None:
    drawing = to_the_right([Extent(100, 30)] * 4, [(0, 1), (0, 2), (1, 3), (2, 3)])
    first, one, other, last = (box.y for box in drawing.boxes)
    assert first == last == (one + other) / 2


def test_a_long_edge_is_straight_through_all_layers_between() -> None:
    """0 → 4 passes three layers: it bends once after its start and once before its end."""
    drawing = to_the_right([Extent(100, 30)] * 5, [(0, 1), (1, 2), (2, 3), (3, 4), (0, 4)])
    corners = [piece for piece in drawing.routes[-1].pieces if isinstance(piece, Curve)]
    assert len(corners) == 4
    assert len({corner.corner.y for corner in corners}) == 3


@given(graph=graphs())
@settings(max_examples=60)
def test_lines_run_along_the_axes(graph: tuple[list[Extent], list[Edge]]) -> None:
    for route in to_the_right(*graph).routes:
        here = route.start
        for piece in route.pieces:
            if isinstance(piece, Line):
                assert here.x == pytest.approx(piece.end.x) or here.y == pytest.approx(piece.end.y)
            here = piece.end


def test_a_corner_is_rounded_as_far_as_its_lines_allow() -> None:
    """From (0, 0) right, 10 down and right again: of the 10, each of two corners takes 5."""
    route = round_corners([Point(0, 0), Point(20, 0), Point(20, 10), Point(40, 10)], 8)
    assert route.pieces == (
        Line(Point(15, 0)),
        Curve(Point(20, 0), Point(20, 5)),
        Line(Point(20, 5)),
        Curve(Point(20, 10), Point(25, 10)),
        Line(Point(40, 10)),
    )


def test_all_that_leaves_a_box_does_so_at_one_place() -> None:
    drawing = to_the_right([Extent(100, 30)] * 5, [(0, 1), (0, 2), (0, 3), (0, 4)])
    assert {route.start for route in drawing.routes} == {Point(100, drawing.boxes[0].y + 15)}


def test_what_arrives_at_a_box_has_a_place_for_each() -> None:
    drawing = to_the_right([Extent(100, 30)] * 4, [(0, 3), (1, 3), (2, 3)])
    tips = [route.tip for route in drawing.routes]
    assert len({tip.x for tip in tips}) == 1
    assert tips[0].y < tips[1].y < tips[2].y


def test_bends_that_would_meet_have_tracks_of_their_own() -> None:
    """From 10 and from 20 down to 90 and 95: the lower one turns first, so they do not cross."""
    assert assign_tracks([(10, 90), (20, 95)]) == {(20, 95): 0, (10, 90): 1}
    assert assign_tracks([(90, 10), (95, 20)]) == {(90, 10): 0, (95, 20): 1}


def test_bends_from_one_place_or_far_apart_share_a_track() -> None:
    assert set(assign_tracks([(50, 10), (50, 80), (50, 95)]).values()) == {0}
    assert set(assign_tracks([(10, 30), (60, 90)]).values()) == {0}


def test_an_edge_that_closes_a_cycle_arrives_from_behind() -> None:
    drawing = to_the_right([Extent(100, 30)] * 3, [(0, 1), (1, 2), (2, 0)])
    back = drawing.routes[2]
    assert back.start.x > back.tip.x


def test_nodes_without_edges_are_in_rows() -> None:
    drawing = to_the_right([Extent(100, 30)] * 6, [])
    assert len({box.y for box in drawing.boxes}) == 2
    assert len({box.x for box in drawing.boxes}) == 4


def test_parts_that_nothing_joins_are_apart() -> None:
    drawing = to_the_right([Extent(100, 30)] * 4, [(0, 2), (1, 3)])
    one, other = drawing.boxes[0], drawing.boxes[1]
    assert other.y - (one.y + one.height) >= 20


def test_a_chain_stays_straight_beside_an_edge_that_passes_it() -> None:
    drawing = downwards([Extent(100, 30)] * 5, [(0, 1), (1, 2), (2, 3), (3, 4), (1, 3)])
    assert len({box.x for box in drawing.boxes}) == 1


def test_two_hundred_boxes_overlap_no_other_and_no_edge() -> None:
    edges = [(node // 3 * 2, node) for node in range(3, 200)]
    edges += [(node - 7, node) for node in range(20, 200, 3)]
    for draw in (to_the_right, downwards):
        drawing = draw([Extent(100, 30)] * 200, list(dict.fromkeys(edges)))
        assert count_overlaps(drawing.boxes) == 0
        lines = [cut_route(route) for route in drawing.routes]
        assert count_edges_through_boxes(lines, drawing.boxes) == 0


def test_places_keep_their_order_and_distance_and_stay_near_their_wishes() -> None:
    """10 and 12, which are to be 6 apart, share the way: 8 and 14; 30 stays where it is."""
    wishes = [Wish(10, 1), Wish(12, 1), Wish(30, 1)]
    assert spread(wishes, [6, 6]) == [8, 14, 30]
    assert spread(wishes, [6, 6], 9, 40) == [9, 15, 30]
    assert spread([Wish(5, 1)] * 3, [5, 5], 0, 10) == [0, 5, 10]
    assert spread([Wish(10, 3), Wish(10, 1)], [8], 0, 40) == [8, 16]
    assert spread([Wish(30, 1)] * 2, [36]) == [12, 48]


# Lists


def test_a_list_keeps_the_order_of_the_table() -> None:
    drawing = as_a_list([Extent(100, 30)] * 4, [(0, 3), (1, 2)])
    assert [box.y for box in drawing.boxes] == sorted(box.y for box in drawing.boxes)


def test_what_a_phase_waits_for_is_above_it() -> None:
    drawing = as_a_list([Extent(100, 30)] * 3, [(2, 0)])
    assert drawing.boxes[2].y < drawing.boxes[0].y < drawing.boxes[1].y


def test_neighbours_in_a_list_are_joined_directly_and_need_no_rail() -> None:
    rails = arrange_rails(3, [(0, 1), (1, 2)])
    assert rails.rails == (None, None)
    assert rails.gutter == 0


def test_two_rails_side_by_side_only_where_both_are_in_use() -> None:
    """The rail of 0 ends at 2, where that of 2 begins; that of 1 runs beside both."""
    rails = arrange_rails(6, [(0, 2), (2, 4), (1, 5)])
    assert rails.rails == (0, 0, 1)


def test_the_example_of_the_rails() -> None:
    assert arrange_rails(4, [(0, 1), (0, 2), (1, 3)]).rails == (None, 0, 1)


def test_those_that_only_one_node_waits_for_share_a_rail() -> None:
    """Of five that 5 waits for, 4 is right above it, and 0 is waited for by 3, too."""
    edges = [(0, 3), *((node, 5) for node in range(5))]
    rails = arrange_rails(6, edges)
    shared = dict(zip(rails.edges, rails.rails, strict=True))
    assert shared[1, 5] == shared[2, 5] == shared[3, 5]
    assert shared[0, 5] == shared[0, 3] != shared[1, 5]
    assert shared[4, 5] is None


def test_edges_of_one_rail_arrive_at_one_place() -> None:
    edges = [(node, 9) for node in range(9)]
    drawing = draw_rails(arrange_rails(10, edges), [Extent(100, 40)] * 10)
    assert len({route.tip for route in drawing.routes[:-1]}) == 1

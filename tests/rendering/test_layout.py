"""The layered drawing: nothing overlaps, no edge runs through a node, and it is always the same."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_speckit.rendering.layout import Layout, Size, lay_out

Edges = list[tuple[int, int]]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Size], Edges]:
    count = draw(st.integers(1, 14))
    sizes = draw(
        st.lists(
            st.builds(Size, st.integers(20, 160), st.integers(20, 60)),
            min_size=count,
            max_size=count,
        )
    )
    node = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(node, node), max_size=24, unique=True))
    return sizes, [(start, end) for start, end in pairs if start != end]


def boxes(layout: Layout, sizes: list[Size]) -> list[tuple[float, float, float, float]]:
    """Each node's main and cross range."""
    return [
        (corner.main, corner.main + depth, corner.cross, corner.cross + size.cross)
        for corner, depth, size in zip(layout.corners, layout.depths, sizes, strict=True)
    ]


@given(graphs())
@settings(max_examples=200, deadline=None)
def test_nothing_overlaps(graph: tuple[list[Size], Edges]) -> None:
    sizes, edges = graph
    layout = lay_out(sizes, edges)
    for one, other in combinations(boxes(layout, sizes), 2):
        apart = one[1] <= other[0] or other[1] <= one[0]
        assert apart or one[3] <= other[2] or other[3] <= one[2]


@given(graphs())
@settings(max_examples=200, deadline=None)
def test_edges_begin_and_end_at_their_nodes_and_run_through_none(
    graph: tuple[list[Size], Edges],
) -> None:
    sizes, edges = graph
    layout = lay_out(sizes, edges)
    drawn = boxes(layout, sizes)
    for (start, end), way in zip(edges, layout.ways, strict=True):
        for node, point in ((start, way[0]), (end, way[-1])):
            low, high, top, bottom = drawn[node]
            assert point.main in {low, high}
            assert top - 0.1 <= point.cross <= bottom + 0.1
        # Bends lie between layers; the straight parts must miss every node.
        for before, after in zip(way[1::2], way[2::2], strict=False):
            for low, high, top, bottom in drawn:
                in_layer = (
                    low < max(before.main, after.main) and min(before.main, after.main) < high
                )
                assert not (in_layer and top < before.cross < bottom)


@given(graphs())
@settings(max_examples=50, deadline=None)
def test_the_same_graph_gives_the_same_drawing(graph: tuple[list[Size], Edges]) -> None:
    assert lay_out(*graph) == lay_out(*graph)


def test_layers_follow_the_edges() -> None:
    layout = lay_out([Size(100, 30)] * 4, [(0, 1), (0, 2), (1, 3), (2, 3)])
    mains = [corner.main for corner in layout.corners]
    assert mains[0] < mains[1] == mains[2] < mains[3]


def test_a_chain_is_a_straight_line() -> None:
    layout = lay_out([Size(100, 30)] * 5, [(0, 1), (1, 2), (2, 3), (3, 4)])
    assert len({corner.cross for corner in layout.corners}) == 1


def test_no_crossing_where_none_is_needed() -> None:
    layout = lay_out([Size(100, 30)] * 4, [(0, 3), (1, 2)])
    crosses = [corner.cross for corner in layout.corners]
    assert (crosses[0] < crosses[1]) == (crosses[3] < crosses[2])


def test_an_empty_graph() -> None:
    assert lay_out([], []) == Layout((), (), (), Size(0, 0))

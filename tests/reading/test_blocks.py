"""What `Blocks` adds to a graph, whatever the two columns say."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_speckit.audit import audit_plan
from mkdocs_speckit.model.graph import MAX_TANGLED, find_cycles, keep_acyclic
from tests.conftest import SMALL, plan_of

CELLS = st.lists(
    st.sampled_from(
        [
            "None", "All", "Both", "Prior phases", "Previous phase", "Oven", "Bread", "Shop",
            "Oven notes", "flour", "1", "Phase 2", "2-4", "M3 M4", "All tests", "the oven door",
        ]
    ),
    max_size=3,
).map(" + ".join)  # fmt: skip
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Oven", "Bread", "Shop", "1 Oven", "2 Bread", "M3", "M4", "Bread test"]),
        CELLS,
        CELLS,
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS)
def test_blocks_closes_no_cycle_and_names_what_the_table_says(
    rows: list[tuple[str, str, str]],
) -> None:
    """Also if names repeat, and the columns contradict each other."""
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    plan = plan_of(f"## Dependencies\n\n| Phase | Depends On | Blocks |\n|-|-|-|\n{table}")
    (graph,) = plan.graphs
    size = len(graph.nodes)
    own = [edge for edge in graph.edges if edge not in graph.from_blocks]
    assert len({*graph.edges}) == len(graph.edges)
    assert {*graph.from_blocks} <= {*graph.edges}
    assert graph.cycles == find_cycles(size, own)
    assert all(text in table for text in (external.text for external in graph.external))
    audit_plan(plan, SMALL)


PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=20)


@given(PAIRS, PAIRS)
@example([(2, 3), (3, 2), (1, 2), (6, 1)], [(3, 6)])
def test_of_edges_those_are_kept_that_close_no_cycle(
    own: list[tuple[int, int]], pairs: list[tuple[int, int]]
) -> None:
    """Also beside edges that close cycles themselves: 3→6 would close 6→1→2→3."""
    own = [(start, end) for start, end in own if start != end]
    expected: list[tuple[int, int]] = []
    for start, end in pairs:
        ways_back = find_paths([*own, *expected], end)
        if start != end and start not in ways_back:
            expected.append((start, end))
    assert keep_acyclic(7, own, pairs) == expected


def find_paths(edges: list[tuple[int, int]], node: int) -> set[int]:
    """All nodes that a node reaches."""
    found = {node}
    while more := {end for start, end in edges if start in found} - found:
        found |= more
    return found


def test_of_a_large_tangle_no_edge_is_sure() -> None:
    size = MAX_TANGLED + 1
    ring = [(node, (node + 1) % size) for node in range(size)]
    assert keep_acyclic(size + 1, [], [*ring, (0, size)]) == [(0, size)]


def test_a_thousand_rows_that_block_one_another() -> None:
    rows = "".join(
        f"| Phase {i} | thing {i} | Phase {i + 1}, Phase {i - 1} |\n" for i in range(1000)
    )
    plan = plan_of(f"## Dependencies\n\n| Phase | Depends On | Blocks |\n|-|-|-|\n{rows}")
    (graph,) = plan.graphs
    assert graph.edges == ()
    assert graph.cycles == ()
    assert audit_plan(plan, SMALL) == ()

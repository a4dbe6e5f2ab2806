"""Plans made of estimates and edges alone, given or random, for tests of schedules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from mkdocs_speckit.model.parts import (
    HOURS,
    Effort,
    EffortPhase,
    Estimate,
    Graph,
    Level,
    Node,
    Place,
)
from mkdocs_speckit.model.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence


Edges = list[tuple[int, int]]
Network = tuple[list[Estimate | None], Edges]

AMOUNTS = st.integers(0, 400).map(lambda tenths: tenths / 10)
ESTIMATES = st.none() | st.builds(lambda a, b: Estimate(min(a, b), max(a, b)), AMOUNTS, AMOUNTS)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Phases in any order of rows, each of which may wait for any that come before it in time."""
    estimates = draw(st.lists(ESTIMATES, min_size=1, max_size=14).filter(any))
    size = len(estimates)
    in_time = draw(st.permutations(range(size)))
    pairs = [(a, b) for place, b in enumerate(in_time) for a in in_time[:place]]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=30)) if pairs else []
    return estimates, edges


def plan_of_graph(
    estimates: Sequence[Estimate | None], edges: Sequence[tuple[int, int]] = ()
) -> Plan:
    """A plan whose phases P0, P1, … have these estimates in hours and wait by these edges."""
    names = [f"P{index}" for index in range(len(estimates))]
    phases = tuple(EffortPhase(n, e, 1) for n, e in zip(names, estimates, strict=True))
    nodes = tuple(Node(name, 1, (index,)) for index, name in enumerate(names))
    return Plan(
        path="plan.md",
        title="Plan",
        kind="plan",
        levels=(Level("2", "2", Place(1)),),
        template=None,
        outline=(),
        effort=Effort(HOURS, phases, None, 1, 0, 1),
        graphs=(Graph(0, "", 1, nodes, tuple(edges), (), ()),),
        checklists=(),
        placeholders=(),
    )

"""Plans made of estimates and edges alone, for tests of schedules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.estimate import HOURS, Estimate
from mkdocs_speckit.plan import Effort, EffortPhase, Graph, Level, Node, Place, Plan

if TYPE_CHECKING:
    from collections.abc import Sequence


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
        effort=Effort(HOURS, phases, None, 1),
        graphs=(Graph(0, "", 1, nodes, tuple(edges), (), ()),),
        checklists=(),
        placeholders=(),
    )

"""Which headings belong to a row."""

from __future__ import annotations

from tests.conftest import plan_of


def test_components_have_headings_as_phases_have() -> None:
    plan = plan_of(
        """
        ## Phase dependencies

        | Phase | Depends On |
        |-------|------------|
        | Storage | None |

        ## Component dependencies

        | Component | Depends On |
        |-----------|------------|
        | Component A | None |
        | Component B | Component A |

        ## Phase 1: Storage

        ## Component A: Driver
        """
    )
    headings = [
        [plan.outline[node.heading].text if node.heading is not None else None for node in graph]
        for graph in (graph.nodes for graph in plan.graphs)
    ]
    assert headings == [["Phase 1: Storage"], ["Component A: Driver", None]]

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


def test_an_effort_row_belongs_to_the_one_phase_that_names_it() -> None:
    plan = plan_of(
        """
        ## Dependencies and effort

        | Phase | Depends On |
        |-------|------------|
        | Dough & bake | None |
        | Sell | Dough & bake |

        | Phase | Effort |
        |-------|--------|
        | Bake  | 1h |
        | Sell  | 2h |
        | Rest  | 3h |
        """
    )
    assert [node.efforts for node in plan.graphs[0].nodes] == [(0,), (1,)]


def test_a_row_with_a_bare_number_has_the_heading_of_that_number_with_a_similar_title() -> None:
    plan = plan_of(
        """
        ## Phase 1: Build

        ## Phase 2: Verification

        ## Phase 3: Verification of all

        ## Effort

        | Phase | Effort |
        |-------|--------|
        | 1 Scaffold | 1h |
        | 2 Verify   | 2h |
        """
    )
    assert plan.effort is not None
    headings = [row.heading for row in plan.effort.phases]
    assert [None if h is None else plan.outline[h].text for h in headings] == [
        None, "Phase 2: Verification",
    ]  # fmt: skip


def test_of_several_headings_with_one_label_the_title_decides() -> None:
    plan = plan_of(
        """
        ## Phase A: Spec Folder Upgrade

        ## Phase A: Cleanup

        ## Effort

        | Phase | Effort |
        |-------|--------|
        | A: Spec Upgrade | 1h |
        | A: Anything     | 2h |
        """
    )
    assert plan.effort is not None
    headings = [row.heading for row in plan.effort.phases]
    assert [None if h is None else plan.outline[h].text for h in headings] == [
        "Phase A: Spec Folder Upgrade", None,
    ]  # fmt: skip

"""What holds for whole plans: what a valid one means is read, and none breaks what comes after."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import markdown
import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given, settings

from fuzz.promises import findings_of, hold_export, hold_figures, hold_places
from mkdocs_speckit import read
from mkdocs_speckit.audit import audit_plan
from mkdocs_speckit.audit.baseline import drop_known, read_baseline, save_baseline
from mkdocs_speckit.changes.comparison import compare
from mkdocs_speckit.cli.report import CHANGES_FORMATS
from mkdocs_speckit.disk.git import Repository
from mkdocs_speckit.model.parts import NO_EFFORT
from mkdocs_speckit.schedule import schedule_plan
from tests.builds.hostile import pieces, stream, tags
from tests.conftest import BASIC, SMALL, all_but, convert, exported, plan_of
from tests.plans import Valid, any_plans, hostile_plans, longest, nearly_valid_plans, valid_plans
from tests.states import snapshots_of

if TYPE_CHECKING:
    from mkdocs_speckit import Plan


@given(valid_plans())
@settings(max_examples=300)
def test_a_valid_plan_is_read_as_it_was_meant(valid: Valid) -> None:
    plan = plan_of(valid.text)
    assert plan.effort is not None
    assert tuple(phase.name for phase in plan.effort.phases) == valid.names
    assert tuple(phase.estimate for phase in plan.effort.phases) == valid.estimates
    assert plan.effort.total == sum(valid.estimates, NO_EFFORT)
    (graph,) = plan.graphs
    assert tuple(node.name for node in graph.nodes) == valid.names
    assert frozenset(graph.edges) == valid.edges
    assert graph.external == ()
    assert plan.completion == valid.completion
    schedule = schedule_plan(plan)
    assert schedule is not None
    assert schedule.length.expected == pytest.approx(longest(valid.estimates, valid.edges))
    assert sum(valid.estimates[i].expected for i in schedule.critical_path) == pytest.approx(
        schedule.length.expected
    )


@given(valid_plans())
@settings(max_examples=300)
def test_no_rule_finds_fault_with_a_valid_plan(valid: Valid) -> None:
    assert audit_plan(plan_of(valid.text), SMALL) == ()


@given(any_plans())
@settings(max_examples=300)
def test_whatever_a_plan_holds_its_places_figures_and_export_are_sound(text: str) -> None:
    plan = read(text, "plan.md")
    if plan is None:
        return  # The marker was damaged.
    findings = findings_of(plan)
    hold_places((plan, findings), text)
    hold_figures(plan)
    hold_export(plan, findings)


HERE = Repository(Path("/repository"), Path("/repository/docs"))


@given(any_plans())
def test_a_baseline_of_all_findings_leaves_none(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    plan = read(text, "plan.md")
    if plan is None:
        return
    path = tmp_path_factory.mktemp("baseline") / "known.json"
    findings = findings_of(plan)
    save_baseline(path, ((HERE.path_of(plan.path), finding) for finding in findings))
    left = drop_known([(plan.path, findings)], read_baseline(path), HERE)
    assert list(left) == [(plan.path, ())]


@given(valid_plans(), nearly_valid_plans() | hostile_plans())
def test_a_plan_can_be_compared_with_what_became_of_it(valid: Valid, text: str) -> None:
    before, after = plan_of(valid.text), read(text, "plan.md")
    if after is None:
        return
    found = compare(snapshots_of(exported(before)), snapshots_of(exported(after)))
    for write in CHANGES_FORMATS.values():
        assert write(found)
    for change in found.changed:
        names = {phase.name for phase in (*change.removed_phases, *change.added_phases)}
        assert names <= _phases(before) | _phases(after)


def _phases(plan: Plan) -> set[str]:
    rows = plan.effort.phases if plan.effort else ()
    return {row.name for row in rows} | {node.name for graph in plan.graphs for node in graph.nodes}


LIVE = frozenset("script iframe object embed form base link meta".split())


@pytest.mark.parametrize("also", [(), ("mermaid",)])
@given(any_plans())
def test_a_page_keeps_what_its_author_wrote_and_nothing_of_it_is_live_in_our_pieces(
    also: tuple[str, ...], text: str
) -> None:
    """No part of the page fails, either. Lists are left as they are written.

    In a script that its author does not close, all that follows is the script's text.
    """
    assume(text.count("<script>") == text.count("</script>"))
    ours = convert(text, show=all_but("lists", also=also))
    plain = BeautifulSoup(markdown.markdown(text, extensions=BASIC), "html.parser")
    for tag in tags(pieces(BeautifulSoup(str(ours), "html.parser"))):
        assert tag.name not in LIVE
        assert not any(name.startswith("on") for name in tag.attrs), tag
        assert str(tag.get("href", "#")).startswith("#"), tag
    assert stream(ours) == stream(plain)

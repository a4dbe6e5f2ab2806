"""What counts as a change between two states of plans; figures worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mkdocs_speckit.changes.comparison import (
    NEGLIGIBLE,
    Amount,
    CriticalPath,
    FindingChange,
    LostFloat,
    Pair,
    PhaseChange,
    Slip,
    Snapshot,
    compare,
)
from mkdocs_speckit.model.parts import Completion, Estimate
from mkdocs_speckit.schedule import schedule_plan
from tests.conftest import exported
from tests.graphs import Network, networks, plan_of_graph
from tests.states import changed, compared, plan_text, snapshots_of, state

SETUP = ("Setup", "1-3 hours", "None")
CORE = ("Core", "4-6 hours", "Setup")
DOCS = ("Docs", "1 hour", "Setup")
VERIFY = ("Verify", "2 hours", "Core, Docs")
PHASES = [SETUP, CORE, DOCS, VERIFY]
"""Expected: Setup to 2 h, Core to 7 h, Docs to 3 h with a float of 4 h, Verify to 9 h."""

PLAN = plan_text(PHASES)


def hours(low: float, high: float | None = None) -> Amount:
    return Amount(Estimate(low, low if high is None else high))


def test_nothing_changed_where_the_figures_are_the_same() -> None:
    found = compared({"plan.md": PLAN}, {"plan.md": PLAN + "\nMore words.\n"})
    assert found.is_empty
    assert found.number == Pair(1, 1)


def test_plans_added_and_gone() -> None:
    found = compared(
        {"a/plan.md": "# A", "c/plan.md": "# C"}, {"b/plan.md": "# B", "c/plan.md": "# C"}
    )
    assert [plan.path for plan in found.added] == ["b/plan.md"]
    assert [plan.path for plan in found.gone] == ["a/plan.md"]
    assert found.changed == ()
    assert not found.is_empty


def test_a_plan_gone_and_one_added_with_its_title_and_kind_moved() -> None:
    found = compared({"a/plan.md": PLAN}, {"b/plan.md": PLAN})
    assert (found.added, found.gone) == ((), ())
    assert [change.path for change in found.changed] == [Pair("a/plan.md", "b/plan.md")]


def test_a_document_of_another_kind_did_not_move() -> None:
    found = compared({"plan.md": "# A"}, {"plan.md": "# B"} | {"a.md": "# A"})
    assert [plan.path for plan in found.added] == ["a.md"]
    other = "<!-- SPECKIT_LEVEL: 2 -->\n# A"
    found = compared({"a/plan.md": other}, {"a/spec.md": other})
    assert [plan.path for plan in found.gone] == ["a/plan.md"]


def test_where_several_have_one_title_nobody_knows_which_moved() -> None:
    found = compared({"a/plan.md": "# A"}, {"b/plan.md": "# A", "c/plan.md": "# A"})
    assert [plan.path for plan in found.added] == ["b/plan.md", "c/plan.md"]
    assert [plan.path for plan in found.gone] == ["a/plan.md"]


def test_level_and_title() -> None:
    change = changed("<!-- SPECKIT_LEVEL: 2 -->\n# A", "<!-- SPECKIT_LEVEL: N -->\n# B")
    assert change.level == Pair("2", None)
    assert change.title == Pair("A", "B")


def test_effort_and_the_declared_total() -> None:
    total = "| **Total** | 8-12 hours |\n"
    head = "## Effort\n\n| Phase | Effort |\n|---|---|\n| Setup | 1-3 hours |\n"
    rest = "| Core | 4-6 hours |\n"
    change = changed(head + "| Core | TBD |\n" + total, head + rest + total.replace("12", "14"))
    assert change.effort == Pair(Amount(Estimate(1, 3), unestimated=1), hours(5, 9))
    assert change.declared == Pair(hours(8, 12), hours(8, 14))
    assert change.reestimated_phases == (PhaseChange("Core", Pair(None, hours(4, 6))),)


def test_a_table_in_another_unit_is_another_effort() -> None:
    text = "## Effort\n\n| Phase | Effort |\n|---|---|\n| Setup | 3 {} |\n"
    change = changed(text.format("hours"), text.format("sessions"))
    assert change.effort == Pair(hours(3), Amount(Estimate(3, 3), "sessions"))


def test_phases_added_removed_and_estimated_anew() -> None:
    change = changed(
        plan_text([SETUP, CORE]), plan_text([("Setup", "2-3 hours", "None"), ("Ship", "1 h", "")])
    )
    assert change.added_phases == (PhaseChange("Ship", Pair(None, hours(1))),)
    assert change.removed_phases == (PhaseChange("Core", Pair(hours(4, 6), None)),)
    assert change.reestimated_phases == (PhaseChange("Setup", Pair(hours(1, 3), hours(2, 3))),)


def test_of_phases_with_one_name_the_first_is_compared_with_the_first() -> None:
    text = "## Effort\n\n| Phase | Effort |\n|---|---|\n| Setup | 1 h |\n| Setup | {} |\n"
    change = changed(text.format("2 h"), text.format("3 h"))
    assert change.reestimated_phases == (PhaseChange("Setup", Pair(hours(2), hours(3))),)
    assert (change.added_phases, change.removed_phases) == ((), ())


def test_a_phase_of_the_dependency_table_alone_is_one_too() -> None:
    table = "\n## Phase dependencies\n\n| Phase | Depends On |\n|---|---|\n| Setup | None |\n"
    change = changed(table, table + "| Core | Setup |\n")
    assert change.added_phases == (PhaseChange("Core", Pair(None, None)),)


def test_the_critical_path_and_the_phases_that_slipped() -> None:
    slower = plan_text([SETUP, ("Core", "6-10 hours", "Setup"), DOCS, VERIFY])
    change = changed(PLAN, slower)
    path = ("Setup", "Core", "Verify")
    assert change.critical_path == Pair(
        CriticalPath(path, Estimate(7, 11)), CriticalPath(path, Estimate(9, 15))
    )
    # Core takes 8 hours for 5: all that waits for it slips by 3.
    assert change.slips == (Slip("Core", Pair(7, 10)), Slip("Verify", Pair(9, 12)))
    assert [slip.by for slip in change.slips] == [3, 3]
    assert change.lost_floats == ()


def test_what_finishes_sooner_did_not_slip() -> None:
    slower = plan_text([SETUP, ("Core", "6-10 hours", "Setup"), DOCS, VERIFY])
    assert changed(slower, PLAN).slips == ()


def test_floats_that_vanished() -> None:
    later = plan_text([SETUP, CORE, ("Docs", "5 hours", "Setup"), VERIFY])
    change = changed(PLAN, later)
    assert change.lost_floats == (LostFloat("Docs", 4),)
    assert change.slips == (Slip("Docs", Pair(3, 7)),)
    assert change.critical_path is None


def test_a_float_that_shrinks_is_one_still() -> None:
    assert changed(PLAN, plan_text([SETUP, CORE, ("Docs", "4 hours", "Setup"), VERIFY])).slips
    assert not changed(PLAN, plan_text([SETUP, CORE, ("Docs", "4 hours", "Setup")])).lost_floats


def test_what_an_export_rounds_away_is_no_float() -> None:
    # Three times 20 minutes are an hour; in an export they are a millionth less.
    thirds = [("A", "20 min", ""), ("B", "20 min", "A"), ("C", "20 min", "B")]
    hour = plan_text([*thirds, ("D", "1 hour", "")])
    shorter = plan_text([*thirds, ("D", "30 min", "")])
    assert changed(hour, shorter).lost_floats == ()
    assert [lost.name for lost in changed(shorter, hour).lost_floats] == ["D"]


def test_a_plan_without_a_schedule_has_neither_slips_nor_floats() -> None:
    cycle = plan_text([("Setup", "9 hours", "Core"), CORE])
    for change in (changed(PLAN, cycle), changed(cycle, PLAN)):
        assert (change.slips, change.lost_floats) == ((), ())
    assert changed(PLAN, cycle).critical_path == Pair(
        CriticalPath(("Setup", "Core", "Verify"), Estimate(7, 11)), None
    )


def test_items_done_and_placeholders_filled() -> None:
    change = changed(
        "# A\n\n- [x] a\n- [ ] b\n\n[NAME] and [NAME] and [FEATURE]\n",
        "# A\n\n- [x] a\n- [x] b\n- [ ] c\n\n[NAME] and [YYYY-MM-DD]\n",
    )
    assert change.completion == Pair(Completion(1, 2), Completion(2, 3))
    assert change.filled == ("[NAME]", "[FEATURE]")
    assert change.unfilled == ("[YYYY-MM-DD]",)
    assert FindingChange("unfilled-placeholder", "warning", Pair(3, 2)) in change.findings


def test_findings_come_by_severity_and_rule() -> None:
    change = changed("# A", "# A\n\nTBD\n\n[NAME]\n" + plan_text([("A", "1 h", "B")]) + "TBD\n")
    assert [(found.severity, found.rule) for found in change.findings] == sorted(
        ((found.severity, found.rule) for found in change.findings),
        key=lambda key: (["error", "warning", "info"].index(key[0]), key[1]),
    )
    assert FindingChange("unfinished-content", "info", Pair(0, 2)) in change.findings


def test_the_totals_are_those_of_all_plans_in_hours() -> None:
    sessions = "## Effort\n\n| Phase | Effort |\n|---|---|\n| Setup | 3 sessions |\n"
    before = {"a.md": PLAN, "b.md": sessions, "c.md": "- [x] a\n- [ ] b\n"}
    found = compared(before, before | {"d.md": plan_text([SETUP, ("Ship", "TBD", "")])})
    assert found.effort == Pair(hours(8, 12), Amount(Estimate(9, 15), unestimated=1))
    assert found.completion == Pair(Completion(1, 2), Completion(1, 2))
    assert compared({"b.md": sessions}, {}).effort == Pair(None, None)


def test_the_effort_of_a_whole_covers_its_parts() -> None:
    parts = {"shop/001-till/plan.md": PLAN, "shop/001-till/002-drawer/plan.md": PLAN}
    assert compared({}, parts).effort == Pair(None, hours(8, 12))
    whole = plan_text([("All", "20 h", "")])
    assert compared(parts, parts | {"shop/plan.md": whole}).effort == Pair(hours(8, 12), hours(20))
    assert compared({}, parts | {"shop/spec.md": "# Spec"}).effort == Pair(None, hours(8, 12))


def test_changes_come_in_the_order_of_paths() -> None:
    before = {path: "# A " + path for path in ("c.md", "a.md", "b.md")}
    found = compared(before, {path: text + "\n- [ ] b" for path, text in before.items()})
    assert [change.plan.after.path for change in found.changed] == ["a.md", "b.md", "c.md"]


@given(networks())
def test_an_export_has_the_schedule_of_its_plan(network: Network) -> None:
    plan = plan_of_graph(*network)
    (snapshot,) = snapshots_of(exported(plan))
    schedule = schedule_plan(plan)
    assert schedule is not None
    for timing, activity in zip(snapshot.timings, schedule.activities, strict=True):
        assert timing.finish == pytest.approx(activity.expected.earliest_finish, abs=NEGLIGIBLE)
        assert timing.slack == pytest.approx(activity.slack, abs=NEGLIGIBLE)


@given(networks(), networks())
def test_nothing_differs_from_itself_and_what_one_way_adds_the_other_removes(
    one: Network, other: Network
) -> None:
    before, after = (snapshots_of(exported(plan_of_graph(*network))) for network in (one, other))
    assert compare(before, before).is_empty
    there, back = compare(before, after).changed, compare(after, before).changed
    for change, undone in zip(there, back, strict=False):
        names = {phase.name for phase in change.added_phases}
        assert names == {phase.name for phase in undone.removed_phases}
        late = {slip.name for slip in change.slips}
        assert late.isdisjoint(slip.name for slip in undone.slips)


(BLANK,) = state({"plan.md": "# A"})

SNAPSHOTS = st.lists(
    st.builds(
        lambda path, title, kind: replace(BLANK, path=path, title=title, kind=kind),
        st.sampled_from("abcdef"),
        st.sampled_from(["One", "Two", "Three"]),
        st.sampled_from(["plan", "spec"]),
    ),
    unique_by=lambda plan: plan.path,
)


@given(SNAPSHOTS, SNAPSHOTS)
def test_plans_are_mirrored(before: list[Snapshot], after: list[Snapshot]) -> None:
    there, back = compare(before, after), compare(after, before)
    assert (there.added, there.gone) == (back.gone, back.added)
    assert {(c.plan.before.path, c.plan.after.path) for c in there.changed} == {
        (c.plan.after.path, c.plan.before.path) for c in back.changed
    }
    assert there.number == Pair(len(before), len(after))
    kept = [change.plan.before.path for change in there.changed]
    assert len(set(kept)) == len(kept)
    assert not set(kept) & {plan.path for plan in there.gone}

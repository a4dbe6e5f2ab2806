"""The states of phases, by their checklists."""

from __future__ import annotations

import pytest

from mkdocs_speckit.model.parts import Completion, Status
from mkdocs_speckit.schedule.states import State, find_states, find_status
from tests.conftest import plan_of

HEAD = "## Phases\n\n"
TABLE = "\n## Phase dependencies\n\n| Phase | Depends On |\n|---|---|\n"


def states_of(checklists: str, rows: str) -> tuple[State | None, ...]:
    plan = plan_of(HEAD + checklists + TABLE + rows)
    return find_states(plan, plan.graphs[0])


def checklist(name: str, done: int, still_open: int) -> str:
    return f"### {name}\n\n" + "- [x] a\n" * done + "- [ ] b\n" * still_open + "\n"


def test_a_phase_is_done_when_its_checklist_is_complete_and_under_way_when_partly() -> None:
    lists = checklist("Setup", 2, 0) + checklist("Core", 1, 2)
    assert states_of(lists, "| Setup | None |\n| Core | Setup |\n") == ("done", "under way")


def test_a_phase_not_begun_can_start_when_all_it_waits_for_is_done() -> None:
    lists = checklist("Setup", 2, 0) + checklist("Core", 0, 2) + checklist("Docs", 0, 1)
    rows = "| Setup | None |\n| Core | Setup |\n| Docs | None |\n"
    assert states_of(lists, rows) == ("done", "can start", "can start")


def test_a_phase_waits_for_every_phase_that_is_not_done() -> None:
    lists = checklist("Setup", 2, 0) + checklist("Core", 1, 2) + checklist("Verify", 0, 2)
    rows = "| Setup | None |\n| Core | Setup |\n| Verify | Setup, Core |\n"
    assert states_of(lists, rows) == ("done", "under way", "waiting")


def test_a_phase_without_a_checklist_has_no_state_and_others_wait_for_it() -> None:
    lists = checklist("Verify", 0, 2)
    assert states_of(lists, "| Setup | None |\n| Verify | Setup |\n") == (None, "waiting")


def test_a_begun_phase_is_under_way_whatever_it_waits_for() -> None:
    lists = checklist("Setup", 0, 2) + checklist("Core", 1, 1)
    assert states_of(lists, "| Setup | None |\n| Core | Setup |\n") == ("can start", "under way")


def test_nobody_knows_whether_what_is_outside_is_done() -> None:
    assert states_of(checklist("Setup", 0, 2), "| Setup | Contract |\n") == ("waiting",)


def test_phases_in_a_cycle_wait() -> None:
    lists = checklist("One", 0, 2) + checklist("Two", 0, 1)
    assert states_of(lists, "| One | Two |\n| Two | One |\n") == ("waiting", "waiting")


def test_a_phase_with_a_blocked_item_is_stuck_and_others_wait_for_it() -> None:
    lists = "### Core\n\n- [x] a\n- [B] b\n\n" + checklist("Docs", 0, 1)
    assert states_of(lists, "| Core | None |\n| Docs | Core |\n") == ("stuck", "waiting")


def test_a_phase_whose_outside_dependency_is_blocked_or_red_is_stuck() -> None:
    outside = "\n## Dependencies\n\n| Dependency | Status |\n|---|---|\n| Flour delivery | {} |\n"
    for status, state in (
        ("Blocked", "stuck"),
        ("Red", "stuck"),
        ("Missing", "waiting"),  # It is shown as red, but nobody says that it holds up the phase.
        ("Green", "waiting"),
    ):
        plan = plan_of(
            HEAD + checklist("Dough", 0, 1) + TABLE + "| Dough | Flour delivery |\n"
            + outside.format(status)
        )  # fmt: skip
        assert find_states(plan, plan.graphs[0]) == (state,)


def test_a_finished_phase_is_done_although_something_outside_is_blocked() -> None:
    lists = checklist("Dough", 2, 0)
    rows = "| Dough | Flour delivery |\n\n## Dependencies\n\n"
    table = "| Dependency | Status |\n|---|---|\n| Flour delivery | Red |\n"
    assert states_of(lists, rows + table) == ("done",)


RED = "## Dependencies\n\n| Dependency | Status |\n|---|---|\n| Flour delivery | Red |\n"


@pytest.mark.parametrize(
    ("text", "completion", "status"),
    [
        ("", Completion(done=2, total=2), "done"),
        (RED, Completion(done=2, total=2), "done"),
        ("", Completion(done=1, total=2), "under way"),
        ("", Completion(done=1, blocked=1, total=2), "stuck"),
        ("", Completion(blocked=1, total=2), "stuck"),
        (RED, Completion(done=1, total=2), "stuck"),
        ("", Completion(total=2), "not started"),
        ("[e.g., rye]\n", Completion(total=2), "not filled in"),
        ("[e.g., rye]\n", Completion(blocked=1, total=2), "not filled in"),
        ("[e.g., rye]\n", Completion(done=1, total=2), "under way"),
        ("[e.g., rye]\n\n## Effort\n\n| Phase | Effort |\n|---|---|\n| Dough | 2h |\n",
         Completion(total=2), "not started"),
    ],
)  # fmt: skip
def test_the_status_of_a_feature(text: str, completion: Completion, status: Status) -> None:
    plan = plan_of(text)
    assert find_status(plan, [plan], completion) == status

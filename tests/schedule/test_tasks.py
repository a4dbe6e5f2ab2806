"""Which tasks of a list can start, by what it states: looked at in small lists of a bakery."""

from __future__ import annotations

import pytest

from mkdocs_speckit import Plan, read
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.tasks import Task
from mkdocs_speckit.schedule.states import find_phase_states, find_states
from mkdocs_speckit.schedule.tasks import find_standings


def tasks_of(*parts: str) -> Plan:
    """A task list of phases, `Dough: x1 2` (task 1 is done, 2 is open), and of other lines."""
    lines = ["# Tasks: Bread\n"]
    for number, part in enumerate(parts, 1):
        name, colon, items = part.partition(": ")
        if not colon or "-" in part:
            lines.append(part)
            continue
        lines.append(f"\n## Phase {number}: {name}\n")
        for item in items.split():
            box, id_ = (item[0], item[1:]) if item[0] in "xB~" else (" ", item)
            first, _, after = id_.partition("<")
            note = f" (depends on T00{after})" if after else ""
            lines.append(f"- [{box}] T00{first} Work{note}")
    plan = read("\n".join(lines), "tasks.md")
    assert plan is not None
    return plan


CHAIN = "\n## Dependencies\n\n- **Phase 2**: depends on Phase 1\n- **Phase 3**: depends on Phase 2"


def said(plan: Plan) -> list[str]:
    """The standing of each task: `T002 waiting for T001, 1`."""
    found = []
    for task, standing in zip(plan.tasks, find_standings(plan), strict=True):
        reasons = ", ".join((*standing.tasks, *map(str, standing.phases)))
        found.append(f"{task.id} {standing.state}" + (f" for {reasons}" if reasons else ""))
    return found


CASES = [
    ("nothing is stated", ("Dough: x1 2", "Oven: 3 4"), ["T001 done", *"234"]),
    (
        "phases wait for phases",
        ("Dough: x1 2", "Oven: 3", "Shop: 4", CHAIN),
        ["T001 done", "T002 can start", "T003 waiting for 0", "T004 waiting for 1"],
    ),
    (
        "a finished phase lets the next one start",
        ("Dough: x1 x2", "Oven: 3", "Shop: 4", CHAIN),
        ["T001 done", "T002 done", "T003 can start", "T004 waiting for 1"],
    ),
    (
        "a cancelled task holds up nothing",
        ("Dough: x1 ~2", "Oven: 3", "Shop: 4<2", CHAIN),
        ["T001 done", "T002 cancelled", "T003 can start", "T004 waiting for 1"],
    ),
    (
        "a phase without tasks is done with what it waits for",
        ("Dough: x1 2", "Oven: ", "Shop: 3", CHAIN),
        ["T001 done", "T002 can start", "T003 waiting for 0"],
    ),
    (
        "so is one of which all tasks are cancelled",
        ("Dough: x1 x2", "Oven: ~3", "Shop: 4", CHAIN),
        ["T001 done", "T002 done", "T003 cancelled", "T004 can start"],
    ),
    (
        "tasks wait for tasks, and others of the list are not known of",
        ("Dough: 1 2<1", "Oven: 3<4 x4"),
        ["T001 None", "T002 waiting for T001", "T003 can start", "T004 done"],
    ),
    (
        "a task that does not exist is never done",
        ("Dough: 1 2<9 3",),
        ["T001 None", "T002 waiting for T009", "T003 None"],
    ),
    (
        "tasks that wait for each other both wait",
        ("Dough: 1<2 2<1 3",),
        ["T001 waiting for T002", "T002 waiting for T001", "T003 None"],
    ),
    (
        "a blocked task is stuck, and what waits for it waits",
        ("Dough: B1 2<1 3",),
        ["T001 stuck", "T002 waiting for T001", "T003 None"],
    ),
    (
        "of two tasks with one number both must be done",
        ("Dough: x1 1 2<1",),
        ["T001 done", "T001 None", "T002 waiting for T001"],
    ),
]


@pytest.mark.parametrize(("why", "parts", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_task_can_start_when_all_that_is_stated_of_it_is_done(
    why: str, parts: tuple[str, ...], expected: list[str]
) -> None:
    whole = [e if len(e) > 1 else f"T00{e} None" for e in expected]
    assert said(tasks_of(*parts)) == whole, why


def test_an_item_for_several_tasks_is_each_of_them() -> None:
    plan = tasks_of("Dough: 1 2<5 3", "- [x] T004–T006 Knead")
    assert said(plan)[1] == "T002 can start"


@pytest.mark.parametrize(
    ("id_", "ids"),
    [
        ("T004", ("T004",)),
        ("T004–T006", ("T004", "T005", "T006")),
        ("T08–T10", ("T08", "T09", "T10")),
        ("T001–T9999", ("T001", "T9999")),
        ("T006–T004", ("T006", "T004")),
        ("T027A–T027C", ("T027A", "T027C")),
    ],
)
def test_an_item_has_the_ids_of_all_its_tasks(id_: str, ids: tuple[str, ...]) -> None:
    assert Task(id_, "open", "Knead", Place(1)).ids == ids


def test_the_diagram_and_the_items_agree_on_phases_without_tasks() -> None:
    plan = tasks_of("Dough: x1 x2", "Oven: ", "Shop: 3", CHAIN)
    assert find_states(plan, plan.graphs[0]) == ("done", None, "can start")


def test_the_state_of_a_phase_is_what_its_dependencies_and_its_boxes_say() -> None:
    plan = tasks_of("Dough: x1 x2", "Oven: x3 4", "Shop: 5", "Signs: B6", CHAIN)
    assert find_phase_states(plan) == ("done", "under way", "waiting", "stuck")


def test_without_stated_dependencies_a_phase_that_is_not_begun_has_no_state() -> None:
    plan = tasks_of("Dough: x1 x2", "Oven: x3 4", "Shop: 5", "Signs: x6 B7")
    assert find_phase_states(plan) == ("done", "under way", None, "stuck")

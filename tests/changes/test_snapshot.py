"""What is taken from an export; what is refused is in `tests/export/test_reader.py`."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import exported, plan_of
from tests.states import plan_text, snapshots_of

if TYPE_CHECKING:
    from collections.abc import Callable

EXPORT = exported(
    plan_of(
        plan_text([("Setup", "1-3 hours", "None"), ("Core", "2 hours", "Setup")], "- [x] a\n[NAME]")
    )
)

Json = Any
GRAPH: list[str | int] = ["plans", 0, "dependencies", 0]


def changed(*path: str | int, value: Json) -> Json:
    """The export with another value somewhere."""
    data = copy.deepcopy(EXPORT)
    place: Json = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return data


def test_plans_come_in_the_order_of_their_paths() -> None:
    plans = [EXPORT["plans"][0] | {"path": path} for path in ("b.md", "a.md")]
    assert [one.path for one in snapshots_of(EXPORT | {"plans": plans})] == ["a.md", "b.md"]


@pytest.mark.parametrize(
    "change",
    [
        lambda: changed(*GRAPH, "nodes", value=["Setup", "Setup", "Core"]),
        lambda: changed(*GRAPH, "edges", value=[["Setup", "Core"]] * 2),
        lambda: changed(*GRAPH, "edges", value=[["Setup", "Setup"]]),
        lambda: changed(*GRAPH, "nodes", value=["Setup", "Core", "Core"]),
        lambda: changed(*GRAPH, "edges", value=[["Setup", "Core"], ["Core", "Setup"]]),
    ],
    ids=["same names", "an edge twice", "an edge to itself", "same last names", "a cycle"],
)
def test_odd_graphs_are_no_error(change: Callable[[], Json]) -> None:
    (snapshot,) = snapshots_of(change())
    assert snapshot.critical_path is not None


def test_phases_with_one_name_have_no_timings() -> None:
    (snapshot,) = snapshots_of(changed(*GRAPH, "nodes", value=["Setup", "Core", "Core"]))
    assert snapshot.timings == ()
    assert [timing.name for timing in snapshots_of(EXPORT)[0].timings] == ["Setup", "Core"]

"""What is taken from an export, and what is no export."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from mkdocs_speckit.changes.snapshot import ExportError, parse_export, take_snapshots
from tests.conftest import exported, plan_of
from tests.states import plan_text

if TYPE_CHECKING:
    from collections.abc import Callable

EXPORT = exported(
    plan_of(
        plan_text([("Setup", "1-3 hours", "None"), ("Core", "2 hours", "Setup")], "- [x] a\n[NAME]")
    )
)

Json = Any
PLAN: list[str | int] = ["plans", 0]


def broken(*path: str | int, value: Json) -> Json:
    """The export with another value somewhere."""
    data = copy.deepcopy(EXPORT)
    place: Json = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return data


def test_what_an_export_has_beyond_the_schema_is_passed_over() -> None:
    more = {**EXPORT, "totals": {}, "plans": [{**EXPORT["plans"][0], "url": "plan/"}]}
    assert take_snapshots(more) == take_snapshots(EXPORT)


def test_an_export_can_be_utf_16_as_some_shells_write_it() -> None:
    assert parse_export(json.dumps(EXPORT).encode("utf-16")) == take_snapshots(EXPORT)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"# Plan", b"[]", b"3", b"{}", b'{"plans": []}', b"[" * 100_000],
    ids=lambda content: repr(content[:12]),
)
def test_what_is_no_export_is_refused(content: bytes) -> None:
    with pytest.raises(ExportError, match="is no export; make one with"):
        parse_export(content)


@pytest.mark.parametrize(
    "data",
    [
        {"version": 1},
        {"version": 1, "plans": None},
        {"version": 1, "plans": [{}]},
        {"version": 1, "plans": ["plan.md"]},
        broken(*PLAN, "path", value=3),
        broken(*PLAN, "title", value=None),
        broken(*PLAN, "kind", value="| a |"),
        broken(*PLAN, "level", value="5"),
        broken(*PLAN, "effort", "unit", value="@team"),
        broken(*PLAN, "effort", "phases", 0, "low", value=-1),
        broken(*PLAN, "effort", "phases", 0, "low", value=4),
        broken(*PLAN, "effort", "phases", 0, "high", value=1e300),
        broken(*PLAN, "effort", "phases", 0, "high", value=float("nan")),
        broken(*PLAN, "effort", "phases", 0, "high", value="3"),
        broken(*PLAN, "effort", "phases", 0, "high", value=None),
        broken(*PLAN, "effort", "total", "high", value=True),
        broken(*PLAN, "effort", "total", "unestimated", value=0.5),
        broken(*PLAN, "dependencies", 0, "edges", value=[["Setup", "Nowhere"]]),
        broken(*PLAN, "dependencies", 0, "edges", value=[["Setup"]]),
        broken(*PLAN, "critical_path", "phases", value=[1]),
        broken(*PLAN, "completion", "done", value=-1),
        broken(*PLAN, "completion", "done", value=True),
        broken(*PLAN, "placeholders", 0, "text", value=[]),
        broken(*PLAN, "findings", 0, "severity", value="fatal"),
        broken(*PLAN, "findings", 0, "rule", value="[a](b)"),
    ],
    ids=repr,
)
def test_a_broken_export_is_refused(data: Json) -> None:
    with pytest.raises(ExportError, match="is no export"):
        take_snapshots(data)


def test_another_version_is_refused() -> None:
    with pytest.raises(ExportError, match="is an export of version 2, and this program reads 1"):
        take_snapshots(EXPORT | {"version": 2})


def test_a_path_stands_for_one_plan() -> None:
    with pytest.raises(ExportError, match="lists a path twice"):
        take_snapshots(EXPORT | {"plans": EXPORT["plans"] * 2})


@pytest.mark.parametrize(
    "change",
    [
        lambda: broken(*PLAN, "dependencies", 0, "nodes", value=["Setup", "Setup", "Core"]),
        lambda: broken(*PLAN, "dependencies", 0, "edges", value=[["Setup", "Core"]] * 2),
        lambda: broken(*PLAN, "dependencies", 0, "edges", value=[["Setup", "Setup"]]),
        lambda: broken(*PLAN, "dependencies", 0, "nodes", value=["Setup", "Core", "Core"]),
        lambda: broken(
            *PLAN, "dependencies", 0, "edges", value=[["Setup", "Core"], ["Core", "Setup"]]
        ),
    ],
    ids=["same names", "an edge twice", "an edge to itself", "same last names", "a cycle"],
)
def test_odd_graphs_are_no_error(change: Callable[[], Json]) -> None:
    (snapshot,) = take_snapshots(change())
    assert snapshot.critical_path is not None


def test_phases_with_one_name_have_no_timings() -> None:
    (snapshot,) = take_snapshots(
        broken(*PLAN, "dependencies", 0, "nodes", value=["Setup", "Core", "Core"])
    )
    assert snapshot.timings == ()
    assert [timing.name for timing in take_snapshots(EXPORT)[0].timings] == ["Setup", "Core"]

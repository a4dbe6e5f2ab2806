"""What holds for every plan that is read, whatever it was read from."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from mkdocs_speckit import read
from mkdocs_speckit.audit import INTERNAL_ERROR, RULES, audit_plan
from mkdocs_speckit.changes.comparison import compare, take_snapshots
from mkdocs_speckit.export import export_plans
from mkdocs_speckit.export.reader import read_export
from mkdocs_speckit.features import group_features
from mkdocs_speckit.model.parts import Completion, Place
from mkdocs_speckit.schedule import schedule_plan, schedule_remaining_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.audit import Finding
    from mkdocs_speckit.changes.comparison import Snapshot
    from mkdocs_speckit.model.finding import Severity
    from mkdocs_speckit.model.parts import Estimate, Graph
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.schedule import Schedule

ALL_RULES: dict[str, Severity] = dict.fromkeys(RULES, "warning")


def hold_document(text: str, path: str) -> None:
    """All of a document that is a plan: its places, its figures, its findings, its export."""
    plan = read(text, path)
    if plan is None:
        return
    assert plan == read(text, path)
    findings = findings_of(plan)
    hold_places((plan, findings), text)
    hold_figures(plan)
    hold_export(plan, findings)


def findings_of(plan: Plan) -> tuple[Finding, ...]:
    """What all rules say of a plan; none of them may fail."""
    found = audit_plan(plan, ALL_RULES, group_features([plan])[plan.folder])
    failed = [finding.message for finding in found if finding.rule == INTERNAL_ERROR]
    assert not failed, failed
    return found


def hold_places(parts: object, text: str) -> None:
    """All places in a plan, or in findings, lie in the text that it was read from.

    A cell that a row is too short for is at its line's end.
    """
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    for place in _places(parts):
        assert 1 <= place.line <= len(lines), place
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1, place


def _places(part: object) -> Iterator[Place]:
    """The places in a part of a plan and in its own parts."""
    if isinstance(part, Place):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _places(one)
    elif isinstance(part, Struct):
        for name in part.__struct_fields__:
            yield from _places(getattr(part, name))


def hold_figures(plan: Plan) -> None:
    """A plan's figures are finite, in order and no more than the whole; its indexes are its own."""
    efforts = plan.effort.phases if plan.effort else ()
    for phase in efforts:
        hold_range(phase.estimate)
        assert phase.heading is None or plan.outline[phase.heading].kind == "heading"
    for estimate in (plan.effort and plan.effort.total, plan.left):
        hold_range(estimate or None)
    for checklist in plan.checklists:
        hold_completion(checklist.completion)
    hold_completion(plan.completion)
    for graph in plan.graphs:
        _hold_graph(graph, len(efforts))
    for timed in (schedule_plan(plan), schedule_remaining_plan(plan)):
        if timed is not None:
            _hold_schedule(timed, plan.graphs[0])


def hold_range(estimate: Estimate | None) -> None:
    """A range runs from its low to its high end, and both are numbers."""
    assert estimate is None or 0 <= estimate.low <= estimate.high < inf, estimate


def hold_completion(completion: Completion) -> None:
    """No more is done than there is."""
    assert 0 <= completion.done <= completion.total, completion


def _hold_graph(graph: Graph, efforts: int) -> None:
    size = len(graph.nodes)
    assert len(set(graph.edges)) == len(graph.edges)
    for before, after in graph.edges:
        assert 0 <= before < size
        assert 0 <= after < size
        assert before != after
    for cycle in graph.cycles:
        assert set(pairwise((*cycle, cycle[0]))) <= set(graph.edges), cycle
    for node in graph.nodes:
        assert all(0 <= index < efforts for index in node.efforts), node
    assert all(0 <= external.node < size for external in graph.external)


def _hold_schedule(timed: Schedule, graph: Graph) -> None:
    assert set(pairwise(timed.critical_path)) <= set(graph.edges)
    assert all(timed.activities[node].slack == 0 for node in timed.critical_path)
    hold_range(timed.length)
    for before, after in graph.edges:
        start, end = timed.activities[before].expected, timed.activities[after].expected
        assert start.earliest_finish <= end.earliest_start + 1e-6 * max(1, end.earliest_start)


def hold_export(plan: Plan, findings: tuple[Finding, ...]) -> None:
    """What is exported of a plan can be read again, says the same, and differs not from itself."""
    if plan.is_sibling:  # Only a marked document beside it makes it one that is exported.
        return
    text = json.dumps(msgspec.to_builtins(export_plans([(plan, findings)])), allow_nan=False)
    (snapshot,) = take_snapshots(read_export(text.encode()))
    assert (snapshot.path, snapshot.title, snapshot.kind) == (plan.path, plan.title, plan.kind)
    assert snapshot.level == plan.known_level
    own = plan.completion
    assert snapshot.completion == Completion(own.done, own.total)
    assert sum(number for _, number in snapshot.findings) == len(findings)
    _hold_effort(snapshot, plan)
    assert compare([snapshot], [snapshot]).is_empty


def _hold_effort(snapshot: Snapshot, plan: Plan) -> None:
    """An export rounds to a millionth."""
    is_estimated = plan.effort is not None and plan.effort.is_estimated
    assert (snapshot.effort is not None) == is_estimated
    if plan.effort and snapshot.effort:
        total, again = plan.effort.total, snapshot.effort.estimate
        assert abs(total.low - again.low) <= 1e-6 * max(1, total.low)
        assert abs(total.high - again.high) <= 1e-6 * max(1, total.high)
        assert snapshot.effort.unit == plan.effort.unit

"""A plan as a comparison sees it, taken from an export: an earlier state is often only that.

An export has estimates and dependencies, but no schedule (`docs/numbers.md`, section 7). The
schedule is computed from them with the code that computes it for pages.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.export.format import find_estimate
from mkdocs_speckit.export.reader import rebuild_plan
from mkdocs_speckit.model.estimate import HOURS, Estimate
from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.schedule import schedule_plan

if TYPE_CHECKING:
    from mkdocs_speckit.export.format import Export, ExportedPlan

NEGLIGIBLE = 1e-4
"""Hours that count as none. Exports round estimates to a millionth, and schedules add those up."""


class Amount(Struct, frozen=True):
    """An effort in its table's unit; a lower bound where some phases are `unestimated`."""

    estimate: Estimate
    unit: str = HOURS
    unestimated: int = 0


class Phase(Struct, frozen=True):
    """A phase of the effort table, or of the dependency table where only that has it.

    `name` is as it is written; `occurrence` counts phases of the same name from 0.
    """

    name: str
    occurrence: int
    amount: Amount | None


class Timing(Struct, frozen=True):
    """When a phase of the dependency table ends and how long it can wait, in hours.

    Both follow from the expected estimates (`docs/numbers.md`, section 4).
    """

    name: str
    finish: float
    slack: float


class CriticalPath(Struct, frozen=True):
    """The phases of the critical path, and its length in hours."""

    phases: tuple[str, ...]
    length: Estimate


class Snapshot(Struct, frozen=True):
    """What is compared of one plan.

    `declared` is the total that the effort table states. `timings` is empty where there is no
    schedule, and where two phases of the dependency table have one name: an export's dependencies
    do not tell which of them is meant. `findings` counts them by severity and rule.
    """

    path: str
    title: str
    kind: str
    level: str | None
    effort: Amount | None
    declared: Amount | None
    phases: tuple[Phase, ...]
    timings: tuple[Timing, ...]
    critical_path: CriticalPath | None
    completion: Completion
    placeholders: tuple[str, ...]
    findings: tuple[tuple[tuple[str, str], int], ...]
    format: str = LEVEL


def take_snapshots(export: Export) -> tuple[Snapshot, ...]:
    """Take a snapshot of each plan of an export, in the order of their paths."""
    return tuple(_take_snapshot(plan) for plan in sorted(export.plans, key=lambda plan: plan.path))


def _take_snapshot(exported: ExportedPlan) -> Snapshot:
    plan = rebuild_plan(exported)
    nodes = plan.graphs[0].nodes if plan.graphs else ()

    total = declared = None
    rows: list[tuple[str, Estimate | None]] = []
    unit = HOURS
    if effort := exported.effort:
        unit = effort.unit
        if sum_of_phases := find_estimate(effort.total):
            total = Amount(sum_of_phases, unit, effort.total.unestimated)
        if stated := find_estimate(effort.declared):
            declared = Amount(stated, unit)
        rows = [(row.name, find_estimate(row)) for row in effort.phases]
    rows += [(node.name, None) for node in nodes if not node.efforts]
    phases = []
    seen: Counter[str] = Counter()
    for name, estimate in rows:
        phases.append(Phase(name, seen[name], Amount(estimate, unit) if estimate else None))
        seen[name] += 1

    timings: tuple[Timing, ...] = ()
    schedule = schedule_plan(plan)
    if schedule and len({node.name for node in nodes}) == len(nodes):
        timings = tuple(
            Timing(node.name, activity.expected.earliest_finish, activity.slack)
            for node, activity in zip(nodes, schedule.activities, strict=True)
        )
    path = None
    if exported.critical_path and (length := find_estimate(exported.critical_path)):
        path = CriticalPath(tuple(exported.critical_path.phases), length)

    found = Counter((finding.severity, finding.rule) for finding in exported.findings)
    return Snapshot(
        path=exported.path,
        title=exported.title,
        kind=exported.kind,
        level=exported.level or None,
        effort=total,
        declared=declared,
        phases=tuple(phases),
        timings=timings,
        critical_path=path,
        completion=Completion(exported.completion.done, exported.completion.total),
        placeholders=tuple(placeholder.text for placeholder in exported.placeholders),
        findings=tuple(sorted(found.items())),
        format=exported.format or LEVEL,
    )

"""Findings as one JSON object, for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.reports import write_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mkdocs_speckit.changes import Changes, Pair, PhaseChange, PlanChange
    from mkdocs_speckit.changes.snapshot import Amount, CriticalPath, Snapshot
    from mkdocs_speckit.model.parts import Completion
    from mkdocs_speckit.reports import Report

    Json = dict[str, Any]

VERSION = 1


def write_findings_json(report: Report) -> str:
    """An object with all findings, in order, and how many documents were read."""
    findings = [
        {
            "path": path,
            "line": finding.place.line,
            "column": finding.place.column,
            "severity": finding.severity,
            "rule": finding.rule,
            "message": finding.message,
        }
        for path, finding in report.findings
    ]
    return write_json(
        {"version": VERSION, "documents": len(report.documents), "findings": findings}
    )


T = TypeVar("T")


_DIGITS = 6
"""As many as an export has."""


def write_changes_json(changes: Changes) -> str:
    """An object with the totals, and the plans that changed, were added and are gone."""
    return write_json(
        {
            "version": VERSION,
            "plans": _pair(_same, changes.number),
            "effort": _pair(_amount, changes.effort),
            "completion": _pair(_completion, changes.completion),
            "changed": [_plan_change(change) for change in changes.changed],
            "added": [_plan(plan) for plan in changes.added],
            "gone": [_plan(plan) for plan in changes.gone],
        }
    )


def _plan_change(change: PlanChange) -> Json:
    """A plan's path, and of the rest what is not empty."""
    facts: Json = {
        "moved_from": change.path and change.path.before,
        "title": _pair(_same, change.title),
        "level": _pair(_same, change.level),
        "effort": _pair(_amount, change.effort),
        "declared": _pair(_amount, change.declared),
        "critical_path": _pair(_critical_path, change.critical_path),
        "completion": _pair(_completion, change.completion),
        "slipped": [
            {"phase": slip.name, **_pair(_rounded, slip.finish), "by": _rounded(slip.by)}
            for slip in change.slips
        ],
        "lost_floats": [
            {"phase": lost.name, "before": _rounded(lost.before)} for lost in change.lost_floats
        ],
        "added_phases": _phases(change.added_phases),
        "removed_phases": _phases(change.removed_phases),
        "reestimated_phases": _phases(change.reestimated_phases),
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "before": finding.number.before,
                "after": finding.number.after,
            }
            for finding in change.findings
        ],
        "filled_placeholders": list(change.filled),
        "new_placeholders": list(change.unfilled),
    }
    return {"path": change.plan.after.path} | {name: fact for name, fact in facts.items() if fact}


def _plan(plan: Snapshot) -> Json:
    return {
        "path": plan.path,
        "title": plan.title,
        "kind": plan.kind,
        **({"level": plan.level} if plan.format == LEVEL else {"format": plan.format}),
        "effort": _amount(plan.effort),
        "critical_path": _critical_path(plan.critical_path),
        "completion": _completion(plan.completion),
    }


def _phases(phases: Iterable[PhaseChange]) -> list[Json]:
    return [{"phase": phase.name, **_pair(_amount, phase.amount)} for phase in phases]


def _pair(write: Callable[[T], object], pair: Pair[T] | None) -> Json:
    return {"before": write(pair.before), "after": write(pair.after)} if pair else {}


def _same(value: object) -> object:
    return value


def _amount(value: Amount | None) -> Json | None:
    if value is None:
        return None
    low, high = _rounded(value.estimate.low), _rounded(value.estimate.high)
    return {"low": low, "high": high, "unit": value.unit, "unestimated": value.unestimated}


def _critical_path(path: CriticalPath | None) -> Json | None:
    if path is None:
        return None
    low, high = _rounded(path.length.low), _rounded(path.length.high)
    return {"phases": list(path.phases), "low": low, "high": high}


def _completion(value: Completion) -> Json:
    return {"done": value.done, "total": value.total}


def _rounded(hours: float) -> float:
    return round(hours, _DIGITS)

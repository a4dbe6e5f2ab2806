"""Findings, and changes, as one JSON object each, for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.reports import write_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_speckit.changes.comparison import Amount, Changes, CriticalPath, Pair, PlanChange
    from mkdocs_speckit.model.parts import Completion
    from mkdocs_speckit.reports import Report

    Json = dict[str, Any]

T = TypeVar("T")

VERSION = 1

_DIGITS = 6
"""As many as an export has."""


def write_findings_json(report: Report) -> str:
    """Write an object with all findings, in order, and the number of documents."""
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


def write_changes_json(changes: Changes) -> str:
    """Write an object with the totals, and the plans that changed, were added and are gone."""
    states = {
        name: [
            {
                "path": plan.path,
                "title": plan.title,
                "kind": plan.kind,
                **({"level": plan.level} if plan.format == LEVEL else {"format": plan.format}),
                "effort": _make_amount(plan.effort),
                "critical_path": _make_path(plan.critical_path),
                "completion": _make_completion(plan.completion),
            }
            for plan in plans
        ]
        for name, plans in (("added", changes.added), ("gone", changes.gone))
    }
    return write_json(
        {
            "version": VERSION,
            "plans": _make_pair(_keep, changes.number),
            "effort": _make_pair(_make_amount, changes.effort),
            "completion": _make_pair(_make_completion, changes.completion),
            "changed": [_make_change(change) for change in changes.changed],
            **states,
        }
    )


def _make_change(change: PlanChange) -> Json:
    """A plan's path, and what changed in it."""
    facts: Json = {
        "moved_from": change.path and change.path.before,
        "title": _make_pair(_keep, change.title),
        "level": _make_pair(_keep, change.level),
        "effort": _make_pair(_make_amount, change.effort),
        "declared": _make_pair(_make_amount, change.declared),
        "critical_path": _make_pair(_make_path, change.critical_path),
        "completion": _make_pair(_make_completion, change.completion),
        "slipped": [
            {"phase": slip.name, **_make_pair(_round, slip.finish), "by": _round(slip.by)}
            for slip in change.slips
        ],
        "lost_floats": [
            {"phase": lost.name, "before": _round(lost.before)} for lost in change.lost_floats
        ],
        **{
            name: [{"phase": one.name, **_make_pair(_make_amount, one.amount)} for one in phases]
            for name, phases in (
                ("added_phases", change.added_phases),
                ("removed_phases", change.removed_phases),
                ("reestimated_phases", change.reestimated_phases),
            )
        },
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
        "added_tasks": [{"id": task.id, "text": task.text} for task in change.added_tasks],
        "removed_tasks": [{"id": task.id, "text": task.text} for task in change.removed_tasks],
        "answered_questions": list(change.answered),
        "new_questions": list(change.asked),
    }
    return {"path": change.plan.after.path} | {name: fact for name, fact in facts.items() if fact}


def _make_pair(write: Callable[[T], object], pair: Pair[T] | None) -> Json:
    return {"before": write(pair.before), "after": write(pair.after)} if pair else {}


def _keep(value: object) -> object:
    return value


def _make_amount(value: Amount | None) -> Json | None:
    if value is None:
        return None
    low, high = _round(value.estimate.low), _round(value.estimate.high)
    return {"low": low, "high": high, "unit": value.unit, "unestimated": value.unestimated}


def _make_path(path: CriticalPath | None) -> Json | None:
    if path is None:
        return None
    low, high = _round(path.length.low), _round(path.length.high)
    return {"phases": list(path.phases), "low": low, "high": high}


def _make_completion(value: Completion) -> Json:
    return {"done": value.done, "total": value.total}


def _round(hours: float) -> float:
    return round(hours, _DIGITS)

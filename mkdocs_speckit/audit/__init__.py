"""Plan → findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import leave_out, run_rules, sort_findings
from mkdocs_speckit.audit.rules import RULES
from mkdocs_speckit.audit.suppression import drop_silenced
from mkdocs_speckit.features import group_features
from mkdocs_speckit.model.finding import INTERNAL_ERROR, Failures, Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.finding import Severity
    from mkdocs_speckit.model.plan import Plan

__all__ = [
    "INTERNAL_ERROR",
    "RULES",
    "Finding",
    "audit_plan",
    "audit_plans",
]


def audit_plan(
    plan: Plan,
    severities: Mapping[str, Severity] | None = None,
    feature: Feature | None = None,
) -> tuple[Finding, ...]:
    """All findings of a plan, in the order of their places.

    `severities` are a project's own, by the rules' names; `ignore` leaves a rule out. Without its
    `feature` a plan stands alone, and no rule looks beside it. A rule that fails is an
    `internal-error`, and stops none of the others.
    """
    severities = severities or {}
    found = run_rules(RULES.values(), severities, plan.path, plan, feature)
    return sort_findings(drop_silenced(found, plan, severities))


def audit_plans(
    plans: Iterable[Plan],
    severities: Mapping[str, Severity] | None = None,
    left_out: Mapping[str, Collection[str]] | None = None,
    files: Iterable[str] = (),
) -> list[tuple[Plan, tuple[Finding, ...]]]:
    """Audit many plans, each with the others of its feature; in the order of their paths.

    `left_out` are the rules that are left out of single documents, by their paths; `files` are the
    paths of all Markdown files, plans or not. An audit that fails gives the finding that it did.
    """
    left_out = left_out or {}
    audited = []
    for feature in group_features(plans, files).values():
        for plan in feature.plans:
            own = leave_out(severities or {}, left_out.get(plan.path, ()))
            failures = Failures()
            found: tuple[Finding, ...] = ()
            with failures.caught("the audit", plan.path):
                found = audit_plan(plan, own, feature)
            audited.append((plan, (*found, *(finding for _, finding in failures.found))))
    return sorted(audited, key=lambda entry: entry[0].path)

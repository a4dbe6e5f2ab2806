"""Plan → findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.finding import SEVERITIES, Finding, Severity
from mkdocs_speckit.audit.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_speckit.plan import Plan

__all__ = ["RULES", "SEVERITIES", "Finding", "Severity", "audit"]


def audit(plan: Plan, severities: Mapping[str, Severity] | None = None) -> tuple[Finding, ...]:
    """All findings of a plan, in the order of their places.

    `severities` are a project's own, by the rules' names; `ignore` leaves a rule out.
    """
    severities = severities or {}
    found = []
    for rule in RULES.values():
        severity = severities.get(rule.name, rule.severity)
        if severity != "ignore":
            found += [
                Finding(rule.name, severity, place, message) for place, message in rule.check(plan)
            ]
    return tuple(sorted(found, key=lambda f: (f.place.line, f.place.column, f.rule)))

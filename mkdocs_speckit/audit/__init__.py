"""Plan → findings."""

from __future__ import annotations

from itertools import groupby
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.audit.finding import SEVERITIES, Finding, Severity
from mkdocs_speckit.audit.rules import RULES
from mkdocs_speckit.audit.suppression import without_silenced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mkdocs_speckit.audit.rule import Folder
    from mkdocs_speckit.plan import Plan

__all__ = ["RULES", "SEVERITIES", "Finding", "Severity", "audit", "audit_all"]


def audit(
    plan: Plan, severities: Mapping[str, Severity] | None = None, folder: Folder = ()
) -> tuple[Finding, ...]:
    """All findings of a plan, in the order of their places.

    `severities` are a project's own, by the rules' names; `ignore` leaves a rule out. `folder` are
    the plans beside it. A rule that fails is an `internal-error`, and stops none of the others.
    """
    severities = severities or {}
    found: list[Finding] = []
    for rule in RULES.values():
        severity = severities.get(rule.name, rule.severity)
        if severity == "ignore":
            continue
        try:
            found += [
                Finding(rule.name, severity, place, message)
                for place, message in rule.check(plan, folder)
            ]
        except Exception as error:  # noqa: BLE001
            found.append(Finding.of_failure(rule.name, plan.path, error))
    found = without_silenced(found, plan, severities)
    return tuple(sorted(found, key=lambda f: (f.place.line, f.place.column, f.rule)))


def audit_all(
    plans: Iterable[Plan], severities: Mapping[str, Severity] | None = None
) -> list[tuple[Plan, tuple[Finding, ...]]]:
    """Audit many plans, each with the others of its folder; in the order of their paths."""
    by_path = sorted(plans, key=lambda plan: (_folder(plan), plan.path))
    audited = []
    for _, group in groupby(by_path, key=_folder):
        folder = tuple(group)
        audited += [(plan, audit(plan, severities, folder)) for plan in folder]
    return sorted(audited, key=lambda entry: entry[0].path)


def _folder(plan: Plan) -> str:
    return str(PurePosixPath(plan.path).parent)

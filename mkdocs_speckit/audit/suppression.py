"""Findings that a comment in the page silences, and comments that silence nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.finding import Finding
from mkdocs_speckit.audit.rules import RULES
from mkdocs_speckit.audit.rules.suppression import unused_ignore

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mkdocs_speckit.audit.finding import Severity
    from mkdocs_speckit.plan import Ignore, Plan


def without_silenced(
    findings: Iterable[Finding], plan: Plan, severities: Mapping[str, Severity]
) -> list[Finding]:
    """The findings that no comment silences, and one for each comment that silences none."""
    kept = []
    used: set[tuple[Ignore, str]] = set()
    for finding in findings:
        silencing = {
            (ignore, finding.rule)
            for ignore in plan.ignores
            if finding.rule in ignore.rules and ignore.covers(finding.place.line)
        }
        used |= silencing
        if not silencing:
            kept.append(finding)
    severity = severities.get(unused_ignore.name, unused_ignore.severity)
    if severity != "ignore":
        for ignore in plan.ignores:
            kept += [
                Finding(unused_ignore.name, severity, ignore.place, message)
                for message in _complaints(ignore, used, severities)
            ]
    return kept


def _complaints(
    ignore: Ignore, used: set[tuple[Ignore, str]], severities: Mapping[str, Severity]
) -> Iterable[str]:
    if not ignore.rules:
        yield "this comment names no rule; name the rules that it is to silence"
    for rule in ignore.rules:
        if rule not in RULES:
            yield f"there is no rule “{rule}”; see `mkdocs-speckit rules`"
        elif (ignore, rule) not in used and (
            severities.get(rule, RULES[rule].severity) != "ignore"
        ):
            yield f"{rule} reports nothing here that this comment could silence; take it out"

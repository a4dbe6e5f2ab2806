"""Running rules: what those that are on report of one subject, in the order of its places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mkdocs_speckit.audit.rule import Rule, Subject
    from mkdocs_speckit.model.severity import Severity

IGNORE: Severity = "ignore"


def run(
    rules: Iterable[Rule[*Subject]],
    severities: Mapping[str, Severity],
    path: str,
    *subject: *Subject,
) -> list[Finding]:
    """The findings of all rules about a subject, whose path is this, in no certain order.

    `severities` are a project's own, by the rules' names; `ignore` leaves a rule out. A rule that
    fails is an `internal-error`, and stops none of the others.
    """
    found: list[Finding] = []
    for rule in rules:
        severity = severities.get(rule.name, rule.severity)
        if severity == "ignore":
            continue
        try:
            found += [
                Finding(rule.name, severity, place, message)
                for place, message in rule.check(*subject)
            ]
        except Exception as error:  # noqa: BLE001
            found.append(Finding.of_failure(f"the rule {rule.name}", path, error))
    return found


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of their places."""
    return tuple(sorted(findings, key=lambda f: (f.place.line, f.place.column, f.rule)))


def without(severities: Mapping[str, Severity], rules: Iterable[str]) -> dict[str, Severity]:
    """Severities with some rules left out."""
    return {**severities, **dict.fromkeys(rules, IGNORE)}

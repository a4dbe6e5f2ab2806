"""Plan → findings: run the rules, leave out what comments silence, sort by place."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import ignore_rules, join_findings, run_rules, sort_findings
from mkdocs_speckit.audit.rules import RULES
from mkdocs_speckit.audit.rules.documents import unused_ignore
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.finding import INTERNAL_ERROR, Failures, Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

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

    `severities` are the project's, by rule name; `ignore` switches a rule off. Without a `feature`,
    the rules that compare a plan with its neighbours report nothing. A rule that fails gives an
    `internal-error`, and the others still run. Findings with the same remedy are joined.
    """
    return sort_findings(join_findings(find_places(plan, severities, feature), RULES))


def find_places(
    plan: Plan,
    severities: Mapping[str, Severity] | None = None,
    feature: Feature | None = None,
) -> list[Finding]:
    """The same findings, one for each place, as `--fix` mends them and comments silence them."""
    severities = _add_usual(severities or {}, plan.format)
    rules = [rule for rule in RULES.values() if plan.format in rule.formats]
    found = run_rules(rules, severities, plan.path, plan, feature)
    return drop_silenced(found, plan, severities)


def _add_usual(severities: Mapping[str, Severity], format_name: str) -> dict[str, Severity]:
    """The project's severities, and those that rules have in a format where it sets none."""
    usual = {
        name: rule.severities[format_name]
        for name, rule in RULES.items()
        if format_name in rule.severities
    }
    return {**usual, **severities}


def count_rules(plan: Plan, severities: Mapping[str, Severity], ignored: Collection[str]) -> int:
    """The number of rules that check a plan: they are on, and speak of its format."""
    severities = _add_usual(severities, plan.format)
    return sum(
        plan.format in rule.formats
        and severities.get(rule.name, rule.severity) != "ignore"
        and rule.name not in ignored
        for rule in RULES.values()
    )


def audit_plans(  # noqa: PLR0913
    plans: Iterable[Plan],
    severities: Mapping[str, Severity] | None = None,
    ignored: Mapping[str, Collection[str]] | None = None,
    files: Iterable[str] = (),
    required: Mapping[str, Sequence[str]] | None = None,
    *,
    missing_files: Mapping[str, frozenset[str]] | None = None,
) -> list[tuple[Plan, tuple[Finding, ...]]]:
    """Join the documents of each feature, then audit each among them; sorted by path.

    `ignored` are the rules to switch off for a document, by its path. `files` are the paths of all
    Markdown files, whether they are plans or not. `required` are the names of the files that a
    feature must have, by level; `missing_files` are those of `Feature`. If an audit fails, its
    finding says so.
    """
    ignored = ignored or {}
    audited = []
    joined = join_documents(plans)
    for feature in group_features(joined, files, required, missing_files).values():
        for plan in feature.plans:
            own = ignore_rules(severities or {}, ignored.get(plan.path, ()))
            failures = Failures()
            found: tuple[Finding, ...] = ()
            with failures.catch("the audit", plan.path):
                found = audit_plan(plan, own, feature)
            audited.append((plan, (*found, *(finding for _, finding in failures.found))))
    return sorted(audited, key=lambda entry: entry[0].path)


def drop_silenced(
    findings: Iterable[Finding], plan: Plan, severities: Mapping[str, Severity]
) -> list[Finding]:
    """The findings that no comment silences, and `unused-ignore` for comments that silence none."""
    found_by: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=lambda finding: finding.place.line):
        found_by[finding.rule].append(finding)
    lines = {rule: [finding.place.line for finding in found] for rule, found in found_by.items()}

    # How many more comments cover a rule's finding than cover the one before it.
    steps = {rule: [0] * (len(found) + 1) for rule, found in found_by.items()}
    unused = []
    for ignore in plan.ignores:
        if not ignore.rules:
            message = "this comment names no rule; name the rules that it should silence"
            unused.append((ignore.place, message))
        for rule in ignore.rules:
            own = lines.get(rule, [])
            begin, end = 0, len(own)
            if not ignore.is_for_file:
                begin, end = bisect_left(own, ignore.first_line), bisect(own, ignore.last_line)
            if begin < end:
                steps[rule][begin] += 1
                steps[rule][end] -= 1
            if rule not in RULES:
                message = f"there is no rule “{rule}”; see `mkdocs-speckit rules`"
                unused.append((ignore.place, message))
            elif begin >= end and severities.get(rule, RULES[rule].severity) != "ignore":
                message = f"{rule} reports nothing that this comment could silence; remove it"
                unused.append((ignore.place, message))

    kept = [
        finding
        for rule, found in found_by.items()
        for finding, comments in zip(found, accumulate(steps[rule]), strict=False)
        if not comments
    ]
    severity = severities.get(unused_ignore.name, unused_ignore.severity)
    if severity != "ignore":
        kept += [Finding(unused_ignore.name, severity, place, text) for place, text in unused]
    return kept

"""What a rule is: a function that looks at one subject and reports places with messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from inspect import cleandoc
from typing import TYPE_CHECKING, Generic, TypeVarTuple

from msgspec import Struct

from mkdocs_speckit.model.finding import Finding
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.finding import Severity

Reports = Iterator[tuple[Place, str]]
Subject = TypeVarTuple("Subject")
"""What the rules of an audit look at: a plan with its feature, or a page of a built site."""

_EXAMPLES = re.compile(r"^(?:Bad|Good|To fix)\b", re.MULTILINE)


class Rule(Struct, Generic[*Subject], frozen=True):
    """A named check with the severity that it has unless a project sets another."""

    name: str
    severity: Severity
    check: Callable[[*Subject], Reports]
    docstring: str

    @property
    def documentation(self) -> str:
        """What the rule reports, why that matters, a bad and a good example, how to fix it."""
        return cleandoc(self.docstring)

    @property
    def summary(self) -> str:
        """The documentation's first line, as what the rule is for."""
        return self.documentation.partition("\n")[0]

    @property
    def explanation(self) -> str:
        """What the rule reports and why that matters, in one line: all before its examples."""
        return " ".join(_EXAMPLES.split(self.documentation)[0].split())


PlanRule = Rule[Plan, "Feature | None"]


def rule(severity: Severity) -> Callable[[Callable[[Plan], Reports]], PlanRule]:
    """Make a rule of a function; `unknown_level` becomes the rule `unknown-level`."""

    def made(check: Callable[[Plan], Reports]) -> PlanRule:
        return Rule(name_rule(check), severity, lambda plan, _: check(plan), check.__doc__ or "")

    return made


def feature_rule(
    severity: Severity,
) -> Callable[[Callable[[Plan, Feature], Reports]], PlanRule]:
    """Make a rule of a function that compares a plan with what stands beside it.

    It reports nothing of a plan whose feature is not known.
    """

    def made(check: Callable[[Plan, Feature], Reports]) -> PlanRule:
        def checked(plan: Plan, feature: Feature | None) -> Reports:
            return iter(()) if feature is None else check(plan, feature)

        return Rule(name_rule(check), severity, checked, check.__doc__ or "")

    return made


def name_rule(check: Callable[..., Reports]) -> str:
    """The name of the rule that a function makes."""
    return check.__name__.replace("_", "-")


IGNORE: Severity = "ignore"


def run_rules(
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


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of their places."""
    return tuple(sorted(findings, key=lambda f: (f.place.line, f.place.column, f.rule)))


def leave_out(severities: Mapping[str, Severity], rules: Iterable[str]) -> dict[str, Severity]:
    """Severities with some rules left out."""
    return {**severities, **dict.fromkeys(rules, IGNORE)}

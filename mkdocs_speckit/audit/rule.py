"""What a rule is: a function that looks at one subject and reports places with messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING, Generic, TypeVarTuple

from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.plan import Plan

if TYPE_CHECKING:
    from mkdocs_speckit.features.feature import Feature
    from mkdocs_speckit.model.severity import Severity

Reports = Iterator[tuple[Place, str]]
Subject = TypeVarTuple("Subject")
"""What the rules of an audit look at: a plan with its feature, or a page of a built site."""

_EXAMPLES = re.compile(r"^(?:Bad|Good|To fix)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rule(Generic[*Subject]):
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
        return Rule(named(check), severity, lambda plan, _: check(plan), check.__doc__ or "")

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

        return Rule(named(check), severity, checked, check.__doc__ or "")

    return made


def named(check: Callable[..., Reports]) -> str:
    """The name of the rule that a function makes."""
    return check.__name__.replace("_", "-")

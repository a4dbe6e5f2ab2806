"""What a rule is: a function that looks at a plan and reports places with messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING

from mkdocs_speckit.plan import Place, Plan

if TYPE_CHECKING:
    from mkdocs_speckit.audit.finding import Severity

Reports = Iterator[tuple[Place, str]]
Check = Callable[[Plan], Reports]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named check with the severity that it has unless a project sets another."""

    name: str
    severity: Severity
    check: Check

    @property
    def documentation(self) -> str:
        """What the rule reports, why that matters, a bad and a good example, how to fix it."""
        return cleandoc(self.check.__doc__ or "")


def rule(severity: Severity) -> Callable[[Check], Rule]:
    """Make a rule of a function; `unknown_level` becomes the rule `unknown-level`."""

    def made(check: Check) -> Rule:
        return Rule(check.__name__.replace("_", "-"), severity, check)

    return made

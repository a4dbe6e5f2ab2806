"""Findings that a comment in the page silences, and comments that silence nothing."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from mkdocs_speckit.audit.finding import Finding
from mkdocs_speckit.audit.rules import RULES
from mkdocs_speckit.audit.rules.suppression import unused_ignore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mkdocs_speckit.plan import Plan
    from mkdocs_speckit.plan_parts import Ignore
    from mkdocs_speckit.severity import Severity


def without_silenced(
    findings: Iterable[Finding], plan: Plan, severities: Mapping[str, Severity]
) -> list[Finding]:
    """The findings that no comment silences, and one for each comment that silences none."""
    kept = []
    used: set[tuple[Ignore, str]] = set()
    ignores_of = {
        rule: _Ignores(ignore for ignore in plan.ignores if rule in ignore.rules)
        for rule in {name for ignore in plan.ignores for name in ignore.rules}
    }
    for finding in findings:
        ignores = ignores_of.get(finding.rule, _Ignores(()))
        silencing = {(ignore, finding.rule) for ignore in ignores.at(finding.place.line)}
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


class _Ignores:
    """The comments that silence one rule, by the lines that they cover."""

    def __init__(self, ignores: Iterable[Ignore]) -> None:
        all_of_them = list(ignores)
        self._for_file = [one for one in all_of_them if one.is_for_file]
        blocks = (one for one in all_of_them if not one.is_for_file)
        self._blocks = sorted(blocks, key=lambda one: one.first_line)
        # The last line that a comment or one before it covers.
        self._reach = list(accumulate((one.last_line for one in self._blocks), max))

    def at(self, line: int) -> Iterator[Ignore]:
        """Those that cover a line."""
        yield from self._for_file
        index = bisect_right(self._blocks, line, key=lambda one: one.first_line) - 1
        while index >= 0 and self._reach[index] >= line:
            if self._blocks[index].covers(line):
                yield self._blocks[index]
            index -= 1


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

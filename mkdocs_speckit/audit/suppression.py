"""Findings that a comment in the page silences, and comments that silence nothing."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rules import RULES
from mkdocs_speckit.audit.rules.documents import unused_ignore
from mkdocs_speckit.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mkdocs_speckit.model.finding import Severity
    from mkdocs_speckit.model.parts import Ignore
    from mkdocs_speckit.model.plan import Plan


def drop_silenced(
    findings: Iterable[Finding], plan: Plan, severities: Mapping[str, Severity]
) -> list[Finding]:
    """The findings that no comment silences, and one for each comment that silences none."""
    found = list(findings)
    lines_of: defaultdict[str, list[int]] = defaultdict(list)
    for finding in found:
        lines_of[finding.rule].append(finding.place.line)
    lines = {rule: sorted(places) for rule, places in lines_of.items()}
    ignores_of: defaultdict[str, list[Ignore]] = defaultdict(list)
    for ignore in plan.ignores:
        for rule in dict.fromkeys(ignore.rules):
            ignores_of[rule].append(ignore)
    silenced = {rule: _Silenced(ignores_of[rule]) for rule in lines.keys() & ignores_of.keys()}
    kept = [f for f in found if f.rule not in silenced or f.place.line not in silenced[f.rule]]
    severity = severities.get(unused_ignore.name, unused_ignore.severity)
    if severity != "ignore":
        for ignore in plan.ignores:
            kept += [
                Finding(unused_ignore.name, severity, ignore.place, message)
                for message in _complaints(ignore, lines, severities)
            ]
    return kept


class _Silenced:
    """The lines in which comments silence one rule."""

    def __init__(self, ignores: Iterable[Ignore]) -> None:
        all_of_them = sorted(ignores, key=lambda one: one.first_line)
        self._is_all = any(one.is_for_file for one in all_of_them)
        self._firsts = [one.first_line for one in all_of_them]
        # The last line that a comment or one before it covers.
        self._reach = list(accumulate((one.last_line for one in all_of_them), max))

    def __contains__(self, line: int) -> bool:
        index = bisect(self._firsts, line) - 1
        return self._is_all or (index >= 0 and self._reach[index] >= line)


def _is_used(ignore: Ignore, lines: Sequence[int]) -> bool:
    """Whether a comment covers any of some lines, which are in order."""
    if ignore.is_for_file:
        return bool(lines)
    return bisect_left(lines, ignore.first_line) < bisect(lines, ignore.last_line)


def _complaints(
    ignore: Ignore, lines: Mapping[str, Sequence[int]], severities: Mapping[str, Severity]
) -> Iterable[str]:
    if not ignore.rules:
        yield "this comment names no rule; name the rules that it is to silence"
    for rule in ignore.rules:
        if rule not in RULES:
            yield f"there is no rule “{rule}”; see `mkdocs-speckit rules`"
        elif not _is_used(ignore, lines.get(rule, ())) and (
            severities.get(rule, RULES[rule].severity) != "ignore"
        ):
            yield f"{rule} reports nothing here that this comment could silence; take it out"

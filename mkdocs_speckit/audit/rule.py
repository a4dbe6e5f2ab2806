"""What a rule is: a documented function that takes a plan or a built page and reports places.

A rule is a function under one of the decorators below. Its name, `empty_table`, makes the name of
the rule, `empty-table`; its docstring is the rule's manual, and begins with “Report …”:

    @rule("warning", formats=FORMATS)
    def empty_table(plan: Plan) -> Reports:
        for fault in plan.table_faults:
            if fault.fault == "empty":
                yield fault.place, "this table has no rows; fill it, or delete it"

A rule speaks only of plans of its `formats`; by default these are the plans with a level marker.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from inspect import cleandoc
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.model.finding import Failure, Finding
from mkdocs_speckit.model.formats import FORMATS, LEVEL, NAMES_OF_FORMATS
from mkdocs_speckit.model.parts import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mkdocs_speckit.audit.pages.page import BuiltPage
    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.finding import Severity
    from mkdocs_speckit.model.plan import Plan

Reports = Iterator[tuple[Place, str]]
"""The places that a rule reports, each with its message: what was found, then what to do."""

MAX_LINES = 12
"""The number of lines that one message names."""

_EXAMPLES = re.compile(r"^(?:Bad|Good|To fix)\b", re.MULTILINE)


class Rule(Struct, frozen=True):
    """A named check, with the severity that it has unless a project sets another.

    `severities` are those of the formats in which it has another one. `check` takes what the rule
    audits: a plan and its feature, which may be None, or a built page. It speaks only of plans of
    the `formats`. As many findings as `together`, or more, of one document become one if they ask
    for the same.
    """

    name: str
    severity: Severity
    check: Callable[..., Reports]
    docstring: str
    formats: tuple[str, ...]
    together: int | None = None
    severities: Mapping[str, Severity] = {}

    @property
    def documentation(self) -> str:
        """What the rule reports, why that matters, a bad and a good example, how to fix it."""
        return cleandoc(self.docstring)

    @property
    def named_formats(self) -> str:
        """The formats that the rule is for, as people call them: `level marker`."""
        names = [NAMES_OF_FORMATS[name] for name in self.formats]
        return "all formats" if self.formats == FORMATS else ", ".join(names)

    @property
    def named_severity(self) -> str:
        """Its severity, and those that it has in some formats: `info, in Kiro warning`."""
        others = [f"in {NAMES_OF_FORMATS[name]} {one}" for name, one in self.severities.items()]
        return ", ".join([self.severity, *others])

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.documentation.partition("\n")[0]

    @property
    def title(self) -> str:
        """What the rule finds, in a few words: the summary without its “Report”, code and stop."""
        found = self.summary.removeprefix("Report ").removesuffix(".").replace("`", "")
        return found[:1].upper() + found[1:]

    @property
    def explanation(self) -> str:
        """What the rule reports and why that matters, in one line: all before the examples."""
        return " ".join(_EXAMPLES.split(self.documentation)[0].split())


def rule(
    severity: Severity,
    *,
    formats: tuple[str, ...] = (LEVEL,),
    together: int | None = None,
) -> Callable[[Callable[[Plan], Reports]], Rule]:
    """Make a rule of a function that looks at a plan."""
    return lambda check: _make_rule(check, severity, lambda plan, _: check(plan), formats, together)


def feature_rule(
    severity: Severity,
    *,
    formats: tuple[str, ...] = (LEVEL,),
    severities: Mapping[str, Severity] | None = None,
) -> Callable[[Callable[[Plan, Feature], Reports]], Rule]:
    """Make a rule of a function that compares a plan with the other documents of its feature.

    It reports nothing about a plan whose feature is unknown. In the formats in `severities` it has
    these, in others `severity`.
    """

    def make(check: Callable[[Plan, Feature], Reports]) -> Rule:
        made = _make_rule(
            check,
            severity,
            lambda plan, feature: iter(()) if feature is None else check(plan, feature),
            formats,
        )
        return replace(made, severities=severities or {})

    return make


def page_rule(
    severity: Severity, *, formats: tuple[str, ...] = FORMATS
) -> Callable[[Callable[[BuiltPage], Reports]], Rule]:
    """Make a rule of a function that looks at a built page, which shows a plan of any format."""
    return lambda check: _make_rule(check, severity, check, formats)


def _make_rule(
    written: Callable[..., Reports],
    severity: Severity,
    check: Callable[..., Reports],
    formats: tuple[str, ...],
    together: int | None = None,
) -> Rule:
    name = written.__name__.replace("_", "-")
    return Rule(name, severity, check, written.__doc__ or "", formats, together)


def run_rules(
    rules: Iterable[Rule], severities: Mapping[str, Severity], path: str, *subject: Any
) -> list[Finding]:
    """What the rules find in a subject; `path` is its file's. The findings are not in order.

    `severities` are the project's, by rule name; `ignore` switches a rule off. A rule that fails
    gives an `internal-error`, and the others still run.
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
            found.append(Failure.describe(f"the rule {rule.name}", path, error))
    return found


def join_findings(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """Join the findings of a document that have the same remedy; yields the others as they are.

    These are the findings of a rule that end with the same advice, such as “put a blank line before
    it”, if there are as many as the rule's `together`. The joined finding has the first one's place
    and message, and names the lines of the rest.
    """
    groups: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        advice = finding.message.rpartition("; ")[2]
        groups[finding.rule, advice].append(finding)
    for (name, _), found in groups.items():
        together = rules[name].together if name in rules else None
        if together is None or len(found) < together:
            yield from found
            continue
        joined = first, *others = sort_findings(found)
        yield replace(first, message=f"{first.message} ({_name_lines(others)})", joined=joined)


def _name_lines(findings: Sequence[Finding]) -> str:
    lines = [*dict.fromkeys(finding.place.line for finding in findings)]
    named = ", ".join([*map(str, lines[:MAX_LINES]), *(["…"] if len(lines) > MAX_LINES else [])])
    number = "one" if len(findings) == 1 else f"{len(findings):,}"
    return f"and {number} more, in {'line' if len(lines) == 1 else 'lines'} {named}"


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of their places."""
    return tuple(sorted(findings, key=lambda f: (f.place.line, f.place.column, f.rule)))


def ignore_rules(severities: Mapping[str, Severity], rules: Iterable[str]) -> dict[str, Severity]:
    """The same severities, with `ignore` for these rules."""
    ignored: dict[str, Severity] = dict.fromkeys(rules, "ignore")
    return {**severities, **ignored}

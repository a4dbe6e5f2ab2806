"""`mkdocs-speckit rules`, and which rules a run of the audit uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mkdocs_speckit.audit.rules import ALL_RULES, RULES, match_rules
from mkdocs_speckit.cli.terminal import fail, print_text
from mkdocs_speckit.model.wording import correct_name
from mkdocs_speckit.options import OptionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_speckit.model.finding import Severity


@click.command("rules")
@click.argument("name", required=False)
def run(name: str | None) -> None:
    """List all rules with the formats that they are for, or print the manual of the rule NAME."""
    if name is None:
        width = max(map(len, ALL_RULES))
        severities = max(len(rule.named_severity) for rule in ALL_RULES.values())
        formats = max(len(rule.named_formats) for rule in ALL_RULES.values())
        lines = [
            f"{rule.name:{width}}  {rule.named_severity:{severities}}"
            f"  {rule.named_formats:{formats}}  {rule.summary}\n"
            for rule in ALL_RULES.values()
        ]
        print_text("".join(lines))
    elif name in ALL_RULES:
        rule = ALL_RULES[name]
        print_text(
            f"{name} ({rule.named_severity}; {rule.named_formats})\n\n{rule.documentation}\n"
        )
    else:
        fail(correct_name("rule", name, tuple(ALL_RULES)))


def choose_severities(
    severities: Mapping[str, Severity], select: Sequence[str], ignore: Sequence[str]
) -> dict[str, Severity]:
    """Choose the severity of each rule; raises OptionError for an unknown name.

    `select` and `ignore` are lists of names and prefixes, separated by commas. The project's
    `severities` are kept; but a rule that is off and gets selected reports warnings. Rules that are
    not in what is returned have their own severity.
    """
    wanted, unwanted = find_rules("--select", select), find_rules("--ignore", ignore)
    chosen: dict[str, Severity] = {}
    for name, rule in RULES.items():
        severity = severities.get(name, rule.severity)
        if name in unwanted or (wanted and name not in wanted):
            severity = "ignore"
        elif name in wanted and severity == "ignore":
            severity = "warning"
        if severity != rule.severity or name in severities:
            chosen[name] = severity
    return chosen


def find_rules(option: str, lists: Sequence[str]) -> set[str]:
    """Find the rules that an option's comma-separated names and prefixes mean."""
    found = set()
    for prefix in (part.strip() for names in lists for part in names.strip(" ,").split(",")):
        rules = set(match_rules(prefix)) & set(RULES)
        if not rules:
            raise OptionError(f"{option}: {correct_name('rule', prefix, tuple(RULES))}")
        found |= rules
    return found

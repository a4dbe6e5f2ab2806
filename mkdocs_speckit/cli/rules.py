"""Which rules run and how severe they are: what a project says, and what a command selects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit import RULES
from mkdocs_speckit.options import OptionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_speckit.model.finding import Severity


def choose_severities(
    severities: Mapping[str, Severity], select: Sequence[str], ignore: Sequence[str]
) -> dict[str, Severity]:
    """The severities of all rules; raises OptionError for an unknown name.

    `select` and `ignore` are lists of names and prefixes, with commas between them. A project's
    own severity stays; a rule that is off reports warnings when it is selected.
    """
    wanted, unwanted = _named(select), _named(ignore)
    found: dict[str, Severity] = {}
    for name, rule in RULES.items():
        severity = severities.get(name, rule.severity)
        if name in unwanted or (wanted and name not in wanted):
            severity = "ignore"
        elif name in wanted and severity == "ignore":
            severity = "warning"
        found[name] = severity
    return found


def _named(lists: Sequence[str]) -> set[str]:
    """The rules that comma-separated names and prefixes mean."""
    found = set()
    for prefix in (part.strip() for names in lists for part in names.strip(" ,").split(",")):
        rules = {name for name in RULES if name == prefix or name.startswith(f"{prefix}-")}
        if not rules:
            raise OptionError(f"there is no rule {prefix!r}; `mkdocs-speckit rules` lists them")
        found |= rules
    return found

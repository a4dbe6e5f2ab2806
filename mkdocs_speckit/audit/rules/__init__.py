"""All rules, by name: a module for each family, a function for each rule, its docstring its manual.

A new rule is a function under `@rule`, `@feature_rule` or `@page_rule` in one of these modules, and
a file of golden cases for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import Rule
from mkdocs_speckit.audit.rules import (
    checklists,
    contents,
    dependencies,
    documents,
    effort,
    kiro,
    level,
    openspec,
    pages,
    phases,
    specifications,
    tasks,
)

if TYPE_CHECKING:
    from types import ModuleType

FAMILIES: dict[ModuleType, dict[str, Rule]] = {
    module: {rule.name: rule for rule in vars(module).values() if isinstance(rule, Rule)}
    for module in (
        level,
        documents,
        contents,
        effort,
        dependencies,
        phases,
        checklists,
        tasks,
        specifications,
        openspec,
        kiro,
        pages,
    )
}
"""The rules of each module."""

ALL_RULES = {name: rule for family in FAMILIES.values() for name, rule in family.items()}
"""The rules for plans, then those for built pages."""

PAGE_RULES = FAMILIES[pages]
"""The rules for the pages of a built site."""

RULES = {name: rule for name, rule in ALL_RULES.items() if name not in PAGE_RULES}
"""The rules for plans."""

EVERY = "all"
"""The name that means all rules."""


def match_rules(name: str) -> tuple[str, ...]:
    """The rules that a name means: `all`, one rule, or all that begin with its words (`effort`).

    So `openspec` means the rules on what the command line of OpenSpec reports, too.
    """
    if name == EVERY:
        return tuple(ALL_RULES)
    return tuple(rule for rule in ALL_RULES if rule == name or rule.startswith(f"{name}-"))

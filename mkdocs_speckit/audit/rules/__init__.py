"""All rules, by name: a module a family, a function a rule, its docstring its manual."""

from typing import Any

from mkdocs_speckit.audit.rule import PlanRule, Rule
from mkdocs_speckit.audit.rules import (
    checklists,
    contents,
    dependencies,
    documents,
    effort,
    level,
    phases,
)
from mkdocs_speckit.audit.rules.pages import PAGE_RULES

_FAMILIES = (level, documents, contents, effort, dependencies, phases, checklists)

RULES: dict[str, PlanRule] = {
    rule.name: rule
    for family in _FAMILIES
    for rule in vars(family).values()
    if isinstance(rule, Rule)
}
"""The rules for plans."""

ALL_RULES: dict[str, Rule[*tuple[Any, ...]]] = {**RULES, **PAGE_RULES}
"""The rules for plans, then those for the pages of a built site."""

"""All rules, by name: a module a family, a function a rule, its docstring its documentation."""

from mkdocs_speckit.audit.rule import PlanRule, Rule
from mkdocs_speckit.audit.rules import (
    checklists,
    dependencies,
    documents,
    effort,
    encoding,
    level,
    phases,
    placeholders,
    schedule,
    size,
    suppression,
    tables,
)

_FAMILIES = (
    level,
    documents,
    placeholders,
    effort,
    dependencies,
    phases,
    schedule,
    checklists,
    tables,
    encoding,
    size,
    suppression,
)

RULES: dict[str, PlanRule] = {
    rule.name: rule
    for family in _FAMILIES
    for rule in vars(family).values()
    if isinstance(rule, Rule)
}

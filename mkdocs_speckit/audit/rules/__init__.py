"""All rules, by name: a module a family, a function a rule, its docstring its documentation."""

from mkdocs_speckit.audit.rule import Rule
from mkdocs_speckit.audit.rules.dependencies import (
    dependency_cycle,
    dependency_limit,
    dependency_self,
)
from mkdocs_speckit.audit.rules.effort import (
    effort_range_reversed,
    effort_several_quantities,
    effort_total_mismatch,
)
from mkdocs_speckit.audit.rules.encoding import invalid_encoding
from mkdocs_speckit.audit.rules.level import conflicting_levels, unknown_level
from mkdocs_speckit.audit.rules.placeholders import unfilled_placeholder
from mkdocs_speckit.audit.rules.tables import broken_table, empty_table

__all__ = ["RULES"]

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        unknown_level,
        conflicting_levels,
        unfilled_placeholder,
        effort_total_mismatch,
        effort_range_reversed,
        effort_several_quantities,
        dependency_cycle,
        dependency_self,
        dependency_limit,
        broken_table,
        empty_table,
        invalid_encoding,
    )
}

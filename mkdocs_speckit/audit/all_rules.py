"""All rules by name: those for plans, and those for the pages of a built site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs_speckit.audit import RULES
from mkdocs_speckit.audit.pages.rules import PAGE_RULES

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Rule

ALL_RULES: dict[str, Rule[*tuple[Any, ...]]] = {**RULES, **PAGE_RULES}

"""What is to be shown on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs_speckit.audit import Finding
    from mkdocs_speckit.plan import Plan


@dataclass(frozen=True, slots=True)
class Page:
    """What is to be shown on a page; `is_preview` where only its author sees it.

    `links` is the HTML that leads to the other documents of its feature.
    """

    plan: Plan
    findings: tuple[Finding, ...]
    is_preview: bool = False
    links: str = ""

"""Findings → text for people, JSON for scripts, and the formats that CI services read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.reports.github import github
from mkdocs_speckit.reports.json_report import json_report
from mkdocs_speckit.reports.junit import junit
from mkdocs_speckit.reports.sarif import sarif
from mkdocs_speckit.reports.text import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_speckit.reports.report import Report

__all__ = ["FORMATS"]

FORMATS: dict[str, Callable[[Report], str]] = {
    "text": text,
    "json": json_report,
    "sarif": sarif,
    "github": github,
    "junit": junit,
}

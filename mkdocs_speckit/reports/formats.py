"""The formats of reports by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.reports.changes import changes_markdown, changes_text
from mkdocs_speckit.reports.github import github
from mkdocs_speckit.reports.json_report import changes_json, json_report
from mkdocs_speckit.reports.junit import junit
from mkdocs_speckit.reports.sarif import sarif
from mkdocs_speckit.reports.text import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_speckit.changes import Changes
    from mkdocs_speckit.reports import Report

FORMATS: dict[str, Callable[[Report], str]] = {
    "text": text,
    "json": json_report,
    "sarif": sarif,
    "github": github,
    "junit": junit,
}

CHANGES_FORMATS: dict[str, Callable[[Changes], str]] = {
    "text": changes_text,
    "json": changes_json,
    "markdown": changes_markdown,
}

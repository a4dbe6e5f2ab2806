"""The formats of reports by their names, as `--format` takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.reports.changes import write_changes_markdown, write_changes_text
from mkdocs_speckit.reports.github import write_github
from mkdocs_speckit.reports.json_report import write_changes_json, write_findings_json
from mkdocs_speckit.reports.junit import write_junit
from mkdocs_speckit.reports.sarif import write_sarif
from mkdocs_speckit.reports.text import write_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_speckit.changes import Changes
    from mkdocs_speckit.reports import Report

FORMATS: dict[str, Callable[[Report], str]] = {
    "text": write_lines,
    "json": write_findings_json,
    "sarif": write_sarif,
    "github": write_github,
    "junit": write_junit,
}

CHANGES_FORMATS: dict[str, Callable[[Changes], str]] = {
    "text": write_changes_text,
    "json": write_changes_json,
    "markdown": write_changes_markdown,
}

"""How commands print what they find: the formats by name, and the exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from mkdocs_speckit.cli.terminal import choose_printer
from mkdocs_speckit.reports.changes import write_changes_markdown, write_changes_text
from mkdocs_speckit.reports.json_report import write_changes_json, write_findings_json
from mkdocs_speckit.reports.junit import write_junit
from mkdocs_speckit.reports.sarif import write_sarif
from mkdocs_speckit.reports.text import write_github, write_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_speckit.changes.comparison import Changes
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

FOUND = 1
"""The exit code for findings."""

format_option = click.option(
    "--format",
    "format_name",
    type=click.Choice(list(FORMATS)),
    help="The format of the findings. Default: github in GitHub Actions, otherwise text.",
)


def print_report(report: Report, format_name: str | None) -> NoReturn:
    """Print a report for the terminal or the CI service, and exit as its findings require."""
    in_actions = os.environ.get("GITHUB_ACTIONS") == "true"
    name = format_name or ("github" if in_actions else "text")
    choose_printer(name)(FORMATS[name](report))
    sys.exit(FOUND if report.has_failed else 0)

"""How `check` and `site` print what they find."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from mkdocs_speckit.cli.terminal import choose_printer
from mkdocs_speckit.reports.formats import FORMATS

if TYPE_CHECKING:
    from mkdocs_speckit.reports import Report

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

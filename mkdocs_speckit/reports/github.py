"""Workflow commands, which GitHub Actions shows as annotations of the changed lines.

    ::warning file=docs/plan.md,line=3,col=5,title=empty-table::the table has no rows; …

The runner splits a line at the first `::`, and what is before that at commas and equals signs; it
has escapes for these in values. Paths are those of the repository.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.model.wording import make_printable

if TYPE_CHECKING:
    from mkdocs_speckit.reports import Report

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def write_github(report: Report) -> str:
    """Write a command for each finding, and the summary as a plain line."""
    lines = [
        f"::{_COMMANDS[finding.severity]} file={_escape_property(path)},"
        f"line={finding.place.line},col={finding.place.column},"
        f"title={_escape_property(finding.rule)}::{_escape_data(finding.message)}"
        for path, finding in report.findings_of_repository
    ]
    return "\n".join([*lines, report.summary]) + "\n"


def _escape_data(text: str) -> str:
    text = make_printable(text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")

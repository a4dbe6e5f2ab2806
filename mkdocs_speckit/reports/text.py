"""A line for each finding: in colours for terminals, and as commands for GitHub Actions.

GitHub Actions shows workflow commands as annotations of the changed lines:

    ::warning file=docs/plan.md,line=3,col=5,title=empty-table::the table has no rows; …

The runner splits a line at the first `::`, and what is before that at commas and equals signs; it
has escapes for these in values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mkdocs_speckit.model.wording import fold_line, make_printable

if TYPE_CHECKING:
    from mkdocs_speckit.reports import Report

_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


def write_lines(report: Report) -> str:
    """Write the findings by document, in colours; the caller removes them if there are none."""
    groups = []
    for path, findings in report.documents:
        lines = [
            click.style(f"{fold_line(path)}:{f.place.line}:{f.place.column}: ", bold=True)
            + click.style(f"{f.severity}: ", fg=_COLOURS[f.severity])
            + f"{fold_line(f.message)} "
            + click.style(f"[{f.rule}]", dim=True)
            for f in findings
        ]
        if lines:
            groups.append("\n".join(lines))
    return "\n\n".join([*groups, report.summary]) + "\n"


_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def write_github(report: Report) -> str:
    """Write a command for each finding, with paths from the repository, and the summary."""
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

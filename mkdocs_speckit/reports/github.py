"""Workflow commands, which GitHub Actions shows as annotations of the changed lines.

Its runner takes a line apart at the first `::` and at commas and equals signs before it, and
knows escapes for what would mislead it. Paths are those of the repository.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.model.wording import make_printable

if TYPE_CHECKING:
    from mkdocs_speckit.reports import Report

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def write_github(report: Report) -> str:
    """One command a finding, and the summary as a plain line."""
    lines = [
        f"::{_COMMANDS[finding.severity]} file={_property(path)},"
        f"line={finding.place.line},col={finding.place.column},"
        f"title={_property(finding.rule)}::{_data(finding.message)}"
        for path, finding in report.findings_of_repository
    ]
    return "\n".join([*lines, report.summary]) + "\n"


def _data(text: str) -> str:
    text = make_printable(text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

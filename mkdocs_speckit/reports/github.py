"""Workflow commands, which GitHub Actions shows as annotations of the changed lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs_speckit.reports.report import Report

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def github(report: Report) -> str:
    """One command a finding, and the summary as a plain line."""
    lines = [
        f"::{_COMMANDS[finding.severity]} file={_property(path)},line={finding.place.line},"
        f"col={finding.place.column},title={_property(finding.rule)}::{_data(finding.message)}"
        for path, finding in report.findings
    ]
    return "\n".join([*lines, report.summary]) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

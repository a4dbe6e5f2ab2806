"""Findings as one JSON object, for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.reports.report import json_text

if TYPE_CHECKING:
    from mkdocs_speckit.reports.report import Report

VERSION = 1


def json_report(report: Report) -> str:
    """An object with all findings, in order, and how many documents were read."""
    findings = [
        {
            "path": path,
            "line": finding.place.line,
            "column": finding.place.column,
            "severity": finding.severity,
            "rule": finding.rule,
            "message": finding.message,
        }
        for path, finding in report.findings
    ]
    return json_text({"version": VERSION, "documents": len(report.documents), "findings": findings})

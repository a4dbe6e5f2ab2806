"""Findings in the log of a build: one line that sums them up, or a line for each as well.

With a warning or an error the sum is a warning, so that `--strict` fails where `check` exits 1.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mkdocs_speckit.model.wording import shorten_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.model.finding import Finding, Severity
    from mkdocs_speckit.reports import Report

MAX_LINES = 3
"""More findings of one rule in one document are one line."""

MAX_NAMED = 8
"""The lines of a document that such a line names."""


def list_lines(report: Report, least: Severity) -> Iterator[tuple[Severity, str]]:
    """The findings from a severity on, each line with its severity."""
    wanted = {"warning": ("error", "warning"), "error": ("error",)}[least]
    for path, findings in report.documents:
        by_rule: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            if finding.severity in wanted:
                by_rule[finding.rule].append(finding)
        for found in by_rule.values():
            if len(found) > MAX_LINES:
                yield found[0].severity, _join_findings(path, found)
            else:
                yield from ((finding.severity, finding.format_line(path)) for finding in found)


def _join_findings(path: str, found: Sequence[Finding]) -> str:
    """Many findings of one rule in one document: the first, and the lines of all."""
    lines = shorten_list([f"{finding.place.line:,}" for finding in found], MAX_NAMED)
    return f"{found[0].format_line(path)} and {len(found) - 1:,} more; lines {lines}"

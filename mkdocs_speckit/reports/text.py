"""A coloured line for each finding, as compilers write it, and a last line with the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mkdocs_speckit.model.wording import fold_line

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

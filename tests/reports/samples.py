"""Reports that tests of the formats share."""

from __future__ import annotations

from pathlib import Path

from mkdocs_speckit.audit import Finding
from mkdocs_speckit.disk.git import Repository
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.reports import Report

ROOT = Path("/project")
CONTROLS = "\x00\x07\x1b[31m\x9b\r\n\udcff\ufffe"
"""Characters that no terminal and no XML takes, a line end among them."""


def finding(
    rule: str = "effort-total-mismatch", message: str = "it differs", line: int = 3
) -> Finding:
    return Finding(rule, "warning", Place(line, 5), message)


def report_of(documents: dict[str, tuple[Finding, ...]], folder: Path = ROOT) -> Report:
    return Report(tuple(documents.items()), Repository(ROOT, folder))

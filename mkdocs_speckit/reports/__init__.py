"""Findings and changes as text, a module for each format; findings come as a `Report`."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from mkdocs_speckit.model.wording import escape_json, format_count, join_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.disk.git import Repository
    from mkdocs_speckit.model.finding import Finding


class Report(Struct, frozen=True):
    """Each document's path and findings, in the order in which they are shown."""

    documents: tuple[tuple[str, tuple[Finding, ...]], ...]
    repository: Repository

    @property
    def findings(self) -> Iterator[tuple[str, Finding]]:
        """Each finding with its document's path."""
        return ((path, finding) for path, found in self.documents for finding in found)

    @property
    def findings_of_repository(self) -> Iterator[tuple[str, Finding]]:
        """Each finding with its document's path in the repository."""
        return ((self.repository.path_of(path), finding) for path, finding in self.findings)

    @property
    def has_failed(self) -> bool:
        """True if a finding is an error or a warning."""
        return any(finding.severity in ("error", "warning") for _, finding in self.findings)

    @property
    def has_errors(self) -> bool:
        """True if a finding is an error."""
        return any(finding.severity == "error" for _, finding in self.findings)

    @property
    def summary(self) -> str:
        """How many were found: `2 errors, 1 warning and 4 notes in 3 of 12 documents`."""
        severities: Counter[str] = Counter(finding.severity for _, finding in self.findings)
        documents = format_count(len(self.documents), "document")
        if not severities:
            return f"nothing found in {documents}"
        parts = [
            format_count(severities[severity], name)
            for severity, name in (("error", "error"), ("warning", "warning"), ("info", "note"))
            if severities[severity]
        ]
        concerned = sum(bool(found) for _, found in self.documents)
        return f"{join_words(parts)} in {concerned:,} of {documents}"


def write_json(value: object) -> str:
    """Write a value, or a record, as JSON for people and scripts.

    Characters that would control a terminal are escaped.
    """
    value = msgspec.to_builtins(value)
    return escape_json(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"

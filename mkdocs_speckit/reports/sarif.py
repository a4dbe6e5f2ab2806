"""SARIF 2.1.0, the format in which code hosts and editors take findings (OASIS, 2020).

Section numbers are those of the standard.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from mkdocs_speckit import __version__
from mkdocs_speckit.audit.baseline import make_key
from mkdocs_speckit.audit.rules import ALL_RULES
from mkdocs_speckit.model.finding import INTERNAL_ERROR, Finding
from mkdocs_speckit.reports import write_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.reports import Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
"""What code hosts call the repository's root."""

FINGERPRINT = "speckitFinding/v1"
"""Not the name of the code hosts' own line hash: they add that from the file's text."""

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def write_sarif(report: Report) -> str:
    """A log with one run: the rules that found something, and the results."""
    names = sorted({finding.rule for _, finding in report.findings})
    run = {
        "tool": {
            "driver": {
                "name": "mkdocs-speckit",
                "version": __version__,
                "rules": [_rule(name) for name in names],
            }
        },
        # An engine that failed in part has failed (section 3.20.14).
        "invocations": [{"executionSuccessful": INTERNAL_ERROR not in names}],
        "originalUriBaseIds": {ROOT: {"description": _string("The root of the repository.")}},
        "columnKind": "unicodeCodePoints",
        "results": list(_results(report, names)),
    }
    return write_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str) -> dict[str, object]:
    rule = ALL_RULES.get(name)
    if rule is None:
        return {"id": name, "shortDescription": _string("A rule failed.")}
    usual = {"level": _LEVELS[rule.severity]} if rule.severity in _LEVELS else {"enabled": False}
    documentation = _string(rule.documentation)
    return {
        "id": name,
        "shortDescription": _string(rule.summary),
        "fullDescription": _string(rule.explanation),
        "help": {**documentation, "markdown": documentation["text"]},
        "defaultConfiguration": usual,
    }


def _results(report: Report, names: list[str]) -> Iterator[dict[str, object]]:
    alike: Counter[str] = Counter()
    for path, finding in report.findings_of_repository:
        fingerprint = _fingerprint(path, finding)
        alike[fingerprint] += 1
        location = {
            "artifactLocation": _location(path),
            "region": {"startLine": finding.place.line, "startColumn": finding.place.column},
        }
        yield {
            "ruleId": finding.rule,
            "ruleIndex": names.index(finding.rule),
            "level": _LEVELS[finding.severity],
            "message": _string(finding.message),
            "locations": [{"physicalLocation": location}],
            "partialFingerprints": {FINGERPRINT: f"{fingerprint}:{alike[fingerprint]}"},
        }


def _location(path: str) -> dict[str, str]:
    """A file's address: from the repository's root, or whole where it is outside."""
    if PurePath(path).is_absolute():
        return {"uri": PurePath(path).as_uri()}
    return {"uri": quote(os.fsencode(path)), "uriBaseId": ROOT}


def _fingerprint(path: str, finding: Finding) -> str:
    """The same for a finding whose line moved: what a baseline knows it by, hashed."""
    known_by = "\0".join(make_key(path, finding))
    return hashlib.sha256(known_by.encode("utf-8", "surrogatepass")).hexdigest()


def _string(text: str) -> dict[str, str]:
    """A message string; braces are doubled, as single ones hold arguments (section 3.11.5)."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}

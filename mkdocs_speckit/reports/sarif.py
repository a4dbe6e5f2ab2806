"""SARIF 2.1.0, the format in which code hosts and editors take findings (OASIS, 2020).

Section numbers are those of that standard.
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
from mkdocs_speckit.model.finding import INTERNAL_ERROR
from mkdocs_speckit.reports import write_json

if TYPE_CHECKING:
    from mkdocs_speckit.reports import Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
"""The name that code hosts have for the repository's root."""

FINGERPRINT = "speckitFinding/v1"
"""A name of the plugin's own: code hosts add their hash of the line under another one."""

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def write_sarif(report: Report) -> str:
    """Write a log with one run: the rules that found something, and the results."""
    names = sorted({finding.rule for _, finding in report.findings})
    run = {
        "tool": {
            "driver": {
                "name": "mkdocs-speckit",
                "version": __version__,
                "rules": [_describe_rule(name) for name in names],
            }
        },
        # An engine that failed in part has failed (section 3.20.14).
        "invocations": [{"executionSuccessful": INTERNAL_ERROR not in names}],
        "originalUriBaseIds": {ROOT: {"description": _make_string("The root of the repository.")}},
        "columnKind": "unicodeCodePoints",
        "results": _list_results(report, names),
    }
    return write_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _describe_rule(name: str) -> dict[str, object]:
    rule = ALL_RULES.get(name)
    if rule is None:
        return {"id": name, "shortDescription": _make_string("A rule failed.")}
    usual = {"level": _LEVELS[rule.severity]} if rule.severity in _LEVELS else {"enabled": False}
    documentation = _make_string(rule.documentation)
    return {
        "id": name,
        "shortDescription": _make_string(rule.summary),
        "fullDescription": _make_string(rule.explanation),
        "help": {**documentation, "markdown": documentation["text"]},
        "defaultConfiguration": usual,
    }


def _list_results(report: Report, names: list[str]) -> list[dict[str, object]]:
    results: list[dict[str, object]] = []
    seen: Counter[str] = Counter()
    for path, finding in report.findings_of_repository:
        # The same for a finding whose line moved: a hash of what a baseline identifies it by.
        key = "\0".join(make_key(path, finding))
        fingerprint = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        seen[fingerprint] += 1
        location = {"uri": quote(os.fsencode(path)), "uriBaseId": ROOT}
        if PurePath(path).is_absolute():  # It is outside the repository.
            location = {"uri": PurePath(path).as_uri()}
        region = {"startLine": finding.place.line, "startColumn": finding.place.column}
        place = {"artifactLocation": location, "region": region}
        results.append(
            {
                "ruleId": finding.rule,
                "ruleIndex": names.index(finding.rule),
                "level": _LEVELS[finding.severity],
                "message": _make_string(finding.message),
                "locations": [{"physicalLocation": place}],
                "partialFingerprints": {FINGERPRINT: f"{fingerprint}:{seen[fingerprint]}"},
            }
        )
    return results


def _make_string(text: str) -> dict[str, str]:
    """Make a message string; braces are doubled, as single ones hold arguments (section 3.11.5)."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}

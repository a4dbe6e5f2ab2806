"""SARIF 2.1.0, the format in which code hosts and editors take findings (OASIS, 2020)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from mkdocs_speckit.audit import RULES, Finding

if TYPE_CHECKING:
    from mkdocs_speckit.reports.report import Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif(report: Report) -> str:
    """A log with one run: the rules that found something, and the results."""
    found = [*report.findings]
    names = sorted({finding.rule for _, finding in found})
    driver = {"name": "mkdocs-speckit", "rules": [_rule(name) for name in names]}
    results = [_result(path, finding, names) for path, finding in found]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(name: str) -> dict[str, object]:
    rule = RULES.get(name)
    if rule is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.documentation},
        "defaultConfiguration": {"level": _LEVELS.get(rule.severity, "none")},
    }


def _result(path: str, finding: Finding, names: list[str]) -> dict[str, object]:
    region = {"startLine": finding.place.line, "startColumn": finding.place.column}
    location = {"artifactLocation": {"uri": quote(path)}, "region": region}
    return {
        "ruleId": finding.rule,
        "ruleIndex": names.index(finding.rule),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": location}],
    }

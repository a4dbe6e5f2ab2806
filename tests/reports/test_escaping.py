"""Findings in plans of all payloads, in every format: each is as many as were found, and text."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import click
import pytest

from mkdocs_speckit import read
from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.cli.report import FORMATS
from mkdocs_speckit.disk.git import Repository
from mkdocs_speckit.reports import Report
from tests.conftest import SMALL
from tests.payloads import PAYLOADS, UNUSUAL, odd_document, plan
from tests.reports.samples import ROOT
from tests.reports.test_github import command

STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""What no format may hold as it is."""


@pytest.fixture(scope="module")
def report() -> Report:
    pages = {}
    for text in (*PAYLOADS.values(), *UNUSUAL.values()):
        folder = re.sub("[/\0\ud800]", "", text)
        pages[f"docs/{folder}/plan.md"] = plan(text)
        pages[f"docs/{folder}/checklist.md"] = odd_document(text)
    plans = [found for path, text in pages.items() if (found := read(text, path)) is not None]
    assert len(plans) == len(pages)
    audited = audit_plans(plans, SMALL)
    return Report(
        tuple((found.path, findings) for found, findings in audited), Repository(ROOT, ROOT)
    )


def shown(report: Report, name: str) -> str:
    """The report in a format, which has no sign in it that would steer anything."""
    text = click.unstyle(FORMATS[name](report))
    assert STEERING.findall(text) == []
    return text


def test_text_has_a_line_a_finding(report: Report) -> None:
    *lines, summary = filter(None, shown(report, "text").split("\n"))
    assert len(lines) == len(list(report.findings))
    assert all(re.search(r":\d+:\d+: (warning|info): .* \[[a-z-]+\]$", line) for line in lines)
    assert summary == report.summary


def test_a_runner_sees_a_command_a_finding(report: Report) -> None:
    *lines, summary = shown(report, "github").splitlines()
    assert len(lines) == len(list(report.findings))
    for line, (_, finding) in zip(lines, report.findings, strict=True):
        name, properties, _ = command(line)
        assert name in {"warning", "notice"}
        assert list(properties) == ["file", "line", "col", "title"]
        assert properties["title"] == finding.rule
    assert summary == report.summary


def test_a_runner_sees_no_command_in_text(report: Report) -> None:
    assert not re.search(r"^\s*(::|##\[)", shown(report, "text"), re.MULTILINE)


def test_xml_has_a_case_a_document_and_a_failure_a_warning(report: Report) -> None:
    suites = ElementTree.fromstring(shown(report, "junit"))  # noqa: S314
    tags = [element.tag for element in suites.iter()]
    assert set(tags) == {"testsuites", "testsuite", "testcase", "failure", "system-out"}
    assert tags.count("testcase") == len(report.documents)
    warnings = [finding for _, finding in report.findings if finding.severity == "warning"]
    assert tags.count("failure") == len(warnings)


def test_json_has_the_messages_as_they_are(report: Report) -> None:
    found = json.loads(shown(report, "json"))["findings"]
    assert [(one["path"], one["message"]) for one in found] == [
        (path, finding.message) for path, finding in report.findings
    ]


def test_sarif_has_addresses_in_the_repository(report: Report) -> None:
    (run,) = json.loads(shown(report, "sarif"))["runs"]
    assert len(run["results"]) == len(list(report.findings))
    for result in run["results"]:
        (location,) = result["locations"]
        address = location["physicalLocation"]["artifactLocation"]
        assert address["uriBaseId"] == "%SRCROOT%"
        assert re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})+", address["uri"], re.ASCII)

"""SARIF reports: valid by the schema, with the rules, places and fingerprints that hosts expect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft4Validator, FormatChecker, ValidationError

from mkdocs_speckit import __version__
from mkdocs_speckit.audit import Finding
from mkdocs_speckit.audit.rules import ALL_RULES
from mkdocs_speckit.model.finding import Failure
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.reports.sarif import write_sarif
from tests.reports.samples import CONTROLS, ROOT, finding, report_of

if TYPE_CHECKING:
    from mkdocs_speckit.model.finding import Severity
    from mkdocs_speckit.reports import Report

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft4Validator(SCHEMA, format_checker=FormatChecker())


def run_of(report: Report) -> dict[str, Any]:
    """The one run of a report's log, which must be valid."""
    log = json.loads(write_sarif(report))
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def fingerprints(report: Report) -> list[str]:
    results = run_of(report)["results"]
    return [mark for result in results for mark in result["partialFingerprints"].values()]


def test_the_schema_and_its_formats_are_checked() -> None:
    Draft4Validator.check_schema(SCHEMA)
    log = json.loads(write_sarif(report_of({"plan.md": (finding(),)})))
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    for broken in ({"uri": "a plan.md"}, {"uri": "a[.md"}, {"url": "plan.md"}):
        location["artifactLocation"] = broken
        with pytest.raises(ValidationError):
            VALIDATOR.validate(log)


@pytest.mark.parametrize(
    ("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "note")]
)
def test_severities_are_levels(severity: Severity, level: str) -> None:
    found = Finding("dependency-cycle", severity, Place(7, 2), "phases wait for one another")
    run = run_of(report_of({"plan.md": (found,)}))
    assert run["results"][0]["level"] == level
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 7,
        "startColumn": 2,
    }


def test_nothing_found_is_an_empty_list_and_not_none() -> None:
    run = run_of(report_of({"plan.md": (), "spec.md": ()}))
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert run["tool"]["driver"] == {
        "name": "mkdocs-speckit",
        "version": __version__,
        "rules": [],
    }


def test_a_rule_that_failed_makes_the_run_a_failed_one() -> None:
    failed = Failure.describe("dependency-cycle", "plan.md", ValueError("{0}"))
    run = run_of(report_of({"plan.md": (failed, finding())}))
    assert run["invocations"] == [{"executionSuccessful": False}]
    assert [result["ruleId"] for result in run["results"]] == [
        "internal-error",
        "effort-total-mismatch",
    ]


@pytest.mark.parametrize("name", ALL_RULES)
def test_each_rule_is_described(name: str) -> None:
    run = run_of(report_of({"plan.md": (finding(name),)}))
    (rule,) = run["tool"]["driver"]["rules"]
    summary, full = rule["shortDescription"]["text"], rule["fullDescription"]["text"]
    assert full.startswith(summary[:-1])
    assert "Bad:" not in full
    assert len(full) <= 1024  # Code hosts take no more.
    assert rule["help"]["text"] == rule["help"]["markdown"]
    assert (
        ALL_RULES[name].documentation.replace("{", "{{").replace("}", "}}") == rule["help"]["text"]
    )


def test_each_result_names_its_rule_by_id_and_index() -> None:
    names = ["level-mismatch", "dependency-cycle", "internal-error", "dependency-cycle"]
    run = run_of(report_of({"plan.md": tuple(map(finding, names))}))
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["dependency-cycle", "internal-error", "level-mismatch"]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == names
    assert [result["ruleId"] for result in run["results"]] == names


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("docs/plan.md", "docs/plan.md"),
        ("./docs//x/../plan.md", "docs/plan.md"),
        ("/project/docs/plan.md", "docs/plan.md"),
        ("a plan.md", "a%20plan.md"),
        ("büro/größe.md", "b%C3%BCro/gr%C3%B6%C3%9Fe.md"),
        ("#1, 50%: a [new] plan?.md", "%231%2C%2050%25%3A%20a%20%5Bnew%5D%20plan%3F.md"),
        ("no-utf-8-\udcff.md", "no-utf-8-%FF.md"),
    ],
)
def test_paths_are_uris_from_the_root_of_the_repository(path: str, uri: str) -> None:
    run = run_of(report_of({path: (finding(),)}))
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": uri, "uriBaseId": "%SRCROOT%"}
    assert location["uriBaseId"] in run["originalUriBaseIds"]


def test_a_run_below_the_root_says_the_same_as_one_at_the_root() -> None:
    at_root = write_sarif(report_of({"site/docs/plan.md": (finding(),)}))
    assert write_sarif(report_of({"docs/plan.md": (finding(),)}, ROOT / "site")) == at_root
    assert write_sarif(report_of({"../site/docs/plan.md": (finding(),)}, ROOT / "other")) == at_root


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("placeholder {{NAME}} and {0}", "placeholder {{{{NAME}}}} and {{0}}"),
        (f"a{CONTROLS}z", f"a{CONTROLS}z"),
    ],
)
def test_messages(message: str, text: str) -> None:
    report = report_of({"plan.md": (finding(message=message),)})
    assert run_of(report)["results"][0]["message"]["text"] == text
    write_sarif(report).encode()  # Whatever a message holds, the log is UTF-8.


def test_fingerprints_stay_when_lines_move() -> None:
    before = [finding("placeholder", "see line 3"), finding("level-mismatch")]
    after = [finding("placeholder", "see line 14", line=9), finding("level-mismatch", line=14)]
    marks = fingerprints(report_of({"plan.md": tuple(before)}))
    assert fingerprints(report_of({"plan.md": tuple(after)})) == marks
    assert len(set(marks)) == 2


def test_fingerprints_tell_findings_apart() -> None:
    found = (finding(), finding(message="another"), finding(), finding("level-mismatch"))
    marks = fingerprints(report_of({"plan.md": found, "spec.md": (finding(),)}))
    assert len(set(marks)) == len(marks) == 5
    # The third is like the first, and is its second occurrence.
    assert marks[2].removesuffix(":2") == marks[0].removesuffix(":1")

"""JUnit XML: well-formed whatever a plan holds, and a failure where there is one."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_speckit.audit import Finding
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.reports.junit import write_junit
from tests.reports.samples import CONTROLS, finding, report_of


def suite_of(documents: dict[str, tuple[Finding, ...]]) -> ElementTree.Element:
    data = write_junit(report_of(documents)).encode()
    (suite,) = ElementTree.fromstring(data)  # noqa: S314
    return suite


def test_a_document_is_a_case_and_a_finding_a_failure() -> None:
    note = Finding("effort-unestimated", "info", Place(8), "no estimate")
    suite = suite_of({"plan.md": (finding(), note), "spec.md": ()})
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    first, second = suite
    assert [case.get("name") for case in suite] == ["plan.md", "spec.md"]
    failure = first.find("failure")
    assert failure is not None
    assert failure.get("type") == "effort-total-mismatch"
    assert failure.get("message") == "it differs"
    assert failure.text == "plan.md:3:5: it differs [effort-total-mismatch]"
    assert first.findtext("system-out") == "plan.md:8:1: no estimate [effort-unestimated]"
    assert list(second) == []


def test_a_case_with_several_failures_is_one_failure() -> None:
    suite = suite_of({"plan.md": (finding(), finding()), "spec.md": ()})
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert len(list(suite.iter("failure"))) == 2


@given(st.text(), st.text())
@example(CONTROLS, f"<b>&{CONTROLS}]]>")
@example("\uffff", "\x0c")
def test_any_text_is_well_formed(path: str, message: str) -> None:
    note = Finding("effort-unestimated", "info", Place(8), message)
    suite = suite_of({path: (finding(message=message), note)})
    failure = suite.find("testcase/failure")
    assert failure is not None
    if message.isprintable():
        assert failure.get("message") == message


def test_what_xml_cannot_hold_is_marked() -> None:
    suite = suite_of({"a\x00.md": (finding(message="bell \x07, escape \x1b[0m"),)})
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == "bell \ufffd, escape \ufffd[0m"
    assert suite[0].get("name") == "a\ufffd.md"

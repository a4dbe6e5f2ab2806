"""JUnit XML: each document is a test case, each finding at warning or above a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mkdocs_speckit.model.wording import make_printable

if TYPE_CHECKING:
    from mkdocs_speckit.model.finding import Finding
    from mkdocs_speckit.reports import Report


def write_junit(report: Report) -> str:
    """Write the whole XML document."""
    failed = [path for path, findings in report.documents if any(map(_is_failure, findings))]
    suites = Element("testsuites", name="mkdocs-speckit")
    suite = SubElement(
        suites,
        "testsuite",
        name="mkdocs-speckit",
        tests=str(len(report.documents)),
        failures=str(len(failed)),
    )
    for path, findings in report.documents:
        case = SubElement(suite, "testcase", name=make_printable(path), classname="mkdocs-speckit")
        notes = [finding.format_line(path) for finding in findings if not _is_failure(finding)]
        for finding in filter(_is_failure, findings):
            message = make_printable(finding.message)
            failure = SubElement(case, "failure", type=finding.rule, message=message)
            failure.text = finding.format_line(path)
        if notes:
            SubElement(case, "system-out").text = "\n".join(notes)
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _is_failure(finding: Finding) -> bool:
    return finding.severity != "info"

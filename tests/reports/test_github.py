"""Workflow commands: what GitHub's runner reads out of them is what was found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_speckit.audit import Finding
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.reports.text import write_github
from tests.reports.samples import CONTROLS, ROOT, finding, report_of

if TYPE_CHECKING:
    from mkdocs_speckit.model.finding import Severity


def command(line: str) -> tuple[str, dict[str, str], str]:
    """A line as the runner takes it apart: the command's name, properties and text.

    `::name key=value,key=value::text`; both ends of a property and of the text are unescaped,
    `%25` last.
    """
    match = re.fullmatch(r"::([a-z]+) (.*?)::(.*)", line)
    assert match, line
    pairs = (pair.split("=", 1) for pair in match[2].split(","))
    properties = {name: unescaped(value, ":,\r\n%") for name, value in pairs}
    return match[1], properties, unescaped(match[3], "\r\n%")


def unescaped(text: str, signs: str) -> str:
    for sign in signs:
        text = text.replace(f"%{ord(sign):02X}", sign)
    return text


@pytest.mark.parametrize(
    ("severity", "name"), [("error", "error"), ("warning", "warning"), ("info", "notice")]
)
def test_a_finding_is_a_command(severity: Severity, name: str) -> None:
    found = Finding("level-mismatch", severity, Place(4, 9), "its level differs")
    first, last = write_github(report_of({"docs/plan.md": (found,)})).splitlines()
    assert first == f"::{name} file=docs/plan.md,line=4,col=9,title=level-mismatch::{found.message}"
    assert last.endswith("in 1 of 1 document")


@pytest.mark.parametrize(
    ("text", "in_property", "in_data"),
    [
        ("50%", "50%25", "50%25"),
        ("%0A", "%250A", "%250A"),
        ("a: b, c", "a%3A b%2C c", "a: b, c"),
        ("a\r\nb", "a%0D%0Ab", "a%0D%0Ab"),
        ("::error::x", "%3A%3Aerror%3A%3Ax", "::error::x"),
        ("a=b", "a=b", "a=b"),
        ("\x1b[31m\udcff", "\ufffd[31m\ufffd", "\ufffd[31m\ufffd"),
    ],
)
def test_signs_that_would_mislead_are_escaped(text: str, in_property: str, in_data: str) -> None:
    line, *_ = write_github(report_of({text: (finding(text, text),)})).split("\n")
    assert line == (f"::warning file={in_property},line=3,col=5,title={in_property}::{in_data}")


@given(st.text(min_size=1), st.text())
@example("%25", "%3A")
@example("docs/::error::.md", CONTROLS)
def test_the_runner_reads_what_was_written(path: str, message: str) -> None:
    path = "docs/" + re.sub(r"[\0/.]", "", path) + ".md"
    lines = write_github(report_of({path: (finding(message=message),)})).split("\n")
    assert len(lines) == 3  # The finding, the summary, and the end of its line.
    name, properties, text = command(lines[0])
    assert (name, properties["line"], properties["col"]) == ("warning", "3", "5")
    assert len(properties["file"]) == len(path)
    assert len(text) == len(message)
    if path.isprintable():
        assert properties["file"] == path
    if message.isprintable():
        assert text == message


@pytest.mark.parametrize(
    ("folder", "path"),
    [
        ("", "site/docs/plan.md"),
        ("site", "docs/plan.md"),
        ("site/docs", "plan.md"),
        ("other", "../site/docs/plan.md"),
        ("other", "/project/site/docs/plan.md"),
    ],
)
def test_paths_are_those_of_the_repository(folder: str, path: str) -> None:
    line = write_github(report_of({path: (finding(),)}, ROOT / folder))
    assert line.startswith("::warning file=site/docs/plan.md,")

"""Text for people: nothing of a plan steers the terminal."""

from __future__ import annotations

import json

import click

from mkdocs_speckit.reports.json_report import write_findings_json
from mkdocs_speckit.reports.text import write_lines
from tests.reports.samples import CONTROLS, finding, report_of

REPORT = report_of({f"\x1b]0;x\x07{CONTROLS}.md": (finding(message=f"\x1b[2J{CONTROLS}"),)})


def test_text_holds_no_control_characters_but_its_own() -> None:
    shown = click.unstyle(write_lines(REPORT))
    assert {sign for sign in shown if not sign.isprintable()} <= {"\r", "\n"}


def test_json_holds_all_and_is_utf_8() -> None:
    data = write_findings_json(REPORT).encode()
    (found,) = json.loads(data)["findings"]
    assert found["message"] == f"\x1b[2J{CONTROLS}"

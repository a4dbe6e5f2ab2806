"""The command line, as its users call it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from mkdocs_speckit.cli import COMMANDS, load_command, main
from mkdocs_speckit.export.format import ExportedCompletion
from tests.conftest import MARKER, make_unreadable

if TYPE_CHECKING:
    from pathlib import Path


def test_export_lists_plans_by_path_and_skips_other_markdown(tmp_path: Path) -> None:
    for name in ("b/plan.md", "a/spec.md", ".hidden/plan.md"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("<!-- SPECKIT_LEVEL: 1 -->\n# Naïve\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("# No plan\n")
    (tmp_path / "notes.txt").write_text("<!-- SPECKIT_LEVEL: 1 -->\n")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "plan.md").write_text("<!-- SPECKIT_LEVEL: 1 -->\n")
    result = CliRunner().invoke(main, ["export", str(tmp_path)])
    assert result.exit_code == 0
    exported = json.loads(result.stdout)
    assert exported["version"] == 2
    assert [p["path"] for p in exported["plans"]] == [".hidden/plan.md", "a/spec.md", "b/plan.md"]
    assert exported["plans"][0]["title"] == "Naïve"


def test_every_export_follows_the_published_schema(tmp_path: Path) -> None:
    published = CliRunner().invoke(main, ["export", "--schema"])
    assert published.exit_code == 0
    Draft202012Validator.check_schema(json.loads(published.stdout))
    (tmp_path / "plan.md").write_text("<!-- SPECKIT_LEVEL: 4 -->\n# [NAME]\n- [x] a\n")
    result = CliRunner().invoke(main, ["export", str(tmp_path)])
    Draft202012Validator(json.loads(published.stdout)).validate(json.loads(result.stdout))


def test_export_of_nothing_is_an_empty_list(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["export", str(tmp_path)])
    assert json.loads(result.stdout) == {"version": 2, "plans": []}
    assert result.exit_code == 0
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"mkdocs-speckit: no plan in {tmp_path}; looked for pages with ")


def test_a_value_that_the_schema_does_not_allow_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.md").write_text(f"{MARKER}# Plan\n")
    wrong = ExportedCompletion(10**12, 10**12)
    monkeypatch.setattr("mkdocs_speckit.export._export_completion", lambda _: wrong)
    result = CliRunner().invoke(main, ["export", str(tmp_path)])
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert f"{tmp_path}/plan.md:1:1: the export failed on plan.md: ValidationError(" in line
    assert "please report this" in line


@pytest.mark.parametrize("kind", ["missing", "file"])
def test_what_is_no_folder_is_one_clear_line(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "plans"
    if kind == "file":
        path.write_text("")
    result = CliRunner().invoke(main, ["export", str(path)])
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert str(path) in line
    assert "folder" in line


def test_an_unreadable_file_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.md").write_text(MARKER)
    make_unreadable(monkeypatch, "plan.md")
    result = CliRunner().invoke(main, ["export", str(tmp_path)])
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert "plan.md" in line


def test_bytes_that_are_no_utf8_are_a_finding(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_bytes(MARKER.encode() + b"na\xefve\n")
    result = CliRunner().invoke(main, ["export", str(tmp_path)])
    assert result.exit_code == 0
    findings = json.loads(result.stdout)["plans"][0]["findings"]
    (finding,) = (found for found in findings if found["rule"] == "invalid-encoding")
    assert (finding["rule"], finding["line"], finding["column"]) == ("invalid-encoding", 3, 3)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_loaded_by_its_name(name: str) -> None:
    assert load_command(name).name == name
    assert CliRunner().invoke(main, [name, "-h"]).output.startswith(f"Usage: main {name} ")


def test_help_loads_no_command() -> None:
    code = (
        "import sys\nfrom mkdocs_speckit.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "print([name for name in sys.modules if name.startswith('mkdocs_speckit.')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [line.split()[0] for line in run.stdout.splitlines()[-1 - len(COMMANDS) : -1]] == sorted(
        COMMANDS
    )
    assert run.stdout.splitlines()[-1] == "['mkdocs_speckit.interrupts', 'mkdocs_speckit.cli']"


def test_an_unknown_command_is_refused() -> None:
    result = CliRunner().invoke(main, ["chek"])
    assert result.exit_code == 2
    assert "No such command 'chek'" in result.stderr


def test_the_version() -> None:
    assert CliRunner().invoke(main, ["--version"]).output.startswith("mkdocs-speckit, version ")

"""`mkdocs-speckit check`: what it writes where, and what it says where it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from mkdocs_speckit.cli import main
from mkdocs_speckit.cli.report import FORMATS
from tests.conftest import OTHER_MARKER

if TYPE_CHECKING:
    from pathlib import Path

PLAN = OTHER_MARKER + "# Plan: [NAME → Ж]\n"
TOTALS = (
    OTHER_MARKER + "## Effort\n\n| Phase | Effort |\n|---|---|\n| Dough | 2h |\n| Total | 9h |\n"
)
COMMAND = (sys.executable, "-c", "from mkdocs_speckit.cli import main; main()")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a plan, where the command runs."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "release.md").write_text(PLAN, encoding="utf-8")
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.mark.parametrize("format_name", FORMATS)
def test_machines_get_utf_8_and_people_what_their_terminal_has(
    monkeypatch: pytest.MonkeyPatch, format_name: str
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    run = subprocess.run(
        [*COMMAND, "check", "--format", format_name], capture_output=True, check=False
    )
    assert (run.returncode, run.stderr) == (1, b"")
    shown = run.stdout.decode("cp1252" if format_name == "text" else "utf-8")
    assert ("[NAME ? ?]" if format_name == "text" else "[NAME → Ж]") in shown


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is full")  # noqa: PTH110
@pytest.mark.parametrize("arguments", [["check"], ["check", "--format", "json"], ["rules"]])
def test_output_that_cannot_be_written_is_one_clear_line(arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        run = subprocess.run(
            [*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (run.returncode, run.stderr) == (
        2, "mkdocs-speckit: cannot write to standard output: No space left on device\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("variable", "value", "is_coloured"),
    [("NO_COLOR", "1", False), ("TERM", "dumb", False), ("NO_COLOR", "", True)],
)
def test_colours_are_for_terminals_that_want_them(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, is_coloured: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(variable, value)
    result = CliRunner().invoke(main, ["check"], color=True)
    assert ("\x1b[" in result.stdout) == is_coloured


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("docs", "Is a directory"),
        ("gone/known.json", "No such file or directory"),
        ("known.json", "it is read-only"),
    ],
)
def test_a_baseline_that_cannot_be_written_is_one_clear_line(
    folder: Path, target: str, reason: str
) -> None:
    (folder / "docs").mkdir()
    (folder / "known.json").write_text("{}")
    (folder / "known.json").chmod(0o444)
    result = check("--write-baseline", target)
    assert (result.exit_code, result.stderr) == (
        2, f"mkdocs-speckit: cannot write {target}: {reason}\n",
    )  # fmt: skip
    assert {path.name for path in folder.iterdir()} == {"docs", "known.json", "release.md"}


def test_the_file_that_the_output_goes_to_is_not_replaced(folder: Path) -> None:
    with (folder / "log").open("wb") as log:
        run = subprocess.run(
            [*COMMAND, "check", "--write-baseline", "log"],
            stdout=log, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert run.returncode == 2
    assert run.stderr == "mkdocs-speckit: cannot write log: the output goes to this file\n"


def test_a_file_that_is_read_only_is_not_fixed(folder: Path) -> None:
    for name in ("a.md", "b.md"):
        (folder / name).write_text(TOTALS)
    (folder / "b.md").chmod(0o444)
    result = check("--fix")
    assert (result.exit_code, result.stderr.splitlines()) == (
        2,
        [
            "fixed 1 finding in 1 document",
            "mkdocs-speckit: cannot write b.md: it is read-only",
        ],
    )
    assert (folder / "b.md").read_text() == TOTALS


@pytest.mark.skipif(not hasattr(os, "chown"), reason="files have no such owners there")
def test_a_fixed_file_keeps_its_owner(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.md").write_text(TOTALS)
    owners = []
    monkeypatch.setattr(os, "chown", lambda _, user, group: owners.append((user, group)))
    assert "fixed 1 finding" in check("a.md", "--fix").stderr
    status = (folder / "a.md").stat()
    assert owners == [(status.st_uid, status.st_gid)]


@pytest.mark.parametrize(
    "text",
    [
        '{"version": 1, "findings": [{"path": "", "rule": "", "message": "", "count": Infinity}]}',
        "[" * 100_000,
        '{"version": 1, "findings": {}}',
        '{"version": 99, "findings": []}',
        '{"findings": []}',
    ],
    ids=["endless", "deep", "no list", "another version", "no version"],
)  # fmt: skip
def test_a_file_that_is_not_a_baseline(folder: Path, text: str) -> None:
    (folder / "known.json").write_text(text)
    result = check("--baseline", "known.json")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("mkdocs-speckit: known.json is not a baseline; write one with")


def test_a_baseline_with_a_wrong_value_names_its_path(folder: Path) -> None:
    entry = {"path": "a", "rule": "b", "message": "c", "count": 0}
    (folder / "known.json").write_text(json.dumps({"version": 1, "findings": [entry]}))
    assert "`$.findings[0].count`" in check("--baseline", "known.json").stderr


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode there")
def test_an_export_of_a_file_name_that_is_no_utf_8(folder: Path) -> None:
    (folder / "release.md").rename(folder / "plan-\udcff.md")
    result = CliRunner().invoke(main, ["export", "."])
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["plans"][0]["path"] == "plan-\udcff.md"

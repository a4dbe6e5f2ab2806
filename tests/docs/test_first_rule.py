"""The page on a first rule is true: its changes are made in a copy, and its commands run there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.demo_site import ROOT
from tests.docs.blocks import DOCS, blocks
from tests.docs.test_commands import commands

if TYPE_CHECKING:
    from tests.docs.blocks import Block

PAGE = list(blocks(DOCS / "first-rule.md"))
RULE = "effort-range-wide"
COPIED = ("mkdocs_speckit", "tests", "docs", "demo_site", "README.md", "CHANGELOG.md", "mkdocs.yml")
BIN = Path(sys.executable).parent


def in_language(language: str) -> list[Block]:
    return [block for block in PAGE if block.language == language]


def run(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the copy, with the copy's package and tests."""
    return subprocess.run(
        command,
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository in which all changes of the page are made."""
    copy = tmp_path_factory.mktemp("first-rule")
    built = shutil.ignore_patterns("site", "gallery", "findings", "images", "__pycache__")
    for name in (*COPIED, "pyproject.toml"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=built)
        else:
            shutil.copy(ROOT / name, copy)
    for block in in_language("diff"):
        (copy / "change.diff").write_text(block.text, "utf-8")
        applied = run(copy, "git", "apply", "change.diff")
        assert applied.returncode == 0, (str(block), applied.stderr)
    plan, line = in_language("markdown")
    (copy / plan.title).write_text(plan.text, "utf-8")
    change(copy / "CHANGELOG.md", r"(?<=### Added\n\n)", line.text)
    return copy


def change(file: Path, pattern: str, by: str) -> None:
    """Replace what a pattern finds in a file first."""
    text, number = re.subn(pattern, by, file.read_text("utf-8"), count=1)
    assert number == 1, pattern
    file.write_text(text, "utf-8")


def test_the_new_rule_passes_its_tests(copy: Path) -> None:
    (command,) = (
        shlex.split(command.line)
        for block in in_language("console")
        for command in commands(block.text)
        if RULE in command.line and "pytest" in command.line
    )
    assert command[0] == ".venv/bin/pytest"
    passed = run(copy, str(BIN / "pytest"), "-p", "no:cacheprovider", *command[1:])
    assert passed.returncode == 0, passed.stdout
    cases = re.search(r"(\d+) passed", passed.stdout)
    assert cases is not None
    assert int(cases[1]) > 8


def test_the_new_rule_reports_what_is_shown(copy: Path) -> None:
    (command,) = (
        command
        for block in in_language("console")
        for command in commands(block.text)
        if command.shown
    )
    program, *arguments = shlex.split(command.line)
    found = run(copy, str(BIN / Path(program).name), *arguments)
    assert found.stdout.rstrip() == command.shown.rstrip(), found.stderr


def test_the_new_rule_is_in_the_style_of_the_package(copy: Path) -> None:
    for arguments in (["format", "--check"], ["check"]):
        passed = run(copy, str(BIN / "ruff"), *arguments, "--no-cache", "mkdocs_speckit/audit")
        assert passed.returncode == 0, passed.stdout


def test_the_number_of_rules_is_asked_for(copy: Path) -> None:
    test = "tests/docs/test_reference.py::test_the_numbers_of_rules_are_those_documented"
    command = (str(BIN / "pytest"), "-q", "-p", "no:cacheprovider", test)
    assert run(copy, *command).returncode == 1
    for file, pattern in (
        (copy / "README.md", r"\d+(?= rules)"),
        (copy / "CHANGELOG.md", r"\d+(?= rules on plans)"),
    ):
        (number,) = re.findall(pattern, file.read_text("utf-8"))
        change(file, pattern, str(int(number) + 1))
    assert run(copy, *command).returncode == 0

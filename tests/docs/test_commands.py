"""Every command that the documentation shows is run, and prints what is shown below it.

The blocks of a page are run one after the other in one folder: an empty one, or a repository with
the demo site, as `runs_in` in the page's front matter says. A block with a file's name for its
title is written into that file.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.demo_site import DEMO, ROOT
from tests.docs.blocks import PAGES, blocks, front_matter, name

if TYPE_CHECKING:
    from collections.abc import Iterator

INSTALLING = re.compile(r"pip install|python3 -m venv|\. \.venv/bin/activate")
OF_DEVELOPERS = re.compile(r"make |\.venv/bin/")
ELSEWHERE = re.compile(r"properdocs ")
"""Generators are tested in environments of their own (`noxfile.py`)."""

FOUND = 1
WRONG = 2

WITH_COMMANDS = [page for page in PAGES if any(b.language == "console" for b in blocks(page))]


@dataclass(frozen=True)
class Command:
    """A command, and what the documentation shows of its output; nothing where it shows none."""

    line: str
    shown: str


def commands(text: str) -> Iterator[Command]:
    """The commands of a block; each begins after a `$`."""
    before, *found = re.split(r"^\$ ", text, flags=re.MULTILINE)
    assert not before.strip(), f"what is before the first command? {before}"
    for each in found:
        line, _, shown = each.partition("\n")
        yield Command(line, shown)


@dataclass(frozen=True)
class Terminal:
    """A shell in a folder, in which our commands and MkDocs are installed."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        taken = ("GITHUB_", "GIT_", "CI", "PYTEST_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(taken)}
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return kept | {"PATH": programs, "HOME": str(self.folder), "NO_MKDOCS_2_WARNING": "1"}

    def run(self, line: str) -> tuple[int, str]:
        """The exit code of a command, and all that it prints."""
        run = subprocess.run(
            ["bash", "-c", line],  # noqa: S607
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return run.returncode, run.stdout

    def serve(self, line: str) -> str:
        """What a preview prints until it serves; then it is ended."""
        arguments = shlex.split(line)
        if arguments[0] == "mkdocs":
            arguments += ["--dev-addr", "127.0.0.1:0"]
        printed = ""
        with subprocess.Popen(
            arguments,
            cwd=self.folder,
            env=self.environment | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        ) as process:
            for printed_line in process.stdout or ():
                printed += printed_line
                if "Serving on" in printed_line:
                    # A shell lets what runs in its background ignore interrupts.
                    process.terminate()
        return printed


def prepare(folder: Path, kind: object) -> Terminal:
    """A folder to run a page's commands in."""
    terminal = Terminal(folder)
    if kind == "demo":
        left_out = shutil.ignore_patterns("site", "gallery", "findings")
        shutil.copytree(DEMO, folder, ignore=left_out, dirs_exist_ok=True)
        git = "git -c user.name=A -c user.email=a@example.org"
        code, printed = terminal.run(
            f"git init -q -b main && {git} add . && {git} commit -qm 'Harbour Shop'"
        )
        assert code == 0, printed
    return terminal


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name)
def test_every_command_does_what_is_shown(page: Path, tmp_path: Path) -> None:
    terminal = prepare(tmp_path, front_matter(page).get("runs_in"))
    for block in blocks(page):
        if block.title:
            file = tmp_path / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, "utf-8")
        if block.language == "console":
            for command in commands(block.text):
                run(command, terminal, str(block))


def run(command: Command, terminal: Terminal, where: str) -> None:
    """Run a command, unless it installs or is one of the tests' own."""
    line = command.line.partition("  #")[0].strip()
    if INSTALLING.match(line) or ELSEWHERE.match(line):
        return
    if OF_DEVELOPERS.match(line):
        look_at(line, where)
    elif "serve" in line.split() and "--config" not in line:
        assert "Serving on" in terminal.serve(line), where
    else:
        code, printed = terminal.run(line)
        if command.shown.strip():
            assert printed.rstrip() == command.shown.rstrip(), where
        assert code in {0, FOUND} or (code == WRONG and command.shown), (where, line, printed)


def look_at(line: str, where: str) -> None:
    """See that a developer's command can be run: it would run this test, or open a browser."""
    for part in line.split(" && "):
        program, *arguments = shlex.split(part)
        if program == "make":
            dry = subprocess.run(
                ["make", "--dry-run", *arguments],  # noqa: S607
                cwd=ROOT,
                capture_output=True,
                check=False,
            )
            assert dry.returncode == 0, (where, dry.stderr)
        else:
            assert (Path(sys.executable).parent / Path(program).name).is_file(), (where, program)
            paths = [argument for argument in arguments if "/" in argument]
            assert all((ROOT / path).exists() for path in paths), (where, paths)


def test_a_command_that_prints_something_else_is_seen(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    run(Command("echo one", "one\n"), terminal, "here")
    for command in (Command("echo one", "two\n"), Command("no-such-program", "")):
        with pytest.raises(AssertionError):
            run(command, terminal, "here")

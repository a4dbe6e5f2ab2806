"""Ctrl-C and a full disk leave each file whole, the old one or the new, and nothing beside it."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from mkdocs_speckit.cli import main
from mkdocs_speckit.disk import files
from mkdocs_speckit.hosts.mkdocs.site import write_data
from tests.conftest import OTHER_MARKER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLAN = OTHER_MARKER + "## Effort\n\n| Phase | Effort |\n|---|---|\n| Dough | 2h |\n| Total | 9h |\n"
COMMANDS = [["check"], ["check", "--fix"], ["check", "--write-baseline", "known.json"]]
SIGNALLED = """\
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # A shell's background has none.
import mkdocs_speckit.{module} as module
def interrupted(*_, **__):
    os.kill(os.getpid(), signal.SIGINT)
module.{function} = interrupted
from mkdocs_speckit.cli import main
main(sys.argv[1:])
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a plan and a baseline, where the command runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    (tmp_path / "plan.md").write_text(PLAN)
    (tmp_path / "known.json").write_text("{}")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.skipif(sys.platform == "win32", reason="signals are other ones there")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("module", "function"), [("cli.check", "read_files"), ("disk.files", "_replace")]
)
def test_an_interrupt_ends_it_with_one_line(
    folder: Path, command: list[str], module: str, function: str
) -> None:
    if command == ["check"] and module == "disk.files":
        return  # It writes nothing.
    before = contents(folder)
    code = SIGNALLED.format(module=module, function=function)
    run = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "mkdocs-speckit: interrupted\n")
    assert contents(folder) == before


def raising(error: BaseException) -> Callable[..., Any]:
    def fails(*_: Any, **__: Any) -> Any:
        raise error

    return fails


@pytest.mark.parametrize("step", ["os.fdopen", "shutil.copymode", "Path.replace"])
@pytest.mark.parametrize("command", COMMANDS[1:], ids=" ".join)
def test_an_interrupt_in_the_midst_of_writing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], step: str
) -> None:
    before = contents(folder)
    monkeypatch.setattr(f"mkdocs_speckit.disk.files.{step}", raising(KeyboardInterrupt()))
    result = CliRunner().invoke(main, command)
    assert (result.exit_code, result.stderr) == (130, "mkdocs-speckit: interrupted\n")
    assert contents(folder) == before


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("step", ["os.fdopen", "Path.replace"])
def test_a_full_disk_leaves_the_old_export(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    config = MkDocsConfig()
    config.site_dir = str(folder)
    (folder / "speckit.json").write_text("old")
    before = contents(folder)
    monkeypatch.setattr(f"mkdocs_speckit.disk.files.{step}", raising(FULL))
    with pytest.raises(PluginError, match=r"cannot write .*speckit\.json: No space left on device"):
        write_data([("speckit.json", "new")], Files([]), config)
    assert contents(folder) == before


def test_several_that_write_one_file_never_tear_it(folder: Path) -> None:
    """As two builds in one folder do; who reads meanwhile has the one text or the other."""
    path = folder / "speckit.json"
    texts = [json.dumps([sign] * 50_000) for sign in "ab"]
    path.write_text(texts[0])

    def write(text: str) -> None:
        for _ in range(30):
            files.write_text(path, text)

    writers = [threading.Thread(target=write, args=[text]) for text in texts]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        seen.add(path.read_text())
    assert seen <= set(texts)
    assert {one.name for one in folder.iterdir()} == {"plan.md", "known.json", "speckit.json"}

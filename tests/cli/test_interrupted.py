"""Ctrl-C and a full disk leave each file whole, the old one or the new, and nothing beside it."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from mkdocs_speckit.cli import main
from mkdocs_speckit.disk import files
from mkdocs_speckit.hosts.mkdocs.site import write_data
from tests.cli.test_check_output import COMMAND
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
    ("module", "function"), [("cli.asked", "read_each"), ("disk.files", "_replace")]
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


STARTED = """\
import os, runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # A shell's background has none.
def tell(event, arguments):
    if event == "import" and arguments[0] == "mkdocs_speckit.cli":
        os.write({pipe}, b"!")
sys.addaudithook(tell)
runpy.run_module("mkdocs_speckit", run_name="__main__", alter_sys=True)
"""
"""Runs the command line, and tells when it begins to load its parts: before that, Python starts."""


def run_until(
    moment: float | None,
    *command: str,
    stop: Callable[[int], None] = lambda process: os.killpg(process, signal.SIGINT),
) -> tuple[int, str, str]:
    """Run a command, and some seconds after its start, stop it: as Ctrl-C does, with all processes.

    Returns its exit code, its output and its errors, after its last process has ended.
    """
    reader, writer = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", STARTED.format(pipe=writer), *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        pass_fds=[writer],
        start_new_session=True,
    ) as process:
        os.close(writer)
        assert os.read(reader, 1) == b"!"
        os.close(reader)
        if moment is not None:
            time.sleep(moment)
            with suppress(ProcessLookupError):
                stop(process.pid)
        said, failed = process.communicate(timeout=60)  # Ends when nobody holds the output open.
    return process.returncode, said, failed


@pytest.mark.skipif(sys.platform == "win32", reason="signals are other ones there")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_at_any_moment_is_one_line(folder: Path, jobs: str) -> None:
    for number in range(60):
        (folder / f"{number}.md").write_text(PLAN)
    command = ("check", "--jobs", jobs)
    code, whole, failed = run_until(None, *command)
    assert (code, failed) == (1, "")
    interrupted = 0
    for step in range(20):
        code, said, failed = run_until(step / 20, *command)
        if code == 130:
            assert failed == "mkdocs-speckit: interrupted\n"
            assert whole.startswith(said)
            interrupted += 1
        else:
            assert (code, said, failed) == (1, whole, "")
    assert interrupted >= 3


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_an_interrupt_while_a_class_is_made_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class Interrupted:
        def __set_name__(self, owner: type, name: str) -> None:
            raise KeyboardInterrupt

    @click.command
    def command() -> None:
        type("Record", (), {"part": Interrupted()})

    monkeypatch.setattr("mkdocs_speckit.cli.load_command", lambda _: command)
    with pytest.raises(SystemExit) as ended:
        main(["check"])
    assert ended.value.code == 130
    assert capfd.readouterr().err == "mkdocs-speckit: interrupted\n"


UNRAISED = """\
import signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # A shell's background has none.
import click
import mkdocs_speckit.cli as cli
from mkdocs_speckit.interrupts import run_interruptibly
class Interrupted:
    def __del__(self):
        raise KeyboardInterrupt
@click.command
def command():
    Interrupted()
    try:
        time.sleep(60)
    finally:
        print("cleaned up")
cli.load_command = lambda name: command
run_interruptibly(lambda: cli.main(["check"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are other ones there")
def test_an_interrupt_in_what_cannot_raise_comes_again_and_cleans_up() -> None:
    run = subprocess.run(
        [sys.executable, "-c", UNRAISED], capture_output=True, text=True, check=False, timeout=50
    )
    assert (run.returncode, run.stdout, run.stderr) == (
        130, "cleaned up\n", "mkdocs-speckit: interrupted\n",
    )  # fmt: skip


def test_no_process_outlives_a_killed_one(folder: Path) -> None:
    for number in range(60):
        (folder / f"{number}.md").write_text(PLAN)

    def kill(process: int) -> None:
        os.kill(process, signal.SIGKILL)

    command = ("check", "--jobs", "2")
    codes = [run_until(step / 10, *command, stop=kill)[0] for step in range(2, 8)]
    assert -signal.SIGKILL in codes


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


KILLED = """\
import os, signal
from pathlib import Path
def replace(*_):
    os.kill(os.getpid(), signal.SIGKILL)
Path.replace = replace
from mkdocs_speckit.cli import main
main(["check", "--fix"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_what_a_killed_run_leaves_the_next_run_removes(folder: Path) -> None:
    before = contents(folder)
    code = subprocess.run([sys.executable, "-c", KILLED], check=False).returncode
    assert code == -signal.SIGKILL
    (left,) = {path.name for path in folder.iterdir()} - set(before)
    assert left.startswith(".mkdocs-speckit-")
    (folder / ".plan.md.swp").write_text("of an editor")
    (folder / ".mkdocs-speckit-a.tmp").symlink_to("plan.md")
    run = subprocess.run([*COMMAND, "check", "--fix"], capture_output=True, text=True, check=False)
    assert run.stderr == "fixed 1 finding in 1 document\n"
    here = {path.name for path in folder.iterdir()}
    assert here == {*before, ".plan.md.swp", ".mkdocs-speckit-a.tmp"}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_run_that_is_killed_at_any_moment_leaves_files_whole(folder: Path) -> None:
    names = [f"{number:03}.md" for number in range(100)]
    fixed = PLAN.replace("9h", "2h")
    for name in names:
        (folder / name).write_text(PLAN)
    for wait in (0, 0.002, 0.005, 0.01, 0.02):
        for name in names:
            (folder / name).write_text(PLAN)
        process = subprocess.Popen(
            [*COMMAND, "check", "--fix"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        # From its first written file on, so that the moments are those of writing.
        while process.poll() is None and (folder / names[0]).read_text() == PLAN:
            time.sleep(0.001)
        time.sleep(wait)
        process.kill()
        process.wait()
        assert {(folder / name).read_text() for name in names} <= {PLAN, fixed}
    run = subprocess.run([*COMMAND, "check", "--fix"], capture_output=True, check=False)
    assert run.stderr.startswith(b"fixed ")
    assert {path.name for path in folder.iterdir()} == {"plan.md", "known.json", *names}
    assert {(folder / name).read_text() for name in names} == {fixed}


def test_no_run_removes_what_another_one_is_writing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "plan.md"
    copymode = shutil.copymode

    def swept(*arguments: Any) -> None:
        code = "from pathlib import Path; from mkdocs_speckit.disk.files import remove_leftovers;"
        code += "remove_leftovers(Path.cwd())"
        subprocess.run([sys.executable, "-c", code], check=True)
        copymode(*arguments)

    monkeypatch.setattr(shutil, "copymode", swept)
    files.write_text(path, "new")
    assert (path.read_text(), len(contents(folder))) == ("new", 2)


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

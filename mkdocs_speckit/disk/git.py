"""Git: the one place that runs it, and where the repository of a folder begins."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

TIMEOUT = 30.0
"""Seconds that a call of git may take. The history of a large repository takes a few."""

MAX_FIELD = 1 << 20
"""Bytes between two zero bytes; no name of a file is so long."""

_CHUNK = 1 << 16

_MAX_WAITING = 16
"""Chunks that may wait to be read; git waits, too, when there are so many."""


class GitError(Exception):
    """Git has no answer; the message says why."""


class SlowGitError(GitError):
    """Git has not answered in time: it waits for a lock, a network disk or a program of its own."""


class Repository(Struct, frozen=True):
    """A checkout and the folder in it that relative paths start from; both are absolute."""

    root: Path
    folder: Path

    def path_of(self, path: str) -> str:
        """A path from the root, with slashes; an absolute path if it is outside the repository."""
        whole = Path(os.path.normpath(self.folder / path))
        # The folder may be reached through a link; a linked document keeps its own place.
        for place in (whole, whole.parent.resolve() / whole.name):
            if place.is_relative_to(self.root):
                return place.relative_to(self.root).as_posix()
        return whole.as_posix()


def find_repository(folder: Path) -> Repository:
    """Find the checkout that a folder is in; if there is none, the folder itself is the root.

    It begins at the nearest `.git`, which is a file in a worktree. In GitHub Actions, a container
    without git gets an export without `.git`; there `GITHUB_WORKSPACE` names the root.
    """
    workspace = os.environ.get("GITHUB_WORKSPACE")
    for place in (folder, *folder.parents):
        if (place / ".git").exists() or (workspace and place == Path(workspace)):
            return Repository(place, folder)
    return Repository(folder, folder)


def run_git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run git in a folder and return what it prints; `given` is its standard input.

    Raises GitError if git fails or is not installed, and SlowGitError if it does not answer.
    """
    command = _make_command(folder, arguments)

    def run() -> Iterator[bytes]:
        yield subprocess.run(  # noqa: S603
            command, input=given, capture_output=True, check=True, timeout=TIMEOUT
        ).stdout

    try:
        return b"".join(_wait_for(run, folder))
    except subprocess.CalledProcessError as error:
        lines = os.fsdecode(error.stderr).splitlines()
        reason = lines[-1].removeprefix("fatal: ") if lines else f"exit code {error.returncode}"
        raise GitError(f"git cannot read {folder}: {reason}") from None
    except OSError as error:
        raise GitError(f"cannot run git in {folder}: {error.strerror}") from None


def stream_git(folder: Path, *arguments: str) -> Generator[bytes, None, None]:
    """Run git in a folder and yield what it prints between zero bytes, while it runs.

    Close the iterator to end git early. It yields less if git fails. Raises GitError if git is not
    installed, and SlowGitError if it has not ended in time.
    """
    command = _make_command(folder, arguments)
    started: list[subprocess.Popen[bytes]] = []

    def run() -> Iterator[bytes]:
        with subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            started.append(process)
            while process.stdout and (chunk := process.stdout.read1(_CHUNK)):  # type: ignore[attr-defined]
                yield chunk

    rest = b""
    try:
        for chunk in _wait_for(run, folder):
            *fields, rest = (rest + chunk).split(b"\0")
            yield from fields
            if len(rest) > MAX_FIELD:
                raise GitError(f"git printed something unknown in {folder}")
        yield rest
    except OSError as error:
        raise GitError(f"cannot run git in {folder}: {error.strerror}") from None
    finally:
        for process in started:
            process.kill()


def _wait_for(run: Callable[[], Iterator[bytes]], folder: Path) -> Iterator[bytes]:
    """Yield what a function that runs git yields, in a thread of its own, and raise what it raises.

    Raises SlowGitError after `TIMEOUT`. The thread is left behind then: a process that waits for a
    network disk cannot even be killed, and what it has started may hold its output open.
    """
    answers: Queue[bytes | Exception | None] = Queue(_MAX_WAITING)

    def work() -> None:
        try:
            for chunk in run():
                answers.put(chunk)
            answers.put(None)
        except Exception as error:  # noqa: BLE001 - It is raised where the answer is waited for.
            answers.put(error)

    deadline = time.monotonic() + TIMEOUT
    Thread(target=work, daemon=True).start()
    try:
        while (left := deadline - time.monotonic()) > 0:
            answer = answers.get(timeout=left)
            if isinstance(answer, Exception):
                raise answer
            if answer is None:
                return
            yield answer
    except (Empty, subprocess.TimeoutExpired):
        pass
    finally:
        with suppress(Empty):  # A thread that waits for room in the queue can end.
            while True:
                answers.get_nowait()
    raise SlowGitError(f"git did not answer within {TIMEOUT:g} s in {folder}")


def _make_command(folder: Path, arguments: tuple[str, ...]) -> list[str]:
    # Windows would also find a program of this name in the current folder.
    program = shutil.which("git")
    if program is None:
        raise GitError("git was not found; install it, and check that it is on the PATH")
    return [program, "-C", os.fspath(folder), *arguments]

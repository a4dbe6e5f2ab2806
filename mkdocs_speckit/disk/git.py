"""Git: the one place that runs it, and where the repository of a folder begins."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Generator


class GitError(Exception):
    """Git has no answer; the message says why."""


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

    Raises GitError if git fails or is not installed.
    """
    command = _make_command(folder, arguments)
    try:
        run = subprocess.run(command, input=given, capture_output=True, check=True)  # noqa: S603
    except subprocess.CalledProcessError as error:
        lines = os.fsdecode(error.stderr).splitlines()
        reason = lines[-1].removeprefix("fatal: ") if lines else f"exit code {error.returncode}"
        raise GitError(f"git cannot read {folder}: {reason}") from None
    except OSError as error:
        raise GitError(f"cannot run git in {folder}: {error.strerror}") from None
    return run.stdout


def stream_git(folder: Path, *arguments: str) -> Generator[bytes, None, None]:
    """Run git in a folder and yield what it prints between zero bytes, while it runs.

    Close the iterator to end git early. It yields less if git fails; raises GitError if git is not
    installed.
    """
    command = _make_command(folder, arguments)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            rest = b""
            while process.stdout and (chunk := process.stdout.read1(1 << 16)):  # type: ignore[attr-defined]
                *fields, rest = (rest + chunk).split(b"\0")
                yield from fields
            yield rest
        finally:
            process.kill()


def _make_command(folder: Path, arguments: tuple[str, ...]) -> list[str]:
    # Windows would also find a program of this name in the current folder.
    program = shutil.which("git")
    if program is None:
        raise GitError("git was not found; install it, and check that it is on the PATH")
    return [program, "-C", os.fspath(folder), *arguments]

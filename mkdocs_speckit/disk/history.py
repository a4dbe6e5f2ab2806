"""When files were last changed, from git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DATE = b"\x01"


def last_changes(folder: Path, files: Iterable[Path]) -> dict[Path, str]:
    """The dates (`2026-11-20`) of the last commits that changed files, each in its committer's day.

    Files that the last commit does not have have none; without git, or outside a repository, no
    file has one. The history of the repository that a folder is in is read once, and only as far
    back as the files need.
    """
    git = ["git", "-C", str(folder)]
    try:
        top = Path(_printed([*git, "rev-parse", "--show-toplevel"]).rstrip("\n")).resolve()
        listed = _printed([*git, "ls-tree", "-r", "-z", "--full-tree", "--name-only", "HEAD"])
        committed = set(listed.split("\0"))
        inside = {path for file in files if (path := file.resolve()).is_relative_to(top)}
        wanted = {path for path in inside if path.relative_to(top).as_posix() in committed}
        return _dates(git, top, wanted)
    except (OSError, subprocess.CalledProcessError):
        return {}


def _printed(command: list[str]) -> str:
    printed = subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603
    return os.fsdecode(printed)


def _dates(git: list[str], top: Path, wanted: set[Path]) -> dict[Path, str]:
    """The newest date of each wanted file; no commit is read after the last that is needed."""
    dates: dict[Path, str] = {}
    if not wanted:
        return dates
    log = [*git, "log", "-z", "--format=%x01%cs", "--name-only", "--no-renames"]
    with subprocess.Popen(log, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            for path, date in _entries(process, top):
                if path in wanted:
                    dates.setdefault(path, date)
                    if len(dates) == len(wanted):
                        break
        finally:
            process.kill()
    return dates


def _entries(process: subprocess.Popen[bytes], top: Path) -> Iterator[tuple[Path, str]]:
    date = ""
    for field in _fields(process):
        if field.startswith(_DATE):
            date = field[len(_DATE) :].decode()
        elif field:
            yield top / os.fsdecode(field), date


def _fields(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """What stands between the zero bytes of a process's output."""
    rest = b""
    if process.stdout is None:
        return
    while chunk := process.stdout.read1(1 << 16):  # type: ignore[attr-defined]
        *fields, rest = (rest + chunk).split(b"\0")
        yield from (field.lstrip(b"\n") for field in fields)
    yield rest.lstrip(b"\n")

"""When files were last changed, from git."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DATE = b"\x01"


def last_changes(folder: Path, files: Iterable[Path]) -> dict[Path, str]:
    """The dates (`2026-11-20`) of the last commits that changed files, each in its committer's day.

    Files that were never committed have none; without git, or outside a repository, no file has
    one. The history of the repository that a folder is in is read once, and only as far back as
    the files need.
    """
    wanted = {path.resolve() for path in files}
    dates: dict[Path, str] = {}
    for path, date in _changes(folder):
        if path in wanted:
            dates.setdefault(path, date)
            if len(dates) == len(wanted):
                break
    return dates


def _changes(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file of every commit with the commit's date, the newest first."""
    git = ["git", "-C", str(folder)]
    try:
        top = subprocess.run(  # noqa: S603
            [*git, "rev-parse", "--show-toplevel"], capture_output=True, check=True
        ).stdout
        log = [*git, "log", "-z", "--format=%x01%cs", "--name-only", "--no-renames"]
        with subprocess.Popen(log, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603
            try:
                yield from _entries(process, Path(top.decode().rstrip("\n")).resolve())
            finally:
                process.kill()
    except (OSError, subprocess.CalledProcessError):
        return


def _entries(process: subprocess.Popen[bytes], top: Path) -> Iterator[tuple[Path, str]]:
    date = ""
    for field in _fields(process):
        if field.startswith(_DATE):
            date = field[len(_DATE) :].decode()
        elif field:
            yield top / field.decode("utf-8", "surrogateescape"), date


def _fields(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """What stands between the zero bytes of a process's output."""
    rest = b""
    if process.stdout is None:
        return
    while chunk := process.stdout.read1(1 << 16):  # type: ignore[attr-defined]
        *fields, rest = (rest + chunk).split(b"\0")
        yield from (field.lstrip(b"\n") for field in fields)
    yield rest.lstrip(b"\n")

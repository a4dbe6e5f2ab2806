"""When files were last changed, from git."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.disk.files import NEVER_ENTERED, decode, is_markdown
from mkdocs_speckit.disk.plan_files import PlanFiles
from mkdocs_speckit.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.model.settings import Settings

_DATE = b"\x01"


def find_last_changes(folder: Path, files: Iterable[Path]) -> dict[Path, str]:
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
            for path, date in _dated_files(process, top):
                if path in wanted:
                    dates.setdefault(path, date)
                    if len(dates) == len(wanted):
                        break
        finally:
            process.kill()
    return dates


def _dated_files(process: subprocess.Popen[bytes], top: Path) -> Iterator[tuple[Path, str]]:
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


_LINK = b"120000"
"""The mode of a symbolic link; `git ls-tree` prints modes first."""


class RevisionError(ValueError):
    """A revision cannot be read; the message says why."""


class _Folder(NamedTuple):
    """A folder as git is asked for it.

    `place` is the folder itself, or the nearest one above it that exists today; `rest` leads from
    there to the folder, `prefix` from the repository's root to the place. Both end with a slash
    unless they are empty.
    """

    place: Path
    rest: bytes
    prefix: bytes


class _Entry(NamedTuple):
    """A file: its path in the folder, and what git knows its content by."""

    path: str
    content: bytes


def read_plans_at(revision: str, folder: Path, settings: Settings) -> PlanFiles:
    """Read the plans under a folder as they were at a revision; paths are relative to the folder.

    Any name of a commit will do: a branch, a tag, `HEAD~3`, a hash. A symbolic link is read where
    it leads to a file of the same revision, and is left out otherwise. Raises RevisionError.
    """
    if not revision or revision.startswith("-"):
        raise RevisionError(f"{revision!r} is no revision: a name does not begin with a dash")
    found = _find(folder)
    commit = _commit(revision, found)
    entries = list(_entries(commit, found))
    if not entries and (found.prefix or found.rest):
        raise RevisionError(f"there is no folder {folder} in {revision}")
    texts = _texts([entry for entry in entries if _is_wanted(entry.path)], found)
    plans = (read(text, path, settings) for path, text in texts.items())
    return PlanFiles(
        frozenset(texts), tuple(plan for plan in plans if plan is not None), tuple(texts)
    )


def _is_wanted(path: str) -> bool:
    """Whether a folder of the disk would give this file, too (`files.markdown_files`)."""
    parts = PurePosixPath(path)
    return is_markdown(parts) and NEVER_ENTERED.isdisjoint(parts.parent.parts)


def _find(folder: Path) -> _Folder:
    whole = Path(os.path.normpath(Path.cwd() / folder))
    place = next(place for place in (whole, *whole.parents) if place.is_dir())
    rest = whole.relative_to(place)
    try:
        prefix = _git(place, "rev-parse", "--show-prefix").removesuffix(b"\n")
    except subprocess.CalledProcessError as error:
        raise RevisionError(f"git finds no repository at {place}: {_said(error)}") from None
    return _Folder(place, os.fsencode(f"{rest.as_posix()}/") if rest.parts else b"", prefix)


def _commit(revision: str, folder: _Folder) -> bytes:
    """The hash of the commit that a name means."""
    asked = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    try:
        return _git(folder.place, "rev-parse", *asked).strip()
    except subprocess.CalledProcessError:
        raise RevisionError(
            f"there is neither a file nor a git revision {revision!r}; "
            "a shallow clone has to fetch it first"
        ) from None


def _entries(commit: bytes, folder: _Folder) -> Iterator[_Entry]:
    """The files of all kinds under a folder, in the order of git."""
    name = commit.decode()
    listed = ["--literal-pathspecs", "ls-tree", "-r", "-z", "--", name]
    if folder.rest:
        listed.append(os.fsdecode(folder.rest))
    for line in _asked(folder, listed).split(b"\0"):
        facts, _, path = line.partition(b"\t")
        if path.startswith(folder.rest) and len(path) > len(folder.rest):
            mode, _, content = facts.split(b" ")
            if mode == _LINK:  # Only a path can be followed.
                content = commit + b":" + folder.prefix + path
            yield _Entry(os.fsdecode(path.removeprefix(folder.rest)), content)


def _texts(entries: Sequence[_Entry], folder: _Folder) -> dict[str, str]:
    """The text of each file that has one, by its path; one process reads them all."""
    entries = [entry for entry in entries if b"\n" not in entry.content]
    asked = b"".join(entry.content + b"\n" for entry in entries)
    answers = _asked(folder, ["cat-file", "--batch", "--follow-symlinks"], asked)
    texts, start = {}, 0
    for entry in entries:
        # `hash blob size`, the content, a line end. A link that leads nowhere, out of the
        # repository or in a circle has another word and no hash (git-cat-file(1)).
        end = answers.index(b"\n", start)
        *facts, last = answers[start:end].split(b" ")
        start = end + 1
        if last == b"missing":
            raise RevisionError(f"git has no content of {entry.path}; it is broken, or not fetched")
        size = int(last)
        if facts[-1] == b"blob":
            texts[entry.path] = decode(answers[start : start + size])
        start += size + 1
    return texts


def _asked(folder: _Folder, arguments: Sequence[str], lines: bytes = b"") -> bytes:
    try:
        return _git(folder.place, *arguments, lines=lines)
    except subprocess.CalledProcessError as error:
        raise RevisionError(f"git cannot read {folder.place}: {_said(error)}") from None


def _git(place: Path, *arguments: str, lines: bytes = b"") -> bytes:
    """What git prints; raises CalledProcessError where it fails, RevisionError without git."""
    program = shutil.which("git")
    if program is None:
        raise RevisionError("there is no git to read a revision with; install it, or name exports")
    command = [program, "-C", os.fspath(place), *arguments]
    return subprocess.run(command, input=lines, capture_output=True, check=True).stdout  # noqa: S603


def _said(error: subprocess.CalledProcessError) -> str:
    """The last line that git printed before it failed."""
    lines = os.fsdecode(error.stderr).splitlines()
    return lines[-1].removeprefix("fatal: ") if lines else f"it exited with {error.returncode}"

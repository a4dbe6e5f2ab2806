"""A repository's past: when files were last changed, and the plans at a revision."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.disk.cache import NO_CACHE, Cache
from mkdocs_speckit.disk.commits import (
    HistoryError,
    read_commit_log,
    read_last_day,
    read_set_day,
    read_texts,
)
from mkdocs_speckit.disk.files import NEVER_ENTERED, is_markdown, make_absolute
from mkdocs_speckit.disk.git import GitError, SlowGitError, run_git, stream_git
from mkdocs_speckit.disk.plan_files import PlanFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mkdocs_speckit.disk.commits import CommitLog
    from mkdocs_speckit.model.plan import Plan

_LOG = (
    # What the user's own configuration could change.
    *("-c", "log.showRoot=true", "-c", "log.showSignature=false", "-c", "diff.relative=false"),
    *("log", "-z", "-O/dev/null", "--format=%cs", "--raw", "--no-renames", "--no-abbrev", "HEAD"),
)
"""The commits, newest first, each with its date and the files that it changed."""

_LINK = b"120000"
"""The mode of a symbolic link; `git ls-tree` prints modes first."""


class History:
    """The past of the repository that a folder is in.

    Git is not asked again once it has been too slow: a preview builds its site after every change.
    What was read is kept for the next run in the `cache`, if there is one.
    """

    def __init__(self, folder: Path, cache: Cache = NO_CACHE) -> None:
        self._folder = folder
        self._cache = cache
        self._is_slow = False
        self._log: tuple[str, CommitLog] | None = None

    def move_to(self, folder: Path, cache: Cache) -> History:
        """The same history, or that of another folder."""
        if folder != self._folder:
            return History(folder, cache)
        self._cache = cache
        return self

    def find_last_changes(self, files: Iterable[Path]) -> dict[Path, str]:
        """Find the dates (`2026-11-20`) of the last commits that changed files.

        The dates are those of the committers' time zones. A file that is not in the last commit has
        no date, nor has one whose date is not in the years 1 to 9999. Without git, or outside a
        repository, no file has one. The history is read once, and only as far back as needed.
        Raises SlowGitError, but only the first time that git does not answer.
        """
        if self._is_slow:
            return {}
        try:
            with self._notice_slowness():
                return _find_last_changes(self._folder, files)
        except SlowGitError:
            raise
        except (GitError, OSError, ValueError):  # What is no path raises ValueError.
            return {}

    def find_now(self) -> int | None:
        """The day of the last commit (`date.toordinal`), or what `SOURCE_DATE_EPOCH` says.

        None without git, or outside a repository. Raises SlowGitError, but only the first time.
        """
        if self._is_slow:
            return read_set_day()
        try:
            with self._notice_slowness():
                return read_last_day(self._folder)
        except SlowGitError:
            raise
        except (GitError, OSError, ValueError):
            return read_set_day()

    def read_log(self) -> CommitLog:
        """Read the commits that changed Markdown files, once for each last commit.

        Raises GitError without git or without a commit, HistoryError if the history is not whole,
        and SlowGitError, but only the first time.
        """
        if self._is_slow:
            raise GitError("git did not answer")
        with self._notice_slowness():
            head = run_git(self._folder, "rev-parse", "HEAD").strip().decode("ascii")
        if self._log is None or self._log[0] != head:
            with self._notice_slowness(), _raise_history_errors():
                self._log = head, read_commit_log(self._folder, head, self._cache)
        return self._log[1]

    def read_texts(self, blobs: Sequence[bytes]) -> dict[bytes, str]:
        """Read texts by git's names for them; raises HistoryError and SlowGitError."""
        with self._notice_slowness(), _raise_history_errors():
            return read_texts(self._folder, {blob: blob for blob in blobs})

    @contextmanager
    def _notice_slowness(self) -> Iterator[None]:
        try:
            yield
        except SlowGitError:
            self._is_slow = True
            raise


@contextmanager
def _raise_history_errors() -> Iterator[None]:
    """Turn errors of git and of what it prints into HistoryError."""
    try:
        yield
    except SlowGitError:
        raise
    except (GitError, OSError) as error:
        raise HistoryError(str(error)) from None
    except ValueError:
        raise HistoryError("git printed something unknown") from None


def _find_last_changes(folder: Path, files: Iterable[Path]) -> dict[Path, str]:
    top = Path(os.fsdecode(run_git(folder, "rev-parse", "--show-toplevel")[:-1])).resolve()
    listed = run_git(folder, "ls-tree", "-r", "-z", "--full-tree", "--name-only", "HEAD")
    committed = set(listed.split(b"\0"))
    wanted: dict[bytes, Path] = {}
    for file in files:
        path = file.resolve()
        if path.is_relative_to(top):
            name = os.fsencode(path.relative_to(top).as_posix())
            if name in committed:
                wanted[name] = path

    dates: dict[Path, str] = {}
    if not wanted:
        return dates
    # Newest first: the first commit of a file counts. Each commit is its date, then for each file
    # the facts, which begin with a colon, and the name: a name may be anything but empty.
    seen: set[bytes] = set()
    changed, is_name = "", False
    with closing(stream_git(folder, *_LOG)) as fields:
        for field in fields:
            if is_name:
                is_name = False
                if field in wanted and field not in seen:
                    seen.add(field)
                    if changed:
                        dates[wanted[field]] = changed
                    if len(seen) == len(wanted):
                        break
            elif (facts := field.lstrip(b"\n")).startswith(b":"):
                is_name = True
            else:
                changed = _read_date(facts)
    return dates


def _read_date(written: bytes) -> str:
    """Read a date as git writes it; empty if it is not one, such as one in the year 3170843."""
    with suppress(ValueError):
        found = date.fromisoformat(written.decode("ascii"))
        if found.isoformat().encode() == written:
            return found.isoformat()
    return ""


def read_plans_at(
    revision: str, folder: Path, read: Callable[[str, str], Plan | None]
) -> PlanFiles:
    """Read the plans under a folder as they were at a revision; paths are relative to the folder.

    `revision` is any name of a commit: a branch, a tag, `HEAD~3`, a hash. `read` gets a text and
    its path. A symbolic link is followed to a file of the same revision; any other link is left
    out. Raises GitError.
    """
    if not revision or revision.startswith("-"):
        raise GitError(f"{revision!r} is not a revision; pass a branch, a tag or a commit")

    # Git runs in the folder, or in the nearest one above that still exists; `rest` leads from there
    # to the folder.
    whole = Path(make_absolute(folder))
    place = next(place for place in (whole, *whole.parents) if place.is_dir())
    below = whole.relative_to(place)
    rest = os.fsencode(f"{below.as_posix()}/") if below.parts else b""
    try:
        texts = _read_texts(revision, place, rest)
    except ValueError:
        raise GitError(f"git printed something unknown in {place}") from None
    if texts is None:
        raise GitError(f"there is no folder {folder} in {revision}")
    plans = (read(text, path) for path, text in texts.items())
    return PlanFiles(tuple(plan for plan in plans if plan is not None), tuple(texts))


def _read_texts(revision: str, place: Path, rest: bytes) -> dict[str, str] | None:
    """Read the texts of Markdown files at a revision, by their paths; None if they had no folder.

    The folder is at `rest` below `place`. Raises GitError, and ValueError if git says what it never
    says.
    """
    prefix = run_git(place, "rev-parse", "--show-prefix").removesuffix(b"\n")
    asked = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    try:
        commit = run_git(place, "rev-parse", *asked).strip()
    except SlowGitError:
        raise
    except GitError:
        raise GitError(
            f"{revision!r} is neither a file nor a git revision; in a shallow clone, fetch it first"
        ) from None

    # Each line is `mode type hash<tab>path`. A link is named by its path, so that git follows it.
    tree = ("--literal-pathspecs", "ls-tree", "-r", "-z", "--", commit.decode("ascii"))
    listed = run_git(place, *tree, *([os.fsdecode(rest)] if rest else []))
    is_there = not (prefix or rest)
    objects = {}
    for line in listed.split(b"\0"):
        facts, _, path = line.partition(b"\t")
        if not path.startswith(rest) or len(path) == len(rest):
            continue
        is_there = True
        shown = os.fsdecode(path.removeprefix(rest))
        parts = PurePosixPath(shown)
        # The files that `files.find_markdown` finds in a folder.
        if is_markdown(parts) and NEVER_ENTERED.isdisjoint(parts.parent.parts):
            mode, _, content = facts.split(b" ")
            objects[shown] = commit + b":" + prefix + path if mode == _LINK else content
    return _read_objects(place, objects) if is_there else None


def _read_objects(folder: Path, objects: Mapping[str, bytes]) -> dict[str, str]:
    """Read the texts of files by their paths, in one run; `objects` are git's names for them."""
    # A name is a line of the input.
    objects = {path: name for path, name in objects.items() if b"\n" not in name}
    return read_texts(folder, objects, "--follow-symlinks")

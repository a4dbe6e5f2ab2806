"""The commits of a repository that changed its Markdown files, and the texts that these had.

The history is that of the branch (`git log --first-parent`): what a merge brought in changed on the
day of the merge, as it did for whoever reads the branch.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, AnyStr, NamedTuple

from msgspec import Struct

from mkdocs_speckit.disk.files import MARKDOWN_SUFFIXES, decode
from mkdocs_speckit.disk.git import GitError, run_git

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mkdocs_speckit.disk.cache import Cache

_CONFIGURED = tuple(
    part
    # What the user's own configuration could change.
    for setting in (
        "log.showRoot=true", "log.showSignature=false", "log.diffMerges=separate",
        "log.follow=false", "diff.relative=false",
    )
    for part in ("-c", setting)
)  # fmt: skip

_LOG = (
    *_CONFIGURED,
    *("log", "-z", "-O/dev/null", "--first-parent", "-m", "--format=%cs"),
    *("--raw", "-M", "-l1000", "--no-abbrev"),
)
"""The commits, newest first, each with its day and the files that it changed or renamed."""

_MARKDOWN = tuple(f":(top,icase)*{suffix}" for suffix in sorted(MARKDOWN_SUFFIXES))

_LAST = (*_CONFIGURED, "log", "--first-parent", "--format=%cs", "-50")
"""The days of the last commits: most of them come from clocks that are right."""

_FILES = (b"100644", b"100755")
"""The modes of files; others are links, other repositories, and what is not there."""

_TWO_NAMES = (b"R", b"C")
"""How git begins the letters of a change that has two names, the old and the new one."""

FIRST_DAY = date(2005, 4, 7).toordinal()
"""The first commit of git itself; earlier dates come from clocks that were not set."""

LAST_DAY = date(2099, 12, 31).toordinal()
"""Later dates come from clocks that were not set, either."""


class HistoryError(Exception):
    """The history is not whole; the message says why, and what to do."""


class FileChange(NamedTuple):
    """A file before and after a commit: its names, and git's name for its new content.

    A name is empty where there was no file. What is removed has no content, nor has a link.
    """

    before: bytes
    after: bytes
    blob: bytes


class Commit(NamedTuple):
    """A commit that changed Markdown files; its day is a `date.toordinal`."""

    day: int
    changes: tuple[FileChange, ...]


class KnownCommits(Struct, frozen=True, array_like=True):
    """The commits up to a certain one, `head`, newest first, and the day of that one."""

    head: str
    last_day: int
    commits: tuple[Commit, ...]

    @property
    def days(self) -> Iterator[int]:
        """The days of all commits."""
        return chain([self.last_day], (commit.day for commit in self.commits))


class CommitLog(Struct, frozen=True):
    """The commits of a repository, newest first, and the day of its last one.

    `top` is its folder; the names of files are relative to that.
    """

    top: Path
    commits: tuple[Commit, ...]
    now: int

    def name_file(self, path: Path) -> bytes:
        """Git's name for a file; empty if it is not in the repository."""
        whole = path.resolve()
        if not whole.is_relative_to(self.top):
            return b""
        return os.fsencode(whole.relative_to(self.top).as_posix())


def read_commit_log(folder: Path, head: str, cache: Cache) -> CommitLog:
    """Read the commits of the repository that a folder is in; `head` is the last one.

    A `cache` that knows them saves the reading, which takes seconds where there are many. “Now” is
    the day of the last commit, unless the variable `SOURCE_DATE_EPOCH` says a later one. Raises
    HistoryError, GitError, SlowGitError, OSError, and ValueError if git says what it never says.
    """
    top = Path(os.fsdecode(run_git(folder, "rev-parse", "--show-toplevel")[:-1])).resolve()
    if run_git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise HistoryError("the clone is shallow; fetch its whole history, such as fetch-depth: 0")
    key = cache.make_key("commits")
    known = cache.get(key, KnownCommits)
    is_known = known is not None and known.head == head
    if known is None or not (is_known and all(FIRST_DAY <= d <= LAST_DAY for d in known.days)):
        known = _read_commits(folder, head)
        cache.put(key, known)
    return CommitLog(top, known.commits, max(read_set_day() or 0, known.last_day))


def _read_commits(folder: Path, head: str) -> KnownCommits:
    read = list(parse_log(run_git(folder, *_LOG, head, "--", *_MARKDOWN).split(b"\0")))
    last_day = _find_last_day(folder, head)
    days = _correct_days([last_day, *(_read_day(written) for written, _ in read)])
    pairs = zip(days[1:], read, strict=True)
    commits = tuple(Commit(day, changes) for day, (_, changes) in pairs)
    return KnownCommits(head, max(last_day, *days), commits)


def read_last_day(folder: Path) -> int:
    """The day of the last commit, unless `SOURCE_DATE_EPOCH` says a later one.

    Raises GitError, SlowGitError and OSError.
    """
    return max(read_set_day() or 0, _find_last_day(folder, "HEAD"))


def _find_last_day(folder: Path, head: str) -> int:
    """The day of a commit; that of an older one where the clock was not set."""
    return _correct_days([_read_day(day) for day in run_git(folder, *_LAST, head).split()])[0]


def parse_log(fields: Iterable[bytes]) -> Iterator[tuple[bytes, tuple[FileChange, ...]]]:
    """Read each commit that changed a file: its first line in the log, and what it changed."""
    day, changes = b"", list[FileChange]()
    fields = iter(fields)
    for field in fields:
        facts = field.lstrip(b"\n")
        if facts.startswith(b":"):
            # `:mode mode hash hash letters`, then one name or two.
            _, mode, _, blob, letters = facts.split(b" ")
            names = list(islice(fields, 2 if letters.startswith(_TWO_NAMES) else 1))
            before = b"" if letters.startswith((b"A", b"C")) else names[0]
            after = b"" if letters.startswith(b"D") else names[-1]
            changes.append(FileChange(before, after, blob if mode in _FILES else b""))
        elif facts:
            if changes:
                yield day, tuple(changes)
            day, changes = facts, []
    if changes:
        yield day, tuple(changes)


def _read_day(written: bytes) -> int | None:
    """The day that git writes; None if no clock that was set can have said so."""
    try:
        day = date.fromisoformat(written.decode("ascii")).toordinal()
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _correct_days(days: Sequence[int | None]) -> list[int]:
    """Give each commit a day that is not before that of an older one; the newest is first.

    Most clocks are right: the longest series of days that are in order counts, and any other commit
    has the day of the commit before it in the history. For example, of 5 January, 1 January 2031
    and 9 January, the second becomes 5 January. Raises GitError if no commit has a day.
    """
    # The longest series that does not fall, from the oldest on (patience sorting).
    ends: list[int] = []  # The smallest days at which series of each length end.
    last: list[int] = []  # The commits with these days.
    before: dict[int, int] = {}
    for index in range(len(days) - 1, -1, -1):
        day = days[index]
        if day is None:
            continue
        length = bisect_right(ends, day)
        if length:
            before[index] = last[length - 1]
        ends[length : length + 1] = [day]
        last[length : length + 1] = [index]
    if not last:
        raise GitError("no commit has a date")
    kept = {last[-1]}
    oldest = last[-1]
    while oldest in before:
        oldest = before[oldest]
        kept.add(oldest)
    corrected: list[int] = []
    day_before = days[oldest] or 0
    for index in range(len(days) - 1, -1, -1):
        if index in kept:
            day_before = days[index] or 0
        corrected.append(day_before)
    return corrected[::-1]


def read_set_day() -> int | None:
    """The day that `SOURCE_DATE_EPOCH` sets (reproducible-builds.org), in UTC; else None."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not (seconds.isascii() and seconds.isdigit()):
        return None
    day = date(1970, 1, 1).toordinal() + int(seconds) // 86_400
    return day if day <= LAST_DAY else None


def read_texts(folder: Path, objects: Mapping[AnyStr, bytes], *options: str) -> dict[AnyStr, str]:
    """Read texts by git's names for them, in one run; what is not a file is left out.

    The keys of `objects` name the texts to people. `options` are those of `git cat-file`. Raises
    GitError.
    """
    given = b"".join(name + b"\n" for name in objects.values())
    answers = run_git(folder, "cat-file", "--batch", *options, given=given)
    texts, start = {}, 0
    for key in objects:
        # `hash blob size`, a line end, the content, a line end. A link that leads nowhere, out of
        # the repository or in a circle has another word instead of the hash (git-cat-file(1)).
        end = answers.index(b"\n", start)
        *facts, last = answers[start:end].split(b" ")
        if last == b"missing":
            raise GitError(
                f"git has no content of {os.fsdecode(key)}; the repository is broken or "
                "incomplete: fetch its whole history"
            )
        start, size = end + 1, int(last)
        if facts[-1] == b"blob":
            texts[key] = decode(answers[start : start + size])
        start += size + 1
    return texts

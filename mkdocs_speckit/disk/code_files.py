"""Which files a repository has, and which it ever had, for ticked tasks that say they made one.

An example: a task says that it made `shop/prices.py`. The repository has `src/shop/prices.py`, so
the file is there: plans name files from any folder on. Had it only been there in an old commit, and
moved since, it would not be missing either.
"""

from __future__ import annotations

import os
from collections import defaultdict
from math import inf
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.disk.commits import parse_log
from mkdocs_speckit.disk.files import make_relative
from mkdocs_speckit.disk.git import GitError, SlowGitError, run_git

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_LOG = (
    *("-c", "log.showRoot=true", "-c", "log.showSignature=false", "-c", "diff.relative=false"),
    *("log", "-z", "-O/dev/null", "--format=%H", "--raw", "-M", "--abbrev=4", "HEAD"),
)
"""The commits, newest first, each with the files that it changed, and what it renamed."""


class _Past(Struct, frozen=True):
    """The newest and the oldest commit that changed a file, by its name.

    Commits are numbered from the newest, 0, on. The oldest is also that of names that the file had
    before.
    """

    newest: Mapping[bytes, int]
    oldest: Mapping[bytes, int]


class CodeFiles:
    """The files of a folder with code, now and in the history of its repository.

    The history is read once for each commit that is checked out. Git is not asked again once it has
    been too slow.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: tuple[bytes, _Past] | None = None
        self._is_slow = False

    def find_missing(self, named: Mapping[Path, Iterable[str]]) -> dict[Path, frozenset[str]]:
        """Find the files that documents name, and that have not been there since these exist.

        `named` are paths of files by the absolute paths of the documents that name them. A file is
        there if it is in the folder now, or if a commit had it that is as new as the document's
        first; git's own rules say which files no commit would have. Without git, outside of a
        repository, or where the history is cut off, nothing is missing.
        """
        if self._is_slow or not any(named.values()):
            return {}
        try:
            return self._compare({document.resolve(): document for document in named}, named)
        except SlowGitError:
            self._is_slow = True
        except (GitError, OSError, ValueError):  # A name with a zero byte raises ValueError.
            pass
        return {}

    def _compare(
        self, resolved: Mapping[Path, Path], named: Mapping[Path, Iterable[str]]
    ) -> dict[Path, frozenset[str]]:
        top = Path(os.fsdecode(run_git(self._folder, "rev-parse", "--show-toplevel")[:-1]))
        if run_git(self._folder, "rev-parse", "--is-shallow-repository").strip() == b"true":
            return {}
        past = self._read_past()
        present, known = _Endings(self._list_present()), _Endings(past.newest)

        def is_missing(name: str, first: float) -> bool:
            # Path.exists() raises where a name is too long.
            is_there = os.path.exists(self._folder / name)  # noqa: PTH110
            since = (past.newest[path] <= first for path in known.find(name))
            return not (is_there or any(present.find(name)) or any(since))

        found: dict[Path, frozenset[str]] = {}
        for path, document in resolved.items():
            # Whoever has not committed a document yet may mean any file that there was.
            first = past.oldest.get(os.fsencode(make_relative(path, top)), inf)
            made = filter(_may_be_made, named[document])
            found[document] = frozenset(name for name in made if is_missing(name, first))
        ignored = self._find_ignored({name for missing in found.values() for name in missing})
        return {document: missing - ignored for document, missing in found.items()}

    def _read_past(self) -> _Past:
        head = run_git(self._folder, "rev-parse", "HEAD").strip()
        if self._known is None or self._known[0] != head:
            self._known = head, _read_past(self._folder)
        return self._known[1]

    def _list_present(self) -> Iterable[bytes]:
        """The files that git knows or would add, from the top of the repository on."""
        listed = ("ls-files", "-z", "--full-name", "--cached", "--others", "--exclude-standard")
        return run_git(self._folder, *listed, ":/").split(b"\0")

    def _find_ignored(self, names: Iterable[str]) -> frozenset[str]:
        """Those of some paths in the folder that git ignores: what is generated or fetched."""
        asked = b"".join(os.fsencode(name) + b"\0" for name in sorted(names))
        if not asked:
            return frozenset()
        try:
            said = run_git(self._folder, "check-ignore", "-z", "--stdin", "--no-index", given=asked)
        except SlowGitError:
            raise
        except GitError:  # Its exit code says that none is ignored.
            return frozenset()
        return frozenset(os.fsdecode(name) for name in said.split(b"\0"))


def _may_be_made(name: str) -> bool:
    """True for a path that can only mean a file in the folder."""
    return not name.startswith(("/", "~", "..")) and "…" not in name and "..." not in name


def _read_past(folder: Path) -> _Past:
    newest: dict[bytes, int] = {}
    oldest: dict[bytes, int] = {}
    now: dict[bytes, bytes] = {}
    # All of the log or nothing: after half of it, files would be missing that were there.
    for number, (_, changes) in enumerate(parse_log(run_git(folder, *_LOG).split(b"\0"))):
        for before, after, _ in changes:
            for name in filter(None, dict.fromkeys([before, after])):
                newest.setdefault(name, number)
                # What was renamed later is as old as all its names.
                oldest[now.get(name, name)] = number
            if before and after and before != after:
                now[before] = now.get(after, after)
                oldest[now[before]] = number
    return _Past(newest, oldest)


class _Endings:
    """Paths by how they end; the case of letters does not matter."""

    def __init__(self, paths: Iterable[bytes]) -> None:
        self._paths: defaultdict[bytes, list[bytes]] = defaultdict(list)
        for path in paths:
            self._paths[path.rpartition(b"/")[2].lower()].append(path)

    def find(self, name: str) -> Iterator[bytes]:
        """The paths that are one, or end with it."""
        ending = b"/" + os.fsencode(PurePosixPath(name).as_posix()).lower()
        for path in self._paths.get(ending.rpartition(b"/")[2], ()):
            if (b"/" + path.lower()).endswith(ending):
                yield path

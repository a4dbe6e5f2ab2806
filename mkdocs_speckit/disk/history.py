"""A repository's past: when files were last changed, and the plans at a revision."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.disk.files import NEVER_ENTERED, decode, is_markdown, make_absolute
from mkdocs_speckit.disk.git import GitError, run_git, stream_git
from mkdocs_speckit.disk.plan_files import PlanFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mkdocs_speckit.model.plan import Plan

_DATE = b"\x01"
"""What the line with a commit's date begins with; no path does."""

_LINK = b"120000"
"""The mode of a symbolic link; `git ls-tree` prints modes first."""


def find_last_changes(folder: Path, files: Iterable[Path]) -> dict[Path, str]:
    """Find the dates (`2026-11-20`) of the last commits that changed files, in committers' time.

    A file that is not in the last commit has no date. Without git, or outside a repository, no file
    has one. The history of the folder's repository is read once, and only as far back as needed.
    """
    dates: dict[Path, str] = {}
    try:
        shown = run_git(folder, "rev-parse", "--show-toplevel")
        top = Path(os.fsdecode(shown).rstrip("\n")).resolve()
        listed = run_git(folder, "ls-tree", "-r", "-z", "--full-tree", "--name-only", "HEAD")
        committed = set(os.fsdecode(listed).split("\0"))
        inside = {path for file in files if (path := file.resolve()).is_relative_to(top)}
        wanted = {path for path in inside if path.relative_to(top).as_posix() in committed}
        if not wanted:
            return dates
        # Newest first: the first date of a file counts.
        date = ""
        log = ("log", "-z", "--format=%x01%cs", "--name-only", "--no-renames")
        with closing(stream_git(folder, *log)) as lines:
            for line in lines:
                field = line.lstrip(b"\n")
                if field.startswith(_DATE):
                    date = field.removeprefix(_DATE).decode()
                elif (path := top / os.fsdecode(field)) in wanted:
                    dates.setdefault(path, date)
                    if len(dates) == len(wanted):
                        break
    except (GitError, OSError):
        return {}
    return dates


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

    # Git runs in the folder, or in the nearest one above that still exists. From there `rest` leads
    # to the folder, and `prefix` from the repository's root to there.
    whole = Path(make_absolute(folder))
    place = next(place for place in (whole, *whole.parents) if place.is_dir())
    below = whole.relative_to(place)
    rest = os.fsencode(f"{below.as_posix()}/") if below.parts else b""
    prefix = run_git(place, "rev-parse", "--show-prefix").removesuffix(b"\n")

    asked = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    try:
        commit = run_git(place, "rev-parse", *asked).strip()
    except GitError:
        raise GitError(
            f"{revision!r} is neither a file nor a git revision; in a shallow clone, fetch it first"
        ) from None

    # Each line is `mode type hash<tab>path`. A link is named by its path, so that git follows it.
    tree = ("--literal-pathspecs", "ls-tree", "-r", "-z", "--", commit.decode())
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
    if not is_there:
        raise GitError(f"there is no folder {folder} in {revision}")

    texts = _read_objects(place, objects)
    plans = (read(text, path) for path, text in texts.items())
    return PlanFiles(tuple(plan for plan in plans if plan is not None), tuple(texts))


def _read_objects(folder: Path, objects: Mapping[str, bytes]) -> dict[str, str]:
    """Read the texts of files by their paths, in one run; `objects` are git's names for them."""
    # A name is a line of the input.
    objects = {path: name for path, name in objects.items() if b"\n" not in name}
    lines = b"".join(name + b"\n" for name in objects.values())
    answers = run_git(folder, "cat-file", "--batch", "--follow-symlinks", given=lines)
    texts, start = {}, 0
    for path in objects:
        # `hash blob size`, a line end, the content, a line end. A link that leads nowhere, out of
        # the repository or in a circle has another word instead of the hash (git-cat-file(1)).
        end = answers.index(b"\n", start)
        *facts, last = answers[start:end].split(b" ")
        if last == b"missing":
            raise GitError(f"git has no content of {path}; the repository is broken or incomplete")
        start, size = end + 1, int(last)
        if facts[-1] == b"blob":
            texts[path] = decode(answers[start : start + size])
        start += size + 1
    return texts

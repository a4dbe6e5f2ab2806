"""Which documents can be audited apart, so that not all have to be in memory.

Rules compare a document with those of its feature, with the feature that this one is a part of and
with its parts, and in a project of OpenSpec with all of the project. For example, of these

    a/plan.md   a/tasks.md   a/001-core/plan.md   a/notes/plan.md   b/plan.md

the first three are one unit, and the others one each. A unit may have more than is compared.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from mkdocs_speckit.features import find_folder, list_owners
from mkdocs_speckit.model.formats import CHANGES, CHECKLISTS
from mkdocs_speckit.model.levels import NUMBERED_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.model.plan import Plan

Parts = tuple[str, ...]


class Unit(NamedTuple):
    """Plans that are audited together, and the paths of the Markdown files that are theirs."""

    plans: list[Plan]
    files: list[str]


class _Open(Struct):
    """A unit of which not all may be read yet: the plans of a folder.

    One that `is_whole` has all plans below the folder, too.
    """

    folder: Parts
    plans: list[Plan]
    is_whole: bool = False

    def add(self, other: _Open) -> None:
        """Take in a unit that lies below this one, or around it."""
        self.plans += other.plans
        if not self.is_whole or len(other.folder) < len(self.folder):
            self.folder, self.is_whole = other.folder, other.is_whole


def order_paths(paths: Iterable[str]) -> list[str]:
    """Sort paths as `split_units` needs them: the files of a folder come before its folders."""

    def find_place(path: str) -> tuple[list[str], str]:
        folder, _, name = path.rpartition("/")
        return folder.split("/"), name

    return sorted(paths, key=find_place)


def split_units(read: Iterable[tuple[str, Plan | None]], paths: Sequence[str]) -> Iterator[Unit]:
    """Split documents into units, each as soon as all of it is read.

    `read` are paths in the order of `order_paths`, each with its plan or None; `paths` are all that
    may come.
    """
    projects = _find_projects(paths)
    files: defaultdict[str, list[str]] = defaultdict(list)
    opened: list[_Open] = []  # Each lies in the folder of the one before.

    def close() -> Iterator[Unit]:
        last = opened.pop()
        above = opened[-1] if opened else None
        is_part = above is not None and above.folder == _find_folder(last.folder[:-1])
        if above and is_part and NUMBERED_FOLDER.fullmatch(last.folder[-1]):
            above.plans.extend(last.plans)
            return
        folders = dict.fromkeys(plan.folder for plan in last.plans)
        yield Unit(last.plans, [path for folder in folders for path in files.pop(folder, ())])

    for path, plan in read:
        for owner in list_owners(path):
            files[owner].append(path)
        own = PurePosixPath(path).parts[:-1]
        while opened and opened[-1].folder != own[: len(opened[-1].folder)]:
            yield from close()
        if plan is None:
            continue
        unit = _find_unit(plan, own, projects)
        while opened and (opened[-1].is_whole or len(opened[-1].folder) >= len(unit.folder)):
            before = opened.pop()
            before.add(unit)
            unit = before
        opened.append(unit)
    while opened:
        yield from close()


def join_units(units: Iterable[Unit]) -> Unit:
    """Make one unit of several."""
    whole = Unit([], [])
    for unit in units:
        whole.plans.extend(unit.plans)
        whole.files.extend(unit.files)
    return whole


def _find_projects(paths: Iterable[str]) -> frozenset[Parts]:
    """The folders that may be projects of OpenSpec: they have a folder `changes`."""
    found = set()
    for folder in {find_folder(path) for path in paths}:
        parts = PurePosixPath(folder).parts
        if CHANGES in parts:
            found.add(parts[: parts.index(CHANGES)])
    return frozenset(found)


def _find_folder(own: Parts) -> Parts:
    """The folder of the feature that a document in this folder may belong to."""
    return own[:-1] if own and own[-1] == CHECKLISTS else own


def _find_unit(plan: Plan, own: Parts, projects: frozenset[Parts]) -> _Open:
    """The unit of a document in the folder `own`: all its project, or all of its feature."""
    folder = _find_folder(own)
    lengths = [n for n in range(len(own) + 1) if own[:n] in projects]
    is_whole = bool(lengths)
    # A copy of a change of OpenSpec may have documents in folders of its own.
    reading: Plan | None = plan
    while reading is not None:
        lengths.append(len(PurePosixPath(reading.folder).parts))
        reading = reading.otherwise
    length = min(lengths)
    is_whole |= length < len(folder)
    return _Open(own[: min(length, len(folder))], [plan], is_whole)

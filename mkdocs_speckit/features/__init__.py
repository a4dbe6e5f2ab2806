"""A feature: the documents of one folder, and the folders of features above and below it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.levels import FILE_OF_KIND, NUMBERED_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs_speckit.model.plan import Plan

_RANK = {kind: rank for rank, kind in enumerate(FILE_OF_KIND)}


class Feature(Struct, frozen=True, dict=True):
    """The plans of one folder, in the order of their paths.

    `files` are the names of all Markdown files in the folder, plans or not; `parts` the names of
    the numbered folders in it that hold plans of their own; `parent` is the feature that this one
    is a part of.
    """

    folder: str
    plans: tuple[Plan, ...]
    files: frozenset[str] = frozenset()
    parts: tuple[str, ...] = ()
    parent: Feature | None = None

    @property
    def name(self) -> str:
        """The folder's own name; empty where it is the top."""
        return PurePosixPath(self.folder).name

    @cached_property
    def is_one(self) -> bool:
        """Whether the documents can be those of one feature: no two plans, no two specs."""
        kinds = [plan.kind for plan in self.plans if plan.kind in FILE_OF_KIND]
        return len(kinds) == len(set(kinds))

    @cached_property
    def has_usual_names(self) -> bool:
        """Whether the folder is laid out as one feature: a document of its kind's usual name."""
        files = (FILE_OF_KIND.get(plan.kind, "") for plan in self.plans)
        return self.is_one and any(file in self.files for file in files)

    @cached_property
    def leading(self) -> Plan:
        """The document that speaks for the feature: its plan, or else its spec, and so on."""
        return min(self.plans, key=_rank)


def group_features(plans: Iterable[Plan], files: Iterable[str] = ()) -> dict[str, Feature]:
    """The features by their folders' paths; `files` are the paths of all Markdown files."""
    plans_of: defaultdict[str, list[Plan]] = defaultdict(list)
    for plan in plans:
        plans_of[_folder(plan.path)].append(plan)
    files_of: defaultdict[str, set[str]] = defaultdict(set)
    for path in (*files, *(plan.path for group in plans_of.values() for plan in group)):
        files_of[_folder(path)].add(PurePosixPath(path).name)
    parts_of: defaultdict[str, list[str]] = defaultdict(list)
    for folder in sorted(plans_of):
        name = PurePosixPath(folder).name
        if NUMBERED_FOLDER.fullmatch(name) and _folder(folder) in plans_of:
            parts_of[_folder(folder)].append(name)
    found: dict[str, Feature] = {}
    for folder in sorted(plans_of):  # A parent comes before its parts.
        name, above = PurePosixPath(folder).name, _folder(folder)
        found[folder] = Feature(
            folder,
            tuple(sorted(plans_of[folder], key=lambda plan: plan.path)),
            frozenset(files_of[folder]),
            tuple(parts_of[folder]),
            found[above] if name in parts_of.get(above, ()) else None,
        )
    return found


def _rank(plan: Plan) -> tuple[bool, bool, int]:
    has_unknown_level = plan.level is not None and plan.known_level is None
    return has_unknown_level, plan.kind != "plan", _RANK.get(plan.kind, len(_RANK))


def _folder(path: str) -> str:
    return str(PurePosixPath(path).parent)

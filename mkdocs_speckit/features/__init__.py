"""A feature: the documents of one folder, and the folders of features above and below it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.formats import CHANGES, CHECKLISTS, OPENSPEC, SPEC_KIT, SPECS
from mkdocs_speckit.model.levels import FILE_OF_KIND, NUMBERED_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mkdocs_speckit.model.plan import Plan

KINDS = ("proposal", "design", *FILE_OF_KIND)
"""The kinds of documents of all formats, in the order in which they are written."""

_RANK = {kind: rank for rank, kind in enumerate(KINDS)}

SEVERAL = frozenset([(SPEC_KIT, "checklist"), (OPENSPEC, "spec")])
"""The formats and kinds of which a feature may have several documents."""

CONTRACTS = "contracts"
"""The folder of a Spec Kit feature that has its contracts."""


class Feature(Struct, frozen=True, dict=True):
    """The plans of one folder, in the order of their paths.

    `files` are the names of all Markdown files in the folder, plans or not. `parts` are the
    numbered folders in it that contain plans, by name, with these plans. `parent` is the feature
    that this one is a part of. `required` are the names of the files that the project requires, by
    level. `paths` are those of all its Markdown files, also in the folders that GitHub Spec Kit
    makes in it. `main_specs` are the specifications of the project of OpenSpec that it is in, by
    capability. `missing_files` are the paths that ticked tasks say they made, and that no commit
    has had, by the path of the document.
    """

    folder: str
    plans: tuple[Plan, ...]
    files: frozenset[str] = frozenset()
    parts: Mapping[str, Sequence[Plan]] = {}
    parent: Feature | None = None
    required: Mapping[str, Sequence[str]] = {}
    paths: tuple[str, ...] = ()
    main_specs: Mapping[str, Plan] = {}
    missing_files: Mapping[str, frozenset[str]] = {}

    @property
    def name(self) -> str:
        """The folder's own name; empty for the top folder."""
        return PurePosixPath(self.folder).name

    @cached_property
    def is_one(self) -> bool:
        """True if the documents can belong to one feature: no two plans, no two specs.

        Only a feature of Spec Kit has several checklists, and a change of OpenSpec several specs.
        """
        marked = [(plan.format, plan.kind) for plan in self.plans if not plan.is_sibling]
        kinds = [
            kind
            for format_name, kind in marked
            if kind in FILE_OF_KIND and (format_name, kind) not in SEVERAL
        ]
        return len(kinds) == len(set(kinds))

    @cached_property
    def has_usual_names(self) -> bool:
        """True if it can be one feature, and a document has the usual name of its kind."""
        files = (FILE_OF_KIND.get(plan.kind, "") for plan in self.plans)
        return self.is_one and any(file in self.files for file in files)

    def find_only(self, kind: str, format_name: str) -> Plan | None:
        """The document of a kind and a format; None if there is none, or if there are several."""
        found = [plan for plan in self.plans if (plan.kind, plan.format) == (kind, format_name)]
        return found[0] if len(found) == 1 else None

    @cached_property
    def leading(self) -> Plan:
        """The document whose title and figures the feature has: its plan, else its spec.

        One with an unknown level is only taken if there is no other, and never one without marker.
        A feature of Spec Kit has no figures in its plan, and begins with its spec. A change of
        OpenSpec begins with its proposal.
        """

        def rank(plan: Plan) -> tuple[bool, bool, bool, int]:
            is_spec_kit = plan.format == SPEC_KIT
            is_unknown = plan.level is not None and plan.known_level is None
            return (
                plan.is_sibling and not is_spec_kit,
                is_unknown,
                plan.kind != "plan" or is_spec_kit,
                _RANK.get(plan.kind, len(_RANK)),
            )

        return min(self.plans, key=rank)


def group_features(
    plans: Iterable[Plan],
    files: Iterable[str] = (),
    required: Mapping[str, Sequence[str]] | None = None,
    missing_files: Mapping[str, frozenset[str]] | None = None,
) -> dict[str, Feature]:
    """Group plans into features, by the paths of their folders.

    `files` are the paths of all Markdown files, `required` the files that a level requires,
    `missing_files` those of `Feature`.
    """
    plans_of: defaultdict[str, list[Plan]] = defaultdict(list)
    for plan in plans:
        plans_of[plan.folder].append(plan)
    files = tuple(files)
    files_of: defaultdict[str, set[str]] = defaultdict(set)
    for path in (*files, *(plan.path for group in plans_of.values() for plan in group)):
        files_of[find_folder(path)].add(PurePosixPath(path).name)
    parts_of: defaultdict[str, dict[str, list[Plan]]] = defaultdict(dict)
    for folder in sorted(plans_of):
        name = PurePosixPath(folder).name
        whole = plans_of.get(find_folder(folder), [])
        # A change of OpenSpec has no parts.
        if NUMBERED_FOLDER.fullmatch(name) and any(plan.change is None for plan in whole):
            parts_of[find_folder(folder)][name] = plans_of[folder]
    inside: defaultdict[str, set[str]] = defaultdict(set)
    for path in files:
        for folder in list_owners(path):
            inside[folder].add(path)
    specs_of: defaultdict[str | None, dict[str, Plan]] = defaultdict(dict)
    for plan in chain.from_iterable(plans_of.values()):
        if plan.capability is not None and plan.change is None:
            specs_of[find_project(plan)][plan.capability] = plan
    found: dict[str, Feature] = {}
    for folder in sorted(plans_of):  # A whole comes before its parts.
        name, above = PurePosixPath(folder).name, find_folder(folder)
        found[folder] = Feature(
            folder,
            tuple(sorted(plans_of[folder], key=lambda plan: plan.path)),
            frozenset(files_of[folder]),
            parts_of[folder],
            found[above] if name in parts_of.get(above, ()) else None,
            required or {},
            tuple(sorted(inside[folder].union(plan.path for plan in plans_of[folder]))),
            specs_of.get(find_project(plans_of[folder][0]), {}),
            missing_files or {},
        )
    return found


def list_owners(path: str) -> Iterator[str]:
    """The folders whose feature may have a file: its own, and those of GitHub Spec Kit's around."""
    yield find_folder(path)
    for folder in PurePosixPath(path).parents:
        if folder.name in {CHECKLISTS, CONTRACTS}:
            yield str(folder.parent)


def find_project(plan: Plan) -> str | None:
    """The folder of the project of OpenSpec that a document is in; None if it is in none."""
    if plan.change is not None:
        parents = PurePosixPath(plan.change.folder).parents
        return next((str(folder.parent) for folder in parents if folder.name == CHANGES), None)
    if plan.capability is None:
        return None
    folder = f"/{plan.folder}".removesuffix(f"/{SPECS}/{plan.capability}")
    return str(PurePosixPath(folder[1:]))


def join_folder(folder: str, name: str) -> str:
    """The folder of a part by the folder that it is in; the top folder is `.`."""
    return str(PurePosixPath(folder, name))


@lru_cache(maxsize=4096)
def find_folder(path: str) -> str:
    """The folder of a document, whose documents are one feature."""
    return str(PurePosixPath(path).parent)

"""The formats that plans are written in, and how to rule a document out without parsing it.

The module in `reading/formats/` that has a format's name reads it. The checks are here and not
there, because a site without plans never loads what reads them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mkdocs_speckit.model.levels import MARKER, TEMPLATE_SOURCE
from mkdocs_speckit.model.wording import join_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

LEVEL = "level"
"""The format of documents with a level marker."""

SPEC_KIT = "spec-kit"
"""The format of GitHub Spec Kit's documents."""

OPENSPEC = "openspec"
"""The format of OpenSpec's documents."""

KIRO = "kiro"
"""The format of Kiro's specs."""

FORMATS = (LEVEL, SPEC_KIT, OPENSPEC, KIRO)
"""All formats; the first that recognises a document reads it."""

NAMES_OF_FORMATS = {
    LEVEL: "level marker",
    SPEC_KIT: "Spec Kit",
    OPENSPEC: "OpenSpec",
    KIRO: "Kiro",
}

_SIGNS = {
    LEVEL: f"pages with the comment <!-- {MARKER}: 2 -->",
    SPEC_KIT: "documents of GitHub Spec Kit (a spec.md with requirements such as FR-001, a plan.md"
    " with a Constitution Check, a tasks.md with three tasks such as - [ ] T001)",
    OPENSPEC: "documents of OpenSpec (a spec.md, proposal.md, design.md or tasks.md in"
    " openspec/changes or openspec/specs)",
    KIRO: "Kiro's specs (the files of a folder in .kiro/specs, a requirements.md with headings such"
    " as Requirement 1, a tasks.md with three tasks such as - [ ] 1. and - [ ] 1.1)",
}
"""What the documents of each format are known by, in short."""

CHECKLISTS = "checklists"
"""The folder of a Spec Kit feature that has its checklists."""

SPEC_KIT_KINDS = {"spec.md": "spec", "plan.md": "plan", "tasks.md": "tasks"}
"""The kinds of Spec Kit's documents by their file names."""

SPEC_KIT_TITLES = {
    "Feature Specification": "spec",
    "Implementation Plan": "plan",
    "Tasks": "tasks",
}
"""The kinds by the words that titles begin with."""

CHANGES, SPECS, ARCHIVE = "changes", "specs", "archive"
"""The folders of a project of OpenSpec; that of the archive is among the changes."""

OPENSPEC_KINDS = {
    "proposal.md": "proposal",
    "design.md": "design",
    "tasks.md": "tasks",
    "spec.md": "spec",
}
"""The kinds of OpenSpec's documents by their file names, in the order in which they are written."""

_TITLES = tuple(f"# {title}" for title in SPEC_KIT_TITLES)

KIRO_FOLDER = (".kiro", "specs")
"""The folders, one in the other, that Kiro puts specs into."""

TOOL_FOLDERS = frozenset([KIRO_FOLDER, (OPENSPEC, CHANGES), (OPENSPEC, SPECS)])
"""The folders, one in the other, in which all documents of some names are of one format."""

KIRO_KINDS = {
    "requirements.md": "requirements",
    "bugfix.md": "bugfix",
    "design.md": "design",
    "tasks.md": "tasks",
}
"""The kinds of Kiro's documents by their file names."""

FRONT_MATTER_KEY = "speckit"
"""The key that keeps a page out (`speckit: false`), or takes it in (`speckit: tasks`)."""


def _may_be_spec_kit(path: str, text: str) -> bool:
    folder, _, file = path.casefold().rpartition("/")
    return (
        file in SPEC_KIT_KINDS
        or folder.rpartition("/")[2] == CHECKLISTS
        or (text.startswith("---") and f"{FRONT_MATTER_KEY}:" in text)
        or any(title in text for title in _TITLES)
    )


CHECKS: dict[str, Callable[[str, str], bool]] = {
    LEVEL: lambda _path, text: MARKER in text or TEMPLATE_SOURCE in text,
    SPEC_KIT: _may_be_spec_kit,
    OPENSPEC: lambda path, _text: path.casefold().rpartition("/")[2] in OPENSPEC_KINDS,
    KIRO: lambda path, _text: path.casefold().rpartition("/")[2] in KIRO_KINDS,
}
"""For each format a check of a document's path and text, which is false if it cannot be a plan.

A check must be fast, as it looks at all pages of a site. It may be true of a page without a plan.
"""


def may_be_plan(path: str, text: str) -> bool:
    """True if a document is worth parsing: in some format it may be a plan."""
    return any(check(path, text) for check in CHECKS.values())


def find_tool_path(path: str) -> str | None:
    """The end of a path from the folders on by which the documents of a format are known.

    `.kiro/specs/oven/tasks.md` of `/home/ada/bakery/.kiro/specs/oven/tasks.md`; None if the path
    leads through none of `TOOL_FOLDERS`.
    """
    parts = path.split("/")
    for index, names in enumerate(pairwise(parts)):
        if names in TOOL_FOLDERS:
            return "/".join(parts[index:])
    return None


def describe_sought(formats: Collection[str]) -> str:
    """Say what is looked for where these formats are read, for a project without plans."""
    sought = "looked for " + " and for ".join(_SIGNS[name] for name in FORMATS if name in formats)
    left_out = [name for name in FORMATS if name not in formats]
    return sought + (f"; the option formats leaves out {join_words(left_out)}" if left_out else "")

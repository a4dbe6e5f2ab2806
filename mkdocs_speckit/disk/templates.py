"""A project's own templates, and the package's, from which a new feature's documents are made."""

from __future__ import annotations

import os
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from mkdocs_speckit.disk.files import WriteError, find_markdown, read_text, write_text
from mkdocs_speckit.model.formats import KIRO, OPENSPEC, OPENSPEC_KINDS, SPEC_KIT, SPEC_KIT_KINDS
from mkdocs_speckit.model.levels import FILE_OF_KIND, list_levels, list_required_documents
from mkdocs_speckit.model.wording import join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NO_TITLE = "[NAME]"
"""A placeholder, which a check reports until somebody fills it in."""


class OccupiedError(Exception):
    """A document would be written where a file already is; the message names it."""


def read_vocabularies(folders: Iterable[Path]) -> frozenset[str]:
    """Read the bracketed texts of all templates under a project's folders; raises OSError."""
    texts: set[str] = set()
    for folder in folders:
        # What reads documents is loaded only for projects with templates.
        from mkdocs_speckit.reading.document.markdown import parse_markdown  # noqa: PLC0415
        from mkdocs_speckit.reading.placeholders import read_vocabulary  # noqa: PLC0415

        for path in find_markdown(folder):
            texts |= read_vocabulary(parse_markdown(read_text(path)))
    return frozenset(texts)


def make_documents(level: str, title: str = NO_TITLE) -> dict[str, str]:
    """Make the texts of all documents that a level asks for before work begins, by file name.

    `level` is one of `levels.LEVELS`; `title` is put on one line. A document of a level consists of
    the parts for that level and for all lower levels.
    """
    values = {"level": level, "title": _fold_title(title)}
    documents = {}
    for kind in list_required_documents(level):
        names = (f"{kind}-{lower}.md" for lower in list_levels(level))
        documents[FILE_OF_KIND[kind]] = "\n".join(_fill_templates(names, values))
    return documents


def make_spec_kit_documents(folder: str, title: str = NO_TITLE) -> dict[str, str]:
    """Make the texts of a feature of GitHub Spec Kit, by file name.

    `folder` is the name of the feature's folder, which is that of its branch, too.
    """
    values = {"folder": folder, "title": _fold_title(title)}
    names = [f"{SPEC_KIT}-{file}" for file in SPEC_KIT_KINDS]
    return dict(zip(SPEC_KIT_KINDS, _fill_templates(names, values), strict=True))


def make_openspec_documents(folder: str, title: str) -> dict[str, str]:
    """Make the texts of a change of OpenSpec, by their paths in its folder.

    `folder` is the name of that folder, which is also that of the capability until somebody renames
    it. What has to be filled in are comments, as in OpenSpec's own templates.
    """
    values = {"folder": folder, "title": _fold_title(title)}
    names = [f"{OPENSPEC}-{file}" for file in OPENSPEC_KINDS]
    texts = dict(zip(OPENSPEC_KINDS, _fill_templates(names, values), strict=True))
    delta = texts.pop("spec.md")
    return texts | {f"specs/{folder}/spec.md": delta}


def make_kiro_documents(title: str = NO_TITLE) -> dict[str, str]:
    """Make the texts of a spec of Kiro, by file name."""
    documents = ("requirements.md", "design.md", "tasks.md")
    names = [f"{KIRO}-{file}" for file in documents]
    values = {"title": _fold_title(title)}
    return dict(zip(documents, _fill_templates(names, values), strict=True))


def _fold_title(title: str) -> str:
    return " ".join(title.split()) or NO_TITLE


def _fill_templates(names: Iterable[str], values: Mapping[str, str]) -> list[str]:
    """Read those of the package's templates that exist, with values in them."""
    folder = files(__package__).joinpath("document_templates")
    parts = [folder.joinpath(name) for name in names]
    texts = [part.read_text(encoding="utf-8") for part in parts if part.is_file()]
    return [Template(text).substitute(values) for text in texts]


def write_documents(folder: Path, documents: Mapping[str, str]) -> list[Path]:
    """Write documents into a folder, which is made if it is missing; returns their paths.

    `documents` are texts by their paths in it.

    Raises OccupiedError, before anything is written, if a file of one of these names exists, and
    WriteError if one cannot be written.
    """
    texts = {folder / name: text for name, text in documents.items()}
    if taken := [name for name in documents if os.path.lexists(folder / name)]:
        raise OccupiedError(
            f"{folder} already contains {join_words(taken)}, so nothing was written;"
            " pass another folder"
        )
    for parent in dict.fromkeys([folder, *(path.parent for path in texts)]):
        try:
            parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(f"cannot make the folder {parent}: {error.strerror}") from None
    for path, text in texts.items():
        write_text(path, text)
    return list(texts)

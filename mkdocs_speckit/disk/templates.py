"""A feature's documents as they begin: made of our own templates, with placeholders to fill in."""

from __future__ import annotations

import os
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from mkdocs_speckit.disk.files import WriteError, write_text
from mkdocs_speckit.model.levels import FILE_OF_KIND, list_levels, required_documents
from mkdocs_speckit.model.wording import join_words

if TYPE_CHECKING:
    from pathlib import Path

NO_TITLE = "[NAME]"
"""A placeholder, which a check reports until somebody fills it in."""


class OccupiedError(Exception):
    """There is something already where a document would be written; the message names it."""


def make_documents(level: str, title: str = NO_TITLE) -> dict[str, str]:
    """The texts of all documents that a level asks for before any work is done, by file name.

    `level` is one of `levels.LEVELS`; `title` is made one line.
    """
    values = {"level": level, "title": " ".join(title.split()) or NO_TITLE}
    return {
        FILE_OF_KIND[kind]: "\n".join(
            Template(part).substitute(values) for part in _parts(kind, level)
        )
        for kind in required_documents(level)
    }


def write_documents(folder: Path, level: str, title: str = NO_TITLE) -> list[Path]:
    """Write these documents into a folder, which is made where there is none; gives their paths.

    Raises OccupiedError, before anything is written, where one of them is there, and WriteError
    where one cannot be written.
    """
    texts = {folder / name: text for name, text in make_documents(level, title).items()}
    if taken := [path.name for path in texts if os.path.lexists(path)]:
        raise OccupiedError(
            f"{folder} has {join_words(taken)} already, and nothing was written;"
            " name another folder"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"cannot make the folder {folder}: {error.strerror}") from None
    for path, text in texts.items():
        write_text(path, text)
    return list(texts)


def _parts(kind: str, level: str) -> list[str]:
    """What a document of a kind has at a level, and at each level below."""
    folder = files(__package__).joinpath("document_templates")
    parts = [folder.joinpath(f"{kind}-{lower}.md") for lower in list_levels(level)]
    return [part.read_text(encoding="utf-8") for part in parts if part.is_file()]

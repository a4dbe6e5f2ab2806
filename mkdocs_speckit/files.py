"""Markdown files under a folder, and their text."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKDOWN_SUFFIXES = frozenset([".md", ".markdown", ".mdown", ".mkd", ".mkdn"])
"""The file names that MkDocs takes for Markdown."""

NEVER_ENTERED = frozenset([".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__"])
"""Folders of tools. Other hidden folders are entered: plans are kept in such."""


def markdown_files(folder: Path) -> Iterator[Path]:
    """All Markdown files under a folder; raises OSError where a folder cannot be read."""

    def fail(error: OSError) -> None:
        raise error

    for parent, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(set(folders) - NEVER_ENTERED)
        for name in sorted(names):
            path = Path(parent, name)
            if path.suffix.casefold() in MARKDOWN_SUFFIXES:
                yield path


def read_text(path: Path) -> str:
    """A file's text, for `mkdocs_speckit.read`; raises OSError.

    Bytes that are no UTF-8 become lone surrogates, which reading reports.
    """
    return path.read_bytes().decode("utf-8", "surrogateescape")

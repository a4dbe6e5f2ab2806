"""Files: the Markdown under a folder, their text, and writing whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKDOWN_SUFFIXES = frozenset([".md", ".markdown", ".mdown", ".mkd", ".mkdn"])
"""The file names that MkDocs takes for Markdown."""

NEVER_ENTERED = frozenset([".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__"])
"""Folders of tools. Other hidden folders are entered: plans are kept in such."""


def markdown_files(folder: Path) -> Iterator[Path]:
    """All Markdown files under a folder; raises OSError where a folder cannot be read.

    A link that leads nowhere is none: editors leave such beside a file that is being edited.
    """

    def fail(error: OSError) -> None:
        raise error

    for parent, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(set(folders) - NEVER_ENTERED)
        for name in sorted(names):
            path = Path(parent, name)
            if path.suffix.casefold() in MARKDOWN_SUFFIXES and path.is_file():
                yield path


def markdown_files_in(folder: Path) -> Iterator[Path]:
    """The Markdown files right in a folder; raises OSError where it cannot be read."""
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() in MARKDOWN_SUFFIXES and path.is_file():
            yield path


def read_text(path: Path) -> str:
    """A file's text, for `mkdocs_speckit.read`; raises OSError.

    Bytes that are no UTF-8 become lone surrogates, which reading reports.
    """
    return path.read_bytes().decode("utf-8", "surrogateescape")


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all, as `read_text` reads it; raises OSError.

    A link stays a link, and a file that was there keeps its permissions.
    """
    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))
        if path.exists():
            shutil.copymode(path, name)
        else:
            Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """The process's mask for new files, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask

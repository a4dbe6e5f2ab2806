"""Files: the Markdown and the pages under a folder, their text, and writing whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKDOWN_SUFFIXES = frozenset([".md", ".markdown", ".mdown", ".mkd", ".mkdn"])
"""The file names that MkDocs takes for Markdown."""

HTML_SUFFIXES = frozenset([".html", ".htm"])

NEVER_ENTERED = frozenset([".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__"])
"""Folders of tools. Other hidden folders are entered: plans are kept in such."""


def is_markdown(path: PurePath) -> bool:
    """Whether a file's name is one of Markdown."""
    return path.suffix.casefold() in MARKDOWN_SUFFIXES


def markdown_files(folder: Path) -> Iterator[Path]:
    """All Markdown files under a folder; raises OSError where a folder cannot be read."""
    return _files(folder, MARKDOWN_SUFFIXES, NEVER_ENTERED)


def html_files(folder: Path) -> Iterator[Path]:
    """All pages of a built site; raises OSError where a folder cannot be read.

    A page's folder may have any name there but that of git's own.
    """
    return _files(folder, HTML_SUFFIXES, frozenset([".git"]))


def _files(folder: Path, suffixes: frozenset[str], unentered: frozenset[str]) -> Iterator[Path]:
    """All files under a folder whose names end so, in the order of their paths."""

    def fail(error: OSError) -> None:
        raise error

    for parent, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(set(folders) - unentered)
        for name in sorted(names):
            path = Path(parent, name)
            if path.suffix.casefold() in suffixes:
                yield path


def markdown_files_in(folder: Path) -> Iterator[Path]:
    """The Markdown files right in a folder; raises OSError where it cannot be read."""
    for path in sorted(folder.iterdir()):
        if is_markdown(path) and path.is_file():
            yield path


def read_text(path: Path) -> str:
    """A file's text, for `mkdocs_speckit.read`; raises OSError."""
    return decoded(path.read_bytes())


def decoded(content: bytes) -> str:
    """A file's content as text: bytes that are no UTF-8 become lone surrogates.

    Reading reports those.
    """
    return content.decode("utf-8", "surrogateescape")


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

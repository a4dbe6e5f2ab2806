"""Files: the Markdown and the pages under a folder, their text, and writing whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from contextlib import suppress
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


def find_markdown(folder: Path) -> Iterator[Path]:
    """All Markdown files under a folder; raises OSError where a folder cannot be read.

    A link that leads nowhere is none: editors leave such beside a file that is being edited.
    """
    return _files(folder, MARKDOWN_SUFFIXES, NEVER_ENTERED)


def find_html(folder: Path) -> Iterator[Path]:
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
            if path.suffix.casefold() in suffixes and path.is_file():
                yield path


def list_markdown(folder: Path) -> Iterator[Path]:
    """The Markdown files right in a folder; raises OSError where it cannot be read."""
    for path in sorted(folder.iterdir()):
        if is_markdown(path) and path.is_file():
            yield path


def make_relative(path: str | Path, folder: Path) -> str:
    """A path as it is from a folder, with slashes."""
    return Path(os.path.relpath(path, folder)).as_posix()


def read_text(path: Path) -> str:
    """A file's text, for `mkdocs_speckit.read`; raises OSError."""
    return decode(path.read_bytes())


def decode(content: bytes) -> str:
    """A file's content as text: bytes that are no UTF-8 become lone surrogates.

    Reading reports those.
    """
    return content.decode("utf-8", "surrogateescape")


class WriteError(Exception):
    """A file cannot be written; the message names it and says why."""


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all, as `read_text` reads it; raises WriteError.

    A link stays a link, and a file that was there keeps its permissions and, where that is
    allowed, its owner. One that is read-only stays as it is.
    """
    try:
        if obstacle := _obstacle(path):
            raise WriteError(f"cannot write {path}: {obstacle}")
        _replace(path.resolve(), text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise WriteError(f"cannot write {path}: {error.strerror}") from None


def _obstacle(path: Path) -> str | None:
    """Why what is there should not be replaced."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return os.strerror(errno.EISDIR) if path.is_dir() else "it is no regular file"
    if _is_output(status):
        return "it is where the output goes"
    # Root may write what nobody may write.
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK):
        return "it is read-only"
    return None


def _is_output(status: os.stat_result) -> bool:
    """Whether a file is our own standard output or error (`/dev/stdout`)."""
    for stream in (1, 2):
        with suppress(OSError):
            if os.path.samestat(status, os.fstat(stream)):
                return True
    return False


def _replace(path: Path, content: bytes) -> None:
    """Put a new file in the place of the one that may be there."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if path.exists():
            status = path.stat()
            if hasattr(os, "chown"):
                with suppress(PermissionError):
                    os.chown(name, status.st_uid, status.st_gid)
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

"""Files: the Markdown and the pages under a folder, reading texts, and writing whole files."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # Windows has no such locks; there, an open file cannot be removed.
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKDOWN_SUFFIXES = frozenset([".md", ".markdown", ".mdown", ".mkd", ".mkdn"])
"""The suffixes that MkDocs treats as Markdown."""

HTML_SUFFIXES = frozenset([".html", ".htm"])

NEVER_ENTERED = frozenset([".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__"])
"""Folders of tools. Other hidden folders are entered, because some of them contain plans."""


_PREFIX, _SUFFIX = ".mkdocs-speckit-", ".tmp"
"""How the name of a temporary file begins and ends. It is short, whatever the file is called."""

_MAX_SECONDS = 60
"""Where there are no locks, an older temporary file is one that was left."""


class WriteError(Exception):
    """A file cannot be written; the message names it and says why."""


def is_markdown(path: PurePath) -> bool:
    """True if a file's name ends as those of Markdown do."""
    return path.suffix.casefold() in MARKDOWN_SUFFIXES


def find_markdown(folder: Path) -> Iterator[Path]:
    """Find all Markdown files under a folder; raises OSError if a folder cannot be read.

    A link that leads nowhere is left out: editors put such links beside a file that is open. So is
    a folder that vanishes meanwhile.
    """
    return _find_files(folder, MARKDOWN_SUFFIXES, NEVER_ENTERED)


def find_html(folder: Path) -> Iterator[Path]:
    """Find all pages of a built site; raises OSError if a folder cannot be read.

    Any folder but git's own may contain pages there.
    """
    return _find_files(folder, HTML_SUFFIXES, frozenset([".git"]))


def _find_files(
    folder: Path, suffixes: frozenset[str], unentered: frozenset[str]
) -> Iterator[Path]:
    """Find the files under a folder by their suffixes, in the order of their paths."""

    def fail(error: OSError) -> None:
        if not has_vanished(error, folder):
            raise error

    for parent, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(set(folders) - unentered)
        for name in sorted(names):
            path = Path(parent, name)
            if path.suffix.casefold() in suffixes and path.is_file():
                yield path


def has_vanished(error: OSError, folder: Path) -> bool:
    """True if an error means that something under a folder vanished while it was looked through.

    That happens when a branch is switched, and what is left is complete.
    """
    return isinstance(error, FileNotFoundError | NotADirectoryError) and folder.is_dir()


def list_markdown(folder: Path) -> Iterator[Path]:
    """List the Markdown files directly in a folder; raises OSError if it cannot be read."""
    for path in sorted(folder.iterdir()):
        if is_markdown(path) and path.is_file():
            yield path


def make_relative(path: str | Path, folder: Path) -> str:
    """Make a path relative to a folder, with slashes."""
    return Path(os.path.relpath(path, folder)).as_posix()


def make_absolute(path: str | Path) -> str:
    """Make a path absolute, with slashes, so that all spellings of a path become one."""
    return Path(os.path.abspath(path)).as_posix()  # noqa: PTH100 - Path.absolute() keeps the dots.


def read_text(path: Path) -> str:
    """Read a file's text, for `mkdocs_speckit.read`; raises OSError."""
    return decode(path.read_bytes())


def decode(content: bytes) -> str:
    """Decode a file's content; bytes that are not UTF-8 become lone surrogates.

    Reading reports those.
    """
    return content.decode("utf-8", "surrogateescape")


def write_text(path: Path, text: str) -> None:
    """Write a text that `read_text` would read, as `write_bytes` does; raises WriteError."""
    write_bytes(path, text.encode("utf-8", "surrogateescape"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file completely or not at all; raises WriteError.

    A link stays a link. An existing file keeps its permissions and, where that is allowed, its
    owner; a read-only file is not changed.
    """
    try:
        if obstacle := _find_obstacle(path):
            raise WriteError(f"cannot write {path}: {obstacle}")
        _replace(path.resolve(), content)
    except OSError as error:
        raise WriteError(f"cannot write {path}: {error.strerror}") from None


def _find_obstacle(path: Path) -> str | None:
    """Say why the file at a path should not be replaced; None if it may be."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return os.strerror(errno.EISDIR) if path.is_dir() else "it is not a regular file"
    for stream in (1, 2):  # Standard output and standard error, as `/dev/stdout`.
        with suppress(OSError):
            if os.path.samestat(status, os.fstat(stream)):
                return "the output goes to this file"
    # Root may write what nobody may write.
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK):
        return "it is read-only"
    return None


def _replace(path: Path, content: bytes) -> None:
    """Write a new file beside the old one, if there is one, and then move it there."""
    remove_leftovers(path.parent)
    handle, name = _make_temporary(path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            if path.exists():
                status = path.stat()
                if hasattr(os, "chown"):
                    with suppress(PermissionError):
                        os.chown(name, status.st_uid, status.st_gid)
                shutil.copymode(path, name)
            else:
                # The mask for new files can only be read by setting it.
                mask = os.umask(0o077)
                os.umask(mask)
                Path(name).chmod(0o666 & ~mask)
            if fcntl is None:  # Windows moves no open file.
                file.close()
            Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _make_temporary(folder: Path) -> tuple[int, str]:
    """Make a file that other runs leave alone while it is open; gives its handle and path."""
    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=_PREFIX, suffix=_SUFFIX)
        try:
            if fcntl is not None:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_taken = not os.fstat(handle).st_nlink
        except BlockingIOError:
            is_taken = True
        except OSError:  # Some disks know no locks.
            is_taken = False
        if not is_taken:
            return handle, name
        # Until it was locked, another run could take it for one that was left.
        os.close(handle)


@lru_cache(maxsize=1024)
def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files that killed runs have left in a folder.

    A run looks once into each folder. A file that another run is writing stays.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            is_temporary = entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX)
            if is_temporary and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    _remove_unused(Path(entry.path))


def _remove_unused(path: Path) -> None:
    """Remove a temporary file, unless another run has it open; raises OSError."""
    if fcntl is None:
        if time.time() - path.stat().st_mtime > _MAX_SECONDS:
            path.unlink()
        return
    with path.open("rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()

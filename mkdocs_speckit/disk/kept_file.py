"""The file that a cache is kept in: one SQLite table of values by their keys.

Only a file that this version has made is used. A committed or copied one may contain anything: its
tables, triggers and views are never run, a link or a journal beside it is not followed, and each
value has a checksum.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from weakref import finalize
from zlib import crc32

from mkdocs_speckit.disk.cache import FILE, FOLDER
from mkdocs_speckit.disk.files import WriteError, write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

MAX_BYTES = 256 << 20
"""If the file is larger after a run, the older half of its values is removed."""

MAX_SECONDS = 2.0
"""How long a run waits for another one that is writing."""

_TABLE = "CREATE TABLE kept (key BLOB PRIMARY KEY, value BLOB NOT NULL)"

_DAMAGE = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_FORMAT,
    sqlite3.SQLITE_SCHEMA,
}
"""Errors that tell of the file's content. Others, such as a lock, tell of the moment."""


class UnusableFileError(Exception):
    """The file cannot be used. One that was damaged or foreign has been removed."""

    def __init__(self, reason: object, *, is_removed: bool = False) -> None:
        super().__init__(str(reason))
        self.is_removed = is_removed


class _ForeignError(Exception):
    """A file is not one that this version has made."""


class KeptFile:
    """The open file of a project; `version` is a number of 31 bits for what makes its values.

    All methods raise UnusableFileError.
    """

    def __init__(self, root: Path, version: int) -> None:
        self.path = root / FOLDER / FILE
        self._close: Callable[[], object] = lambda: None
        with self._raise_unusable():
            _refuse_links(root)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            ignore = self.path.with_name(".gitignore")
            if not ignore.exists():
                write_bytes(ignore, b"*\n")
            _remove_journals(self.path)
            # A host may end a build in another thread than it began it in.
            self._connection = sqlite3.connect(self.path, MAX_SECONDS, check_same_thread=False)
            self._close = finalize(self, self._connection.close)
            # A host that has no end of a build saves what is left when Python exits.
            self._close.atexit = False
            _prepare(self._connection, version)

    def fetch(self, key: bytes) -> bytes | None:
        """The value with a key; None if there is none, or if it is damaged."""
        with self._raise_unusable():
            found = self._connection.execute("SELECT value FROM kept WHERE key = ?", (key,))
            row = found.fetchone()
        stored = row[0] if row is not None else None
        if not isinstance(stored, bytes) or stored[:4] != _compute_checksum(key, stored[4:]):
            return None
        return stored[4:]

    def write(self, values: Iterable[tuple[bytes, bytes]]) -> None:
        """Write values by their keys, and keep the file small."""
        rows = ((key, _compute_checksum(key, value) + value) for key, value in values)
        with self._raise_unusable():
            with self._connection as connection:
                connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)
            _limit(self._connection)

    def close(self) -> None:
        """Close the file."""
        self._close()

    @contextmanager
    def _raise_unusable(self) -> Iterator[None]:
        """Close a file that cannot be used, and remove one that is damaged or foreign."""
        try:
            yield
        except (OSError, WriteError, sqlite3.Error, _ForeignError) as error:
            self._close()
            is_removed = False
            if _is_damage(error, self.path):
                with suppress(OSError):
                    self.path.unlink()
                    is_removed = True
            raise UnusableFileError(error, is_removed=is_removed) from None


def _refuse_links(root: Path) -> None:
    """Raise OSError if a part of the path to the file leads elsewhere."""
    path = root
    for name in (*FOLDER.split("/"), FILE):
        path /= name
        if path.is_symlink():
            raise OSError(f"{path} is a link")


def _remove_journals(path: Path) -> None:
    """Remove what an unfinished run would have left beside the file; raises OSError.

    Runs have their journals in memory. A file of that name is foreign, and SQLite would do what it
    says, even remove other files.
    """
    for ending in ("-journal", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _prepare(connection: sqlite3.Connection, version: int) -> None:
    """Make the table, or look whether there is this one alone.

    Raises sqlite3.Error and _ForeignError.
    """
    # Nothing that a foreign file contains is called, and nothing waits for the disk.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = MEMORY")
    # In kilobytes: a value is read once.
    connection.execute("PRAGMA cache_size = -200")
    connection.text_factory = bytes
    if not _has_table(connection, version):
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            if not _has_table(connection, version):  # Another run may have made it meanwhile.
                connection.execute(_TABLE)
                connection.execute(f"PRAGMA user_version = {version}")


def _has_table(connection: sqlite3.Connection, version: int) -> bool:
    """False if the file is empty; raises _ForeignError if it has anything else."""
    found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    if not found:
        return False
    if found != [(_TABLE.encode(),)]:
        raise _ForeignError("the file has other tables")
    if connection.execute("PRAGMA user_version").fetchone() != (version,):
        raise _ForeignError("the file is of another version")
    return True


def _limit(connection: sqlite3.Connection) -> None:
    """Remove the older half if the file is too large; raises sqlite3.Error."""
    pages, size, free = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "page_size", "freelist_count")
    )
    if (pages - free) * size > MAX_BYTES:
        with connection:
            connection.execute(
                "DELETE FROM kept WHERE rowid <= (SELECT (min(rowid) + max(rowid)) / 2 FROM kept)"
            )


def _is_damage(error: Exception, path: Path) -> bool:
    """True if a file is damaged or foreign; false if it only cannot be used now."""
    if isinstance(error, _ForeignError):
        return True
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return False
    if code & 0xFF == sqlite3.SQLITE_READONLY:  # Damage can say so of a file that may be written.
        return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return code & 0xFF in _DAMAGE


def _compute_checksum(key: bytes, data: bytes) -> bytes:
    """Four bytes: SQLite has no checksum of values, and a wrong figure is worse than none."""
    return crc32(data, crc32(key)).to_bytes(4, "big")

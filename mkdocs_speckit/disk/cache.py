"""What the plugin keeps between runs: an SQLite file under `.cache/plugin/speckit` of the project.

A cache is only a shorter way: a file that is damaged, foreign or of another version is made again,
and where none can be written nothing is kept. It holds data alone, in msgpack by its type, so that
reading one from elsewhere runs no code. Several runs may use it at once.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import finalize
from zlib import crc32

import msgspec

from mkdocs_speckit import __version__
from mkdocs_speckit.disk.files import WriteError, write_bytes

FOLDER = ".cache/plugin/speckit"
"""Where Material for MkDocs has the caches of its plugins, too."""

FILE = "kept.sqlite"

MAX_BYTES = 256 << 20
"""If the file is larger after a run, the oldest values are removed."""

MAX_SECONDS = 2.0
"""How long a run waits for another one that is writing."""

_MAX_HELD = 1 << 20
"""The number of bytes that are held before they are written."""

_TABLE = "CREATE TABLE kept (key BLOB PRIMARY KEY, value BLOB NOT NULL)"

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

T = TypeVar("T")


class Cache:
    """Values of any type by their keys, kept in one file of the project at `root`, or nowhere.

    `made_with` are the settings that all values depend on. A value may be lost at any time.
    """

    def __init__(self, root: Path | None, made_with: str = "") -> None:
        self._root, self._made_with = root, made_with
        self._path = None if root is None else root / FOLDER / FILE
        self._connection: sqlite3.Connection | None = None
        self._new: dict[bytes, bytes] = {}
        self._held = 0

    def __reduce__(self) -> tuple[type[Cache], tuple[Path | None, str]]:
        """Another process opens the file itself."""
        return Cache, (self._root, self._made_with)

    def __bool__(self) -> bool:
        """True if values are kept."""
        return self._path is not None

    def make_key(self, *parts: str | bytes) -> bytes:
        """Make a key of all that a value depends on besides the settings."""
        digest = blake2b(_find_version(), digest_size=16)
        for part in (self._made_with, *parts):
            data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
            digest.update(b"%d:" % len(data))
            digest.update(data)
        return digest.digest()

    def get(self, key: bytes, kind: type[T]) -> T | None:
        """The value with a key; None if there is none."""
        connection = self._open()
        if connection is None:
            return None
        try:
            row = connection.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self._give_up(error)
            return None
        stored = row[0] if row is not None else None
        if not isinstance(stored, bytes) or stored[:4] != _sum_up(key, stored[4:]):
            return None
        try:
            value: T = _make_decoder(kind).decode(memoryview(stored)[4:])  # type: ignore[arg-type]
        except (msgspec.DecodeError, RecursionError) as error:
            log.debug("a value is made again: %s", error)
            return None
        return value

    def put(self, key: bytes, value: object) -> None:
        """Keep a value, unless msgpack cannot have it, such as half a character."""
        if self._path is None:
            return
        with suppress(UnicodeEncodeError, OverflowError, RecursionError):
            data = _ENCODER.encode(value)
            self._new[key] = _sum_up(key, data) + data
            self._held += len(data)
        if self._held > _MAX_HELD:
            self._write()

    def call(self, make: Callable[..., str], *arguments: object) -> str:
        """Call a function that makes a text of its arguments alone, unless the text is kept."""
        if self._path is None:
            return make(*arguments)
        try:
            given = _ENCODER.encode(arguments)
        except (TypeError, UnicodeEncodeError, OverflowError, RecursionError):
            return make(*arguments)
        key = self.make_key(make.__module__, make.__qualname__, given)
        text = self.get(key, str)
        if text is None:
            text = make(*arguments)
            self.put(key, text)
        return text

    def save(self) -> None:
        """Write what is new, and close the file until it is used again."""
        self._write()
        self._close()

    def _write(self) -> None:
        new, self._new, self._held = self._new, {}, 0
        connection = self._open(is_made=True) if new else None
        if connection is None:
            return
        try:
            with connection:
                connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", new.items())
            _limit(connection)
        except sqlite3.Error as error:
            self._give_up(error)

    def _open(self, *, is_made: bool = False) -> sqlite3.Connection | None:
        """Open the file; None if there is none that should be made, or if it cannot be used."""
        if self._connection is not None or self._path is None:
            return self._connection
        try:
            if is_made:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                ignore = self._path.with_name(".gitignore")
                if not ignore.exists():
                    write_bytes(ignore, b"*\n")
            elif not self._path.is_file():
                return None
            # A host may end a build in another thread than it began it in.
            connection = sqlite3.connect(self._path, MAX_SECONDS, check_same_thread=False)
            self._connection, self._finalizer = connection, finalize(self, connection.close)
            _prepare(connection)
        except (OSError, WriteError, sqlite3.Error) as error:
            self._give_up(error)
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection = None
            self._finalizer()

    def _give_up(self, error: Exception) -> None:
        """Remove a file that is damaged or foreign; leave alone one that cannot be used now."""
        log.debug("%s is not used: %s", self._path, error)
        self._close()
        is_damaged = isinstance(error, sqlite3.DatabaseError)
        if is_damaged and not isinstance(error, sqlite3.OperationalError) and self._path:
            with suppress(OSError):
                self._path.unlink()
                return
        self._path = None
        self._new.clear()


NOT_KEPT = Cache(None)
"""For what is not kept."""


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the table, or look whether there is this one alone; raises sqlite3.Error."""
    # Nothing that a foreign file contains is called, and nothing waits for the disk.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    if found not in ([], [(_TABLE,)]):
        raise sqlite3.DatabaseError("the file has other tables")
    version = int.from_bytes(_find_version()[:4], "big") >> 1
    if not found or connection.execute("PRAGMA user_version").fetchone() != (version,):
        # Nobody asks for the values of another version: their keys begin with it.
        with connection:
            connection.execute(_TABLE.replace("TABLE", "TABLE IF NOT EXISTS", 1))
            connection.execute("DELETE FROM kept")
        connection.execute(f"PRAGMA user_version = {version}")


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


def _sum_up(key: bytes, data: bytes) -> bytes:
    """A checksum: SQLite has none, and a wrong figure is worse than none."""
    return crc32(data, crc32(key)).to_bytes(4, "big")


@cache
def _make_decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)


@cache
def _find_version() -> bytes:
    """Eight bytes for what makes the values: this code, the parser and Python."""
    import pyromark  # noqa: PLC0415

    package = Path(__file__).parents[1]
    made_by = f"{__version__} {pyromark.__version__} {sys.version_info[:2]}"
    digest = blake2b(made_by.encode(), digest_size=8)
    for folder, folders, names in os.walk(package):
        folders[:] = sorted(set(folders) - {"__pycache__"})
        for name in sorted(names):
            digest.update(Path(folder, name).read_bytes())
    return digest.digest()

"""What the plugin keeps between runs: an SQLite file under `.cache/plugin/speckit` of the project.

A cache is only a shorter way: a file that is damaged, foreign or of another version is made again,
and where none can be written nothing is kept. It holds data alone, in msgpack by its type, so that
reading one from elsewhere runs no code. Several runs may use it at once.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import finalize
from zlib import crc32

import msgspec

from mkdocs_speckit import __version__
from mkdocs_speckit.disk.files import WriteError, write_bytes

try:
    import sqlite3
except ImportError:  # Some builds of Python leave it out.
    sqlite3 = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = ".cache/plugin/speckit"
"""Where Material for MkDocs has the caches of its plugins, too."""

FILE = "kept.sqlite"

MAX_BYTES = 256 << 20
"""If the file is larger after a run, the older half of its values is removed."""

MAX_SECONDS = 2.0
"""How long a run waits for another one that is writing."""

_MAX_HELD = 1 << 20
"""The number of bytes that are held before they are written."""

_TABLE = "CREATE TABLE kept (key BLOB PRIMARY KEY, value BLOB NOT NULL)"

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")

log = logging.getLogger(__name__)

T = TypeVar("T")


class _ForeignError(Exception):
    """A file is not one that this plugin has made."""


class Cache:
    """Values of any type by their keys, kept in one file of the project at `root`, or nowhere.

    `settings` are those that all values depend on. A value may be lost at any time.
    """

    def __init__(self, root: Path | None, settings: str = "") -> None:
        self._root, self._settings = root, settings
        self._path = None if root is None or sqlite3 is None else root / FOLDER / FILE
        self._connection: sqlite3.Connection | None = None
        self._new: dict[bytes, bytes] = {}
        self._held = 0
        # A host may convert pages in several threads.
        self._lock = RLock()

    def __reduce__(self) -> tuple[Callable[..., Cache], tuple[Path | None, str]]:
        """Another process opens the file itself, and once."""
        return _share_cache, (self._root, self._settings)

    def __bool__(self) -> bool:
        """True if values are kept."""
        return self._path is not None

    def make_key(self, *parts: str | bytes) -> bytes:
        """Make a key of all that a value depends on besides the settings; empty if none is kept."""
        if self._path is None:
            return b""
        try:
            digest = blake2b(_fingerprint_code(), digest_size=16)
        except OSError as error:  # The package is just being installed again.
            self._give_up(error)
            return b""
        for part in (self._settings, *parts):
            data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
            digest.update(b"%d:" % len(data))
            digest.update(data)
        return digest.digest()

    def get(self, key: bytes, kind: type[T]) -> T | None:
        """The value with a key; None if there is none."""
        with self._lock:
            stored = self._fetch(key)
        if not isinstance(stored, bytes) or stored[:4] != _compute_checksum(key, stored[4:]):
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
        with self._lock:
            with suppress(UnicodeEncodeError, OverflowError, RecursionError):
                data = _ENCODER.encode(value)
                self._new[key] = _compute_checksum(key, data) + data
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
        key = self.make_key(_name_renderers(), make.__module__, make.__qualname__, given)
        text = self.get(key, str)
        if text is None:
            text = make(*arguments)
            self.put(key, text)
        return text

    def save(self) -> None:
        """Write what is new, and close the file until it is used again."""
        with self._lock:
            self._write()
            self._close()

    def _fetch(self, key: bytes) -> object:
        connection = self._open()
        if connection is None:
            return None
        try:
            row = connection.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self._give_up(error)
            return None
        return None if row is None else row[0]

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
        if self._connection is not None or self._path is None or self._root is None:
            return self._connection
        try:
            _refuse_links(self._root)
            if is_made:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                ignore = self._path.with_name(".gitignore")
                if not ignore.exists():
                    write_bytes(ignore, b"*\n")
            elif not self._path.is_file():
                return None
            _remove_journals(self._path)
            connection = sqlite3.connect(self._path, MAX_SECONDS, check_same_thread=False)
            self._connection, self._finalizer = connection, finalize(self, connection.close)
            _prepare(connection)
        except (OSError, WriteError, sqlite3.Error, _ForeignError) as error:
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
        if self._path is not None and _is_damage(error, self._path):
            with suppress(OSError):
                self._path.unlink()
                return
        self._path = None
        self._new.clear()


NO_CACHE = Cache(None)
"""Keeps nothing."""


@cache
def _share_cache(root: Path | None, settings: str) -> Cache:
    return Cache(root, settings)


def choose_place(root: Path, docs: Path | None) -> Path | None:
    """Choose where a site keeps things: at `root`, unless that lies among its own pages, `docs`.

    Nothing is written among these. None if it does, or if the folder of pages is not known.
    """
    if docs is None or root.resolve().is_relative_to(docs.resolve()):
        return None
    return root


def _is_damage(error: Exception, path: Path) -> bool:
    """True if a file is damaged or foreign; false if it only cannot be used now."""
    if isinstance(error, _ForeignError):
        return True
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return False
    if code & 0xFF == sqlite3.SQLITE_READONLY:  # Damage can say so of a file that may be written.
        return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return code & 0xFF in {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_SCHEMA,
    }


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


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the table, or look whether there is this one alone.

    Raises sqlite3.Error and _ForeignError.
    """
    # Nothing that a foreign file contains is called, and nothing waits for the disk.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.text_factory = bytes
    number = int.from_bytes(_fingerprint_code()[:4], "big") >> 1
    if not _has_table(connection, number):
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            if not _has_table(connection, number):  # Another run may have made it meanwhile.
                connection.execute(_TABLE.replace("TABLE", "TABLE IF NOT EXISTS", 1))
                # Nobody asks for the values of another version: their keys begin with it.
                connection.execute("DELETE FROM kept")
                connection.execute(f"PRAGMA user_version = {number}")


def _has_table(connection: sqlite3.Connection, number: int) -> bool:
    """True if the table is there, made by this version; raises _ForeignError if others are."""
    found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    if found not in ([], [(_TABLE.encode(),)]):
        raise _ForeignError("the file has other tables")
    return bool(found) and connection.execute("PRAGMA user_version").fetchone() == (number,)


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


def _compute_checksum(key: bytes, data: bytes) -> bytes:
    """Four bytes: SQLite has no checksum of values, and a wrong figure is worse than none."""
    return crc32(data, crc32(key)).to_bytes(4, "big")


@cache
def _make_decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)


@cache
def _name_renderers() -> str:
    """The versions of what fills in the templates of pieces."""
    # Commands do not load it, which takes 20 ms.
    from importlib.metadata import version  # noqa: PLC0415

    return " ".join(version(name) for name in ("Jinja2", "MarkupSafe"))


@cache
def _fingerprint_code() -> bytes:
    """Eight bytes that stand for this code, the parser and Python; raises OSError."""
    import pyromark  # noqa: PLC0415

    package = Path(__file__).parents[1]
    made_by = f"{__version__} {pyromark.__version__} {sys.version_info[:2]}"
    digest = blake2b(made_by.encode(), digest_size=8)
    for folder, folders, names in os.walk(package):
        folders[:] = sorted(set(folders) - {"__pycache__"})
        for path in (Path(folder, name) for name in sorted(names)):
            if path.suffix in {".py", ".html", ".css", ".md"} and path.is_file():
                digest.update(path.read_bytes())
    return digest.digest()

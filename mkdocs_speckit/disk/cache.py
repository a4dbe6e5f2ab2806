"""What the plugin keeps between runs under `.cache/plugin/speckit` of the project.

A cache is only a shorter way: a file that is damaged, foreign or of another version is made again,
and where none can be written nothing is kept. It holds data alone, in msgpack by its type, so that
reading one from elsewhere runs no code. Several runs may use it at once. An example:

    cache = Cache(root, "8 hours a day")
    key = cache.make_key("plan", text, path)
    plan = cache.get(key, Plan) or read(text, path)
    cache.put(key, plan)
    cache.save()
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

import msgspec
from msgspec import Struct

from mkdocs_speckit import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs_speckit.disk.kept_file import KeptFile

FOLDER = ".cache/plugin/speckit"
"""Where Material for MkDocs has the caches of its plugins, too."""

FILE = "kept.sqlite"

_MAX_HELD = 1 << 20
"""The number of bytes that are held before they are written."""

_MAX_DIGESTS = 64
"""The number of structs whose digests are remembered: those of a feature's pages."""

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")

log = logging.getLogger(__name__)

T = TypeVar("T")


class Cache:
    """Values of any type by their keys, kept in one file of the project at `root`, or nowhere.

    `settings` are those that all values depend on. A value may be lost at any time.
    """

    def __init__(self, root: Path | None, settings: str = "") -> None:
        self._root, self._settings = root, settings
        self._file: KeptFile | None = None
        self._new: dict[bytes, bytes] = {}
        self._held = 0
        self._digests: dict[int, tuple[Struct, bytes]] = {}
        # A host may convert pages in several threads.
        self._lock = RLock()

    def __reduce__(self) -> tuple[Callable[..., Cache], tuple[Path | None, str]]:
        """Another process opens the file itself, and once."""
        return _share_cache, (self._root, self._settings)

    @property
    def is_used(self) -> bool:
        """True if anything is kept."""
        return self._root is not None

    def make_key(self, *parts: str | bytes) -> bytes:
        """Make a key of all that a value depends on besides the settings; empty if none is kept."""
        if self._root is None:
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
            file = self._open()
            data = self._use(file.fetch, key) if file else None
        if data is None:
            return None
        try:
            value: T = _make_decoder(kind).decode(data)  # type: ignore[arg-type]
        except (msgspec.DecodeError, RecursionError) as error:
            log.debug("a value is made again: %s", error)
            return None
        return value

    def put(self, key: bytes, value: object) -> None:
        """Keep a value, unless msgpack cannot have it, such as half a character."""
        if self._root is None:
            return
        with self._lock:
            with suppress(UnicodeEncodeError, OverflowError, RecursionError):
                self._new[key] = _ENCODER.encode(value)
                self._held += len(self._new[key])
            if self._held > _MAX_HELD:
                self._write()

    def make_key_of(self, *given: object) -> bytes:
        """Make a key of data of any type; empty also if msgpack cannot have it."""
        if self._root is None:
            return b""
        try:
            whole = [self._digest(each) if isinstance(each, Struct) else each for each in given]
            return self.make_key(_ENCODER.encode(whole))
        except (TypeError, UnicodeEncodeError, OverflowError, RecursionError):
            return b""

    def remember(self, make: Callable[[], T], kind: type[T], *given: object) -> T:
        """Make a value, unless the one that was made of the same things is kept.

        `given` is all that the value depends on, beginning with what it is.
        """
        key = self.make_key_of(*given)
        if not key:
            return make()
        value = self.get(key, kind)
        if value is None:
            value = make()
            self.put(key, value)
        return value

    def _digest(self, struct: Struct) -> bytes:
        """Make a digest of a struct, once: several pages show the same plans."""
        known, digest = self._digests.get(id(struct), (None, b""))
        if known is not struct:
            digest = blake2b(_ENCODER.encode(struct), digest_size=16).digest()
            if len(self._digests) >= _MAX_DIGESTS:
                self._digests.clear()
            self._digests[id(struct)] = struct, digest
        return digest

    def save(self) -> None:
        """Write what is new, and close the file until it is used again."""
        with self._lock:
            self._write()
            if self._file is not None:
                self._file.close()
                self._file = None

    def _write(self) -> None:
        new, self._new, self._held = self._new, {}, 0
        file = self._open(is_made=True) if new else None
        if file is not None:
            self._use(file.write, new.items())

    def _open(self, *, is_made: bool = False) -> KeptFile | None:
        """Open the file; None if there is none that should be made, or if it cannot be used."""
        root = self._root
        if self._file is not None or root is None:
            return self._file
        if not is_made and not (root / FOLDER / FILE).is_file():
            return None
        try:  # Some builds of Python have no SQLite, and sites without plans do not load it.
            from mkdocs_speckit.disk.kept_file import KeptFile  # noqa: PLC0415
        except ImportError as error:
            self._give_up(error)
            return None
        version = int.from_bytes(_fingerprint_code()[:4], "big") >> 1
        self._file = self._use(KeptFile, root, version)
        return self._file

    def _use(self, function: Callable[..., T], *arguments: object) -> T | None:
        """Call what uses the file; None if it cannot be used."""
        from mkdocs_speckit.disk.kept_file import UnusableFileError  # noqa: PLC0415

        try:
            return function(*arguments)
        except UnusableFileError as error:
            self._file = None
            if not error.is_removed:  # Else it is made again.
                self._give_up(error)
            return None

    def _give_up(self, error: Exception) -> None:
        """Keep nothing any more."""
        log.debug("nothing is kept in %s: %s", self._root, error)
        self._root = None
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


@cache
def _make_decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)


@cache
def name_renderers() -> str:
    """The versions of what fills in the templates of pieces: a drawn piece depends on them, too."""
    # Commands do not load it, which takes 20 ms.
    from importlib.metadata import version  # noqa: PLC0415

    return " ".join(version(name) for name in ("Jinja2", "MarkupSafe"))


@cache
def _fingerprint_code() -> bytes:
    """Eight bytes that stand for this code, the parser and Python; raises OSError."""
    import pyromark  # noqa: PLC0415

    made_by = f"{__version__} {pyromark.__version__} {sys.version_info[:2]}"
    digest = blake2b(made_by.encode(), digest_size=8)
    for path in _list_code(str(Path(__file__).parents[1])):
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - A `Path` of each takes 2 ms.
            digest.update(file.read())
    return digest.digest()


def _list_code(folder: str) -> Iterator[str]:
    """The files of the package that make what is kept, in the order of their names."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _list_code(entry.path)
        elif entry.name.endswith((".py", ".html", ".css", ".md")) and entry.is_file():
            yield entry.path

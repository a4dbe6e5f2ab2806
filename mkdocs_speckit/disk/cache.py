"""What the plugin keeps between builds: files under `.cache/plugin/speckit/` of the project.

A cache is only a shorter way: a file that is damaged, foreign or of another version is made again,
and where none can be written nothing is kept. It holds data alone, in msgpack by its type, so that
reading one from elsewhere runs no code.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec
from msgspec import Struct

from mkdocs_speckit.disk.files import WriteError, write_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDER = ".cache/plugin/speckit"
"""Where Material for MkDocs has the caches of its plugins, too."""

MAX_ENTRIES = 50_000
"""The number of entries that a file has at most; those that were used last stay."""

log = logging.getLogger(__name__)

T = TypeVar("T")


class _File(Struct, Generic[T], array_like=True):
    """What a file contains: what its entries were made with, and the entries by their keys."""

    made_with: str
    entries: dict[str, T]


class Cache(Generic[T]):
    """Entries of one type by their keys, kept in one file of a project, or nowhere.

    `made_with` names all that the entries depend on besides their keys; `most` entries are kept.
    """

    def __init__(
        self, root: Path | None, name: str, kind: type[T], made_with: str, most: int = MAX_ENTRIES
    ) -> None:
        self._path = None if root is None else root / FOLDER / f"{name}.msgpack"
        self._type: type[_File[T]] = _File[kind]  # type: ignore[valid-type]
        self._made_with, self._most = made_with, most
        self._is_changed = False
        self._entries = self._read()

    def _read(self) -> dict[str, T]:
        if self._path is None:
            return {}
        try:
            file = msgspec.msgpack.decode(self._path.read_bytes(), type=self._type)
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError, RecursionError) as error:
            log.debug("%s is made again: %s", self._path, error)
            return {}
        return file.entries if file.made_with == self._made_with else {}

    def get(self, key: str) -> T | None:
        """The entry with a key; None if there is none."""
        return self._entries.get(key)

    def update(self, entries: Mapping[str, T]) -> None:
        """Add new entries, and note which old ones were used."""
        if entries.keys() - self._entries.keys():
            self._is_changed = True
        for key, entry in entries.items():
            self._entries.pop(key, None)
            self._entries[key] = entry

    def save(self) -> None:
        """Write the file if there is something new, whole or not at all."""
        if not self._is_changed or self._path is None:
            return
        kept = dict(list(self._entries.items())[-self._most :])
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            ignore = self._path.with_name(".gitignore")
            if not ignore.exists():
                write_bytes(ignore, b"*\n")
            write_bytes(self._path, msgspec.msgpack.encode(_File(self._made_with, kept)))
        except (OSError, WriteError) as error:
            log.debug("nothing is kept for the next build: %s", error)

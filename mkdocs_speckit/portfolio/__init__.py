"""The plans of other sites, from their `speckit.json`; of a site that fails, the last good copy."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from mkdocs_speckit.disk.files import WriteError, write_text
from mkdocs_speckit.model.addresses import hide_secrets, is_on_web
from mkdocs_speckit.portfolio.fetching import Fetched, FetchError, fetch_all
from mkdocs_speckit.portfolio.sites import SiteExportError, read_site

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.portfolio.sites import ForeignSite

CACHE = ".cache/plugin/speckit/portfolio"
"""Where copies are kept, beside `mkdocs.yml`: in the folder that other plugins keep theirs in."""


class Read(NamedTuple):
    """The entries of other sites, and one line for each that could not be read."""

    entries: tuple[Entry, ...]
    failures: tuple[str, ...]


class Portfolio:
    """Exports, by their addresses or by their paths from a folder.

    The web is asked once for each address: a site that is previewed is built anew at every change.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._from_web: dict[str, Fetched | FetchError] = {}

    def in_folder(self, folder: Path) -> Portfolio:
        """The same, with paths from this folder."""
        return self if folder == self._folder else Portfolio(folder)

    def read(self, addresses: Iterable[str]) -> Read:
        """The entries of all sites in the order of the addresses."""
        wanted = tuple(dict.fromkeys(addresses))
        answers = fetch_all((one for one in wanted if one not in self._from_web), self._folder)
        self._from_web |= {one: found for one, found in answers.items() if is_on_web(one)}
        answers |= self._from_web
        sites: dict[str, ForeignSite] = {}
        failures = []
        for address in wanted:
            try:
                sites[address] = self._read(address, answers[address])
            except (FetchError, SiteExportError) as error:
                copy = self._last_good(address)
                if copy is not None:
                    sites[address] = copy
                failures.append(_failure(address, error, _HAS_COPY if copy else _HAS_NONE))
        return Read(tuple(_entries(sites)), tuple(failures))

    def _read(self, address: str, answer: Fetched | FetchError) -> ForeignSite:
        if isinstance(answer, FetchError):
            raise answer
        site = read_site(answer)
        with suppress(
            OSError, WriteError
        ):  # Where nothing can be kept there is no copy another time.
            self._keep(address, answer)
        return site

    def _keep(self, address: str, answer: Fetched) -> None:
        path = self._copy_of(address)
        text = json.dumps({"address": answer.address, "content": answer.content.decode()})
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_text(path, text)

    def _last_good(self, address: str) -> ForeignSite | None:
        try:
            copy = json.loads(self._copy_of(address).read_text(encoding="utf-8"))
            return read_site(Fetched(copy["address"], copy["content"].encode()))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, SiteExportError):
            return None

    def _copy_of(self, address: str) -> Path:
        name = hashlib.sha256(address.encode("utf-8", "surrogateescape")).hexdigest()
        return self._folder / CACHE / f"{name[:32]}.json"


_HAS_COPY = "the last good copy of it is shown"
_HAS_NONE = "there is no earlier copy, and its plans are not shown"


def _failure(address: str, error: Exception, so: str) -> str:
    return f"portfolio: {hide_secrets(address)}: {error}; {so}"


def _entries(sites: dict[str, ForeignSite]) -> Iterable[Entry]:
    """The entries of all sites, marked with their site; of several with one name, by address."""
    names = Counter(site.name for site in sites.values())
    for address, site in sites.items():
        name = site.name
        if names[name] > 1:
            name = f"{name} ({hide_secrets(address)})"
        yield from (replace(entry, site=name) for entry in site.entries)

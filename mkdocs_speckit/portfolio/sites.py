"""Reading a site's export: the features in its `speckit.json`, held against what they must be.

Whoever writes the file is somebody else: nothing is taken that is not of the right type and size,
and no address that leads anywhere but to the web.
"""

from __future__ import annotations

import json
import posixpath
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NoReturn, get_args
from urllib.parse import urljoin

from msgspec import Struct

from mkdocs_speckit.export import VERSION
from mkdocs_speckit.features.entries import Document, Entry, Figures, Status
from mkdocs_speckit.model.addresses import find_host, is_on_web
from mkdocs_speckit.model.estimate import Estimate
from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.levels import LEVELS
from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.model.wording import join_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_speckit.portfolio.fetching import Fetched

MOST = 1e9
"""No plan has as many hours, or items; sums of such numbers are exact to a millionth of an hour."""

_SHOWN = 40

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SCHEME = re.compile(r"[a-z][a-z\d+.-]*:", re.IGNORECASE | re.ASCII)


class SiteExportError(ValueError):
    """A text is no export that can be used; the message says why, and what would be one."""


class ForeignSite(Struct, frozen=True):
    """A site's name and its features; documents have addresses for paths."""

    name: str
    entries: tuple[Entry, ...]


def read_site(fetched: Fetched) -> ForeignSite:
    """Read a `speckit.json`; raises SiteExportError.

    A site without a name is called by the host or the path that its export was found at.
    """
    try:
        exported = json.loads(fetched.content.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise SiteExportError("it is no JSON") from None
    if not isinstance(exported, dict) or "version" not in exported or "plans" not in exported:
        raise SiteExportError("it is no export of mkdocs-speckit")
    version = exported["version"]
    if type(version) is not int or version != VERSION:
        raise SiteExportError(
            f"it is an export of version {_shown(version)}, and this program reads {VERSION}"
        )
    if "features" not in exported:
        raise SiteExportError(
            "it has plans but no features, as `mkdocs-speckit export` writes it; what is needed is"
            " the speckit.json of a site that is built with `export: true`"
        )
    whole = _Object(exported, fetched.address)
    name = whole.text("site") if "site" in exported else ""
    return ForeignSite(
        name.strip() or find_host(fetched.address), tuple(map(_entry, whole.objects("features")))
    )


class _Object(Struct, frozen=True):
    """An object of JSON whose members are taken only as what they must be; raises SiteExportError.

    `base` is where the export was found.
    """

    members: Mapping[str, Any]
    base: str

    def text(self, name: str) -> str:
        """A text, without signs that control something and without halves of signs."""
        value = self.members.get(name)
        if not isinstance(value, str):
            self._fail(name, "a text")
        return "".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in value)

    def text_or_none(self, name: str) -> str | None:
        return None if self.members.get(name) is None else self.text(name)

    def folder_above_or_none(self, name: str, folder: str) -> str | None:
        """The folder that another one is right in; what is in itself would be counted nowhere."""
        value = self.text_or_none(name)
        if value is not None and (value == folder or value != str(PurePosixPath(folder).parent)):
            self._fail(name, f"the folder of {_shown(folder)}")
        return value

    def date_or_none(self, name: str) -> str | None:
        value = self.text_or_none(name)
        if value is not None and not _DATE.fullmatch(value):
            self._fail(name, "a date such as 2026-11-20")
        return value

    def one_of(self, name: str, possible: tuple[Any, ...]) -> Any:
        value = self.members.get(name)
        if not isinstance(value, str | None) or value not in possible:
            self._fail(name, join_words([str(one or "null") for one in possible], "or"))
        return value

    def count(self, name: str) -> int:
        value = self.members.get(name)
        if type(value) is not int or not 0 <= value <= MOST:
            self._fail(name, "a whole number")
        return value

    def hours_or_none(self, name: str) -> float | None:
        value = self.members.get(name)
        if value is None:
            return None
        if type(value) not in {int, float} or not 0 <= value <= MOST:
            self._fail(name, "a number of hours")
        return float(value)

    def range_or_none(self, name: str) -> Estimate | None:
        part = self.object(name)
        low, high = part.hours_or_none("low"), part.hours_or_none("high")
        if low is None or high is None:
            return None
        if low > high:
            self._fail(name, "a range from low to high")
        return Estimate(low, high)

    def completion(self, name: str) -> Completion:
        part = self.object(name)
        done, total = part.count("done"), part.count("total")
        if done > total:
            self._fail(name, "what is done of a total")
        return Completion(done, total)

    def object(self, name: str) -> _Object:
        value = self.members.get(name)
        if not isinstance(value, dict):
            self._fail(name, "an object")
        return _Object(value, self.base)

    def objects(self, name: str) -> tuple[_Object, ...]:
        value = self.members.get(name)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._fail(name, "a list of objects")
        return tuple(_Object(item, self.base) for item in value)

    def address(self, name: str) -> str:
        """An address on the web, or one relative to where the export was found."""
        address = _joined(self.base, self.text(name))
        if not address or any(sign.isspace() for sign in address):
            self._fail(name, "an address that begins with https:// or http://, or a relative one")
        return address

    def _fail(self, name: str, wanted: str) -> NoReturn:
        value = _shown(self.members.get(name))
        raise SiteExportError(f"“{name}” is {value} in it, and must be {wanted}")


def _entry(feature: _Object) -> Entry:
    effort, findings = feature.object("effort"), feature.object("findings")
    folder = feature.text("folder")
    format_name = feature.text("format") if "format" in feature.members else LEVEL
    figures = Figures(
        feature.range_or_none("effort"),
        effort.count("unestimated"),
        feature.range_or_none("left"),
        feature.completion("completion"),
        feature.range_or_none("critical_path"),
        feature.range_or_none("remaining"),
        feature.hours_or_none("p80"),
        findings.count("error"),
        findings.count("warning"),
        findings.count("info"),
        feature.count("placeholders"),
    )
    return Entry(
        folder,
        feature.text("group"),
        feature.address("url"),
        feature.text("title"),
        feature.one_of("level", (*LEVELS, None)) if format_name == LEVEL else None,
        feature.one_of("status", get_args(Status)),
        figures,
        tuple(map(_document, feature.objects("documents"))),
        feature.folder_above_or_none("parent", folder),
        feature.date_or_none("changed"),
        format=format_name,
    )


def _document(document: _Object) -> Document:
    return Document(
        document.text("kind"),
        document.address("url"),
        document.text("title"),
        document.completion("completion"),
    )


def _joined(base: str, address: str) -> str:
    """An address from where an export was found; empty where it leads to neither it nor the web.

    What lies beside an export that is a file has no address on the web: it stays a path.
    """
    if is_on_web(address):
        return address
    if _SCHEME.match(address):
        return ""
    if not is_on_web(base):
        return "" if address.startswith("/") else posixpath.join(posixpath.dirname(base), address)
    try:
        joined = urljoin(base, address)
    except ValueError:
        return ""
    return joined if is_on_web(joined) else ""


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)

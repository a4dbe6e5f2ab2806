"""The plans of other sites, from their exports; of a site that fails, from the last good copy.

An export is a site's `speckit.json`, or what `mkdocs-speckit export` printed. Somebody else writes
it: no text of it controls a terminal, and no address of it leads anywhere but to the web.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import unicodedata
from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import urljoin

from msgspec import UNSET, Struct
from msgspec.structs import replace

from mkdocs_speckit.disk.cache import FOLDER
from mkdocs_speckit.disk.files import WriteError, write_text
from mkdocs_speckit.export.format import find_estimate
from mkdocs_speckit.export.reader import ExportError, read_valid_parts, rebuild_plan, show_value
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import Entry, FeatureDocument, Figures, make_entries
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.addresses import find_host, hide_secrets, is_on_web
from mkdocs_speckit.model.finding import Failures, Finding
from mkdocs_speckit.model.parts import HOURS, Completion, Place
from mkdocs_speckit.model.wording import format_count
from mkdocs_speckit.options import PrivateSite
from mkdocs_speckit.portfolio.fetching import Fetched, FetchError, fetch_all

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from msgspec import UnsetType

    from mkdocs_speckit.export.format import Export, ExportedFeature
    from mkdocs_speckit.model.finding import Severity
    from mkdocs_speckit.model.plan import Plan

CACHE = f"{FOLDER}/portfolio"
"""The folder of the copies, beside `mkdocs.yml`; other plugins keep theirs beside it."""

_SCHEME = re.compile(r"[a-z][a-z\d+.-]*:", re.IGNORECASE | re.ASCII)


class PortfolioAnswer(NamedTuple):
    """The entries of other sites, and one line for each that could not be read, or not wholly."""

    entries: tuple[Entry, ...]
    failures: tuple[str, ...]


class Portfolio:
    """Exports, by their addresses or by their paths from a folder.

    The web is asked once for each address: a preview builds its site again after every change.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._from_web: dict[str, Fetched | FetchError] = {}

    def move_to(self, folder: Path) -> Portfolio:
        """Make the same portfolio with paths from another folder."""
        return self if folder == self._folder else Portfolio(folder)

    def read(self, wanted: Iterable[str | PrivateSite]) -> PortfolioAnswer:
        """Read the entries of all sites, in this order; each is an address, or has headers, too."""
        headers: dict[str, dict[str, str]] = {}
        for one in wanted:
            if isinstance(one, PrivateSite):
                headers.setdefault(one.url, one.headers)
            else:
                headers.setdefault(one, {})
        asked = [address for address in headers if address not in self._from_web]
        copies = {one: copy for one in asked if is_on_web(one) and (copy := self._read_copy(one))}
        known = {one: copy.fetched for one, copy in copies.items()}
        answers = fetch_all(asked, self._folder, headers, known)
        self._from_web |= {one: found for one, found in answers.items() if is_on_web(one)}
        answers |= self._from_web
        sites: dict[str, ForeignSite] = {}
        failures = []
        for address in headers:
            answer = answers[address]
            try:
                if isinstance(answer, FetchError):
                    raise answer
                site = sites[address] = read_site(answer)
                if site.faults:
                    broken = format_count(len(site.faults), f"broken {site.parts}")
                    failures.append(
                        f"portfolio: {hide_secrets(address)} has {broken}, left out here:"
                        f" {site.faults[0]}; export it again"
                    )
                with suppress(OSError, WriteError):  # Without a copy a later failure shows nothing.
                    self._keep_copy(address, answer)
            except (FetchError, ExportError) as error:
                copy = self._read_copy(address)
                if copy is not None:
                    sites[address] = copy.site
                failures.append(
                    f"portfolio: {hide_secrets(address)} {error}; "
                    + ("the last good copy is shown" if copy else "its plans are not shown")
                )
        # Sites of one name are told apart by their addresses.
        names = Counter(site.name for site in sites.values())
        entries: list[Entry] = []
        for address, site in sites.items():
            is_unique = names[site.name] == 1
            name = site.name if is_unique else f"{site.name} ({hide_secrets(address)})"
            entries += (replace(entry, site=name) for entry in site.entries)
        return PortfolioAnswer(tuple(entries), tuple(failures))

    def _keep_copy(self, address: str, answer: Fetched) -> None:
        path = self._find_copy(address)
        encoding = json.detect_encoding(answer.content)
        content = answer.content.decode(encoding, "surrogatepass")
        text = json.dumps({"address": answer.address, "content": content, "etag": answer.etag})
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_text(path, text)

    def _read_copy(self, address: str) -> _Copy | None:
        """Read the last good copy; None if there is none that can be shown."""
        try:
            copy = json.loads(self._find_copy(address).read_text(encoding="utf-8"))
            content = copy["content"].encode("utf-8", "surrogatepass")
            fetched = Fetched(copy["address"], content, str(copy.get("etag", "")))
            return _Copy(fetched, read_site(fetched))
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None

    def _find_copy(self, address: str) -> Path:
        name = hashlib.sha256(address.encode("utf-8", "surrogateescape")).hexdigest()
        return self._folder / CACHE / f"{name[:32]}.json"


class _Copy(NamedTuple):
    """The copy of an export, as it was fetched and as it is read."""

    fetched: Fetched
    site: ForeignSite


class ForeignSite(Struct, frozen=True):
    """The name of a site, and its features; documents have addresses instead of paths.

    `faults` say what is wrong with those of its `parts`, `feature` or `plan`, that are left out.
    """

    name: str
    entries: tuple[Entry, ...]
    faults: tuple[str, ...] = ()
    parts: str = "feature"


def read_site(fetched: Fetched) -> ForeignSite:
    """Read an export, without the features that are broken; raises ExportError if none is valid.

    A site without a name is called by the host or the path of its export. Where an export has no
    addresses, documents have their paths beside it, and are not linked.
    """
    export, faults = read_valid_parts(fetched.content)
    entries = []
    if export.features is UNSET:
        for entry in _derive_entries(export):
            documents = (
                replace(document, path=_join(fetched.address, document.path))
                for document in entry.documents
            )
            path = _join(fetched.address, entry.path)
            entries.append(replace(entry, path=path, documents=tuple(documents), is_linked=False))
    else:
        written = (index for index in count() if index not in faults)
        for index, feature in zip(written, export.features, strict=False):
            try:
                entries.append(_read_entry(feature, f"$.features[{index}]", fetched.address))
            except ExportError as error:
                faults |= {index: error.fault}
        if faults and not entries:
            raise ExportError.of_broken(next(iter(faults.values())))
    name = _clean(export.site or "").strip() or find_host(fetched.address)
    cleaned = [
        replace(
            entry,
            folder=_clean(entry.folder),
            group=_clean(entry.group),
            path=_clean(entry.path),
            title=_clean(entry.title),
            documents=tuple(
                replace(d, kind=_clean(d.kind), path=_clean(d.path), title=_clean(d.title))
                for d in entry.documents
            ),
            parent=None if entry.parent is None else _clean(entry.parent),
        )
        for entry in entries
    ]
    parts = "plan" if export.features is UNSET else "feature"
    found = tuple(fault for _, fault in sorted(faults.items()))
    return ForeignSite(name, tuple(cleaned), found, parts)


def _read_entry(feature: ExportedFeature, place: str, base: str) -> Entry:
    """Make an entry of a feature; `place` is its path in the export."""
    group = feature.group
    if group is UNSET:
        group = str(PurePosixPath(feature.folder).parent)
    documents = [
        FeatureDocument(
            document.kind,
            _find_address(document.url, document.path, f"{place}.documents[{index}].url", base),
            document.title,
            Completion(document.completion.done, document.completion.total),
        )
        for index, document in enumerate(feature.documents)
    ]
    return Entry(
        feature.folder,
        group,
        _find_address(feature.url, feature.path, f"{place}.url", base),
        feature.title,
        feature.level or None,
        feature.status,
        Figures(
            find_estimate(feature.effort),
            feature.effort.unestimated,
            find_estimate(feature.left),
            Completion(feature.completion.done, feature.completion.total),
            find_estimate(feature.critical_path),
            find_estimate(feature.remaining),
            feature.p80,
            feature.findings.error,
            feature.findings.warning,
            feature.findings.info,
            feature.placeholders,
            # An export does not tell which of the phases without an estimate are done.
            0 if feature.status == "done" else feature.effort.unestimated,
            feature.questions or 0,
        ),
        tuple(documents),
        feature.parent,
        feature.changed or None,
        format=feature.format,
        owners=tuple(feature.owners or ()),
        is_linked=UNSET not in (feature.url, *(document.url for document in feature.documents)),
    )


def _derive_entries(export: Export) -> tuple[Entry, ...]:
    """Make entries of an export without features: its documents are grouped as a site does it.

    An export does not tell which phases are done, so it is not known what is left of a plan.
    """
    plans = {plan.path: plan for plan in export.plans}

    def measure(leading: Plan) -> Figures:
        effort = plans[leading.path].effort
        return Figures(
            effort=find_estimate(effort.total) if effort and effort.unit == HOURS else None,
            unestimated=effort.total.unestimated if effort else 0,
            critical_path=find_estimate(plans[leading.path].critical_path),
        )

    findings = {
        plan.path: [
            Finding(f.rule, cast("Severity", f.severity), Place(f.line, f.column), f.message)
            for f in plan.findings
        ]
        for plan in export.plans
    }
    features = group_features(join_documents(map(rebuild_plan, export.plans)))
    return make_entries(features, findings, Failures(), measure)


def _find_address(url: str | UnsetType, path: str, place: str, base: str) -> str:
    """The address of a page: on the web, or relative to `base`, where its export was found.

    Without a URL it is the document's path beside the export. Raises ExportError if the URL leads
    elsewhere.
    """
    if url is UNSET:
        return _join(base, path)
    address = _clean(url)
    if not is_on_web(address):
        if _SCHEME.match(address):
            address = ""
        elif not is_on_web(base):
            # Pages beside an export that is a file have no address on the web: it stays a path.
            address = "" if address.startswith("/") else _join(base, address)
        else:
            try:
                address = urljoin(base, address)
            except ValueError:
                address = ""
            address = address if is_on_web(address) else ""
    if not address or any(sign.isspace() for sign in address):
        raise ExportError.of_broken(
            f"`{place}` is {show_value(url)}, and must be an address that begins with https:// or"
            " http://, or a relative one"
        )
    return address


def _join(base: str, path: str) -> str:
    return posixpath.join(posixpath.dirname(base), path)


def _clean(text: str) -> str:
    """Put a space in the place of each control character and each half of a character."""
    return "".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text)

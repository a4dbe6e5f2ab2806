"""The plans of one build of a site: what its pages show and how they lead to one another."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.disk.history import find_last_changes
from mkdocs_speckit.export import export_page
from mkdocs_speckit.export.site_files import make_site_files
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import date_entries, make_entries
from mkdocs_speckit.features.selection import parse_selection
from mkdocs_speckit.model.addresses import is_on_web
from mkdocs_speckit.page import Page
from mkdocs_speckit.rendering.overview import render_feature_links, render_overview

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.model.finding import Failures, Finding
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.settings import WorkingTime


class Documents(Struct, frozen=True):
    """The Markdown pages of a site, plans or not.

    `paths` are those in the site's folder of sources. `file` gives the file that one of them comes
    from: a generated page has none. `href` gives the address of the second page as the first one
    links to it; None where there is no such page.
    """

    paths: tuple[str, ...]
    file: Callable[[str], Path | None]
    href: Callable[[str, str], str | None]


class PlanPages:
    """The audited plans of a site, by their pages.

    `folder` is one in the repository that the dates of changes are asked of, `elsewhere` reads the
    entries of other sites; both once, and only where an overview or an export needs them.
    `failures` takes what fails.
    """

    def __init__(
        self,
        audited: Sequence[tuple[Plan, Sequence[Finding]]],
        documents: Documents,
        folder: Path,
        elsewhere: Callable[[], tuple[Entry, ...]],
        failures: Failures,
    ) -> None:
        self._audited = {plan.path: (plan, tuple(findings)) for plan, findings in audited}
        self._documents = documents
        self._folder = folder
        self._read_elsewhere = elsewhere
        by_folder = group_features((plan for plan, _ in audited), documents.paths)
        found = {path: findings for path, (_, findings) in self._audited.items()}
        self._entries = make_entries(by_folder, found, failures)
        self._entry_of = {d.path: entry for entry in self._entries for d in entry.documents}
        self._by_folder = {entry.folder: entry for entry in self._entries}
        self._parts: defaultdict[str | None, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            self._parts[entry.parent].append(entry)

    def page(self, path: str, *, is_preview: bool) -> Page | None:
        """What is shown on a page; None where it is no plan's."""
        if path not in self._audited:
            return None
        entry = self._entry_of.get(path)
        if entry is None:
            return Page(*self._audited[path], is_preview)
        whole = self._by_folder.get(entry.parent or "")
        parts = self._parts.get(entry.folder, [])
        links = render_feature_links(entry, whole, parts, self._href_from(path), path)
        return Page(*self._audited[path], is_preview, links)

    def data(self, path: str) -> dict[str, Any] | None:
        """What theme authors get of a page; None where it is no plan's."""
        if path not in self._entry_of:
            return None
        return export_page(*self._audited[path], self._entry_of[path])

    def overview(self, attributes: str, path: str, time: WorkingTime) -> str:
        """An overview on a page, narrowed by attributes; raises SelectionError."""
        chosen = parse_selection(attributes).of(self._dated + self._elsewhere)
        return render_overview(chosen, self._href_from(path), time)

    def export(self, name: str, url_of: Callable[[str], str]) -> Iterator[tuple[str, str]]:
        """The plans of the site of this name as data: the paths and texts of `site_data`."""
        yield from make_site_files(name, self._audited.values(), self._dated, url_of)

    def _href_from(self, start: str) -> Callable[[str], str | None]:
        """Gives the addresses of documents from one page, and of other sites' as they are."""
        return lambda path: path if is_on_web(path) else self._documents.href(start, path)

    @cached_property
    def _elsewhere(self) -> tuple[Entry, ...]:
        return self._read_elsewhere()

    @cached_property
    def _dated(self) -> tuple[Entry, ...]:
        """The entries with the dates of their last change: git is asked once, if at all."""
        found = {path: self._documents.file(path) for path in self._audited}
        paths = {file.resolve(): path for path, file in found.items() if file is not None}
        dates = find_last_changes(self._folder, paths)
        return date_entries(self._entries, {paths[path]: date for path, date in dates.items()})


def is_same(written: str, text: str) -> bool:
    """Whether a text shows what was written; comments and blanks nobody sees."""
    return written == text or _words(written) == _words(text)


def add_front_matter(source: str, written: str, text: str) -> str:
    """A converted text after what its source has before the text as it was written."""
    return (source.rpartition(written)[0] if written else source) + text


def read_converted(page: Page | None, text: str, read: Callable[[str], Plan | None]) -> Page | None:
    """The page of the text that is converted, where `page` is that of the text as it was written.

    Its figures are those of what readers see. Findings stay those of the written text, whose lines
    the author knows.

    A page that was no plan's becomes one's by what it includes: of several plans it is none's, as
    figures of several under one title would be wrong.
    """
    plan = read(text)
    if plan is None:
        return None
    if page is None:
        return Page(plan, ()) if len(plan.levels) <= 1 else None
    return replace(page, plan=plan)


def _words(text: str) -> list[str]:
    first, *others = text.split("<!--")
    return " ".join([first, *(other.partition("-->")[2] for other in others)]).split()

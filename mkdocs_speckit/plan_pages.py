"""The plans of one build of a MkDocs site: what its pages show and how they lead to one another."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mkdocs_speckit.export import page_json
from mkdocs_speckit.feature import features
from mkdocs_speckit.fetching import is_on_web
from mkdocs_speckit.last_changes import last_changes
from mkdocs_speckit.page.content import Page
from mkdocs_speckit.rendering.feature_links import feature_links
from mkdocs_speckit.rendering.overview import overview
from mkdocs_speckit.selection import selection
from mkdocs_speckit.site import entries, with_changes
from mkdocs_speckit.site_data import site_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from mkdocs_speckit.audit import Finding
    from mkdocs_speckit.plan import Plan
    from mkdocs_speckit.reading import WorkingTime
    from mkdocs_speckit.site import Entry


class PlanPages:
    """The audited plans of a site, by their pages.

    `origins` are the files that the plans' authors write, by the pages' paths. `folder` is one in
    the repository that the dates of changes are asked of, `elsewhere` gives the entries of other
    sites; both only where an overview or an export needs them.
    """

    def __init__(
        self,
        audited: Sequence[tuple[Plan, Sequence[Finding]]],
        files: Files,
        origins: Mapping[str, Path | None],
        folder: Path,
        elsewhere: Callable[[], tuple[Entry, ...]],
    ) -> None:
        self._audited = {plan.path: (plan, tuple(findings)) for plan, findings in audited}
        self._files = files
        self._origins = origins
        self._folder = folder
        self._elsewhere = elsewhere
        plans = [plan for plan, _ in audited]
        by_folder = features(plans, (file.src_uri for file in files.documentation_pages()))
        found = {path: findings for path, (_, findings) in self._audited.items()}
        self._entries = entries(by_folder, found)
        self._entry_of = {d.path: entry for entry in self._entries for d in entry.documents}
        self._by_folder = {entry.folder: entry for entry in self._entries}
        self._parts: defaultdict[str | None, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            self._parts[entry.parent].append(entry)

    def page(self, file: File, *, is_preview: bool) -> Page | None:
        """What is shown on a file's page; None where it is no plan's."""
        if file.src_uri not in self._audited:
            return None
        entry = self._entry_of[file.src_uri]
        whole = self._by_folder.get(entry.parent or "")
        parts = self._parts.get(entry.folder, [])
        links = feature_links(entry, whole, parts, _hrefs(self._files, file), file.src_uri)
        return Page(*self._audited[file.src_uri], is_preview, links)

    def data(self, file: File) -> dict[str, Any] | None:
        """What theme authors get of a file's page; None where it is no plan's."""
        if file.src_uri not in self._audited:
            return None
        return page_json(*self._audited[file.src_uri], self._entry_of[file.src_uri])

    def overview(self, attributes: str, file: File, time: WorkingTime) -> str:
        """An overview on a file's page, narrowed by attributes; raises SelectionError."""
        chosen = selection(attributes).of(self._dated + self._elsewhere())
        return overview(chosen, _hrefs(self._files, file), time)

    def export(self, config: MkDocsConfig) -> Iterator[tuple[str, str]]:
        """The site's plans as data: the paths and texts of its export and its badges."""
        # mike adds a version's folder without the slash that makes it one.
        site = f"{config.site_url.rstrip('/')}/" if config.site_url else ""

        def url_of(path: str) -> str:
            file = self._files.get_file_from_path(path)
            return urljoin(site, file.url if file else "")

        yield from site_data(config.site_name, self._audited.values(), self._dated, url_of)

    @cached_property
    def _dated(self) -> tuple[Entry, ...]:
        """The entries with the dates of their last change: git is asked once, if at all."""
        paths = {source: path for path, source in self._origins.items() if source is not None}
        dates = last_changes(self._folder, paths)
        return with_changes(self._entries, {paths[path]: date for path, date in dates.items()})


def _hrefs(files: Files, start: File) -> Callable[[str], str | None]:
    """Gives the addresses of documents from one page, and of other sites' as they are."""

    def href(path: str) -> str | None:
        if is_on_web(path):
            return path
        file = files.get_file_from_path(path)
        return file.url_relative_to(start) if file else None

    return href

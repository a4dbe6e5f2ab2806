"""The plans of a MkDocs site: read, audited, shown on their pages, and exported."""

from __future__ import annotations

import logging
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel

from mkdocs_speckit.disk.files import WriteError, write_text
from mkdocs_speckit.disk.history import History
from mkdocs_speckit.disk.neighbours import I18N, strip_language
from mkdocs_speckit.hosts.mkdocs.sources import Origins
from mkdocs_speckit.hosts.pages import (
    PlanPages,
    SiteView,
    add_front_matter,
    is_same,
    update_page,
)
from mkdocs_speckit.model.finding import Failure, Failures
from mkdocs_speckit.model.formats import find_tool_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_speckit.hosts.mkdocs import BuildRun, MkDocsBuild
    from mkdocs_speckit.model.finding import Finding
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.page import Page
    from mkdocs_speckit.portfolio import Portfolio

log = get_plugin_logger("speckit")


class MkDocsSite:
    """The plans of a site in one build.

    `candidates` are the pages that may be plans, with their texts. All findings are added to
    the build's run. What has not changed is taken from `before`, the site of the build
    before.
    """

    def __init__(
        self,
        build: MkDocsBuild,
        candidates: Iterable[tuple[File, str]],
        before: MkDocsSite | None,
    ) -> None:
        self._build = build
        self._project = build.project
        self._portfolio: Portfolio | None = None
        root, cache = build.project.root, build.project.cache
        self._history = History(root, cache)
        self._plans: dict[str, tuple[bytes, Plan | None]] = {}
        self._exported: list[str] = []
        if before is not None:
            self._portfolio = before._portfolio and before._portfolio.move_to(root)
            self._history = before._history.move_to(root, cache)
            self._exported = before._exported
            if before._project.settings == build.project.settings:
                self._plans = before._plans

        if build.project.options.portfolio and self._portfolio is None:
            # What asks the web is loaded where it is needed.
            from mkdocs_speckit.portfolio import Portfolio  # noqa: PLC0415

            self._portfolio = Portfolio(root)

        failures, origins = Failures(), Origins(build.config)
        self._failures = failures
        plans = []
        self._shown: dict[str, str] = {}
        for file, text in candidates:
            self._shown[file.src_uri] = build.brought.get(file.src_uri) or origins.show_path(file)
            plan = self._read_file(file, text, failures)
            plans += [] if plan is None else [plan]

        # Files that are not published exist all the same.
        every = build.files.documentation_pages(inclusion=InclusionLevel.all)
        audited = build.project.audit(plans, self._shown, map(strip_language, every))
        for plan, findings in audited:
            self._add(plan.path, findings)

        site = _make_view(build.files, origins, self._history, build.run)
        self.pages = PlanPages(build.project, audited, site, self._portfolio, failures)
        if build.project.options.export:
            self._export(failures)
        for path, failure in failures.found:
            self._add(path, [failure])
        cache.save()

    def show_page(self, file: File, written: str, text: str) -> Page | None:
        """Make what a page shows; `written` is its text before plugins changed it to `text`."""
        page = self.pages.make_page(file.src_uri, is_preview=self._build.run.is_preview)
        if is_same(written, text):
            return page
        try:
            source = add_front_matter(file.content_string, written, text)
        except (OSError, UnicodeDecodeError):
            log.warning(
                "%s cannot be read again; its page is made of what was read before", file.src_uri
            )
            source = text
        plan = self._read(file, source, is_converted=page is not None)
        converted = update_page(page, self.pages.join_again(plan))
        before, now = page and page.plan, converted and converted.plan
        if before and now and _render_alone(before) != _render_alone(now):
            log.info(
                "%s: the page shows other figures than the file, as what it includes is counted on"
                " the page alone",
                file.src_uri,
            )
        return converted

    def export_page(self, path: str) -> dict[str, Any] | None:
        """Export what theme authors get of a page (`page.speckit`); None if it is not a plan."""
        try:
            return self.pages.export_page(path)
        except Exception as error:  # noqa: BLE001 - The page is shown all the same.
            self.report_failure("page.speckit", path, error)
            return None

    def report_failure(self, part: str, path: str, error: Exception) -> None:
        """Report that a part of a page has failed, which fails the build at its end."""
        failure = Failure.describe(part, path, error)
        self._failures.found.append((path, failure))
        self._add(path, [failure])

    def _read_file(self, file: File, text: str, failures: Failures) -> Plan | None:
        """Read a page's plan, unless its text is the same as in the build before."""
        # The text itself is MkDocs' to keep: two copies of a large site take room.
        digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
        before = self._plans.get(file.src_uri)
        if before is not None and before[0] == digest:
            return before[1]
        with failures.catch("reading", file.src_uri):
            plan = self._read(file, text)
            # Only a preview, and a site in several languages, are built again by this process.
            if self._build.run.is_preview or I18N in self._build.config.plugins:
                self._plans[file.src_uri] = digest, plan
            return plan
        return None

    def _read(self, file: File, text: str, *, is_converted: bool = False) -> Plan | None:
        """Read a text; a translation is the kind of document that it translates."""
        original, shown = strip_language(file), self._shown.get(file.src_uri, "")
        if find_tool_path(shown):  # Not in the addresses of its pages.
            original = shown
        return self._project.read(text, file.src_uri, original, is_converted=is_converted)

    def _add(self, path: str, findings: Iterable[Finding]) -> None:
        """Add a document's findings to the run, under the path that its author knows."""
        self._build.run.add(self._shown.get(path, path), findings)

    def _export(self, failures: Failures) -> None:
        """Put the plans as data into the site; builds inside this one have other languages."""
        from mkdocs_speckit.export import EXPORT  # noqa: PLC0415

        files, config = self._build.files, self._build.config
        # mike adds a version's folder without the slash that makes it one.
        root = f"{config.site_url.rstrip('/')}/" if config.site_url else ""

        def find_address(path: str) -> str:
            """The address of a document's page: a whole one if the site's own is known."""
            file = files.get_file_from_path(path)
            return urljoin(root, file.url if file else "")

        if self._build.run.is_outermost:
            data: list[tuple[str, str]] = []
            with failures.catch("the export", EXPORT):
                data = list(self.pages.export_site(config.site_name, find_address, failures))
            self._exported = write_data(data, files, config)
        for path in self._exported:
            target = str(Path(config.site_dir, path))
            files.append(
                File.generated(config, path, abs_src_path=target, inclusion=InclusionLevel.INCLUDED)
            )


def write_data(data: Iterable[tuple[str, str]], files: Files, config: MkDocsConfig) -> list[str]:
    """Write texts into the site, each file whole or not at all; returns their paths.

    Raises PluginError if a file cannot be written, or is one of the site's own.
    """
    taken = {file.src_uri.casefold() for file in files}
    for file in files:
        if file.inclusion is not InclusionLevel.EXCLUDED:
            place = PurePosixPath(file.dest_uri.casefold())
            taken.update(map(str, (place, *place.parents)))

    written = []
    for path, text in data:
        if path.casefold() in taken:
            raise PluginError(f"speckit: {path} is written by `export`; rename your own file")
        target = Path(config.site_dir, path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_text(target, text)
        except OSError as error:
            raise PluginError(f"speckit: cannot write {path}: {error.strerror}") from None
        except WriteError as error:
            raise PluginError(f"speckit: {error}") from None
        written.append(path)
    return written


def _make_view(files: Files, origins: Origins, history: History, run: BuildRun) -> SiteView:
    """The site as its plans need it."""

    def find_file(path: str) -> Path | None:
        page = files.get_file_from_path(path)
        return origins.find_file(page) if page else None

    def find_link(start: str, path: str) -> str | None:
        file, page = files.src_uris.get(path), files.src_uris.get(start)
        return file.url_relative_to(page) if file and page else None

    def log_message(level: int, message: str) -> None:
        if level == logging.INFO:
            run.tell(message)
        else:
            log.log(level, "%s", message)

    paths = tuple(page.src_uri for page in files.documentation_pages())
    return SiteView(paths, find_file, find_link, history, log_message)


def _render_alone(plan: Plan) -> str:
    """The header of a plan without the links to other pages: all figures that readers see of it."""
    from mkdocs_speckit.features.documents import choose_documents  # noqa: PLC0415
    from mkdocs_speckit.rendering.header import render_header  # noqa: PLC0415

    return render_header(choose_documents([plan], plan, lambda _: None))

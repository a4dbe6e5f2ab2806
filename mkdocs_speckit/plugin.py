"""The MkDocs plugin: reads every plan once, logs its findings, and shows it on its page."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel

from mkdocs_speckit.audit import audit_all
from mkdocs_speckit.audit.failures import Failures
from mkdocs_speckit.build_run import BuildRun
from mkdocs_speckit.data_files import add_data, address, write_data
from mkdocs_speckit.markdown_extension import NAME, SpeckitExtension
from mkdocs_speckit.options import DEFAULTS, OptionError, beside, options_from
from mkdocs_speckit.origins import docs_dir, documents, folder_of, shown_path, untranslated
from mkdocs_speckit.page.added import hide_added, show_added
from mkdocs_speckit.page.content import Host
from mkdocs_speckit.page.converted import as_converted, is_same, with_front_matter
from mkdocs_speckit.plan_pages import PlanPages
from mkdocs_speckit.plugin_config import SpeckitConfig
from mkdocs_speckit.portfolio import Portfolio
from mkdocs_speckit.reading import Settings, read
from mkdocs_speckit.rendering import stylesheet
from mkdocs_speckit.rendering.summary import summary
from mkdocs_speckit.reports.report import Report
from mkdocs_speckit.repository import find_repository
from mkdocs_speckit.site_data import EXPORT
from mkdocs_speckit.source_pages import add_source, without_climbs
from mkdocs_speckit.sources import find_sources
from mkdocs_speckit.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page as MkDocsPage

    from mkdocs_speckit.audit import Finding
    from mkdocs_speckit.page.content import Page
    from mkdocs_speckit.plan import Plan
    from mkdocs_speckit.site import Entry
    from mkdocs_speckit.sources import Source

STYLESHEET = "assets/stylesheets/speckit.css"

AFTER_OTHERS = -100
"""Other plugins make pages and change texts before us."""

BEFORE_OTHERS = 100
BEFORE_ARRANGING = -50
"""Other plugins make pages before us; those that arrange pages run last of all."""

AFTER_ARRANGING = -200
"""Even static-i18n has chosen the pages of one language by then, and built the other ones."""

LOG_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO}

I18N = "i18n"
"""The name of mkdocs-static-i18n among the plugins."""

OVERVIEW_PAGE = "# Plans\n\n<!-- speckit: overview -->\n"

log = get_plugin_logger(NAME)


class SpeckitPlugin(BasePlugin[SpeckitConfig]):  # type: ignore[no-untyped-call]
    """Collects plans before the first page is rendered, and renders them with their pages."""

    def __init__(self) -> None:
        self._is_preview = False
        self._options = DEFAULTS
        self._settings = Settings()
        self._folder = Path()
        self._sources: tuple[Source, ...] = ()
        self._shown_paths: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        self._read_before: dict[str, tuple[bytes, Plan | None]] = {}
        self._pages: PlanPages | None = None
        self._run = BuildRun()
        self._data: list[str] = []
        self._file: File | None = None
        self._next: File | None = None
        self._written = ""
        self._hidden: list[str] = []
        self._portfolio = Portfolio(Path())
        self._elsewhere: tuple[Entry, ...] | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Note whether the author previews the site; a plugin that has this hook is kept alive."""
        self._is_preview = command == "serve"
        self._portfolio = Portfolio(self._folder)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the options, add the stylesheet, and put our own extension in place of its name."""
        try:
            self._options = options_from(beside(config.plugins, dict(self.config)))
            self._folder = folder_of(config)
            settings = self._options.settings(self._folder)
            if settings != self._settings:
                self._settings, self._read_before = settings, {}
            self._portfolio = self._portfolio.in_folder(self._folder)
            self._sources = find_sources(
                self._options.sources,
                find_repository(self._folder),
                {"docs_dir": docs_dir(config), "site_dir": Path(config.site_dir)},
            )
        except OptionError as error:
            raise PluginError(f"speckit: {error}") from None
        if not self._options.inline_css and STYLESHEET not in config.extra_css:
            config.extra_css.append(STYLESHEET)
        # Python-Markdown takes instances beside names; MkDocs' types know names alone.
        extensions: list[Any] = [e for e in config.markdown_extensions if not _is_ours(e)]
        host = Host(self._take, self._overview, self._report_on_page, self._warn_of_page)
        extensions.append(SpeckitExtension(self._options, host))
        config.markdown_extensions = extensions
        self._compare_options(config.mdx_configs.pop(NAME, {}) or {})
        return config

    def _compare_options(self, extension: Mapping[str, Any]) -> None:
        """Warn of the extension's options where they differ: Zensical reads those, MkDocs ours."""
        if other := [name for name, value in extension.items() if self.config.get(name) != value]:
            log.warning(
                "options under markdown_extensions differ from those under plugins, which count:"
                " %s; write the same in both",
                listed(other),
            )

    def on_serve(self, server: LiveReloadServer, **_: object) -> LiveReloadServer:
        """Build anew when something in a source changes."""
        for source in self._sources:
            server.watch(str(source.folder))
        return server

    def on_pre_build(self, **_: object) -> None:
        """Note that a build begins, maybe inside another one."""
        self._run.begin()

    def on_build_error(self, **_: object) -> None:
        """Note that no build goes on."""
        self._run.abort()

    @event_priority(BEFORE_ARRANGING)
    def _add_pages(self, files: Files, config: MkDocsConfig) -> Files:
        """Add what the sources hold, and the overview."""
        if self._sources:
            _refuse_beside_i18n(config, "sources", "put the plans there")
        shown: dict[str, str] = {}
        try:
            for source in self._sources:
                shown |= add_source(source, files, config)
        except OptionError as error:
            raise PluginError(f"speckit: {error}") from None
        self._shown_paths = shown
        self._add_overview(files, config)
        return files

    @event_priority(AFTER_ARRANGING)
    def _read_pages(self, files: Files, config: MkDocsConfig) -> Files:
        """Read and audit every page, and log what is found."""
        is_shown = InclusionLevel.is_in_serve if self._is_preview else InclusionLevel.is_included
        pages = files.documentation_pages(inclusion=is_shown)
        failures = Failures()
        read = {file.src_uri: (self._read(file, failures), file) for file in pages}
        plans = {path: (plan, file) for path, (plan, file) in read.items() if plan is not None}
        failed = {path for path, _ in failures.found}
        shown = {
            path: self._shown_paths.get(path) or shown_path(file, config)
            for path, (plan, file) in read.items()
            if plan is not None or path in failed
        }
        audited = audit_all(
            (plan for plan, _ in plans.values()),
            self._options.rules,
            {path: self._options.ignored_at(where) for path, where in shown.items()},
            # What is kept out of the site is there all the same.
            [untranslated(f) for f in files.documentation_pages(inclusion=InclusionLevel.all)],
        )
        for plan, findings in audited:
            for finding in self._run.add(plan.path, findings):
                _log(finding, shown[plan.path])
        self._shown = shown
        self._elsewhere = None
        self._pages = PlanPages(
            audited, documents(files, config), self._folder, self._entries_elsewhere, failures
        )
        if not self._options.inline_css and files.get_file_from_path(STYLESHEET) is None:
            files.append(File.generated(config, STYLESHEET, content=stylesheet()))
        if self._options.export:
            self._export(self._pages, files, config, failures)
        self._report(failures)
        return files

    on_files = CombinedEvent(_add_pages, _read_pages)

    def on_pre_page(self, page: MkDocsPage, **_: object) -> MkDocsPage:
        """Write a source's edit link without `..`: MkDocs' own begin in `docs_dir`."""
        if page.edit_url and page.file.src_uri in self._shown_paths:
            page.edit_url = without_climbs(page.edit_url)
        return page

    @event_priority(AFTER_ARRANGING)
    def on_post_build(self, **_: object) -> None:
        """Fail a build with errors, now that the whole site is there and all was reported."""
        if self._run.is_outermost and not self._is_preview:
            report = Report(self._run.documents, find_repository(self._folder))
            if report.has_errors:
                raise PluginError(f"speckit: {report.summary}; the errors stand above")
        self._run.end()

    @event_priority(AFTER_OTHERS)
    def on_page_markdown(self, markdown: str, page: MkDocsPage, **_: object) -> str:
        """Note which page is converted next, and give theme authors its data (`page.speckit`)."""
        if self._pages is not None:
            self._next = self._file = page.file
            self._written = page.markdown or ""  # What the events so far have changed is not in it.
            failures = Failures()
            with failures.caught("page.speckit", page.file.src_uri):
                page.speckit = self._pages.data(page.file.src_uri)  # type: ignore[attr-defined]
            self._report(failures)
        return markdown

    @event_priority(BEFORE_OTHERS)
    def _hide_added(self, /, context: Any, *, page: MkDocsPage, **_: Any) -> Any:
        """Let search plugins see the page without our pieces."""
        page.content, self._hidden = hide_added(page.content or "")
        return context

    @event_priority(AFTER_OTHERS)
    def _show_added(self, /, context: Any, *, page: MkDocsPage, **_: Any) -> Any:
        page.content = show_added(page.content or "", self._hidden)
        return context

    on_page_context = CombinedEvent(_hide_added, _show_added)

    def _export(
        self, pages: PlanPages, files: Files, config: MkDocsConfig, failures: Failures
    ) -> None:
        """Put the plans as data into the site; builds inside this one are of other languages."""
        if self._run.is_outermost:
            data: list[tuple[str, str]] = []
            with failures.caught("the export", EXPORT):
                data = list(pages.export(config.site_name, partial(address, files, config)))
            self._data = write_data(data, files, config)
        add_data(self._data, files, config)

    def _read(self, file: File, failures: Failures) -> Plan | None:
        """The plan of a page, which is read anew only if its text has changed since."""
        try:
            text = file.content_string
        except (OSError, UnicodeDecodeError):
            return None  # MkDocs reports it when it comes to this page.
        # The text itself is MkDocs' to keep: two copies of a large site take room.
        digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
        before = self._read_before.get(file.src_uri)
        if before is None or before[0] != digest:
            before = digest, None
            with failures.caught("reading", file.src_uri):
                before = digest, self._plan_of(file, text)
                self._read_before[file.src_uri] = before
        return before[1]

    def _plan_of(self, file: File, text: str) -> Plan | None:
        """The plan of a file's text; a translation is the kind of document that it translates."""
        plan = read(text, untranslated(file), self._settings)
        return replace(plan, path=file.src_uri) if plan is not None else None

    def _add_overview(self, files: Files, config: MkDocsConfig) -> None:
        """Make the page of the overview, where an option asks for one and there is none."""
        path = self._options.overview
        if not path or files.get_file_from_path(path) is not None:
            return
        _refuse_beside_i18n(
            config, "overview", "write a page with <!-- speckit: overview --> there instead"
        )
        files.append(File.generated(config, path, content=OVERVIEW_PAGE))

    def _report(self, failures: Failures) -> None:
        """Log what has failed, and let it fail the build at its end."""
        for path, failure in failures.found:
            for new in self._run.add(path, [failure]):
                _log(new, self._shown.get(path, path))

    def _report_on_page(self, part: str, error: Exception) -> None:
        """Report that a part of the page that is converted now has failed."""
        failures = Failures()
        with failures.caught(part, self._file.src_uri if self._file else ""):
            raise error
        self._report(failures)

    def _overview(self, attributes: str) -> str:
        """An overview for the page that is converted now; raises SelectionError."""
        if self._pages is None or self._file is None:
            return ""
        return self._pages.overview(attributes, self._file.src_uri, self._options.working_time)

    def _warn_of_page(self, message: str) -> None:
        """Warn of something on the page that is converted now."""
        log.warning("%s: %s", self._file.src_uri if self._file else "a page", message)

    def _entries_elsewhere(self) -> tuple[Entry, ...]:
        """The entries of other sites, which are read once for all overviews, if at all."""
        if self._elsewhere is None:
            self._elsewhere, failures = self._portfolio.read(self._options.portfolio)
            for failure in failures:
                log.warning("%s", failure)
        return self._elsewhere

    def _take(self, _: str, text: str) -> Page | None:
        """The page that is converted next, once: converters inside it get none."""
        file, self._next = self._next, None
        if file is None or self._pages is None:
            return None
        page = self._pages.page(file.src_uri, is_preview=self._is_preview)
        if is_same(self._written, text):
            return page
        source = with_front_matter(file.content_string, self._written, text)
        converted = as_converted(page, source, partial(self._plan_of, file))
        if page and converted and summary(page.plan) != summary(converted.plan):
            log.info(
                "%s: the page shows other figures than the file, as what it includes is counted on"
                " the page alone",
                file.src_uri,
            )
        return converted


def _is_ours(extension: object) -> bool:
    return extension == NAME or isinstance(extension, SpeckitExtension)


def _refuse_beside_i18n(config: MkDocsConfig, option: str, instead: str) -> None:
    """Pages that we bring would be lost there, or end the build in the midst of that plugin."""
    if I18N in config.plugins:
        raise PluginError(f"speckit: {option}: static-i18n knows only pages of docs_dir; {instead}")


def _log(finding: Finding, path: str) -> None:
    log.log(LOG_LEVELS[finding.severity], "%s", finding.in_file(path))

"""The MkDocs plugin: what it does at each event of a build.

What reads and shows plans (`mkdocs_site`) is loaded with the first of them.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File

from mkdocs_speckit.disk.git import find_repository
from mkdocs_speckit.disk.neighbours import add_evaluated
from mkdocs_speckit.hosts.mkdocs.config import SpeckitConfig
from mkdocs_speckit.hosts.mkdocs.origins import find_config_folder, find_docs_dir
from mkdocs_speckit.hosts.mkdocs.site import BuildRun, MkDocsBuild
from mkdocs_speckit.hosts.mkdocs.sources import add_source, find_sources, remove_climbs
from mkdocs_speckit.markdown_extension import NAME, SpeckitExtension
from mkdocs_speckit.model.formats import may_be_plan
from mkdocs_speckit.model.settings import DEFAULT
from mkdocs_speckit.model.wording import join_words
from mkdocs_speckit.options import DEFAULTS, OptionError, make_options
from mkdocs_speckit.page import Host
from mkdocs_speckit.page.pieces import hide_added, show_added
from mkdocs_speckit.project import make_project
from mkdocs_speckit.rendering import read_stylesheet
from mkdocs_speckit.reports import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page as MkDocsPage

    from mkdocs_speckit.hosts.mkdocs.site import MkDocsSite
    from mkdocs_speckit.hosts.mkdocs.sources import Source
    from mkdocs_speckit.page import Page

STYLESHEET = "assets/stylesheets/speckit.css"

AFTER_OTHERS = -100
"""Other plugins make pages and change texts before us."""

BEFORE_OTHERS = 100
BEFORE_ARRANGING = -50
"""Other plugins make pages before us; those that arrange pages run last of all."""

AFTER_ARRANGING = -200
"""Even static-i18n has chosen the pages of one language by then, and built the other ones."""

I18N = "i18n"
"""The name of mkdocs-static-i18n among the plugins."""

OVERVIEW_PAGE = "# Plans\n\n<!-- speckit: overview -->\n"

log = get_plugin_logger(NAME)


class SpeckitPlugin(BasePlugin[SpeckitConfig]):  # type: ignore[no-untyped-call]
    """Has plans read before the first page is rendered, and shown on their pages."""

    def __init__(self) -> None:
        self._is_preview = False
        self._options = DEFAULTS
        self._settings = DEFAULT
        self._sources: tuple[Source, ...] = ()
        self._brought: dict[str, str] = {}
        self._run = BuildRun()
        self._build: MkDocsBuild | None = None
        self._site: MkDocsSite | None = None
        self._last: MkDocsSite | None = None
        self._file: File | None = None
        self._next: File | None = None
        self._written = ""
        self._hidden: list[str] = []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Note whether the author previews the site; a plugin that has this hook is kept alive."""
        self._is_preview = command == "serve"
        self._last = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the options, add the stylesheet, and put our own extension in place of its name."""
        folder = find_config_folder(config)
        try:
            self._options = make_options(add_evaluated(config.plugins, dict(self.config)))
            self._settings = make_project(folder, self._options).settings
            self._sources = find_sources(
                self._options.sources,
                find_repository(folder),
                {"docs_dir": find_docs_dir(config), "site_dir": Path(config.site_dir)},
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
                join_words(other),
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
        self._brought = {}
        try:
            for source in self._sources:
                self._brought |= add_source(source, files, config)
        except OptionError as error:
            raise PluginError(f"speckit: {error}") from None
        self._add_overview(files, config)
        return files

    @event_priority(AFTER_ARRANGING)
    def _read_pages(self, files: Files, config: MkDocsConfig) -> Files:
        """Read every plan, if there is any."""
        if not self._options.inline_css and files.get_file_from_path(STYLESHEET) is None:
            files.append(File.generated(config, STYLESHEET, content=read_stylesheet()))
        build = MkDocsBuild(
            files, config, self._options, self._settings, self._brought, self._is_preview
        )
        self._build, self._site = build, None
        marked = build.marked()
        first = next(marked, None)
        if first is not None:
            self._read(build, chain([first], marked))
        elif self._options.export:
            self._read(build, ())
        return files

    on_files = CombinedEvent(_add_pages, _read_pages)

    def on_pre_page(self, page: MkDocsPage, **_: object) -> MkDocsPage:
        """Write a source's edit link without `..`: MkDocs' own begin in `docs_dir`."""
        if page.edit_url and page.file.src_uri in self._brought:
            page.edit_url = remove_climbs(page.edit_url)
        return page

    @event_priority(AFTER_ARRANGING)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Fail a build with errors, now that the whole site is there and all was reported."""
        if self._run.is_outermost and not self._is_preview:
            report = Report(self._run.documents, find_repository(find_config_folder(config)))
            if report.has_errors:
                raise PluginError(f"speckit: {report.summary}; the errors stand above")
        self._run.end()

    @event_priority(AFTER_OTHERS)
    def on_page_markdown(self, markdown: str, page: MkDocsPage, **_: object) -> str:
        """Note which page is converted next, and give theme authors its data (`page.speckit`)."""
        self._next = self._file = page.file
        self._written = page.markdown or ""  # What the events so far have changed is not in it.
        data = self._site.data(page.file.src_uri) if self._site else None
        page.speckit = data  # type: ignore[attr-defined]
        return markdown

    @event_priority(BEFORE_OTHERS)
    def _hide_added(self, /, context: Any, *, page: MkDocsPage, **_: Any) -> Any:
        """Let search plugins see the page without our pieces."""
        if self._site is not None:
            page.content, self._hidden = hide_added(page.content or "")
        return context

    @event_priority(AFTER_OTHERS)
    def _show_added(self, /, context: Any, *, page: MkDocsPage, **_: Any) -> Any:
        if self._site is not None:
            page.content = show_added(page.content or "", self._hidden)
        return context

    on_page_context = CombinedEvent(_hide_added, _show_added)

    def _add_overview(self, files: Files, config: MkDocsConfig) -> None:
        """Make the page of the overview, where an option asks for one and there is none."""
        path = self._options.overview
        if not path or files.get_file_from_path(path) is not None:
            return
        _refuse_beside_i18n(
            config, "overview", "write a page with <!-- speckit: overview --> there instead"
        )
        files.append(File.generated(config, path, content=OVERVIEW_PAGE))

    def _read(self, build: MkDocsBuild, marked: Iterable[tuple[File, str]]) -> MkDocsSite:
        """Have the plans read of all pages that may be some."""
        from mkdocs_speckit.hosts.mkdocs.site import MkDocsSite  # noqa: PLC0415

        self._last = self._site = MkDocsSite(build, marked, self._run, self._last)
        return self._site

    def _some_site(self, build: MkDocsBuild) -> MkDocsSite:
        """The site with its plans, also where no page is one, but one wants to show some."""
        return self._site or self._read(build, ())

    def _take(self, _: str, text: str) -> Page | None:
        """The page that is converted next, once: converters inside it get none."""
        file, self._next = self._next, None
        if (
            file is None
            or self._build is None
            or (self._site is None and not may_be_plan(file.src_uri, text))
        ):
            return None
        return self._some_site(self._build).page(file, self._written, text)

    def _overview(self, attributes: str) -> str:
        """An overview for the page that is converted now; raises SelectionError."""
        if self._build is None or self._file is None:
            return ""
        return self._some_site(self._build).overview(attributes, self._file.src_uri)

    def _report_on_page(self, part: str, error: Exception) -> None:
        """Report that a part of the page that is converted now has failed."""
        if self._build is not None:
            path = self._file.src_uri if self._file else ""
            self._some_site(self._build).report(part, path, error)

    def _warn_of_page(self, message: str) -> None:
        """Warn of something on the page that is converted now."""
        log.warning("%s: %s", self._file.src_uri if self._file else "a page", message)


def _is_ours(extension: object) -> bool:
    return extension == NAME or isinstance(extension, SpeckitExtension)


def _refuse_beside_i18n(config: MkDocsConfig, option: str, instead: str) -> None:
    """Pages that we bring would be lost there, or end the build in the midst of that plugin."""
    if I18N in config.plugins:
        raise PluginError(f"speckit: {option}: static-i18n knows only pages of docs_dir; {instead}")

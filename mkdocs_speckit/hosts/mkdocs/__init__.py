"""A build of a MkDocs site, as far as every site needs it, and the plugin's configuration.

The plugin loads this module. What reads and draws plans (`site`) is loaded with the first plan.
"""

from __future__ import annotations

import logging
import posixpath
import shlex
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import BaseConfigOption, Config
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel

from mkdocs_speckit.disk.cache import Cache, choose_place
from mkdocs_speckit.disk.files import make_relative
from mkdocs_speckit.disk.neighbours import I18N, add_evaluated, strip_language
from mkdocs_speckit.hosts.log import fold_messages
from mkdocs_speckit.hosts.mkdocs.page_data import give_data
from mkdocs_speckit.hosts.mkdocs.sources import (
    add_source,
    config_folder,
    find_config_folder,
    find_docs_dir,
    find_sources,
    find_unseen_specs,
    remove_climbs,
)
from mkdocs_speckit.model.formats import SPEC_KIT, describe_sought, may_be_plan
from mkdocs_speckit.model.wording import format_count, join_words
from mkdocs_speckit.options import DEFAULTS, NAMES, OptionError, make_options
from mkdocs_speckit.page.pieces import ASKS_FOR_OVERVIEW, hide_added, show_added
from mkdocs_speckit.project import make_project
from mkdocs_speckit.rendering import read_stylesheet
from mkdocs_speckit.reports import Report
from mkdocs_speckit.reports.build_log import list_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage

    from mkdocs_speckit.hosts.mkdocs.site import MkDocsSite
    from mkdocs_speckit.model.finding import Finding
    from mkdocs_speckit.page import Page

log = get_plugin_logger("speckit")
fold_messages(log.logger)


class UncheckedOption(BaseConfigOption[Any]):
    """An option that takes any value: `options.make_options` checks it."""

    def __init__(self, default: object) -> None:
        super().__init__()
        self.default = default

    def run_validation(self, value: object, /) -> object:
        """Give the value, or the default for an empty one."""
        return self.default if value is None else value


class SpeckitConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options (`options.Options`)."""

    # In the body of a class, `locals()` is what the class is made of.
    locals().update({name: UncheckedOption(getattr(DEFAULTS, name)) for name in NAMES})


def warn_if_different(plugin: Mapping[str, Any], extension: Mapping[str, Any]) -> None:
    """Warn if options under `markdown_extensions` differ from those of the plugin.

    Zensical reads the former, MkDocs the latter.
    """
    if names := [name for name, value in extension.items() if plugin.get(name) != value]:
        log.warning(
            "options under markdown_extensions differ from those under plugins, which count:"
            " %s; write the same in both",
            join_words(names),
        )


LOG_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO}

STYLESHEET = "assets/stylesheets/speckit.css"

OVERVIEW_PATH = "plans.md"
OVERVIEW_PAGE = "# Plans\n\n<!-- speckit: overview -->\n"

MIN_FEATURES = 2
"""A site of fewer features needs no overview."""


class BuildRun:
    """A build and the builds inside it, such as those of languages by static-i18n.

    A finding on a page that several of them have counts once. `last_site` is that of the build
    before; a preview reads only those plans again that have changed since. `shows_plans` is true
    once a page has shown one: a text may be a plan only by what it includes.
    """

    def __init__(self, *, is_preview: bool = False) -> None:
        self.is_preview = is_preview
        self.last_site: MkDocsSite | None = None
        self.shows_plans = False
        self._depth = 0
        self._found: dict[str, dict[Finding, None]] = {}
        self._found_before: dict[str, dict[Finding, None]] | None = None
        self._told: set[str] = set()

    def begin(self) -> None:
        """Begin a build; the outermost one forgets what was found before."""
        if not self._depth:
            self._found, self.shows_plans = {}, False
        self._depth += 1

    def end(self) -> None:
        """End a build."""
        self._depth -= 1
        if not self._depth:
            self._found_before = self._found

    def abort(self) -> None:
        """End a build that has failed, and all builds around it."""
        self._depth = 0

    @property
    def is_outermost(self) -> bool:
        """True if the present build is not inside another one."""
        return self._depth == 1

    @property
    def is_repeated(self) -> bool:
        """True for a build after the first one of a preview."""
        return self.is_preview and self._found_before is not None

    @property
    def documents(self) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
        """The documents' paths and what was found in each."""
        return tuple((path, tuple(findings)) for path, findings in self._found.items())

    @property
    def new_documents(self) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
        """The documents with what the build before did not find in them, wherever in the text."""
        new = []
        for path, findings in self._found.items():
            before = Counter((f.rule, f.message) for f in (self._found_before or {}).get(path, ()))
            left = []
            for finding in findings:
                if before[finding.rule, finding.message] > 0:
                    before[finding.rule, finding.message] -= 1
                else:
                    left.append(finding)
            if left:
                new.append((path, tuple(left)))
        return tuple(new)

    def add(self, path: str, findings: Iterable[Finding]) -> None:
        """Add a document's findings."""
        self._found.setdefault(path, {}).update(dict.fromkeys(findings))

    def tell(self, message: str) -> None:
        """Log a hint, which no preview repeats after a change."""
        if message not in self._told:
            self._told.add(message)
            log.info("%s", message)


class MkDocsBuild:
    """One build, from its configuration to its last page; a host (`hosts.Host`).

    The plugin calls it at each event, the extension for each page. Its attributes are what the
    plans of the site are read with: `brought` are the paths of pages from `sources` as their
    authors see them, by their paths among the pages.
    """

    files: Files

    def __init__(self, config: MkDocsConfig, values: Mapping[str, Any], run: BuildRun) -> None:
        """Check the options; `values` are those of the configuration. Raises OptionError."""
        options = make_options(add_evaluated(config.plugins, values))
        root, docs = find_config_folder(config), find_docs_dir(config)
        # A site of a folder alone writes nothing there.
        kept_in = None if config_folder.get() else choose_place(root, docs)
        self.project = make_project(root, options, kept_in)
        others = {"docs_dir": docs, "site_dir": Path(config.site_dir)}
        self.sources = find_sources(options.sources, self.project.repository, others)
        self.config = config
        self.run = run
        self.brought: dict[str, str] = {}
        self._site: MkDocsSite | None = None
        self._overviews: set[str] = set()
        # Of the page that is converted now.
        self._file: File | None = None
        self._written = ""
        self._is_converted = True
        # Of the page that is written now: with its pieces, without them, and they themselves.
        self._shown = self._hidden = ""
        self._pieces: list[str] = []
        if not options.inline_css and STYLESHEET not in config.extra_css:
            config.extra_css.append(STYLESHEET)

    def add_pages(self, files: Files) -> None:
        """Add the pages of sources, and that of the overview; raises OptionError."""
        is_i18n = I18N in self.config.plugins
        # Beside that plugin, an added page would be lost, or would stop the build in its code.
        why = "static-i18n knows only pages of docs_dir"
        if self.sources and is_i18n:
            raise OptionError(f"sources: {why}; put the plans there")
        for source in self.sources:
            self.brought |= add_source(source, files, self.config)
        overview = self.project.options.overview
        named = overview if isinstance(overview, str) else ""
        if named and files.get_file_from_path(named) is None:
            if is_i18n:
                raise OptionError(
                    f"overview: {why}; write a page with <!-- speckit: overview --> there instead"
                )
            files.append(File.generated(self.config, named, content=OVERVIEW_PAGE))

    def read_plans(self, files: Files) -> None:
        """Read all plans of the site, now that all its files are known."""
        self.files, options = files, self.project.options
        self._tell_of_specs()
        if not options.inline_css and files.get_file_from_path(STYLESHEET) is None:
            files.append(File.generated(self.config, STYLESHEET, content=read_stylesheet()))
        candidates = self._find_candidates()
        first = next(candidates, None)
        if first is not None:
            self._add_overview(self._read_site(chain([first], candidates)))
        elif options.portfolio:
            self._add_overview(self._read_site(()))
        elif options.export:
            self._read_site(())

    def _add_overview(self, site: MkDocsSite) -> None:
        """Add a page with all plans to a site of several features, unless it has one of its own.

        It is in the navigation only if MkDocs makes that of the files.
        """
        options = self.project.options
        is_chosen = options.overview is not True or bool(self._overviews)
        is_small = site.pages.number_of_features < MIN_FEATURES and not options.portfolio
        if is_chosen or is_small or I18N in self.config.plugins:
            return
        if any(self.files.get_file_from_path(path) for path in (OVERVIEW_PATH, "plans/index.md")):
            return
        shown = InclusionLevel.UNDEFINED if self.config.nav is None else InclusionLevel.NOT_IN_NAV
        page = File.generated(self.config, OVERVIEW_PATH, content=OVERVIEW_PAGE, inclusion=shown)
        self.files.append(page)
        self._overviews.add(OVERVIEW_PATH)

    def begin_page(self, page: MkDocsPage) -> None:
        """Note which page is converted next, and give theme authors its data (`page.speckit`)."""
        self._file, self._is_converted = page.file, False
        self._written = page.markdown or ""  # What plugins have changed so far is not in it.
        site, path = self._site, page.file.src_uri
        give_data(page, lambda: site.export_page(path) if site else None)

    def find_page(self, written: str, text: str) -> Page | None:  # noqa: ARG002
        """Find what the page shows. It is shown once: converters inside the page get nothing.

        The plugin knows the text as it was written; other plugins may have changed it since.
        """
        if self._is_converted or self._file is None:
            return None
        self._is_converted = True
        if self._site is None and not may_be_plan(strip_language(self._file), text):
            return None
        page = self._get_site().show_page(self._file, self._written, text)
        self.run.shows_plans |= page is not None
        return page

    @property
    def cache(self) -> Cache:
        """What the project keeps."""
        return self.project.cache

    def draw_overview(self, attributes: str) -> str:
        """Draw an overview of the site's plans; raises SelectionError."""
        if self._file is None:
            return ""
        self._overviews.add(self._file.src_uri)
        return self._get_site().pages.draw_overview(attributes, self._file.src_uri)

    def report_failure(self, part: str, error: Exception) -> None:
        """Report that a part of the page has failed, which fails the build at its end."""
        self._get_site().report_failure(part, self._file.src_uri if self._file else "", error)

    def warn(self, message: str) -> None:
        """Log a warning."""
        log.warning("%s: %s", self._file.src_uri if self._file else "a page", message)

    def arrange_features(self, navigation: Navigation) -> None:
        """Name and sort the features from `sources`, if the site has no `nav` of its own."""
        if self._site is not None and self.brought and self.config.nav is None:
            from mkdocs_speckit.hosts.mkdocs.navigation import arrange_features  # noqa: PLC0415

            arrange_features(navigation, self.brought, self._site.pages.find_feature_title)

    def hide_pieces(self, page: MkDocsPage) -> None:
        """Hide from other plugins, such as a search, what was added to a page."""
        if self._site is not None:
            self._shown = page.content or ""
            self._hidden, self._pieces = hide_added(self._shown)
            page.content = self._hidden

    def show_pieces(self, page: MkDocsPage) -> None:
        """Show again what was hidden."""
        if self._site is not None:
            if page.content == self._hidden:
                page.content = self._shown
            else:
                page.content = show_added(page.content or "", self._pieces)
            self._shown, self._hidden, self._pieces = "", "", []

    def mend_edit_link(self, page: MkDocsPage) -> None:
        """Take `..` out of a source's edit link: MkDocs' own links begin in `docs_dir`."""
        if page.edit_url and page.file.src_uri in self.brought:
            page.edit_url = remove_climbs(page.edit_url)

    def tell_if_empty(self) -> None:
        """Tell what was looked for, if the whole run has found no plan."""
        if self.run.is_outermost and not (self.run.documents or self.run.shows_plans):
            self.run.tell(f"no page is a plan; {describe_sought(self.project.options.formats)}")

    def abort(self) -> None:
        """Close what a build that has failed has open."""
        self.project.cache.save()

    def report(self) -> str | None:
        """Log what the whole run has found; sums it up if it has to fail the build at its end."""
        self.project.cache.save()
        if not self.run.is_outermost:
            return None
        self._tell_of_overview()
        report = Report(self.run.documents, self.project.repository)
        mode, shown = self.project.options.log, report
        if self.run.is_repeated and not self.config.strict:
            shown = Report(self.run.new_documents, self.project.repository)
        # Whatever fails the build is listed.
        for severity, line in list_lines(shown, "warning" if mode == "all" else "error"):
            log.log(LOG_LEVELS[severity], "%s", line)
        if mode != "none" and any(shown.findings):
            level = logging.WARNING if report.has_failed else logging.INFO
            log.log(level, "%s", report.summary + self._name_check(report))
        return report.summary if report.has_errors and not self.run.is_preview else None

    def _tell_of_overview(self) -> None:
        """Warn if what the options say of the overview shows nowhere."""
        options = self.project.options
        if self.run.is_repeated or I18N in self.config.plugins:
            return  # A preview may build only what has changed; that plugin renames pages.
        named = options.overview
        if isinstance(named, str) and posixpath.normpath(named) not in self._overviews:
            log.warning(
                "overview: %s has no <!-- speckit: overview -->; write that where the overview"
                " should be, or name a page that does not exist",
                named,
            )
        elif options.portfolio and not self._overviews:
            log.warning(
                "portfolio: no page shows it; write <!-- speckit: overview --> into a page%s",
                "" if named else ", or leave out overview: false",
            )

    def _name_check(self, report: Report) -> str:
        """Name the command that lists all that was found, and the folder to run it in."""
        root, brought = self.project.root, set(self.brought.values())
        folders = [source.folder for source in self.sources]
        if any(path not in brought for path, _ in report.documents):
            folders.insert(0, find_docs_dir(self.config))
        try:
            names = [make_relative(one, root) for one in folders]
            place = make_relative(root, Path.cwd())
        except ValueError:  # On another drive of Windows.
            return ""
        command = f"mkdocs-speckit check {' '.join(map(shlex.quote, names))}"
        where = "" if place == "." else f"in {place}, "
        return f"; {where}{command} lists them"

    def _tell_of_specs(self) -> None:
        """Tell how features of Spec Kit beside a site get into it, if nothing brings them in."""
        options = self.project.options
        if options.sources or SPEC_KIT not in options.formats or I18N in self.config.plugins:
            return
        found = find_unseen_specs(self.config, self.project.repository, self.files)
        if found is not None:
            folder, number = found
            self.run.tell(
                f"{folder} has {format_count(number, 'feature')} of GitHub Spec Kit, and the site"
                f" shows none of its files; the option sources: [{folder}] brings them in"
            )

    def _find_candidates(self) -> Iterator[tuple[File, str]]:
        """The pages that may be plans, each with its text.

        A page that cannot be read is left out: MkDocs reports it when it comes to it.
        """
        is_preview = self.run.is_preview
        is_shown = InclusionLevel.is_in_serve if is_preview else InclusionLevel.is_included
        for file in self.files.documentation_pages(inclusion=is_shown):
            try:
                text = file.content_string
            except (OSError, UnicodeDecodeError):
                continue
            if ASKS_FOR_OVERVIEW.search(text):
                self._overviews.add(file.src_uri)
            if may_be_plan(strip_language(file), text):
                yield file, text

    def _get_site(self) -> MkDocsSite:
        """The site with its plans; a site without plans may have an overview, too."""
        return self._site or self._read_site(())

    def _read_site(self, candidates: Iterable[tuple[File, str]]) -> MkDocsSite:
        from mkdocs_speckit.hosts.mkdocs.site import MkDocsSite  # noqa: PLC0415

        self._site = self.run.last_site = MkDocsSite(self, candidates, self.run.last_site)
        return self._site

"""One build of a MkDocs site, as far as it is known before any of its plans is read."""

from __future__ import annotations

import logging
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import InclusionLevel
from msgspec import Struct

from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.export.site_files import EXPORT
from mkdocs_speckit.hosts.mkdocs.origins import Origins, find_config_folder, strip_language
from mkdocs_speckit.hosts.mkdocs.site_files import add_data, find_address, write_data
from mkdocs_speckit.hosts.pages import (
    Documents,
    PlanPages,
    add_front_matter,
    is_same,
    read_converted,
)
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.model.formats import may_be_plan
from mkdocs_speckit.portfolio import Portfolio
from mkdocs_speckit.reading import read
from mkdocs_speckit.rendering.summary import render_summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.model.finding import Finding
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.options import Options
    from mkdocs_speckit.page import Page


class MkDocsBuild(Struct, frozen=True):
    """A build whose files are all there; `brought` are the paths of pages of `sources`.

    They are as their authors see them, by those among the pages.
    """

    files: Files
    config: MkDocsConfig
    options: Options
    settings: Settings
    brought: Mapping[str, str]
    is_preview: bool

    def marked(self) -> Iterator[tuple[File, str]]:
        """The pages that may be plans, each with its text.

        A page that cannot be read is left out: MkDocs reports it when it comes to it.
        """
        is_shown = InclusionLevel.is_in_serve if self.is_preview else InclusionLevel.is_included
        for file in self.files.documentation_pages(inclusion=is_shown):
            try:
                text = file.content_string
            except (OSError, UnicodeDecodeError):
                continue
            if may_be_plan(strip_language(file), text):
                yield file, text


class BuildRun:
    """What was found in a build and in the builds inside it, such as static-i18n's of languages.

    A page that several of them have is reported once.
    """

    def __init__(self) -> None:
        self._depth = 0
        self._found: dict[str, tuple[Finding, ...]] = {}

    def begin(self) -> None:
        """A build begins; the first one forgets what was found before."""
        if not self._depth:
            self._found = {}
        self._depth += 1

    def end(self) -> None:
        """A build has ended."""
        self._depth -= 1

    def abort(self) -> None:
        """A build has failed, and all that it is inside of."""
        self._depth = 0

    @property
    def is_outermost(self) -> bool:
        """Whether the present build is inside no other: its end is that of the run."""
        return self._depth == 1

    @property
    def documents(self) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
        """The documents' paths and what was found in each."""
        return tuple(self._found.items())

    def add(self, path: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Take a document's findings; gives those that no build before this one had."""
        before = self._found.get(path, ())
        new = tuple(finding for finding in findings if finding not in before)
        self._found[path] = before + new
        return new


LOG_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO}

log = get_plugin_logger("speckit")


class MkDocsSite:
    """The plans of a site in one build; `marked` are the pages that may be some, with their texts.

    They are read and audited. What is found is logged, and told to `run`. From the site of the
    build before it takes what has not changed.
    """

    def __init__(
        self,
        build: MkDocsBuild,
        marked: Iterable[tuple[File, str]],
        run: BuildRun,
        before: MkDocsSite | None,
    ) -> None:
        self._build = build
        self._run = run
        folder = find_config_folder(build.config)
        self._portfolio: Portfolio = (
            before._portfolio.in_folder(folder) if before else Portfolio(folder)
        )
        self._data: list[str] = before._data if before else []
        is_kept = before is not None and before._build.settings == build.settings
        self._plans: dict[str, tuple[bytes, Plan | None]] = (
            before._plans if before and is_kept else {}
        )
        origins = Origins(build.config)
        failures = Failures()
        read = {file.src_uri: (self._read(file, text, failures), file) for file, text in marked}
        failed = {path for path, _ in failures.found}
        self._shown = {
            path: build.brought.get(path) or origins.shown(file)
            for path, (plan, file) in read.items()
            if plan is not None or path in failed
        }
        audited = self._audited([plan for plan, _ in read.values() if plan is not None])
        self._pages = PlanPages(
            audited, _documents(build.files, origins), folder, self._entries_elsewhere, failures
        )
        if build.options.export:
            self._export(failures)
        self._report(failures)

    def data(self, path: str) -> dict[str, Any] | None:
        """What theme authors get of a page (`page.speckit`); None where it is no plan's."""
        failures = Failures()
        data = None
        with failures.caught("page.speckit", path):
            data = self._pages.data(path)
        self._report(failures)
        return data

    def page(self, file: File, written: str, text: str) -> Page | None:
        """What is shown on the page of a text, as it was written and as it is converted."""
        page = self._pages.page(file.src_uri, is_preview=self._build.is_preview)
        if is_same(written, text):
            return page
        source = add_front_matter(file.content_string, written, text)
        converted = read_converted(page, source, partial(self._plan_of, file))
        if page and converted and render_summary(page.plan) != render_summary(converted.plan):
            log.info(
                "%s: the page shows other figures than the file, as what it includes is counted on"
                " the page alone",
                file.src_uri,
            )
        return converted

    def overview(self, attributes: str, path: str) -> str:
        """An overview on a page, narrowed by attributes; raises SelectionError."""
        return self._pages.overview(attributes, path, self._build.options.working_time)

    def report(self, part: str, path: str, error: Exception) -> None:
        """Report that a part of a page has failed."""
        failures = Failures()
        with failures.caught(part, path):
            raise error
        self._report(failures)

    def _read(self, file: File, text: str, failures: Failures) -> Plan | None:
        """The plan of a page, which is read anew only if its text has changed since."""
        # The text itself is MkDocs' to keep: two copies of a large site take room.
        digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
        before = self._plans.get(file.src_uri)
        if before is None or before[0] != digest:
            before = digest, None
            with failures.caught("reading", file.src_uri):
                before = digest, self._plan_of(file, text)
                self._plans[file.src_uri] = before
        return before[1]

    def _plan_of(self, file: File, text: str) -> Plan | None:
        """The plan of a file's text; a translation is the kind of document that it translates."""
        settings, original_path = self._build.settings, strip_language(file)
        return read(text, file.src_uri, settings, original_path=original_path)

    def _audited(self, plans: Iterable[Plan]) -> list[tuple[Plan, tuple[Finding, ...]]]:
        """The plans with their findings, all of which are logged."""
        options = self._build.options
        # What is kept out of the site is there all the same.
        files = self._build.files.documentation_pages(inclusion=InclusionLevel.all)
        audited = audit_plans(
            plans,
            options.rules,
            {path: options.ignored_at(where) for path, where in self._shown.items()},
            [strip_language(file) for file in files],
        )
        for plan, findings in audited:
            self._log(plan.path, findings)
        return audited

    def _report(self, failures: Failures) -> None:
        """Log what has failed, and let it fail the build at its end."""
        for path, failure in failures.found:
            self._log(path, [failure])

    def _log(self, path: str, findings: list[Finding] | tuple[Finding, ...]) -> None:
        """Log what no build of this run has found before."""
        for finding in self._run.add(path, findings):
            where = self._shown.get(path, path)
            log.log(LOG_LEVELS[finding.severity], "%s", finding.in_file(where))

    def _export(self, failures: Failures) -> None:
        """Put the plans as data into the site; builds inside this one are of other languages."""
        files, config = self._build.files, self._build.config
        if self._run.is_outermost:
            data: list[tuple[str, str]] = []
            with failures.caught("the export", EXPORT):
                data = list(
                    self._pages.export(config.site_name, partial(find_address, files, config))
                )
            self._data = write_data(data, files, config)
        add_data(self._data, files, config)

    def _entries_elsewhere(self) -> tuple[Entry, ...]:
        """The entries of other sites."""
        entries, failures = self._portfolio.read(self._build.options.portfolio)
        for failure in failures:
            log.warning("%s", failure)
        return entries


def _documents(files: Files, origins: Origins) -> Documents:
    """The pages of a site."""

    def file(path: str) -> Path | None:
        page = files.get_file_from_path(path)
        return origins.of(page) if page else None

    def href(start: str, path: str) -> str | None:
        file, page = files.get_file_from_path(path), files.get_file_from_path(start)
        return file.url_relative_to(page) if file and page else None

    return Documents(tuple(page.src_uri for page in files.documentation_pages()), file, href)

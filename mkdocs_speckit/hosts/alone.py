"""Pages that no plugin hands over: read from their text alone, or in Zensical from their site."""

from __future__ import annotations

import logging
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_speckit.audit import audit_plan
from mkdocs_speckit.hosts.pages import is_same, read_converted
from mkdocs_speckit.hosts.zensical import find_page, find_site
from mkdocs_speckit.model.finding import Finding
from mkdocs_speckit.page import Host, Page
from mkdocs_speckit.project import make_project
from mkdocs_speckit.reading import read

if TYPE_CHECKING:
    from markdown import Markdown

    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.options import Options

log = logging.getLogger(__name__)


class UnaidedPages:
    """The pages of one converter.

    Paths in the options are relative to where we are, or in Zensical to the project's folder.
    """

    def __init__(self, md: Markdown, options: Options) -> None:
        self._md = md
        self._options = options

    @property
    def host(self) -> Host:
        """All that the extension asks for."""
        return Host(self.page, self.overview, self._report, self._warn)

    def page(self, written: str, text: str) -> Page | None:
        """What is shown on the page of a text, as written and as converted; None for no plan."""
        if found := find_page(self._md):
            page, project = found
            return find_site(project, self._options).page(page, written, text)
        plan = self._plan_of(written)
        page = None if plan is None else Page(plan, audit_plan(plan, self._options.rules))
        return page if is_same(written, text) else read_converted(page, text, self._plan_of)

    def overview(self, attributes: str) -> str | None:
        """An overview; None where nobody knows the other plans."""
        if found := find_page(self._md):
            page, project = found
            return find_site(project, self._options).overview(attributes, page.path)
        return None

    def _report(self, part: str, error: Exception) -> None:
        path = self._path
        log.error("speckit: %s", Finding.of_failure(part, path, error).in_file(path))

    def _warn(self, message: str) -> None:
        log.warning("speckit: %s: %s", self._path, message)

    @property
    def _path(self) -> str:
        found = find_page(self._md)
        return found[0].path if found else "a page"

    def _plan_of(self, text: str) -> Plan | None:
        return read(text, settings=self._settings)

    @cached_property
    def _settings(self) -> Settings:
        return make_project(Path(), self._options).settings

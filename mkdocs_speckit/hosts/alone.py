"""A tool that nothing is known of: a plan is read from the text of its page alone."""

from __future__ import annotations

import logging
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_speckit.audit import audit_plan, count_rules
from mkdocs_speckit.disk.cache import NO_CACHE
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.hosts.log import fold_messages
from mkdocs_speckit.hosts.pages import is_same, update_page
from mkdocs_speckit.hosts.zensical import find_zensical
from mkdocs_speckit.model.finding import Failure
from mkdocs_speckit.page import Page
from mkdocs_speckit.project import make_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown import Markdown

    from mkdocs_speckit.hosts import Host
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.options import Options
    from mkdocs_speckit.project import Project

log = logging.getLogger(__name__)
fold_messages(log)

A_PAGE = "a page"
"""What messages call a page whose path is not known."""


def make_host_finder(md: Markdown, options: Options) -> Callable[[], Host]:
    """Make a function that finds the host of the page that a converter is converting.

    Only during the conversion can be seen if Zensical runs it.
    """
    unknown_tool = UnknownTool(options)
    return lambda: find_zensical(md, options) or unknown_tool


class UnknownTool:
    """A host (`hosts.Host`) that knows only texts. Paths in options start at the working folder."""

    cache = NO_CACHE

    def __init__(self, options: Options) -> None:
        self._options = options

    def find_page(self, written: str, text: str) -> Page | None:
        """Read the page's plan, if its text is one, and audit it on its own."""
        plan = self._read(written)
        page = None
        if plan is not None:
            severities = self._project.options.rules
            rules = count_rules(plan, severities, ())
            page = Page(plan, audit_plan(plan, severities), rules=rules)
        if is_same(written, text):
            return page
        return update_page(page, self._read(text, is_converted=page is not None))

    def draw_overview(self, attributes: str) -> None:
        """Draw nothing: other plans are not known."""

    def report_failure(self, part: str, error: Exception) -> None:
        """Log that a part of the page has failed."""
        log.error("speckit: %s", Failure.describe(part, A_PAGE, error).format_line(A_PAGE))

    def warn(self, message: str) -> None:
        """Log a warning."""
        log.warning("speckit: %s: %s", A_PAGE, message)

    def _read(self, text: str, *, is_converted: bool = False) -> Plan | None:
        plan = self._project.read(text, "", is_converted=is_converted)
        return next(iter(join_documents([plan])), None) if plan else None

    @cached_property
    def _project(self) -> Project:
        return make_project(Path.cwd(), self._options)

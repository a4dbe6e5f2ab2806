"""Pages that no plugin hands over: read from their text alone, or in Zensical from their site."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_speckit.audit import audit
from mkdocs_speckit.page.content import Page
from mkdocs_speckit.reading import read
from mkdocs_speckit.zensical import zensical_page, zensical_site

if TYPE_CHECKING:
    from markdown import Markdown

    from mkdocs_speckit.options import Options
    from mkdocs_speckit.reading import Settings


class UnaidedPages:
    """The pages of one converter.

    Paths in the options are relative to where we are, or in Zensical to the project's folder.
    """

    def __init__(self, md: Markdown, options: Options) -> None:
        self._md = md
        self._options = options

    def page(self, text: str) -> Page | None:
        """What is shown on the page of this text; None where that is no plan."""
        if found := zensical_page(self._md):
            page, project = found
            return zensical_site(project, self._options).page(page)
        plan = read(text, settings=self._settings)
        return None if plan is None else Page(plan, audit(plan, self._options.rules))

    def overview(self, attributes: str) -> str | None:
        """An overview; None where nobody knows the other plans."""
        if found := zensical_page(self._md):
            page, project = found
            return zensical_site(project, self._options).overview(attributes, page.path)
        return None

    @cached_property
    def _settings(self) -> Settings:
        return self._options.settings(Path())

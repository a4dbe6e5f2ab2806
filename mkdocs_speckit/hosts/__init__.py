"""Where pages come from: MkDocs and its kin, Zensical, or any other tool that converts Markdown.

The way of a page is the same in all of them. The tool converts the page with Python-Markdown. The
extension (`markdown_extension`) asks its host which plan the text is, then lets `page` put the
pieces in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mkdocs_speckit.disk.cache import Cache
    from mkdocs_speckit.page import Page


class Host(Protocol):
    """The tool that a page is converted in, as far as the extension has to ask it.

    Every method is about the page that is being converted. The `cache` keeps finished pages.
    """

    @property
    def cache(self) -> Cache:
        """What is kept for the next build."""

    def find_page(self, written: str, text: str) -> Page | None:
        """Find what is shown on the page; None if it is not a plan.

        `written` is the page's text before other extensions change it, `text` the one that is
        converted, with all that it includes. Raises OptionError.
        """

    def draw_overview(self, attributes: str) -> str | None:
        """Draw the overview that a comment with these attributes asks for.

        None if no other plans are known: the comment stays. Raises SelectionError.
        """

    def report_failure(self, part: str, error: Exception) -> None:
        """Report that a part of the page, such as `the summary`, has failed."""

    def warn(self, message: str) -> None:
        """Warn the page's author."""

"""Python-Markdown extension: puts a plan's rendered pieces into its page.

It works alone in any tool that runs Python-Markdown, and reads the plan from the text that it is
given. MkDocs' plugin hands it the plan that it has read from the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from mkdocs_speckit.features.selection import MOST_OVERVIEWS, OVERVIEW, SelectionError
from mkdocs_speckit.options import NAMES, Options, make_options

if TYPE_CHECKING:
    import re
    from xml.etree.ElementTree import Element

    from markdown import Markdown

    from mkdocs_speckit.page import Host, Page

__all__ = ["SpeckitExtension", "makeExtension"]

NAME = "speckit"

BEFORE_ALL = 1000
"""The preprocessor sees the text as it was written."""

AFTER_INCLUDES = 31.5
"""After `pymdownx.snippets` (32), before anything that takes code or marks out of the text."""

AFTER_ALL = -100
"""The treeprocessor sees headings with their ids, and text with nothing escaped any more."""


class SpeckitExtension(Extension):
    """The extension, made with the options' names as keywords, or with an Options object.

    Without a host it finds out for itself what it can. Where a part of it fails, the page is
    converted without it.
    """

    def __init__(
        self,
        options: Options | None = None,
        host: Host | None = None,
        **configuration: Any,
    ) -> None:
        self._options = options or make_options(configuration)
        self.config = {name: [getattr(self._options, name), ""] for name in NAMES}
        self._host = host
        super().__init__()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the processors with a converter."""
        host = self._host or _host_of(md, self._options)
        painter = _Painter(md, self._options)
        written = _Written(md)
        reader = _Reader(md, written, host, painter)
        overviews = _Overviews(md, host)
        md.convert = _Guarded(md, host, painter).convert  # type: ignore[method-assign]
        md.preprocessors.register(written, f"{NAME}-written", BEFORE_ALL)
        md.preprocessors.register(reader, NAME, AFTER_INCLUDES)
        md.treeprocessors.register(painter, NAME, AFTER_ALL)
        md.treeprocessors.register(overviews, f"{NAME}-overview", AFTER_ALL)
        if self._options.inline_css:
            style = _Style(md, painter, overviews)
            md.treeprocessors.register(style, f"{NAME}-style", AFTER_ALL - 1)


class _Written(Preprocessor):
    """Notes the text before any other extension changes it."""

    text = ""

    def run(self, lines: list[str]) -> list[str]:
        self.text = "\n".join(lines)
        return lines


class _Reader(Preprocessor):
    """Finds the page out when all that it includes is there."""

    def __init__(self, md: Markdown, written: _Written, host: Host, painter: _Painter) -> None:
        super().__init__(md)
        self._written = written
        self._host = host
        self._painter = painter

    def run(self, lines: list[str]) -> list[str]:
        self._painter.page = None
        try:
            self._painter.page = self._host.page_of(self._written.text, "\n".join(lines))
        except Exception as error:  # noqa: BLE001 - The page is shown without us.
            self._host.report("the page", error)
        return lines


class _PaintingError(Exception):
    """A part of ours failed, which the message names, when some of it was in the page already."""


class _Guarded:
    """A converter's conversion, which is done again without us where we fail in the midst of it."""

    def __init__(self, md: Markdown, host: Host, painter: _Painter) -> None:
        self._md = md
        self._host = host
        self._painter = painter
        self._convert = md.convert

    def convert(self, source: str) -> str:
        try:
            return self._convert(source)
        except _PaintingError as failure:
            if isinstance(failure.__cause__, Exception):
                self._host.report(str(failure), failure.__cause__)
        self._painter.is_resting = True
        try:
            self._md.reset()
            return self._convert(source)
        finally:
            self._painter.is_resting = False


class _Overviews(Treeprocessor):
    """Puts overviews in the place of the comments that ask for them.

    Python-Markdown has put comments aside by now, and only comments: code is escaped.
    """

    def __init__(self, md: Markdown, host: Host) -> None:
        super().__init__(md)
        self._host = host
        self.are_shown = False
        self._asked = 0

    def run(self, _root: Element) -> None:
        self.are_shown = False
        self._asked = 0
        blocks = self.md.htmlStash.rawHtmlBlocks
        for index, block in enumerate(blocks):
            if isinstance(block, str) and OVERVIEW.search(block):
                blocks[index] = OVERVIEW.sub(self._overview, block)

    def _overview(self, comment: re.Match[str]) -> str:
        self._asked += 1
        if self._asked > MOST_OVERVIEWS:
            if self._asked == MOST_OVERVIEWS + 1:
                self._host.warn(f"only the first {MOST_OVERVIEWS} overviews of a page are shown")
            return comment[0]
        try:
            overview = self._host.overview_of(comment[1])
        except SelectionError as error:
            self._host.warn(str(error))
            return ""
        except Exception as error:  # noqa: BLE001 - The page is shown without it.
            self._host.report("the overview", error)
            overview = None
        if overview is None:
            return comment[0]
        self.are_shown = True
        return overview


class _Painter(Treeprocessor):
    """Puts the pieces at the headings and tables that they belong to."""

    def __init__(self, md: Markdown, options: Options) -> None:
        super().__init__(md)
        self._options = options
        self.page: Page | None = None
        self.is_resting = False

    def run(self, root: Element) -> None:
        if self.page is None or self.is_resting:
            return
        # What draws is loaded for the first plan: most pages of most sites are none.
        from mkdocs_speckit.page.painting import Painting  # noqa: PLC0415

        painting = Painting(root, self.page, self._options, self.md.htmlStash)
        try:
            painting.paint()
        except Exception as error:
            raise _PaintingError(painting.part) from error


class _Style(Treeprocessor):
    """Puts the stylesheet into the pages that show something of ours."""

    def __init__(self, md: Markdown, painter: _Painter, overviews: _Overviews) -> None:
        super().__init__(md)
        self._painter = painter
        self._overviews = overviews

    def run(self, root: Element) -> None:
        is_painted = self._painter.page is not None and not self._painter.is_resting
        if is_painted or self._overviews.are_shown:
            from mkdocs_speckit.page.pieces import Pieces  # noqa: PLC0415
            from mkdocs_speckit.rendering import make_style_element  # noqa: PLC0415

            Pieces(root, self.md.htmlStash.store).first(make_style_element())


def _host_of(md: Markdown, options: Options) -> Host:
    """Finds out for itself what a plugin would know; a plugin does not load it."""
    from mkdocs_speckit.hosts.alone import UnaidedPages  # noqa: PLC0415

    return UnaidedPages(md, options).host


def makeExtension(**configuration: Any) -> SpeckitExtension:  # noqa: N802
    """Make the extension from its options; the name is Python-Markdown's."""
    return SpeckitExtension(**configuration)

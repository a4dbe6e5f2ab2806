"""Python-Markdown extension: puts the pieces of a plan into its page.

Any tool that runs Python-Markdown can use it. The tool is its host (`hosts.Host`): MkDocs' plugin
passes itself as one, and knows the whole site; without it the extension looks for Zensical's site,
or else reads the plan from the text that it is given.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from mkdocs_speckit.disk.cache import name_renderers
from mkdocs_speckit.options import NAMES, OptionError, Options, make_options
from mkdocs_speckit.page.body import (
    PaintingError,
    describe_tree,
    is_finished_by,
    make_tree,
    write_body,
)
from mkdocs_speckit.page.pieces import ASKS_FOR_OVERVIEW

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from markdown import Markdown

    from mkdocs_speckit.hosts import Host
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.page import Page

__all__ = ["SpeckitExtension", "makeExtension"]

NAME = "speckit"

BEFORE_ALL = 1000
"""The first preprocessor sees the text as it was written."""

AFTER_INCLUDES = 31.5
"""After `pymdownx.snippets` (32), before anything that takes code or marks out of the text."""

AFTER_ALL = -100
"""The treeprocessor sees headings with their ids, and text in which nothing is escaped."""


class SpeckitExtension(Extension):
    """The extension, made with the options' names as keywords, or with an Options object.

    Without a `host` it looks for one. If a part of it fails, the page is converted without it.
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
        conversion = _Conversion(self._make_host_finder(md))
        keeper = _TextKeeper(md, conversion)
        finder = _PlanFinder(md, conversion, self._options)
        writer = _PieceWriter(md, conversion, self._options)
        md.preprocessors.register(keeper, f"{NAME}-text", BEFORE_ALL)
        md.preprocessors.register(finder, f"{NAME}-plan", AFTER_INCLUDES)
        md.treeprocessors.register(writer, NAME, AFTER_ALL)

    def _make_host_finder(self, md: Markdown) -> Callable[[], Host]:
        if (host := self._host) is not None:
            return lambda: host
        # A plugin, which is a host itself, does not load the others.
        from mkdocs_speckit.hosts.alone import make_host_finder  # noqa: PLC0415

        return make_host_finder(md, self._options)


class _Conversion:
    """The page that is being converted: what one processor tells the next.

    `written` is its text before other extensions change it. `failed` are the parts of the plugin
    that have failed on it. `is_plain` is true while it is converted again without its pieces, as
    one of them has failed.
    """

    host: Host

    def __init__(self, find_host: Callable[[], Host]) -> None:
        self.find_host = find_host
        self.written = ""
        self.page: Page | None = None
        self.failed: list[str] = []
        self.is_plain = False

    def report_failure(self, part: str, error: Exception) -> None:
        """Report that a part of the page has failed, to the host and to the page’s readers."""
        self.failed.append(part)
        self.host.report_failure(part, error)


class _TextKeeper(Preprocessor):
    """Keeps the text before any other extension changes it."""

    def __init__(self, md: Markdown, conversion: _Conversion) -> None:
        super().__init__(md)
        self._conversion = conversion

    def run(self, lines: list[str]) -> list[str]:
        self._conversion.written = "\n".join(lines)
        return lines


_NESTED = re.compile(r"[ \t>]+(?:[-*+]|\d{1,9}[.)])[ \t]|[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[.\]\*")
"""An item that is indented, or has a star behind its box."""


class _PlanFinder(Preprocessor):
    """Asks the host for the page's plan, when all that the page includes is in its text.

    The plan's lists of boxes are indented so that they are shown as lists.
    """

    def __init__(self, md: Markdown, conversion: _Conversion, options: Options) -> None:
        super().__init__(md)
        self._conversion = conversion
        self._options = options

    def run(self, lines: list[str]) -> list[str]:
        now = self._conversion
        now.page = None
        if now.is_plain:
            return lines
        now.failed = []
        now.host = now.find_host()
        try:
            now.page = now.host.find_page(now.written, "\n".join(lines))
            now.failed += now.page.failed_parts if now.page else []
        except OptionError:  # Some options can be checked only here, where the project is known.
            raise
        except Exception as error:  # noqa: BLE001 - The page is shown without its plan.
            now.report_failure("the search for its plan", error)
        plan = now.page.plan if now.page else None
        if now.page is None or plan is None or "lists" not in self._options.show:
            return lines
        has_boxes = bool(plan.items or plan.tasks)
        # Most lists are shown as they are written: these are not parsed again.
        if not (plan.unrendered_lists or (has_boxes and any(map(_NESTED.match, lines)))):
            return lines
        from mkdocs_speckit.reading.document.lists import indent_lists  # noqa: PLC0415

        text, length = "\n".join(lines), self.md.tab_length
        try:
            indented = now.host.cache.remember(
                lambda: indent_lists(text, length), str, "indented lists", text, length
            )
            return indented.split("\n")
        except Exception as error:  # noqa: BLE001 - The lists are shown as they are written.
            now.report_failure("a list", error)
            return lines


class _PieceWriter(Treeprocessor):
    """Puts a plan's pieces and overviews into the page, and the stylesheet where it is wanted."""

    def __init__(self, md: Markdown, conversion: _Conversion, options: Options) -> None:
        super().__init__(md)
        self._conversion = conversion
        self._options = options

    def run(self, root: Element) -> Element:
        is_painted, now = False, self._conversion
        if (page := now.page) is not None and page.plan is not None:
            try:
                root = self._paint(root, page, page.plan)
                is_painted = True
            except PaintingError as failure:  # The page is shown without its pieces.
                now.report_failure(failure.part, failure.error)
                root = self._make_plain_tree()
            except Exception as error:  # noqa: BLE001
                now.report_failure("the page", error)
                root = self._make_plain_tree()
        elif page is not None and page.links:
            from mkdocs_speckit.page.pieces import Pieces  # noqa: PLC0415
            from mkdocs_speckit.rendering import render_links  # noqa: PLC0415

            Pieces(root, self.md.htmlStash.store).put_under_title(render_links(page.links))
            is_painted = True
        is_overview = self._draw_overviews()
        has_style = self._options.inline_css and bool(is_painted or is_overview or now.failed)
        if has_style or now.failed:
            from mkdocs_speckit.model.finding import explain_failures  # noqa: PLC0415
            from mkdocs_speckit.page.pieces import Pieces  # noqa: PLC0415
            from mkdocs_speckit.rendering import make_style_element, render_notice  # noqa: PLC0415

            pieces = Pieces(root, self.md.htmlStash.store)
            if now.failed:
                pieces.put_under_title(render_notice(explain_failures(now.failed)))
            if has_style:
                pieces.put_first(make_style_element())
        return root

    def _paint(self, root: Element, page: Page, plan: Plan) -> Element:
        """Put the pieces of a plan into the tree, unless the finished body of the page is kept."""
        md, now, options = self.md, self._conversion, self._options

        def paint() -> None:
            # What draws is loaded for the first page that is not kept.
            from mkdocs_speckit.page.painting import Painting  # noqa: PLC0415

            Painting(root, plan, page, options, md.htmlStash).paint()

        def write() -> str:
            paint()
            return write_body(md, root)

        cache = now.host.cache
        # Something still comes to a page with an overview, to one of which a part has failed, and
        # to one that other extensions work on later.
        is_unfinished = now.failed or self._find_overviews() or not is_finished_by(md, self)
        if not cache.is_used or is_unfinished:
            paint()
            return root
        given = name_renderers(), *describe_tree(md, root), options, *page.list_shown()
        html = cache.remember(write, str, "the body of a page", *given)
        return make_tree(md, html)

    def _make_plain_tree(self) -> Element:
        """Convert the text again up to here, without any piece: some may be in the tree already.

        These are the first steps of `Markdown.convert`. A copy of every tree to go back to would
        take 0.9 ms a page, for a case that hardly ever happens.
        """
        md, now = self.md, self._conversion
        now.is_plain = True
        try:
            md.reset()
            lines = now.written.split("\n")
            for preprocessor in md.preprocessors:
                lines = preprocessor.run(lines)
            root = cast("Element", md.parser.parseDocument(lines).getroot())
            for processor in md.treeprocessors:
                if processor is self:
                    break
                changed = processor.run(root)
                if changed is not None:
                    root = changed
        finally:
            now.is_plain = False
        return root

    def _find_overviews(self) -> list[int]:
        """The numbers of stashed texts that ask for an overview.

        Python-Markdown has stashed all comments by now. What looks like one in code is escaped.
        """
        blocks = self.md.htmlStash.rawHtmlBlocks
        return [
            number
            for number, block in enumerate(blocks)
            if isinstance(block, str) and "speckit:" in block and ASKS_FOR_OVERVIEW.search(block)
        ]

    def _draw_overviews(self) -> bool:
        """Replace the comments that ask for an overview; True if there is one on the page now."""
        blocks, asking = self.md.htmlStash.rawHtmlBlocks, self._find_overviews()
        if not asking:
            return False
        from mkdocs_speckit.features.selection import (  # noqa: PLC0415
            MAX_OVERVIEWS,
            OVERVIEW,
            SelectionError,
        )

        now, host = self._conversion, self._conversion.host
        asked = drawn = 0

        def draw(comment: re.Match[str]) -> str:
            nonlocal asked, drawn
            asked += 1
            if asked > MAX_OVERVIEWS:
                if asked == MAX_OVERVIEWS + 1:
                    host.warn(f"only the first {MAX_OVERVIEWS} overviews of a page are shown")
                return comment[0]
            overview = None
            try:
                overview = host.draw_overview(comment[1])
            except SelectionError as error:
                host.warn(str(error))
                return ""
            except Exception as error:  # noqa: BLE001 - The page is shown without it.
                now.report_failure("the overview", error)
            drawn += overview is not None
            return comment[0] if overview is None else overview

        for number in asking:
            blocks[number] = OVERVIEW.sub(draw, str(blocks[number]))
        return drawn > 0


def makeExtension(**configuration: Any) -> SpeckitExtension:  # noqa: N802
    """Make the extension from its options; the name is Python-Markdown's."""
    return SpeckitExtension(**configuration)

"""Zensical: which page it converts, and the plans of the site that this page is in.

Zensical runs no plugins. It tells its extensions of the page through a preprocessor of its own; the
site's other plans are read from the disk. It does not convert a page again whose own text is the
same, so what a page shows of others may be old: `zensical build --clean` makes all pages again.
"""

from __future__ import annotations

import atexit
import logging
import posixpath
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import Struct
from pathspec import GitIgnoreSpec

from mkdocs_speckit.disk.cache import Cache, choose_place
from mkdocs_speckit.disk.files import find_markdown, make_relative, read_text
from mkdocs_speckit.disk.history import History
from mkdocs_speckit.hosts.log import fold_messages
from mkdocs_speckit.hosts.pages import (
    PlanPages,
    SiteView,
    add_front_matter,
    is_same,
    update_page,
)
from mkdocs_speckit.model.finding import Failure, Failures
from mkdocs_speckit.portfolio import Portfolio
from mkdocs_speckit.project import make_project

if TYPE_CHECKING:
    from markdown import Markdown

    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.options import Options
    from mkdocs_speckit.page import Page

log = logging.getLogger(__name__)
fold_messages(log)


class SiteFolders(Struct, frozen=True):
    """A site's folders. `excluded` are patterns, as in a `.gitignore`, of what is not published."""

    root: Path
    docs: Path
    excluded: str


class ZensicalPage(Struct, frozen=True):
    """A page that Zensical converts; a host (`hosts.Host`).

    `page` is Zensical's own page; its path is relative to the folder of documents.
    """

    page: Any
    folders: SiteFolders
    options: Options

    def find_page(self, written: str, text: str) -> Page | None:
        """Find what the page shows. It is shown once: converters inside the page get nothing."""
        return self._find_site().show_page(self.page, written, text)

    @property
    def cache(self) -> Cache:
        """What the project keeps."""
        return self._find_site().cache

    def draw_overview(self, attributes: str) -> str:
        """Draw an overview of the site's plans; raises SelectionError."""
        pages = self._find_site().read_pages(self.page.path)
        return pages.draw_overview(attributes, self.page.path)

    def report_failure(self, part: str, error: Exception) -> None:
        """Log that a part of the page has failed."""
        path = self.page.path
        log.error("speckit: %s", Failure.describe(part, path, error).format_line(path))

    def warn(self, message: str) -> None:
        """Log a warning."""
        log.warning("speckit: %s: %s", self.page.path, message)

    def _find_site(self) -> ZensicalSite:
        """The site of the page before, if that was of the same site; raises OptionError.

        Zensical makes new extensions for each of its pages.
        """
        site = ZensicalSite.last
        if site is None or site.made_of != (self.folders, self.options):
            site = ZensicalSite.last = ZensicalSite(self.folders, self.options)
        return site


def find_zensical(md: Markdown, options: Options) -> ZensicalPage | None:
    """Find the page that Zensical is converting; None in any other tool."""
    for processor in md.preprocessors:
        if type(processor).__module__.partition(".")[0] != "zensical":
            continue
        page, config = getattr(processor, "page", None), getattr(processor, "config", None)
        if isinstance(config, dict) and isinstance(getattr(page, "path", None), str):
            root = Path(config["root_dir"])
            excluded = "\n".join(filter(None, map(config.get, ("exclude_docs", "draft_docs"))))
            folders = SiteFolders(root, root / config["docs_dir"], excluded)
            return ZensicalPage(page, folders, options)
    return None


class ZensicalSite:
    """The plans of a site as they are on the disk, and what their pages show.

    They are read when the first page comes, and again when a page comes whose file has changed.
    """

    last: ZensicalSite | None = None

    def __init__(self, folders: SiteFolders, options: Options) -> None:
        self.made_of = folders, options
        self._folders = folders
        kept_in = choose_place(folders.root, folders.docs)
        self._project = make_project(folders.root, options, kept_in)
        self.cache = self._project.cache
        # Zensical does not say when it has drawn the last page.
        atexit.register(self.cache.save)
        self._portfolio = Portfolio(folders.root)
        self._history = History(folders.root, self.cache)
        self._read: dict[str, tuple[str, Plan | None]] = {}
        self._pages: PlanPages | None = None
        self._converted: object = None

    def show_page(self, page: Any, written: str, text: str) -> Page | None:
        """Make what a page shows; `written` is its text before extensions changed it to `text`."""
        if page is self._converted:
            return None
        self._converted = page
        path = page.path
        pages = self.read_pages(path)
        shown = pages.make_page(path)
        if is_same(written, text):
            return shown
        source, _ = self._read.get(path, ("", None))
        converted = add_front_matter(source, written, text)
        plan = self._project.read(converted, path, is_converted=shown is not None)
        return update_page(shown, pages.join_again(plan))

    def read_pages(self, path: str) -> PlanPages:
        """Read the site's plans, unless the file of this page is the same as before."""
        known, _ = self._read.get(path, (None, None))
        if self._pages is not None and known == _read_file(self._folders.docs / path):
            return self._pages

        docs, failures = self._folders.docs, Failures()
        excluded = GitIgnoreSpec.from_lines(self._folders.excluded.splitlines())
        files = {}
        for file in find_markdown(docs):
            inside = file.relative_to(docs)
            is_hidden = any(part.startswith(".") for part in inside.parts)
            if not is_hidden and not excluded.match_file(inside.as_posix()):
                files[inside.as_posix()] = file

        read: dict[str, tuple[str, Plan | None]] = {}
        for name, file in files.items():
            text = _read_file(file)
            if text is None:
                continue
            read[name] = self._read.get(name, ("", None))
            if read[name][0] != text:
                read[name] = text, None
                with failures.catch("reading", name):
                    read[name] = text, self._project.read(text, name)
        self._read = read

        shown = {name: make_relative(file, self._folders.root) for name, file in files.items()}
        plans = (plan for _, plan in read.values() if plan is not None)
        self._pages = PlanPages(
            self._project,
            self._project.audit(plans, shown, files),
            SiteView(
                tuple(files),
                files.get,
                _find_link,
                self._history,
                lambda level, message: log.log(level, "speckit: %s", message),
            ),
            self._portfolio,
            failures,
        )
        for name, failure in failures.found:
            log.error("speckit: %s", failure.format_line(shown[name]))
        self.cache.save()
        return self._pages


def _read_file(file: Path) -> str | None:
    """A file's text; None if it cannot be read, which Zensical itself reports."""
    with suppress(OSError):
        return read_text(file)
    return None


def _find_link(start: str, path: str) -> str:
    """The link from one document to another: Zensical makes addresses of paths."""
    return quote(posixpath.relpath(path, posixpath.dirname(start) or "."))

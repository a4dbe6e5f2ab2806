"""Zensical: which page it converts, and the plans of the site that this page is in.

Zensical runs no plugin. It tells its extensions of the page through a preprocessor of its own; the
plans beside the page are read from the disk. It converts no page again whose own text is the same,
so what a page shows of others may be old: `zensical build --clean` makes all anew.
"""

from __future__ import annotations

import logging
import posixpath
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import Struct
from pathspec import GitIgnoreSpec

from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.disk.files import find_markdown, make_relative, read_text
from mkdocs_speckit.hosts.pages import (
    Documents,
    PlanPages,
    add_front_matter,
    is_same,
    read_converted,
)
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.portfolio import Portfolio
from mkdocs_speckit.project import make_project
from mkdocs_speckit.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown import Markdown

    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.options import Options
    from mkdocs_speckit.page import Page

log = logging.getLogger(__name__)


class Project(Struct, frozen=True):
    """A site's folders; `excluded` are patterns of what is kept out of it, as in a `.gitignore`."""

    root: Path
    docs: Path
    excluded: str

    def files(self) -> Iterator[tuple[str, Path]]:
        """The Markdown files of the site, each after its path in the folder of documents."""
        excluded = GitIgnoreSpec.from_lines(self.excluded.splitlines())
        for file in find_markdown(self.docs):
            path = file.relative_to(self.docs)
            is_hidden = any(part.startswith(".") for part in path.parts)
            if not is_hidden and not excluded.match_file(path.as_posix()):
                yield path.as_posix(), file


class ZensicalSite:
    """The plans of a project as they are on the disk, and what their pages show.

    They are read when the first page comes, and again when one comes whose file has changed.
    """

    def __init__(self, project: Project, options: Options) -> None:
        self.made_of = project, options
        self._project = project
        self._options = options
        self._settings = make_project(project.root, options).settings
        self._portfolio = Portfolio(project.root)
        self._read: dict[str, tuple[str, Plan | None]] = {}
        self._pages: PlanPages | None = None
        self._converted: object = None

    def page(self, page: Any, written: str, text: str) -> Page | None:
        """What is shown on Zensical's page of a text, as it was written and as it is converted.

        It is shown once: converters inside the page get nothing.
        """
        if page is self._converted:
            return None
        self._converted = page
        shown = self._current(page.path).page(page.path, is_preview=False)
        if is_same(written, text):
            return shown
        source, _ = self._read.get(page.path, ("", None))
        plan_of = partial(read, path=page.path, settings=self._settings)
        return read_converted(shown, add_front_matter(source, written, text), plan_of)

    def overview(self, attributes: str, path: str) -> str:
        """An overview on a page, narrowed by attributes; raises SelectionError."""
        return self._current(path).overview(attributes, path, self._options.working_time)

    def _current(self, path: str) -> PlanPages:
        """The plans, with the one of this path as it is now."""
        known, _ = self._read.get(path, (None, None))
        if self._pages is None or known != self._text(self._project.docs / path):
            self._pages = self._read_all()
        return self._pages

    def _read_all(self) -> PlanPages:
        failures = Failures()
        files = dict(self._project.files())
        self._read = {
            path: self._reading(path, text, failures)
            for path, file in files.items()
            if (text := self._text(file)) is not None
        }
        shown = {path: make_relative(file, self._project.root) for path, file in files.items()}
        audited = audit_plans(
            (plan for _, plan in self._read.values() if plan is not None),
            self._options.rules,
            {path: self._options.ignored_at(where) for path, where in shown.items()},
            files,
        )
        documents = Documents(tuple(files), files.get, _href)
        pages = PlanPages(audited, documents, self._project.root, self._entries_elsewhere, failures)
        for path, failure in failures.found:
            log.error("speckit: %s", failure.in_file(shown[path]))
        return pages

    def _reading(self, path: str, text: str, failures: Failures) -> tuple[str, Plan | None]:
        """A text and the plan that it is, which is read anew only if it has changed since."""
        before = self._read.get(path)
        if before and before[0] == text:
            return before
        with failures.caught("reading", path):
            return text, read(text, path, self._settings)
        return text, None

    def _text(self, file: Path) -> str | None:
        """A file's text; None where it cannot be read, as Zensical itself tells its author."""
        with suppress(OSError):
            return read_text(file)
        return None

    def _entries_elsewhere(self) -> tuple[Entry, ...]:
        """The entries of other sites."""
        entries, failures = self._portfolio.read(self._options.portfolio)
        for failure in failures:
            log.warning("speckit: %s", failure)
        return entries


class _Sites:
    """The site that was asked for last: Zensical makes new extensions for each of its pages."""

    last: ZensicalSite | None = None


def find_page(md: Markdown) -> tuple[Any, Project] | None:
    """Zensical's page that is converted, and its project; None in any other tool."""
    for processor in md.preprocessors:
        if type(processor).__module__.partition(".")[0] != "zensical":
            continue
        page, config = getattr(processor, "page", None), getattr(processor, "config", None)
        if isinstance(config, dict) and isinstance(getattr(page, "path", None), str):
            root = Path(config["root_dir"])
            excluded = "\n".join(filter(None, map(config.get, ("exclude_docs", "draft_docs"))))
            return page, Project(root, root / config["docs_dir"], excluded)
    return None


def find_site(project: Project, options: Options) -> ZensicalSite:
    """The plans of a project; raises OptionError where a folder of templates cannot be read."""
    site = _Sites.last
    if site is None or site.made_of != (project, options):
        site = _Sites.last = ZensicalSite(project, options)
    return site


def _href(start: str, path: str) -> str:
    """Zensical follows links between the sources, and makes addresses of them."""
    return quote(posixpath.relpath(path, posixpath.dirname(start) or "."))

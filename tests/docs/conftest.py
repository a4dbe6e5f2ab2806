"""The documentation as a built site, and its pages as they are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.demo_site import ROOT

if TYPE_CHECKING:
    from pathlib import Path


class Documentation:
    """The built site in a folder; each page is read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = sorted(folder.rglob("index.html"))
        self._soups: dict[Path, BeautifulSoup] = {}
        self._ids: dict[Path, set[str]] = {}

    def soup(self, file: Path) -> BeautifulSoup:
        """The elements of a page."""
        if file not in self._soups:
            self._soups[file] = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        return self._soups[file]

    def ids(self, file: Path) -> set[str]:
        """The ids of a page."""
        if file not in self._ids:
            self._ids[file] = {str(tag["id"]) for tag in self.soup(file).select("[id]")}
        return self._ids[file]

    def page(self, name: str) -> Tag:
        """The main content of a page, by the name of its source without `.md`."""
        content = self.soup(self.folder / name / "index.html").find("article")
        assert isinstance(content, Tag)
        return content

    def target(self, page: Path, link: str) -> tuple[Path, str]:
        """The file that a link of a page leads to, and the id there."""
        parts = urlsplit(link)
        path = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        return (path / "index.html" if path.is_dir() else path), unquote(parts.fragment)


@pytest.fixture(scope="session")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Documentation:
    """The documentation, built so that a warning fails it."""
    folder = tmp_path_factory.mktemp("documentation").resolve()
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return Documentation(folder)

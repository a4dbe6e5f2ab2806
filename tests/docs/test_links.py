"""Every link and picture of the documentation leads somewhere, and to nowhere else by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from markdown import markdown

from mkdocs_speckit.audit.pages import audit_page
from mkdocs_speckit.audit.pages.page import read_page
from mkdocs_speckit.disk.files import read_text
from mkdocs_speckit.options import DEFAULTS
from mkdocs_speckit.project import make_project
from tests.conftest import target
from tests.demo_site import ROOT
from tests.docs.blocks import PAGES

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag

    from mkdocs_speckit.model.finding import Severity
    from tests.docs.conftest import Documentation

IN_REPOSITORY = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]

HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
OF_A_PREVIEW = "127.0.0.1:8000"


def is_elsewhere(link: str) -> bool:
    return bool(urlsplit(link).scheme or urlsplit(link).netloc)


def links(tag: Tag) -> list[str]:
    """Where all links and pictures lead."""
    return [
        *(target(link) for link in tag.find_all("a", href=True)),
        *(target(link) for link in tag.select("svg a")),
        *(str(image["src"]) for image in tag.find_all("img")),
    ]


def test_links_and_pictures_are_there(documentation: Documentation) -> None:
    seen = 0
    for page in documentation.pages:
        for link in links(documentation.soup(page)):
            if is_elsewhere(link):
                continue
            file, name = documentation.target(page, link)
            assert file.is_file(), (page, link)
            if name and file in documentation.pages:
                assert name in documentation.ids(file), (page, link)
            seen += 1
    assert seen > 100 * len(IN_REPOSITORY)


@pytest.mark.parametrize("name", IN_REPOSITORY)
def test_links_in_the_repository_are_there(name: str) -> None:
    found = links(of_repository(ROOT / name))
    assert found or name == "SECURITY.md"
    for link in filter(lambda link: not is_elsewhere(link), found):
        path, _, anchor = link.partition("#")
        file = ROOT / unquote(path) if path else ROOT / name
        assert file.exists(), link
        assert not anchor or of_repository(file).find(id=anchor), link


def of_repository(file: Path) -> BeautifulSoup:
    """A page as it is shown where the repository is."""
    html = markdown(file.read_text("utf-8"), extensions=["tables", "toc", "fenced_code"])
    return BeautifulSoup(html, "html.parser")


def test_links_elsewhere_are_addresses(documentation: Documentation) -> None:
    soups = [
        *map(documentation.soup, documentation.pages),
        *(of_repository(ROOT / n) for n in IN_REPOSITORY),
    ]
    elsewhere = {link for soup in soups for link in links(soup) if is_elsewhere(link)}
    assert elsewhere
    for link in elsewhere:
        parts = urlsplit(link)
        if parts.netloc != OF_A_PREVIEW:
            assert parts.scheme == "https", link
            assert HOST.fullmatch(parts.netloc), link


def test_a_page_asks_for_nothing_from_elsewhere(documentation: Documentation) -> None:
    for page in documentation.pages:
        soup = documentation.soup(page)
        asked = [
            *(str(tag["src"]) for tag in soup.select("[src]")),
            *(str(tag["href"]) for tag in soup.select("link[href]:not([rel=canonical])")),
        ]
        assert [address for address in asked if is_elsewhere(address)] == [], page


def test_every_page_of_the_documentation_is_built(documentation: Documentation) -> None:
    names = {page.relative_to(documentation.folder).parent for page in documentation.pages}
    sources = [page.relative_to(ROOT / "docs") for page in PAGES if ROOT / "docs" in page.parents]
    for source in sources:
        assert (source.parent if source.stem == "index" else source.with_suffix("")) in names


def test_the_built_documentation_passes_its_own_audit(documentation: Documentation) -> None:
    looked_at = 0
    shown: dict[str, Severity] = {"visible-placeholder": "ignore"}
    shown_by_rules: dict[str, Severity] = {"box-as-text": "ignore", "table-as-text": "ignore"}
    for file in documentation.pages:
        page = read_page(read_text(file), file.as_posix(), make_project(ROOT, DEFAULTS).settings)
        if page is not None:
            looked_at += 1
            bad = shown_by_rules if file.parents[1].name == "rules" else {}
            assert audit_page(page, {**shown, **bad}) == (), file
    assert looked_at > len(IN_REPOSITORY)

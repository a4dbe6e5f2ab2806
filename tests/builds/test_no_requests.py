"""What we add to a site asks for nothing from elsewhere, and runs no script."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from mkdocs_speckit.rendering import stylesheet
from tests.demo_site import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bs4 import Tag

    from tests.demo_site import DemoSites

REQUESTED = ("action", "background", "data", "formaction", "href", "poster", "src", "xlink:href")
"""Attributes whose address a browser asks for by itself; links that a reader follows are not."""

SCRIPTED = re.compile(r"\s*(?:java|vb)script:", re.IGNORECASE)

IN_STYLES = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s]+)""", re.IGNORECASE)


def addresses(html: str) -> Iterator[str]:
    """All that a browser asks for when it shows a page."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(True):
        names = [name for name in REQUESTED if element.has_attr(name)]
        if element.name not in {"a", "area", "base"}:
            yield from (str(element[name]) for name in names)
        yield from (each.split()[0] for each in str(element.get("srcset", "")).split(",") if each)
        yield from IN_STYLES.findall(str(element.get("style", "")))
        if element.name == "style":
            yield from IN_STYLES.findall(element.get_text())


def hosts(folder: Path) -> set[str]:
    """The hosts that a site's pages and stylesheets ask."""
    asked = [each for file in folder.rglob("*.html") for each in addresses(file.read_text("utf-8"))]
    for file in folder.rglob("*.css"):
        asked += IN_STYLES.findall(file.read_text("utf-8"))
    return {urlsplit(each).netloc for each in asked} - {""}


def scripts(html: str) -> Counter[str]:
    """The scripts of a page: elements, attributes that run one, and addresses that do."""
    soup = BeautifulSoup(html, "html.parser")
    return Counter(each for element in soup.find_all(True) for each in _scripts_of(element))


def _scripts_of(element: Tag) -> Iterator[str]:
    if element.name == "script":
        yield f"script {element.get('src', '')}"
    for name, value in element.attrs.items():
        if name.lower().startswith("on") or SCRIPTED.match(str(value)):
            yield f"{name}={value}"


@pytest.mark.parametrize("theme", THEMES)
def test_no_host_is_asked_that_the_theme_alone_does_not_ask(
    demo_sites: DemoSites, theme: str
) -> None:
    assert hosts(demo_sites.built("demo", theme)) <= hosts(demo_sites.built("bare", theme))


@pytest.mark.parametrize("theme", THEMES)
def test_no_page_has_a_script_that_the_theme_alone_does_not_have(
    demo_sites: DemoSites, theme: str
) -> None:
    ours, bare = demo_sites.built("demo", theme), demo_sites.built("bare", theme)
    pages = [file.relative_to(bare) for file in sorted(bare.rglob("*.html"))]
    assert len(pages) > 20
    for page in pages:
        more = scripts((ours / page).read_text("utf-8")) - scripts((bare / page).read_text("utf-8"))
        assert more == Counter(), page
    assert {file.relative_to(ours) for file in ours.rglob("*.js")} == {
        file.relative_to(bare) for file in bare.rglob("*.js")
    }


def test_our_stylesheet_and_our_images_ask_for_nothing(demo_sites: DemoSites) -> None:
    assert IN_STYLES.findall(stylesheet()) == []
    badges = list((demo_sites.built("demo") / "speckit").rglob("*.svg"))
    assert len(badges) > 20
    assert [each for file in badges for each in addresses(file.read_text("utf-8"))] == []


def test_requests_and_scripts_would_be_found(tmp_path: Path) -> None:
    html = """<link href="//a.test/x.css"><img srcset="/b.png, https://b.test/c.png 2x">
        <svg><image xlink:href="https://c.test/d.png"/></svg><p style="background: url(//d.test)">
        <style>@import "https://e.test/f.css"</style><iframe src="https://f.test/"></iframe>
        <a href="https://read.test/">read</a><a href=" javascript:alert(1)" onclick="x()">x</a>"""
    (tmp_path / "index.html").write_text(html)
    (tmp_path / "own.css").write_text("i { background: url('https://g.test/h.png') }")
    assert hosts(tmp_path) == {f"{letter}.test" for letter in "abcdefg"}
    assert scripts(html) == Counter(["href= javascript:alert(1)", "onclick=x()"])

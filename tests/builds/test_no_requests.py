"""What we add to a site asks for nothing from elsewhere, and runs no script."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from mkdocs_speckit.rendering import read_stylesheet
from tests.demo_site import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.demo_site import DemoSites

REQUESTED = ("action", "background", "data", "formaction", "href", "poster", "src", "xlink:href")
"""Attributes whose address a browser asks for by itself; links that a reader follows are not."""

SCRIPTED = re.compile(r"\s*(?:java|vb)script:", re.IGNORECASE)

IN_STYLES = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s]+)""", re.IGNORECASE)


def addresses(soup: BeautifulSoup) -> Iterator[str]:
    """All that a browser asks for when it shows a page."""
    for element in soup.find_all(True):
        if element.name not in {"a", "area", "base"}:
            yield from (str(element[name]) for name in REQUESTED if element.has_attr(name))
        yield from (each.split()[0] for each in str(element.get("srcset", "")).split(",") if each)
        yield from IN_STYLES.findall(str(element.get("style", "")))
        if element.name == "style":
            yield from IN_STYLES.findall(element.get_text())


def scripts(soup: BeautifulSoup) -> Iterator[str]:
    """The scripts of a page: elements, attributes that run one, and addresses that do."""
    for element in soup.find_all(True):
        if element.name == "script":
            yield f"script {element.get('src', '')}"
        for name, value in element.attrs.items():
            if name.lower().startswith("on") or SCRIPTED.match(str(value)):
                yield f"{name}={value}"


class Demands(NamedTuple):
    """What a site demands of a browser: hosts to ask, and each page's scripts, by its path."""

    hosts: set[str]
    scripts: dict[str, Counter[str]]


def demands(folder: Path) -> Demands:
    """What the pages and stylesheets of a built site demand."""
    asked = [
        each
        for file in folder.rglob("*.css")
        for each in IN_STYLES.findall(file.read_text("utf-8"))
    ]
    found = {file.relative_to(folder).as_posix(): Counter[str]() for file in folder.rglob("*.js")}
    for file in folder.rglob("*.html"):
        soup = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        asked += addresses(soup)
        found[file.relative_to(folder).as_posix()] = Counter(scripts(soup))
    return Demands({urlsplit(each).netloc for each in asked} - {""}, found)


@pytest.mark.parametrize("theme", THEMES)
def test_a_site_demands_nothing_that_the_theme_alone_does_not(
    demo_sites: DemoSites, theme: str
) -> None:
    """Pages of plans beside the site are not in the bare one; they are like the others."""
    ours, bare = (demands(demo_sites.built(name, theme)) for name in ("demo", "bare"))
    assert ours.hosts <= bare.hosts
    assert len(bare.scripts) > 20
    assert {path: ours.scripts[path] - bare.scripts[path] for path in bare.scripts} == {
        path: Counter() for path in bare.scripts
    }
    assert {path for path in ours.scripts if path.endswith(".js")} <= set(bare.scripts)


def test_our_stylesheet_and_our_images_ask_for_nothing(demo_sites: DemoSites) -> None:
    assert IN_STYLES.findall(read_stylesheet()) == []
    badges = list((demo_sites.built("demo") / "speckit").rglob("*.svg"))
    assert len(badges) > 20
    drawn = [BeautifulSoup(file.read_text("utf-8"), "html.parser") for file in badges]
    assert [each for soup in drawn for each in (*addresses(soup), *scripts(soup))] == []


def test_requests_and_scripts_would_be_found(tmp_path: Path) -> None:
    html = """<link href="//a.test/x.css"><img srcset="/b.png, https://b.test/c.png 2x">
        <svg><image xlink:href="https://c.test/d.png"/></svg><p style="background: url(//d.test)">
        <style>@import "https://e.test/f.css"</style><iframe src="https://f.test/"></iframe>
        <a href="https://read.test/">read</a><a href=" javascript:alert(1)" onclick="x()">x</a>"""
    (tmp_path / "index.html").write_text(html)
    (tmp_path / "own.css").write_text("i { background: url('https://g.test/h.png') }")
    found = demands(tmp_path)
    assert found.hosts == {f"{letter}.test" for letter in "abcdefg"}
    assert found.scripts == {
        "index.html": Counter(["href= javascript:alert(1)", "onclick=x()"]),
    }

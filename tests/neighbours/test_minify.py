"""minify: shorter pages and a shorter stylesheet, which show the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bs4 import Tag
from bs4.element import NavigableString

from tests.browser import needs_browser
from tests.neighbours.conftest import FOUND, assert_shown, in_both_orders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.conftest import Site

STYLESHEET = "assets/stylesheets/speckit.css"

MINIFY = {
    "minify": {
        "minify_html": True,
        "minify_css": True,
        "css_files": [STYLESHEET],
        "htmlmin_opts": {"remove_comments": True, "remove_empty_space": True},
    }
}


def shown(element: Tag) -> Iterator[object]:
    """All elements in one with their attributes, and all texts; no blanks, no letter case."""
    yield element.name.lower(), {name.lower(): value for name, value in element.attrs.items()}
    for child in element.children:
        if isinstance(child, Tag):
            yield from shown(child)
        elif type(child) is NavigableString:
            yield "".join(child.split())


def pieces(site: Site) -> list[object]:
    """All that we add to the plan's page, empty texts left out."""
    added = site.page("shop/plan.html").select("[class^=speckit-]")
    return [one for piece in added for one in shown(piece) if one]


@in_both_orders(MINIFY)
def test_minified_pages_have_all_that_the_others_have(
    build: Callable[..., Site], plugins: list[Any]
) -> None:
    whole = pieces(build(["speckit"]))
    site = build(plugins)
    assert site.log == FOUND
    assert_shown(site, "shop/plan.html", "index.html", "other.html")
    assert "<!--" not in site.html("shop/plan.html")
    assert pieces(site) == whole


RULES = """css => {
    const style = document.head.appendChild(document.createElement('style'));
    style.textContent = css;
    const read = rules => [...rules].map(rule => [
        (rule.selectorText || rule.conditionText || '').replaceAll(' ', ''),
        rule.cssRules ? read(rule.cssRules) : [],
        rule.style ? [...rule.style].filter(name => !name.startsWith('--')) : [],
    ]);
    return read(style.sheet.cssRules);
}"""
"""What a browser understands of a stylesheet: its selectors, conditions and properties."""


@needs_browser
@in_both_orders(MINIFY)
def test_minified_pages_look_alike(
    build: Callable[..., Site], plugins: list[Any], browser: Browser
) -> None:
    site = build(["speckit"])
    page = browser.new_page()
    written = page.evaluate(RULES, (site.folder / STYLESHEET).read_text())
    site = build(plugins)
    minified = site.folder / STYLESHEET.replace(".css", ".min.css")
    assert page.evaluate(RULES, minified.read_text()) == written
    page.goto((site.folder / "shop/plan.html").as_uri())
    assert page.evaluate("document.querySelector('.speckit-picture svg').viewBox.baseVal.width") > 1
    page.close()

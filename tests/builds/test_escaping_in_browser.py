"""A site of all payloads in a real browser: nothing runs, nothing is asked for, nothing is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.browser import needs_browser, served
from tests.builds.hostile import (
    DOCUMENTS,
    FOLDERS,
    NAMES,
    OPTIONS,
    OVERVIEW,
    Built,
    NoHtml,
    built,
    hostile_pages,
)
from tests.conftest import MARKER
from tests.payloads import PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from playwright.sync_api import Browser, Dialog

pytestmark = needs_browser

LIVE = """() => {
    const live = 'script, iframe, object, embed, base, meta[http-equiv], form, img, image, video,'
        + ' link[rel=stylesheet]:not(head link), animate, set, foreignObject, math';
    const piece = '[class^=speckit]:not(.speckit-placeholder, .speckit-item)';
    const bad = [...document.body.querySelectorAll(live)].map(element => element.outerHTML);
    for (const element of document.body.querySelectorAll('*'))
        for (const {name, value} of element.attributes)
            if (name.startsWith('on') || (element.closest(piece)
                    && /^\\s*(javascript|data|vbscript|https?):/i.test(value)
                    && /href|src|action/.test(name)))
                bad.push(name + '=' + value);
    return bad;
}"""
"""What could run or fetch something in a page, or lead out of one of our pieces."""


def test_nothing_runs_and_nothing_leaves(browser: Browser, tmp_path: Path) -> None:
    """Authors can write no HTML in this site, so whatever happens is of our pieces."""
    site = built(tmp_path, hostile_pages(), [{"speckit": OPTIONS}], (NoHtml(),))
    paths = [f"{folder}/{name}.html" for folder in FOLDERS.values() for name in DOCUMENTS]
    assert visit(browser, site, ["index.html", *paths]) == []


@pytest.mark.parametrize("where", ["{}/plan.md", "of/{}.md"])
def test_names_titles_and_options_are_texts(browser: Browser, tmp_path: Path, where: str) -> None:
    """Names of files, folders and the site, titles in `nav`, and options that are texts."""
    plan = f"{MARKER}# Plan\n\n- [ ] [NAME]\n"
    pages = {where.format(name): plan for name in NAMES.values()}
    overview = f"{NAMES['script']}.md"
    options = {
        **OPTIONS,
        "overview": overview,
        "not_placeholders": [re.escape(text) for text in PAYLOADS.values()],
        "per_path_ignores": {
            re.sub(r"\W", r"\\\g<0>", name): ["empty-table"] for name in NAMES.values()
        },
    }
    nav = [{PAYLOADS[name]: where.format(path)} for name, path in NAMES.items()]
    site = built(
        tmp_path,
        {"index.md": OVERVIEW, **pages},
        [{"speckit": options}],
        site_name=" ".join(PAYLOADS.values()),
        nav=["index.md", overview, *nav],
    )
    paths = [quote(where.format(name).removesuffix(".md") + ".html") for name in NAMES.values()]
    assert visit(browser, site, ["index.html", quote(f"{NAMES['script']}.html"), *paths]) == []


def visit(browser: Browser, site: Built, paths: Iterable[str]) -> list[str]:
    """Open pages, and return what they say or ask for outside of the site."""
    trouble: list[str] = []

    def told(dialog: Dialog) -> None:
        trouble.append(dialog.message)
        dialog.dismiss()

    context = browser.new_context()
    with served(site.folder) as address:
        page = context.new_page()
        page.on("dialog", told)
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", lambda request: trouble.append(request.url))
        page.on("popup", lambda popup: trouble.append(popup.url))
        for path in paths:
            page.goto(f"{address}/{path}")
            assert page.locator("[class^=speckit]").count() > 0, path
            assert page.evaluate(LIVE) == [], path
            page.evaluate(
                "document.querySelectorAll('details').forEach(part => { part.open = true; })"
            )
            page.keyboard.press("Tab")
    context.close()
    return [text for text in trouble if not text.startswith((f"{address}/", "data:,"))]

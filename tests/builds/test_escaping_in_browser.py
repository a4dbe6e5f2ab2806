"""A site of all payloads in a real browser: nothing runs, nothing is asked for, nothing is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser import needs_browser, served
from tests.builds.hostile import DOCUMENTS, FOLDERS, OPTIONS, NoHtml, built, hostile_pages

if TYPE_CHECKING:
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
        paths = [f"{folder}/{name}.html" for folder in FOLDERS.values() for name in DOCUMENTS]
        for path in ["index.html", *paths]:
            page.goto(f"{address}/{path}")
            assert page.locator("[class^=speckit]").count() > 0, path
            assert page.evaluate(LIVE) == [], path
            page.evaluate(
                "document.querySelectorAll('details').forEach(part => { part.open = true; })"
            )
            page.keyboard.press("Tab")
    context.close()
    assert [text for text in trouble if not text.startswith((f"{address}/", "data:,"))] == []

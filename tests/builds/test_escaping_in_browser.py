"""A site of all payloads in a real browser: nothing runs, nothing is asked for, nothing is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec
import pytest
from msgspec.structs import replace

from mkdocs_speckit import read
from mkdocs_speckit.export import export_site
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import make_entries
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.model.wording import make_printable
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
    const piece = '[class^=speckit]:not(.speckit-placeholder, .speckit-item, .speckit-task)';
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


def test_other_options_are_texts(
    browser: Browser, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Folders of sources and templates, files that a level requires, and other sites' exports.

    One of the other sites is called as each payload, and has features called so; another that is
    called so has no export, which a line of the log says.
    """
    folders = [f"from {name}" for name in NAMES.values()]
    for folder in folders:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.md").write_text(f"{MARKER}# Plan\n\n- [ ] [NAME]\n", "utf-8")
        (tmp_path / folder / "template.md").write_text(f"# A\n\n[{folder}]\n", "utf-8")
    exports = []
    for number, text in enumerate(PAYLOADS.values()):
        exports.append(f"{number}.json")
        plan = read(f"{MARKER}# {text}\n\n- [ ] {text}\n", "a/plan.md")
        assert plan is not None
        (entry,) = make_entries(group_features([plan]), {}, Failures())
        entry = replace(entry, title=text, group=text, folder="a")
        exported = export_site(text, [(plan, ())], [entry], str)
        (tmp_path / exports[-1]).write_bytes(msgspec.json.encode(exported))
    options = {
        **OPTIONS,
        "sources": folders,
        "templates": folders,
        "portfolio": [*exports, *(f"{name}.json" for name in NAMES.values())],
        "required_documents": {"2": [*PAYLOADS.values()]},
    }
    pages = {"index.md": OVERVIEW, "a/plan.md": f"{MARKER}# Plan\n"}
    site = built(tmp_path, pages, [{"speckit": options}])
    overview = site.body("index.html").get_text()
    assert all(text in overview for text in ("javascript:alert(1)", "</script>", "onmouseover"))
    assert all(
        record.getMessage() == make_printable(record.getMessage()) for record in caplog.records
    )
    paths = [quote(f"{folder}/plan.html") for folder in folders]
    assert visit(browser, site, ["index.html", "a/plan.html", *paths]) == []


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

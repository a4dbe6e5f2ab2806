"""The pages of a Spec Kit feature in a browser: nothing is cut off, and everybody can read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.accessibility.test_axe import violations
from tests.browser import needs_browser, served
from tests.builds.test_spec_kit_pages import FOLDER, feature

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.conftest import Site

pytestmark = needs_browser

LONG = "A very long name of an oven that no column of a phone is wide enough for"

CUT_OFF = """() => {
    const room = document.documentElement.clientWidth;
    const ours = document.querySelectorAll(
        '.speckit-header, .speckit-header :is(li, dd, p), .speckit-documents li, .speckit-task');
    return [...ours].filter(each => each.getBoundingClientRect().right > room + 1)
        .map(each => each.outerHTML.slice(0, 200));
}"""

DARK = {
    "material": "document.body.dataset.mdColorScheme = 'slate'",
    "mkdocs": "document.documentElement.dataset.bsTheme = 'dark'",
}

LOOKS = [
    ("material", False, 1440),
    ("material", True, 390),
    ("mkdocs", False, 390),
    ("mkdocs", True, 1440),
    ("readthedocs", False, 390),
]


@pytest.mark.parametrize(("theme", "is_dark", "width"), LOOKS, ids=str)
def test_everything_is_in_the_window_and_keeps_to_wcag(
    build_site: Callable[..., Site], browser: Browser, theme: str, is_dark: bool, width: int
) -> None:
    pages = {**feature(LONG), "specs/002-small/spec.md": feature("Oven")[f"{FOLDER}/spec.md"]}
    site = build_site(pages, theme=theme)
    with (
        served(site.folder) as address,
        browser.new_context(viewport={"width": width, "height": 900}) as opened,
    ):
        page = opened.new_page()
        for name in ("spec", "plan", "tasks", "research", "checklists/ux"):
            page.goto(f"{address}/{FOLDER}/{name}.html")
            if is_dark:
                page.evaluate(DARK[theme])
            assert page.evaluate(CUT_OFF) == [], name
            assert violations(page, theme) == [], name

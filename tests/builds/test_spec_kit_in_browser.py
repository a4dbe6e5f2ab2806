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


MANY_PHASES = "# Tasks: Oven\n\n" + "".join(
    f"## Phase {number}: {name}\n\n- [x] T{number}0 Knead\n- [{ticked}] T{number}1 Bake\n\n"
    for number, (name, ticked) in enumerate(
        [("Setup", "x"), ("Foundational", "x"), ("Deliver", " "), ("Oven & Tray", "x"),
         ("Shop window", " "), ("Polish", " "), ("Signs", "x")], 1
    )
)  # fmt: skip

TEXTS = """() => [...document.querySelectorAll('.speckit-segment-name')].map(name => {
    const box = name.getBoundingClientRect();
    const words = [];
    const walker = document.createTreeWalker(name, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        const place = range.getBoundingClientRect();
        const text = walker.currentNode.textContent.trim();
        if (text && place.top < box.bottom - 1)
            words.push([text, place.right <= box.right + 1]);
    }
    return words;
})"""
"""Of each phase in the strip the texts that are seen, and whether they are seen whole."""


def test_names_of_phases_are_seen_whole_or_not_at_all_in_every_column(
    build_site: Callable[..., Site], browser: Browser
) -> None:
    site = build_site({f"{FOLDER}/tasks.md": MANY_PHASES}, theme="readthedocs")
    seen = {}
    with served(site.folder) as address, browser.new_context() as opened:
        page = opened.new_page()
        for width in (1440, 1024, 700, 600):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{address}/{FOLDER}/tasks.html")
            words = page.evaluate(TEXTS)
            assert all(is_whole for name in words for _, is_whole in name), (width, words)
            seen[width] = sum(map(len, words))
    assert seen[1440] > min(seen.values()) > 0, seen


def test_a_story_shows_its_priority_and_how_much_is_done(
    build_site: Callable[..., Site], browser: Browser
) -> None:
    pages = feature(LONG)
    pages[f"{FOLDER}/tasks.md"] = pages[f"{FOLDER}/tasks.md"].replace("[ ] T002", "[x] T002")
    site = build_site(pages)
    with (
        served(site.folder) as address,
        browser.new_context(viewport={"width": 1440, "height": 900}) as opened,
    ):
        page = opened.new_page()
        page.goto(f"{address}/{FOLDER}/tasks.html")
        assert "linear-gradient" in page.eval_on_selector(
            ".speckit-stories .speckit-is-under-way .speckit-track",
            "track => getComputedStyle(track).backgroundImage",
        )
        for notes in page.locator(".speckit-story-notes").all():
            box, story = notes.bounding_box(), notes.locator("..").bounding_box()
            assert box
            assert story
            assert box["x"] + box["width"] <= story["x"] + story["width"] + 1

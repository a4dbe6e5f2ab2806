"""Four questions of whoever opens a page, each answered on its first screen, in a real browser.

In what state is it? What comes next? How much is left? Is anything wrong?
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import needs_browser, served
from tests.rendering.test_header import SPEC, TASKS
from tests.rendering.test_level_header import bread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.conftest import Site

pytestmark = needs_browser

FOLD = 700
"""In a window of 900 px, so many are seen without scrolling on any screen."""

INTRODUCTION = "\nBread for the whole street. " * 40

PAGES = {
    "half/plan.md": bread(total="| **Total** | 20h |") + INTRODUCTION,
    "done/plan.md": bread().replace("[ ]", "[x]") + INTRODUCTION,
    "unestimated/plan.md": bread().partition("## Effort")[0] + INTRODUCTION,
    "specs/001-oven/spec.md": SPEC,
    "specs/001-oven/tasks.md": TASKS,
}


@pytest.fixture(params=["mkdocs", "readthedocs", "material"])
def opened(
    request: pytest.FixtureRequest, build_site: Callable[..., Site], browser: Browser
) -> Iterator[Callable[[str], Page]]:
    """Opens a page of the site in one of the themes."""
    site = build_site({"index.md": "# Home\n", **PAGES}, theme=request.param)
    with (
        served(site.folder) as address,
        browser.new_context(viewport={"width": 1440, "height": 900}) as context,
    ):

        def open_page(path: str) -> Page:
            page = context.new_page()
            page.goto(f"{address}/{path}")
            return page

        yield open_page


def seen(page: Page, selector: str) -> str:
    """The text of an element that is above the fold."""
    element = page.locator(selector)
    box = element.bounding_box()
    assert box is not None, selector
    assert box["y"] + box["height"] < FOLD, selector
    return " ".join(element.inner_text().split())


def fact(label: str) -> str:
    return f".speckit-facts dt:text-is('{label}') + dd"


def test_a_half_done_plan(opened: Callable[[str], Page]) -> None:
    page = opened("half/plan.html")
    assert seen(page, ".speckit-state") == "Under way"
    assert seen(page, fact("Next")) == "Bake · Oven"
    assert seen(page, fact("Left")).startswith("3–5 h, likely 4 h")
    assert seen(page, ".speckit-caution").startswith("The table’s total says 20 h")


def test_a_finished_plan(opened: Callable[[str], Page]) -> None:
    page = opened("done/plan.html")
    assert seen(page, ".speckit-state") == "Done"
    assert seen(page, ".speckit-header").endswith("Planned as 7–11 h in 3 phases.")
    assert page.locator(".speckit-facts, .speckit-caution").count() == 0


def test_a_plan_without_estimates(opened: Callable[[str], Page]) -> None:
    page = opened("unestimated/plan.html")
    assert seen(page, ".speckit-state") == "Under way"
    assert seen(page, fact("Next")) == "Bake · Oven"
    assert seen(page, fact("Left")) == "2 items in 2 phases · no phase has an estimate"
    assert page.locator(".speckit-caution").count() == 0


def test_a_task_list_of_spec_kit(opened: Callable[[str], Page]) -> None:
    page = opened("specs/001-oven/tasks.html")
    assert seen(page, ".speckit-state") == "Under way"
    assert seen(page, fact("Can start now")) == "T004, T005 side by side"
    assert seen(page, ".speckit-top > span:nth-child(2)") == "3 of 8 tasks"
    assert page.locator(".speckit-caution").count() == 0


def test_what_is_next_is_one_click_away(opened: Callable[[str], Page]) -> None:
    page = opened("half/plan.html")
    page.locator(f"{fact('Next')} a").click()
    assert page.url.endswith("#speckit-next")
    assert page.locator("li#speckit-next").inner_text().strip() == "Bake"
    page.locator(".speckit-strip a >> nth=2").click()
    assert page.locator(":is(h2, h3):has(> :target)").inner_text().startswith("Phase 3: Sale")

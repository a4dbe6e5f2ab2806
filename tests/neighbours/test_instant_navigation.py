"""Material's instant navigation: a click changes the page without loading it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import needs_browser, served
from tests.builds.test_page import PLAN
from tests.neighbours.conftest import MATERIAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.builds.conftest import Checkout
    from tests.conftest import Site

pytestmark = needs_browser

OTHER_PLAN = PLAN.replace("Login", "Logout").replace("[x] Form", "[ ] Form")

LOOKS = """() => [...document.querySelectorAll('article [class^=speckit-], article mark')]
    .map(piece => {
        const box = piece.getBoundingClientRect(), style = getComputedStyle(piece);
        const names = ['display', 'color', 'fill', 'stroke', 'fontSize', 'backgroundColor'];
        return [piece.getAttribute('class'), Math.round(box.width), Math.round(box.height),
                ...names.map(name => style[name])];
    })"""
"""All that we add to a page: what it is, how large it is drawn, in which colours."""


@pytest.fixture
def page(build: Callable[..., Site], checkout: Checkout, browser: Browser) -> Iterator[Page]:
    """A page without a plan, opened; it must not be left by loading another page."""
    theme: dict[str, Any] = MATERIAL | {"features": ["navigation.instant"]}
    with served(checkout.website / "site") as address:
        files = {"docs/shop/logout/plan.md": OTHER_PLAN}
        build(["search", "speckit"], files, {"overview": "plans.md"}, site_url=address, theme=theme)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        # A click loads a page anew until the theme has read which pages the site has.
        page.goto(f"{address}/other.html", wait_until="networkidle")
        page.evaluate("window.loaded = 'once'")
        yield page
        page.close()


def click(page: Page, selector: str, title: str) -> None:
    """Follow a link, and wait for the page that it leads to, which is not loaded anew."""
    page.locator(selector).first.click()
    page.wait_for_function("title => document.title.startsWith(title)", arg=title)
    assert page.evaluate("window.loaded") == "once"


def test_plans_look_as_if_they_were_loaded(page: Page) -> None:
    """From a page without a plan to one, to another one, and on."""
    click(page, ".md-tabs a, .md-nav--primary a[href$='plans.html']", "Plans")
    looks = {"plans": page.evaluate(LOOKS)}
    click(page, ".speckit-overview details a[href$='shop/plan.html']", "Login")
    looks["login"] = page.evaluate(LOOKS)
    click(page, ".speckit-documents a", "Tasks")
    click(page, ".speckit-documents a", "Login")
    assert page.evaluate(LOOKS) == looks["login"]
    assert len(looks["login"]) > 40
    page.reload()
    assert page.evaluate("window.loaded") is None
    assert page.evaluate(LOOKS) == looks["login"]
    page.goto(page.url.replace("shop/plan.html", "plans.html"))
    assert page.evaluate(LOOKS) == looks["plans"]


def test_a_plan_gives_way_to_another(page: Page) -> None:
    click(page, ".md-nav--primary a[href$='plans.html']", "Plans")
    click(page, ".speckit-overview details a[href$='shop/plan.html']", "Login")
    assert page.locator(".speckit-top").inner_text().split()[:4] == "Stuck 3 of 6".split()
    page.go_back()
    page.wait_for_function("document.title.startsWith('Plans')")
    click(page, ".speckit-overview details a[href$='logout/plan.html']", "Logout")
    assert page.locator(".speckit-top").inner_text().split()[:4] == "Stuck 2 of 6".split()
    assert page.locator(".speckit-header").count() == 1


def test_a_phase_leads_to_its_heading(page: Page) -> None:
    click(page, ".md-nav--primary a[href$='plans.html']", "Plans")
    click(page, ".speckit-overview details a[href$='shop/plan.html']", "Login")
    page.locator(".speckit-picture:visible .speckit-node >> nth=2").click()
    page.wait_for_url("**/shop/plan.html#phase-2-core-implementation")
    assert page.evaluate("window.loaded") == "once"
    heading = page.locator("#phase-2-core-implementation").bounding_box()
    assert heading is not None
    assert 0 <= heading["y"] < 900

"""The keyboard reaches all that a mouse does, in reading order, and it shows where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from mkdocs_speckit.rendering import read_stylesheet
from tests.accessibility.conftest import LOOKS, MAIN, OURS, UNFOLD
from tests.browser import needs_browser
from tests.conftest import plan_of
from tests.rendering.intricate import Row, plan_text
from tests.rendering.test_diagram import html_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.accessibility.conftest import Visits

pytestmark = needs_browser


class Stop(NamedTuple):
    """Where the tab key stopped: the element's place among our own, and how it is marked.

    `cut` are the parents that hide a part of the ring.
    """

    place: int
    ring: str
    cut: list[str]
    is_seen: bool
    is_named: bool


STARTED = """ours => {
    window.own = [...document.querySelectorAll(ours)].filter(each =>
        each.matches("a[href], summary, [tabindex]") && each.getClientRects().length);
    // Sites have much before their contents.
    window.own[0].parentElement.setAttribute("tabindex", "-1");
    window.own[0].parentElement.focus();
    return window.own.length;
}"""

STOPPED = """() => {
    const element = document.activeElement;
    const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const around = parseFloat(outlineWidth) + parseFloat(outlineOffset);
    const cut = [];
    for (let each = element.parentElement; each; each = each.parentElement) {
        const room = each.getBoundingClientRect();
        if (getComputedStyle(each).overflowX !== "visible" && each.closest("[class*=speckit-]")
            && !(room.left <= box.left - around && room.right >= box.right + around
                && room.top <= box.top - around && room.bottom >= box.bottom + around)) {
            cut.push(each.className);
        }
    }
    const name = element.ariaLabel ?? element.textContent;
    return [window.own.indexOf(element), `${outlineWidth} ${outlineStyle}`, cut,
        box.bottom > 0 && box.top < innerHeight, name.trim() !== ""];
}"""


def stops(page: Page) -> list[Stop]:
    """Where the tab key stops among all that can be reached in what we add, all unfolded."""
    page.evaluate(UNFOLD)
    count = page.evaluate(STARTED, OURS)
    found: list[Stop] = []
    while len(found) < count + 100 and (not found or found[-1].place < count - 1):
        page.keyboard.press("Tab")
        found.append(Stop(*page.evaluate(STOPPED)))
    return [stop for stop in found if stop.place >= 0]


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("path", MAIN)
def test_tab_reaches_everything_in_order_with_a_ring(visits: Visits, theme: str, path: str) -> None:
    # Bootstrap glides to what is focused.
    with visits.open(path, theme=theme, reduced_motion="reduce") as page:
        found = stops(page)
    assert len(found) > 1
    assert [stop.place for stop in found] == list(range(len(found)))
    assert {stop.ring for stop in found} == {"2px solid"}
    assert [stop for stop in found if stop.cut] == []
    assert all(stop.is_seen and stop.is_named for stop in found)


def test_enter_follows_a_box_and_unfolds_an_explanation(visits: Visits) -> None:
    with visits.open("demo/accounts/passkeys/plan/") as page:
        page.locator(".speckit-picture:visible a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/#phase-1-setup")
        page.locator(".speckit-diagram summary").focus()
        page.keyboard.press("Enter")
        assert page.locator(".speckit-diagram details p").is_visible()


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("path", ["demo/", "gallery/lighthouse/"])
def test_nothing_scrolls_sideways_in_a_narrow_window(visits: Visits, theme: str, path: str) -> None:
    """At 320 px, as at 400 % of a window of 1280 px."""
    with visits.open(path, theme=theme, look=("light", 320)) as page:
        page.evaluate(UNFOLD)
        scrolling = page.evaluate(
            """ours => [...document.querySelectorAll(ours)]
                .filter(each => each.scrollWidth > each.clientWidth + 1
                    && ["auto", "scroll"].includes(getComputedStyle(each).overflowX))
                .map(each => each.outerHTML.slice(0, 80))""",
            OURS,
        )
        assert scrolling == []


def test_a_drawing_that_is_wider_than_its_column_scrolls_with_the_keyboard(
    browser: Browser,
) -> None:
    """Ten chains of fifteen phases that wait for far ones of other chains: rails take much room."""
    rows = []
    for step in range(15):
        for lane in range(10):
            needs = [f"Works {step - 1} {lane}"] if step else []
            if step > 1:
                needs.append(f"Works {step // 2 - 1} {(lane + step) % 10}")
            rows.append(Row(f"Works {step} {lane}", ", ".join(needs) or "None"))
    page = browser.new_page(viewport={"width": 688, "height": 800})
    drawing = html_of(plan_of(plan_text(rows)))
    page.set_content(f"<!doctype html><style>{read_stylesheet()}</style>{drawing}")
    picture = page.get_by_role("region", name="Dependency diagram")
    assert picture.evaluate("each => each.scrollWidth > each.clientWidth")
    picture.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
    page.close()

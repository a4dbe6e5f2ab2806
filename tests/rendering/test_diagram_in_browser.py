"""Diagrams in a real browser: what is measured is what is drawn, and it fits its column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.rendering import read_stylesheet
from mkdocs_speckit.rendering.text_width import measure_text
from tests.browser import needs_browser
from tests.conftest import plan_of
from tests.rendering.intricate import PLANS, plan_text
from tests.rendering.test_diagram import CHAIN, html_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = needs_browser

LATIN = [
    "Phase 2: Core Implementation",
    "Notifications by mail and push",
    "WWW migration & MIME quirks",
    "illicit fjords, jittery lilies",
    "7.5–10.5 h · 0.5 h float",
    "Prüfung größerer Übergänge",
    "Déploiement à Besançon (très tôt)",
    "R13 2+ eval cycles / 100 %",
]


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


@pytest.mark.parametrize("text", LATIN)
@pytest.mark.parametrize("size", [11, 13])
def test_text_is_as_wide_as_measured(blank: Page, text: str, size: int) -> None:
    written = text.replace("&", "&amp;")
    blank.set_content(f'<svg><text style="font: {size}px Arial, Helvetica">{written}</text></svg>')
    drawn = blank.eval_on_selector("text", "text => text.getComputedTextLength()")
    assert measure_text(text, size) == pytest.approx(drawn, rel=0.06)


def shown(page: Page, name: str, column: int, font: str = "Arial") -> None:
    """Show a plan's diagram in a column of this width."""
    show_html(page, html_of(plan_of(plan_text(PLANS[name]))), column, font)


def show_html(page: Page, diagram: str, column: int, font: str = "Arial") -> None:
    page.set_content(
        f"<!doctype html><style>{read_stylesheet()} body {{ margin: 0; font: 16px {font} }}</style>"
        f'<div style="width: {column}px">{diagram}</div>'
    )


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("column", [328, 620, 660, 688, 1000])
def test_the_drawing_or_the_list_is_shown_and_nothing_scrolls(
    blank: Page, name: str, column: int
) -> None:
    """328 px are left on a phone of 360 px, 688 px in a desktop's column."""
    shown(blank, name, column)
    found = blank.evaluate(
        """() => [...document.querySelectorAll('.speckit-picture, .speckit-steps')]
            .filter(each => each.getClientRects().length)
            .map(each => [each.className.split(' ')[0], each.scrollWidth - each.clientWidth,
                each.querySelectorAll('.speckit-node, li').length])"""
    )
    ((kind, beyond, phases),) = found
    assert kind == ("speckit-picture" if column > 640 else "speckit-steps")
    assert beyond <= 0
    assert phases >= len(PLANS[name])


@pytest.mark.parametrize("font", ["Arial", "DejaVu Sans"])
@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("column", [640, 688])
def test_text_stays_in_its_box_and_is_large_enough_to_read(
    blank: Page, name: str, column: int, font: str
) -> None:
    """DejaVu Sans is among the widest that a theme's own list of fonts can end at."""
    shown(blank, name, column, font)
    outside, smallest = blank.evaluate(
        """() => {
            const nodes = [...document.querySelectorAll('.speckit-node')]
                .filter(node => node.getClientRects().length);
            const texts = nodes.flatMap(node => [...node.querySelectorAll('text')]);
            const outside = texts.filter(text => {
                const frame = text.closest('.speckit-node')
                    .querySelector('.speckit-node-frame').getBoundingClientRect();
                const box = text.getBoundingClientRect();
                return box.left < frame.left || box.right > frame.right
                    || box.top < frame.top || box.bottom > frame.bottom;
            });
            const sizes = texts.map(text =>
                parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a);
            return [outside.map(text => text.textContent), Math.min(...sizes)];
        }"""
    )
    assert outside == []
    assert smallest >= 11


@pytest.mark.parametrize("name", ["diamond", "long edges"])
def test_notes_in_a_box_do_not_run_into_one_another(blank: Page, name: str) -> None:
    shown(blank, name, 688)
    overlapping = blank.evaluate(
        """() => [...document.querySelectorAll('.speckit-node')].filter(node => {
            const boxes = [...node.querySelectorAll('text, .speckit-sign, .speckit-node-bar')]
                .map(part => part.getBoundingClientRect());
            return boxes.some((one, i) => boxes.slice(i + 1).some(other =>
                one.left < other.right && other.left < one.right
                && one.top + 3 < other.bottom && other.top + 3 < one.bottom));
        }).map(node => node.textContent)"""
    )
    assert overlapping == []


@pytest.mark.parametrize(("column", "place"), [(688, ".speckit-picture"), (328, ".speckit-steps")])
def test_phases_are_reached_with_the_tab_key_once_and_where_they_are_shown(
    blank: Page, column: int, place: str
) -> None:
    shown(blank, "diamond", column)
    reached = []
    for _ in range(6):
        blank.keyboard.press("Tab")
        reached.append(
            blank.evaluate(
                "place => [document.activeElement.localName,"
                " document.activeElement.closest(place) !== null]",
                place,
            )
        )
    assert reached[:5] == [["a", True]] * 4 + [["summary", False]]


@pytest.mark.parametrize("column", [328, 688])
def test_a_chain_is_a_line_where_there_is_room_and_else_a_column(blank: Page, column: int) -> None:
    diagram = html_of(plan_of(plan_text(CHAIN)))
    show_html(blank, diagram, column)
    tops = blank.evaluate(
        "[...document.querySelectorAll('.speckit-chain li, .speckit-chain > p')]"
        ".map(each => each.getBoundingClientRect().top)"
    )
    assert (max(tops) - min(tops) < 5) == (column == 688)
    assert tops == sorted(tops)
    height = blank.locator(".speckit-panel").bounding_box()
    assert height is not None
    assert (height["height"] <= 56) == (column == 688)


@pytest.mark.parametrize("column", [500, 688])
def test_a_printed_page_shows_the_drawing_within_its_width(blank: Page, column: int) -> None:
    shown(blank, "three workstreams", column)
    blank.emulate_media(media="print")
    try:
        drawing = blank.locator(".speckit-picture:visible > svg").bounding_box()
        assert drawing is not None
        assert drawing["width"] <= column
        assert not blank.locator(".speckit-steps").is_visible()
        assert not blank.locator(".speckit-diagram details").is_visible()
    finally:
        blank.emulate_media(media="screen")

"""Cards in a real browser, as images: they load, and their texts stay inside the card."""

from __future__ import annotations

from base64 import b64encode
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.export.cards import HEIGHT, SCHEMES, WIDTH, draw_card
from tests.browser import needs_browser
from tests.export.cards import BREAD, ESTIMATES, ORDER, card_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = needs_browser

LONG = "Wholemeal bread with 1,000 seeds (as in Malmö) "
PLANS = {
    "plain": BREAD,
    "long": BREAD.replace("Bread", LONG * 3).replace("Bake", LONG * 2) + ESTIMATES + ORDER,
    "without spaces": BREAD.replace("Bread", "W" * 99).replace("Bake", "m" * 99),
    "ideographs": BREAD.replace("Bread", "設計書の自動生成" * 9).replace("Bake", "発酵" * 40),
    "right to left": BREAD.replace("Bread", "خبز القمح الكامل " * 9).replace("Bake", "خبز " * 40),
    "stuck": BREAD.replace("[ ] Bake", f"[B] {LONG}"),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_texts_stay_in_the_card_and_apart(browser: Browser, plan: str) -> None:
    page = browser.new_page()
    page.set_content(
        f"<!doctype html><body style='margin:0'>{draw_card(card_of(plan), SCHEMES['light'])}"
    )
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('text')].map(text => {
            const box = text.getBoundingClientRect();
            return [box.left, box.right, box.top, box.bottom];
        })"""
    )
    assert min(left for left, *_ in boxes) >= 15
    assert max(right for _, right, *_ in boxes) <= WIDTH - 8
    assert boxes[0][2] >= 8
    assert boxes[-1][3] <= HEIGHT - 8
    assert all(above[3] <= below[2] + 1 for above, below in pairwise(boxes))
    page.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_it_is_an_image_of_its_size(browser: Browser, scheme: str) -> None:
    page = browser.new_page()
    data = b64encode(draw_card(card_of(BREAD), SCHEMES[scheme]).encode()).decode()
    page.set_content(f'<img src="data:image/svg+xml;base64,{data}">')
    page.wait_for_function("document.querySelector('img').complete")
    size = page.evaluate("[...document.images].flatMap(i => [i.naturalWidth, i.naturalHeight])")
    assert size == [WIDTH, HEIGHT]
    page.close()

"""Badges in a real browser, as images: they load, and their texts stay on their grounds."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.export.badges import PLAIN, Badge, draw_badge
from tests.browser import needs_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = needs_browser

BADGES = [
    Badge("plan", "level 3+", PLAIN, "Bread"),
    Badge("effort", "≥ 1,234.5–12,345.5 h", PLAIN, 'Bread & "butter" <b>'),
    Badge("progress", "10 of 24", PLAIN, "Bread"),
    Badge("progress", "no checklist", PLAIN, "設計"),
]


@pytest.mark.parametrize("content", BADGES, ids=lambda content: content.message)
def test_texts_stay_on_their_grounds(browser: Browser, content: Badge) -> None:
    page = browser.new_page()
    page.set_content(f"<!doctype html>{draw_badge(content)}")
    spaces = page.evaluate(
        """() => {
            const [label, message] = [...document.querySelectorAll('text')];
            return [...document.querySelectorAll('path')].flatMap((path, index) => {
                const ground = path.getBoundingClientRect();
                const text = [label, message][index].getBoundingClientRect();
                return [text.left - ground.left, ground.right - text.right,
                        text.top - ground.top, ground.bottom - text.bottom];
            });
        }"""
    )
    assert min(spaces) >= 0
    sides = [space for index, space in enumerate(spaces) if index % 4 < 2]
    assert all(space == pytest.approx(6, abs=0.75) for space in sides)
    page.close()


@pytest.mark.parametrize("content", BADGES, ids=lambda content: content.message)
def test_it_is_an_image_of_its_size(browser: Browser, content: Badge) -> None:
    page = browser.new_page()
    data = b64encode(draw_badge(content).encode()).decode()
    page.set_content(f'<img src="data:image/svg+xml;base64,{data}">')
    page.wait_for_function("document.querySelector('img').complete")
    width, height = page.evaluate("[...document.images].flatMap(i => [i.naturalWidth, i.height])")
    assert width > 60
    assert height == 20
    page.close()

"""The documentation can be read by everybody, in both palettes, on a desk and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.accessibility.test_axe import violations
from tests.browser import needs_browser, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.docs.conftest import Documentation

pytestmark = needs_browser

PAGES = ["", "api/", "first-rule/", "rules/", "spec-kit/"]
LOOKS: list[tuple[Literal["light", "dark"], int]] = [("light", 1280), ("dark", 390)]


@pytest.fixture(scope="module")
def address(documentation: Documentation) -> Iterator[str]:
    with served(documentation.folder) as address:
        yield address


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_no_violation_and_scrolls_in_one_direction(
    address: str, browser: Browser, page: str
) -> None:
    for scheme, width in LOOKS:
        tab = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
        tab.goto(f"{address}/{page}")
        assert violations(tab, "material") == [], scheme
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        tab.close()

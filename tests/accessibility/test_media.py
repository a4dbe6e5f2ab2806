"""Readers who want nothing to move, and readers who force their own colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.accessibility.conftest import DESK, LOOKS, MAIN, OURS, UNFOLD
from tests.browser import needs_browser

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.accessibility.conftest import Scheme, Visits

pytestmark = needs_browser


@pytest.mark.parametrize("theme", LOOKS)
def test_nothing_moves_whatever_the_reader_prefers(visits: Visits, theme: str) -> None:
    for path in MAIN:
        with visits.open(path, theme=theme, reduced_motion="no-preference") as page:
            moving = page.evaluate(
                """ours => [...document.querySelectorAll(ours)].flatMap(element =>
                    ["", "::before", "::after"].map(part => getComputedStyle(element, part))
                        .filter(style => style.content !== "none" && style.display !== "none"
                            && (style.animationName !== "none"
                                || parseFloat(style.transitionDuration) > 0))
                        .map(style => `${element.outerHTML.slice(0, 80)} ${style.transition}`))""",
                OURS,
            )
            assert moving == []


def painted(page: Page, selector: str, name: str) -> str:
    """A property of the first element that is shown."""
    return str(
        page.locator(f"{selector}:visible").first.evaluate(
            "(element, name) => getComputedStyle(element)[name]", name
        )
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_full_is_solid_and_the_rest_an_outline_in_forced_colours(
    visits: Visits, scheme: Scheme
) -> None:
    path = "demo/accounts/passkeys/plan/"
    with visits.open(path, look=(scheme, DESK), forced_colors="active") as page:
        page.evaluate(UNFOLD)
        ink, paper, link = (
            page.evaluate(
                """name => {
                    document.body.style.setProperty("fill", name);
                    return getComputedStyle(document.body).fill;
                }""",
                name,
            )
            for name in ("CanvasText", "Canvas", "LinkText")
        )
        assert ink != paper
        assert painted(page, ".speckit-node-bar", "fill") == link
        assert painted(page, ".speckit-node .speckit-sign--done .speckit-full", "fill") == ink
        assert painted(page, ".speckit-node .speckit-sign--done .speckit-in", "stroke") == paper
        assert painted(page, ".speckit-progress .speckit-bar", "outlineStyle") == "solid"
        under_way = ".speckit-is-under-way > :is(.speckit-time, .speckit-past)"
        assert painted(page, under_way, "backgroundColor") == link
        assert painted(page, ".speckit-is-waiting > .speckit-time", "backgroundColor") == ink
        assert painted(page, ".speckit-node-name", "fill") == ink
        assert painted(page, ".speckit-axis > span > span", "color") == ink


def test_what_decides_the_end_is_wider_in_forced_colours(visits: Visits) -> None:
    with visits.open("demo/accounts/passkeys/plan/", forced_colors="active") as page:
        heavy, others = (
            page.eval_on_selector_all(
                f".speckit-edge{kind} .speckit-edge-line",
                "lines => lines.map(line => parseFloat(getComputedStyle(line).strokeWidth))",
            )
            for kind in (".speckit-edge--heavy", ":not(.speckit-edge--heavy)")
        )
    assert min(heavy) > 2 * max(others)


def test_the_mark_that_a_number_leads_to_is_outlined_in_forced_colours(visits: Visits) -> None:
    path = "preview/accounts/data-export/plan/"
    with visits.open(f"{path}#speckit-place-14", forced_colors="active") as page:
        # The finding 14 shares its mark with the one before.
        assert painted(page, ".speckit-place:has(#speckit-place-14)", "outlineStyle") == "solid"
        assert painted(page, "#speckit-place-2", "outlineStyle") == "none"

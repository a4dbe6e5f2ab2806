"""Texts and drawings stand out from what is behind them, in SVG too, where axe cannot see it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.accessibility.conftest import DESK, KINDS, LOOKS, OURS, UNFOLD
from tests.browser import needs_browser

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.accessibility.conftest import Scheme, Visits

pytestmark = needs_browser

MEASURE = Path(__file__).with_name("contrast.js").read_text("utf-8")

TEXT, DRAWING = 4.5, 3.0
"""The least ratios of WCAG 2.1, success criteria 1.4.3 and 1.4.11."""

# Without what only repeats the figure beside it: a bar's track, the lines of the hours, the hill.
PARTS = [
    (".speckit-bar-done", "fill"),
    (".speckit-box", "borderTopColor"),
    (".speckit-box--done", "backgroundColor"),
    (".speckit-edge-head", "fill"),
    (".speckit-edge-line", "stroke"),
    (".speckit-diamond", "borderTopColor"),
    (".speckit-node-bar", "fill"),
    (".speckit-node-frame", "stroke"),
    (".speckit-point", "borderTopColor"),
    (".speckit-time", "backgroundColor"),
    (".speckit-share-part", "fill"),
    (".speckit-status *", "fill"),
    (".speckit-sign circle:not(.speckit-full)", "stroke"),
    (".speckit-sign .speckit-full", "fill"),
    (".speckit-sign .speckit-in", "stroke"),
    (".speckit-sign--stuck rect", "stroke"),
    (".speckit-caution .speckit-sign path", "stroke"),
    (".speckit-is-done .speckit-track", "backgroundColor"),
    ("li:not(.speckit-is-done) > * > .speckit-track", "borderTopColor"),
    (".speckit-step", "fill"),
]
"""What is drawn to be seen: selectors, and what paints it."""

PALETTES = [
    (theme, scheme)
    for theme, looks in LOOKS.items()
    for scheme in dict.fromkeys(s for s, _ in looks)
]


def measured(page: Page) -> dict[str, list[tuple[str, float]]]:
    """The ratios of all texts and of all parts, each with what it is; all are in the window."""
    page.evaluate(UNFOLD)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": DESK, "height": height})
    found = page.evaluate(MEASURE, {"ours": OURS, "parts": PARTS})
    return {kind: [(one["what"], one["ratio"]) for one in found[kind]] for kind in found}


@pytest.mark.parametrize(("theme", "scheme"), PALETTES)
def test_texts_and_drawings_stand_out(visits: Visits, theme: str, scheme: Scheme) -> None:
    seen: set[str] = set()
    for path in KINDS:
        with visits.open(path, theme=theme, look=(scheme, DESK)) as page:
            found = measured(page)
        assert len(found["texts"]) > 15
        assert [(what, ratio) for what, ratio in found["texts"] if ratio < TEXT] == []
        assert [(what, ratio) for what, ratio in found["parts"] if ratio < DRAWING] == []
        seen |= {what for what, _ in found["parts"]}
    assert {f"{selector} {paint}" for selector, paint in PARTS} - seen == set()


def test_drawings_stand_out_in_colours_that_the_reader_forces(visits: Visits) -> None:
    path = "demo/accounts/passkeys/plan/"
    with visits.open(path, look=("dark", DESK), forced_colors="active") as page:
        found = measured(page)
    assert [(what, ratio) for what, ratio in found["texts"] if ratio < TEXT] == []
    assert [(what, ratio) for what, ratio in found["parts"] if ratio < DRAWING] == []


def test_too_little_contrast_is_measured(visits: Visits) -> None:
    """Black over half of white is a grey of 4.0 to 1; the same on black is nothing."""
    faint = """<style>.speckit-a { color: #00000080 } rect { fill: #000 } text { fill: #00000080 }
        </style><p class="speckit-a">One</p>
        <svg class="speckit-b"><rect width="99" height="99"/><text y="20">Two</text></svg>"""
    with visits.open("gallery/permits/") as page:
        page.set_content(f"<!doctype html>{faint}")
        found = measured(page)
    assert [round(ratio, 1) for _, ratio in found["texts"]] == [4.0, 1.0]

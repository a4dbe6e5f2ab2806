"""A printed plan has its bars, its diagram and its timeline, whole, each under its heading."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pypdfium2  # type: ignore[import-untyped]
import pytest

from tests.accessibility.conftest import DESK, LOOKS, OURS
from tests.browser import needs_browser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import PdfMargins

    from tests.accessibility.conftest import Visits

pytestmark = needs_browser

PLAN = "demo/accounts/passkeys/plan/"

STRIP, BLOCKS = (88, 151, 91), (87, 151, 91)
"""Four fifths of the green, on white: alone, and in a gradient."""

DONE, PLACEHOLDER = (46, 125, 50), (255, 243, 196)
"""Colours of the light palette: whoever reads in the dark prints in the light."""

PAPER_WHITE = (255, 255, 255)

MARGINS: PdfMargins = {"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"}
PAPER = 680
"""So many px are between two margins on A4."""


class Sheet(NamedTuple):
    """A printed page: its text, and how many pixels of each colour there are, at 144 dpi."""

    text: str
    colours: Mapping[tuple[int, int, int], int]

    def has(self, *texts: str) -> bool:
        """Whether all these texts are on it."""
        return all(text in self.text for text in texts)


def printed(visits: Visits, theme: str, path: str) -> list[Sheet]:
    """Print a page as Chromium does unasked: without the backgrounds that nobody insists on."""
    with visits.open(path, theme=theme, look=("dark", DESK)) as page:
        data = page.pdf(format="A4", margin=MARGINS)
    with pypdfium2.PdfDocument(data) as document:
        return [_sheet(each) for each in document]


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    text = " ".join(page.get_textpage().get_text_range().split())
    image = page.render(scale=2).to_pil().convert("RGB")
    found = image.getcolors(maxcolors=image.width * image.height)
    return Sheet(text, {colour: count for count, colour in found})


@pytest.mark.parametrize("theme", LOOKS)
def test_a_plan_is_printed_with_all_that_is_drawn(visits: Visits, theme: str) -> None:
    sheets = printed(visits, theme, PLAN)

    (header,) = [sheet for sheet in sheets if sheet.has("7 of 19 tasks")]
    assert header.has("Stuck", "15.5–24.5 h planned", "8.8–15.2 h of work", "See the row")
    assert header.colours[STRIP] > 1000
    assert header.colours[PLACEHOLDER] > 1000

    (boxes,) = [sheet for sheet in sheets if sheet.has("Table and migration")]
    assert boxes.colours[DONE] > 1000

    (diagram,) = [sheet for sheet in sheets if sheet.has("decides the end")]
    assert diagram.has("PHASE DEPENDENCIES", "2–3 h · 3 of 3", "8–12 h · 2 of 5", "customer care")
    assert diagram.has("Sign-in Flow and then Testing & Release decide when it ends")
    assert not diagram.has("How to read this")
    assert diagram.colours[DONE] > 400

    (timeline,) = [sheet for sheet in sheets if sheet.has("low estimate")]
    assert timeline.has("EFFORT ESTIMATION", "Setup, Credential Store done · 3.5–4.5 h")
    assert timeline.has("now 2 h 4 h 6 h 8 h 10 h 12 h", "8.8–13.2 h to the end, likely 11 h")
    assert timeline.has("as likely as not", "4 in 5")
    assert not timeline.has("How to read this")
    assert sum(timeline.colours.get(green, 0) for green in (STRIP, BLOCKS)) > 1000

    grounds = {max(sheet.colours, key=lambda colour: sheet.colours[colour]) for sheet in sheets}
    assert grounds == {PAPER_WHITE}


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("path", ["demo/", PLAN, "gallery/lighthouse/"])
def test_nothing_is_wider_than_the_paper(visits: Visits, theme: str, path: str) -> None:
    with visits.open(path, theme=theme, look=("light", PAPER)) as page:
        page.emulate_media(media="print")
        cut = page.evaluate(
            """ours => [...document.querySelectorAll(ours)].filter(each => {
                const column = each.closest("main, [role=main], .container");
                return each.getClientRects().length && each.getBoundingClientRect().right
                    > column.getBoundingClientRect().right + 1;
            }).map(each => each.outerHTML.slice(0, 120))""",
            OURS,
        )
    assert cut == []


def test_the_sum_of_an_overview_is_printed_once_and_rows_are_whole(visits: Visits) -> None:
    sheets = printed(visits, "material", "demo/")
    assert sum(sheet.text.count("9 features") for sheet in sheets) == 1
    (row,) = [sheet for sheet in sheets if sheet.has("62.7–78.7 h")]
    assert row.has("Express Checkout", "Stuck", "13 of 36", "likely 70.7 h")

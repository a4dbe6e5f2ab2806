"""Demo pages in a real browser: all parts are visible, in both palettes and on a phone."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from mkdocs_speckit.rendering import read_stylesheet
from tests.browser import needs_browser, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.demo_site import DemoSites

pytestmark = needs_browser


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[1280, 360], ids=["desk", "phone"])
def page(
    request: pytest.FixtureRequest, browser: Browser, address: str, scheme: str
) -> Iterator[Page]:
    """The demo's level 2 plan, opened; it must load without any message of trouble."""
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": request.param, "height": 800},
    )
    page = context.new_page()
    trouble: list[str] = []
    page.on("console", lambda m: trouble.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(address) else trouble.append(r.url))
    page.goto(f"{address}/accounts/passkeys/plan/")
    yield page
    assert trouble == []
    context.close()


def colour(page: Page, selector: str, name: str) -> str:
    return str(page.eval_on_selector(selector, f"element => getComputedStyle(element)['{name}']"))


PARTS = (
    ".speckit-header",
    ".speckit-strip .speckit-track",
    ".speckit-progress .speckit-bar",
    ".speckit-box--done",
    ":is(.speckit-picture > svg, .speckit-steps > li):visible",
    ":is(.speckit-node-frame, .speckit-steps .speckit-sign):visible",
    ".speckit-diagram .speckit-key",
    ".speckit-diagram figcaption",
    ".speckit-time",
    ".speckit-is-done > .speckit-past",
    ".speckit-axis > span > span",
    ".speckit-hill svg",
    ".speckit-placeholder",
)


def assert_visible(page: Page, selector: str) -> None:
    part = page.locator(selector).first
    part.scroll_into_view_if_needed()
    assert part.is_visible(), selector
    box = part.bounding_box()
    assert box is not None
    assert box["width"] > 1
    assert box["height"] > 1


def test_every_part_is_visible(page: Page) -> None:
    for selector in PARTS:
        assert_visible(page, selector)


def test_every_part_is_there_without_scripts(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/accounts/passkeys/plan/")
        for selector in (".speckit-documents", ".speckit-share", ".speckit-computed", *PARTS):
            assert_visible(page, selector)
        for summary in (".speckit-diagram summary", ".speckit-timeline summary"):
            page.locator(summary).click()
        for selector in (".speckit-diagram details p", ".speckit-timeline details p"):
            assert_visible(page, selector)
        page.goto(address)
        for selector in (".speckit-overview .speckit-track", ".speckit-letters a"):
            assert_visible(page, selector)
    assert asked
    assert [url for url in asked if not url.startswith(f"{address}/")] == []


def test_bars_are_as_long_as_what_is_done(page: Page) -> None:
    track = page.locator(".speckit-progress .speckit-bar-track").first.bounding_box()
    done = page.locator(".speckit-progress .speckit-bar-done").first.bounding_box()
    assert track is not None
    assert done is not None
    assert done["width"] / track["width"] == pytest.approx(2 / 3, abs=0.02)


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_the_tick_is_in_the_middle_of_its_box(
    browser: Browser, demo_sites: DemoSites, theme: str
) -> None:
    with (
        served(demo_sites.built("demo", theme)) as root,
        browser.new_context(device_scale_factor=8) as context,
    ):
        page = context.new_page()
        page.goto(f"{root}/accounts/passkeys/tasks/")
        picture = page.locator(".speckit-box--done").first.screenshot()
    box = Image.open(BytesIO(picture)).convert("L").point(lambda grey: 255 * (grey > 230))
    inner = box.crop((16, 16, box.width - 16, box.height - 16))  # Without the rounded corners.
    left, top, right, bottom = inner.getbbox() or (0, 0, 0, 0)
    assert right - left > box.width / 3
    assert abs((left + right) - inner.width) <= 8
    assert abs((top + bottom) - inner.height) <= 10


def test_names_stay_inside_their_boxes(page: Page) -> None:
    overflow = page.evaluate(
        """() => [...document.querySelectorAll('.speckit-node')].filter(node => {
            const frame = node.querySelector('.speckit-node-frame').getBoundingClientRect();
            return [...node.querySelectorAll('text')].some(text => {
                const box = text.getBoundingClientRect();
                return box.left < frame.left || box.right > frame.right;
            });
        }).map(node => node.textContent)"""
    )
    assert overflow == []


def test_nothing_leaves_the_frame_of_the_timeline(page: Page) -> None:
    outside = page.evaluate(
        """() => {
            const room = document.querySelector('.speckit-timeline').getBoundingClientRect();
            return [...document.querySelectorAll('.speckit-timeline *')]
                .filter(part => part.getClientRects().length && part.checkVisibility()
                    && !part.closest('.speckit-more, details > p'))
                .filter(part => {
                    const box = part.getBoundingClientRect();
                    return box.left < room.left || box.right > room.right
                        || box.top < room.top || box.bottom > room.bottom;
                }).map(part => part.outerHTML.slice(0, 80));
        }"""
    )
    assert outside == []


def test_words_of_the_timeline_lie_on_no_others_and_on_no_bar(page: Page) -> None:
    met = page.evaluate(
        """() => {
            const all = [...document.querySelectorAll(
                '.speckit-words > span, .speckit-time, .speckit-past, .speckit-hill > *')];
            const boxes = all.map(part => part.getBoundingClientRect());
            return all.flatMap((one, i) => all.slice(i + 1).filter((_, k) => {
                const a = boxes[i], b = boxes[i + 1 + k];
                return one.closest('.speckit-hill') === null && a.left < b.right - 1
                    && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
            }).map(other => `${one.textContent} / ${other.className} ${other.textContent}`));
        }"""
    )
    assert met == []


def test_words_begin_with_their_bar_or_before_it_where_they_need_room(page: Page) -> None:
    rows = page.locator("li:has(> .speckit-time)")
    plot = page.locator(".speckit-rows").bounding_box()
    assert plot is not None
    for row in rows.all():
        words = row.locator(".speckit-words > span").bounding_box()
        bar = row.locator(".speckit-time").bounding_box()
        assert words is not None
        assert bar is not None
        room = plot["x"] + plot["width"] - words["width"]
        assert words["x"] == pytest.approx(max(plot["x"], min(bar["x"], room)), abs=1.5)


def test_bars_begin_where_what_they_wait_for_is_expected_to_end(page: Page) -> None:
    """Sign-in Flow has 4.8–7.2 h left, so it is expected to end in the middle of its taper."""
    sign_in = page.locator(".speckit-is-under-way > .speckit-time").bounding_box()
    release = page.locator(".speckit-is-waiting > .speckit-time").last.bounding_box()
    assert sign_in is not None
    assert release is not None
    assert release["x"] == pytest.approx(sign_in["x"] + sign_in["width"] * 6 / 7.2, abs=1.5)


def test_text_in_the_timeline_is_at_least_11_pixels(page: Page) -> None:
    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('.speckit-timeline *')]
            .filter(part => part.textContent.trim() && !part.closest('title'))
            .map(part => parseFloat(getComputedStyle(part).fontSize)))"""
    )
    assert smallest >= 11


def test_nothing_makes_the_page_scroll_sideways(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0


def test_colours_follow_the_palette(page: Page, scheme: str) -> None:
    """Text and frames differ from the ground they stand on, on the side that the palette asks."""
    ground = _lightness(colour(page, ".speckit-node--waiting .speckit-node-frame", "fill"))
    text = _lightness(colour(page, ".speckit-node-name", "fill"))
    assert (ground > text) == (scheme == "light")
    assert abs(ground - text) > 0.5


def _lightness(colour: str) -> float:
    """From 0 to 1, of `rgb(…)`, `rgba(…)`; translucent colours count by their own channels."""
    channels = [float(part) for part in colour.partition("(")[2].rstrip(")").split(",")]
    return sum(channels[:3]) / (3 * 255)


@pytest.mark.parametrize("palette", ['data-md-color-scheme="slate"', 'data-bs-theme="dark"'])
def test_a_page_in_the_dark_is_printed_in_the_light(browser: Browser, palette: str) -> None:
    """Material drops its dark palette on paper, Bootstrap keeps it: ours is light in both."""
    bootstrap = "[data-bs-theme=dark] { --bs-body-color: #dee2e6; --bs-body-bg: #212529 }"
    parts = "".join(f'<i class="speckit-status--{status}"></i>' for status in ("green", "red"))
    page = browser.new_page()
    page.set_content(
        f"<!doctype html><style>{bootstrap} {read_stylesheet()} i {{ fill: inherit }}</style>"
        f'<body {palette}><div class="speckit-timeline">{parts}</div>'
    )
    seen = {}
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        seen[media] = [
            colour(page, ".speckit-timeline", "color"),
            colour(page, ".speckit-status--green", "fill"),
            colour(page, ".speckit-status--red", "fill"),
        ]
    page.close()
    assert _lightness(seen["print"][0]) < 0.3
    assert seen["print"][1:] == ["rgb(46, 125, 50)", "rgb(133, 86, 0)"]
    assert seen["screen"][1:] == ["rgb(102, 187, 106)", "rgb(240, 180, 41)"]


def test_a_figure_stands_in_one_line(page: Page) -> None:
    broken = page.evaluate(
        """() => [...document.querySelectorAll('.speckit-unbroken')]
            .filter(figure => {
                const range = document.createRange();
                range.selectNodeContents(figure);
                const tops = [...range.getClientRects()].map(rect => Math.round(rect.top));
                return new Set(tops).size > 1;
            }).map(figure => figure.textContent)"""
    )
    assert page.locator(".speckit-unbroken").count() > 3
    assert broken == []


def find_marks(page: Page) -> list[dict[str, float]]:
    """Each mark of a finding: its place, and where the column of the text begins."""
    found: list[dict[str, float]] = page.evaluate(
        """() => [...document.querySelectorAll('.speckit-place')].map(mark => {
            mark.scrollIntoView({ block: 'center' });
            const { left, right, top, width, height } = mark.getBoundingClientRect();
            const column = document.querySelector('article h1').getBoundingClientRect().left;
            const at = document.elementFromPoint(left + width / 2, top + height / 2);
            return { left, right, width, height, column, seen: mark.contains(at) };
        })"""
    )
    return found


FAULTY = "accounts/data-export/plan/"
"""A page of the preview whose findings are in its title, a table, a text and items."""


@pytest.mark.parametrize("width", [1440, 390])
def test_marks_of_findings_are_in_the_margin_or_before_the_text(
    browser: Browser, demo_sites: DemoSites, width: int
) -> None:
    folder = demo_sites.built("preview")
    with served(folder) as root, browser.new_context() as context:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{root}/{FAULTY}")
        marks = find_marks(page)
        assert len(marks) > 10
        assert all(mark["width"] >= 24 and mark["height"] == 24 for mark in marks)
        # A scrolling table does not cut a mark off, and nothing covers it.
        assert all(mark["seen"] for mark in marks)
        outside = [mark for mark in marks if mark["right"] <= mark["column"] - 8]
        # The title has two that are not consecutive, so that they are before its text.
        assert len(outside) == (len(marks) - 2 if width == 1440 else 0)
        assert all(mark["left"] >= 0 for mark in marks)


def test_a_mark_leads_to_its_number_and_back_without_scripts(
    browser: Browser, demo_sites: DemoSites
) -> None:
    folder = demo_sites.built("preview")
    with served(folder) as root, browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{root}/{FAULTY}")
        page.locator("#speckit-finding-3").click()
        assert page.url.endswith("#speckit-place-3")
        assert page.locator("#speckit-place-3").is_visible()
        # The number of this one is folded; the browser unfolds it.
        page.locator("#speckit-place-12").click()
        assert page.url.endswith("#speckit-finding-12")
        assert page.locator("#speckit-finding-12").is_visible()

"""axe-core finds no violation of WCAG 2.1 AA on any page, light or dark, on desk or phone."""

from __future__ import annotations

from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.accessibility.conftest import KINDS, LOOKS, MAIN, OURS, PAGES, UNFOLD
from tests.browser import needs_browser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Page

    from tests.accessibility.conftest import Visits

pytestmark = needs_browser

# The file of npm's axe-core, in a package that needs no npm.
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")

THEIRS = f":not({OURS})"

KNOWN: Mapping[str, Mapping[str, str]] = {
    "material": {
        # Grey on black at 4.47 to 1, in the footer.
        "color-contrast": ".md-copyright",
        # The theme underlines no link; those in what we add are.
        "link-in-text-block": THEIRS,
        # What the theme puts around every table that an author wrote.
        "scrollable-region-focusable": ".md-typeset__scrollwrap",
    },
    "mkdocs": {
        # The light palette's links are at 2.8 to 1, and blocks of code scroll.
        "color-contrast": THEIRS,
        "scrollable-region-focusable": THEIRS,
    },
    "readthedocs": {
        # Links are at 4.2 to 1 and not underlined; the navigation, tables and code are as they are.
        "target-size": THEIRS,
        "aria-allowed-attr": THEIRS,
        "color-contrast": THEIRS,
        "link-in-text-block": THEIRS,
        "scrollable-region-focusable": THEIRS,
    },
}
"""What the themes themselves break: by rule, the elements that are not ours to mend."""

RUN = """async ([known, withContrast]) => {
    const { violations } = await axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        rules: { "color-contrast": { enabled: withContrast } },
        resultTypes: ["violations"],
        selectors: false,
        elementRef: true,
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(node => node.element)
        .filter(element => !(id in known && element.matches(known[id])))
        .map(element => `${id}: ${element.outerHTML.slice(0, 200)}`));
}"""


def violations(page: Page, theme: str, *, with_contrast: bool = True) -> list[str]:
    """What axe says of a page, but for what is known of its theme."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, [KNOWN[theme], with_contrast])
    return found


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_violation(visits: Visits, path: str) -> None:
    """Some pages have all our pieces and colours; of the others every second is seen on a phone."""
    looks = LOOKS["material"]
    if path not in KINDS:
        looks = [looks[PAGES.index(path) % 2]]
    for look in looks:
        with visits.open(path, look=look) as page:
            assert violations(page, "material", with_contrast=path in KINDS) == [], look


@pytest.mark.parametrize("path", MAIN)
@pytest.mark.parametrize("theme", LOOKS)
def test_nor_has_one_in_another_theme_or_with_all_unfolded(
    visits: Visits, theme: str, path: str
) -> None:
    for look in LOOKS[theme]:
        with visits.open(path, theme=theme, look=look) as page:
            page.evaluate(UNFOLD)
            assert violations(page, theme) == [], look


@pytest.mark.parametrize("theme", LOOKS)
def test_nor_has_the_table_of_requirements(visits: Visits, theme: str) -> None:
    path = "demo/specs/014-sail-repairs/spec/"
    with visits.open(path, theme=theme, look=LOOKS[theme][1]) as page:
        page.locator(".speckit-matrix > summary").click()
        assert violations(page, theme, with_contrast=False) == []


@pytest.mark.parametrize("theme", LOOKS)
def test_nor_has_a_feature_over_time(visits: Visits, theme: str) -> None:
    paths = ["checkout/express-checkout/plan/", *([""] if theme == "material" else [])]
    for path, look in product(paths, LOOKS[theme][:2]):
        with visits.open(f"history/{path}", theme=theme, look=look) as page:
            assert page.locator(".speckit-burn-up").count() == 1
            page.evaluate(UNFOLD)
            assert violations(page, theme) == [], look


def test_nothing_that_we_add_is_excused(visits: Visits) -> None:
    """In the theme of which most is known, what we add is made faint."""
    with visits.open("demo/accounts/passkeys/plan/", theme="readthedocs") as page:
        page.add_style_tag(content=".speckit-chip { color: #aaa !important }")
        found = violations(page, "readthedocs")
    assert {each.partition(" ")[0] for each in found} == {"color-contrast:"}
    assert all("speckit-chip" in each for each in found)

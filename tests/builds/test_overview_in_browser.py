"""The orders of the overview in a browser: links alone choose them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser import needs_browser, served
from tests.disk.test_history import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.conftest import Site

pytestmark = needs_browser

PLAN = "# {}\n\n<!-- SPECKIT_LEVEL: 1 -->\n\n- [x] a\n" + "- [ ] b\n"

# The most is left of the first.
FEATURES = {"Dough": 6, "Cake": 5, "Apples": 4, "Flour": 3, "Eggs": 2, "Butter": 1}
DAYS = {"Dough": 2, "Cake": 3, "Butter": 4, "Eggs": 5, "Apples": 7, "Flour": 9}

SEEN = """() => [...document.querySelectorAll('.speckit-overview li')]
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
    .map(row => row.querySelector('.speckit-row-title > :first-child').textContent)"""

FOCUSED = """document.activeElement.closest('.speckit-row-title')
    && document.activeElement.textContent"""


def test_a_link_orders_the_features_by_title_or_last_change(
    build_site: Callable[..., Site], browser: Browser, tmp_path: Path
) -> None:
    docs = tmp_path / "docs"
    for name, opened in FEATURES.items():
        (docs / name).mkdir(parents=True)
        text = PLAN.format(name) + "- [ ] c\n" * (opened - 1)
        (docs / name / "plan.md").write_text(text, encoding="utf-8")
    (docs / name / "001-part").mkdir()
    part = PLAN.format("Almonds").replace("[ ]", "[x]")
    (docs / name / "001-part" / "plan.md").write_text(part, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    for name, day in DAYS.items():
        git(tmp_path, "add", f"docs/{name}")
        git(tmp_path, "commit", "--quiet", "--message", name, date=f"2026-03-{day:02}")

    site = build_site({"index.md": "# Plans\n\n<!-- speckit: overview -->\n"})
    left = [*FEATURES, "Almonds"]
    with served(site.folder) as address, browser.new_context() as opened_browser:
        page = opened_browser.new_page()
        page.goto(f"{address}/index.html")
        assert page.evaluate(SEEN) == left
        by_title = ["Apples", "Butter", "Almonds", "Cake", "Dough", "Eggs", "Flour"]
        assert choose(page, "title") == by_title
        assert tab_through(page, len(by_title)) == by_title
        by_day = ["Flour", "Apples", "Eggs", "Butter", "Almonds", "Cake", "Dough"]
        assert choose(page, "last change") == by_day
        assert page.evaluate("scrollY") == 0
        assert choose(page, "most left") == left


def choose(page: Page, order: str) -> list[str]:
    """Click on an order; the titles of the features from top to bottom."""
    page.get_by_role("link", name=order, exact=True).click()
    seen: list[str] = page.evaluate(SEEN)
    return seen


def tab_through(page: Page, rows: int) -> list[str]:
    """The titles in the order in which the keyboard reaches them from the links of the orders."""
    found: list[str] = []
    while len(found) < rows:
        page.keyboard.press("Tab")
        if focused := page.evaluate(FOCUSED):
            found.append(focused)
    return found

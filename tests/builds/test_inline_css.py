"""The stylesheet in the pages of a plugin's site, instead of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.hosts.mkdocs import STYLESHEET
from tests.conftest import MARKER

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Site

PAGES = {
    "plan.md": f"{MARKER}# Plan\n\n<!-- speckit: overview -->\n",
    "all.md": "# All\n\n<!-- speckit: overview -->\n",
    "other.md": "# Other\n",
}


def test_each_page_with_something_of_ours_has_the_stylesheet_once(
    build_site: Callable[..., Site],
) -> None:
    site = build_site(PAGES, speckit={"inline_css": True})
    pages = {name: site.page(f"{name}.html") for name in ("plan", "all", "other")}
    assert {name: len(page.select("style")) for name, page in pages.items()} == {
        "plan": 1,
        "all": 1,
        "other": 0,
    }
    assert not (site.folder / STYLESHEET).exists()
    assert not any(page.select('link[href*="speckit"]') for page in pages.values())


def test_else_there_is_a_file_that_each_page_links_to(build_site: Callable[..., Site]) -> None:
    site = build_site(PAGES)
    assert (site.folder / STYLESHEET).is_file()
    assert len(site.page("plan.html").select('link[href*="speckit"]')) == 1
    assert not site.page("plan.html").select("style")

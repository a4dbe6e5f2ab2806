"""techdocs-core: what Backstage builds documentation with; it brings the monorepo plugin."""

from __future__ import annotations

import gc
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builds.test_page import PLAN
from tests.neighbours.conftest import (
    FOUND,
    assert_shown,
    found_in,
    in_both_orders,
    links,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Site

pytestmark = [
    # The monorepo plugin's parser is written for older Pythons.
    pytest.mark.filterwarnings("ignore:.*invalid escape sequence:"),
    # Both plugins leave their temporary folders to the end of the process.
    pytest.mark.filterwarnings("ignore:Implicitly cleaning up:ResourceWarning"),
]

SPECKIT = {"overview": "plans.md", "export": True}


@pytest.fixture(autouse=True)
def _clean_up() -> Iterator[None]:
    """Let the temporary folders go while that is no warning."""
    yield
    gc.collect()


@in_both_orders("techdocs-core")
def test_techdocs(build: Callable[..., Site], plugins: list[Any]) -> None:
    """Its own extension draws the boxes; all else is as ever."""
    site = build(plugins, speckit=SPECKIT)
    assert site.log == FOUND
    assert_shown(site, "shop/plan.html", "index.html", "other.html")
    assert len(site.page("shop/plan.html").select("article li input[type=checkbox]")) == 5
    pages = links(site.page("plans.html"), ".speckit-overview details")
    assert pages == ["shop/plan.html", "shop/tasks.html"]
    assert (site.folder / "techdocs_metadata.json").is_file()


@in_both_orders("techdocs-core")
def test_a_search_finds_what_was_written(build: Callable[..., Site], plugins: list[Any]) -> None:
    entries = json.loads(build(plugins).html("search/search_index.json"))["docs"]
    plan = " ".join(e["text"] for e in entries if e["location"].startswith("shop/plan"))
    assert "Vendor contract" in plan
    assert "Core + verification" not in plan


@in_both_orders("techdocs-core")
def test_pages_that_are_copied_are_reported_where_their_author_writes_them(
    build: Callable[..., Site], plugins: list[Any]
) -> None:
    """With `nav` all pages are copied to one folder before they are read."""
    files = {
        "bakery/mkdocs.yml": "site_name: bakery\nnav: [plan.md]\n",
        "bakery/docs/plan.md": PLAN,
    }
    nav = ["index.md", "shop/plan.md", {"Bakery": "!include ./bakery/mkdocs.yml"}, "plans.md"]
    site = build(plugins, files, SPECKIT, nav=nav)
    assert site.log == [*found_in("bakery/docs/plan.md"), *FOUND]
    assert_shown(site, "shop/plan.html", "index.html", "other.html")
    assert_shown(site, "bakery/plan.html")
    dates = [plan["changed"] for plan in json.loads(site.html("speckit.json"))["features"]]
    assert len(dates) == 2
    assert all(dates)

"""print-site: all pages in one, to print."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.neighbours.conftest import FOUND, PARTS, assert_shown, in_both_orders, links, parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Site

ORDER = "'print-site' should be defined as the *last* plugin"
SPECKIT = {"overview": "plans.md", "export": True}


@in_both_orders("print-site")
@pytest.mark.parametrize("use_directory_urls", [True, False])
def test_the_page_of_all_pages_has_all_their_parts(
    build: Callable[..., Site], plugins: list[Any], use_directory_urls: bool
) -> None:
    nav = ["index.md", "shop/plan.md", "shop/tasks.md", "plans.md", "other.md"]
    options = {"nav": nav, "use_directory_urls": use_directory_urls}
    site = build(plugins, None, SPECKIT, **options)
    assert [line for line in site.log if ORDER not in line] == FOUND
    assert any(ORDER in line for line in site.log) == (plugins[-1] == "speckit")
    html = "/index.html" if use_directory_urls else ".html"
    assert_shown(site, f"shop/plan{html}", "index.html", f"other{html}")
    page = site.page(f"print_page{html}")
    # The task list has a header and a bar.
    assert parts(page) == PARTS | {"header": 2}
    assert len(page.select(".speckit-overview")) == 1


@in_both_orders("print-site")
def test_all_that_we_add_leads_to_the_page_itself(
    build: Callable[..., Site], plugins: list[Any]
) -> None:
    page = build(plugins, speckit=SPECKIT).page("print_page.html")
    ids = Counter(str(element["id"]) for element in page.select("[id]"))
    assert [name for name, number in ids.items() if number > 1] == []
    phases = [
        "#shop-plan-phase-1-setup",
        "#shop-plan-phase-2-core-implementation",
        "#shop-plan-phase-3-verification",
    ]
    # A drawing's own links stay as they are: the list below the drawing has them, too.
    assert links(page, ".speckit-diagram li") == phases
    assert links(page, "[id=shop-plan] .speckit-timeline") == phases
    assert links(page, ".speckit-overview")[-2:] == ["#shop-plan", "#shop-tasks"]
    assert links(page, "[id=shop-plan] .speckit-documents") == ["#shop-tasks"]
    assert {link[1:] for link in (*phases, "#shop-plan", "#shop-tasks")} <= ids.keys()


@in_both_orders("print-site")
def test_the_page_of_all_pages_is_no_plan(build: Callable[..., Site], plugins: list[Any]) -> None:
    data = json.loads(build(plugins, speckit=SPECKIT).html("speckit.json"))
    assert [plan["path"] for plan in data["plans"]] == ["shop/plan.md", "shop/tasks.md"]

"""git-revision-date-localized: when a page was last changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.builds.test_page import PLAN
from tests.neighbours.conftest import FOUND, assert_shown, in_both_orders, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Site

DATES = {"git-revision-date-localized": {"type": "iso_date", "enable_creation_date": True}}


@in_both_orders(DATES)
def test_plans_have_their_dates(build: Callable[..., Site], plugins: list[Any]) -> None:
    """So does the overview that we make, which is in no repository."""
    site = build(plugins, speckit={"overview": "plans.md"})
    assert site.log == FOUND
    assert_shown(site, "shop/plan.html", "index.html", "other.html")
    for page in ("shop/plan.html", "plans.html"):
        dates = texts(site.page(page), ".md-source-file .md-source-file__fact")
        assert dates
        assert all(re.search(r"\d{4}-\d\d-\d\d", date) for date in dates)


@in_both_orders(DATES)
def test_a_date_in_the_text_is_no_placeholder(
    build: Callable[..., Site], plugins: list[Any]
) -> None:
    date = "Changed {{ git_revision_date_localized }}, by {{ who }}\n"
    site = build(plugins, {"docs/shop/plan.md": f"{PLAN}\n{date}"})
    assert site.log == [
        *FOUND,
        "WARNING: speckit: docs/shop/plan.md:57:47: placeholder {{ who }} is not filled in;"
        " replace it, or delete it [unfilled-placeholder]",
    ]
    marks = texts(site.page("shop/plan.html"), "mark")
    assert [mark for mark in marks if "{" in mark] == ["{{ who }}"]

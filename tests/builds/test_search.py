"""What the plugin adds to pages stays out of their search index, except the overview."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.builds.test_overview import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Site


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
def test_searches_find_what_was_written_and_the_overview(
    build_site: Callable[..., Site], theme: str
) -> None:
    site = build_site(PAGES, theme=theme, plugins=["search", "speckit"])
    entries = json.loads(site.html("search/search_index.json"))["docs"]
    texts = {entry["location"]: " ".join(entry["text"].split()) for entry in entries}
    whole = " ".join(text for location, text in texts.items() if location.startswith("shop/"))
    assert "Dough" in whole
    for added in ("critical path", "of 2 done", "Core + verification", "waits for", "of the total"):
        assert added not in whole.casefold()
        assert added not in whole
    assert "6–8 h" in " ".join(text for location, text in texts.items() if "shop" not in location)
    page = site.html("shop/bread/plan.html")
    assert "speckit-header" in page
    assert "% of the total" in page

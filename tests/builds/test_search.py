"""What the plugin adds to pages stays out of their search index, except the overview."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.builds import test_kiro_pages
from tests.builds.test_overview import PAGES
from tests.conftest import MARKER, all_but

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
    assert "5–6 h" in " ".join(text for location, text in texts.items() if "shop" not in location)
    page = site.html("shop/bread/plan.html")
    assert "speckit-header" in page
    assert "% of the total" in page


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_searches_find_a_drawing_without_its_caption_and_a_task_without_its_signs(
    build_site: Callable[..., Site], theme: str
) -> None:
    drawing = "## Dependencies\n\n```text\nDough ──► Bake the loaf\n```\n\n"
    table = "| Phase | Depends On |\n|---|---|\n| Dough | None |\n| Bake | Dough |\n"
    pages = test_kiro_pages.spec() | {"plan.md": f"# Plan: Bread\n\n{MARKER}{drawing}{table}"}
    site = build_site(pages, theme=theme, plugins=["search", "speckit"])
    assert site.page("plan.html").select("details.speckit-drawing summary")
    tags = site.page("specs/bread/tasks.html").select(".speckit-tag")
    assert "optional" in [tag.get_text() for tag in tags]
    entries = json.loads(site.html("search/search_index.json"))["docs"]
    whole = " ".join(entry["text"] for entry in entries)
    assert "Bake the loaf" in whole
    assert "at one minute past ten" in whole
    assert "own drawing" not in whole
    assert "optional" not in whole


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_searches_and_contents_have_no_marks_of_findings(
    build_site: Callable[..., Site], theme: str
) -> None:
    plugins = ["search", {"speckit": {"show": all_but(also=("findings",))}}]
    pages = {"plan.md": f"# Plan: [NAME]\n\n{MARKER}## Oven [DATE]\n\nText.\n"}
    site = build_site(pages, theme=theme, plugins=plugins)
    page = site.page("plan.html")
    assert page.select("h1 .speckit-place")
    assert page.select("h2 .speckit-place")
    entries = json.loads(site.html("search/search_index.json"))["docs"]
    assert {entry["title"] for entry in entries} == {"Plan: [NAME]", "Oven [DATE]"}
    assert "not filled in" not in "".join(entry["text"] for entry in entries)
    assert page.title is not None
    assert page.title.get_text() == "Plan: [NAME] - Site"
    contents = {" ".join(a.get_text().split()) for a in page.select("a[href='#oven-date']")}
    assert contents - {"¶"} == {"Oven [DATE]"}

"""The plugins of Material: search, tags, privacy."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.builds.test_page import PLAN
from tests.neighbours.conftest import FOUND, assert_shown, found_in, in_both_orders, links, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Site

SPECKIT = {"overview": "plans.md", "export": True}
ADDED = ("critical path", "of 2 done", "core + verification", "waits for", "p50", "open")
"""What our pieces say on a plan's page, and the plan does not."""


def entries(site: Site) -> dict[str, str]:
    """The texts that a search finds, by where they are."""
    found = json.loads(site.html("search.json" if (site.folder / "search.json").is_file()
                                 else "search/search_index.json"))  # fmt: skip
    docs = found.get("docs") or found["items"]
    return {entry["location"]: f"{entry['title']} {entry['text']}".casefold() for entry in docs}


@in_both_orders("search")
@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_a_search_finds_what_was_written(
    build: Callable[..., Site], plugins: list[Any], theme: str
) -> None:
    themes: dict[str, Any] = {"material": {"name": "material", "font": False}}
    site = build(plugins, speckit=SPECKIT, theme=themes.get(theme, theme))
    assert site.log == FOUND
    assert_shown(site, "shop/plan.html", "index.html", "other.html")
    found = entries(site)
    plan = " ".join(text for location, text in found.items() if location.startswith("shop/plan"))
    assert "vendor contract" in plan
    assert [text for text in ADDED if text in plan] == []
    assert "5.2–7.5 h" in " ".join(found[place] for place in found if "plans.html" in place)


@in_both_orders("search", "tags")
def test_tags_list_plans_with_other_pages(build: Callable[..., Site], plugins: list[Any]) -> None:
    files = {
        "docs/shop/plan.md": PLAN.replace("title: Login", "title: Login\ntags: [Sign-in]"),
        "docs/other.md": "---\ntags: [Sign-in]\n---\n# Other\n",
        "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
    }
    site = build(plugins, files, SPECKIT)
    assert site.log == [
        re.sub(r":(\d+):", lambda line: f":{int(line[1]) + 1}:", message, count=1)
        for message in found_in("docs/shop/plan.md")
    ]
    assert_shown(site, "shop/plan.html", "index.html", "other.html", "tags.html")
    assert texts(site.page("tags.html"), "article li a") == ["Login", "Other"]
    assert links(site.page("tags.html"), "article li") == ["shop/plan.html", "other.html"]
    assert texts(site.page("shop/plan.html"), "article .md-tag") == ["Sign-in"]
    summary = site.page("shop/plan.html").select_one("article .speckit-header")
    assert summary is not None
    assert summary.find_previous_sibling("h1") is not None


PRIVACY = {"privacy": {"log": False, "links_attr_map": {"target": "_blank"}}}


@in_both_orders(PRIVACY)
def test_privacy_downloads_nothing_of_ours(
    build: Callable[..., Site], plugins: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked of the network is what is asked without us."""
    asked: list[str] = []

    def refused(address: str, **_: object) -> None:
        asked.append(address)
        raise requests.ConnectionError

    monkeypatch.setattr(requests, "get", refused)
    build([PRIVACY])
    without = sorted(set(asked))
    asked.clear()
    site = build(plugins, speckit=SPECKIT)
    assert sorted(set(asked)) == without
    assert [line for line in site.log if "speckit" in line] == FOUND
    assert_shown(site, "shop/plan.html", "index.html", "other.html")
    assert 'viewBox="' in site.html("shop/plan.html")


@in_both_orders(PRIVACY)
def test_privacy_marks_the_plans_of_other_sites_as_external(
    build: Callable[..., Site], plugins: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "get", lambda *_, **__: None)
    there = "https://example.org/bakery/"
    site = build(["speckit"], speckit=SPECKIT, site_url=there)
    bakery = {"bakery.json": site.html("speckit.json")}
    here = "https://example.com/harbour/"
    site = build(plugins, bakery, SPECKIT | {"portfolio": ["bakery.json"]}, site_url=here)
    page = site.page("plans.html")
    external = page.select(f".speckit-overview a[href^='{there}']")
    assert {str(link["href"]) for link in external} == {
        f"{there}shop/plan.html",
        f"{there}shop/tasks.html",
    }
    assert {str(link["target"]) for link in external} == {"_blank"}
    found = links(page, ".speckit-overview details")
    assert {"shop/plan.html", "shop/tasks.html"} < {*found}

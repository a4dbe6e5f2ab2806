"""Plugins that arrange the navigation: awesome-nav, section-index, literate-nav."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.neighbours.conftest import FOUND, assert_shown, in_both_orders, links, texts
from tests.spec_kit import put_into

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup

    from tests.conftest import Site

OTHERS = ("index.html", "other.html", "plans.html")


def navigation(page: BeautifulSoup) -> list[str]:
    """The entries of the site's navigation, in their order."""
    return texts(page, ".md-nav--primary .md-nav__link .md-ellipsis")


def assert_leads(site: Site) -> None:
    """The overview and the documents of the feature lead to one another."""
    assert links(site.page("plans.html"), ".speckit-overview details") == [
        "shop/plan.html",
        "shop/tasks.html",
    ]
    assert links(site.page("shop/plan.html"), ".speckit-documents") == ["tasks.html"]
    assert links(site.page("shop/tasks.html"), ".speckit-documents") == ["plan.html"]


@in_both_orders("awesome-nav")
def test_awesome_nav(build: Callable[..., Site], plugins: list[Any]) -> None:
    nav = "nav:\n  - index.md\n  - Login: shop\n  - '*'\n"
    site = build(plugins, {"docs/.nav.yml": nav}, {"overview": "plans.md"})
    assert site.log == FOUND
    assert_shown(site, "shop/plan.html", *OTHERS[:2])
    assert_leads(site)
    entries = navigation(site.page("index.html"))
    assert entries.index("Login") < entries.index("Other") < entries.index("Plans")


@in_both_orders("section-index")
def test_section_index(build: Callable[..., Site], plugins: list[Any]) -> None:
    """A plan is its section's page."""
    nav = ["index.md", {"Login": ["shop/plan.md", {"What to do": "shop/tasks.md"}]}, "plans.md"]
    site = build(plugins, speckit={"overview": "plans.md"}, nav=nav)
    assert site.log == FOUND
    assert_shown(site, "shop/plan.html", *OTHERS[:2])
    assert_leads(site)
    (entry,) = site.page("index.html").select(".md-nav--primary a[href='shop/plan.html']")
    assert " ".join(entry.get_text().split()) == "Login"


@in_both_orders("literate-nav")
def test_literate_nav(build: Callable[..., Site], plugins: list[Any]) -> None:
    """The overview that we make is among the pages that a pattern stands for."""
    summary = "* [Home](index.md)\n* [Login](shop/)\n* *.md\n"
    site = build(plugins, {"docs/SUMMARY.md": summary}, {"overview": "plans.md"})
    assert site.log == FOUND
    assert_shown(site, "shop/plan.html", *OTHERS[:2])
    assert_leads(site)
    assert {"Home", "Login", "Other", "Plans"} <= {*navigation(site.page("index.html"))}


SOURCES = put_into("specs/001-photo-albums") | {"docs/index.md": "# Home\n"}
"""A feature of Spec Kit beside the site, which `sources` brings in."""


@in_both_orders("awesome-nav")
def test_awesome_nav_names_features_of_sources(
    build: Callable[..., Site], plugins: list[Any]
) -> None:
    nav = "nav:\n  - index.md\n  - All albums: specs/001-photo-albums\n"
    files = {"docs/.nav.yml": nav}
    site = build(plugins, files, {"sources": ["specs"]}, pages=SOURCES)
    assert navigation(site.page("index.html"))[:2] == ["Home", "All albums"]


@in_both_orders("literate-nav")
def test_literate_nav_names_features_of_sources(
    build: Callable[..., Site], plugins: list[Any]
) -> None:
    files = {"docs/SUMMARY.md": "* [Home](index.md)\n* [All albums](specs/001-photo-albums/)\n"}
    site = build(plugins, files, {"sources": ["specs"]}, pages=SOURCES)
    assert navigation(site.page("index.html"))[:2] == ["Home", "All albums"]


@in_both_orders("section-index")
def test_section_index_keeps_the_names_that_we_give(
    build: Callable[..., Site], plugins: list[Any]
) -> None:
    site = build(plugins, {}, {"sources": ["specs"]}, pages=SOURCES)
    assert navigation(site.page("index.html"))[:3] == ["Home", "Specs", "Photo albums"]

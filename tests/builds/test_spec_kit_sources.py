"""Features of GitHub Spec Kit beside a site: how they get in, and where they stand in it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

import pytest

from tests.spec_kit import CHECKLIST, FEATURE, SPEC, put_into

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bs4 import BeautifulSoup, Tag

    from tests.builds.conftest import Checkout

SOURCES: Mapping[str, object] = {"sources": ["../specs"]}
HINT = "speckit: ../specs has 1 feature of GitHub Spec Kit, and the site shows none of its files"


def told(checkout: Checkout) -> list[str]:
    """The hints that a build has logged."""
    return [
        record.getMessage()
        for record in checkout.caplog.records
        if record.levelname == "INFO" and record.getMessage().startswith("speckit: ")
    ]


def test_a_build_tells_once_how_to_bring_them_in(checkout: Checkout) -> None:
    checkout.write(put_into("specs/001-photo-albums"))
    site = checkout.build({}, strict=True)
    assert told(checkout)[0] == f"{HINT}; the option sources: [../specs] brings them in"
    assert len([line for line in told(checkout) if "sources" in line]) == 1
    assert site.log == []


def test_what_it_tells_to_do_brings_them_in(checkout: Checkout) -> None:
    checkout.write(put_into("specs/001-photo-albums"))
    site = checkout.build(SOURCES)
    assert told(checkout) == []
    assert site.page("specs/001-photo-albums/spec.html").select_one(".speckit-documents")


@pytest.mark.parametrize(
    ("files", "where"),
    [
        ({"website/specs/001-photo-albums/spec.md": SPEC}, "specs has 1 feature"),
        ({"specs/001-a/spec.md": SPEC, "specs/20260314-b/spec.md": SPEC}, "../specs has 2 feat"),
        ({"specs/albums/spec.md": SPEC}, None),
        ({"specs/001-photo-albums/plan.md": "# Plan"}, None),
        ({"website/docs/specs/001-photo-albums/spec.md": SPEC}, None),
        ({"../specs/001-photo-albums/spec.md": SPEC}, None),
    ],
)
def test_it_tells_of_features_in_the_repository_only(
    checkout: Checkout, files: dict[str, str], where: str | None
) -> None:
    checkout.write(files)
    checkout.build({})
    found = [line for line in told(checkout) if "brings them in" in line]
    assert [line.startswith(f"speckit: {where}") for line in found] == ([True] if where else [])


@pytest.mark.parametrize(
    "options", [{"formats": ["level"]}, {"sources": ["../other"]}, SOURCES], ids=str
)
def test_it_is_silent_where_somebody_has_decided(
    checkout: Checkout, options: Mapping[str, object]
) -> None:
    checkout.write({**put_into("specs/001-photo-albums"), "other/page.md": "# Other\n"})
    checkout.build(options)
    assert [line for line in told(checkout) if "brings them in" in line] == []


def test_it_is_silent_where_a_link_brings_them_in(checkout: Checkout) -> None:
    checkout.write(put_into("specs/001-photo-albums"))
    (checkout.website / "docs" / "specs").symlink_to("../../specs")
    site = checkout.build({})
    assert told(checkout) == []
    assert site.page("specs/001-photo-albums/spec.html").select_one(".speckit-documents")


def test_a_preview_tells_it_once(checkout: Checkout) -> None:
    checkout.write(put_into("specs/001-photo-albums"))
    with checkout.serve({}) as preview:
        checkout.write({"website/docs/index.md": "# Changed\n"})
        preview.wait_for("index.html", "Changed")
        assert preview.said().count("brings them in") == 1


def test_a_build_without_plans_says_what_was_looked_for(checkout: Checkout) -> None:
    checkout.build({}, strict=True)
    (line,) = told(checkout)
    assert line.startswith("speckit: no page is a plan; looked for pages with the comment <!-- ")
    assert "documents of GitHub Spec Kit" in line


def test_a_page_that_is_a_plan_by_what_it_includes_is_one(checkout: Checkout) -> None:
    checkout.write(
        {
            "website/docs/page.md": '# Page\n\n--8<-- "more.txt"\n',
            "website/more.txt": "<!-- SPECKIT_LEVEL: 1 -->\n\n- [x] Done\n",
        }
    )
    snippets = {"pymdownx.snippets": {"base_path": [str(checkout.website)]}}
    site = checkout.build({}, markdown_extensions=[snippets])
    assert site.page("page.html").select_one(".speckit-header")
    assert told(checkout) == []


SEVERAL = {
    **put_into("specs/001-photo-albums"),
    "specs/001-photo-albums/checklists/requirements.md": CHECKLIST,
    "specs/001-photo-albums/data-model.md": "# Data model\n",
    "specs/002-prints/spec.md": SPEC.replace("Photo albums", "Prints by post"),
    "specs/010-sharing/spec.md": SPEC.replace("Photo albums", "Sharing"),
    "specs/1000-trash/spec.md": SPEC.replace("Photo albums", "[FEATURE NAME]"),
    "specs/notes/page.md": "# Notes\n",
}


def outline(element: Tag) -> list[object]:
    """The titles of a list of links, those of sections each with what is in it."""
    titles: list[object] = []
    for item in element.find_all("li", recursive=False):
        inside = item.find("ul")
        links = item.find_all(["a", "label", "span"])
        title = next(text for link in links if (text := " ".join(link.get_text(" ").split())))
        titles.append((title, outline(inside)) if inside else title)
    return titles


def navigation(soup: BeautifulSoup, theme: str) -> list[object]:
    """What a theme's navigation lists under the folder `specs`."""
    if theme == "material":
        everything = soup.select_one(".md-nav--primary > ul")
    else:
        everything = soup.select_one(".navbar-nav")
    assert everything is not None
    ((_, specs),) = [one for one in outline(everything) if isinstance(one, tuple)]
    return list(specs)


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_the_navigation_lists_features_in_order_by_the_titles_of_their_specs(
    checkout: Checkout, theme: str
) -> None:
    checkout.write(SEVERAL)
    soup = checkout.build(SOURCES, theme=theme).page("index.html")
    assert navigation(soup, theme) == [
        (
            "Photo albums",
            [
                "Feature Specification: Photo albums",
                "Implementation Plan: Albums",
                "Tasks: Albums",
                "Data model",
                ("Checklists", ["Requirements Checklist: Albums"]),
            ],
        ),
        ("Prints by post", ["Feature Specification: Prints by post"]),
        ("Sharing", ["Feature Specification: Sharing"]),
        ("Trash", ["Feature Specification: [FEATURE NAME]"]),
        ("Notes", ["Notes"]),
    ]


def test_readers_turn_the_pages_in_that_order(checkout: Checkout) -> None:
    checkout.write(put_into("specs/001-photo-albums") | {"specs/README.md": "# All features\n"})
    site = checkout.build(SOURCES)
    names = ["specs/index", *(f"specs/001-photo-albums/{one[:-3]}" for one in FEATURE)]
    followed = ["index"]
    while link := site.page(f"{followed[-1]}.html").select_one("a[rel=next]:not(.disabled)"):
        followed.append(posixpath.normpath(f"{followed[-1]}/../{link['href']}")[:-5])
    assert followed == ["index", *names]
    (back,) = site.page("specs/001-photo-albums/plan.html").select("a[rel=prev]")
    assert back["href"] == "spec.html"


def test_one_feature_may_be_a_source_itself(checkout: Checkout) -> None:
    checkout.write(SEVERAL)
    site = checkout.build({"sources": ["../specs/002-prints"]})
    (toggle,) = site.page("index.html").select(".navbar-nav .dropdown-toggle")
    assert toggle.get_text(strip=True) == "Prints by post"


def test_a_given_navigation_stays_as_it_is(checkout: Checkout) -> None:
    checkout.write({**SEVERAL, "website/docs/index.md": "# Home\n"})
    nav = [
        {"Home": "index.md"},
        {"001 albums": [f"specs/001-photo-albums/{name}" for name in FEATURE]},
    ]
    soup = checkout.build(SOURCES, nav=nav).page("index.html")
    (toggle,) = soup.select(".navbar-nav .dropdown-toggle")
    assert toggle.get_text(strip=True) == "001 albums"


ARRANGING = """
from mkdocs.plugins import event_priority

@event_priority(-100)
def on_files(files, config):
    config.nav = ["index.md", {"001 photo albums": ["specs/001-photo-albums/tasks.md"]}]
    return files
"""

NAMING = """
from mkdocs.plugins import event_priority

@event_priority(100)
def on_nav(nav, config, files):
    nav.items[-1].title = nav.items[-1].title + ", as I call it"
    return nav
"""


@pytest.mark.parametrize(
    ("hook", "title"), [(ARRANGING, "001 photo albums"), (NAMING, "Photo albums, as I call it")]
)
def test_plugins_that_arrange_the_navigation_have_the_last_word(
    checkout: Checkout, hook: str, title: str
) -> None:
    checkout.write({**put_into("specs/001-photo-albums"), "website/hooks.py": hook})
    options = {"sources": ["../specs/001-photo-albums" if hook is NAMING else "../specs"]}
    soup = checkout.build(options, hooks=["hooks.py"]).page("index.html")
    (toggle,) = soup.select(".navbar-nav .dropdown-toggle")
    assert toggle.get_text(strip=True) == title


def test_a_folder_of_the_site_itself_keeps_its_name(checkout: Checkout) -> None:
    checkout.write(put_into("website/docs/001-photo-albums"))
    (toggle,) = checkout.build({}).page("index.html").select(".navbar-nav .dropdown-toggle")
    assert toggle.get_text(strip=True) == "001 photo albums"

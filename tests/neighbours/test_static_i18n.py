"""static-i18n: builds a site once for each language, the further ones inside the first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs.exceptions import Abort

from tests.builds.test_page import PLAN
from tests.neighbours.conftest import (
    FILES,
    FOUND,
    TASKS,
    assert_shown,
    figures,
    found_in,
    in_both_orders,
    links,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.builds.conftest import Checkout
    from tests.conftest import Site

LANGUAGES = [
    {"locale": "en", "name": "English", "default": True},
    {"locale": "de", "name": "Deutsch"},
    {"locale": "fr", "name": "Français"},
]
SUFFIX = {"i18n": {"languages": LANGUAGES}}
FOLDER = {"i18n": {"languages": LANGUAGES, "docs_structure": "folder"}}

ANMELDUNG = PLAN.replace("Login", "Anmeldung").replace("[x] Form", "[ ] Form")
OVERVIEW = "# Plans\n\n<!-- speckit: overview -->\n"

TRANSLATED = {
    "docs/index.de.md": "# Heim\n",
    "docs/shop/plan.de.md": ANMELDUNG,
    "docs/plans.md": OVERVIEW,
}
"""In German the plan is translated; the task list is the English one, as all is in French."""


@in_both_orders(SUFFIX)
def test_each_language_has_its_own_plans(build: Callable[..., Site], plugins: list[Any]) -> None:
    site = build(plugins, TRANSLATED)
    assert_shown(site, "shop/plan.html", "index.html", "other.html", "de/index.html")
    assert_shown(site, "fr/shop/plan.html", "fr/index.html", "fr/other.html")
    german = site.page("de/shop/plan.html")
    assert "Anmeldung" in german.select("h1")[0].get_text()
    assert figures(german)[0] == "2 of 6 items"
    for folder in ("", "de/", "fr/"):
        assert links(site.page(f"{folder}shop/plan.html"), ".speckit-documents") == ["tasks.html"]
        assert links(site.page(f"{folder}shop/tasks.html"), ".speckit-documents") == ["plan.html"]


@in_both_orders(SUFFIX)
def test_a_page_that_several_languages_show_is_reported_once(
    build: Callable[..., Site], plugins: list[Any]
) -> None:
    tasks = f"{TASKS}- [Second task]\n"
    assert build(plugins, TRANSLATED | {"docs/shop/tasks.md": tasks}).log == [
        *FOUND,
        "WARNING: speckit: docs/shop/tasks.md:6:3: placeholder [Second task] is not filled in;"
        " replace it, or delete it [unfilled-placeholder]",
        *found_in("docs/shop/plan.de.md"),
    ]


@in_both_orders(SUFFIX)
def test_no_plan_is_counted_twice(build: Callable[..., Site], plugins: list[Any]) -> None:
    site = build(plugins, TRANSLATED)
    for folder, title, done in (("", "Login", 3), ("de/", "Anmeldung", 2), ("fr/", "Login", 3)):
        page = site.page(f"{folder}plans.html")
        assert texts(page, ".speckit-overview details a") == [title, "P", "T"]
        assert links(page, ".speckit-overview details") == ["shop/plan.html", "shop/tasks.html"]
        assert texts(page, ".speckit-sum > *") == ["1 feature", "1 stuck"]
        assert texts(page, ".speckit-sums > p")[0].startswith(f"{done} of 6 items done")


@in_both_orders(SUFFIX)
def test_the_sites_data_is_of_the_first_language(
    build: Callable[..., Site], plugins: list[Any]
) -> None:
    data = {"docs/data.md": "# Data\n\n[all of it](speckit.json)\n"}
    site = build(
        plugins, TRANSLATED | data, {"export": True}, site_url="https://example.org/harbour/"
    )
    exported = json.loads(site.html("speckit.json"))
    assert {plan["path"]: plan["url"] for plan in exported["plans"]} == {
        "shop/plan.md": "https://example.org/harbour/shop/plan.html",
        "shop/tasks.md": "https://example.org/harbour/shop/tasks.html",
    }
    badges = sorted(path.name for path in (site.folder / "speckit/badges/shop").iterdir())
    assert badges == ["plan"]
    assert [link["href"] for link in site.page("de/data.html").select("article a[href$=json]")] == [
        "../speckit.json"
    ]
    assert [line for line in site.log if "speckit.json" in line] == []


@in_both_orders(FOLDER)
def test_languages_in_folders(
    build: Callable[..., Site], checkout: Checkout, plugins: list[Any]
) -> None:
    english = FILES | {"docs/plans.md": OVERVIEW}
    folders = {name.replace("docs/", "docs/en/"): text for name, text in english.items()}
    german = {"docs/de/index.md": "# Heim\n", "docs/de/shop/plan.md": ANMELDUNG}
    (checkout.website / "docs/index.md").unlink()
    site = build(plugins, folders | german, pages={})
    assert site.log == [*found_in("docs/en/shop/plan.md"), *found_in("docs/de/shop/plan.md")]
    assert_shown(site, "shop/plan.html", "index.html", "other.html", "de/index.html")
    assert figures(site.page("de/shop/plan.html"))[0] == "2 of 6 items"
    page = site.page("de/plans.html")
    assert links(page, ".speckit-overview details") == ["shop/plan.html", "shop/tasks.html"]


@in_both_orders(SUFFIX)
@pytest.mark.parametrize("language", ["", ".de"])
def test_an_error_in_any_language_fails_the_build_when_all_are_there(
    build: Callable[..., Site], checkout: Checkout, plugins: list[Any], language: str
) -> None:
    bad = {f"docs/bad{language}.md": "<!-- SPECKIT_LEVEL: 9 -->\n\n# Bad\n"}
    with pytest.raises(Abort):
        build(plugins, TRANSLATED | bad, {"rules": {"unknown-level": "error"}})
    assert (checkout.website / "site/fr/shop/plan.html").is_file()


@in_both_orders(SUFFIX)
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"overview": "all.md"}, "write a page with <!-- speckit: overview --> there instead"),
        ({"sources": ["../specs"]}, "put the plans there"),
    ],
    ids=["overview", "sources"],
)
def test_pages_that_we_would_bring_are_refused(
    build: Callable[..., Site],
    plugins: list[Any],
    caplog: pytest.LogCaptureFixture,
    options: dict[str, Any],
    message: str,
) -> None:
    with pytest.raises(Abort):
        build(plugins, {"../specs/plan.md": PLAN}, options)
    (option,) = options
    refused = f"speckit: {option}: static-i18n knows only pages of docs_dir; {message}"
    assert any(refused in said for said in caplog.messages)

"""The same facts on the pages of every generator: each piece is there, once and whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from mkdocs_speckit.features.documents import choose_documents
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.formats import LEVEL, SPEC_KIT
from mkdocs_speckit.options import DEFAULTS
from mkdocs_speckit.reading import read
from mkdocs_speckit.rendering.header import render_header
from mkdocs_speckit.rendering.timeline import draw_timeline
from tests.headers import read_header

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_speckit.model.plan import Plan
    from tests.compatibility.sites import Built, Site

PIECES = (
    "speckit-header",
    "speckit-progress",
    "speckit-diagram",
    "speckit-timeline",
    "speckit-placeholder",
    "speckit-box",
)

TIME = DEFAULTS.working_time

ALONE = "markdown"
"""The generator that knows no other pages, and so nothing of a feature's tasks."""


@pytest.fixture(scope="session")
def all_plans(site: Site, built: Built) -> dict[str, Plan]:
    """The plans that the site was built from, by their paths."""
    found = [plan for path, text in built.documents() if (plan := read(text, path))]
    groups = [[plan] for plan in found] if site.generator.package == ALONE else [found]
    return {plan.path: plan for group in groups for plan in join_documents(group)}


@pytest.fixture(scope="session")
def plans(all_plans: Mapping[str, Plan]) -> dict[str, Plan]:
    """Those with a level marker."""
    return {path: plan for path, plan in all_plans.items() if plan.format == LEVEL}


@pytest.fixture(scope="session")
def pages(built: Built, plans: Mapping[str, Plan]) -> dict[str, BeautifulSoup]:
    """The pages of the plans."""
    return {path: BeautifulSoup(built.html(path), "html.parser") for path in plans}


def words(soup: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(element.get_text(" ").split()) for element in soup.select(selector)]


def test_the_numbers_of_a_plan(site: Site, pages: Mapping[str, BeautifulSoup]) -> None:
    page = pages["accounts/passkeys/plan.md"]
    is_alone = site.generator.package == ALONE
    header = read_header(page)
    assert header.counts == [
        "10 of 24 items" if is_alone else "7 of 19 tasks",
        "15.5–24.5 h planned",
        *([] if is_alone else ["owner: Accounts team"]),  # Its specification says so.
    ]
    assert header.facts["Left"].startswith("8.8–13.2 h, likely 11 h")
    of_tasks = ["3 of 3 done", "2 of 2 done", "2 of 5 done", "0 of 2 done", "0 of 3 done"]
    if not is_alone:
        of_tasks = [
            "3 of 3 done in tasks.md", "2 of 2 done in tasks.md", "2 of 5 done in tasks.md",
            "0 of 2 done in tasks.md, own boxes 0 of 2",
            "0 of 4 done in tasks.md, own boxes 0 of 3",
        ]  # fmt: skip
    bars = ["2 of 3 done", "0 of 3 done", *of_tasks, "1 of 3 done"]
    assert words(page, ".speckit-progress") == bars
    assert words(page, "mark.speckit-placeholder") == ["[e.g., pytest, Playwright]"]
    assert words(page, ".speckit-computed") == ["⚠ phases sum to 15.5–24.5 h"]


def test_each_page_has_what_its_plan_has(
    pages: Mapping[str, BeautifulSoup], plans: Mapping[str, Plan]
) -> None:
    for path, plan in plans.items():
        figures = {name: len(pages[path].select(f".{name}")) for name in PIECES}
        assert figures == {
            "speckit-header": 1,
            "speckit-progress": len(
                {checklist.heading for checklist in plan.checklists}
                | {phase.heading for phase in plan.phases if phase.completion.total}
            ),
            "speckit-diagram": len(plan.graphs),
            "speckit-timeline": bool(draw_timeline(plan, (), TIME)),
            "speckit-placeholder": len(plan.placeholders),
            "speckit-box": len(plan.items),
        }, path


def test_the_header_is_what_the_engine_says(
    site: Site, pages: Mapping[str, BeautifulSoup], plans: Mapping[str, Plan]
) -> None:
    for path, plan in plans.items():
        known = [plan] if site.generator.package == ALONE else plans.values()
        if any(other.folder.startswith(f"{plan.folder}/") for other in known):
            continue  # It has parts, whose figures are in its header, too.
        feature = [other for other in known if other.folder == plan.folder]
        html = render_header(choose_documents(feature, plan, lambda _: None))
        expected = read_header(BeautifulSoup(html, "html.parser"))
        shown = read_header(pages[path])
        # The others speak of what the page itself has below.
        for name in ("state", "counts", "chip", "phases"):
            assert getattr(shown, name) == getattr(expected, name), path
        assert shown.facts.keys() == expected.facts.keys(), path
        assert shown.facts.get("Left") == expected.facts.get("Left"), path


def test_the_pages_of_a_spec_kit_feature(
    site: Site, built: Built, all_plans: Mapping[str, Plan]
) -> None:
    """Each has the header, and the list its tasks; a page that is alone has no name to go by."""
    found = {path: plan for path, plan in all_plans.items() if plan.format == SPEC_KIT}
    assert len(found) > 1
    for path, plan in found.items():
        page = BeautifulSoup(built.html(path), "html.parser")
        if site.generator.package == ALONE and plan.kind == "checklist":
            continue
        assert len(page.select(".speckit-header")) == 1, path
        assert len(page.select(".speckit-task")) == len(plan.tasks), path


def test_drawings_keep_their_letter_case(built: Built, plans: Mapping[str, Plan]) -> None:
    drawn = [path for path, plan in plans.items() if plan.graphs]
    assert drawn
    for path in drawn:
        assert "viewBox=" in built.html(path), path
        assert "viewbox=" not in built.html(path), path


def test_links_of_drawings_lead_to_headings(pages: Mapping[str, BeautifulSoup]) -> None:
    links = [
        (page, str(link.get("href") or link.get("xlink:href")))
        for page in pages.values()
        for link in page.select(".speckit-diagram a, .speckit-timeline a")
    ]
    assert links
    for page, href in links:
        assert href.startswith("#")
        assert page.find(id=href[1:]) is not None, href


def test_no_two_elements_have_one_id(pages: Mapping[str, BeautifulSoup]) -> None:
    """In the text of a page, that is: not every theme holds to it elsewhere."""
    for path, page in pages.items():
        (title,) = page.select("h1[id]")
        text = title.parent or page
        ids = Counter(str(element["id"]) for element in text.select("[id]"))
        assert [id_ for id_, count in ids.items() if count > 1] == [], path


def test_the_stylesheet_is_there(
    site: Site, built: Built, pages: Mapping[str, BeautifulSoup]
) -> None:
    for path, page in pages.items():
        if site.generator.runs_plugins:
            (link,) = page.select('link[rel=stylesheet][href*="speckit"]')
            folder = (built.folder / path).with_suffix("")
            file = os.path.normpath(folder / urlsplit(str(link["href"])).path)
            with open(file, encoding="utf-8") as css:  # noqa: PTH123
                assert ".speckit-header" in css.read(), path
        else:
            (style,) = [e for e in page.select("style") if ".speckit-header" in e.text]
            assert style.find_previous("h1") is None, path


def test_documents_lead_to_one_another(
    site: Site, built: Built, pages: Mapping[str, BeautifulSoup]
) -> None:
    links = pages["accounts/passkeys/plan.md"].select(".speckit-documents a")
    if site.generator.package == ALONE:  # It knows no other pages.
        assert links == []
        return
    assert [link.get_text() for link in links] == ["Spec", "Tasks 7/19", "Checklist 8/17"]
    for link in links:
        page = built.folder / "accounts/passkeys/plan" / str(link["href"]) / "index.html"
        assert page.is_file(), link


def test_the_overview_knows_all_plans(site: Site, built: Built) -> None:
    front = BeautifulSoup(built.html("index.md"), "html.parser")
    names = [link.get_text() for link in front.select(".speckit-overview .speckit-row-title > a")]
    if site.generator.package == ALONE:
        assert names == []
        return
    assert names[:4] == ["Express Checkout", "Search", "Search Index", "Search Suggestions"]
    assert {*names} >= {"Address Book", "Data export", "Passkeys", "Sail Repairs"}


def test_nothing_is_taken_from_elsewhere(pages: Mapping[str, BeautifulSoup]) -> None:
    for path, page in pages.items():
        ours = page.select("[class*=speckit] [src], [class*=speckit] script, [class*=speckit] link")
        assert ours == [], path


def test_the_audit_of_the_built_site_finds_placeholders_alone(
    built: Built, all_plans: Mapping[str, Plan]
) -> None:
    command = [str(Path(sys.executable).with_name("mkdocs-speckit")), "site", "--format", "json"]
    run = subprocess.run([*command, str(built.folder)], capture_output=True, check=False)
    found = Counter(f["rule"] for f in json.loads(run.stdout)["findings"])
    placeholders = sum(len(plan.placeholders) for plan in all_plans.values())
    assert (found, run.returncode) == ({"visible-placeholder": placeholders}, 1)

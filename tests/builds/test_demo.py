"""The demo site shows what it is there to show."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.reading import read
from tests.conftest import VALIDATOR, target
from tests.demo_site import DEMO, documents
from tests.headers import read_header, read_overview

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs_speckit.audit import Finding


def page(demo: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((demo / name / "index.html").read_text("utf-8"), "html.parser")


def built(demo: Path) -> list[Path]:
    """The built pages of the documents, without the page of errors."""
    return [file.resolve() for file in sorted(demo.rglob("index.html"))]


def findings() -> list[tuple[str, Finding]]:
    """What there is to say about the demo's documents, with their paths."""
    sources = {path: (DEMO / "docs" / path).read_text("utf-8") for path in documents()}
    plans = [plan for path, source in sources.items() if (plan := read(source, path))]
    return [(plan.path, finding) for plan, found in audit_plans(plans) for finding in found]


def test_a_plan_half_done_whose_total_does_not_add_up(demo: Path) -> None:
    soup = page(demo, "accounts/passkeys/plan")
    header = read_header(soup)
    owner = "owner: Accounts team"
    assert header.state == "Stuck"
    assert header.counts == ["7 of 19 tasks", "15.5–24.5 h planned", owner]
    assert header.facts["Next"].startswith("T008 Passkeys offered in the e-mail field")
    assert header.facts["Left"] == (
        "8.8–13.2 h, likely 11 h; 4 in 5 cases within 11.4 h · 8.8–15.2 h of work"
    )
    assert header.cautions[-1].startswith("The table’s total says 12–16 h, its phases add up to")
    assert len(soup.select(".speckit-placeholder")) == 1


def test_a_plan_with_a_matrix_and_finished_phases(demo: Path) -> None:
    soup = page(demo, "checkout/express-checkout/plan")
    assert len(soup.select(".speckit-diagram")) == 2
    phases, components = soup.select(".speckit-diagram")
    for picture in phases.select(".speckit-picture"):
        assert len(picture.select(".speckit-node--done")) == 3
        assert len(picture.select(".speckit-node--external")) == 1
    assert not components.select(".speckit-bar-track")
    header = read_header(soup)
    assert header.counts[1] == "164–216 h planned"
    assert header.facts["Left"].startswith("62.7–78.7 h, likely 70.7 h")


def test_a_feature_in_parts_and_its_finished_part(demo: Path) -> None:
    whole, index = page(demo, "search/plan"), page(demo, "search/001-index/plan")
    assert read_header(whole).counts == [
        "27 of 49 items",
        "56–84 h planned",
        "owner: Catalogue team",
    ]
    assert read_header(whole).facts["Next"] == "Suggestions within 100 ms · Suggestions"
    assert read_header(index).counts == ["14 of 14 tasks"]
    assert read_header(index).notes == ["Planned as 24–32 h in 4 phases."]


def test_a_finished_feature(demo: Path) -> None:
    plan, tasks = (
        page(demo, "accounts/address-book/plan"),
        page(demo, "accounts/address-book/tasks"),
    )
    assert read_header(plan).state == "Done"
    assert read_header(plan).counts == read_header(tasks).counts == ["13 of 13 tasks"]


def test_an_untouched_template(demo: Path) -> None:
    soup = page(demo, "accounts/data-export/plan")
    assert len(soup.select(".speckit-placeholder")) == 19
    assert read_header(soup).state == "Not filled in"
    assert read_header(soup).counts == ["19 places to fill in"]


def test_the_front_page_is_the_overview(demo: Path) -> None:
    soup = page(demo, ".")
    groups = read_overview(soup).groups
    assert {group: [row[0] for row in rows] for group, rows in groups.items()} == {
        "Needs attention": [
            "Express Checkout", "Search", "Search Index", "Search Suggestions", "Passkeys",
            "Data export",
        ],
        "Under way": [
            "Harbour Warehouse: New Scanners", "Harbour Warehouse: Returns Desk", "Gift Cards",
            "Sail Repairs",
        ],
        "Done": ["Address Book"],
    }  # fmt: skip
    assert not soup.select(".speckit-header")


def test_only_the_faults_on_purpose_are_found() -> None:
    faults = {(path, finding.rule) for path, finding in findings()}
    unplanned = {fault for fault in faults if fault[0] == "accounts/data-export/plan.md"}
    assert unplanned
    assert faults - unplanned == {
        ("accounts/passkeys/plan.md", "unfilled-placeholder"),
        ("accounts/passkeys/plan.md", "effort-total-mismatch"),
    }


def test_every_document_is_in_the_navigation() -> None:
    config = (DEMO / "mkdocs.yml").read_text("utf-8")
    listed = re.findall(r": ([\w/-]+\.md)$", config, re.MULTILINE)
    sources = [path.relative_to(DEMO).as_posix() for path in (DEMO / "specs").rglob("*.md")]
    assert sorted(listed) == sorted([*documents(), *sources])


def test_its_export_follows_the_schema_and_leads_to_its_pages(demo: Path) -> None:
    exported = json.loads((demo / "speckit.json").read_text("utf-8"))
    VALIDATOR.validate(exported)
    assert len(exported["features"]) > exported["totals"]["features"] > 1
    for plan in exported["plans"]:
        path = plan["url"].removeprefix("https://example.org/harbour/")
        assert (demo / path / "index.html").is_file()
    for feature in exported["features"]:
        folder = demo / "speckit" / "badges" / feature["path"].removesuffix(".md")
        assert (folder / "progress.svg").is_file()


def test_links_of_diagrams_lead_somewhere(demo: Path) -> None:
    for name in ("accounts/passkeys/plan", "checkout/express-checkout/plan", "search/plan"):
        soup = page(demo, name)
        links = soup.select(".speckit-diagram a")
        assert links
        assert all(soup.find(id=target(link)[1:]) for link in links)


def test_links_of_the_documents_lead_somewhere(demo: Path) -> None:
    pages = {file: BeautifulSoup(file.read_text("utf-8"), "html.parser") for file in built(demo)}
    links = [(file, target(a)) for file, soup in pages.items() for a in soup.select("main a")]
    inside = [(file, urlsplit(link)) for file, link in links if not urlsplit(link).scheme]
    assert len(inside) > len(pages)
    for file, link in inside:
        there = (file.parent / link.path / "index.html").resolve() if link.path else file
        assert there in pages, (file, link.path)
        assert not link.fragment or pages[there].find(id=link.fragment), (file, link.fragment)

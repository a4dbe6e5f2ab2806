"""The pages of a GitHub Spec Kit feature in a built site: what each shows, and how they link."""

from __future__ import annotations

import os
import posixpath
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
import yaml

from tests.builds.hostile import OF_ANY_FORMAT, check_pieces, write_theme
from tests.conftest import target
from tests.payloads import PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bs4 import Tag

    from tests.conftest import Site

SPEC = """\
# Feature Specification: {0}

**Feature Branch**: `001-oven`

## User Scenarios & Testing

### User Story 1 - Plan the loaves {0} (Priority: P1)

1. **Given** an oven, **When** a loaf comes, **Then** it has a place.

### User Story 2 - Warn the baker (Priority: P2)

## Requirements

- **FR-001**: Loaves have an order. {0}
- **FR-002**: The baker is warned.

| ID | Requirement |
|----|-------------|
| FR-003 | The shop sees it. |

- **SC-001**: Nine of ten loaves are on time.
"""
PLAN = """\
# Implementation Plan: {0}

**Branch**: `001-oven` | **Date**: 2026-03-02 | **Spec**: [spec.md](spec.md)

## Technical Context

**Storage**: [e.g., PostgreSQL]

## Constitution Check

| Principle {0} | Status |
|-----------|--------|
| Library first {0} | ✅ PASS |
| Small images | N/A |
| Tests first | Action needed |

## Complexity Tracking
"""
TASKS = """\
# Tasks: {0}

## Phase 1: Setup {0}

- [x] T001 Start {0}

## Phase 2: User Story 1 - Plan the loaves (Priority: P1) {0}

- [ ] T002 [P] [US1] Order for FR-001 {0}
- [ ] **T003** [US1] Page for FR-001, FR-003 (depends on T002) {0}
  - [ ] It is warm {0}

## {0}

- [ ] T004 [US2] Warn
- [ ] T004 [{0}] Warn

## Dependencies {0}

- **Phase 2**: Depends on Phase 1
- **{0}**: Depends on Phase 2
"""
CHECKLIST = "# Requirements Checklist: {0}\n\n## Quality\n\n- [x] CHK001 Clear {0}\n"
FOLDER = "specs/001-oven"
OTHERS = ["research.md", "data-model.md", "quickstart.md", "contracts/oven.md", "contracts/a/b.md"]


def feature(text: str, folder: str = FOLDER) -> dict[str, str]:
    """The documents of a feature with a text in every place of them."""
    kinds = {
        "spec.md": SPEC,
        "plan.md": PLAN,
        "tasks.md": TASKS,
        "checklists/requirements.md": CHECKLIST,
        "checklists/ux.md": CHECKLIST,
    }
    pages = {f"{folder}/{name}": page.replace("{0}", text) for name, page in kinds.items()}
    return pages | {f"{folder}/{name}": f"# About the oven\n\n{text}\n" for name in OTHERS}


def list_read(folder: str) -> list[str]:
    """The paths of the three documents that are read."""
    return [f"{folder}/{name}" for name in ("spec.md", "plan.md", "tasks.md")]


def page_of(path: str) -> str:
    return path.removesuffix(".md") + ".html"


def texts(soup: Tag, selector: str) -> list[str]:
    return [" ".join(element.get_text(" ").split()) for element in soup.select(selector)]


@pytest.fixture
def site(build_site: Callable[..., Site]) -> Site:
    return build_site({"index.md": "# Home\n", **feature("Oven")})


def test_each_document_names_all_others_and_says_where_it_is(site: Site) -> None:
    for path in feature("Oven"):
        row = site.page(page_of(path)).select_one("h1 + nav.speckit-documents")
        assert row is not None, path
        assert texts(row, "a, [aria-current]") == [
            "Spec",
            "Plan",
            "Tasks 1/5",
            "Requirements ✓",
            "Ux ✓",
            "Research",
            "Data model",
            "B",
            "Oven",
            "Quickstart",
        ]
        assert len(row.select("[aria-current]")) == 1
    assert not site.page("index.html").select(".speckit-documents")


def test_the_header_is_on_all_documents_that_are_read(site: Site) -> None:
    for path in feature("Oven"):
        name = path.removeprefix(f"{FOLDER}/")
        is_read = name not in OTHERS
        headers = texts(site.page(page_of(path)), "nav + .speckit-header .speckit-state")
        assert headers == (["Under way"] if is_read else []), path


def test_all_links_lead_somewhere(site: Site) -> None:
    ids = {
        path: {str(element["id"]) for element in site.page(page_of(path)).select("[id]")}
        for path in feature("Oven")
    }
    number = 0
    for path in ids:
        for link in site.page(page_of(path)).select("[class*=speckit-] a, a.speckit-tag"):
            place, _, anchor = target(link).partition("#")
            page = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), place or page_of(path))
            )
            if not place:
                page = page_of(path)
            document = page.removesuffix(".html") + ".md"
            assert document in ids, target(link)
            assert not anchor or unquote(anchor) in ids[document], (path, target(link))
            number += bool(anchor)
    assert number > 30


def test_the_specification_has_the_progress_of_stories_and_who_cites_a_requirement(
    site: Site,
) -> None:
    page = site.page(f"{FOLDER}/spec.html")
    stories = page.select(".speckit-progress")
    assert texts(page, ".speckit-progress") == ["0 of 2 tasks", "0 of 1 tasks"]
    headings = [story.find_previous_sibling("h3") for story in stories]
    assert [heading and heading.get_text() for heading in headings] == [
        "User Story 1 - Plan the loaves Oven (Priority: P1)",
        "User Story 2 - Warn the baker (Priority: P2)",
    ]
    assert texts(page, ".speckit-citing") == ["T002 T003", "T003"]
    cited = [citing.find_parent(["li", "tr"]) for citing in page.select(".speckit-citing")]
    assert [one and one.get_text()[:7].strip()[:6] for one in cited] == ["FR-001", "FR-003"]
    assert texts(page, "ol:not([class]) > li") == [
        "Given an oven, When a loaf comes, Then it has a place."
    ]


def test_nothing_follows_requirements_where_no_task_cites_them(
    build_site: Callable[..., Site],
) -> None:
    pages = feature("Oven")
    pages[f"{FOLDER}/tasks.md"] = pages[f"{FOLDER}/tasks.md"].replace("FR-", "no. ")
    page = build_site(pages).page(f"{FOLDER}/spec.html")
    assert not page.select(".speckit-citing")


def test_open_questions_are_marked_apart_from_placeholders(build_site: Callable[..., Site]) -> None:
    pages = feature("Oven")
    pages[f"{FOLDER}/spec.md"] += "- FR-009: In [NEEDS CLARIFICATION: how long?], [e.g., ten]\n"
    page = build_site(pages).page(f"{FOLDER}/spec.html")
    marks = page.select("mark")
    assert [(mark.get_text(), mark["title"]) for mark in marks] == [
        ("[NEEDS CLARIFICATION: how long?]", "an open question"),
        ("[e.g., ten]", "not filled in yet"),
    ]
    assert [mark.get("id") for mark in marks] == ["question-1", None]
    (link,) = page.select(".speckit-caution a")
    assert target(link) == "#question-1"


def test_the_plan_has_its_gates_as_a_bar_and_marks_placeholders(site: Site) -> None:
    page = site.page(f"{FOLDER}/plan.html")
    (bar,) = page.select(".speckit-progress")
    assert " ".join(bar.get_text().split()) == "1 of 2 gates pass"
    heading = bar.find_previous_sibling("h2")
    assert heading is not None
    assert heading.get_text() == "Constitution Check"
    assert texts(page, "mark.speckit-placeholder") == ["[e.g., PostgreSQL]"]


def test_the_task_list_has_its_graph_at_the_dependencies(site: Site) -> None:
    page = site.page(f"{FOLDER}/tasks.html")
    (diagram,) = page.select(".speckit-diagram")
    heading = diagram.find_previous("h2")
    assert heading is not None
    assert heading.get_text() == "Dependencies Oven"
    titles = [str(item["title"]) for item in diagram.select(".speckit-chain li")]
    assert titles[1] == "US1 Plan the loaves Oven: can start, 0 of 2 done; waits for Setup Oven"


def test_a_link_to_the_story_is_only_where_the_story_is(site: Site) -> None:
    chips = site.page(f"{FOLDER}/tasks.html").select(".speckit-task .speckit-tag")
    assert [(chip.name, chip.get_text()) for chip in chips[:3]] == [
        ("span", "P"),
        ("a", "US1"),
        ("a", "US1"),
    ]
    assert target(chips[1]) == "spec.html#us1"


def test_a_specification_has_a_table_of_its_requirements_and_their_tasks(site: Site) -> None:
    page = site.page(f"{FOLDER}/spec.html")
    (table,) = page.select(".speckit-matrix")
    summary = table.summary
    assert summary is not None
    assert summary.get_text() == "Requirements and tasks 2 of 4 have a task"
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        for row in table.select("tr")
    ]
    assert rows[0][0] == "Requirement"
    assert rows[0][1].startswith("US1")
    assert [(row[0].partition(" ")[0], row[1]) for row in rows[1:]] == [
        ("FR-001", "T002 T003"),
        ("FR-002", ""),
        ("FR-003", "T003"),
        ("SC-001", ""),
    ]
    for link in table.select("th a"):
        (named,) = page.select(f"[id='{target(link)[1:]}']")
        assert named.get_text(" ", strip=True).startswith(link.get_text()[:6])


def test_the_search_finds_words_of_the_author_alone(build_site: Callable[..., Site]) -> None:
    made = build_site(feature("Oven"), plugins=["search", "speckit"])
    index = (made.folder / "search/search_index.json").read_text(encoding="utf-8")
    assert "T002" in index
    for ours in ("can start", "Spec Kit", "tasks that cite", "gates pass", "Under way"):
        assert ours not in index, ours


def test_pieces_show_a_hostile_text_as_text(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    folders = {name: f"specs/{number:03}-oven" for number, name in enumerate(OF_ANY_FORMAT)}
    pages = feature("Quiet words", "specs/999-calm")
    for name, folder in folders.items():
        written = feature(PAYLOADS[name], folder)
        pages |= {path: written[path] for path in list_read(folder)}
    site = build_site(pages, more={"theme": write_theme(tmp_path / "theme")})
    hostile = {name: map(page_of, list_read(folder)) for name, folder in folders.items()}
    check_pieces(site, PIECES, map(page_of, list_read("specs/999-calm")), hostile)


PIECES = ".speckit-header, .speckit-documents, .speckit-citing, .speckit-progress, svg.speckit-sign"


def test_no_hash_seed_changes_a_page(tmp_path: Path) -> None:
    for path, text in feature("Oven").items():
        file = tmp_path / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    config = {"site_name": "Site", "theme": "mkdocs", "plugins": ["speckit"]}
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    built = []
    for seed in "12":
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", f"site{seed}"],
            cwd=tmp_path,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        )
        pages = sorted((tmp_path / f"site{seed}/specs").rglob("*.html"))
        built.append([page.read_bytes() for page in pages])
    assert built[0] == built[1]
    assert len(built[0]) == len(feature(""))

"""Features of GitHub Spec Kit in the overview, in the export, and in that of another site."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from bs4 import BeautifulSoup

from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import make_entries
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.model.parts import Place, Placeholder
from mkdocs_speckit.reading import read
from mkdocs_speckit.rendering.overview import render_overview
from tests.conftest import MARKER, VALIDATOR
from tests.headers import read_overview
from tests.spec_kit import FEATURE, PLAN, SPEC, TASKS, put_into

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site

LEVEL_PLAN = (
    MARKER + "# Plan: Bread\n\n## Effort\n\n| Phase | Effort |\n|---|---|\n| Dough | 2h |\n\n"
    "## Phases\n\n### Phase 1: Dough\n\n- [ ] Knead\n"
)
PAGES = {
    "index.md": "# Plans\n\n<!-- speckit: overview -->\n",
    **put_into("specs/001-photo-albums"),
    "specs/002-prints/spec.md": SPEC.replace("Photo albums", "Prints"),
    "specs/003-sharing/spec.md": SPEC.replace("Photo albums", "Sharing"),
    "specs/003-sharing/plan.md": PLAN,
    "specs/004-trash/spec.md": SPEC.replace("Photo albums", "Trash"),
    "specs/004-trash/tasks.md": TASKS.replace("[ ]", "[x]"),
}


def test_it_says_how_far_each_is_and_nothing_of_effort(build_site: Callable[..., Site]) -> None:
    overview = read_overview(build_site(PAGES).page("index.html"))
    assert overview.groups == {
        "Under way": [["Photo albums", "Under way", "Next: T002, T003", "1 of 3", "2 tasks"]],
        "Not started": [["Prints", "Specified"], ["Sharing", "Planned"]],
        "Done": [["Trash", "Done", "3 of 3"]],
    }
    assert overview.sums == [
        "4 features", "1 under way", "1 specified", "1 planned", "1 done", "4 of 6 items done",
    ]  # fmt: skip


def test_beside_plans_with_estimates_it_has_no_figures_there(
    build_site: Callable[..., Site],
) -> None:
    overview = read_overview(build_site(PAGES | {"bread/plan.md": LEVEL_PLAN}).page("index.html"))
    rows = {row[0]: row[1:] for row in overview.rows}
    assert rows["Bread"] == ["Not started", "Next: Knead · Dough", "0 of 1", "2 h", "of work"]
    assert rows["Trash"] == ["Done", "3 of 3"]
    assert rows["Prints"] == ["Specified"]
    assert overview.sums[-1] == "4 of 7 items done · 2 h of work left"


def test_open_questions_are_counted_in_its_row_and_in_all() -> None:
    plan = read(SPEC, "specs/001-photo-albums/spec.md")
    assert plan is not None
    asked = msgspec.structs.replace(plan, questions=(Placeholder("[…]", Place(9)),) * 2)
    features = group_features(join_documents([asked]))
    entries = make_entries(features, {}, Failures())
    soup = BeautifulSoup(render_overview(entries, {}, lambda _: None), "html.parser")
    overview = read_overview(soup)
    assert overview.rows == [["Photo albums", "Specified", "2 questions open"]]
    assert overview.sums[-1] == "2 questions open"


def test_its_links_lead_to_its_documents(build_site: Callable[..., Site]) -> None:
    soup = build_site(PAGES).page("index.html")
    links = [str(link["href"]) for link in soup.select(".speckit-overview li a")][:4]
    folder = "specs/001-photo-albums"
    assert links == [f"{folder}/{name}.html" for name in ("spec", "spec", "plan", "tasks")]


@pytest.fixture
def exported(build_site: Callable[..., Site]) -> dict[str, Any]:
    """The `speckit.json` of a site."""
    site = build_site(PAGES, speckit={"export": True})
    exported: dict[str, Any] = json.loads(site.html("speckit.json"))
    return exported


def test_its_export_follows_the_schema(exported: dict[str, Any]) -> None:
    VALIDATOR.validate(exported)
    first = exported["features"][0]
    assert (first["title"], first["format"], first["status"]) == (
        "Photo albums", "spec-kit", "under way",
    )  # fmt: skip
    assert first["questions"] == 0
    assert "level" not in first


@pytest.mark.parametrize("is_whole", [True, False], ids=["of a site", "of plans alone"])
def test_another_site_lists_it_alike(
    build_site: Callable[..., Site], exported: dict[str, Any], tmp_path: Path, is_whole: bool
) -> None:
    parts = exported if is_whole else {key: exported[key] for key in ("version", "plans")}
    shutil.rmtree(tmp_path / "docs")
    (tmp_path / "other.json").write_text(json.dumps(parts))
    soup = build_site({"index.md": PAGES["index.md"]}, speckit={"portfolio": ["other.json"]})
    rows = read_overview(soup.page("index.html")).rows
    assert [[row[0].partition(": ")[2], row[1]] for row in rows] == [
        ["Photo albums", "Under way"],
        ["Prints", "Specified"],
        ["Sharing", "Planned"],
        ["Trash", "Done"],
    ]


def test_only_formats_that_are_asked_for_are_read(build_site: Callable[..., Site]) -> None:
    pages = PAGES | {"bread/plan.md": LEVEL_PLAN}
    site = build_site(pages, speckit={"formats": ["level"]})
    rows = read_overview(site.page("index.html")).rows
    assert [row[:2] for row in rows] == [["Bread", "Not started"]]
    for name in FEATURE:
        page = site.page(f"specs/001-photo-albums/{name.removesuffix('.md')}.html")
        assert not page.select("[class*=speckit]")
    site = build_site(pages, speckit={"formats": ["spec-kit"]})
    assert "Bread" not in {row[0] for row in read_overview(site.page("index.html")).rows}


def test_front_matter_keeps_a_page_out_and_takes_one_in(build_site: Callable[..., Site]) -> None:
    chores = "---\nspeckit: tasks\n---\n# Chores\n\n- [x] T001 Sweep\n- [ ] T002 Wash\n"
    pages = {
        "index.md": PAGES["index.md"],
        "specs/001-photo-albums/tasks.md": f"---\nspeckit: false\n---\n{TASKS}",
        "bread/plan.md": f"---\nspeckit: false\n---\n{LEVEL_PLAN}",
        "home/chores.md": chores,
    }
    site = build_site(pages)
    rows = read_overview(site.page("index.html")).rows
    assert [row[:2] for row in rows] == [["Chores", "Under way"]]
    assert not site.page("specs/001-photo-albums/tasks.html").select("[class*=speckit]")
    assert not site.page("bread/plan.html").select("[class*=speckit]")

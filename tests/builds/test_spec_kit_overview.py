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
from mkdocs_speckit.model.settings import WorkingTime
from mkdocs_speckit.reading import read
from mkdocs_speckit.rendering.overview import render_overview
from tests.conftest import MARKER, VALIDATOR
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


def rows(soup: BeautifulSoup) -> list[list[str]]:
    """The cells of the overview's rows that show a feature."""
    found = [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in soup.select(".speckit-overview tbody tr")
    ]
    return [cells for cells in found if len(cells) > 1]


def tiles(soup: BeautifulSoup) -> list[str]:
    return [" ".join(tile.get_text(" ").split()) for tile in soup.select(".speckit-tile")]


def test_it_says_how_far_each_is_and_nothing_of_effort(build_site: Callable[..., Site]) -> None:
    soup = build_site(PAGES).page("index.html")
    assert [cells[:2] for cells in rows(soup)] == [
        ["Photo albums under way · 1 of 3 tasks Spec · Plan · Tasks", "1/3"],
        ["Prints specified", "—"],
        ["Sharing planned Spec · Plan", "—"],
        ["Trash done · 3 of 3 tasks Spec · Tasks", "3/3"],
    ]
    assert [th.get_text() for th in soup.select(".speckit-overview thead th")] == [
        "Plan", "Done", "Findings",
    ]  # fmt: skip
    assert tiles(soup)[0] == "Plans 4 1 done · 1 planned · 1 specified · 1 under way"


def test_beside_plans_with_estimates_it_has_no_figures_there(
    build_site: Callable[..., Site],
) -> None:
    soup = build_site(PAGES | {"bread/plan.md": LEVEL_PLAN}).page("index.html")
    figures = {cells[0].split()[0]: cells[1:-1] for cells in rows(soup)}
    assert figures["Bread"] == ["2 h", "2 h", "0/1", "—", "—"]
    assert figures["Trash"] == ["—", "—", "3/3", "—", "done"]
    assert figures["Prints"] == ["—", "—", "—", "—", "—"]
    assert tiles(soup)[1:3] == ["Effort 2 h", "Work left 2 h by effort of open phases"]


def test_open_questions_are_counted_in_its_row_and_in_all() -> None:
    plan = read(SPEC, "specs/001-photo-albums/spec.md")
    assert plan is not None
    asked = msgspec.structs.replace(plan, questions=(Placeholder("[…]", Place(9)),) * 2)
    features = group_features(join_documents([asked]))
    entries = make_entries(features, {}, Failures())
    soup = BeautifulSoup(render_overview(entries, lambda _: None, WorkingTime()), "html.parser")
    assert [cells[0] for cells in rows(soup)] == ["Photo albums specified · ⚠ 2 questions open"]
    assert tiles(soup)[-1] == "Findings 0 ⚠ 2 questions open"


def test_its_links_lead_to_its_documents(build_site: Callable[..., Site]) -> None:
    soup = build_site(PAGES).page("index.html")
    links = [str(link["href"]) for link in soup.select(".speckit-overview tbody th a")][:4]
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
    found = [cells[0].partition(" Spec")[0] for cells in rows(soup.page("index.html"))]
    assert found == [
        "Photo albums under way · 1 of 3 tasks",
        "Prints specified",
        "Sharing planned",
        "Trash done · 3 of 3 tasks",
    ]


def test_only_formats_that_are_asked_for_are_read(build_site: Callable[..., Site]) -> None:
    pages = PAGES | {"bread/plan.md": LEVEL_PLAN}
    site = build_site(pages, speckit={"formats": ["level"]})
    assert [cells[0] for cells in rows(site.page("index.html"))] == ["Bread level 2 · not started"]
    for name in FEATURE:
        page = site.page(f"specs/001-photo-albums/{name.removesuffix('.md')}.html")
        assert not page.select("[class*=speckit]")
    site = build_site(pages, speckit={"formats": ["spec-kit"]})
    assert "Bread" not in {cells[0].split()[0] for cells in rows(site.page("index.html"))}


def test_front_matter_keeps_a_page_out_and_takes_one_in(build_site: Callable[..., Site]) -> None:
    chores = "---\nspeckit: tasks\n---\n# Chores\n\n- [x] T001 Sweep\n- [ ] T002 Wash\n"
    pages = {
        "index.md": PAGES["index.md"],
        "specs/001-photo-albums/tasks.md": f"---\nspeckit: false\n---\n{TASKS}",
        "bread/plan.md": f"---\nspeckit: false\n---\n{LEVEL_PLAN}",
        "home/chores.md": chores,
    }
    site = build_site(pages)
    assert [cells[0] for cells in rows(site.page("index.html"))] == [
        "Chores under way · 1 of 2 tasks"
    ]
    assert not site.page("specs/001-photo-albums/tasks.html").select("[class*=speckit]")
    assert not site.page("bread/plan.html").select("[class*=speckit]")

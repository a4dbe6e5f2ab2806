"""What pages and the overview show of a feature over time, in whole builds of real repositories."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from mkdocs_speckit.cli import main
from mkdocs_speckit.disk.history import History
from tests.headers import read_header, words
from tests.repositories import MadeRepository

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site

MARKER = "<!-- SPECKIT_LEVEL: 2 -->"
OVERVIEW = "# Plans\n\n<!-- speckit: overview -->\n"


def tasks(done: int, total: int) -> str:
    boxes = "".join(f"- [{'x' if i < done else ' '}] T{i:03} Do it\n" for i in range(total))
    return f"{MARKER}\n# Tasks: Bread\n\n{boxes}"


PLAN = f"{MARKER}\n# Implementation Plan: Bread\n\n## Phase 1: Dough\n\nText.\n"

DAYS = {  # The items of bread/tasks.md after each day.
    "2026-03-02": (0, 20),
    "2026-03-04": (2, 20),
    "2026-03-05": (3, 20),
    "2026-03-09": (5, 24),
    "2026-03-10": (6, 24),
    "2026-03-12": (8, 24),
}


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MadeRepository:
    """A repository with a feature that grew and was ticked, in `docs` of the site."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    repository = MadeRepository(tmp_path)
    repository.commit("2026-03-01", {"docs/bread/plan.md": PLAN, "docs/index.md": OVERVIEW})
    for day, figures in DAYS.items():
        repository.commit(day, {"docs/bread/tasks.md": tasks(*figures)})
    return repository


@pytest.mark.usefixtures("made")
def test_the_first_page_shows_the_feature_over_time(build_site: Callable[..., Site]) -> None:
    site = build_site({})
    page = site.page("bread/plan.html")
    (chart,) = page.select(".speckit-burn-up")
    assert words(chart, "figure > p") == [
        "8 of 24 tasks · 4 added since 2 Mar · 6.2 a week; at this pace done between"
        " 25 Mar and 5 Apr"
    ]
    assert words(chart, ".speckit-chart-items") == ["0", "5", "10", "15", "20", "25"]
    assert words(chart, ".speckit-chart-commit") == ["12 Mar now"]
    assert words(chart, ".speckit-chart-dates") == ["25 Mar–5 Apr"]
    assert words(chart, "summary") == ["How to read this"]
    assert page.select(".speckit-header ~ .speckit-burn-up")
    assert not site.page("bread/tasks.html").select(".speckit-burn-up")
    assert site.logged == []


@pytest.mark.usefixtures("made")
def test_headers_say_when_an_item_was_last_ticked(build_site: Callable[..., Site]) -> None:
    site = build_site({})
    for page in ("bread/plan.html", "bread/tasks.html"):
        assert read_header(site.page(page)).counts == ["8 of 24 tasks", "last ticked 12 Mar"]


@pytest.mark.usefixtures("made")
def test_the_overview_has_a_small_chart_beside_the_date(build_site: Callable[..., Site]) -> None:
    page = build_site({}).page("index.html")
    (chart,) = page.select(".speckit-day .speckit-spark")
    assert chart["aria-hidden"] == "true"
    assert words(page, ".speckit-day") == ["12 Mar"]
    assert [day["title"] for day in page.select(".speckit-day")] == ["last ticked 12 Mar"]


def test_a_feature_without_a_tick_in_two_weeks_is_stuck(
    made: MadeRepository, build_site: Callable[..., Site]
) -> None:
    made.commit("2026-03-27", {"docs/other.md": "# Other\n"})
    site = build_site({}, speckit={"export": True})
    header = read_header(site.page("bread/tasks.html"))
    assert header.state == "Stuck"
    assert header.cautions == ["No task has been ticked since 12 Mar."]
    overview = site.page("index.html")
    assert words(overview, "summary") == ["Needs attention"]
    assert words(overview, ".speckit-what > .speckit-quiet") == [
        "No task has been ticked since 12 Mar."
    ]
    (feature,) = json.loads(site.html("speckit.json"))["features"]
    assert feature["status"] == "stuck"


def test_two_weeks_are_not_long_yet(made: MadeRepository, build_site: Callable[..., Site]) -> None:
    made.commit("2026-03-26", {"docs/other.md": "# Other\n"})
    assert read_header(build_site({}).page("bread/tasks.html")).state == "Under way"


@pytest.mark.usefixtures("made")
def test_the_export_has_the_days_and_the_forecast(build_site: Callable[..., Site]) -> None:
    site = build_site({}, speckit={"export": True})
    (feature,) = json.loads(site.html("speckit.json"))["features"]
    assert feature["burn_up"] == {
        "now": "2026-03-12",
        "points": [{"day": day, "done": d, "total": t} for day, (d, t) in DAYS.items()],
        "forecast": {"earliest": "2026-03-25", "latest": "2026-04-05"},
    }


def test_a_site_that_does_not_want_it_asks_nothing_of_git(
    made: MadeRepository, build_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert made.git("log")
    monkeypatch.delattr(History, "read_log")
    site = build_site({}, speckit={"show": ["summary"]})
    assert not site.page("bread/plan.html").select(".speckit-burn-up")
    assert read_header(site.page("bread/plan.html")).counts == ["8 of 24 tasks"]


def test_a_repository_with_one_commit_shows_nothing(
    tmp_path: Path, build_site: Callable[..., Site]
) -> None:
    MadeRepository(tmp_path).commit("2026-03-01", {"docs/bread/tasks.md": tasks(1, 4)})
    site = build_site({})
    assert not site.page("bread/tasks.html").select(".speckit-burn-up")
    assert site.logged == []


def test_a_shallow_clone_is_told_of_once(
    made: MadeRepository, build_site: Callable[..., Site]
) -> None:
    (made.root / ".git" / "shallow").write_text(made.git("rev-parse", "HEAD"))
    site = build_site({})
    assert not site.page("bread/plan.html").select(".speckit-burn-up")
    assert [line for line in site.logged if "history" in line] == [
        "INFO: speckit: the plans are shown without their history and without dates: the clone is"
        " shallow; fetch its whole history, such as fetch-depth: 0"
    ]


def build_alone(root: Path, **variables: str) -> dict[str, bytes]:
    """Build a site in a process of its own; what its files contain, without MkDocs' own clock."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(
        command, cwd=root, check=True, capture_output=True, env={**os.environ, **variables}
    )
    site = root / "site"
    files = (path for path in site.rglob("*") if path.suffix in {".html", ".json", ".svg"})
    clock = re.compile(rb"Build Date UTC : [^\n]*")
    return {path.relative_to(site).as_posix(): clock.sub(b"", path.read_bytes()) for path in files}


def test_a_version_that_git_has_lost_is_told_of_once(
    made: MadeRepository, build_site: Callable[..., Site]
) -> None:
    blob = made.git("rev-parse", "HEAD~2:docs/bread/tasks.md").strip()
    (made.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    site = build_site({}, strict=True)
    assert not site.page("bread/plan.html").select(".speckit-burn-up")
    assert [line for line in site.logged if "history" in line] == [
        "INFO: speckit: the plans are shown without their history and without dates: git has no"
        f" content of {blob}; the repository is broken or incomplete: fetch its whole history"
    ]


def test_bytes_are_those_of_the_commit_with_and_without_a_cache(made: MadeRepository) -> None:
    config = "site_name: Site\ntheme: mkdocs\nplugins:\n  - speckit:\n      export: true\n"
    (made.root / "mkdocs.yml").write_text(config)
    cold = build_alone(made.root, PYTHONHASHSEED="1")
    assert (made.root / ".cache/plugin/speckit/kept.sqlite").is_file()
    assert build_alone(made.root, PYTHONHASHSEED="2") == cold
    later = build_alone(made.root, SOURCE_DATE_EPOCH="1775000000")
    assert b"31 Mar" in later["bread/plan/index.html"]
    assert b"31 Mar" not in cold["bread/plan/index.html"]


def test_authors_are_never_shown(made: MadeRepository, build_site: Callable[..., Site]) -> None:
    made.git("config", "user.name", "Somebody Known")
    site = build_site({}, speckit={"export": True})
    for file in site.folder.rglob("*"):
        if file.is_file():
            assert b"a@example.org" not in file.read_bytes()


def test_a_site_of_a_folder_alone_keeps_nothing_there(made: MadeRepository) -> None:
    result = CliRunner().invoke(
        main, ["build", str(made.root / "docs"), "--site-dir", str(made.root / "out")]
    )
    assert result.exit_code == 0
    pages = (page.read_text("utf-8") for page in (made.root / "out").rglob("*.html"))
    assert any('id="speckit-burn-up"' in page for page in pages)
    assert not [*made.root.rglob(".cache")]

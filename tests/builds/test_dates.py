"""Dates on pages and in what a site publishes, from the day on which work starts."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from mkdocs_speckit.cli import main
from tests.headers import read_header, words
from tests.repositories import MadeRepository

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site


MARKED = "<!-- SPECKIT_LEVEL: 2 -->\n# Plan\n\n- [ ] a\n"


def plan(starts: str, boxes: str = "- [ ] a\n") -> str:
    return (
        f"---\nstarts: {starts}\n---\n<!-- SPECKIT_LEVEL: 2 -->\n# Implementation Plan: Bread\n\n"
        "## Dependencies and Effort\n\n| Phase | Depends On | Effort |\n|---|---|---|\n"
        "| Core | None | 8-12h |\n| Docs | Core | 12-20h |\n\n"
        "## Milestones\n\n| Milestone | Target |\n|---|---|\n| M1 | End of Core |\n\n"
        f"## Phases\n\n### Core\n\n{boxes}\n### Docs\n\n- [ ] b\n"
    )


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MadeRepository:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    repository = MadeRepository(tmp_path)
    files = {"docs/bread/plan.md": plan("2026-03-05"), "docs/tea/plan.md": plan("soon")}
    repository.commit(
        "2026-03-02", {**files, "docs/index.md": "# Home\n\n<!-- speckit: overview -->\n"}
    )
    return repository


@pytest.mark.usefixtures("made")
def test_header_timeline_and_overview_say_when_it_is_done(build_site: Callable[..., Site]) -> None:
    site = build_site({})
    page = site.page("bread/plan.html")
    assert read_header(page).facts["Left"].endswith("· done 9–10 Mar")
    axis = words(page, ".speckit-axis > span > span:first-child")
    assert axis[:4] == ["start", "6 Mar", "9 Mar", "10 Mar"]
    assert "likely after 1.25 d, 6 Mar" in words(page, ".speckit-milestone")[0]
    assert words(page, ".speckit-finish .speckit-words")[0].endswith("· done 9–10 Mar")
    assert "20–32 h 9–10 Mar" in words(site.page("index.html"), ".speckit-left")


@pytest.mark.usefixtures("made")
def test_a_start_that_is_no_date_is_a_finding_and_the_rest_of_the_page(
    build_site: Callable[..., Site],
) -> None:
    site = build_site({}, speckit={"rules": {"all": "ignore", "invalid-start": "warning"}})
    assert "done" not in read_header(site.page("tea/plan.html")).facts["Left"]
    assert site.page("tea/plan.html").select(".speckit-timeline")
    assert [line for line in site.log if "starts" in line] == [
        "WARNING: speckit: docs/tea/plan.md:2:9: starts is “soon”, which is not a date; write it as"
        " 2026-03-02 [invalid-start]"
    ]


@pytest.mark.usefixtures("made")
def test_the_calendar_is_the_projects_own(build_site: Callable[..., Site]) -> None:
    days = {"working_days": ["Mon", "Thu"], "holidays": ["2026-03-09"]}
    site = build_site({}, speckit={"working_time": {"hours_per_day": 10, **days}})
    # Thursday 5, Thursday 12, Monday 16 and Thursday 19 March.
    assert read_header(site.page("bread/plan.html")).facts["Left"].endswith("· done 12–19 Mar")


@pytest.mark.usefixtures("made")
def test_holidays_that_cover_every_day_are_a_sentence(
    tmp_path: Path, build_site: Callable[..., Site]
) -> None:
    events = [
        f"BEGIN:VEVENT\nDTSTART:{year}0101\nDTEND:{year + 1}0101\nEND:VEVENT\n"
        for year in range(2026, 2060)
    ]
    calendar = f"BEGIN:VCALENDAR\n{''.join(events)}END:VCALENDAR\n"
    (tmp_path / "holidays.ics").write_text(calendar)
    site = build_site({}, speckit={"working_time": {"holidays": "holidays.ics"}})
    left = read_header(site.page("bread/plan.html")).facts["Left"]
    assert left.endswith("· no working day in the calendar")


def test_what_is_begun_counts_from_the_last_commit(
    made: MadeRepository, build_site: Callable[..., Site]
) -> None:
    made.commit("2026-03-10", {"docs/bread/plan.md": plan("2026-03-05", "- [x] a\n- [ ] c\n")})
    site = build_site({}, speckit={"show": ["summary"]})
    assert "· done 11–13 Mar" in read_header(site.page("bread/plan.html")).facts["Left"]


def test_without_git_what_is_not_begun_has_its_dates(build_site: Callable[..., Site]) -> None:
    begun = plan("2026-03-05", "- [x] a\n- [ ] c\n")
    site = build_site({"a/plan.md": plan("2026-03-05"), "b/plan.md": begun})
    assert read_header(site.page("a/plan.html")).facts["Left"].endswith("· done 9–10 Mar")
    assert "done" not in read_header(site.page("b/plan.html")).facts["Left"]


@pytest.mark.usefixtures("made")
def test_a_site_publishes_its_dates(build_site: Callable[..., Site]) -> None:
    site = build_site({}, speckit={"export": True})
    bread, tea = json.loads(site.html("speckit.json"))["features"]
    assert bread["starts"] == "2026-03-05"
    assert bread["ends"] == {"earliest": "2026-03-09", "latest": "2026-03-10"}
    assert (tea["starts"], tea["ends"]) == (None, None)
    content = (site.folder / "speckit/milestones.ics").read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    lines = content.decode().split("\r\n")
    assert [line for line in lines if line.startswith(("SUMMARY", "DTSTART", "DTEND"))] == [
        "DTSTART;VALUE=DATE:20260306", "DTEND;VALUE=DATE:20260307", "SUMMARY:Bread: M1",
        "DTSTART;VALUE=DATE:20260309", "DTEND;VALUE=DATE:20260311", "SUMMARY:Bread: done",
    ]  # fmt: skip
    assert [line for line in lines if line.startswith("UID")] == [
        "UID:Site/bread/plan.md/M1", "UID:Site/bread/plan.md/done",
    ]  # fmt: skip


@pytest.mark.parametrize("text", [plan("soon"), "---\nstarts: 2026-03-02\n---\n" + MARKED])
def test_a_site_without_dates_publishes_no_calendar(
    build_site: Callable[..., Site], text: str
) -> None:
    site = build_site({"a/plan.md": text}, speckit={"export": True})
    assert not (site.folder / "speckit/milestones.ics").exists()


def test_the_command_prints_the_same_dates(made: MadeRepository) -> None:
    docs = str(made.root / "docs")
    table = CliRunner().invoke(main, ["export", "--format", "csv", docs])
    assert table.exit_code == 0
    assert list(csv.reader(io.StringIO(table.stdout))) == [
        "kind feature name state done total starts earliest latest".split(),
        ["feature", "bread", "Bread", "not started", "0", "2",
         "2026-03-05", "2026-03-09", "2026-03-10"],
        ["milestone", "bread", "M1", "", "", "", "", "2026-03-06", "2026-03-06"],
        ["feature", "tea", "Bread", "not started", "0", "2", "", "", ""],
    ]  # fmt: skip
    calendar = CliRunner().invoke(main, ["export", "--format", "ics", docs])
    assert calendar.stdout.startswith("BEGIN:VCALENDAR")
    assert "SUMMARY:Bread: M1" in calendar.stdout


def test_names_cannot_break_a_calendar_or_a_table(tmp_path: Path) -> None:
    text = plan("2026-03-05").replace("| M1 |", "| =1;2,3\\\\ END:VEVENT ün" + "ü" * 60 + " |")
    (tmp_path / "x").mkdir()
    (tmp_path / "x/plan.md").write_text(text, encoding="utf-8")
    printed = CliRunner().invoke(main, ["export", "--format", "ics", str(tmp_path)]).stdout_bytes
    assert printed.count(b"\r\nEND:VEVENT\r\n") == printed.count(b"\r\nBEGIN:VEVENT\r\n") == 2
    assert max(map(len, printed.split(b"\r\n"))) <= 75
    unfolded = printed.decode().replace("\r\n ", "")
    assert r"=1\;2\,3" in unfolded
    table = CliRunner().invoke(main, ["export", "--format", "csv", str(tmp_path)]).stdout
    assert list(csv.reader(io.StringIO(table)))[2][2].startswith("'=1;2,3")

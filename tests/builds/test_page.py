"""A plan's page in a built site, looked at as its readers get it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import markdown
import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import MARKER, all_but, target
from tests.headers import read_header

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Site

PLAN = """\
---
title: Login
---
# Implementation Plan: Login

<!-- SPECKIT_LEVEL: 2 -->

## Technical Context

| Aspect | Value |
|--------|-------|
| **Storage** | [e.g., PostgreSQL] |

Code: `[NAME]`, and in a block:

```
- [ ] [NAME]
```

## Phases of [FEATURE]

### Phase 1: Setup

- [x] Library chosen
- [x] Flag added

### Phase 2: Core Implementation

1. [x] Form
2. [ ] [Second part]
3. [B] Blocked
4. [~] Cancelled

### Phase 3: Verification

* [ ] Tests

## L2: PHASE DEPENDENCIES

| Phase | Depends On | Blocks |
|-------|------------|--------|
| Setup | None | Core |
| Config | Vendor contract | Core |
| Core | Setup, Config | Verify |
| Verify | Core | None |

## L2: EFFORT ESTIMATION

| Phase | Estimated Effort |
|-------|------------------|
| Setup | 1 hour |
| Config | 30 minutes |
| Core Implementation | 4-6 hours |
| Verification | 2-3 hours |
| **Total** | **10-12 hours** |
"""

OTHER = "# Other\n\n- [ ] [NAME]\n\n| a |\n|---|\n| 1 |\n"


@pytest.fixture
def site(build_site: Callable[..., Site]) -> Site:
    return build_site({"plan.md": PLAN, "other.md": OTHER})


def texts(soup: Tag, selector: str) -> list[str]:
    return [" ".join(element.get_text(" ").split()) for element in soup.select(selector)]


def test_the_header_stands_under_the_title(site: Site) -> None:
    page = site.page("plan.html")
    summary = page.select_one(".speckit-header")
    assert summary is not None
    title = summary.find_previous_sibling()
    assert title is not None
    assert title.name == "h1"
    header = read_header(page)
    assert (header.state, header.chip) == ("Stuck", "Level 2")
    assert header.counts == ["3 of 6 items", "7.5–10.5 h planned"]
    assert header.facts == {
        "Next": "[Second part] · Core Implementation",
        "Left": "5.2–7.5 h, likely 6.3 h; 4 in 5 cases within 6.6 h",
    }


def test_a_bar_stands_at_each_heading_with_items_of_its_own(site: Site) -> None:
    page = site.page("plan.html")
    bars = page.select(".speckit-progress")
    assert texts(page, ".speckit-progress") == ["2 of 2 done", "1 of 3 done", "0 of 1 done"]
    headings = [bar.find_previous_sibling(re.compile("h[1-6]")) for bar in bars]
    assert [heading and heading.get_text() for heading in headings] == [
        "Phase 1: Setup",
        "Phase 2: Core Implementation",
        "Phase 3: Verification",
    ]
    widths = [
        part.get("width") if (part := bar.select_one(".speckit-bar-done")) else None for bar in bars
    ]
    assert widths == ["100.0", "33.3", None]


def test_boxes_are_boxes_without_any_extension(site: Site) -> None:
    page = site.page("plan.html")
    states = [box["aria-label"] for box in page.select("li .speckit-box")]
    assert states == ["done", "done", "done", "open", "blocked", "cancelled", "open"]
    assert "[ ]" not in "".join(item.get_text() for item in page.select("li"))


def test_boxes_of_a_task_list_extension_are_left_alone(build_site: Callable[..., Site]) -> None:
    page = build_site({"plan.md": PLAN}, extensions=["pymdownx.tasklist"]).page("plan.html")
    assert len(page.select("li input[type=checkbox]")) == 5
    assert [box["aria-label"] for box in page.select(".speckit-box")] == ["blocked", "cancelled"]
    assert texts(page, ".speckit-progress") == ["2 of 2 done", "1 of 3 done", "0 of 1 done"]


def test_the_diagram_shows_phases_edges_and_what_decides_the_end(site: Site) -> None:
    page = site.page("plan.html")
    (figure,) = page.select(".speckit-diagram")
    heading = figure.find_previous(re.compile("^h[1-6]$"))
    assert heading is not None
    assert heading.get_text() == "L2: PHASE DEPENDENCIES"
    assert figure["id"] == "speckit-diagram"
    assert texts(figure, ".speckit-node > title") == [
        "Setup: 1 h, done, 2 of 2 done",
        "Config: 0.5 h; waits for Vendor contract",
        "Core: 4–6 h, stuck, 1 of 3 done; waits for Setup, Config",
        "Verify: 2–3 h, waiting, 0 of 1 done; waits for Core",
        "Vendor contract: outside this plan",
    ]
    assert texts(figure, ".speckit-edge > title") == [
        "Core waits for Setup",
        "Core waits for Config",
        "Verify waits for Core",
        "Config waits for Vendor contract",
    ]
    assert len(figure.select(".speckit-node--external")) == 1
    assert texts(figure, "figcaption") == ["Each delay moves the end: 5.2–7.5 h from here."]


def test_phases_link_to_their_headings(site: Site) -> None:
    page = site.page("plan.html")
    links = ["#phase-1-setup", "#phase-2-core-implementation", "#phase-3-verification"]
    for place in page.select(".speckit-picture, .speckit-steps"):
        assert [target(link) for link in place.select("a")] == links
    for link in links:
        assert page.select_one(str(link)) is not None


def test_the_timeline_stands_at_the_effort_table(site: Site) -> None:
    page = site.page("plan.html")
    (figure,) = page.select(".speckit-timeline")
    before, after = figure.find_previous_sibling(), figure.find_next_sibling()
    assert before is not None
    assert before.get_text() == "L2: EFFORT ESTIMATION"
    assert after is not None
    assert after.name == "table"
    links = [link["href"] for link in figure.select("a")]
    assert links == ["#phase-1-setup", "#phase-2-core-implementation", "#phase-3-verification"]


def test_svg_keeps_its_letter_case(site: Site) -> None:
    assert 'viewBox="' in site.html("plan.html")


def test_placeholders_are_marked_in_the_text(site: Site) -> None:
    page = site.page("plan.html")
    assert texts(page, "mark.speckit-placeholder") == [
        "[e.g., PostgreSQL]",
        "[FEATURE]",
        "[Second part]",
    ]
    parents = [mark.parent.name for mark in page.select("mark") if mark.parent]
    assert parents == ["td", "h2", "li"]


def test_headings_and_titles_elsewhere_have_no_marks(build_site: Callable[..., Site]) -> None:
    site = build_site({"plan.md": "# Plan: [NAME]\n\n<!-- SPECKIT_LEVEL: 1 -->\n\n## [FEATURE]\n"})
    page = site.page("plan.html")
    assert page.title is not None
    assert page.title.get_text() == "Plan: [NAME] - Site"
    assert "speckit-placeholder" not in str(page.select("#toc-collapse, nav"))


def test_other_pages_stay_as_they_were(build_site: Callable[..., Site]) -> None:
    with_plugin = build_site({"plan.md": PLAN, "other.md": OTHER}).html("other.html")
    without = build_site({"plan.md": PLAN, "other.md": OTHER}, plugins=[]).html("other.html")
    link = re.compile(r'\s*<link href="[^"]*speckit\.css" rel="stylesheet">')
    strip = re.compile(r"Build Date UTC[^-]*")
    assert link.search(with_plugin)
    assert strip.sub("", link.sub("", with_plugin)) == strip.sub("", without)


def test_the_stylesheet_arrives(site: Site) -> None:
    (link,) = site.page("plan.html").select('link[href$="speckit.css"]')
    assert ".speckit-header" in (site.folder / str(link["href"])).read_text()


@pytest.mark.parametrize(
    ("word", "selector"),
    [
        ("summary", ".speckit-header"),
        ("progress", ".speckit-progress"),
        ("diagrams", ".speckit-diagram"),
        ("timelines", ".speckit-timeline"),
        ("placeholders", ".speckit-placeholder"),
    ],
)
def test_each_part_can_be_left_out(
    build_site: Callable[..., Site], word: str, selector: str
) -> None:
    assert build_site({"plan.md": PLAN}).page("plan.html").select(selector)
    page = build_site({"plan.md": PLAN}, speckit={"show": all_but(word)}).page("plan.html")
    assert not page.select(selector)


def test_working_hours_are_the_projects_own(build_site: Callable[..., Site]) -> None:
    text = PLAN.replace("4-6 hours", "1 week")
    page = build_site(
        {"plan.md": text}, speckit={"working_time": {"hours_per_day": 6, "days_per_week": 4}}
    ).page("plan.html")
    assert read_header(page).counts[1] == "27.5–28.5 h planned"


def test_the_timeline_counts_days_in_the_projects_own_hours(
    build_site: Callable[..., Site],
) -> None:
    text = PLAN.replace("4-6 hours", "3 weeks")
    page = build_site({"plan.md": text}, speckit={"working_time": {"hours_per_day": 6}}).page(
        "plan.html"
    )
    assert "Working days of 6 h from now." in texts(page, ".speckit-timeline figcaption")[0]


def test_the_extension_alone_gives_the_same_article(site: Site) -> None:
    alone = markdown.markdown(PLAN.partition("---\n# ")[2].join(["# ", ""]), extensions=[
        "tables", "toc", "fenced_code", "speckit",
    ])  # fmt: skip
    article = site.page("plan.html").select_one("div[role=main]")
    assert article is not None
    strip = [str(BeautifulSoup(html, "html.parser")).strip() for html in (alone,)]
    assert strip[0] in str(article)


def test_a_converter_inside_the_page_shows_nothing(build_site: Callable[..., Site]) -> None:
    """Tools such as mkdocstrings convert parts of a page with all of its extensions."""
    page = build_site({"plan.md": PLAN}, extensions=["speckit"]).page("plan.html")
    assert len(page.select(".speckit-header")) == 1


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
def test_every_theme_has_all_parts(build_site: Callable[..., Site], theme: str) -> None:
    page = build_site({"plan.md": PLAN}, theme=theme).page("plan.html")
    parts = ["header", "progress", "diagram", "timeline", "placeholder"]
    assert [len(page.select(f".speckit-{part}")) for part in parts] == [1, 3, 1, 1, 3]


def test_the_same_input_gives_the_same_bytes(build_site: Callable[..., Site]) -> None:
    strip = re.compile(r"Build Date UTC[^-]*")
    first = strip.sub("", build_site({"plan.md": PLAN}).html("plan.html"))
    assert first == strip.sub("", build_site({"plan.md": PLAN}).html("plan.html"))


PARENT = """\
# Order search

<!-- CONTENT DISCIPLINE: PHASE PARENT -->
<!-- SPECKIT_LEVEL: 2 -->

## Phase map

| Phase | Folder | Status |
|-------|--------|--------|
| 1 | `001-index/` | planned |
| 2 | [Suggestions](002-suggestions/spec.md) in 002-suggestions | planned |
| 3 | 003-later | planned |
| 4 | 004-not-written | planned |

| From | To |
|------|----|
| 001-index | 002-suggestions |
"""


def test_a_phase_parents_map_shows_how_far_each_part_is(build_site: Callable[..., Site]) -> None:
    tasks = "# Tasks\n\n<!-- SPECKIT_LEVEL: 2 -->\n\n- [x] one\n- [{}] two\n"
    site = build_site({
        "search/spec.md": PARENT,
        "search/001-index/tasks.md": tasks.format(" "),
        "search/002-suggestions/tasks.md": tasks.format("x"),
        "search/003-later/spec.md": "# Later\n\n<!-- SPECKIT_LEVEL: 1 -->\n",
    })  # fmt: skip
    rows = site.page("search/spec.html").select("table")[0].select("tbody tr")
    marks = [row.select_one("td:nth-of-type(2) .speckit-part-progress") for row in rows]
    assert [mark.get_text(" ", strip=True) for mark in marks if mark] == [
        "1 of 2 done", "2 of 2 done", "not started",
    ]  # fmt: skip
    links = [target(mark.a) for mark in marks if mark and mark.a]
    assert links == ["001-index/tasks.html", "002-suggestions/tasks.html", "003-later/spec.html"]
    between = site.page("search/spec.html").select("table")[1]
    assert not between.select(".speckit-part-progress"), "a row of two parts is no row of a map"
    assert "speckit-part-progress" not in site.html("search/001-index/tasks.html")
    header = read_header(site.page("search/spec.html"))
    assert (header.state, header.counts, header.chip) == (
        "Under way",
        ["3 of 4 items"],
        "Phase parent",
    )


def test_parts_stand_on_the_first_of_several_plans(build_site: Callable[..., Site]) -> None:
    site = build_site(
        {
            "bread/001-crust/plan.md": f"# Crust\n\n{MARKER}- [x] a\n",
            "bread/002-crumb/plan.md": f"# Crumb\n\n{MARKER}- [ ] b\n",
            "bread/a.md": f"# A\n\n{MARKER}",
            "bread/b.md": f"# B\n\n{MARKER}",
        }
    )
    segments = [len(site.page(f"bread/{name}.html").select(".speckit-segment")) for name in "ab"]
    assert segments == [2, 0]

"""What the pages of a plan say of phases whose boxes are in the feature's tasks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.conftest import MARKER
from tests.headers import read_header, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup

    from tests.conftest import Site

PLAN = (
    MARKER
    + """
# Plan: Bread

## Phases

### Phase 1: Dough

- [ ] own
- [ ] own

### Phase 2: Oven

### Phase 3: Shop

- [x] own

## Effort

| Phase | Effort |
|-------|--------|
| Dough | 2-3h   |
| Oven  | 4h     |

## Dependencies

| Phase | Depends On |
|-------|------------|
| Dough | None       |
| Oven  | Dough      |
"""
)

TASKS = MARKER.replace("plan-core", "tasks-core") + "# Tasks\n\n"


def bars(page: BeautifulSoup) -> dict[str, str]:
    """The texts of the completion bars, by the headings above them."""
    found = {}
    for bar in page.select(".speckit-progress"):
        heading = bar.find_previous(["h2", "h3"])
        assert heading is not None
        found[heading.get_text()] = " ".join(bar.get_text().split())
    return found


def titles(page: BeautifulSoup) -> list[str]:
    return [str(item["title"]) for item in page.select(".speckit-chain li")]


def test_a_heading_shows_the_boxes_of_the_tasks_and_names_its_own(
    build_site: Callable[..., Site],
) -> None:
    tasks = "## Phase 1: Dough\n\n- [x] a\n\n## Phase 2: Oven (brick)\n\n- [x] b\n- [ ] c\n"
    page = build_site({"plan.md": PLAN, "tasks.md": TASKS + tasks}).page("plan.html")
    assert bars(page) == {
        "Phase 1: Dough": "1 of 1 done in tasks.md, own boxes 0 of 2",
        "Phase 2: Oven": "1 of 2 done in tasks.md under “Phase 2: Oven (brick)”",
        "Phase 3: Shop": "1 of 1 done",
    }
    assert any("Dough: 2–3 h" in title and "1 of 1 done, own" in title for title in titles(page))


def test_when_all_tasks_are_done_the_phases_are(build_site: Callable[..., Site]) -> None:
    site = build_site({"plan.md": PLAN, "tasks.md": TASKS + "- [x] all\n"})
    found = [t for t in titles(site.page("plan.html")) if t.startswith(("Dough:", "Oven:"))]
    assert len(found) == 2
    assert all("done with all tasks of the feature" in title for title in found)
    assert "own boxes 0 of 2" in found[0]


def test_what_a_document_says_of_itself_stands_beside_what_was_counted(
    build_site: Callable[..., Site],
) -> None:
    stated = "| Field | Value |\n|---|---|\n| Status | In Progress |\n| Owner | a |\n"
    pages = {
        "spec.md": f"---\ncompletion_pct: 40\n---\n{MARKER}# Spec\n\n{stated}",
        "tasks.md": TASKS + "- [x] a\n- [ ] b\n- [ ] c\n",
    }
    header = read_header(build_site(pages).page("spec.html"))
    assert header.counts == ["1 of 3 tasks", "says “In Progress”, 40 %", "owner: a"]
    assert header.facts["Next"] == "b"


def test_what_is_left_is_a_lower_bound_while_an_open_phase_has_no_estimate(
    build_site: Callable[..., Site],
) -> None:
    phases = ("Phase 1: Dough", "Phase 2: Oven", "Phase 3: Shop")
    tasks = "".join(f"## {phase}\n\n- [ ] a\n\n" for phase in phases)
    page = build_site({"plan.md": PLAN, "tasks.md": TASKS + tasks}).page("plan.html")
    left = read_header(page).facts["Left"]
    assert left == "at least 6–7 h · 1 open phase has no estimate"


def test_a_specification_has_a_table_of_what_its_tasks_cite(
    build_site: Callable[..., Site],
) -> None:
    stated = (
        "| ID | Requirement |\n|---|---|\n| REQ-001 | Bread is brown |\n| REQ-002 | No queue |\n"
    )
    pages = {
        "spec.md": MARKER.replace("plan-core", "spec-core") + f"# Spec\n\n{stated}",
        "tasks.md": TASKS
        + "## Bake\n\n- [x] T001 Heat for REQ-001\n\n## Sell\n\n- [ ] Taste (REQ-001)\n",
    }
    site = build_site(pages, speckit={"export": True})
    spec = json.loads(site.html("speckit.json"))["plans"][0]
    assert spec["requirements"] == [
        {"id": "REQ-001", "line": 7, "tasks": ["T001", "Taste (REQ-001)"]},
        {"id": "REQ-002", "line": 8, "tasks": []},
    ]
    (table,) = site.page("spec.html").select(".speckit-matrix")
    assert words(table, "summary") == ["Requirements and tasks 1 of 2 have a task"]
    assert words(table, "thead th") == ["Requirement", "Bake. Bake", "Sell. Sell"]
    assert words(table, "tbody th") == ["REQ-001 Bread is brown", "REQ-002 No queue"]
    assert [link.get_text() for link in table.select("a")] == ["T001", "Taste (REQ-001)"]
    assert {link["href"] for link in table.select("a")} == {"tasks.html"}

"""Marks in a plan's tables: shares, complexity, status, the computed total."""

from __future__ import annotations

import markdown
from bs4 import BeautifulSoup, Tag

from tests.conftest import MARKER, all_but

EFFORT = """
## Effort

| Phase | Complexity | Effort |
|-------|------------|--------|
| Dough | Low        | 1-3h   |
| Oven  | **High**   | 6h     |
| Till  | Med-High   | tbd    |
| Shop  | Very high  | tbd    |
| Total |            | 20h    |
"""
DEPENDENCIES = """
## 6. Dependencies

| Dependency | Status              |
|------------|---------------------|
| Flour      | Green (two sacks)   |
| Oven       | In progress         |
| Permit     | ~~Red~~ **Blocked** |
| Till       | ✅ Ready            |
| Shop       | we shall see        |
"""


def page(text: str, **options: object) -> BeautifulSoup:
    html = markdown.markdown(
        MARKER + text,
        extensions=["tables", "toc", "speckit"],
        extension_configs={"speckit": options},
    )
    return BeautifulSoup(html, "html.parser")


def cells(soup: BeautifulSoup, column: int) -> list[Tag]:
    return [row.find_all("td")[column] for row in soup.select("tbody tr")]


def test_each_phase_has_its_share_of_the_total_as_a_bar() -> None:
    efforts = cells(page(EFFORT), 2)
    shares = [bar["aria-label"] if (bar := cell.find("svg")) else None for cell in efforts]
    assert shares == ["25 % of the total", "75 % of the total", None, None, None]
    parts = [part["width"] for cell in efforts for part in cell.select(".speckit-share-part")]
    assert parts == ["25.0", "75.0"]


def test_one_estimated_phase_is_all_and_has_no_bar() -> None:
    soup = page("## Effort\n\n| Phase | Effort |\n|---|---|\n| Dough | 3h |\n")
    assert not soup.select(".speckit-share")


def test_the_total_row_shows_the_computed_total_where_it_differs() -> None:
    (note,) = page(EFFORT).select(".speckit-computed")
    row = note.find_parent("tr")
    assert row is not None
    assert row.get_text(" ", strip=True).startswith("Total 20h")
    assert note.get_text() == "⚠ phases sum to 7–9 h"
    assert not page(EFFORT.replace("20h", "7-9h")).select(".speckit-computed")


def test_complexity_is_a_mark_before_the_word() -> None:
    complexities = cells(page(EFFORT), 1)
    steps = [len(cell.select(".speckit-step")) for cell in complexities]
    assert steps == [1, 5, 4, 6, 0]
    assert [cell.get_text() for cell in complexities] == [
        "Low",
        "High",
        "Med-High",
        "Very high",
        "",
    ]


def test_status_is_a_shape_and_a_colour_before_the_word() -> None:
    statuses = cells(page(DEPENDENCIES), 1)
    marks = [mark["class"][-1][16:] if (mark := c.find("svg")) else None for c in statuses]
    assert marks == ["green", "yellow", "red", None, None]
    shapes = [mark.find(True).name for c in statuses if (mark := c.find("svg"))]  # type: ignore[union-attr]
    assert shapes == ["circle", "path", "rect"]


def test_status_words_of_other_tables_are_left_alone() -> None:
    assert not page(DEPENDENCIES.replace("Dependencies", "Review")).select("svg.speckit-status")


def test_an_option_leaves_all_marks_out() -> None:
    assert not page(EFFORT + DEPENDENCIES, show=all_but("tables")).select(
        "td svg, td .speckit-computed"
    )


def test_a_table_that_the_page_has_otherwise_is_left_alone() -> None:
    html = markdown.markdown(MARKER + EFFORT, extensions=["speckit"])
    assert "<table" not in html
    assert "speckit-share" not in html

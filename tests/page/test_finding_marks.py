"""Marks of findings: at the row, the item, the placeholder or the heading that they are about."""

from __future__ import annotations

import markdown
import pytest
from bs4 import BeautifulSoup

from tests.conftest import MARKER, all_but

PLAN = f"""\
---
title: Login
---
# Plan: Login

{MARKER}Written for [NAME].

## Checklist

- [ ] Read the *whole* text
- [ ] TODO
- [ ] Ask [e.g., Ann]

## Effort

| Phase | Complexity | Effort |
|-------|------------|--------|
| One   | Low        | 1 hour |
| Two   | Low        | TBD    |
| Total |            | 4 hours |

Text below the table: ???
"""


def page(text: str, *more: str, **options: object) -> BeautifulSoup:
    html = markdown.markdown(
        text,
        extensions=["meta", "tables", "toc", *more, "speckit"],
        extension_configs={"speckit": {"show": all_but("summary", also=("findings",)), **options}},
    )
    return BeautifulSoup(html, "html.parser")


def places(soup: BeautifulSoup, rule: str) -> list[str]:
    """What the findings of a rule are marked at: the element and its text without marks."""
    found = []
    for line in soup.select(".speckit-finding"):
        code = line.find("code")
        for link in line.select(".speckit-numbers a") if code and code.text == rule else ():
            (place,) = soup.select(str(link["href"]))
            holder = place.find_parent(["h1", "h2", "li", "p", "td", "th"])
            assert holder is not None
            marks = "".join(mark.get_text() for mark in holder.select(".speckit-places"))
            found.append(f"{holder.name}: {holder.get_text().strip().removeprefix(marks)}")
    return found


def test_a_placeholder_is_marked_at_its_own_block() -> None:
    assert places(page(PLAN), "unfilled-placeholder") == [
        "p: Written for [NAME].",
        "li: Ask [e.g., Ann]",
    ]


def test_an_item_a_row_and_the_heading_above_other_text() -> None:
    soup = page(PLAN)
    assert places(soup, "unfinished-content")[:2] == ["li: TODO", "td: Two"]
    assert places(soup, "effort-total-mismatch") == ["td: Total"]
    assert places(soup, "missing-section") == ["h1: Plan: Login"]


def test_the_box_of_an_item_stays_before_its_mark() -> None:
    (item,) = (e for e in page(PLAN).select("li") if "Ann" in e.get_text())
    classes = [str((child.get("class") or [""])[0]) for child in item.find_all("span")]
    assert classes[:2] == ["speckit-box", "speckit-places"]


@pytest.mark.parametrize("word", ["placeholders", "tables"])
def test_places_are_found_without_other_marks(word: str) -> None:
    show = all_but("summary", word, also=("findings",))
    assert places(page(PLAN, show=show), "effort-total-mismatch") == ["td: Total"]


def test_a_placeholder_that_is_not_marked_is_found_by_its_line() -> None:
    assert places(page(PLAN, show=["findings"]), "unfilled-placeholder") == [
        "h1: Plan: Login",
        "li: Ask [e.g., Ann]",
    ]


def test_a_page_without_headings_has_the_marks_at_its_top() -> None:
    soup = page(f"{MARKER}Some text.\n")
    marks, text = soup.select(".speckit-place"), soup.find(string="Some text.")
    assert marks
    assert all(mark.find_next(string="Some text.") is text for mark in marks)


def test_ids_of_the_authors_own_stay_alone() -> None:
    text = PLAN + "\n## Speckit findings\n\n<b id='speckit--place-1'>Here</b>\n"
    soup = page(text)
    ids = [str(element["id"]) for element in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {"speckit-findings", "speckit---findings", "speckit---finding-1"} <= {*ids}
    assert all(soup.select(str(a["href"])) for a in soup.select(".speckit-finding a"))


def test_a_table_that_the_page_has_otherwise_is_marked_at_its_heading() -> None:
    (line,) = (line for line in PLAN.split("\n") if line.startswith("| Total"))
    shorter = markdown.Markdown(
        extensions=["meta", "toc", "speckit"],  # Without tables.
        extension_configs={"speckit": {"show": all_but("summary", also=("findings",))}},
    )
    soup = BeautifulSoup(shorter.convert(PLAN), "html.parser")
    assert line.split("|")[1].strip() in soup.get_text()
    assert places(soup, "effort-total-mismatch") == ["h2: Effort"]

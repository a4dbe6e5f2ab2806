"""The panel of findings: a line for each rule, numbered links, and where the messages are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from mkdocs_speckit.audit import RULES, Finding
from mkdocs_speckit.model.finding import Failure
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.rendering.findings import (
    MAX_MARKS,
    MAX_MESSAGES,
    MAX_NUMBERS,
    order_findings,
    render_findings,
    render_marks,
)

if TYPE_CHECKING:
    from bs4 import Tag

    from mkdocs_speckit.model.finding import Severity


def find(rule: str, severity: Severity, line: int, message: str = "this is wrong") -> Finding:
    return Finding(rule, severity, Place(line), message)


TOTAL = find("effort-total-mismatch", "warning", 30, "the effort total does not add up; correct it")
LISTS = tuple(find("items-not-rendered", "info", line, "this list is not shown") for line in (4, 9))
BOXES = tuple(
    find("unfilled-placeholder", "info", line, f"placeholder [{line}] is not filled in")
    for line in (5, 7)
)


def panel(*found: Finding, stem: str = "speckit", is_preview: bool = False) -> BeautifulSoup:
    html = render_findings(found, is_preview=is_preview, stem=stem)
    return BeautifulSoup(html, "html.parser")


def words(soup: Tag, selector: str) -> list[str]:
    return [" ".join(e.get_text(" ").split()) for e in soup.select(selector)]


def test_the_title_says_how_many_there_are_and_what_is_asked() -> None:
    titles = {
        "3 findings 1 to correct, 2 for your information": panel(TOTAL, *LISTS),
        "1 finding to correct": panel(TOTAL),
        "2 notes nothing to correct": panel(*LISTS),
        "2 notes nothing to correct · shown in the preview only": panel(*LISTS, is_preview=True),
    }
    assert {title: words(soup, ".speckit-findings-title") for title, soup in titles.items()} == {
        title: [title] for title in titles
    }


def test_only_what_is_to_be_corrected_has_an_edge_and_a_triangle() -> None:
    mixed, notes = panel(TOTAL, *LISTS), panel(*LISTS)
    assert mixed.select("aside.speckit-findings--correct")
    assert not notes.select(".speckit-findings--correct")
    signs = [str(sign["aria-label"]) for sign in mixed.select(".speckit-finding > svg")]
    assert signs == ["warning", "info"]
    assert mixed.select("svg.speckit-sign--caution")
    assert not notes.select("svg.speckit-sign--caution")


def test_numbers_follow_the_panel_with_what_is_to_be_corrected_first() -> None:
    first, *others = BOXES
    assert order_findings([*LISTS, first, TOTAL, *others]) == (TOTAL, *LISTS, *BOXES)
    numbers = [
        words(line, ".speckit-numbers a")
        for line in panel(*LISTS, TOTAL).select(".speckit-finding")
    ]
    assert numbers == [["1"], ["2", "3"]]


def test_a_joined_finding_has_a_number_for_each_place() -> None:
    first, second = LISTS
    joined = Finding(first.rule, "info", first.place, f"{first.message} (and one more)", LISTS)
    assert order_findings([joined]) == (first, second)


def test_failures_of_the_plugin_are_left_out() -> None:
    failure = Failure.describe("the audit", "plan.md", ValueError("secret"))
    assert order_findings([failure, TOTAL]) == (TOTAL,)
    # Nobody knows what the part that failed would have found.
    assert render_findings([failure], is_preview=False, rules=40) == ""


def test_one_message_is_the_line_itself_with_its_rule_and_lines() -> None:
    assert words(panel(TOTAL, *LISTS), ".speckit-finding > span:nth-child(2)") == [
        "The effort total does not add up; correct it effort-total-mismatch line 30",
        "This list is not shown items-not-rendered lines 4, 9",
    ]


def test_several_messages_are_folded_under_what_the_rule_finds() -> None:
    soup = panel(*BOXES)
    title = "A placeholder of a template that nobody has replaced unfilled-placeholder"
    assert words(soup, ".speckit-finding summary") == [title]
    assert words(soup, ".speckit-finding details > p") == [
        "Placeholder [5] is not filled in 1 line 5",
        "Placeholder [7] is not filled in 2 line 7",
        "What this rule reports, and why",
    ]


def test_a_line_has_few_numbers_and_its_fold_the_others() -> None:
    many = [find("empty-table", "warning", line) for line in range(1, MAX_NUMBERS + 3)]
    soup = panel(*many)
    assert len(soup.select(".speckit-numbers a")) == MAX_NUMBERS
    (summary,) = words(soup, ".speckit-finding summary")
    assert summary == f"This is wrong empty-table {MAX_NUMBERS + 2} places"
    assert len(soup.select("details .speckit-unbroken a")) == MAX_NUMBERS + 2
    ids = [str(element["id"]) for element in soup.select("a[id]")]
    assert sorted(ids) == sorted(f"speckit-finding-{n}" for n in range(1, MAX_NUMBERS + 3))


def test_places_without_a_mark_have_their_lines_alone() -> None:
    many = [find("empty-table", "warning", line) for line in range(1, MAX_MARKS + 2)]
    soup = panel(*many, LISTS[0])
    assert not soup.select(f'[href="#speckit-place-{MAX_MARKS + 1}"]')
    assert f"line {MAX_MARKS + 1}" in soup.select("details")[0].get_text()
    assert not soup.select(".speckit-finding")[1].select("a:not(.speckit-rule)")


def test_the_name_of_a_rule_links_to_what_it_reports_and_why() -> None:
    soup = panel(TOTAL, *BOXES, find("house-rule", "info", 3))
    links = [str(link["href"]) for link in soup.select("a.speckit-rule")]
    assert links == ["#speckit-rule-effort-total-mismatch", "#speckit-rule-unfilled-placeholder"]
    for link, beginning in zip(links, ("A declared total", "A placeholder of"), strict=True):
        name = soup.select_one(f"details dl {link}")
        assert name is not None
        assert name.get_text() == link.removeprefix("#speckit-rule-")
        manual = name.find_next_sibling("dd")
        assert manual is not None
        assert manual.get_text().startswith(beginning)


def test_a_panel_without_a_page_has_no_links() -> None:
    soup = panel(TOTAL, *BOXES, stem="")
    assert not soup.select("a, [id]")
    assert "line 30" in soup.get_text()


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("this table is empty", "This table is empty"),
        ("tasks.md is missing", "tasks.md is missing"),
        ("“Till” has no heading", "“Till” has no heading"),
        ("T001 is missing", "T001 is missing"),
    ],
)
def test_a_message_is_a_sentence_unless_it_begins_with_a_name(message: str, shown: str) -> None:
    soup = panel(find("empty-table", "info", 1, message))
    assert soup.get_text().count(shown) == 1


def test_rules_that_have_looked_are_named_where_nothing_is_found() -> None:
    soup = BeautifulSoup(render_findings([], is_preview=True, rules=43), "html.parser")
    assert words(soup, "p.speckit-clean") == ["Checked by 43 rules: nothing found."]
    assert soup.select("svg.speckit-sign--done")
    assert render_findings([], is_preview=True) == ""


def test_marks_of_consecutive_numbers_are_one() -> None:
    numbered = [(2, TOTAL), (5, LISTS[0]), (6, BOXES[0]), (7, BOXES[1])]
    soup = BeautifulSoup(render_marks(numbered, "speckit"), "html.parser")
    assert words(soup, "a") == ["2", "5–7"]
    assert [str(e["id"]) for e in soup.select("[id]")] == [
        f"speckit-place-{number}" for number in (2, 5, 6, 7)
    ]
    one, several = soup.select("a")
    assert (one["href"], several["href"]) == ("#speckit-finding-2", "#speckit-finding-5")
    assert one["title"] == "The effort total does not add up; correct it"
    assert str(several["title"]).split("\n") == [
        "This list is not shown",
        "Placeholder [5] is not filled in",
        "Placeholder [7] is not filled in",
    ]
    assert "speckit-place--correct" in (one["class"] or ())
    assert "speckit-place--correct" not in (several["class"] or ())


def test_the_tooltip_of_a_mark_is_short() -> None:
    many = [(n, find("empty-table", "info", n, f"table {n}")) for n in range(1, MAX_MESSAGES + 3)]
    (mark,) = BeautifulSoup(render_marks(many, "speckit"), "html.parser").select("a")
    assert str(mark["title"]).split("\n")[-1] == "and 2 more findings"


def test_what_each_rule_finds_is_a_short_title() -> None:
    for rule in RULES.values():
        assert rule.title[0].isupper(), rule.name
        assert not rule.title.startswith("Report "), rule.name
        assert "`" not in rule.title, rule.name
        assert not rule.title.endswith("."), rule.name

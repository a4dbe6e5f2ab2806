"""Lists of boxes are shown as CommonMark reads them, however little they are indented."""

from __future__ import annotations

from typing import Any

import markdown
import pyromark
import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.reading.document.lists import indent_lists
from tests.conftest import MARKER, all_but


def nesting(html: str) -> list[Any]:
    """The items of all lists: the text of each, and those nested in it."""
    return nested_in(BeautifulSoup(html, "html.parser"))


def nested_in(element: Tag) -> list[Any]:
    return [
        (own_text(item), nested_in(item))
        for list_ in element.find_all(["ul", "ol"], recursive=False)
        for item in list_.find_all("li", recursive=False)
    ]


def own_text(item: Tag) -> str:
    texts = [text for text in item.find_all(string=True) if text.find_parent("li") is item]
    return " ".join("".join(texts).split())


SHOWN = [
    ("right below a line of text", "Before:\n- [ ] a\n- [ ] b"),
    ("nested by two spaces", "- [ ] a\n  - [x] b\n    - [ ] c\n- [ ] d"),
    ("nested by three, under a number", "1. [ ] a\n   - [x] b\n2. [ ] c"),
    ("a further paragraph of an item", "- [ ] a\n\n  At noon.\n- [ ] b\n  - [ ] c"),
    ("a list below a further paragraph", "- [ ] a\n\n  At noon:\n  - [ ] b\n- [ ] c"),
    ("a line that runs on", "Before:\n- [ ] a\nand more\n  - [ ] b"),
    ("blank lines between items", "- [ ] a\n\n  - [ ] b\n\n  - [ ] c\n- [ ] d"),
    ("nested by tabs and spaces", "Before:\n- [ ] a\n\t- [ ] b\n  - [ ] c"),
]


@pytest.mark.parametrize(("why", "text"), SHOWN, ids=[why for why, _ in SHOWN])
def test_a_page_shows_it_as_commonmark_does(why: str, text: str) -> None:
    html = markdown.markdown(MARKER + text, extensions=["speckit"])
    for drawn in (soup := BeautifulSoup(html, "html.parser")).select(".speckit-item"):
        assert drawn.name == "li"
    assert len(soup.select("li:not(.speckit-header li)")) == text.count("[")
    assert nesting(markdown.markdown(indent_lists(text, 4))) == nesting(pyromark.html(text)), why


@pytest.mark.parametrize(
    ("text", "indented"),
    [
        ("Before:\r\n- [ ] a\r\n- [ ] b\r- [ ] c", "Before:\n\n- [ ] a\n- [ ] b\n- [ ] c"),
        # Only the lists that would not be shown.
        (
            "Before:\n- [ ] a\n\nText.\n\n- b\n  - c",
            "Before:\n\n- [ ] a\n\nText.\n\n- b\n  - c",
        ),
        ("- b\n  - c\n\nBefore:\n- [ ] a", "- b\n  - c\n\nBefore:\n\n- [ ] a"),
        # A line below an item's text moves with it; one that runs on stays where it is.
        (
            "Before:\n- [ ] a\n  - [ ] b\n    more\n  - [ ] c",
            "Before:\n\n- [ ] a\n    - [ ] b\n        more\n    - [ ] c",
        ),
        (
            "Before:\n- [ ] a\n  - [ ] b\n\n  At noon.\n\n    More.",
            "Before:\n\n- [ ] a\n    - [ ] b\n\n    At noon.\n\n      More.",
        ),
        (" - [ ] a\n   - [ ] b\n runs on", " - [ ] a\n     - [ ] b\n runs on"),
        ("Before:\n- [ ] a\nruns on\n  - [ ] b", "Before:\n\n- [ ] a\nruns on\n    - [ ] b"),
        # An item that is nested less than the block of lines it is in begins another one.
        (
            "> - [ ] a\n>\n>   - [ ] b\n> - [ ] c",
            "> - [ ] a\n>\n>     - [ ] b\n>\n> - [ ] c",
        ),
    ],
)
def test_each_line_is_indented_by_the_depth_of_its_item(text: str, indented: str) -> None:
    assert indent_lists(text, 4) == indented


def test_in_quotes_and_notes_it_keeps_what_it_is_in() -> None:
    assert indent_lists("> Before:\n> - [ ] a\n>   - [ ] b", 4) == (
        "> Before:\n>\n> - [ ] a\n>     - [ ] b"
    )
    assert indent_lists("!!! note\n    Before:\n    - [ ] a\n      - [ ] b", 4) == (
        "!!! note\n    Before:\n\n    - [ ] a\n        - [ ] b"
    )


def test_code_in_an_item_moves_with_it() -> None:
    text = "- [ ] a\n  - [ ] b\n\n    ```\n      one\n    ```"
    assert (
        indent_lists(text, 4) == "- [ ] a\n    - [ ] b\n\n        ```\n          one\n        ```"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Before:\n- a\n  - b",
        "Before:\n\n- [ ] a\n    - [ ] b",
        "```\nBefore:\n- [ ] a\n```",
        "<!--\nBefore:\n- [ ] a\n-->\n",
        "## Before\n- [ ] a",
    ],
)
def test_what_is_shown_anyway_stays_as_it_is(text: str) -> None:
    assert indent_lists(text, 4) == text


def test_lists_without_boxes_are_nested_in_a_list_of_boxes() -> None:
    assert indent_lists("- [ ] a\n  - b\n  - c", 4) == "- [ ] a\n    - b\n    - c"


def test_the_star_of_what_may_be_left_out_is_no_emphasis() -> None:
    assert indent_lists("- [ ]* 1. a *b*\n1. [x]*2.3 c", 4) == "- [ ]\\* 1. a *b*\n1. [x]\\*2.3 c"
    assert indent_lists("- [ ]*b* a", 4) == "- [ ]*b* a"


def test_a_converter_may_want_less() -> None:
    assert indent_lists("Before:\n- [ ] a\n  - [ ] b", 2) == "Before:\n\n- [ ] a\n  - [ ] b"


def test_without_the_word_lists_they_stay() -> None:
    text = f"{MARKER}Before:\n- [ ] a\n"
    assert "<li class" in markdown.markdown(text, extensions=["speckit"])
    options = {"speckit": {"show": all_but("lists", "summary")}}
    assert "<li" not in markdown.markdown(text, extensions=["speckit"], extension_configs=options)


def test_other_pages_stay_as_they_are() -> None:
    text = "Before:\n- [ ] a\n"
    assert markdown.markdown(text, extensions=["speckit"]) == markdown.markdown(text)


@st.composite
def lists(draw: st.DrawFn) -> str:
    """A list of boxes, nested as GitHub allows, with more lines and paragraphs in its items."""
    lines = ["Before:", *draw(st.sampled_from([[], [""]]))] if draw(st.booleans()) else []
    base = draw(st.integers(0, 2))
    columns: list[int] = []
    for number in range(draw(st.integers(1, 9))):
        columns = columns[: draw(st.integers(0, len(columns)))]
        column = columns[-1] if columns else base
        columns.append(column + 2)
        lines.append(f"{' ' * column}- [ ] item {number}")
        more = f"{' ' * (column + 2)}text {number}"
        lines += draw(st.sampled_from([[], [], [more], ["", more], [f"runs on {number}"], [""]]))
    return "\n".join(lines)


@given(lists())
def test_any_list_of_boxes_is_shown_as_commonmark_does(text: str) -> None:
    assert nesting(markdown.markdown(indent_lists(text, 4))) == nesting(pyromark.html(text))


@given(st.text(alphabet="-* >\t\n`1.[x]ab#|", max_size=60))
def test_any_text_keeps_its_words(text: str) -> None:
    def words(text: str) -> str:
        return "".join(text.replace(">", " ").split())

    assert words(indent_lists(text, 4)) == words(text)

"""Places in a source, and the values of its front matter."""

from __future__ import annotations

import pytest

from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.reading.document.source import (
    GAP,
    Run,
    SourceText,
    read_lines,
    read_nested_value,
    read_values,
)

SOURCE = SourceText("Öfen\n\t> heat\n  oven\n")


def offset(text: str) -> int:
    return SOURCE.bytes.index(text.encode())


@pytest.mark.parametrize(
    ("text", "line", "column"), [("Öfen", 1, 1), ("fen", 1, 2), ("heat", 2, 4), ("oven", 3, 3)]
)
def test_places_count_lines_and_characters(text: str, line: int, column: int) -> None:
    assert SOURCE.locate(offset(text)) == Place(line, column)


@pytest.mark.parametrize(("text", "column"), [("fen", 2), ("heat", 7), ("oven", 3), ("ven", 4)])
def test_an_indent_counts_a_tab_as_four_columns(text: str, column: int) -> None:
    assert SOURCE.measure_indent(offset(text)) == column


def test_only_the_tabs_before_a_place_are_measured() -> None:
    source = SourceText("\t\t- oven")
    assert [source.measure_indent(index) for index in (1, 2)] == [5, 9]


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [(0, 9, "hot"), (1, 3, "ot"), (0, 2, "ho"), (4, 9, "oven"), (4, 6, "ov")],
)
def test_the_first_line_of_a_part(start: int, end: int, text: str) -> None:
    assert SourceText("hot\noven\n").slice_first_line(start, end) == text


def test_a_part_that_begins_with_a_line_end_has_an_empty_first_line() -> None:
    assert SourceText("\noven").slice_first_line(0, 5) == ""


@pytest.mark.parametrize(
    ("first", "end", "text"),
    [(1, 2, "Öfen\n"), (2, 4, "\t> heat\n  oven\n"), (3, 9, "  oven\n"), (4, 5, "")],
)
def test_whole_lines(first: int, end: int, text: str) -> None:
    assert SOURCE.slice_lines(first, end) == text


def test_a_run_finds_places_in_any_order() -> None:
    """It goes on from the last place in a stretch, and never from one that lies behind."""
    text = "Die Öfen `sind` heiß, [sehr](x)."
    source = SourceText(text)
    gaps = [source.bytes.index(sign) for sign in (b"`sind", b" hei", b"[")]
    run = Run(source, [(0, gaps[0]), (gaps[1], gaps[2])])
    assert run.text == f"Die Öfen {GAP} heiß, "
    for index in (5, 5, 2, 12, 10, 11, 14, 13, 0):
        assert text[run.locate(index).column - 1] == run.text[index]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("key: oven", "oven"),
        ("key: oven # hot", "oven"),
        ("key: oven#2", "oven#2"),
        ('key: "hot oven"', "hot oven"),
        ("key: 'hot oven'", "hot oven"),
        ("key: ''", ""),
        ("key: '", "'"),
        ("key: XovenX", "XovenX"),
        ("key: \"oven'", "\"oven'"),
    ],
)
def test_a_value_is_without_its_quotes_and_its_comment(line: str, value: str) -> None:
    assert [found for _, found, _ in read_values(line)] == [value]


FRONT_MATTER = """\
title: "The oven" # hot
_memory:
  # a note

  continuity:
      older: {}
      inner:
        percent: 10
      percent: 40
  other:
    percent: 50
percent: 60"""
"""The lines of a file from the second one on."""


def test_values_have_places() -> None:
    assert list(read_values(FRONT_MATTER)) == [
        ("title", "The oven", Place(2, 8)),
        ("_memory", "", Place(3, 9)),
        ("percent", "60", Place(13, 10)),
    ]


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("percent", ("60", Place(13, 10))),
        ("_memory continuity percent", ("40", Place(10, 16))),
        ("_memory continuity inner percent", ("10", Place(9, 18))),
        ("_memory other percent", ("50", Place(12, 14))),
        ("_memory percent", None),
        ("_memory other older", None),
        ("continuity percent", None),
        ("title percent", None),
    ],
)
def test_a_value_inside_other_keys(keys: str, found: tuple[str, Place] | None) -> None:
    """It is directly in the last of them, however far that is indented."""
    assert read_nested_value(FRONT_MATTER, tuple(keys.split())) == found


def test_all_lines_of_a_value() -> None:
    text = "x\ntitle: >\n  the oven\n  of stone\nother: no\n  no\ntitle: one"
    assert list(read_lines(text, frozenset(["title"]))) == [
        (">", Place(3, 8)),
        ("  the oven", Place(4, 1)),
        ("  of stone", Place(5, 1)),
        ("one", Place(8, 8)),
    ]


def test_one_space_makes_a_line_a_part_of_the_value() -> None:
    lines = read_lines("title: >\n oven\nb\n  c", frozenset(["title"]))
    assert [text for text, _ in lines] == [">", " oven"]

"""The lines of a document that are text, as they are written."""

from __future__ import annotations

import pytest

from mkdocs_speckit.reading.document.markdown import parse_markdown
from mkdocs_speckit.reading.text_lines import TextLine, measure_indent, read_text_lines


def read_lines(text: str) -> list[TextLine]:
    return list(read_text_lines(parse_markdown(text)))


def test_a_line_has_its_number_and_what_it_is_indented_by() -> None:
    assert read_lines("- [ ] 2. Bake\n  - 2.1 is enough\n    and more\n") == [
        TextLine(1, 0, 0, "- [ ] 2. Bake", is_first=True),
        TextLine(2, 2, 2, "- 2.1 is enough", is_first=True),
        TextLine(3, 4, 4, "and more", is_first=False),
    ]


def test_headings_and_code_are_left_out() -> None:
    code = "```\ntwo\n```\n\n    three\n"
    text = f"# Plan\n\nOne\n\n{code}\n## Part\nFour\nfive\n\n| a | b |\n|---|---|\n"
    assert [(line.number, line.text) for line in read_lines(text)] == [
        (3, "One"),
        (12, "Four"),
        (13, "five"),
        (15, "| a | b |"),
    ]


def test_code_and_comments_in_a_line_are_blanks() -> None:
    (line,) = read_lines("Take `2.1` and <!-- 2.2 --> now\n")
    assert line.text == "Take       and              now"


def test_each_line_comes_once() -> None:
    # The three cells of a row are texts of their own.
    rows = "| a | b | c |\n|---|---|---|\n| d | e | f |\n| g | h | i |\n"
    assert [line.number for line in read_lines(rows)] == [1, 3, 4]


def test_the_last_line_needs_no_end() -> None:
    assert [line.text for line in read_lines("One\ntwo")] == ["One", "two"]


def test_a_quote_and_a_tab_are_measured_in_columns() -> None:
    (line,) = read_lines("> \tBake\n")
    assert (line.indent, line.start, line.text) == (4, 3, "Bake")


@pytest.mark.parametrize(
    ("lead", "columns"), [("", 0), ("  ", 2), ("\t", 4), (" \t", 4), ("> ", 2)]
)
def test_tabs_end_at_multiples_of_four(lead: str, columns: int) -> None:
    assert measure_indent(lead) == columns

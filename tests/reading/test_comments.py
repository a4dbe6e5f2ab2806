"""What the text of a plan says to tools: anchors, rules to ignore, names of other folders."""

from __future__ import annotations

import pytest

from mkdocs_speckit.model.parts import Anchor, Ignore, Place
from mkdocs_speckit.reading.comments import (
    find_folder_names,
    read_anchors,
    read_folder_names,
    read_ignores,
)
from mkdocs_speckit.reading.document.markdown import parse_markdown


def test_anchors_begin_and_end() -> None:
    text = "# Plan\n\n<!-- ANCHOR:core -->\n## Core\n\n- a <!-- /ANCHOR: core-2.x -->\n"
    assert read_anchors(parse_markdown(text)) == (
        Anchor("core", is_end=False, place=Place(3, 1)),
        Anchor("core-2.x", is_end=True, place=Place(6, 5)),
    )


@pytest.mark.parametrize(
    "comment", ["ANCHOR:", "ANCHOR: two words", "anchor: core", "An ANCHOR: a"]
)
def test_what_is_not_an_anchor(comment: str) -> None:
    assert read_anchors(parse_markdown(f"<!-- {comment} -->\n\nText.\n")) == ()


def test_rules_are_ignored_on_the_next_block() -> None:
    text = "<!-- speckit: ignore effort, two-rules -->\n\n| a |\n|---|\n| b |\n"
    assert read_ignores(parse_markdown(text)) == (
        Ignore(("effort", "two-rules"), Place(1, 1), 3, 5, is_for_file=False),
    )


def test_a_comment_without_a_block_after_it_is_about_its_own_line() -> None:
    text = "# Plan\n\nText\n\n<!-- speckit: ignore-file -->\n"
    assert read_ignores(parse_markdown(text)) == (Ignore((), Place(5, 1), 5, 5, is_for_file=True),)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("004-guest-checkout", {"004-guest-checkout"}),
        ("see `specs/004-guest-checkout/plan.md`", {"004-guest-checkout"}),
        ("in 004-guest.md, and (005-b)", {"004-guest", "005-b"}),
        ("1004-guest x004-guest .004-guest -004-guest _004-guest", set()),
        (" 004-guest,é005-b", {"004-guest"}),
        ("../plan.md", {".."}),
        ("a ../plan.md", {".."}),
        (".../plan.md a../b", set()),
        ("04-guest 004guest", set()),
    ],
)
def test_folders_are_named_by_their_numbers(text: str, names: set[str]) -> None:
    assert find_folder_names(text) == names


def test_front_matter_and_code_name_folders() -> None:
    text = "---\nparent: 001-core\n---\n\n# Plan\n\n```\n../002-docs\n```\n"
    assert read_folder_names(parse_markdown(text)) == {"001-core", "002-docs", ".."}

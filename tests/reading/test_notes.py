"""The indented bodies of MkDocs' blocks are read as block quotes, with all places kept."""

from __future__ import annotations

import pytest

from mkdocs_speckit.reading.document.markdown import quote_block_bodies
from tests.conftest import MARKER, plan_of


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("!!! note\n    text\nAfter", "!!! note\n>   text\nAfter"),
        ("!!! note\n\ttext", "!!! note\n>text"),
        (
            '??? "More"\n    text\n\n    more\n\nAfter',
            '??? "More"\n>   text\n>   \n>   more\n\nAfter',
        ),
        (
            "> !!! note\n>     text\n>\n>     more\n> After",
            "> !!! note\n> >   text\n> >   \n> >   more\n> After",
        ),
        ("- === Tab\n      text", "- === Tab\n      text"),
        ("!!! note\n    !!! tip\n        text", "!!! note\n>   !!! tip\n>   >   text"),
        ("```\nx\n```\n!!! note\n    text", "```\nx\n```\n!!! note\n>   text"),
    ],
)
def test_a_body_is_quoted_and_keeps_its_columns(text: str, quoted: str) -> None:
    assert quote_block_bodies(text) == quoted


@pytest.mark.parametrize(
    "text",
    [
        "```\n!!! note\n    text\n```\n",
        "```\n!!! note\n    text",
        "<div>\n!!! note\n    text\n</div>\n",
        "!!! note\nAfter",
        "wow!!! note\n    text",
    ],
    ids=["in a fence", "in an open fence", "in HTML", "without a body", "in a sentence"],
)
def test_what_opens_no_block_stays(text: str) -> None:
    assert quote_block_bodies(text) == text


def test_lines_that_look_like_a_table_are_found_below_any_text() -> None:
    plan = plan_of(
        f"{MARKER}Flour,\nsalt,\n  water:\n> | a | b |\n> | c | d |\n\n1\n2\n| a | b |\n| c | d |\n"
    )
    assert [fault.place.line for fault in plan.table_faults] == [6, 11]
    assert [fault.place.column for fault in plan.table_faults] == [3, 1]

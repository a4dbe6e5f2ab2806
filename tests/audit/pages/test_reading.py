"""Which pages are read, and that no page stops the audit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.audit.pages import audit_page
from mkdocs_speckit.audit.pages.page import read_page
from mkdocs_speckit.model.settings import DEFAULT, Settings

if TYPE_CHECKING:
    from mkdocs_speckit.audit.pages.page import BuiltPage

MARKER = "<!-- SPECKIT_LEVEL: 2 -->"
PIECES = [
    MARKER, '<div class="speckit-x">', "<mark class=speckit-placeholder>", "[NAME]", "{{a}}",
    "<li>", "<p>", "</p>", "<svg>", "<figure>", "<img>", '<a href="#b">', "<br>", "<h1 id=a>",
    "[x] ", "| a | b |\n", "|---|---|", "<main>", "</main>", "<!", "<![", "x[", "]]>",
    "<?", "</", "\udcff", "é\x00", "&#0;",
]  # fmt: skip


def page(html: str) -> BuiltPage:
    """Read a page that must be one of ours."""
    found = read_page(html, "index.html", DEFAULT)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "html",
    [
        "",
        "speckit-",
        "<h1>Guide</h1><p>[NAME]</p>",
        "<h1>Guide</h1><code>&lt;!-- SPECKIT_LEVEL: 2 --&gt;</code>",
        '<h1>Guide</h1><p class="my-speckit-x">speckit-summary</p>',
        "<!-- the comment SPECKIT_LEVEL: 2 is explained here --><h1>Guide</h1>",
        '<meta http-equiv="refresh" content="0; url=../speckit-plan/">',
    ],
)
def test_pages_without_plans_are_passed_over(html: str) -> None:
    assert read_page(html, "index.html", DEFAULT) is None


@pytest.mark.parametrize(
    "html",
    [
        '<main><nav id="theme"></nav><div class="md-content">{}</div></main>',
        '<body><p id="theme"></p><div role="main">{}</div></body>',
        '<body><header id="theme"></header>{}<aside id="theme"></aside></body>',
        '<div id="theme"></div><article>{}</article>',
        '{}<nav id="theme"></nav>',
    ],
)
def test_only_the_main_content_is_read(html: str) -> None:
    read = page(html.format(f'{MARKER}<p id="own">text</p>'))
    assert [spot.text for spot in read.ids] == ["own"]
    assert "theme" in read.targets


def test_placeholders_are_those_of_the_project() -> None:
    settings = Settings(
        vocabulary=frozenset(["[the usual text]"]), not_placeholders=(re.compile("NAME"),)
    )
    read = read_page(f"<p>{MARKER}[NAME], [DATE], [the usual text]</p>", "", settings)
    assert read is not None
    assert [spot.text for spot in read.placeholders] == ["[DATE]", "[the usual text]"]


def test_elements_however_deep() -> None:
    depth = 5_000
    read = page(MARKER + "<div>" * depth + "[DATE]" + "</div>" * depth)
    assert [spot.text for spot in read.placeholders] == ["[DATE]"]


def test_what_the_parser_would_give_up_is_a_comment_as_in_browsers() -> None:
    read = page(f"{MARKER}<p>one<![odd[two]]>three</p>\n<p>[DATE]</p>")
    assert [spot.place.line for spot in read.placeholders] == [2]
    assert "two" not in read.passages[0].spot.text


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5)).map("".join))
def test_no_page_stops_the_audit(pieces: str) -> None:
    html = f"<main>{MARKER}{pieces}"
    rules = {finding.rule for finding in audit_page(page(html), {})}
    assert "internal-error" not in rules
    assert "page-without-summary" in rules

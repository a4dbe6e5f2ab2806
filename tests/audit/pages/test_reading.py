"""Which pages are read, and that no page stops the audit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mkdocs_speckit.audit.pages import audit_page
from mkdocs_speckit.audit.pages.page import read_page
from mkdocs_speckit.audit.rules import PAGE_RULES
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.settings import DEFAULT, Settings
from mkdocs_speckit.reading.document.source import GAP

if TYPE_CHECKING:
    from mkdocs_speckit.audit.pages.page import BuiltPage
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.finding import Severity

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
        '<h1>Guide</h1><p class="my-speckit-x">speckit-header</p>',
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
        '<div id="theme"></div><main>{}</main>',
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
    assert read.passages[0].spot.text.replace(GAP, "") == "onethree"


def test_a_page_without_headings_is_named_by_its_beginning() -> None:
    read = page(f"<p>of bread</p>{MARKER}")
    assert read.path == "index.html"
    assert read.marker is not None
    assert (read.marker.place, read.marker.under) == (Place(1), "")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("first<br>second", "first \n second"),
        ("<input type=checkbox> bake", " [ ]  bake"),
        ("<input type=checkbox checked> bake", " [x]  bake"),
        ("name: <input type=text value=x> bake", "name:   bake"),
        ("<b type=checkbox>bold</b> word", "bold  word"),
        (
            '<span class="speckit-box speckit-box--done" aria-label="done"></span> bake',
            " [x]  bake",
        ),
        ('<span class="speckit-box" aria-label="blocked"></span> bake', " [B]  bake"),
        ('<span class="speckit-box" aria-label="cancelled"></span> bake', " [~]  bake"),
        ('<span class="speckit-box" aria-label="open"></span> bake', " [ ]  bake"),
        ('<span class="speckit-box"></span> of an older release', " [ ]  of an older release"),
        ('<span class="speckit-item">bake</span>', "bake"),
    ],
)
def test_what_a_block_says_in_text(html: str, text: str) -> None:
    (passage,) = page(f"{MARKER}<p>{html}</p>").passages
    assert passage.spot.text.replace(GAP, " ") == text


@pytest.mark.parametrize(
    ("html", "is_item"),
    [
        ("<ul><li>[ ] bake</li></ul>", True),
        ("<ul><li><b>[ ]</b> bake</li></ul>", True),
        ("<ul><li><p>[ ] bake</p></li></ul>", True),
        ("<p>[ ] bake</p>", False),
        ("<table><tr><td>[ ] bake</td></tr></table>", False),
    ],
)
def test_what_is_an_item_of_a_list(html: str, is_item: bool) -> None:
    (passage,) = page(MARKER + html).passages
    assert passage.is_item is is_item


@pytest.mark.parametrize(
    ("html", "places"),
    [
        ("<p>of <b>[NAME]</b>, and [DATE]</p>", {"[NAME]": "b", "[DATE]": "p"}),
        ("<p>a<b>b</b>c<i>d [NAME]</i>: <u>[DATE]</u></p>", {"[NAME]": "i", "[DATE]": "u"}),
        (
            "<p>at <mark class=speckit-placeholder>[OWN]</mark>, and <b>[DATE]</b></p>",
            {"[OWN]": "mark", "[DATE]": "b"},
        ),
        (
            "<p><b>[DATE]</b><mark class=speckit-placeholder>our<br>very <i>own</i></mark></p>",
            {"[DATE]": "b", "our very own": "mark"},
        ),
        (
            "<p><mark class=speckit-placeholder>one</mark>"
            "<mark class=speckit-placeholder>two</mark></p>",
            {"one": "mark", "two": "mark"},
        ),
    ],
)
def test_a_placeholder_is_at_the_tag_in_which_it_begins(html: str, places: dict[str, str]) -> None:
    read = page(f"{MARKER}\n{html}")
    found = [(s.text, re.match(r"<(\w+)", html[s.place.column - 1 :])) for s in read.placeholders]
    assert [(text, tag and tag[1]) for text, tag in found] == [*places.items()]


@pytest.mark.parametrize(
    ("html", "heading"),
    [
        ('<h2>Oven<a class="headerlink" href="#oven">¶</a></h2>', "Oven"),
        ("<h2>Hot <b>stone</b>s</h2>", "Hot stones"),
        ('<h2><a href="#oven">Oven</a> <a href="x"></a></h2>', "Oven"),
        ("<h2>Oven <a name=x>&#9734;</a></h2>", "Oven ☆"),
        ("<h2>one\n  two</h2>", "one two"),
        ('<h2><span class="speckit-places"><a href="#a">3</a></span>Oven</h2>', "Oven"),
    ],
)
def test_the_heading_above_is_named_without_its_link(html: str, heading: str) -> None:
    read = page(f"{MARKER}<p>[A1]</p>{html}<p>[DATE]</p>")
    assert [(s.text, s.heading) for s in read.placeholders] == [("[DATE]", heading)]


def test_above_the_first_heading_there_is_none() -> None:
    (spot,) = page(f"<p>{MARKER}[DATE]</p><h2>Oven</h2>").placeholders
    assert (spot.heading, spot.under) == ("", "")
    (spot,) = page(f"<title>[DATE]</title><main><h2>Oven</h2>{MARKER}</main>").placeholders
    assert (spot.text, spot.heading) == ("[DATE]", "")


def test_the_summary_may_be_anywhere_among_our_pieces() -> None:
    summary = '<section class="speckit-header"></section>'
    assert page(f'{summary}<div class="speckit-progress"></div>').has_header
    assert page(f'<div class="speckit-progress"></div>{summary}').has_header


@pytest.mark.parametrize(
    ("html", "has_alternative"),
    [
        ("<figure><svg><title>Two ovens</title></svg></figure>", True),
        ("<figure><svg><title> \n </title></svg></figure>", False),
        ("<figure><svg><g><title>A door</title></g></svg></figure>", False),
        ("<figure><canvas>two ovens</canvas></figure>", True),
        ("<figure><canvas>\n </canvas></figure>", False),
        ('<input type="image" alt="Bake">', True),
        ('<img alt="An oven">', True),
    ],
)
def test_what_has_a_text_alternative(html: str, has_alternative: bool) -> None:
    (illustration,) = page(MARKER + html).illustrations
    assert illustration.has_alternative is has_alternative


@pytest.mark.parametrize(
    "html",
    [
        '<img src="a.png" role="none">',
        '<img src="a.png" role="presentation">',
        '<input type="text">',
        '<b type="image"></b>',
        "<svg></svg>",
    ],
)
def test_what_needs_no_text_alternative(html: str) -> None:
    assert page(MARKER + html).illustrations == ()


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ('<img src="../img/oven.png?v=2">', "the image oven.png"),
        ('<img src="data:image/svg+xml,a/b">', "this image (<img>)"),
        ('<span role="img"></span>', "this image (<span>)"),
    ],
)
def test_how_an_image_is_named(html: str, name: str) -> None:
    (illustration,) = page(MARKER + html).illustrations
    assert illustration.spot.text == name


def test_a_rule_that_fails_names_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_page: BuiltPage) -> Reports:
        raise ValueError("oh")
        yield from ()

    broken = replace(PAGE_RULES["duplicate-id"], check=fails)
    monkeypatch.setitem(PAGE_RULES, "duplicate-id", broken)
    off: dict[str, Severity] = dict.fromkeys(PAGE_RULES, "ignore")
    (finding,) = audit_page(page(MARKER), {**off, "duplicate-id": "error"})
    assert finding.message.startswith("the rule duplicate-id failed on index.html: ValueError")


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5)).map("".join))
def test_no_page_stops_the_audit(pieces: str) -> None:
    html = f"<main>{MARKER}{pieces}"
    rules = {finding.rule for finding in audit_page(page(html), {})}
    assert "internal-error" not in rules
    assert "page-without-summary" in rules

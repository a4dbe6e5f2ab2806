"""The extension alone, on the many things that Markdown pages hold."""

from __future__ import annotations

from typing import Any

import markdown
import pytest
from bs4 import BeautifulSoup

from mkdocs_speckit.markdown_extension import SpeckitExtension
from mkdocs_speckit.options import OptionError
from tests.conftest import MARKER, all_but

LEVEL = "<!-- SPECKIT_LEVEL: 2 -->\n\n"
BASIC = ["tables", "toc", "fenced_code", "speckit"]


def page(text: str, extensions: list[str] | None = None) -> BeautifulSoup:
    html = markdown.markdown(LEVEL + text, extensions=[*BASIC, *(extensions or [])])
    return BeautifulSoup(html, "html.parser")


def marks(text: str, extensions: list[str] | None = None) -> list[str]:
    return [mark.get_text() for mark in page(text, extensions).select("mark")]


@pytest.mark.parametrize(
    ("heading", "extensions"),
    [
        ("## Build &amp; Ship", []),
        ("## <b>Setup</b>", []),
        ("## Setup <!-- note -->", []),
        ('## Setup <a id="x"></a>', []),
        ("## Setup<br>now", []),
        ("## ![icon](x.png) Setup", []),
        ("## `code` and *more*", []),
        ("## [A link](x.md)", []),
        ("Setup\n-----", []),
        ("## Setup {#own-id}", ["attr_list"]),
        ("## It's (c) 1st", ["smarty"]),
    ],
)
def test_a_bar_finds_its_heading(heading: str, extensions: list[str]) -> None:
    soup = page(f"# Title\n\n{heading}\n\n- [x] a\n", extensions)
    bar = soup.select_one(".speckit-progress")
    assert bar is not None
    before = bar.find_previous_sibling()
    assert before is not None
    assert before.name == "h2"


def test_equal_headings_keep_their_own_bars() -> None:
    soup = page(
        "# One {#a}\n\n## Setup {#b}\n\n- [x] a\n\n"
        "# Two {#c}\n\n## Setup {#d}\n\n- [ ] a\n- [ ] b\n",
        ["attr_list"],
    )
    bars = [soup.select_one(f"#{heading} + .speckit-progress") for heading in ("b", "d")]
    assert [bar and bar.get_text() for bar in bars] == ["1 of 1 done", "0 of 2 done"]


def test_a_heading_that_the_page_lost_takes_its_bar_along() -> None:
    """A heading without a space is one to Python-Markdown alone."""
    soup = page("# Title\n\n#Extra\n\n## Setup\n\n- [x] a\n")
    bar = soup.select_one(".speckit-progress")
    assert bar is not None
    before = bar.find_previous_sibling()
    assert before is not None
    assert before.get_text() == "Setup"


@pytest.mark.parametrize(
    ("text", "before"),
    [("# Title\n", "h1"), ("![logo](x.png)\n\n# Title\n", "h1"), ("## Section\n\n# Title\n", None)],
)
def test_the_summary_is_under_the_title(text: str, before: str | None) -> None:
    summary = page(text).select_one(".speckit-header")
    assert summary is not None
    previous = summary.find_previous_sibling()
    assert (previous and previous.name) == before


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("- [e.g., `npm test`]", ["[e.g., npm test]"]),
        ("- [e.g., a &amp; b]", ["[e.g., a & b]"]),
        ("- [e.g., &lt;1%]", ["[e.g., <1%]"]),
        ("- [e.g., first<br>second]", ["[e.g., firstsecond]"]),
        ("- [e.g., **bold** and *more*]", ["[e.g., bold and more]"]),
        ("- **[Component 1]**: [Purpose]", ["[Component 1]", "[Purpose]"]),
        ("- <YOUR_VALUE_HERE: port>", ["<YOUR_VALUE_HERE: port>"]),
        ("- \\[NAME\\]", ["[NAME]"]),
        ("| a |\n|---|\n| [e.g., x] |", ["[e.g., x]"]),
        ("> [Brief description]", ["[Brief description]"]),
        ("## Plan of [NAME]", ["[NAME]"]),
        ("`[NAME]`\n\n    [NAME]\n\n```\n[NAME]\n```", []),
        ("[NAME](x.md) and ![NAME](x.png)", []),
    ],
)
def test_marks(text: str, texts: list[str]) -> None:
    assert marks(f"# T\n\n{text}\n") == texts


def test_markup_in_a_placeholder_stays() -> None:
    soup = page("# T\n\n- [e.g., H<sub>2</sub>O<br>and <b>x</b>]\n")
    mark = soup.select_one("mark")
    assert mark is not None
    assert [element.name for element in mark.select("*")] == ["sub", "br", "b"]


def test_equal_texts_that_are_not_placeholders_are_not_marked() -> None:
    soup = page(
        "# T\n\n- Read items[NAME] and [[NAME]] and [NAME]\n- **Status**: [Title of thing]\n"
        "- see the [Title of thing] there\n"
    )
    items = [len(item.select("mark")) for item in soup.select("li")]
    assert items == [1, 1, 0]


def test_the_table_of_contents_has_no_marks() -> None:
    soup = page("[TOC]\n\n# T\n\n## Plan of [NAME]\n")
    assert soup.select(".toc")
    assert not soup.select(".toc mark")
    assert len(soup.select("h2 mark")) == 1


def test_boxes_in_loose_and_nested_lists() -> None:
    soup = page("# T\n\n- [ ] one\n\n- [x] two\n\n    1. [X] nested\n\n- [x]**bold**\n- [x](url)\n")
    assert [box["aria-label"] for box in soup.select(".speckit-box")] == ["open", "done", "done"]


def test_a_converter_can_be_used_again() -> None:
    converter = markdown.Markdown(extensions=BASIC)
    first = converter.convert(LEVEL + "# One\n\n- [x] a\n")
    between = converter.reset().convert("# Two\n\n- [x] a\n")
    assert first == converter.reset().convert(LEVEL + "# One\n\n- [x] a\n")
    assert "speckit" not in between


def test_options_have_the_plugins_names() -> None:
    html = markdown.markdown(
        MARKER + "# [NAME]\n",
        extensions=BASIC,
        extension_configs={"speckit": {"show": ["findings"]}},
    )
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.select(".speckit-header")
    assert [code.text for code in soup.select(".speckit-finding code")] == [
        "unfilled-placeholder",  # A warning, before what is only a note.
        "missing-section",
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rules": {"no-such": "error"}}, "rules: there is no rule 'no-such'; the rules are"),
        ({"templates": ["nowhere"]}, "templates: cannot read .*nowhere"),
    ],
)
def test_an_option_is_invalid_for_the_project(options: dict[str, Any], message: str) -> None:
    converter = markdown.Markdown(extensions=[SpeckitExtension(**options)])
    with pytest.raises(OptionError, match=message):
        converter.convert("# A page\n")


def test_several_graphs_under_one_heading() -> None:
    table = "| Phase | Depends On |\n|---|---|\n| A | None |\n| B | A |\n"
    soup = page(f"# T\n\n## Dependencies\n\n{table}\n\nAnd:\n\n{table.replace('A', 'C')}\n")
    before = [figure.find_previous_sibling() for figure in soup.select(".speckit-diagram")]
    after = [figure.find_next_sibling() for figure in soup.select(".speckit-diagram")]
    assert [element and element.name for element in before] == ["h2", "p"]
    assert [element and element.name for element in after] == ["table", "table"]


def test_a_timeline_that_shares_its_table_with_a_diagram_comes_after_it() -> None:
    table = "| Phase | Depends On | Effort |\n|---|---|---|\n| A | None | 1h |\n| B | A | 2h |\n"
    soup = page(f"# T\n\n## Effort and dependencies\n\n{table}")
    assert [figure["class"] for figure in soup.select("h2 ~ [class]")] == [
        ["speckit-diagram"],
        ["speckit-timeline"],
    ]


def test_a_timeline_is_before_an_effort_table_that_is_not_the_first() -> None:
    table = "| Phase | Depends On |\n|---|---|\n| A | None |\n| B | A |\n"
    efforts = "| Phase | Effort |\n|---|---|\n| A | 1h |\n| B | 2h |\n"
    soup = page(f"# T\n\n## Dependencies and effort\n\n{table}\nAnd:\n\n{efforts}")
    figure = soup.select_one(".speckit-timeline")
    assert figure is not None
    before, after = figure.find_previous_sibling(), figure.find_next_sibling()
    assert before is not None
    assert before.get_text() == "And:"
    assert after is not None
    assert after.name == "table"


def test_only_the_first_diagram_has_an_id() -> None:
    table = "| Phase | Depends On |\n|---|---|\n| A | None |\n| B | A |\n"
    soup = page(f"# T\n\n## Dependencies\n\n{table}\n\n## More dependencies\n\n{table}\n")
    assert [element.name for element in soup.select("[id]")] == ["h1", "h2", "div", "h2"]
    assert soup.select(".speckit-diagram")[0]["id"] == "speckit-diagram"


@pytest.mark.parametrize("also", [(), ("mermaid",)])
def test_the_first_diagram_and_the_timeline_have_ids(also: tuple[str, ...]) -> None:
    table = "| Phase | Depends On |\n|---|---|\n| A | None |\n| B | A |\n| C | None |\n"
    efforts = "| Phase | Estimated Effort |\n|---|---|\n| A | 1 h |\n| B | 2 h |\n| C | 1 h |\n"
    more = f"## Component dependencies\n\n{table}\n"
    text = f"# T\n\n## Dependencies\n\n{table}\n{more}## Effort estimation\n\n{efforts}"
    options = {"speckit": {"show": all_but(also=also)}}
    html = markdown.markdown(LEVEL + text, extensions=BASIC, extension_configs=options)
    ours = BeautifulSoup(html, "html.parser").select("[id^=speckit-]")
    assert [element["id"] for element in ours] == ["speckit-diagram", "speckit-timeline"]
    for element in ours:
        heading = element.find_previous_sibling()
        assert heading is not None
        assert heading.name == "h2"


def test_the_stylesheet_in_the_page() -> None:
    inline = markdown.Markdown(extensions=["tables", "toc", SpeckitExtension(inline_css=True)])
    plan = inline.convert(LEVEL + "# T\n\n- [x] a\n")
    (style,) = BeautifulSoup(plan, "html.parser").select("style")
    assert ".speckit-header" in style.text
    assert "/*" not in style.text
    assert "<style" not in inline.reset().convert("# No plan\n")
    assert not page("# T\n").select("style")


def test_a_comment_that_asks_for_an_overview_stays_where_no_other_plan_is_known() -> None:
    comment = '<!-- speckit: overview path="a/*" -->'
    assert comment in str(page(f"# T\n\n{comment}\n"))

"""Plans that are broken, strange or hostile build without an exception and show nothing raw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import MARKER, SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Site

LEVEL = MARKER
DEPENDENCIES = "## Dependencies\n\n| Phase | Depends On |\n|---|---|\n"
EFFORT = "## Effort\n\n| Phase | Effort |\n|---|---|\n"


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("## Effort\n\n| Phase | Effort |\n| One | 1h |\n", ["5:1 broken-table"]),
        (EFFORT, ["5:3 empty-table"]),
        (DEPENDENCIES, ["5:3 empty-table"]),
        (EFFORT + "| One | 1h |\n", []),
        (DEPENDENCIES + "| A | B |\n| B | A |\n", ["7:1 dependency-cycle"]),
        (DEPENDENCIES + "| A | A |\n", ["7:7 dependency-self"]),
        (EFFORT + "| A | 8-4 hours |\n", ["7:7 effort-range-reversed"]),
        ("", []),
        ("Just text, no headings.\n\n- [ ] item\n", []),
        (DEPENDENCIES + "| A |\n| B | A | C | D |\n||\n", []),
        ("## Dependencies\n\n|\n|-\n| | | |\n", []),
        ("### Deep\n\n# [NAME]\n", ["5:3 unfilled-placeholder"]),
    ],
    ids=[
        "broken table", "empty effort table", "empty dependency table", "no total", "cycle",
        "self-reference", "reversed range", "nothing", "no headings", "ragged rows",
        "hardly a table", "title after a section",
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_finding_at_its_line(
    build_site: Callable[..., Site], text: str, findings: list[str]
) -> None:
    site = build_site({"plan.md": LEVEL + text})
    assert [_place_and_rule(line) for line in site.log] == findings
    assert site.page("plan.html").select(".speckit-summary")


def _place_and_rule(line: str) -> str:
    where = line.partition("plan.md:")[2]
    return ":".join(where.split(":")[:2]) + " " + line.rpartition("[")[2].rstrip("]")


def test_an_unknown_level(build_site: Callable[..., Site]) -> None:
    site = build_site({"plan.md": f"# Plan\n\n<!-- SPECKIT_LEVEL: <b>4</b> -->{SOURCE}\n"})
    assert "[unknown-level]" in site.log[0]
    tile = site.page("plan.html").select_one(".speckit-tile--level")
    assert tile is not None
    assert "“<b>4</b>” is unknown" in tile.get_text()
    assert not tile.select("b")


def test_a_marker_inside_code_makes_no_plan(build_site: Callable[..., Site]) -> None:
    text = "# Guide\n\n```\n<!-- SPECKIT_LEVEL: 2 -->\n```\n\n`<!-- SPECKIT_LEVEL: 2 -->`\n"
    assert not build_site({"plan.md": text}).page("plan.html").select("[class*=speckit]")


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["no BOM", "BOM"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends_and_byte_order_mark(
    build_site: Callable[..., Site], bom: bytes, line_end: str
) -> None:
    text = f"# Plan\n\n{LEVEL}{EFFORT}| One | 1h |\n| Total | 4h |\n\n- [ ] a\n"
    site = build_site({"plan.md": bom + text.replace("\n", line_end).encode()})
    assert [_place_and_rule(line) for line in site.log] == ["10:11 effort-total-mismatch"]
    assert [e.get_text() for e in site.page("plan.html").select(".speckit-progress")] == [
        "0 of 1 done"
    ]


def test_other_scripts(build_site: Callable[..., Site]) -> None:
    text = LEVEL + DEPENDENCIES + "| 設計 | None |\n| التنفيذ | 設計 |\n| Проверка 🚀 | التنفيذ |\n"
    page = build_site({"plan.md": text}).page("plan.html")
    for drawing in page.select(".speckit-picture"):
        names = [element.get_text() for element in drawing.select(".speckit-node-name")]
        assert names == ["設計", "التنفيذ", "Проверка 🚀"]
        assert len(drawing.select(".speckit-edge")) == 2


NASTY = '<script>alert("x")</script>'


@pytest.mark.parametrize(
    "name",
    [NASTY, "]]>", "</svg></figure>", 'a" onmouseover="x', "&lt;b&gt; & co", "\\<img src=x\\>"],
)
def test_text_of_a_plan_is_escaped_wherever_it_is_shown(
    build_site: Callable[..., Site], name: str
) -> None:
    text = (
        f"{LEVEL}## Phases\n\n### Phase 1: {name}\n\n- [ ] a\n\n"
        f"{DEPENDENCIES}| Phase 1: {name} | outside {name} |\n| Two | Phase 1 |\n\n"
        f"{EFFORT}| Phase 1: {name} | 2h |\n| Two | 1h |\n| Total | 9h |\n\n"
        f"[e.g., {name}]\n"
    )
    site = build_site({"plan.md": text}, speckit={"findings": "always"})
    page = site.page("plan.html")
    # What a placeholder's own brackets hold is the page's text, as Markdown shows it.
    pieces = page.select("[class^=speckit]:not(.speckit-placeholder)")
    assert pieces
    for piece in pieces:
        assert not piece.select("script, img, b, [onmouseover]")
    drawn = " ".join(element.get_text() for element in page.select(".speckit-node > title"))
    if name == NASTY:
        assert NASTY in drawn
        assert NASTY in " ".join(e.get_text() for e in page.select(".speckit-tile"))
    figure = page.select_one(".speckit-diagram")
    assert figure is not None
    assert figure.select_one("svg") is not None
    assert figure.select_one("figcaption") is not None


def test_a_stash_token_in_a_plan_brings_nothing_back(build_site: Callable[..., Site]) -> None:
    name = "\x02wzxhzdk:0\x03"
    text = f"{LEVEL}{DEPENDENCIES}| A {name} | None |\n| B | A |\n\n<b>raw</b>\n"
    page = build_site({"plan.md": text}).page("plan.html")
    assert not page.select(".speckit-diagram .speckit-diagram")
    assert "\x02" not in str(page)


def test_five_thousand_rows(build_site: Callable[..., Site]) -> None:
    rows = "".join(f"| Phase {i}: part {i} | Phase {i - 1} |\n" for i in range(1, 5001))
    efforts = "".join(f"| Phase {i} | {i} h |\n" for i in range(1, 5001))
    page = build_site({"plan.md": LEVEL + DEPENDENCIES + rows + "\n" + EFFORT + efforts}).page(
        "plan.html"
    )
    (figure,) = page.select(".speckit-diagram")
    assert "5,000 phases: too many to draw" in figure.get_text()
    (line,) = page.select(".speckit-timeline")
    assert line.get_text().strip() == "5,000 phases: too many to draw as a timeline."
    tile = page.select_one(".speckit-tile--effort .speckit-figure")
    assert tile is not None
    assert tile.get_text() == "12,502,500 h"


def test_html_in_cells(build_site: Callable[..., Site]) -> None:
    text = LEVEL + DEPENDENCIES + "| <b>One</b> | None |\n| Two | <i>One</i><br>Outside |\n"
    page = build_site({"plan.md": text}).page("plan.html")
    assert [t.get_text() for t in page.select(".speckit-edge > title")] == [
        "Two waits for One",
        "Two waits for Outside",
    ]

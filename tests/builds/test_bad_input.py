"""Plans that are broken, strange or hostile build without an exception and show nothing raw."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mkdocs_speckit.hosts.mkdocs import MkDocsBuild
from tests.conftest import MARKER, SOURCE, all_but
from tests.headers import read_header

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
    assert site.page("plan.html").select(".speckit-header")


def _place_and_rule(line: str) -> str:
    where = line.partition("plan.md:")[2]
    return ":".join(where.split(":")[:2]) + " " + line.rpartition("[")[2].rstrip("]")


def test_an_unknown_level(build_site: Callable[..., Site]) -> None:
    site = build_site({"plan.md": f"# Plan\n\n<!-- SPECKIT_LEVEL: <b>4</b> -->{SOURCE}\n"})
    assert "[unknown-level]" in site.log[0]
    assert read_header(site.page("plan.html")).chip == "Unknown level"


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
    site = build_site({"plan.md": text}, speckit={"show": all_but(also=("findings",))})
    page = site.page("plan.html")
    # What a placeholder's own brackets hold is the page's text, as Markdown shows it.
    pieces = page.select("[class^=speckit]:not(.speckit-placeholder)")
    assert pieces
    for piece in pieces:
        assert not piece.select("script, img, b, [onmouseover]")
    drawn = " ".join(element.get_text() for element in page.select(".speckit-node > title"))
    if name == NASTY:
        assert NASTY in drawn
        assert NASTY in " ".join(read_header(page).phases)
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
    assert "12,502,500 h planned" in read_header(page).counts


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DEEDS: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "replaced by a folder": replace_by_folder,
    "of another encoding": lambda path: path.write_bytes(b"\xff\xfe"),
    "another plan": lambda path: path.write_text(f"{MARKER}# Other\n\n## Effort\n\n| A |\n"),
    "lost with its folder": lambda path: shutil.rmtree(path.parent),
}
"""What may happen to a file, once MkDocs has read it for its page."""


@pytest.mark.parametrize("is_altered", [False, True], ids=["as written", "altered by a plugin"])
@pytest.mark.parametrize("deed", DEEDS)
def test_a_file_that_vanishes_or_changes_meanwhile_has_its_page_all_the_same(
    build_site: Callable[..., Site],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    deed: str,
    is_altered: bool,
) -> None:
    begin_page = MkDocsBuild.begin_page

    def begin(build: MkDocsBuild, page: Any) -> None:
        begin_page(build, page)
        if page.file.src_uri == "a/plan.md":
            DEEDS[deed](tmp_path / "docs" / "a" / "plan.md")

    monkeypatch.setattr(MkDocsBuild, "begin_page", begin)
    if is_altered:
        monkeypatch.setattr("mkdocs_speckit.hosts.mkdocs.site.is_same", lambda *_: False)
    text = f"{LEVEL}# Plan\n\n{EFFORT}| One | 1h |\n"
    site = build_site({"a/plan.md": text, "b/plan.md": text})
    for page in ("a/plan.html", "b/plan.html"):
        assert site.page(page).select(".speckit-header")
    is_lost = is_altered and deed != "another plan"
    said = "cannot be read again; its page is made of what was read before"
    assert site.log == ([f"WARNING: speckit: a/plan.md {said}"] if is_lost else [])


def test_html_in_cells(build_site: Callable[..., Site]) -> None:
    text = LEVEL + DEPENDENCIES + "| <b>One</b> | None |\n| Two | <i>One</i><br>Outside |\n"
    page = build_site({"plan.md": text}).page("plan.html")
    assert [t.get_text() for t in page.select(".speckit-edge > title")] == [
        "Two waits for One",
        "Two waits for Outside",
    ]

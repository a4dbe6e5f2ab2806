"""A part of the plugin fails on a page: one finding, a plain page that says so, no other harm."""

from __future__ import annotations

import json
import logging
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import markdown
import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from mkdocs_speckit.audit.rules import RULES
from mkdocs_speckit.disk.history import History
from mkdocs_speckit.model.formats import KIRO, LEVEL, OPENSPEC, SPEC_KIT
from tests.conftest import MARKER, VALIDATOR, all_but

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from mkdocs_speckit.audit.rule import Reports
    from tests.conftest import Site

PLAN = f"""\
# Plan: {{name}}

{MARKER}
## Phase 1: Setup

- [x] a
- [ ] [NAME]

## L2: PHASE DEPENDENCIES

| Phase | Depends On |
|-------|------------|
| Setup | None |
| Core | Setup |

## L2: EFFORT ESTIMATION

| Phase | Complexity | Estimated Effort |
|-------|------------|------------------|
| Setup | Low | 1-2 hours |
| Core | High | 4-8 hours |
"""
PAGES = {
    "broken/plan.md": PLAN.format(name="Broken"),
    "whole/plan.md": PLAN.format(name="Whole"),
    "plans.md": "# Plans\n\n<!-- speckit: overview -->\n",
}
PIECES = (
    ".speckit-header", ".speckit-progress", ".speckit-diagram", ".speckit-timeline",
    ".speckit-share", ".speckit-complexity", ".speckit-placeholder", ".speckit-box",
)  # fmt: skip


class UnforeseenError(Exception):
    """An error that nobody foresaw."""


def break_on(monkeypatch: pytest.MonkeyPatch, where: str, word: str) -> None:
    """Make a function fail if its arguments contain a word."""
    module, _, name = where.rpartition(".")
    namespace = pytest.importorskip(module)
    function = getattr(namespace, name)

    def broken(*args: Any, **values: Any) -> Any:
        if word in repr(args):
            raise UnforeseenError("<b>oh</b>")
        return function(*args, **values)

    monkeypatch.setattr(namespace, name, broken)


def errors(site: Site) -> list[str]:
    return [line for line in site.log if "internal-error" in line]


def notices(site: Site, page: str) -> list[str]:
    """What a page says about itself to its readers; never an error’s own text."""
    assert "UnforeseenError" not in site.html(page)
    return [str(notice.get_text()) for notice in site.page(page).select(".speckit-notice")]


def could_not_finish(part: str) -> str:
    return f"mkdocs-speckit could not finish this page: {part} failed. The build’s log says why."


ONE_MISSING = (
    "1 plan of this site cannot be shown here, as mkdocs-speckit failed. The build’s log says why."
)


@pytest.mark.parametrize(
    ("function", "part"),
    [
        ("mkdocs_speckit.reading.read", "reading"),
        ("mkdocs_speckit.page.painting.render_header", "the header"),
        ("mkdocs_speckit.page.painting.draw_timeline", "the timeline"),
        ("mkdocs_speckit.page.painting.draw_diagram", "a diagram"),
        ("mkdocs_speckit.page.painting.mark_ratings", "a table’s mark"),
        ("mkdocs_speckit.page.painting.mark_effort", "a table’s mark"),
        ("mkdocs_speckit.hosts.pages.link_feature", "the search for its plan"),
    ],
)
def test_a_page_with_a_failure_is_plain(
    build_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch, function: str, part: str
) -> None:
    break_on(monkeypatch, function, "Broken")
    site = build_site(PAGES, fails=True)
    broken, whole = site.page("broken/plan.html"), site.page("whole/plan.html")
    assert [len(broken.select(piece)) for piece in PIECES] == [0] * len(PIECES)
    assert broken.select_one("h2#phase-1-setup")
    assert "[ ] [NAME]" in broken.get_text()
    assert all(whole.select(piece) for piece in PIECES)
    assert errors(site) == [
        f"ERROR: speckit: docs/broken/plan.md:1:1: {part} failed on plan.md:"
        " UnforeseenError('<b>oh</b>'); please report this [internal-error]"
    ]
    assert notices(site, "broken/plan.html") == [could_not_finish(part)]
    assert notices(site, "whole/plan.html") == []
    assert notices(site, "plans.html") == [ONE_MISSING] * (part == "reading")


@pytest.mark.parametrize(
    ("function", "part"),
    [
        ("render_progress", "a completion bar"),
        ("draw_boxes", "a box"),
        ("mark_placeholders", "a placeholder’s mark"),
        ("match_landmarks", "the search for headings"),
    ],
)
def test_what_is_half_done_is_taken_back(
    build_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch, function: str, part: str
) -> None:
    """These know no names: they fail on every page."""
    break_on(monkeypatch, f"mkdocs_speckit.page.painting.{function}", "")
    site = build_site(PAGES, fails=True)
    broken = site.page("broken/plan.html")
    assert [len(broken.select(piece)) for piece in PIECES] == [0] * len(PIECES)
    assert site.page("plans.html").select(".speckit-overview")
    assert len(errors(site)) == 2
    assert f": {part} failed on plan.md" in errors(site)[0]
    assert notices(site, "broken/plan.html") == [could_not_finish(part)]


DOCUMENTS = {
    LEVEL: ("plan", PAGES["whole/plan.md"], PIECES),
    SPEC_KIT: (
        "tasks",
        "# Tasks: Oven\n\n## Phase 1: Setup\n\n- [ ] T001 a\n- [ ] T002 b\n- [ ] T003 c\n",
        (".speckit-header", ".speckit-task"),
    ),
    OPENSPEC: (
        "openspec/changes/sell-rolls/tasks",
        "# Tasks\n\n## 1. Oven\n\n- [ ] 1.1 a\n",
        (".speckit-header", ".speckit-progress"),
    ),
    KIRO: (
        "rolls/tasks",
        "# Tasks\n\n- [ ] 1. a\n  - _Requirements: 1.1_\n- [ ] 2. b\n- [ ] 3. c\n",
        (".speckit-header", ".speckit-task"),
    ),
}
"""A document of each format: its path, its text, and what its page shows."""


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_that_fails_leaves_the_page_whole(
    build_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    def fails(*_: object) -> Reports:
        raise UnforeseenError
        yield from ()

    monkeypatch.setitem(RULES, rule, replace(RULES[rule], check=fails))
    options = {"rules": {rule: "warning"}, "show": all_but(also=("findings",))}
    name, text, pieces = DOCUMENTS[RULES[rule].formats[0]]
    site = build_site({f"{name}.md": text}, speckit=options, fails=True)
    assert all(site.page(f"{name}.html").select(piece) for piece in pieces)
    file = PurePosixPath(name).name
    assert [line.partition(": ")[2].partition(":1:1: ")[2] for line in errors(site)] == [
        f"the rule {rule} failed on {file}.md: UnforeseenError(); please report this"
        " [internal-error]"
    ]
    assert notices(site, f"{name}.html") == [could_not_finish(f"the rule {rule}")]


def test_a_schedule_that_fails(
    build_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The feature is not in the overview, and its page shows all but its schedule's figures."""
    break_on(monkeypatch, "mkdocs_speckit.features.entries.schedule_plan", "Broken")
    site = build_site(PAGES, fails=True)
    rows = site.page("plans.html").select(".speckit-overview .speckit-row-title > a")
    assert [row.get_text() for row in rows] == ["Whole"]
    assert all(site.page("broken/plan.html").select(piece) for piece in PIECES)
    assert len(errors(site)) == 1
    assert notices(site, "broken/plan.html") == [could_not_finish("the feature’s figures")]
    assert notices(site, "plans.html") == [ONE_MISSING]


def test_an_overview_that_fails(
    build_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_on(monkeypatch, "mkdocs_speckit.rendering.overview.render_overview", "")
    site = build_site(PAGES, fails=True)
    assert site.page("plans.html").select("h1")
    assert not site.page("plans.html").select(".speckit-overview")
    assert all(site.page("whole/plan.html").select(piece) for piece in PIECES)
    assert notices(site, "plans.html") == [could_not_finish("the overview")]
    assert errors(site) == [
        "ERROR: speckit: plans.md:1:1: the overview failed on plans.md:"
        " UnforeseenError('<b>oh</b>'); please report this [internal-error]"
    ]


def test_an_export_that_fails(
    build_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_on(monkeypatch, "mkdocs_speckit.export.site_files.make_site_files", "Broken")
    site = build_site(PAGES, speckit={"export": True}, fails=True)
    assert all(site.page("broken/plan.html").select(piece) for piece in PIECES)
    (line,) = errors(site)
    assert line.startswith("ERROR: speckit: speckit.json:1:1: the export failed on speckit.json:")
    assert notices(site, "broken/plan.html") == []


def test_data_that_fail_for_a_theme_that_asks_for_them(
    build_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    theme = tmp_path / "theme"
    theme.mkdir()
    (theme / "main.html").write_text(
        "{{ page.speckit.plan.title if page.speckit }}|{{ page.content }}"
    )
    break_on(monkeypatch, "mkdocs_speckit.export.export_page", "Broken")
    asking = {"name": None, "custom_dir": str(theme)}
    site = build_site(PAGES, theme=asking, fails=True)
    assert site.html("whole/plan.html").startswith("Plan: Whole|")
    assert site.html("broken/plan.html").startswith("|")
    assert all(site.page("broken/plan.html").select(piece) for piece in PIECES)
    (line,) = errors(site)
    assert line.startswith("ERROR: speckit: docs/broken/plan.md:1:1: page.speckit failed on")


def test_a_value_that_the_export_does_not_allow_is_not_written(
    build_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other sites would refuse it."""

    def dated(_: History, files: Iterable[Path]) -> dict[Path, str]:
        years = {"broken": "3170843", "whole": "2026"}
        return {file: f"{years[file.parent.name]}-11-07" for file in files}

    monkeypatch.setattr(History, "find_last_changes", dated)
    site = build_site(PAGES, speckit={"export": True}, fails=True)
    (line,) = errors(site)
    assert line.startswith("ERROR: speckit: docs/broken/plan.md:1:1: the export failed on plan.md:")
    exported = json.loads(site.html("speckit.json"))
    VALIDATOR.validate(exported)
    assert [feature["folder"] for feature in exported["features"]] == ["whole"]
    assert len(exported["plans"]) == 2
    assert notices(site, "broken/plan.html") == [could_not_finish("the export")]


def test_several_failures_are_one_sentence_and_nothing_of_it_is_searched(
    build_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_on(monkeypatch, "mkdocs_speckit.reading.document.lists.indent_lists", "Broken")
    break_on(monkeypatch, "mkdocs_speckit.page.painting.draw_diagram", "Broken")
    plugins = ["search", {"speckit": {"inline_css": True}}]
    nested = PAGES["broken/plan.md"] + "\n- [ ] One\n  - [ ] Two\n"
    site = build_site(PAGES | {"broken/plan.md": nested}, plugins=plugins, fails=True)
    assert notices(site, "broken/plan.html") == [could_not_finish("a list and a diagram")]
    assert ".speckit-notice" in site.html("broken/plan.html")
    assert "could not finish" not in site.html("search/search_index.json")


def test_the_extension_alone_says_it_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    break_on(monkeypatch, "mkdocs_speckit.page.painting.render_header", "Broken")
    converter = markdown.Markdown(extensions=["tables", "toc", "speckit"])
    with caplog.at_level(logging.ERROR):
        page = BeautifulSoup(converter.convert(PAGES["broken/plan.md"]), "html.parser")
    assert [len(page.select(piece)) for piece in PIECES] == [0] * len(PIECES)
    assert len(page.select("table")) == 2
    assert [notice.get_text() for notice in page.select(".speckit-notice")] == [
        could_not_finish("the header")
    ]
    assert ["please report this" in record.getMessage() for record in caplog.records] == [True]
    converter.reset()
    again = BeautifulSoup(converter.convert(PAGES["whole/plan.md"]), "html.parser")
    assert all(again.select(piece) for piece in PIECES)
    assert again.select(".speckit-notice") == []

"""Findings in the build's log and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from mkdocs.exceptions import Abort

from mkdocs_speckit.audit import RULES
from mkdocs_speckit.plugin import SpeckitPlugin
from tests.conftest import MARKER, SMALL, all_but

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site

PLAN = """\
---
title: A plan
---
# Plan: [NAME]

<!-- SPECKIT_LEVEL: nine --><!-- SPECKIT_TEMPLATE_SOURCE: plan-core | v2.2 -->

## Effort

| Phase | Effort |
|-------|--------|
| One | 1 hour |
| **Total** | 4 hours |
"""
UNKNOWN_LEVEL_IS_ERROR = {"rules": SMALL | {"unknown-level": "error"}}


def test_one_line_a_finding_in_file_order(build_site: Callable[..., Site]) -> None:
    pages = {"b.md": PLAN, "a.md": "# No plan: [NAME]\n"}
    log = build_site(pages, speckit=UNKNOWN_LEVEL_IS_ERROR, fails=True).log
    assert log == [
        "WARNING: speckit: docs/b.md:4:9: placeholder [NAME] is not filled in; replace it, or"
        " delete it [unfilled-placeholder]",
        "ERROR: speckit: docs/b.md:6:1: level “nine” is unknown; write 1, 2, 3 or 3+"
        " [unknown-level]",
        "WARNING: speckit: docs/b.md:13:15: the effort total does not add up: the phases sum to"
        " 1 h, but the table says 4 h; correct the total or the phases [effort-total-mismatch]",
    ]


def test_strict_fails_on_warnings(build_site: Callable[..., Site]) -> None:
    with pytest.raises(Abort, match="1 warnings"):
        build_site({"plan.md": PLAN.replace("nine", "2")}, strict=True, speckit={"log": "summary"})


TWO_WARNINGS = PLAN.replace("nine", "2")
SUM = "WARNING: speckit: 2 warnings in 1 of 2 documents; mkdocs-speckit check {} lists them"
LINES = [
    "WARNING: speckit: docs/plan.md:4:9: placeholder [NAME] is not filled in; replace it, or"
    " delete it [unfilled-placeholder]",
    "WARNING: speckit: docs/plan.md:13:15: the effort total does not add up: the phases sum to"
    " 1 h, but the table says 4 h; correct the total or the phases [effort-total-mismatch]",
]


@pytest.mark.parametrize(
    ("log", "logged"), [("summary", [SUM]), ("all", [*LINES, SUM]), ("none", [])]
)
def test_a_build_logs_its_findings_as_the_site_wants(
    build_site: Callable[..., Site],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    log: str,
    logged: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    pages = {"plan.md": TWO_WARNINGS, "clean/plan.md": "# Plan\n" + MARKER}
    site = build_site(pages, speckit={"log": log})
    assert site.logged == [line.format("docs") for line in logged]


def test_notes_alone_are_a_number_and_no_warning(
    build_site: Callable[..., Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path.parent)
    rules = {"unfilled-placeholder": "info", "effort-total-mismatch": "info"}
    speckit = {"rules": SMALL | rules, "log": "all"}
    site = build_site({"plan.md": TWO_WARNINGS}, speckit=speckit, strict=True)
    (line,) = site.logged
    assert line == (
        f"INFO: speckit: 2 notes in 1 of 1 document; in {tmp_path.name}, mkdocs-speckit check docs"
        " lists them"
    )


def test_more_than_three_findings_of_a_rule_in_a_file_are_one_line(
    build_site: Callable[..., Site],
) -> None:
    rows = "".join(f"| Row {n} | 1 hour, 2 hours |\n" for n in range(1, 13))
    plan = f"# Plan\n\n{MARKER}## Effort\n\n| Phase | Effort |\n|---|---|\n{rows}"
    rules = SMALL | {"effort-several-quantities": "warning"}
    site = build_site({"plan.md": plan}, speckit={"rules": rules, "log": "all"})
    line, total = site.logged
    assert "docs/plan.md:9:" in line
    assert line.endswith("and 11 more; lines 9, 10, 11, 12, 13, 14, 15 and 5 more")
    assert "12 warnings" in total


def test_what_fails_the_build_is_logged_whatever_the_site_wants(
    build_site: Callable[..., Site],
) -> None:
    speckit = UNKNOWN_LEVEL_IS_ERROR | {"log": "none"}
    (line,) = build_site({"plan.md": PLAN}, speckit=speckit, fails=True).logged
    assert line.startswith("ERROR: speckit: docs/plan.md:6:1: level “nine” is unknown")


FAULTY = {
    "level/plan.md": PLAN,
    "cycle/plan.md": f"""\
# Plan

{MARKER}## Dependencies

| Phase | Depends On |
|-------|------------|
| Build | Review |
| Review | Build |
""",
    "mismatch/plan.md": "# Plan\n\n" + MARKER,
    "mismatch/spec.md": "# Spec\n\n"
    + MARKER.replace("LEVEL: 2", "LEVEL: 3").replace("plan-core", "spec-core"),
}
"""Plans with the gravest faults that a plan can have."""


def test_no_plan_fails_a_plain_build(build_site: Callable[..., Site]) -> None:
    log = build_site(FAULTY).log
    assert {line.partition(":")[0] for line in log} == {"WARNING"}
    rules = {line.rpartition("[")[2].rstrip("]") for line in log}
    assert rules >= {"unknown-level", "dependency-cycle", "level-mismatch"}


@pytest.mark.parametrize("rule", ["unknown-level", "dependency-cycle", "level-mismatch"])
def test_a_rule_that_the_site_sets_to_error_fails_its_build_at_the_end(
    build_site: Callable[..., Site], rule: str
) -> None:
    site = build_site(FAULTY, speckit={"rules": SMALL | {rule: "error"}}, fails=True)
    assert [f"[{rule}]" in line for line in site.log if line.startswith("ERROR")] == [True]
    assert all(site.page(path.replace(".md", ".html")).select("h1") for path in FAULTY)


def test_errors_fail_a_build_at_its_end_with_one_summary(
    build_site: Callable[..., Site], caplog: pytest.LogCaptureFixture
) -> None:
    pages = {"a.md": PLAN, "b.md": PLAN, "c.md": "# No plan\n"}
    site = build_site(pages, speckit=UNKNOWN_LEVEL_IS_ERROR, fails=True)
    assert len(site.log) == 6
    assert site.page("b.html").select(".speckit-header")
    assert (site.folder / "c.html").exists()
    messages = [r.getMessage() for r in caplog.records if r.name == "mkdocs.commands.build"]
    assert messages[-1:] == [
        "speckit: 2 errors and 4 warnings in 2 of 2 documents; the errors are listed above"
    ]


def test_strict_passes_a_plan_without_warnings(build_site: Callable[..., Site]) -> None:
    assert build_site({"plan.md": "# Plan\n" + MARKER}, strict=True).log == []


def test_severities_are_the_projects_own(build_site: Callable[..., Site]) -> None:
    rules = {
        "unfilled-placeholder": "info",
        "unknown-level": "ignore",
        "effort-total-mismatch": "ignore",
    }
    (line,) = build_site({"plan.md": PLAN}, speckit={"rules": rules}, strict=True).log
    assert line.startswith("INFO: speckit: docs/plan.md:4:9:")


@pytest.mark.parametrize(
    ("pattern", "is_ignored"),
    [("docs/**", True), ("**/plan.md", True), ("old/**", False), ("docs/plan.md", False)],
)
def test_patterns_of_paths_start_at_the_configuration(
    build_site: Callable[..., Site], pattern: str, is_ignored: bool
) -> None:
    ignores = {pattern: ["effort-total-mismatch", "unfilled-placeholder", "unknown-level"]}
    site = build_site({"old/plan.md": PLAN}, speckit={"per_path_ignores": ignores})
    assert bool(site.log) != is_ignored


@pytest.mark.parametrize(
    ("also", "command", "shown"),
    [
        ((), "build", False),
        ((), "serve", True),
        (("findings",), "build", True),
        (("findings",), "serve", True),
    ],
)
def test_where_findings_are_shown(
    build_site: Callable[..., Site],
    monkeypatch: pytest.MonkeyPatch,
    also: tuple[str, ...],
    command: Literal["build", "serve"],
    shown: bool,
) -> None:
    start = SpeckitPlugin.on_startup
    monkeypatch.setattr(
        SpeckitPlugin, "on_startup", lambda self, **_: start(self, command=command, dirty=False)
    )
    site = build_site({"plan.md": PLAN}, speckit={"show": all_but(also=also)})
    page = site.page("plan.html")
    panels = page.select(".speckit-findings")
    assert bool(panels) == shown
    if shown:
        entries = [" ".join(e.get_text(" ").split()) for e in panels[0].select(".speckit-finding")]
        assert len(entries) == 3
        assert entries[0].startswith("Placeholder [NAME] is not filled in; replace it")
        assert entries[0].endswith("unfilled-placeholder line 4 1")
        assert ("preview" in panels[0].get_text()) == (not also)
    # Without the panel there is nothing that a mark could lead back to.
    assert len(page.select("[id^=speckit-place-]")) == (3 if shown else 0)


def test_each_finding_is_linked_to_its_place_and_back(build_site: Callable[..., Site]) -> None:
    page = build_site({"plan.md": PLAN}, speckit={"show": all_but(also=("findings",))}).page(
        "plan.html"
    )
    holders = {}
    for link in page.select(".speckit-findings a:not(.speckit-rule)"):
        (place,) = page.select(str(link["href"]))
        holder = place.find_parent(["h1", "td"])
        assert holder is not None
        holders[link.get_text()] = holder.get_text()
    # The title has the findings 1 and 2; a row's mark is in its first cell.
    title = "1–2Plan: [NAME]"
    assert holders == {"1": title, "2": title, "3": "3Total"}
    back = {mark.get_text(): mark["href"] for mark in page.select(".speckit-place")}
    assert back == {"1–2": "#speckit-finding-1", "3": "#speckit-finding-3"}
    assert page.select("aside#speckit-findings #speckit-finding-1")


def test_a_plan_without_findings_says_how_many_rules_have_looked(
    build_site: Callable[..., Site],
) -> None:
    options: dict[str, object] = {"show": ["findings"], "rules": SMALL}
    pages = {"plan.md": "# Plan\n" + MARKER, "index.md": "# Home\n"}
    site = build_site(pages, speckit=options)
    (line,) = site.page("plan.html").select(".speckit-clean")
    number = sum("level" in rule.formats and rule.severity != "ignore" for rule in RULES.values())
    assert line.get_text() == f"Checked by {number - len(SMALL)} rules: nothing found."
    assert not site.page("index.html").select(".speckit-clean")

    fewer = options | {"per_path_ignores": {"docs/**": ["empty-table", "broken-table"]}}
    (line,) = build_site(pages, speckit=fewer).page("plan.html").select(".speckit-clean")
    assert line.get_text() == f"Checked by {number - len(SMALL) - 2} rules: nothing found."

    site = build_site(pages, speckit={"rules": SMALL})  # The published site says nothing.
    assert not site.page("plan.html").select(".speckit-clean")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rules": {"no-such-rule": "error"}}, "there is no rule 'no-such-rule'"),
        ({"rules": {"unknown-level": "fatal"}}, "error, warning, info or ignore"),
        (
            {"working_time": {"hours_per_day": 0}},
            "working_time has {'hours_per_day': 0}; it must be",
        ),
    ],
)
def test_a_wrong_option_is_one_clear_sentence(
    build_site: Callable[..., Site],
    caplog: pytest.LogCaptureFixture,
    options: dict[str, object],
    message: str,
) -> None:
    with pytest.raises(Abort):
        build_site({"plan.md": PLAN}, speckit=options)
    (line,) = [r.getMessage() for r in caplog.records if r.levelname == "ERROR"]
    assert message in line
    assert "\n" not in line

"""`mkdocs-speckit check`: which files a run reads, and what their paths mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mkdocs_speckit.cli import main
from tests.conftest import MARKER, OTHER_MARKER, make_unreadable
from tests.disk.test_history import git

PLAN = OTHER_MARKER + "# Plan: [NAME]\n"
LEVEL = "<!-- SPECKIT_LEVEL: {} -->\n# Bread\n"
DOCUMENTS = ("spec.md", "plan.md", "tasks.md", "checklist.md")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, where the command runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)


def write_feature_in_parts() -> None:
    """A feature of level 2 with two parts, of which one has no link back; the plan says why."""
    for name in ("spec.md", "plan.md"):
        write(f"site/shop/{name}", LEVEL.format(2) + "- 001-cart\n- 002-pay\n")
    write("site/shop/plan.md", LEVEL.format(2) + "<!-- speckit: ignore-file phase-links -->\n")
    for part, link in (("001-cart", ""), ("002-pay", "[above](../plan.md)")):
        for name in DOCUMENTS:
            write(f"site/shop/{part}/{name}", LEVEL.format(2))
        write(f"site/shop/{part}/plan.md", LEVEL.format(2) + link + "\n")


@pytest.mark.parametrize(
    ("start", "path"),
    [
        (".", "site"),
        (".", "site/shop/plan.md"),
        (".", "site/shop/001-cart"),
        (".", "site/shop/001-cart/plan.md"),
        ("site/shop/001-cart", "."),
        ("site/shop/001-cart", "plan.md"),
        ("site/shop", "plan.md"),
    ],
)
def test_what_is_found_in_a_file_is_the_same_whatever_was_named(
    monkeypatch: pytest.MonkeyPatch, start: str, path: str
) -> None:
    write_feature_in_parts()
    monkeypatch.chdir(start)
    result = check(path, "--select", "missing-document,phase-links,unused-ignore")
    assert (result.exit_code, result.stdout.splitlines()[:-1]) == (0, [])


def test_a_part_without_a_link_is_found_in_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    write_feature_in_parts()
    write("site/shop/plan.md", LEVEL.format(2))
    monkeypatch.chdir("site/shop")
    line = check("plan.md", "--select", "phase-links").stdout.splitlines()[0]
    assert line == (
        "plan.md:1:1: info: the part 001-cart does not mention this plan; link to ../plan.md there"
        " [phase-links]"
    )


@pytest.mark.parametrize("where", ["rolls", "archive/2026-03-02-rolls"])
def test_a_document_of_a_change_is_compared_with_all_of_it(where: str) -> None:
    change = f"openspec/changes/{where}"
    write(f"{change}/proposal.md", "## Capabilities\n\n- `counter`: warm\n- `oven`: hot\n")
    write(f"{change}/specs/counter/spec.md", "## MODIFIED Requirements\n\n### Requirement: Buns\n")
    write(f"{change}/specs/tray/spec.md", "## ADDED Requirements\n")
    write("openspec/specs/counter/spec.md", "## Requirements\n\n### Requirement: Rolls\n")
    asked = ["--select", "capability-without-delta,delta-not-in-proposal,openspec-modified"]
    lines = check(change, *asked).stdout.splitlines()
    found = [line for line in lines if line.startswith(change)]
    files = ["proposal.md", "specs/counter/spec.md", "specs/tray/spec.md"]
    assert len(found) == (3 if where == "rolls" else 2)
    alone = [check(f"{change}/{file}", *asked).stdout.splitlines() for file in files]
    assert [line for lines in alone for line in lines if line.startswith(change)] == found


@pytest.mark.parametrize(
    ("kept", "count"),
    [("skip_specs: true\n", 0), ("skip_specs: false\n", 1), ("schema: [", 1), ("- a\n", 1)],
)
def test_a_change_may_say_that_it_changes_no_specification(kept: str, count: int) -> None:
    change = "openspec/changes/rolls"
    write(f"{change}/proposal.md", "## Why\n\nGuests ask.\n")
    write(f"{change}/.openspec.yaml", kept)
    for path in (".", change, f"{change}/proposal.md"):
        found = check(path, "--select", "openspec-change-without-delta").stdout
        assert found.count("[openspec-change-without-delta]") == count


def test_a_file_that_is_only_read_for_company_may_be_unreadable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("plan.md", LEVEL.format(1))
    write("spec.md", LEVEL.format(1))
    write("tasks.md", LEVEL.format(1))
    make_unreadable(monkeypatch, "spec.md")
    assert check("plan.md").exit_code == 0
    result = check("spec.md")
    assert (result.exit_code, result.stderr) == (
        2, "mkdocs-speckit: cannot read spec.md: Permission denied\n",
    )  # fmt: skip


def test_a_link_that_leads_nowhere_is_no_file() -> None:
    write("docs/plan.md", PLAN)
    Path("docs/.#plan.md").symlink_to("someone@host.1234:1")
    assert "in 1 of 1 document" in check("docs").stdout


def test_a_file_under_several_spellings_is_one(folder: Path) -> None:
    write("docs/plan.md", PLAN)
    result = check("docs", "docs/../docs/plan.md", str(folder / "docs" / "plan.md"))
    assert "docs/plan.md:3:9: warning" in result.stdout
    assert "in 1 of 1 document" in result.stdout


@pytest.mark.parametrize(
    ("pattern", "is_ignored"),
    [
        ("docs/**", True),
        ("docs/archive/*.md", True),
        ("**/plan.md", True),
        ("docs/**/plan.md", True),
        ("docs/archive/**/plan.md", True),
        ("plan.md", True),
        ("archive/**", False),
        ("**/lan.md", False),
        ("docs/plan.md", False),
    ],
)
@pytest.mark.parametrize("start", [".", "docs", "docs/archive", "elsewhere"])
def test_patterns_of_paths_start_at_the_configuration(
    folder: Path, monkeypatch: pytest.MonkeyPatch, start: str, pattern: str, is_ignored: bool
) -> None:
    write("mkdocs.yml", f"plugins: [speckit: {{per_path_ignores: {{'{pattern}': [{RULE}]}}}}]\n")
    write("docs/archive/plan.md", PLAN)
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(start)
    result = check(str(folder / "docs"), "--select", RULE)
    assert result.exit_code == (0 if is_ignored else 1), result.output


RULE = "unfilled-placeholder"


@pytest.mark.parametrize(
    ("start", "path", "baseline"),
    [(".", "docs", "known.json"), ("docs", ".", "../known.json"), ("docs", "{}", "../known.json")],
)
def test_a_baseline_holds_wherever_a_run_starts(
    folder: Path, monkeypatch: pytest.MonkeyPatch, start: str, path: str, baseline: str
) -> None:
    (folder / ".git").mkdir()
    write("docs/plan.md", PLAN)
    assert check("docs", "--write-baseline", "known.json").exit_code == 0
    monkeypatch.chdir(start)
    path = path.format(folder / "docs")
    assert check(path, "--baseline", baseline).exit_code == 0


def test_a_file_outside_of_the_repository_has_its_whole_address(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "here" / ".git").mkdir(parents=True)
    write("other/plan.md", PLAN)
    monkeypatch.chdir("here")
    log = json.loads(check("../other", "--format", "sarif").stdout)
    (place,) = log["runs"][0]["results"][0]["locations"]
    assert place["physicalLocation"]["artifactLocation"] == {
        "uri": (folder / "other" / "plan.md").as_uri()
    }


def test_a_folder_may_be_known_by_a_links_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "here" / ".git").mkdir(parents=True)
    write("here/docs/plan.md", MARKER + "# [NAME]\n")
    (folder / "link").symlink_to("here")
    monkeypatch.chdir("here")
    shown = check(str(folder / "link" / "docs"), "--format", "github", "--select", RULE).stdout
    assert shown.startswith("::warning file=docs/plan.md,line=3,")


def test_without_a_plan_among_the_files_the_input_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("# Notes\n")
    (tmp_path / "plan.md").write_text(f"# Plan\n\n{MARKER}")
    monkeypatch.delenv("PRE_COMMIT", raising=False)
    alone = CliRunner().invoke(main, ["check", "a.md"])
    assert alone.exit_code == 2
    assert alone.stderr.startswith("mkdocs-speckit: a.md is not a plan; looked for pages with ")
    both = CliRunner().invoke(main, ["check", "a.md", "b.md"])
    assert both.stderr.startswith("mkdocs-speckit: a.md and b.md are not plans; looked for ")
    assert CliRunner().invoke(main, ["check", "a.md", "plan.md"]).exit_code != 2
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert CliRunner().invoke(main, ["check", "a.md"]).exit_code == 0


def test_with_the_folder_of_the_code_ticks_are_compared_with_it(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    change = "docs/openspec/changes/rolls"
    write(f"{change}/tasks.md", "- [x] 1.1 Create `oven.py`\n- [x] 1.2 Create `src/tray.py`\n")
    write("src/tray.py", "")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "x")
    asked = ["docs", "--select", "ticked-but-missing"]
    assert "nothing found" in check(*asked).stdout
    write("mkdocs.yml", "site_name: Bakery\nplugins: [{speckit: {code: .}}]\n")
    assert check(*asked).stdout.splitlines()[0] == (
        f"{change}/tasks.md:1:3: info: 1.1 is ticked, but the repository has no oven.py;"
        " untick it, or correct the path [ticked-but-missing]"
    )

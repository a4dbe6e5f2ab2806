"""`mkdocs-speckit check`: what it prints, what it exits with, and how it is steered."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from mkdocs_speckit.audit.rules import ALL_RULES
from mkdocs_speckit.cli import main
from mkdocs_speckit.cli.report import FORMATS as REPORTS
from mkdocs_speckit.disk.files import read_text
from mkdocs_speckit.model.formats import FORMATS
from mkdocs_speckit.model.wording import join_words
from mkdocs_speckit.reading import read
from tests.conftest import MARKER, OTHER_MARKER

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs_speckit.model.plan import Plan

PLAN = OTHER_MARKER + "# Plan: [NAME]\n\n- **Owner**: TBD\n"
LINE = "release.md:3:9: warning: placeholder [NAME] is not filled in; replace it, or delete it"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a plan and a page that is none, where the command runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    (tmp_path / "release.md").write_text(PLAN)
    (tmp_path / "other.md").write_text("# [NAME]\n")
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def test_text() -> None:
    result = check()
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"{LINE} [unfilled-placeholder]",
        "release.md:5:14: info: TBD: nothing is written here yet; write it, or delete the line"
        " [unfinished-content]",
        "",
        "1 warning and 1 note in 1 of 1 document",
    ]


def test_nothing_found(folder: Path) -> None:
    (folder / "release.md").write_text(OTHER_MARKER + "# Plan\n")
    result = check()
    assert (result.exit_code, result.output) == (0, "nothing found in 1 document\n")


def test_notes_alone_do_not_fail(folder: Path) -> None:
    (folder / "release.md").write_text(OTHER_MARKER + "# Plan\n\nTBD\n")
    assert check().exit_code == 0


def test_json() -> None:
    found = json.loads(check("--format", "json").output)
    assert found["documents"] == 1
    assert found["findings"][0] == {
        "path": "release.md",
        "line": 3,
        "column": 9,
        "severity": "warning",
        "rule": "unfilled-placeholder",
        "message": "placeholder [NAME] is not filled in; replace it, or delete it",
    }


def test_sarif() -> None:
    log = json.loads(check("--format", "sarif").output)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ids == ["unfilled-placeholder", "unfinished-content"]
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
    assert run["results"][0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "release.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 9},
    }
    assert [result["level"] for result in run["results"]] == ["warning", "note"]


def test_github(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "release.md").write_text(PLAN + "[e.g., 50%, this: that]\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert check().output.splitlines()[1] == (
        "::warning file=release.md,line=6,col=1,title=unfilled-placeholder::placeholder"
        " [e.g., 50%25, this: that] is not filled in; replace it, or delete it"
    )


def test_annotations_below_the_root_of_a_repository(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    (folder / "site" / "docs").mkdir(parents=True)
    (folder / "release.md").rename(folder / "site" / "docs" / "release.md")
    monkeypatch.chdir(folder / "site")
    assert check("docs", "--format", "github").output.startswith(
        "::warning file=site/docs/release.md,line=3,col=9,title=unfilled-placeholder::"
    )
    # Where a person reads it, a path is one from where the person is.
    assert check("docs").output.startswith("docs/release.md:3:9: ")


def test_junit() -> None:
    suites = ElementTree.fromstring(check("--format", "junit").output.encode())  # noqa: S314
    (case,) = suites.iter("testcase")
    assert case.get("name") == "release.md"
    assert [failure.get("type") for failure in case.iter("failure")] == ["unfilled-placeholder"]
    assert "TBD" in (case.findtext("system-out") or "")


def test_paths_are_files_and_folders(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "spec.md").write_text(PLAN)
    assert "in 1 of 1 document" in check("sub").output
    assert "in 2 of 2 documents" in check("sub", "release.md", "sub/spec.md").output


@pytest.mark.parametrize(
    ("arguments", "rules"),
    [
        (["--select", "unfinished"], ["unfinished-content"]),
        (["--select", "unfilled,unfinished"], ["unfilled-placeholder", "unfinished-content"]),
        (["--ignore", "unfilled"], ["unfinished-content"]),
        (["--select", "unf", "--ignore", "unfilled"], None),
    ],
)  # fmt: skip
def test_select_and_ignore(arguments: list[str], rules: list[str] | None) -> None:
    result = check("--format", "json", *arguments)
    if rules is None:
        assert result.exit_code == 2
        assert "there is no rule 'unf'" in result.stderr
        return
    assert [finding["rule"] for finding in json.loads(result.output)["findings"]] == rules


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "mkdocs.yml",
            "site_name: !ENV [X, S]\nplugins:\n  - search\n  - speckit:\n      rules:\n"
            "        unfilled-placeholder: info\nhook: !!python/name:os.remove\n",
        ),
        ("mkdocs.yml", "plugins:\n  speckit:\n    rules: {unfilled-placeholder: info}\n"),
        ("pyproject.toml", "[tool.mkdocs-speckit.rules]\nunfilled-placeholder = 'info'\n"),
        (
            "pyproject.toml",
            "[tool.mkdocs-speckit.per-path-ignores]\n'*.md' = ['unfilled-placeholder']\n",
        ),
        ("pyproject.toml", "[tool.mkdocs-speckit]\nnot-placeholders = ['NAME']\n"),
    ],
)
def test_options_of_the_project(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    (folder / name).write_text(text)
    assert check().exit_code == 0
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    assert check("..").exit_code == 0


def test_options_are_inherited_as_mkdocs_inherits_them(folder: Path) -> None:
    (folder / "base").mkdir()
    (folder / "base" / "mkdocs.yml").write_text(
        "plugins:\n  speckit:\n    rules: {unfilled-placeholder: info, unknown-level: info}\n"
    )
    (folder / "mkdocs.yml").write_text("INHERIT: base/mkdocs.yml\nsite_name: Bakery\n")
    assert check().exit_code == 0
    with (folder / "mkdocs.yml").open("a") as file:
        file.write("plugins:\n  speckit:\n    rules: {unfilled-placeholder: error}\n")
    assert ": error: placeholder [NAME]" in check().stdout
    (folder / "base" / "mkdocs.yml").write_text("INHERIT: ../mkdocs.yml\n")
    assert "INHERIT leads back to" in check().stderr
    (folder / "base" / "mkdocs.yml").unlink()
    result = check()
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("mkdocs.yml", "plugins: [\n", "mkdocs.yml: while parsing"),
        ("pyproject.toml", "[tool", "pyproject.toml: "),
        ("mkdocs.yml", "plugins: [speckit: {no_such: 1}]\n", "there is no option 'no_such'"),
        ("mkdocs.yml", "plugins: [speckit: {rules: {x: error}}]\n", "there is no rule 'x'"),
        ("mkdocs.yml", "plugins: [speckit: {templates: [gone]}]\n", "templates: cannot read"),
        ("mkdocs.yml", "plugins: [speckit: 3]\n", "they must map names to values"),
        ("mkdocs.yml", "date: 2026-13-45\n", "mkdocs.yml: month must be"),
        ("pyproject.toml", "[tool]\nmkdocs-speckit = 3\n", "they must map names to values"),
    ],
)
def test_broken_options_are_one_clear_line(
    folder: Path, name: str, text: str, message: str
) -> None:
    (folder / name).write_text(text)
    result = check()
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert f"{name}: " in line, "a message names its file"
    assert message in line


def test_a_missing_path_is_one_clear_line() -> None:
    result = check("gone")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line == "mkdocs-speckit: cannot read gone: No such file or directory"


def test_a_folder_without_plans_is_one_clear_line(folder: Path) -> None:
    (folder / "release.md").unlink()
    result = check()
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "mkdocs-speckit: no plan in .; looked for pages with the comment <!-- SPECKIT_LEVEL: 2 -->"
        " and for documents of GitHub Spec Kit (a spec.md with requirements such as FR-001, a"
        " plan.md with a Constitution Check, a tasks.md with three tasks such as - [ ] T001)"
        " and for documents of OpenSpec (a spec.md, proposal.md, design.md or tasks.md in"
        " openspec/changes or openspec/specs)"
        " and for Kiro's specs (the files of a folder in .kiro/specs, a requirements.md with"
        " headings such as Requirement 1, a tasks.md with three tasks such as - [ ] 1. and"
        " - [ ] 1.1)"
    ]


@pytest.mark.parametrize(
    ("formats", "sought"),
    [
        (["level"], "pages with the comment <!-- SPECKIT_LEVEL: 2 -->; "),
        (["spec-kit"], "documents of GitHub Spec Kit (a spec.md with "),
    ],
)
def test_only_what_was_looked_for_is_named(folder: Path, formats: list[str], sought: str) -> None:
    (folder / "release.md").write_text("# Not a plan\n")
    left_out = join_words([name for name in FORMATS if name not in formats])
    (folder / "pyproject.toml").write_text(f"[tool.mkdocs-speckit]\nformats = {formats}\n")
    (line,) = check().stderr.splitlines()
    assert line.startswith(f"mkdocs-speckit: no plan in .; looked for {sought}")
    assert line.endswith(f"; the option formats leaves out {left_out}")


def test_a_file_that_is_no_plan_is_passed_over_beside_a_plan() -> None:
    assert check("other.md", "release.md").output == check("release.md").output
    assert check("other.md").exit_code == 2


def test_a_baseline_leaves_out_what_was_there(folder: Path) -> None:
    assert check("--write-baseline", "known.json").exit_code == 0
    assert check("--baseline", "known.json").exit_code == 0
    # Moved lines change nothing, another placeholder is new, and so is a second equal one.
    (folder / "release.md").write_text(
        PLAN.replace("# Plan", "\n\n# Plan") + "\n[DATE]\n\n[NAME]\n"
    )
    result = check("--baseline", "known.json")
    assert result.exit_code == 1
    assert result.output.count("[unfilled-placeholder]") == 2
    assert "[unfinished-content]" not in result.output


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode there")
@pytest.mark.parametrize("format_name", REPORTS)
def test_a_file_name_that_is_no_utf_8(folder: Path, format_name: str) -> None:
    (folder / "release.md").rename(folder / "plan-\udcff.md")
    result = check("--format", format_name)
    assert (result.exit_code, result.stderr) == (1, "")
    assert "unfilled-placeholder" in result.stdout
    assert check("--write-baseline", "known.json").exit_code == 0
    assert check("--baseline", "known.json").exit_code == 0


def test_a_baseline_knows_each_place_of_a_joined_finding(folder: Path) -> None:
    """Filling some of many placeholders makes no new finding of the others."""
    names = [f"[Component {number}]\n\n" for number in range(9)]
    plan = PLAN.replace("[NAME]", "Login")
    (folder / "release.md").write_text(plan + "\n" + "".join(names))
    assert check("--write-baseline", "known.json").exit_code == 0
    for left in (names[2:], names[6:]):
        (folder / "release.md").write_text(plan + "\n" + "".join(left))
        assert check("--baseline", "known.json").exit_code == 0
    (folder / "release.md").write_text(plan + "\n[Purpose]\n\n" + "".join(names))
    result = check("--baseline", "known.json")
    assert result.output.count("[unfilled-placeholder]") == 1
    assert "placeholder [Purpose] is not filled in" in result.output
    assert "more, in line" not in result.output


def test_a_baseline_leaves_out_as_many_equal_findings_as_there_were(folder: Path) -> None:
    (folder / "release.md").write_text(PLAN + "\n[NAME]\n" * 2)
    assert check("--write-baseline", "known.json").exit_code == 0
    assert check("--baseline", "known.json").exit_code == 0
    (folder / "release.md").write_text(PLAN + "\n[NAME]\n" * 3)
    assert check("--baseline", "known.json").output.count("[unfilled-placeholder]") == 1


@pytest.mark.parametrize(
    "text",
    ["", "{}", '{"findings": [1]}', '{"findings": 1}', '{"version": 1, "findings": 1}',
     '{"version": 2, "findings": []}'],
)  # fmt: skip
def test_a_broken_baseline_is_one_clear_line(folder: Path, text: str) -> None:
    (folder / "known.json").write_text(text)
    result = check("--baseline", "known.json")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("mkdocs-speckit: known.json is not a baseline; write one with")


TOTALS = (
    PLAN.replace("[NAME]", "Bread")
    + "\n## Effort\n\n| Phase | Effort |\n|---|---|\n| Dough | 2h |\n| Total | 9h |\n"
)


def test_fix_changes_files_in_place_and_reports_what_is_left(folder: Path) -> None:
    (folder / "release.md").write_text(TOTALS)
    (folder / "release.md").chmod(0o640)
    (folder / "link.md").symlink_to("release.md")
    result = check("--fix", "link.md")
    assert (folder / "release.md").read_text() == TOTALS.replace("9h", "2h")
    assert (folder / "release.md").stat().st_mode & 0o777 == 0o640
    assert (folder / "link.md").is_symlink()
    assert sorted(path.name for path in folder.iterdir()) == ["link.md", "other.md", "release.md"]
    assert result.stderr == "fixed 1 finding in 1 document\n"
    assert result.stdout.splitlines()[-1] == "1 note in 1 of 1 document"
    assert result.exit_code == 0


@pytest.mark.skipif(sys.platform != "linux", reason="names may be shorter there")
@pytest.mark.parametrize("length", [244, 245, 246, 254, 255])
@pytest.mark.parametrize("sign", ["a", "\u00e9"])
def test_fix_of_a_file_whose_name_is_as_long_as_names_can_be(
    folder: Path, length: int, sign: str
) -> None:
    name = sign * ((length - 3) // len(sign.encode()))
    path = folder / f"{name}{'a' * (length - 3 - len(name.encode()))}.md"
    path.write_text(TOTALS)
    assert len(os.fsencode(path.name)) == length
    assert check("--fix", path.name).stderr == "fixed 1 finding in 1 document\n"
    assert path.read_text() == TOTALS.replace("9h", "2h")


def test_fix_names_what_cannot_be_fixed_and_fixes_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abcd":
        (folder / f"{name}.md").write_text(TOTALS)
    (folder / "b.md").chmod(0o444)

    def gone(path: Path) -> str:
        if path.name == "c.md":
            path.unlink()
        return read_text(path)

    monkeypatch.setattr("mkdocs_speckit.cli.check.read_text", gone)
    result = check("--fix")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "fixed 2 findings in 2 documents",
        "mkdocs-speckit: cannot write b.md: it is read-only",
        "mkdocs-speckit: cannot read c.md: No such file or directory",
    ]
    fixed = [name for name in "abd" if "9h" not in (folder / f"{name}.md").read_text()]
    assert fixed == ["a", "d"]


def test_fix_leaves_alone_what_is_not_reported(folder: Path) -> None:
    (folder / "release.md").write_text(TOTALS)
    assert check("--fix", "--ignore", "effort-total-mismatch").exit_code == 0
    assert check("--write-baseline", "known.json").exit_code == 0
    assert check("--fix", "--baseline", "known.json").exit_code == 0
    assert (folder / "release.md").read_text() == TOTALS


def test_a_file_is_compared_with_its_folder(folder: Path) -> None:
    for name, level in (("plan.md", "2"), ("spec.md", "3")):
        (folder / name).write_text(f"<!-- SPECKIT_LEVEL: {level} -->\n# A plan\n")
    assert "spec.md:1:1: warning: this document has level 3" in check("spec.md").stdout
    assert "spec.md:" not in check("plan.md").stdout
    found = check("plan.md").stdout
    assert "this folder has no tasks.md or checklist.md, which level 2 requires" in found


def test_a_rule_that_is_off_runs_when_it_is_selected(folder: Path) -> None:
    (folder / "Guest Checkout").mkdir()
    (folder / "Guest Checkout" / "plan.md").write_text(MARKER + "# Plan\n")
    assert "folder-name" not in check().stdout
    assert "folder name “Guest Checkout” does not" in check("--select", "folder-name").stdout


@pytest.mark.parametrize(
    ("selected", "shown"),
    [
        ("items", "release.md:6:1: warning: Python-Markdown does not show this"),
        ("items-not-rendered,", "release.md:6:1: warning: Python-Markdown does not show this"),
        ("unfilled", "release.md:3:9: error: placeholder"),
        ("unfinished", "nothing found in 1 document"),
    ],
)
def test_a_projects_severity_stays_and_what_it_switched_off_warns_when_selected(
    folder: Path, selected: str, shown: str
) -> None:
    (folder / "mkdocs.yml").write_text(
        "plugins: [speckit: {rules: {items-not-rendered: ignore, unfilled-placeholder: error}}]\n"
    )
    (folder / "release.md").write_text(OTHER_MARKER + "# Plan: [NAME]\n\nNow:\n- [ ] heat\n")
    assert check("--select", selected).stdout.startswith(shown)


def test_rules_are_listed_and_printed() -> None:
    listed = CliRunner().invoke(main, ["rules"]).output
    assert [line.split()[0] for line in listed.splitlines()] == list(ALL_RULES)
    assert "box-as-text" in listed
    assert re.search(r"^level-size +info +level marker +Report a plan", listed, re.MULTILINE)
    assert re.search(r"^empty-table +warning +all formats +Report a table", listed, re.MULTILINE)
    printed = CliRunner().invoke(main, ["rules", "dependency-cycle"]).output
    assert printed.startswith(
        "dependency-cycle (warning; all formats)\n\nReport phases, or tasks of a list, that"
    )
    assert CliRunner().invoke(main, ["rules", "nope"]).exit_code == 2


def break_reading_of(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    def broken(text: str, *rest: Any, **named: Any) -> Plan | None:
        if word in text:
            raise ValueError("oh")
        return read(text, *rest, **named)

    monkeypatch.setattr("mkdocs_speckit.reading.read", broken)


def test_a_document_that_reading_fails_on_is_an_error_and_the_others_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "broken.md").write_text(PLAN.replace("Plan:", "Broken:"))
    break_reading_of(monkeypatch, "Broken")
    result = check("--select", "unfilled-placeholder")
    assert result.exit_code == 1
    assert result.output.splitlines()[:3] == [
        "broken.md:1:1: error: reading failed on broken.md: ValueError('oh'); please report this"
        " [internal-error]",
        "",
        f"{LINE} [unfilled-placeholder]",
    ]


def test_nothing_is_exported_where_reading_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    break_reading_of(monkeypatch, "Plan")
    result = CliRunner().invoke(main, ["export", "."])
    assert result.exit_code == 2
    assert "release.md:1:1: reading failed on release.md" in result.output

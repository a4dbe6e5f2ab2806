"""`mkdocs-speckit site`: what it prints, what it exits with, and which options it heeds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from mkdocs_speckit.cli import main
from mkdocs_speckit.cli.report import FORMATS
from tests.conftest import make_unreadable

if TYPE_CHECKING:
    from pathlib import Path

MARKER = "<!-- SPECKIT_LEVEL: 2 -->"
SUMMARY = '<section class="speckit-header"></section>'
PAGE = f"<main>\n<h1>Bread</h1>{MARKER}\n<p>[DATE]</p></main>\n"
CLEAN = f"<main><h1>Bread</h1>{MARKER}{SUMMARY}</main>\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a project with a built site."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    for name, html in {
        "plan/index.html": PAGE,
        "venv/index.html": CLEAN,
        "index.html": "<main><h1>Home</h1><p>[DATE]</p></main>",
        "404.html": "<h1>[DATE]</h1>",
    }.items():
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(html)
    return tmp_path


def site(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["site", *arguments])


def test_text() -> None:
    result = site("site")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "site/plan/index.html:2:1: warning: this page has a level marker but no header under"
        " “Bread”; add speckit to plugins or markdown_extensions, and build the site again without"
        " its cache [page-without-summary]",
        "site/plan/index.html:3:1: warning: readers see the placeholder [DATE] under “Bread”;"
        " replace it, or delete it [visible-placeholder]",
        "",
        "2 warnings in 1 of 2 documents",
    ]


def test_nothing_found(folder: Path) -> None:
    (folder / "site/plan/index.html").unlink()
    result = site("site")
    assert (result.exit_code, result.output) == (0, "nothing found in 1 document\n")


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_names_page_rule_and_place(format_name: str) -> None:
    result = site("site", "--format", format_name)
    assert result.exit_code == 1
    assert "visible-placeholder" in result.stdout
    assert "site/plan/index.html" in result.stdout


def test_sarif_documents_the_rules() -> None:
    (run,) = json.loads(site("site", "--format", "sarif").stdout)["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert set(rules) == {"page-without-summary", "visible-placeholder"}
    assert rules["visible-placeholder"]["help"]["text"].startswith("Report a placeholder of a")


def test_a_projects_options_hold(folder: Path) -> None:
    (folder / "mkdocs.yml").write_text(
        "plugins:\n  - speckit:\n      show: []\n      rules: {visible-placeholder: info}\n"
    )
    result = site("site")
    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == "1 note in 1 of 2 documents"
    (folder / "mkdocs.yml").write_text(
        "plugins:\n  - speckit:\n      per_path_ignores:\n"
        "        site/plan/*: [visible-placeholder, page-without-summary]\n"
    )
    assert site("site").output == "nothing found in 2 documents\n"


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("missing", "missing is not a folder"),
        ("site/index.html", "site/index.html is not a folder"),
        ("empty", "no page in empty shows a plan"),
    ],
)
def test_bad_input_is_one_clear_line(folder: Path, argument: str, says: str) -> None:
    (folder / "empty").mkdir()
    result = site(argument)
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"mkdocs-speckit: {says}")


def test_an_unreadable_page_is_one_clear_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "site" / "gone.html").write_text(PAGE)
    make_unreadable(monkeypatch, "gone.html")
    result = site("site")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("mkdocs-speckit: cannot read site/gone.html: ")


def test_a_site_without_plans_that_zensical_may_have_built_is_told_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bare"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "zensical.toml").write_text("[project.plugins.speckit]\n")
    (folder / "index.html").write_text("<h1>Plain</h1>")
    result = CliRunner().invoke(main, ["site", "."])
    assert result.exit_code == 2
    hint, failure = result.stderr.splitlines()
    assert hint == (
        "mkdocs-speckit: zensical.toml has the plugin, which Zensical passes over in silence;"
        " for Zensical, write speckit under markdown_extensions"
    )
    assert "no page in . shows a plan" in failure


def test_a_check_says_the_same_of_a_site_of_zensicals_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zensical.toml").write_text("[project.plugins.speckit]\n")
    (tmp_path / "plan.md").write_text(f"# Plan\n\n{MARKER}")
    result = CliRunner().invoke(main, ["check"])
    assert "zensical.toml has the plugin, which Zensical passes over" in result.stderr

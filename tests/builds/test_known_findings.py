"""The option `baseline`: findings that the file lists are left out everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError

from mkdocs_speckit.cli import main
from tests.conftest import MARKER, all_but

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site

OPTIONS = {"baseline": "known.json", "show": all_but(also=("findings",)), "log": "all"}
PLAN = f"# Plan: Bread\n\n{MARKER}Ask [NAME].\n"


def write_baseline(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """List what a site's plans have, as its authors do; the option may name the file by then."""
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, ["check", "docs", "--write-baseline", "known.json"])
    assert result.exit_code == 0, result.output


def test_what_is_known_is_neither_logged_nor_shown_nor_checked(
    build_site: Callable[..., Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site({"plan.md": PLAN})
    write_baseline(tmp_path, monkeypatch)
    site = build_site({"plan.md": PLAN}, speckit=OPTIONS)
    assert not [line for line in site.logged if "[" in line]
    assert not site.page("plan.html").select(".speckit-finding")
    assert CliRunner().invoke(main, ["check", "docs"]).exit_code == 0

    site = build_site({"plan.md": f"{PLAN}\nAsk [DATE].\n"}, speckit=OPTIONS)
    (line,) = (line for line in site.logged if "[unfilled-placeholder]" in line)
    assert line.startswith("WARNING: speckit: docs/plan.md:7:5: placeholder [DATE]")
    assert len(site.page("plan.html").select(".speckit-finding")) == 1
    result = CliRunner().invoke(main, ["check", "docs"])
    assert result.exit_code == 1
    assert result.output.count("[unfilled-placeholder]") == 1


def test_a_baseline_is_the_same_from_any_folder(
    build_site: Callable[..., Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site({"plan.md": PLAN}, speckit={})
    monkeypatch.chdir(tmp_path / "docs")
    result = CliRunner().invoke(main, ["check", "--write-baseline", "../known.json"])
    assert result.exit_code == 0, result.output
    build_site({"plan.md": PLAN}, speckit=OPTIONS)
    assert CliRunner().invoke(main, ["check"]).exit_code == 0


def test_a_file_named_on_the_command_line_counts_instead(
    build_site: Callable[..., Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site({"plan.md": PLAN})
    write_baseline(tmp_path, monkeypatch)
    (tmp_path / "none.json").write_text('{"version": 1, "findings": []}')
    build_site({"plan.md": PLAN}, speckit=OPTIONS)
    assert CliRunner().invoke(main, ["check", "docs", "--baseline", "none.json"]).exit_code == 1


def test_the_first_baseline_is_written_where_the_option_names_it_already(
    build_site: Callable[..., Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site({"plan.md": PLAN})
    (tmp_path / "mkdocs.yml").write_text("plugins: [{speckit: {baseline: known.json}}]\n")
    write_baseline(tmp_path, monkeypatch)
    assert (tmp_path / "known.json").is_file()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "baseline: cannot read .*known.json: No such file or directory"),
        ("{}", "baseline: .*known.json is not a baseline; write one with --write-baseline "),
    ],
)
def test_a_file_that_is_not_a_baseline_stops_the_build(
    tmp_path: Path, text: str | None, message: str
) -> None:
    (tmp_path / "docs").mkdir()
    if text is not None:
        (tmp_path / "known.json").write_text(text)
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: S\nplugins: [speckit: {baseline: known.json}]\n"
    )
    config = load_config(str(tmp_path / "mkdocs.yml"))
    with pytest.raises(PluginError, match=message):
        config.plugins.on_config(config)

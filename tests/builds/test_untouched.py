"""Nothing is ever written to `docs_dir`, and a wrong option is told in MkDocs' own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError

from mkdocs_speckit.cli import main
from mkdocs_speckit.markdown_extension import SpeckitExtension
from mkdocs_speckit.options import NAMES, OptionError
from tests.conftest import MARKER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site

PAGES = {
    "bread/plan.md": f"# Bread\n\n{MARKER}- [x] a\n- [ ] [NAME]\n",
    "bread/tasks.md": f"# Tasks\n\n{MARKER}- [ ] b\n",
    "index.md": "# Home\n\n<!-- speckit: overview -->\n",
}


def test_builds_and_commands_leave_the_documents_alone(
    build_site: Callable[..., Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = tmp_path / "docs"
    build_site(PAGES)
    before = _state_of(docs)
    build_site({}, speckit={"export": True, "overview": "plans.md", "show": ["findings"]})
    monkeypatch.chdir(tmp_path)
    commands = (
        ["check", "docs"],
        ["check", "docs", "--format", "sarif"],
        ["export", "docs"],
        ["site", "site"],
    )
    for command in commands:
        assert CliRunner().invoke(main, command).exit_code in {0, 1}
    assert _state_of(docs) == before


def _state_of(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """All files and folders with when they changed, their modes and contents."""
    return {
        str(path): (
            path.stat().st_mtime_ns,
            path.stat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in (folder, *sorted(folder.rglob("*")))
    }


WRONG: dict[str, Any] = {name: ["wrong"] for name in NAMES} | dict.fromkeys(
    ("portfolio", "templates", "not_placeholders", "sources"), "wrong"
)
IMPOSSIBLE = {
    "show": (["dot"], "show has 'dot'; it must be a list with any of summary, progress"),
    "rules": ({"no-such-rule": "error"}, "there is no rule 'no-such-rule'; the rules are"),
    "per_path_ignores": (
        {"docs/**": ["no-such-rule"]},
        "there is no rule 'no-such-rule'; the rules are",
    ),
    "overview": ("../plans.md", "it must be a page’s path, such as plans.md"),
    "portfolio": (["ftp://example.org/speckit.json"], "an address that begins with https://"),
    "working_time": ({"days_per_month": float("nan")}, "a number from 0.01 to 1000"),
    "baseline": ("nowhere.json", "baseline: cannot read "),
    "templates": (["nowhere"], "templates: cannot read "),
    "not_placeholders": (["("], "which is not a regular expression"),
    "sources": (["/etc"], "is an absolute path; write it relative to mkdocs.yml"),
}


def _loaded(folder: Path, options: dict[str, Any]) -> None:
    (folder / "docs").mkdir()
    path = folder / "mkdocs.yml"
    path.write_text(yaml.safe_dump({"site_name": "Site", "plugins": [{"speckit": options}]}))
    config = load_config(str(path))
    config.plugins.on_startup(command="build", dirty=False)
    config.plugins.on_config(config)


@pytest.mark.parametrize("name", NAMES)
def test_a_value_of_another_type_has_the_same_message_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """In MkDocs, in the Markdown extension, which Zensical uses, and on the command line."""
    with pytest.raises(OptionError, match=f"^{name} (is|has) .*; it must be ") as expected:
        SpeckitExtension(**{name: WRONG[name]})
    with pytest.raises(PluginError) as error:
        _loaded(tmp_path, {name: WRONG[name]})
    assert str(error.value) == f"speckit: {expected.value}"
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check", "docs"])
    assert result.exit_code == 2
    assert result.stderr == f"mkdocs-speckit: {tmp_path / 'mkdocs.yml'}: {expected.value}\n"


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_an_impossible_value_stops_with_the_name_and_what_is_possible(
    tmp_path: Path, name: str
) -> None:
    value, possible = IMPOSSIBLE[name]
    with pytest.raises(PluginError, match=r"^speckit: ") as error:
        _loaded(tmp_path, {name: value})
    assert possible in str(error.value)
    assert name in str(error.value)


def test_an_empty_option_has_its_default(tmp_path: Path) -> None:
    _loaded(tmp_path, dict.fromkeys(NAMES))


def test_an_unknown_option_stops_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="there is no option 'shown'; did you mean show"):
        _loaded(tmp_path, {"shown": []})

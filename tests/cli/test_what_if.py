"""`mkdocs-speckit diff --set`: what another estimate would change, without editing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mkdocs_speckit.cli import main
from tests.conftest import OTHER_MARKER

PLAN = (
    OTHER_MARKER
    + """\
# Plan

## Phase Dependencies

| Phase | Depends On |
|-------|------------|
| Phase 1: Setup | None |
| Phase 2: Sync & Retry | Phase 1 |
| Phase 3: Help | Phase 1 |

## Effort Estimation

| Phase | Effort |
|-------|--------|
| Phase 1: Setup | 2h |
| Phase 2: Sync & Retry | 8h |
| Phase 3: Help | 1-3h |
"""
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write("bread/plan.md", PLAN)
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments])


def changes(*settings: str) -> str:
    result = call(*(word for setting in settings for word in ("--set", setting)))
    assert result.exit_code == 0, result.stderr
    assert Path("bread/plan.md").read_text("utf-8") == PLAN
    return result.stdout


def edited(before: str, after: str, *, at: Path) -> str:
    """What `diff` says of the same change, written into the plan."""
    export = at / "before.json"
    export.write_text(CliRunner().invoke(main, ["export", "."]).stdout, encoding="utf-8")
    write("bread/plan.md", PLAN.replace(before, after))
    try:
        return call(str(export)).stdout
    finally:
        write("bread/plan.md", PLAN)


@pytest.mark.parametrize(
    ("setting", "row"),
    [
        ("Phase 3: Help=2d", "| Phase 3: Help | 2d |"),
        ("Help = 2d", "| Phase 3: Help | 2d |"),
        ("help=10-20 hours", "| Phase 3: Help | 10-20 hours |"),
        ("Help=30 min", "| Phase 3: Help | 30 min |"),
    ],
)
def test_it_says_what_an_edit_would(
    setting: str, row: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    said = changes(setting)
    assert said == edited("| Phase 3: Help | 1-3h |", row, at=tmp_path_factory.mktemp("kept"))
    assert "1 of 1 plan changed" in said


@pytest.mark.parametrize("name", ["Phase 2: Sync & Retry", "Sync & Retry", "sync"])
def test_a_phase_may_be_named_by_each_of_its_names(name: str) -> None:
    assert "Sync & Retry by 4 h" in changes(f"{name}=12h")


def test_several_estimates_count_together() -> None:
    assert "effort         11–13 h → 3 h" in changes("Setup=1h", "Sync=1h", "Help=1h")


def test_the_estimate_that_there_is_changes_nothing() -> None:
    assert changes("Sync=8h") == "nothing changed in 1 plan\n"


def test_scripts_get_the_same() -> None:
    said = json.loads(call("--set", "Sync=16h", "--format", "json").stdout)
    assert said["changed"][0]["slipped"][0]["by"] == 8


def test_hours_of_a_day_are_those_of_the_project() -> None:
    write("mkdocs.yml", "site_name: A\nplugins: [{speckit: {working_time: {hours_per_day: 5}}}]\n")
    assert "→ 10 h" in changes("Sync=2d")


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("Sync", "'Sync' is not an estimate; write it as in Sync=2d"),
        ("=2d", "'=2d' is not an estimate; write it as in Sync=2d"),
        ("Sync=", "'Sync=' is not an estimate; write it as in Sync=2d"),
        ("Sync=soon", "'soon' is not an effort; write one as in Sync=2d"),
        ("Sync=-2d", "'-2d' is not an effort; write one as in Sync=2d"),
        ("Sync=3 points", "bread/plan.md has no efforts in points; write the unit it has"),
        (
            "Phase 3: Halp=2d",
            "no phase with an effort is called 'Phase 3: Halp'; did you mean Phase 3: Help?",
        ),
        (
            "Bake=2d",
            "no phase with an effort is called 'Bake'; name one as its effort table does",
        ),
    ],
)
def test_what_cannot_be_set_is_one_line(setting: str, message: str) -> None:
    result = call("--set", setting)
    assert (result.exit_code, result.stderr) == (2, f"mkdocs-speckit: {message}\n")


def test_a_name_in_several_plans_is_not_guessed() -> None:
    write("cake/plan.md", PLAN)
    assert call("--set", "Help=2d").stderr == (
        "mkdocs-speckit: 'Help' is a phase of bread/plan.md and cake/plan.md; choose one of them"
        " with --path\n"
    )
    assert call("--set", "Help=2d", "--path", "cake").exit_code == 0


def test_a_name_that_one_plan_has_twice_is_not_guessed() -> None:
    write("bread/plan.md", PLAN.replace("| Phase 1: Setup | 2h |", "| Phase 4: Help | 2h |"))
    message = "bread/plan.md has 2 phases called 'Help'; write more of it"
    assert call("--set", "Help=2d").stderr == f"mkdocs-speckit: {message}\n"


@pytest.mark.parametrize("arguments", [(), ("main", "--set", "Help=2d")])
def test_it_is_compared_with_nothing_else(arguments: tuple[str, ...]) -> None:
    result = call(*arguments)
    assert result.stderr == "mkdocs-speckit: pass A, or --set PHASE=EFFORT without it\n"

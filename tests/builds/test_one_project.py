"""Every command and the build give the same figures and findings of the same files.

The project has its own working hours, severities, ignored paths, templates and placeholders: a
command that forgot one of them would say something else than the site.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from mkdocs_speckit.cli import main
from tests.conftest import MARKER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site

GIT = shutil.which("git")

pytestmark = pytest.mark.skipif(GIT is None, reason="git is not installed")

OPTIONS = {
    "export": True,
    "working_time": {"hours_per_day": 6},
    "rules": {"effort-total-mismatch": "info", "unfinished-content": "warning"},
    "per_path_ignores": {"docs/archive": ["unfilled-placeholder"], "spec.md": ["level-size"]},
    "templates": ["templates"],
    "not_placeholders": ["^.KEEP"],
}

PLAN = (
    MARKER
    + """\
# Plan: [NAME] with [your own engine], [KEEP: this one]

- **Owner**: TBD

## Effort

| Phase | Effort |
|---|---|
| Dough | 1-2 days |
| Oven | 6h |
| **Total** | 99h |

## Phase dependencies

| Phase | Depends on |
|---|---|
| Dough | None |
| Oven | Dough |

- [x] one
- [ ] two
"""
)

PAGES = {
    "index.md": "# Home\n",
    "shop/001-bread/plan.md": PLAN,
    "shop/001-bread/spec.md": MARKER + "# Spec: [NAME]\n",
    "archive/plan.md": PLAN,
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, build_site: Callable[..., Site]) -> Site:
    """The built site of a project in a repository; commands run in the project's folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "plan.md").write_text("# Plan with [your own engine]\n")
    site = build_site(PAGES, speckit=OPTIONS)
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")
    for arguments in (["init", "-q"], ["add", "docs"], [*who, "commit", "-q", "-m", "A plan"]):
        subprocess.run([str(GIT), *arguments], check=True)
    return site


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code in (0, 1), result.output
    return str(result.stdout)


def plans_of(text: str) -> dict[str, Any]:
    """The plans of an export by their paths, without the addresses that only a site has."""
    plans = json.loads(text)["plans"]
    return {
        plan["path"]: {key: value for key, value in plan.items() if key != "url"} for plan in plans
    }


def findings_of(plans: dict[str, Any]) -> set[tuple[Any, ...]]:
    keys = ("rule", "severity", "line", "column", "message")
    return {
        (f"docs/{path}", *(finding[key] for key in keys))
        for path, plan in plans.items()
        for finding in plan["findings"]
    }


def test_the_options_of_the_project_count(site: Site) -> None:
    plans = plans_of(site.html("speckit.json"))
    plan = plans["shop/001-bread/plan.md"]
    assert plan["effort"]["total"] == {"low": 12, "high": 18, "unestimated": 0}
    texts = [placeholder["text"] for placeholder in plan["placeholders"]]
    assert texts == ["[NAME]", "[your own engine]"]
    severities = {finding["rule"]: finding["severity"] for finding in plan["findings"]}
    assert severities["effort-total-mismatch"] == "info"
    assert severities["unfinished-content"] == "warning"
    rules = {finding["rule"] for finding in plans["archive/plan.md"]["findings"]}
    assert "effort-total-mismatch" in rules
    assert "unfilled-placeholder" not in rules


def test_an_export_is_that_of_the_site(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = plans_of(site.html("speckit.json"))
    assert plans_of(run("export", "docs")) == published
    assert plans_of(run("export", "docs", "--jobs", "2")) == published
    # From anywhere: the project is that of the plans.
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    assert plans_of(run("export", "../docs")) == published
    monkeypatch.chdir("/")
    assert plans_of(run("export", str(tmp_path / "docs"))) == published


def test_a_check_finds_what_the_site_has(site: Site) -> None:
    published = findings_of(plans_of(site.html("speckit.json")))
    keys = ("path", "rule", "severity", "line", "column", "message")
    found = json.loads(run("check", "docs", "--format", "json"))["findings"]
    assert {tuple(finding[key] for key in keys) for finding in found} == published


def test_the_build_reports_what_the_site_has(site: Site) -> None:
    published = findings_of(plans_of(site.html("speckit.json")))
    levels = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}
    lines = {
        f"{levels[severity]}: speckit: {path}:{line}:{column}: {message} [{rule}]"
        for path, rule, severity, line, column, message in published
    }
    assert {line for line in site.log if line.endswith("]")} == lines


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "states",
    [
        ("site/speckit.json",),
        ("HEAD",),
        ("HEAD", "site/speckit.json"),
        ("-", "HEAD"),
    ],
    ids=" ".join,
)
def test_nothing_has_changed_between_equal_states(states: tuple[str, ...]) -> None:
    exported = run("export", "docs")
    result = CliRunner().invoke(main, ["diff", *states, "--path", "docs"], input=exported)
    assert (result.exit_code, result.stdout) == (0, "nothing changed in 3 plans\n")


def test_a_comparison_from_another_folder_takes_the_project_of_the_plans(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    docs = str(tmp_path / "docs")
    for before in ("HEAD", str(site.folder / "speckit.json")):
        assert run("diff", before, "--path", docs) == "nothing changed in 3 plans\n"

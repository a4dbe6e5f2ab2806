"""Sites built by Zensical, which runs no plugin: the extension finds what is around a page."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from bs4 import BeautifulSoup

from tests.conftest import all_but
from tests.headers import read_header

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PLAN = """\
---
SPECKIT_LEVEL: 2
---
# Implementation Plan: {name}

## Phase 1: Setup

- [x] a
- [ ] [NAME]

## Phase 2: Core

- [ ] c

## L2: PHASE DEPENDENCIES

| Phase | Depends On |
|-------|------------|
| Setup | None |
| Core | Setup |

## L2: EFFORT ESTIMATION

| Phase | Estimated Effort |
|-------|------------------|
| Setup | 1-2 hours |
| Core | 4-8 hours |
"""
TASKS = "<!-- SPECKIT_LEVEL: 2 -->\n\n# Tasks: Login\n\n- [x] T001 one\n"
OVERVIEW = "# Plans\n\n<!-- speckit: overview -->\n"


@dataclass(frozen=True)
class Project:
    """A Zensical site."""

    root: Path

    def write(self, pages: Mapping[str, str]) -> None:
        for name, text in pages.items():
            path = self.root / "docs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text), encoding="utf-8")

    def build(self, speckit: Mapping[str, Any] | None = None, **configuration: Any) -> str:
        """Build the site from anywhere, and say what was logged."""
        whole = {
            "site_name": "Site",
            "theme": {"font": False},
            "markdown_extensions": [{"speckit": dict(speckit or {})}],
            **configuration,
        }
        (self.root / "mkdocs.yml").write_text(yaml.safe_dump(whole), encoding="utf-8")
        command = [sys.executable, "-m", "zensical", "build", "--clean", "--config-file"]
        run = subprocess.run(
            [*command, str(self.root / "mkdocs.yml")],
            cwd=self.root.parent,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout + run.stderr

    def page(self, page: str) -> BeautifulSoup:
        html = (self.root / "site" / page / "index.html").read_text(encoding="utf-8")
        return BeautifulSoup(html, "html.parser")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "project")


def test_a_plans_page_has_everything(project: Project) -> None:
    project.write({"login/plan.md": PLAN.format(name="Login")})
    project.build()
    page = project.page("login/plan")
    for piece, times in {
        ".speckit-header": 1,
        ".speckit-progress": 2,
        ".speckit-diagram": 1,
        ".speckit-timeline": 1,
        ".speckit-share": 2,
        "mark.speckit-placeholder": 1,
        ".speckit-box": 3,
    }.items():
        assert len(page.select(piece)) == times, piece
    header = read_header(page)
    assert (header.chip, header.counts) == ("Level 2", ["1 of 3 items", "5–10 h planned"])
    assert header.facts["Left"].startswith("4.5–9 h, likely")


def test_findings_know_the_pages_own_lines(project: Project) -> None:
    """Zensical hands over a page without its front matter; the file has it."""
    project.write({"login/plan.md": PLAN.format(name="Login")})
    project.build({"show": all_but(also=("findings",))})
    (finding,) = project.page("login/plan").select(".speckit-finding:-soup-contains('[NAME]')")
    assert "line 9" in finding.get_text()


def test_documents_of_a_feature_lead_to_one_another(project: Project) -> None:
    project.write({"a b/plan.md": PLAN.format(name="Login"), "a b/tasks.md": TASKS})
    project.build()
    (link,) = project.page("a b/plan").select(".speckit-documents a")
    assert link["href"] == "../tasks/"
    (back,) = project.page("a b/tasks").select(".speckit-documents a")
    assert back["href"] == "../plan/"


def test_the_overview_has_all_plans_of_the_site(project: Project) -> None:
    project.write(
        {
            "plans.md": OVERVIEW,
            "login/plan.md": PLAN.format(name="Login"),
            "logout/plan.md": PLAN.format(name="Logout"),
            "old/plan.md": PLAN.format(name="Old"),
            "drafts/plan.md": PLAN.format(name="Draft"),
            ".hidden/plan.md": PLAN.format(name="Hidden"),
        }
    )
    project.build(exclude_docs="old/\n", draft_docs="drafts/\n")
    rows = project.page("plans").select(".speckit-overview .speckit-row-title > a")
    assert [(row.get_text(), row["href"]) for row in rows] == [
        ("Login", "../login/plan/"),
        ("Logout", "../logout/plan/"),
    ]


def test_an_overview_that_cannot_be_narrowed_so(project: Project) -> None:
    project.write({"plans.md": '# Plans\n\n<!-- speckit: overview colour="red" -->\n'})
    log = project.build()
    assert "plans.md: an overview has no attribute “colour”" in log


def test_paths_in_options_start_at_the_project(project: Project) -> None:
    project.write({"login/plan.md": PLAN.format(name="Login") + "\n- [Our own text]\n"})
    templates = project.root / "templates"
    templates.mkdir()
    (templates / "plan.md").write_text("- [Our own text]\n")
    project.build(
        {
            "show": all_but(also=("findings",)),
            "templates": ["templates"],
            "per_path_ignores": {"docs/**": ["missing-document", "missing-section"]},
        }
    )
    page = project.page("login/plan")
    assert [mark.get_text() for mark in page.select("mark")] == ["[NAME]", "[Our own text]"]
    found = {
        line.select("code")[0].get_text(): len(line.select(".speckit-numbers a"))
        for line in page.select(".speckit-finding")
    }
    assert found == {"unfilled-placeholder": 2, "missing-template-source": 1}


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("shown", [], "there is no option 'shown'; did you mean show"),
        ("export", "no", "export is 'no'; it must be true or false"),
        ("rules", {"no-such": "error"}, "rules: there is no rule 'no-such'; the rules are"),
        ("templates", ["nowhere"], "templates: cannot read "),
    ],
)
def test_an_invalid_option_stops_the_build(
    project: Project, option: str, value: object, message: str
) -> None:
    project.write({"index.md": "# Home\n"})
    with pytest.raises(AssertionError, match=message):
        project.build({option: value})


def test_the_search_finds_what_the_author_wrote_and_nothing_else(project: Project) -> None:
    project.write({"login/plan.md": PLAN.format(name="Login")})
    project.build()
    index = (project.root / "site" / "search.json").read_text(encoding="utf-8")
    assert "4-8 hours" in index
    for ours in ("of the total", "Plan at a glance", "Critical path", "5–10 h"):
        assert ours not in index


def test_what_a_page_includes_is_counted_on_it(project: Project) -> None:
    project.write(
        {
            "login/plan.md": PLAN.format(name="Login") + '\n## Release\n\n--8<-- "steps.md"\n',
            "steps.md": "- [x] one\n- [x] two\n",
        }
    )
    snippets = {"pymdownx.snippets": {"base_path": [str(project.root / "docs")]}}
    project.build(markdown_extensions=[{"speckit": {}}, snippets])
    page = project.page("login/plan")
    assert read_header(page).chip == "Level 2"
    bars = [bar.get_text() for bar in page.select(".speckit-progress")]
    assert bars == ["1 of 2 done", "0 of 1 done", "2 of 2 done"]

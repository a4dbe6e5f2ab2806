"""What a public forge runs of the repository: workflows, the action, and what is released."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from mkdocs_speckit import __version__
from tests import release
from tests.conftest import MARKER
from tests.demo_site import ROOT
from tests.disk.test_history import git
from tests.docs.external_links import find_links

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = ROOT / "action.yml"
SCHEMAS = {
    "vendor.github-workflows": WORKFLOWS,
    "vendor.github-actions": [ACTION],
    "vendor.dependabot": [ROOT / ".github" / "dependabot.yml"],
}
BIN = Path(sys.executable).parent


def steps(file: Path) -> list[dict[str, Any]]:
    """The steps of a workflow's jobs, or of an action."""
    content = yaml.safe_load(file.read_text("utf-8"))
    parts = content["jobs"].values() if "jobs" in content else [content["runs"]]
    return [step for part in parts for step in part["steps"]]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_each_file_is_what_the_forge_takes(schema: str) -> None:
    command = [BIN / "check-jsonschema", "--builtin-schema", schema, *SCHEMAS[schema]]
    run = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("file", [*WORKFLOWS, ACTION], ids=lambda file: str(file.name))
def test_actions_are_named_by_their_commits(file: Path) -> None:
    used = re.findall(r"uses: (\S+)(.*)", file.read_text("utf-8"))
    for name, note in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name), name
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", note), name


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: str(file.name))
def test_each_step_of_a_workflow_runs(file: Path) -> None:
    for step in steps(file):
        line = step.get("run", "")
        if line == ".ci/run":
            assert os.access(ROOT / line, os.X_OK)
        elif line.startswith("make "):
            run = subprocess.run([*line.split(), "--dry-run"], cwd=ROOT, capture_output=True)  # noqa: PLW1510
            assert run.returncode == 0, run.stderr
        elif line:  # This version is not released.
            assert line == '.venv/bin/python -m tests.release "$GITHUB_REF_NAME"'
            run = subprocess.run(
                ["bash", "-c", line.replace(".venv/bin/python", sys.executable)],  # noqa: S607
                cwd=ROOT, env=os.environ | {"GITHUB_REF_NAME": "v9"}, capture_output=True,
                check=False,
            )  # fmt: skip
            assert run.returncode == 1
            assert b"the tag v9 is not that of version" in run.stderr


def test_only_a_release_that_is_written_down_may_be_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "ROOT", tmp_path)
    (tmp_path / "CHANGELOG.md").write_text("# Changes\n\n## Unreleased\n")
    tag = f"v{__version__}"
    assert "has no heading" in str(release.find_fault(tag))
    (tmp_path / "CHANGELOG.md").write_text(f"# Changes\n\n## {__version__} (2027-01-01)\n")
    project = "# make owner OWNER=name\nhttps://github.com/{}/mkdocs-speckit"
    (tmp_path / "pyproject.toml").write_text(project.format("OWNER"))
    (tmp_path / "mkdocs.yml").write_text("")
    assert "make owner" in str(release.find_fault(tag))
    (tmp_path / "pyproject.toml").write_text(project.format("bakery"))
    assert release.find_fault(tag) is None


def test_the_owner_is_written_into_each_file_that_names_it(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    named = (
        "# make owner OWNER=name\nhttps://github.com/OWNER/mkdocs-speckit"
        " https://OWNER.github.io/mkdocs-speckit/ OWNER@users.noreply.github.com\n"
    )
    (tmp_path / "pyproject.toml").write_text(named)
    (tmp_path / "notes.md").write_text("The OWNER of a file.\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    subprocess.run(["make", "owner", "OWNER=bakery"], cwd=tmp_path, check=True)  # noqa: S607
    assert (tmp_path / "pyproject.toml").read_text() == (
        "# make owner OWNER=name\nhttps://github.com/bakery/mkdocs-speckit"
        " https://bakery.github.io/mkdocs-speckit/ bakery@users.noreply.github.com\n"
    )
    assert (tmp_path / "notes.md").read_text() == "The OWNER of a file.\n"


def test_external_links_are_found_and_examples_left_out() -> None:
    found = find_links()
    assert "https://github.com/mkdocs/catalog" in found
    assert not [address for address in found if "example." in address or "OWNER" in address]


class Runner:
    """Runs the action's steps as a forge does, in a repository with a plan."""

    def __init__(self, folder: Path, known: str = "") -> None:
        self.folder = folder / "repository"
        self.temporary = folder / "temporary"
        (self.temporary / "mkdocs-speckit").mkdir(parents=True)
        (self.temporary / "mkdocs-speckit" / "bin").symlink_to(BIN)
        self.log = folder / "asked"
        tools = folder / "tools"
        tools.mkdir()
        (tools / "gh").write_text(f'#!/bin/sh\necho "$@" >> {self.log}\necho "{known}"\n')
        (tools / "gh").chmod(0o755)
        self.folder.mkdir()
        for arguments in (
            ["init", "--quiet", "--initial-branch", "main"],
            ["remote", "add", "origin", "."],
        ):
            git(self.folder, *arguments)
        (self.folder / "plan.md").write_text(f"# Bread\n\n{MARKER}- [ ] Bake\n")
        git(self.folder, "add", ".")
        git(self.folder, "commit", "--quiet", "--message", "Bread")
        self.environment = os.environ | {
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.temporary),
            "GITHUB_ACTIONS": "true",
            "PLANS": ".", "BASE": "main", "REPOSITORY": "bakery/shop", "NUMBER": "7",
            "GH_TOKEN": "secret",
        }  # fmt: skip

    def run(self, name: str, **more: str) -> subprocess.CompletedProcess[str]:
        (step,) = (step for step in steps(ACTION) if step["name"] == name)
        return subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step["run"]],  # noqa: S607
            cwd=self.folder,
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
        )


def test_the_action_writes_annotations_and_fails_for_warnings(tmp_path: Path) -> None:
    runner = Runner(tmp_path)
    run = runner.run("Check the plans")
    assert run.returncode == 1
    assert run.stdout.startswith("::warning file=plan.md,line=")
    assert "secret" not in run.stdout


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("", "api --silent repos/bakery/shop/issues/7/comments -F body=@"),
        ("41", "api --silent --method PATCH repos/bakery/shop/issues/comments/41 -F body=@"),
    ],
)
def test_the_action_writes_one_comment_and_keeps_it_up_to_date(
    tmp_path: Path, known: str, asked: str
) -> None:
    runner = Runner(tmp_path, known)
    (runner.folder / "plan.md").write_text(f"# Bread\n\n{MARKER}- [x] Bake\n")
    run = runner.run("Say what changed in the plans")
    assert run.returncode == 0, run.stderr
    assert asked in runner.log.read_text().splitlines()[-1]
    comment = (runner.temporary / "plans.md").read_text()
    assert comment.startswith("<!-- mkdocs-speckit -->\n")
    assert "done: 0 of 1 → 1 of 1" in comment


def test_the_action_installs_what_it_is_told(tmp_path: Path) -> None:
    runner = Runner(tmp_path)
    (runner.temporary / "mkdocs-speckit" / "bin").unlink()
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, ROOT]
    subprocess.run(list(map(str, build)), check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    run = runner.run("Install", VERSION=str(wheel), PIP_NO_DEPS="1")
    assert run.returncode == 0, run.stderr
    assert (runner.temporary / "mkdocs-speckit" / "bin" / "mkdocs-speckit").is_file()


def test_names_and_inputs_reach_a_shell_as_values_alone() -> None:
    for file in (*WORKFLOWS, ACTION):
        for step in steps(file):
            assert "${{" not in step.get("run", ""), step

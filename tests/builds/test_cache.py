"""Sites and commands give the same bytes without a cache, with an empty one and with a full one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from mkdocs.exceptions import Abort

from mkdocs_speckit.cli import main
from mkdocs_speckit.disk.cache import FOLDER, Cache
from tests import openspec, spec_kit
from tests.builds import test_counts, test_kiro_pages
from tests.demo_site import DEMO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site

KEPT = f"{FOLDER}/kept.sqlite"
DOCUMENTS = {
    "level": test_counts.PAGES,
    "spec-kit": spec_kit.put_into("specs/001-albums"),
    "openspec": openspec.PROJECT,
    "kiro": test_kiro_pages.spec(),
}
"""Made-up documents of each format."""


def write(root: Path, pages: dict[str, str]) -> None:
    for path, text in pages.items():
        (root / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "docs" / path).write_text(text)


def configure(root: Path, options: str = "show: [summary, progress, diagrams, findings]") -> None:
    (root / "mkdocs.yml").write_text(
        "site_name: Site\ntheme: mkdocs\nplugins:\n  - search\n  - speckit:\n      export: true\n"
        f"      {options}\n"
    )


@pytest.fixture(params=[*DOCUMENTS, "demo"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A project with a site, in a folder of its own."""
    if request.param == "demo":
        leave_out = shutil.ignore_patterns("site", ".cache")
        shutil.copytree(DEMO, tmp_path, dirs_exist_ok=True, ignore=leave_out)
        (tmp_path / ".git").mkdir()
    else:
        write(tmp_path, DOCUMENTS[request.param])
        configure(tmp_path, "show: [summary, progress, diagrams, timelines, lists, findings]")
    return tmp_path


def run(root: Path, *command: str, seed: str = "0") -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    arguments = [sys.executable, "-m", *command]
    result = subprocess.run(
        arguments, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode in {0, 1}, result.stderr
    return result.stdout


def build(root: Path, seed: str) -> dict[str, bytes]:
    """Build a site in a process of its own; what its files contain, without MkDocs' own clock."""
    run(root, "mkdocs", "build", "--quiet", seed=seed)
    clock = re.compile(rb"Build Date UTC : [^\n]*")
    return {
        path.relative_to(root / "site").as_posix(): clock.sub(b"", path.read_bytes())
        for path in (root / "site").rglob("*")
        if path.suffix not in {".gz", ".xml"} and path.is_file()
    }


def test_a_site_is_the_same_without_a_cache_and_with_one(project: Path) -> None:
    configuration = project / "mkdocs.yml"
    text = configuration.read_text()
    configuration.write_text(text.replace("export: true", "export: true\n      cache: false"))
    without = build(project, "1")
    assert not (project / KEPT).exists()
    configuration.write_text(text)
    assert build(project, "2") == without
    kept = (project / KEPT).read_bytes()
    assert build(project, "3") == without
    assert (project / KEPT).read_bytes() == kept  # All was known.


@pytest.mark.parametrize("command", ["check", "export", "next", "trace"])
def test_a_command_says_the_same_without_a_cache_and_with_one(project: Path, command: str) -> None:
    without = run(project, "mkdocs_speckit", command, "docs", "--no-cache", seed="1")
    assert not (project / KEPT).exists()
    assert run(project, "mkdocs_speckit", command, "docs", seed="2") == without
    kept = (project / KEPT).read_bytes()
    assert run(project, "mkdocs_speckit", command, "docs", "--jobs", "2", seed="3") == without
    assert (project / KEPT).read_bytes() == kept


def test_processes_keep_what_they_read(tmp_path: Path) -> None:
    write(tmp_path, DOCUMENTS["level"])
    configure(tmp_path)
    first = run(tmp_path, "mkdocs_speckit", "check", "docs", "--jobs", "2")
    kept = (tmp_path / KEPT).read_bytes()
    assert run(tmp_path, "mkdocs_speckit", "check", "docs") == first
    assert (tmp_path / KEPT).read_bytes() == kept


def test_what_changes_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, DOCUMENTS["level"])
    configure(tmp_path)
    for done in ("[ ] Buy salt", "[x] Buy salt"):
        write(tmp_path, {"bread/tasks.md": f"{test_counts.TASKS}- {done}\n"})
        cached, alone = (
            CliRunner().invoke(main, ["next", "docs", *more]).output
            for more in ([], ["--no-cache"])
        )
        assert cached == alone


@pytest.mark.parametrize("options", ["working_time: {hours_per_day: 6}", "formats: [kiro]"])
def test_other_settings_are_read_with_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"plan.md": test_counts.PLAN.replace("1-2h", "1-2 days")})
    configure(tmp_path)
    first = CliRunner().invoke(main, ["export", "docs"]).output
    configure(tmp_path, options)
    other = CliRunner().invoke(main, ["export", "docs"]).output
    assert other == CliRunner().invoke(main, ["export", "docs", "--no-cache"]).output != first


def test_a_folder_without_a_configuration_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, DOCUMENTS["level"])
    CliRunner().invoke(main, ["check", "docs"])
    assert not (tmp_path / ".cache").exists()


@pytest.mark.parametrize("docs_dir", [".", "..", "docs/..", "linked", '!ENV [D, "."]', "3"])
@pytest.mark.parametrize("has_own_table", [False, True])
def test_nothing_is_written_among_the_pages_of_a_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, docs_dir: str, *, has_own_table: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, DOCUMENTS["level"])
    configure(tmp_path)
    (tmp_path / "linked").symlink_to(".")
    if has_own_table:
        (tmp_path / "pyproject.toml").write_text("[tool.mkdocs-speckit]\n")
    with (tmp_path / "mkdocs.yml").open("a") as file:
        file.write(f"docs_dir: {docs_dir}\n")
    assert CliRunner().invoke(main, ["check", "docs"]).exit_code == 1
    assert not (tmp_path / ".cache").exists()


def test_a_site_that_cannot_be_read_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, DOCUMENTS["level"])
    (tmp_path / "pyproject.toml").write_text("[tool.mkdocs-speckit]\n")
    (tmp_path / "mkdocs.yml").write_text("site_name: [\n")
    assert CliRunner().invoke(main, ["check", "docs"]).exit_code == 1
    assert not (tmp_path / ".cache").exists()


def test_a_build_that_fails_closes_the_file(
    build_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = []
    save = Cache.save

    def note(cache: Cache) -> None:
        save(cache)
        closed.append(cache._file)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Cache, "save", note)
    monkeypatch.setattr("mkdocs_speckit.hosts.mkdocs.MkDocsBuild.begin_page", fail)
    with pytest.raises(ZeroDivisionError):
        build_site(test_counts.PAGES)
    assert closed == [None, None]  # After reading, and at the end.


def test_a_damaged_cache_changes_nothing_that_is_shown(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    site = build_site(test_counts.PAGES)
    before = site.html("bread/plan.html")
    assert (tmp_path / KEPT).is_file()
    (tmp_path / KEPT).write_bytes(b"\0" * 100_000)
    again = build_site(test_counts.PAGES)
    assert again.html("bread/plan.html") == before
    assert again.logged == site.logged


def test_a_plan_that_fails_is_not_kept(
    build_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("mkdocs_speckit.page.painting.draw_timeline", fail)
        with pytest.raises(Abort):
            build_site(test_counts.PAGES)
    assert "speckit-timeline" in build_site(test_counts.PAGES).html("bread/plan.html")


def test_a_cache_of_somebody_else_shows_at_most_what_it_says(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    """A forged file can lie about figures, as a forged document could; it runs nothing."""
    build_site(test_counts.PAGES)
    cache = Cache(tmp_path)
    cache.put(b"\0" * 16, {"__reduce__": "os.system", "args": ["touch run"]})
    cache.save()
    build_site(test_counts.PAGES)
    assert not list(tmp_path.rglob("run"))

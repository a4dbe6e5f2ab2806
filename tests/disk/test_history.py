"""Dates of files from a real repository."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.disk import history as module
from mkdocs_speckit.disk.history import find_last_changes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    return tmp_path


def git(folder: Path, *arguments: str, date: str = "2026-01-01") -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": f"{date}T12:00:00 +0000",
        "GIT_COMMITTER_DATE": f"{date}T12:00:00 +0000", "GIT_CONFIG_GLOBAL": os.devnull,
    }  # fmt: skip
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True)  # noqa: S607


def commit(folder: Path, name: str, text: str, date: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    git(folder, "add", "--", name)
    git(folder, "commit", "--quiet", "-m", "Change", date=date)
    return path


def test_the_last_commit_of_each_file_counts(repository: Path) -> None:
    one = commit(repository, "docs/one.md", "1", "2026-01-01")
    two = commit(repository, "docs/ze ro \u00e9\u2713.md", "1", "2026-01-05")
    commit(repository, "other.md", "1", "2026-02-01")
    commit(repository, "docs/one.md", "2", "2026-02-03")
    new = repository / "new.md"
    new.write_text("never committed")
    assert find_last_changes(repository / "docs", [one, two, new]) == {
        one: "2026-02-03",
        two: "2026-01-05",
    }


def test_files_that_were_never_committed_cost_no_reading_of_the_history(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = commit(repository, "one.md", "1", "2026-01-01")
    new = repository / "new.md"
    new.write_text("never committed")

    def read(*_: object) -> None:
        raise AssertionError("the history is read")

    monkeypatch.setattr(module, "stream_git", read)
    assert find_last_changes(repository, [new]) == {}
    with pytest.raises(AssertionError):
        find_last_changes(repository, [new, one])


def test_outside_a_repository_nothing_has_a_date(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("1")
    assert find_last_changes(tmp_path, [tmp_path / "one.md"]) == {}


def test_without_git_nothing_has_a_date(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = commit(repository, "one.md", "1", "2026-01-01")
    monkeypatch.setenv("PATH", str(repository))
    assert find_last_changes(repository, [one]) == {}


def test_a_repository_without_commits(repository: Path) -> None:
    (repository / "one.md").write_text("1")
    assert find_last_changes(repository, [repository / "one.md"]) == {}

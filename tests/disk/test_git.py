"""Where a repository begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.disk.git import Repository, find_repository

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def no_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)


def test_it_begins_at_the_nearest_git_folder(tmp_path: Path) -> None:
    folder = tmp_path / "site" / "docs"
    folder.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    assert find_repository(folder) == Repository(tmp_path, folder)
    assert find_repository(tmp_path) == Repository(tmp_path, tmp_path)


def test_a_worktree_has_a_git_file(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / ".git").write_text("gitdir: elsewhere\n")
    assert find_repository(tmp_path / "site").root == tmp_path


def test_an_export_in_github_actions_begins_at_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site").mkdir()
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert find_repository(tmp_path / "site").root == tmp_path


def test_without_a_repository_the_folder_is_the_root(tmp_path: Path) -> None:
    assert find_repository(tmp_path) == Repository(tmp_path, tmp_path)

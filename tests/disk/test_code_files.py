"""Which ticked tasks say they made a file that never was: real repositories, case by case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mkdocs_speckit.disk import code_files
from mkdocs_speckit.disk.code_files import CodeFiles
from mkdocs_speckit.disk.git import SlowGitError, run_git
from tests.disk.test_history import git

if TYPE_CHECKING:
    from pathlib import Path

PLAN = "specs/001-bread/tasks.md"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose plan came after some files, and before others."""
    folder = tmp_path / "bakery"
    folder.mkdir()
    git(folder, "init", "--quiet")
    commit(folder, {"old/gone.py": "1\n", "old/kept.py": "2\n", "README.md": "# Bakery\n"})
    commit(folder, {"old/gone.py": None})
    commit(folder, {PLAN: "# Tasks\n", ".gitignore": "build/\n*.min.js\nnode_modules/\n"})
    commit(folder, {"src/oven.py": "3\n", "src/Heat.py": "4\n", "apps/shop/src/till.ts": "5\n"})
    commit(folder, {"src/short.py": "6\n" * 30, "src/moved.py": "7\n" * 30, "src/a b.py": "8\n"})
    moved = {"src/moved.py": None, "src/kitchen/moved.py": "7\n" * 30}
    commit(folder, {"src/short.py": None, **moved})
    (folder / "src/new.py").write_text("9\n")
    (folder / "build").mkdir()
    (folder / "build/made.py").write_text("10\n")
    return folder


def commit(folder: Path, files: dict[str, str | None]) -> None:
    for name, text in files.items():
        path = folder / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "x")


def missing(folder: Path, *names: str, plan: str = PLAN, code: str = ".") -> set[str]:
    return set(CodeFiles(folder / code).find_missing({folder / plan: names})[folder / plan])


THERE = [
    "src/oven.py",
    "oven.py",
    "./src/oven.py",
    "src/heat.py",
    "SRC/OVEN.PY",
    "src/new.py",
    "src/till.ts",
    "shop/src/till.ts",
    "apps/shop/src/till.ts",
    "till.ts",
    "src/short.py",
    "short.py",
    "src/moved.py",
    "moved.py",
    "src/kitchen/moved.py",
    "kitchen/moved.py",
    "old/kept.py",
    "kept.py",
    "README.md",
    "readme.md",
    "src/a b.py",
    PLAN,
]
"""Files that are there, or were since the plan was."""

LEFT_ALONE = [
    "build/made.py",
    "build/deep/down.py",
    "node_modules/oven/index.js",
    "shop/app.min.js",
    "/etc/oven.conf",
    "~/oven.toml",
    "../other/oven.py",
    "src/….py",
    "src/.../oven2.py",
]
"""What git ignores, and paths that lead out of the repository."""

NEVER = [
    "src/nothing.py",
    "nothing.py",
    "src/oven.js",
    "src/oven.pyi",
    "oven/src.py",
    "lib/oven.py",
    "xsrc/oven.py",
    "src/oven/heat.py",
    "till/src.ts",
    "shop/till.ts",
    "kitchen/short.py",
    "other/moved.py",
    "docs/README2.md",
    "src/bread.py",
    "src/été.py",
    "src/パン.py",
    "tests/test_oven.py",
    "tests/test_heat.py",
    "specs/002-cake/tasks.md",
]
"""What the repository never had."""

BEFORE = ["old/gone.py", "gone.py"]
"""What was gone before the plan was there."""


@pytest.mark.parametrize("name", THERE + LEFT_ALONE)
def test_a_file_that_is_there_or_was_is_not_missing(repository: Path, name: str) -> None:
    assert missing(repository, name) == set()


@pytest.mark.parametrize("name", NEVER + BEFORE)
def test_a_file_that_never_was_since_the_plan_is_missing(repository: Path, name: str) -> None:
    assert missing(repository, name) == {name}


def test_all_names_of_a_repository_need_few_calls_of_git(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def run(*given: Any, **more: Any) -> bytes:
        calls.append(given)
        return run_git(*given, **more)

    monkeypatch.setattr(code_files, "run_git", run)
    files = CodeFiles(repository)
    named = {repository / f"specs/{number}/tasks.md": NEVER for number in range(50)}
    assert all(len(found) == len(NEVER) for found in files.find_missing(named).values())
    assert len(calls) == 6
    files.find_missing(named)
    assert len(calls) == 11  # The log is known.


def test_a_plan_that_moved_is_as_old_as_its_first_name(repository: Path) -> None:
    commit(repository, {"src/late.py": "11\n" * 30})
    commit(repository, {"src/late.py": None})
    text = (repository / PLAN).read_text()
    commit(repository, {PLAN: None, "plans/bread/tasks.md": text})
    assert missing(repository, "src/late.py", plan="plans/bread/tasks.md") == set()


def test_a_plan_that_is_not_committed_may_mean_any_file_that_there_was(repository: Path) -> None:
    assert missing(repository, *BEFORE, "src/nothing.py", plan="new.md") == {"src/nothing.py"}


def test_a_new_commit_is_read(repository: Path) -> None:
    files = CodeFiles(repository)
    named = {repository / PLAN: ["src/cake.py"]}
    assert files.find_missing(named) == {repository / PLAN: {"src/cake.py"}}
    commit(repository, {"src/cake.py": "12\n"})
    commit(repository, {"src/cake.py": None})
    assert files.find_missing(named) == {repository / PLAN: frozenset()}


def test_the_code_may_be_in_a_folder_of_its_own(repository: Path) -> None:
    assert missing(repository, "shop/src/till.ts", code="apps") == set()
    assert missing(repository, "shop/src/bill.ts", code="apps") == {"shop/src/bill.ts"}


def test_a_file_on_a_branch_that_was_merged_was_there(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "side")
    commit(repository, {"src/side.py": "13\n" * 30})
    commit(repository, {"src/side.py": None})
    git(repository, "checkout", "--quiet", "-")
    commit(repository, {"src/main.py": "14\n"})
    git(repository, "merge", "--quiet", "--no-edit", "side")
    assert missing(repository, "src/side.py") == set()


def test_a_shallow_clone_reports_nothing(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", repository.as_uri(), "shallow")
    found = CodeFiles(tmp_path / "shallow").find_missing({tmp_path / "shallow" / PLAN: NEVER})
    assert found == {}


def test_without_a_repository_nothing_is_missing(tmp_path: Path) -> None:
    assert CodeFiles(tmp_path).find_missing({tmp_path / PLAN: NEVER}) == {}


def test_a_name_that_no_disk_takes_ends_nothing(repository: Path) -> None:
    names = {f"src/{'o' * 300}.py", "a\0b.py", "src/\udc80.py"}
    assert missing(repository, *names) == names


def test_a_git_that_is_too_slow_is_asked_once(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []

    def slow(*given: object, **_: object) -> bytes:
        calls.append(given)
        raise SlowGitError("slow")

    monkeypatch.setattr(code_files, "run_git", slow)
    files = CodeFiles(repository)
    for _ in range(3):
        assert files.find_missing({repository / PLAN: NEVER}) == {}
    assert len(calls) == 1

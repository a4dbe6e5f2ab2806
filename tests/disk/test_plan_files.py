"""Reading with several processes: when it is done, and that nobody can tell from the output."""

from __future__ import annotations

import errno
import os
import shutil
from concurrent import futures
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from mkdocs_speckit.cli import main
from mkdocs_speckit.disk import plan_files as workers
from mkdocs_speckit.disk.files import find_markdown
from mkdocs_speckit.disk.plan_files import MANY_FILES, MAX_JOBS, choose_jobs, map_files
from tests.conftest import MARKER

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

PLAN = MARKER + "# Plan {}\n\n- [x] [NAME]\n- [ ] done soon\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with plans, where the command runs; more than are handed over at once."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    for number in range(60):
        path = tmp_path / "docs" / f"area-{number % 7}" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PLAN.format(number))
    return tmp_path


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of processes that are started."""
    started = []

    def start(jobs: int, context: BaseContext, **others: Any) -> ProcessPoolExecutor:
        started.append(jobs)
        return ProcessPoolExecutor(jobs, context, **others)

    monkeypatch.setattr(futures, "ProcessPoolExecutor", start)
    return started


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize("command", [("check", "docs", "--format", "json"), ("export", "docs")])
def test_several_processes_give_the_same_output(command: tuple[str, ...], pools: list[int]) -> None:
    alone = run(*command, "--jobs", "1")
    assert pools == []
    together = run(*command, "--jobs", "2")
    assert pools == [2]
    assert alone.stdout.count("[NAME]") >= 60
    assert (together.exit_code, together.stdout) == (alone.exit_code, alone.stdout)


def test_a_file_that_cannot_be_read_is_named_by_several_processes_too() -> None:
    result = run("check", "docs", "lost.md", "--jobs", "2")
    assert result.exit_code == 2
    assert result.stderr == "mkdocs-speckit: cannot read lost.md: No such file or directory\n"


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_there_is_at_least_one_process(jobs: str) -> None:
    assert run("check", "docs", "--jobs", jobs).exit_code == 2


def test_few_files_are_read_by_one_process_and_many_by_all_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "count_cores", lambda: 8)
    assert choose_jobs(MANY_FILES - 1, None) == 1
    assert choose_jobs(MANY_FILES, None) == 8


def test_as_many_processes_are_started_as_are_wanted_and_have_work() -> None:
    assert choose_jobs(10, 4) == 4
    assert choose_jobs(3, 4) == 3
    assert choose_jobs(0, 4) == 1
    assert choose_jobs(MANY_FILES, 1000) == MAX_JOBS


def test_one_process_does_it_all_where_the_system_lets_no_others_wait(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> ProcessPoolExecutor:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr(futures, "ProcessPoolExecutor", refuse)
    assert set(map_files(sorted(folder.rglob("*.md")), _process, 2)) == {os.getpid()}


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("command", "module"), [("check", "asked"), ("next", "asked"), ("export", "export")]
)
def test_a_file_that_vanishes_meanwhile_is_named_and_the_others_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: str, module: str, jobs: str
) -> None:
    gone = folder / "docs" / "area-3" / "3.md"

    name = "read_files" if command == "next" else "read_each"
    read_all = getattr(workers, name)

    def read(*arguments: Any) -> Any:
        gone.unlink(missing_ok=True)
        return read_all(*arguments)

    monkeypatch.setattr(f"mkdocs_speckit.cli.{module}.{name}", read)
    found = run(command, "docs", "--jobs", jobs)
    line = "mkdocs-speckit: docs/area-3/3.md vanished while the plans were read; it is left out\n"
    assert found.stderr == line
    after = run(command, "docs", "--jobs", jobs)
    assert (after.stderr, after.stdout, after.exit_code) == ("", found.stdout, found.exit_code)


def test_a_folder_that_vanishes_meanwhile_takes_nothing_else_away(folder: Path) -> None:
    found = find_markdown(folder / "docs")
    assert next(found).parent.name == "area-0"
    shutil.rmtree(folder / "docs" / "area-4")
    assert len({path.parent.name for path in found}) == 6
    with pytest.raises(FileNotFoundError):
        next(find_markdown(folder / "lost"))


def test_the_work_is_done_in_other_processes_and_in_order(folder: Path) -> None:
    files = sorted(folder.rglob("*.md"))
    assert list(map_files(files, Path.read_text, 2)) == [file.read_text() for file in files]
    others = set(map_files(files, _process, 2))
    assert os.getpid() not in others


def _process(_file: Path) -> int:
    return os.getpid()

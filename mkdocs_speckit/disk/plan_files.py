"""One function for many files, by one process or by several."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from mkdocs_speckit.disk.files import find_markdown, list_markdown, read_text
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.model.levels import NUMBERED_FOLDER
from mkdocs_speckit.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import ProcessPoolExecutor

    Result = TypeVar("Result")
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from mkdocs_speckit.model.finding import Finding
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.settings import Settings

    Progress = Callable[[list[Path]], AbstractContextManager[Iterable[Path]]]
    _Reading = tuple[Plan | None, list[tuple[str, Finding]]]

MANY_FILES = 500
"""So many files take longer than it takes to start processes, and a second or more in all."""

MOST_JOBS = 61
"""Windows waits for no more processes than that."""

_CHUNK = 25
"""So many files are handed over at once: enough that the handing over is little work."""


def choose_jobs(files: int, wanted: int | None) -> int:
    """How many processes read some files: as many as wanted, else all cores for many files."""
    if wanted is None:
        wanted = _cores() if files >= MANY_FILES else 1
    return min(wanted, MOST_JOBS, max(1, files))


def map_files(
    files: Sequence[Path], function: Callable[[Path], Result], jobs: int
) -> Iterator[Result]:
    """What a function gives for each file, in their order; raises what it raises.

    With several jobs the function and its results are sent to other processes and back. These are
    started afresh on every system, so that none of them does it in its own way.
    """
    pool = _pool(jobs) if jobs > 1 else None
    if pool is None:
        yield from map(function, files)
        return
    with pool:
        yield from pool.map(function, files, chunksize=_CHUNK)


def _pool(jobs: int) -> ProcessPoolExecutor | None:
    """So many processes; None where the system has nothing for them to wait for one another by."""
    # Most runs have few files, and need not wait for what starts processes.
    from concurrent import futures  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    with suppress(ImportError, NotImplementedError, OSError):
        return futures.ProcessPoolExecutor(jobs, get_context("spawn"))
    return None


def _cores() -> int:
    """The cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class PlanFiles(Struct, frozen=True):
    """Plans, and what they can be compared with.

    `asked` are the paths of the plans that were asked for; `plans` has those of their company,
    too, and `files` are the paths of all Markdown there. `failures` are the paths of those that
    were asked for and that reading failed on, each with the finding that it did.
    """

    asked: frozenset[str]
    plans: tuple[Plan, ...]
    files: tuple[str, ...]
    failures: tuple[tuple[str, Finding], ...] = ()


def read_plans(
    paths: Iterable[Path], settings: Settings, progress: Progress, jobs: int | None = None
) -> PlanFiles:
    """Read the plans among files and folders, each once; raises OSError.

    Of two spellings of a path the first counts. `progress` is shown the files that are read; `jobs`
    are the processes that read them, as many as are worth it without it.
    """
    return _read(_asked(paths), [], settings, progress, jobs)


def read_with_company(
    paths: Iterable[Path], settings: Settings, progress: Progress, jobs: int | None = None
) -> PlanFiles:
    """Read plans as `read_plans` does, and all Markdown that they are compared with.

    That is the Markdown right in a file's folder, in the folder above a numbered one, and in the
    numbered folders below: whether a document is missing, nobody can tell from one alone. Of this
    company, what cannot be read is passed over.
    """
    paths = list(paths)
    asked = _asked(paths)
    company = [file for file in _company(paths) if file.as_posix() not in asked]
    return _read(asked, company, settings, progress, jobs)


def make_absolute(path: str | Path) -> str:
    """A path from the root of the disk, with slashes: one for all spellings."""
    return Path(os.path.abspath(path)).as_posix()  # noqa: PTH100 - Path keeps the dots.


def _read(
    asked: dict[str, Path],
    company: list[Path],
    settings: Settings,
    progress: Progress,
    jobs: int | None,
) -> PlanFiles:
    named = list(asked.values())
    files = [*named, *company]
    found = chain(
        map_files(named, partial(_plan, settings=settings), choose_jobs(len(named), jobs)),
        map(partial(_plan_of_company, settings=settings), company),
    )
    with progress(files) as shown:
        read = [one for _, one in zip(shown, found, strict=True)]
    asked_paths = frozenset(file.as_posix() for file in named)
    return PlanFiles(
        asked_paths,
        tuple(plan for plan, _ in read if plan is not None),
        tuple(file.as_posix() for file in files),
        tuple(failure for _, failed in read for failure in failed if failure[0] in asked_paths),
    )


def _plan(file: Path, settings: Settings) -> _Reading:
    """The plan in a file, None where there is none, and what failed on it; raises OSError."""
    text, path = read_text(file), file.as_posix()
    failures, plan = Failures(), None
    with failures.caught("reading", path):
        plan = read(text, path, settings)
    return plan, failures.found


def _plan_of_company(file: Path, settings: Settings) -> _Reading:
    """The plan in a file that nobody asked for, None where it cannot be read."""
    with suppress(OSError):
        return _plan(file, settings)
    return None, []


def _asked(paths: Iterable[Path]) -> dict[str, Path]:
    """The files among files and folders, by their absolute paths."""
    asked: dict[str, Path] = {}
    for path in paths:
        for file in find_markdown(path) if path.is_dir() else (path,):
            asked.setdefault(make_absolute(file), file)
    return asked


def _company(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that those asked for are compared with, each once; their paths are absolute."""
    whole = dict.fromkeys(Path(make_absolute(path)) for path in paths)
    beside = dict.fromkeys(path.parent for path in whole if not path.is_dir())
    tops = dict.fromkeys([*beside, *(path for path in whole if path.is_dir())])
    above = dict.fromkeys(
        folder.parent for folder in tops if NUMBERED_FOLDER.fullmatch(folder.name)
    )
    below = (path for folder in beside for path in _folders_in(folder))
    numbered = [path for path in below if NUMBERED_FOLDER.fullmatch(path.name)]
    for folder in dict.fromkeys([*beside, *above, *numbered]):
        with suppress(OSError):
            yield from list_markdown(folder)


def _folders_in(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(path for path in folder.iterdir() if path.is_dir())
    return []

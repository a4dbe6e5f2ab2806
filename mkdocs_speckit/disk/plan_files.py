"""The plans among files and folders, read by one process or by several."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing, contextmanager, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from mkdocs_speckit.disk.files import find_markdown, list_markdown, make_absolute, read_text
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.model.formats import ARCHIVE, CHANGES, SPECS
from mkdocs_speckit.model.levels import NUMBERED_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from mkdocs_speckit.model.finding import Failure
    from mkdocs_speckit.model.plan import Plan

    Subject = TypeVar("Subject")
    Result = TypeVar("Result")
    Progress = Callable[[list[Path]], AbstractContextManager[Iterable[Path]]]
    Read = Callable[[str, str], Plan | None]

MANY_FILES = 500
"""From this number of files on, several processes take less time than one, starting included."""

MAX_JOBS = 61
"""Windows cannot wait for more processes."""

_CHUNK = 25
"""How many files a process gets at once: so many that handing them over costs little."""


class PlanFiles(Struct, frozen=True):
    """The plans among some files.

    `files` are the paths of all Markdown that was read, plans or not. `failures` are the files that
    reading failed on: their paths, each with a finding that says so. `gone` are the paths of files
    that do not exist, or no longer.
    """

    plans: tuple[Plan, ...]
    files: tuple[str, ...]
    failures: tuple[tuple[str, Failure], ...] = ()
    gone: tuple[str, ...] = ()


def find_asked(paths: Iterable[Path]) -> dict[str, Path]:
    """Find the Markdown files that paths of files and folders mean, by their absolute paths.

    Of two spellings of a path the first counts. Raises OSError.
    """
    asked: dict[str, Path] = {}
    for path in paths:
        for file in find_markdown(path) if path.is_dir() else (path,):
            asked.setdefault(make_absolute(file), file)
    return asked


def find_company(paths: Iterable[Path]) -> Iterator[Path]:
    """Find the files that plans among some paths are compared with; yields absolute paths.

    A single file does not tell whether its feature lacks a document. So these are the Markdown
    files in the file's folder, in the numbered folders below it, and in the folder above if the
    file's own folder is numbered. Of a change of OpenSpec they are all its files, and the
    specifications of the capabilities that it touches. A folder that cannot be read is left out.
    """
    whole = dict.fromkeys(Path(make_absolute(path)) for path in paths)
    beside = dict.fromkeys(path.parent for path in whole if not path.is_dir())
    tops = dict.fromkeys([*beside, *(path for path in whole if path.is_dir())])
    above = [folder.parent for folder in tops if NUMBERED_FOLDER.fullmatch(folder.name)]
    below = []
    for folder in beside:
        with suppress(OSError):
            inside = [path for path in sorted(folder.iterdir()) if path.is_dir()]
            below += [path for path in inside if NUMBERED_FOLDER.fullmatch(path.name)]
    for folder in dict.fromkeys([*beside, *above, *below]):
        with suppress(OSError):
            yield from list_markdown(folder)
    for change in dict.fromkeys(filter(None, map(_find_change, tops))):
        with suppress(OSError):
            yield from _list_change_files(change)


def _find_change(folder: Path) -> Path | None:
    """The folder of the change of OpenSpec that a folder is in, or is; None if it is in none."""
    for change in (folder, *folder.parents):
        above = change.parent.parent if change.parent.name == ARCHIVE else change.parent
        if above.name == CHANGES and change.name != ARCHIVE:
            return change
    return None


def _list_change_files(change: Path) -> Iterator[Path]:
    """List the files of a change, and the specifications of the capabilities that it touches."""
    project = change.parents[2 if change.parent.name == ARCHIVE else 1]
    for file in find_markdown(change):
        yield file
        inside = file.relative_to(change)
        if inside.parts[0] == SPECS and (project / inside).is_file():
            yield project / inside


def read_files(
    paths: Mapping[Path, str],
    read: Read,
    progress: Progress,
    jobs: int | None = None,
    company: Sequence[Path] = (),
) -> PlanFiles:
    """Read the plans among files; `paths` are the paths that the plans get. Raises OSError.

    `read` makes a plan of a text and its path. `progress` is shown the files. `jobs` are the
    processes that read; without it, as many as pay off. `company` are other files to read, with
    absolute paths; of these, what cannot be read is left out.
    """
    asked = list(paths.items())
    others = [(file, file.as_posix()) for file in company]
    processes = choose_jobs(len(asked), jobs)
    # Closed at once if it is interrupted, so that no process begins another file.
    with (
        closing(map_files(asked, partial(_read_file, read=read), processes)) as read_asked,
        progress([file for file, _ in (*asked, *others)]) as shown,
    ):
        found = chain(read_asked, map(partial(_read_readable_file, read=read), others))
        results = [one for _, one in zip(shown, found, strict=True)]
    paths_and_results = [
        (path, result) for (_, path), result in zip((*asked, *others), results, strict=True)
    ]
    return PlanFiles(
        tuple(one.plan for _, one in paths_and_results if one and one.plan),
        tuple(path for path, one in paths_and_results if one),
        tuple(failure for one in results[: len(asked)] if one for failure in one.failures),
        tuple(path for path, one in paths_and_results[: len(asked)] if one is None),
    )


class _ReadFile(Struct, frozen=True):
    """What a file is read as, and what failed."""

    plan: Plan | None
    failures: list[tuple[str, Failure]]


def _read_file(named: tuple[Path, str], read: Read) -> _ReadFile | None:
    """Read a file with the path that its plan gets; None if there is no such file.

    Files vanish, as when a branch is switched. Raises OSError if it cannot be read.
    """
    file, path = named
    try:
        text = read_text(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    failures, plan = Failures(), None
    with failures.catch("reading", path):
        plan = read(text, path)
    return _ReadFile(plan, failures.found)


def _read_readable_file(named: tuple[Path, str], read: Read) -> _ReadFile | None:
    """Read a file; one that cannot be read exists all the same, and has no plan."""
    try:
        return _read_file(named, read)
    except OSError:
        return _ReadFile(None, [])


def choose_jobs(files: int, wanted: int | None) -> int:
    """Choose the number of processes: as many as wanted, or else all cores for many files."""
    if wanted is None:
        wanted = count_cores() if files >= MANY_FILES else 1
    return min(wanted, MAX_JOBS, max(1, files))


def count_cores() -> int:
    """Count the cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_files(
    files: Sequence[Subject], function: Callable[[Subject], Result], jobs: int
) -> Generator[Result, None, None]:
    """Apply a function to each file, in order; raises what it raises.

    With several jobs the function and its results are sent to other processes and back. Every
    system starts them in the same way, as new interpreters. They leave Ctrl-C to this process, and
    end with it.
    """
    pool = None
    if jobs > 1:
        # Most runs have few files, and need not load what starts processes.
        from concurrent import futures  # noqa: PLC0415
        from multiprocessing import get_context  # noqa: PLC0415

        # Some systems have nothing that processes could wait for one another by. A pool that is
        # half made when Ctrl-C comes would leave something behind, and a warning about it.
        with suppress(ImportError, NotImplementedError, OSError), _hold_interrupts():
            pool = futures.ProcessPoolExecutor(
                jobs, get_context("spawn"), initializer=_follow_parent
            )
    if pool is None:
        yield from map(function, files)
        return
    with pool:
        with _hold_interrupts():
            results = pool.map(function, files, chunksize=_CHUNK)
        yield from results


@contextmanager
def _hold_interrupts() -> Iterator[None]:
    """Let Ctrl-C wait; processes that are started here never hear of it."""
    if not hasattr(signal, "pthread_sigmask"):  # On Windows.
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_parent() -> None:
    """In a process that reads: leave Ctrl-C to the process that started it, and end with that."""
    from multiprocessing import parent_process  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    # Otherwise it would wait for work for ever: it holds the other end of its own queue.
    Thread(target=wait, daemon=True).start()

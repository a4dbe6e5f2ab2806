"""The plans among files and folders, read by one process or by several."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing, contextmanager, suppress
from functools import cache, partial
from itertools import chain
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from mkdocs_speckit.disk.cache import NO_CACHE, Cache
from mkdocs_speckit.disk.files import find_markdown, list_markdown, make_absolute, read_text
from mkdocs_speckit.model.finding import Failure, Failures
from mkdocs_speckit.model.formats import ARCHIVE, CHANGES, SPECS
from mkdocs_speckit.model.levels import NUMBERED_FOLDER
from mkdocs_speckit.model.plan import Plan  # noqa: TC001 - Processes send plans to one another.

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

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


class WantedFile(NamedTuple):
    """A file to read, and the path that its plan gets.

    One that `is_company` is only compared with: it is left out if it cannot be read.
    """

    file: Path
    path: str
    is_company: bool = False


class ReadFile(Struct, frozen=True):
    """What a file was read as; `plan` is None if it is not a plan, and if reading has failed.

    Files vanish, as when a branch is switched: one that `is_gone` does not exist any more.
    """

    path: str
    plan: Plan | None = None
    failures: list[tuple[str, Failure]] = []
    is_gone: bool = False


def read_files(
    wanted: Sequence[WantedFile],
    read: Read,
    progress: Progress,
    jobs: int | None = None,
    kept: Cache = NO_CACHE,
) -> PlanFiles:
    """Read the plans among files, and keep all of them; see `read_each`. Raises OSError."""
    found = list(read_each(wanted, read, progress, jobs, kept))
    return PlanFiles(
        tuple(one.plan for one in found if one.plan),
        tuple(one.path for one in found if not one.is_gone),
        tuple(failure for one in found for failure in one.failures),
        tuple(
            one.path
            for asked, one in zip(wanted, found, strict=True)
            if one.is_gone and not asked.is_company
        ),
    )


def read_each(
    wanted: Sequence[WantedFile],
    read: Read,
    progress: Progress,
    jobs: int | None = None,
    kept: Cache = NO_CACHE,
) -> Iterator[ReadFile]:
    """Read files, one after the other, in their order; raises OSError.

    `read` makes a plan of a text and its path. `progress` is shown the files. `jobs` are the
    processes that read; without it, as many as pay off. What `read` has `kept` is saved.
    """
    processes = choose_jobs(sum(not one.is_company for one in wanted), jobs)
    size = 1 if processes == 1 else _CHUNK
    chunks = [wanted[start : start + size] for start in range(0, len(wanted), size)]
    read_chunk = partial(_read_chunk, read=read, kept=kept, is_sent=processes > 1)
    # Closed at once if it is interrupted, so that no process begins another file.
    with (
        closing(map_files(chunks, read_chunk, processes)) as answers,
        progress([one.file for one in wanted]) as shown,
    ):
        found = chain.from_iterable(map(_decode, answers))
        for _, one in zip(shown, found, strict=True):
            yield one
    kept.save()


def _read_chunk(
    chunk: Sequence[WantedFile], read: Read, kept: Cache, *, is_sent: bool
) -> bytes | list[ReadFile]:
    """Read some files; what `is_sent` to another process is encoded: pickle takes longer."""
    found = [_read_file(one, read) for one in chunk]
    if not is_sent:
        return found
    kept.save()
    try:
        return msgspec.msgpack.encode(found)
    except (UnicodeEncodeError, OverflowError, RecursionError):  # Pickle can have all of these.
        return found


def _decode(answer: bytes | list[ReadFile]) -> list[ReadFile]:
    return _make_decoder().decode(answer) if isinstance(answer, bytes) else answer


@cache
def _make_decoder() -> msgspec.msgpack.Decoder[list[ReadFile]]:
    return msgspec.msgpack.Decoder(list[ReadFile])


def _read_file(wanted: WantedFile, read: Read) -> ReadFile:
    """Read one file; raises OSError if it cannot be read, unless it is company."""
    path = wanted.path
    try:
        text = read_text(wanted.file)
    except (FileNotFoundError, NotADirectoryError):
        return ReadFile(path, is_gone=True)
    except OSError:
        if not wanted.is_company:
            raise
        return ReadFile(path)
    failures, plan = Failures(), None
    with failures.catch("reading", path):
        plan = read(text, path)
    return ReadFile(path, plan, [] if wanted.is_company else failures.found)


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
    subjects: Sequence[Subject], function: Callable[[Subject], Result], jobs: int
) -> Generator[Result, None, None]:
    """Apply a function to each subject, in order; raises what it raises.

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
        yield from map(function, subjects)
        return
    with pool:
        with _hold_interrupts():
            results = pool.map(function, subjects)
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

"""One function for many files, by one process or by several."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import ProcessPoolExecutor
    from pathlib import Path

    Result = TypeVar("Result")

MANY_FILES = 500
"""So many files take longer than it takes to start processes, and a second or more in all."""

MOST_JOBS = 61
"""Windows waits for no more processes than that."""

_CHUNK = 25
"""So many files are handed over at once: enough that the handing over is little work."""


def jobs_for(files: int, wanted: int | None) -> int:
    """How many processes read some files: as many as wanted, else all cores for many files."""
    if wanted is None:
        wanted = _cores() if files >= MANY_FILES else 1
    return min(wanted, MOST_JOBS, max(1, files))


def for_each(
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

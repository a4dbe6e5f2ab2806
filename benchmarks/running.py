"""Runs commands and measures them: the CPU time, the wall time and the memory of each process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

KILOBYTE = 1 if sys.platform == "darwin" else 1024
"""What `ru_maxrss` counts in."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one run took: CPU and wall time in seconds, peak memory in bytes, what it printed."""

    cpu: float
    wall: float
    memory: int
    output: str


def run(command: list[str | Path], folder: Path, *, keeps_output: bool = False) -> Usage:
    """Run a command to its end; raises RuntimeError where it fails by more than findings.

    The system counts to a process the memory of the one that started it, so that this one has to be
    small: outputs are kept only where they are wanted.
    """
    # Modules are compiled once, as where they are installed, and not at each start.
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": ""}
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if keeps_output else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    output = process.stdout.read() if process.stdout else b""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return Usage(
        used.ru_utime + used.ru_stime,
        time.perf_counter() - start,
        used.ru_maxrss * KILOBYTE,
        output.decode(errors="replace"),
    )


def alternating(  # noqa: PLR0913
    commands: Mapping[str, list[str | Path]],
    folder: Path,
    rounds: int,
    cold: Collection[str] = (),
    kept_in: Path | None = None,
    *,
    keeps_output: bool = False,
) -> dict[str, list[Usage]]:
    """Run each command once to warm up, then all of them in turn, so many rounds.

    What slows the machine down for a while slows all of them down. Before a command of `cold`, what
    the plugin has kept is removed: under `kept_in`, or else where the commands run.
    """
    for command in commands.values():
        run(command, folder)
    used: dict[str, list[Usage]] = {name: [] for name in commands}
    for number in range(rounds):
        for name in list(commands)[:: -1 if number % 2 else 1]:
            if name in cold:
                shutil.rmtree((kept_in or folder) / ".cache", ignore_errors=True)
            used[name].append(run(commands[name], folder, keeps_output=keeps_output))
            print(".", end="", file=sys.stderr, flush=True)
    print(f" {', '.join(commands)}", file=sys.stderr)
    return used


def cpu(usages: Sequence[Usage]) -> float:
    """The median of the CPU times."""
    return median(usage.cpu for usage in usages)


def wall(usages: Sequence[Usage]) -> float:
    """The median of the wall times."""
    return median(usage.wall for usage in usages)


def memory(usages: Sequence[Usage]) -> float:
    """The median of the peak memories."""
    return median(usage.memory for usage in usages)


def ratio(usages: Sequence[Usage], bare: Sequence[Usage]) -> float:
    """The median, over the rounds, of the CPU time to that of the bare run of the same round."""
    return median(ours.cpu / theirs.cpu for ours, theirs in zip(usages, bare, strict=True))

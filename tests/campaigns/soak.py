"""Edits a site a few hundred times under `mkdocs serve`, and looks at how its memory grows.

`python -m tests.campaigns.soak 500` edits a copy of the demo site as an author would: it ticks
boxes, changes estimates, breaks a table and mends it, adds a document and deletes it. After each
edit it waits until the server has built the site again and reads the server's memory.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.campaigns import ROOT, write_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EDITS = 500
SETTLED = 50
"""After so many edits all caches are full; growth is counted from there on."""

LONGEST = 60.0
"""Seconds that one build may take."""

QUIET = 1.0
"""Seconds without a word after which no build is due: the server looks twice a second."""

BUILT = "Reloading browsers"
"""What MkDocs logs after each build but the first; it logs no other line twice."""


def main(edits: int) -> int:
    """Run the soak, write its record, print it; 0 where memory grew by less than 10 %."""
    if edits < 2 * SETTLED:
        sys.exit(f"{edits} edits show no growth; make at least {2 * SETTLED}.")
    with TemporaryDirectory() as folder:
        site = Path(folder) / "demo_site"
        shutil.copytree(ROOT / "demo_site", site, ignore=shutil.ignore_patterns("site", "gallery"))
        memory = list(_serve(site, edits))
    first, last = memory[SETTLED : 2 * SETTLED], memory[-SETTLED:]
    growth = median(last) / median(first) - 1
    write_record(
        "soak",
        {
            "edits": edits,
            "megabytes after 50 edits": round(median(first) / 1024, 1),
            "megabytes at the end": round(median(last) / 1024, 1),
            "growth": f"{growth:.1%}",
        },
    )
    print(
        f"{edits} edits: {median(first) / 1024:.1f} → {median(last) / 1024:.1f} MB, {growth:+.1%}"
    )
    return int(growth >= 0.10)


def _serve(site: Path, edits: int) -> Iterator[int]:
    """The memory of a server in kB after each edit."""
    log = site / "serve.log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=site, stdout=output, stderr=output)
        try:
            while not _count(log, "Serving on"):
                time.sleep(0.1)
            built = 0
            for number, edit in zip(range(edits), cycle(_edits(site / "docs")), strict=False):
                edit()
                built = _wait_for_build(server, log, built)
                yield _memory(server.pid)
                if number % 50 == 49:
                    print(f"{number + 1}: {_memory(server.pid) / 1024:.1f} MB", file=sys.stderr)
        finally:
            server.terminate()
            server.wait()


def _edits(docs: Path) -> list[Callable[[], object]]:
    """Edits that follow one another, and after which the site is as it was before."""
    edits: list[Callable[[], object]] = []
    for plan in sorted(docs.rglob("plan.md")):
        added = plan.with_name("checklist-2.md")
        edits += [
            partial(_replace, plan, "[ ]", "[x]"),
            partial(_replace, plan, "|--", "|=="),
            partial(_replace, plan, "hours", "days"),
            partial(shutil.copyfile, plan, added),
            partial(_replace, plan, "[x]", "[ ]"),
            partial(_replace, plan, "|==", "|--"),
            added.unlink,
            partial(_replace, plan, "days", "hours"),
        ]
    return edits


def _replace(path: Path, old: str, new: str) -> None:
    """Replace the first of a text; a file without it gets an empty line more."""
    text = path.read_text(encoding="utf-8")
    changed = text.replace(old, new, 1)
    path.write_text(changed if changed != text else f"{text}\n", encoding="utf-8")


def _wait_for_build(server: subprocess.Popen[bytes], log: Path, before: int) -> int:
    """Wait until there are more builds than before, and no more come; their number.

    Raises TimeoutError where a build never ends.
    """
    end = time.monotonic() + LONGEST
    while (built := _count(log, BUILT)) <= before or time.time() - log.stat().st_mtime < QUIET:
        if time.monotonic() > end or server.poll() is not None:
            tail = log.read_text(errors="replace")[-2000:]
            raise TimeoutError(f"the build after the edit did not end:\n{tail}")
        time.sleep(0.1)
    return built


def _count(log: Path, text: str) -> int:
    """How often a text is in the log."""
    return log.read_text(errors="replace").count(text)


def _memory(process: int) -> int:
    """What a process holds in memory, in kB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else EDITS))

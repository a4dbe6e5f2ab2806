"""Builds a site; prints how many samples of its CPU time fell into each part of ours, as JSON."""

from __future__ import annotations

import json
import signal
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mkdocs.commands.build import build
from mkdocs.config import load_config

if TYPE_CHECKING:
    from types import FrameType

EVERY = 0.001
"""Seconds of CPU time between two samples."""

PACKAGE = f"{Path(__file__).parents[1] / 'mkdocs_speckit'}/"

LOADING = "loading what reads and draws plans"
OTHER = "other parts of the plugin"
KEPT = "the cache, files and git"
MKDOCS = "MkDocs, Material and the rest"
PARTS = {
    "reading/document/": "reading: the parser and the walk over its events",
    "reading/": "reading: what is made of them",
    "features/": "features, and what the overview says of them",
    "audit/": "the audit",
    "disk/": KEPT,
    "page/body.py": KEPT,
    "page/pieces.py": "hiding pieces from searches",
    "rendering/": "diagrams, timelines, summaries, bars and marks",
    "page/": "diagrams, timelines, summaries, bars and marks",
}

CALLERS = {"reading/__init__.py"}
"""What only calls the parts."""


def main(path: Path) -> None:
    """Sample one build of a site by its configuration."""
    samples: Counter[str] = Counter()
    signal.signal(signal.SIGPROF, lambda _, frame: samples.update([_part(frame)]))
    with TemporaryDirectory() as site:
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
        build(load_config(str(path), site_dir=site))
        signal.setitimer(signal.ITIMER_PROF, 0)
    print(json.dumps(samples))


def _part(frame: FrameType | None) -> str:
    """The outermost part of ours that has called what runs."""
    names: list[str] = []
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(PACKAGE):
            if code.co_name == "<module>":
                return LOADING
            names.append(code.co_filename.removeprefix(PACKAGE))
        frame = frame.f_back
    if not names:
        return MKDOCS
    named = [
        part
        for name in reversed(names)
        if name not in CALLERS
        for start, part in PARTS.items()
        if name.startswith(start)
    ]
    # The cache calls what makes a value that it does not have.
    return next((part for part in named if part != KEPT), named[0] if named else OTHER)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

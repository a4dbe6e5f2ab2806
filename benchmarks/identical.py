"""Compares what is made of folders without a cache, with an empty one and with a full one.

`python -m benchmarks.identical FOLDER …` builds a site of each folder, and runs the commands in it.
It prints how much was compared, and fails at the first difference.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from benchmarks.sites import copy_plans

COMMANDS = ("check", "export", "next", "trace")
CLOCK = re.compile(rb"Build Date UTC : [^\n]*")
"""MkDocs writes it into each first page."""


def main(folders: list[str]) -> int:
    """Compare all folders; 1 if something differs."""
    for name in folders:
        with TemporaryDirectory() as scratch:
            root = Path(scratch)
            copy_plans(Path(name), root / "docs")
            without = _make(root, "1", is_kept=False)
            for state, seed in (("empty", "2"), ("full", "3")):
                found = _make(root, seed, is_kept=True)
                differing = [key for key in without | found if without.get(key) != found.get(key)]
                if differing:
                    print(f"{name}: with the cache {state}, these differ: {', '.join(differing)}")
                    return 1
            kept = (root / ".cache/plugin/speckit/kept.sqlite").stat().st_size
            size = sum(map(len, without.values()))
            print(
                f"{name}: {len(without):,} outputs of {size:,} bytes are the same without a cache,"
                f" with an empty one and with a full one of {kept:,} bytes"
            )
    return 0


def _make(root: Path, seed: str, *, is_kept: bool) -> dict[str, bytes]:
    """The files of a site, and what the commands print, by their names."""
    speckit = {"export": True, "overview": "plans.md", "cache": is_kept}
    configuration = {
        "site_name": "Compared",
        "site_dir": str(root / "site"),
        "theme": {"name": "material", "font": False},
        "plugins": ["search", {"speckit": speckit}],
    }
    (root / "mkdocs.yml").write_text(yaml.safe_dump(configuration), encoding="utf-8")
    found = {name: _run(root, seed, "mkdocs_speckit", name, "docs") for name in COMMANDS}
    _run(root, seed, "mkdocs", "build", "--quiet")
    for file in sorted((root / "site").rglob("*")):
        if file.is_file() and file.suffix != ".gz":
            path = file.relative_to(root).as_posix()
            found[path] = CLOCK.sub(b"", file.read_bytes())
    return found


def _run(root: Path, seed: str, *command: str) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=environment,
        capture_output=True,
        check=False,
    ).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

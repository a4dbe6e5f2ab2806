"""Builds a site as `mkdocs serve` does, and again after an edit; prints the CPU times."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.commands.build import build
from mkdocs.config import load_config


def main(path: Path) -> None:
    """Measure a site by its configuration; the page that is edited is put back."""
    with TemporaryDirectory() as site:
        config = load_config(str(path), site_dir=site)
        config.plugins.on_startup(command="serve", dirty=False)
        first = _seconds(path, site)
        page = max(Path(config.docs_dir).rglob("*.md"), key=lambda file: file.stat().st_size)
        before = page.read_bytes()
        try:
            page.write_bytes(before + b"\n- [ ] One more item\n")
            again = _seconds(path, site)
        finally:
            page.write_bytes(before)
    print(json.dumps({"first": first, "again": again}))


def _seconds(path: Path, site: str) -> float:
    """The CPU time of one build; plugins that know `serve` are kept by MkDocs."""
    start = time.process_time()
    build(load_config(str(path), site_dir=site), serve_url="http://127.0.0.1:8000/")
    return time.process_time() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]))

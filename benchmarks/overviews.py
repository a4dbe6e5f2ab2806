"""Draws an overview of 1,000 features of each format; prints its CPU time and its size, as JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from benchmarks.documents import write_changes, write_features
from mkdocs_speckit.disk.files import find_markdown, read_text
from mkdocs_speckit.disk.history import History
from mkdocs_speckit.hosts.pages import PlanPages, SiteView
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.options import Options
from mkdocs_speckit.project import make_project

FEATURES = 1_000


def main(folder: Path) -> None:
    """Measure; the documents are written under a folder, unless they are there already."""
    if not folder.is_dir():
        write_changes(folder / "OpenSpec", FEATURES)
        for name in ("level", "GitHub Spec Kit", "Kiro"):
            write_features(folder / name, FEATURES, name)
    print(json.dumps({path.name: _measure(path) for path in sorted(folder.iterdir())}))


def _measure(folder: Path) -> dict[str, float]:
    project, failures = make_project(folder, Options(show=["summary"])), Failures()
    files = {file.relative_to(folder).as_posix(): file for file in find_markdown(folder)}
    read = [project.read(read_text(file), path) for path, file in files.items()]
    audited = project.audit([plan for plan in read if plan], files=files)
    site = SiteView(tuple(files), files.get, lambda _, path: path, History(folder), lambda *_: None)
    pages = PlanPages(project, audited, site, None, failures)
    start = time.process_time()
    html = pages.draw_overview("", "index.md")
    return {"seconds": time.process_time() - start, "bytes": len(html.encode())}


if __name__ == "__main__":
    main(Path(sys.argv[1]))

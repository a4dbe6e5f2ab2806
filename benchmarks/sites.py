"""The sites that are measured: one set of pages, with one configuration for each plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from benchmarks.documents import write_documents
from mkdocs_speckit.disk.files import find_markdown, read_text, write_text
from mkdocs_speckit.options import SHOWN_BY_DEFAULT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Plugins = list[str | dict[str, Any]]

PAGES = 190
"""So many are generated where no folder is given."""

MARKER = "SPECKIT_LEVEL"

PARTS = {
    "summary": "summary",
    "completion bars": "progress",
    "diagrams": "diagrams",
    "timelines": "timelines",
    "marks in tables": "tables",
    "marks on placeholders": "placeholders",
}
"""What can be left out, and the word of the option `show` for it."""

SHOWN = [*SHOWN_BY_DEFAULT, "findings"]
"""Findings are shown on the pages, too: else a build has no such part."""

PEERS: dict[str, Plugins] = {
    "tags": ["tags"],
    "macros": ["macros"],
    "table-reader": ["table-reader"],
    "badges": ["badges"],
    "mermaid2": [{"mermaid2": {"javascript": "mermaid.min.js"}}],
}


def write_site(folder: Path, given: Path | None) -> int:
    """Write the pages, with and without their markers, and all configurations; count the pages."""
    pages = folder / "docs"
    if given is None:
        write_documents(pages, PAGES)
    else:
        _copy(given, pages)
    _without_markers(pages, folder / "unmarked")
    for name, plugins in _configurations().items():
        _configure(folder, name, "docs", plugins)
    _configure(folder, "unmarked bare", "unmarked", [])
    _configure(folder, "unmarked speckit", "unmarked", ["speckit"])
    return sum(1 for _ in find_markdown(pages))


def parts_off() -> Mapping[str, dict[str, Any]]:
    """The plugin's options with each part switched off in turn."""
    return {
        f"without {part}": {"show": [word for word in SHOWN if word != left_out]}
        for part, left_out in PARTS.items()
    }


def _configurations() -> dict[str, Plugins]:
    nothing = {"show": [word for word in SHOWN_BY_DEFAULT if word not in PARTS.values()]}
    return {
        "bare": [],
        "speckit": ["speckit"],
        "everything": [{"speckit": {"show": SHOWN}}],
        "nothing": [{"speckit": nothing}],
        "overview": [{"speckit": {"overview": "plans.md", "export": True}}],
        **{name: [{"speckit": options}] for name, options in parts_off().items()},
        **PEERS,
    }


def _copy(given: Path, pages: Path) -> None:
    """Copy the Markdown of a folder; MkDocs takes its templates, too, under another name."""
    for file in find_markdown(given):
        parts = ["forms" if part == "templates" else part for part in file.relative_to(given).parts]
        target = pages.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_text(target, read_text(file))


def _without_markers(pages: Path, target: Path) -> None:
    for file in find_markdown(pages):
        copy = target / file.relative_to(pages)
        copy.parent.mkdir(parents=True, exist_ok=True)
        write_text(copy, read_text(file).replace(MARKER, "NO_MARKER"))


def _configure(folder: Path, name: str, pages: str, plugins: Plugins) -> None:
    configuration = {
        "site_name": "Measured",
        "docs_dir": pages,
        "theme": {"name": "material", "font": False},
        "plugins": ["search", *plugins],
        "markdown_extensions": [{"toc": {"permalink": True}}, "admonition"],
    }
    text = yaml.safe_dump(configuration, allow_unicode=True)
    (folder / f"{name}.yml").write_text(text, encoding="utf-8")

"""The sites that are measured: sets of pages, with one configuration for each plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from benchmarks.documents import write_documents
from mkdocs_speckit.disk.files import find_markdown, read_text, write_text

if TYPE_CHECKING:
    from pathlib import Path

    Plugins = list[str | dict[str, Any]]

PAGES = 190
"""So many are generated where no folder is given."""

MARK = "SPECKIT_"
"""How the comments begin that make a page a plan; the name or the title of one can do so, too."""


class MeasuredSite(NamedTuple):
    """A site of some pages, of which some are plans, and what is wanted of its builds.

    `cold` and `warm` are shares of the bare build: without anything kept, and with all kept.
    """

    name: str
    title: str
    pages: int
    plans: int
    cold: float | None = None
    warm: float | None = None
    memory: float | None = None


SITES = (
    MeasuredSite("every", "every page is a plan", PAGES, PAGES, 1.12, 1.03, 1.18),
    MeasuredSite("tenth", "one page in ten is a plan", PAGES, PAGES // 10, 1.03, 1.01),
    MeasuredSite("small", "20 pages, 4 plans", 20, 4, 1.07, 1.04),
    MeasuredSite("none", "no page is a plan", PAGES, 0),
)

PEERS: dict[str, Plugins] = {
    "tags": ["tags"],
    "macros": ["macros"],
    "table-reader": ["table-reader"],
    "badges": ["badges"],
    "mermaid2": [{"mermaid2": {"javascript": "mermaid.min.js"}}],
}


def write_sites(folder: Path, given: Path | None) -> None:
    """Write the pages of all sites, and their configurations; `given` has the plans, if any."""
    plans = folder / "plans"
    if given is None:
        write_documents(plans, PAGES)
    else:
        copy_plans(given, plans)
    files = list(find_markdown(plans))
    for site in SITES:
        for number, file in enumerate(files[: site.pages]):
            copy, text = folder / site.name / file.relative_to(plans), read_text(file)
            if number >= site.plans:
                copy = copy.with_stem(f"{copy.stem}-notes")
                text = text.replace(MARK, "NOTHING_").replace("Tasks: ", "Notes on ")
            copy.parent.mkdir(parents=True, exist_ok=True)
            write_text(copy, text)
        _configure(folder, f"{site.name} bare", site.name, [])
        _configure(folder, f"{site.name} speckit", site.name, ["speckit"])
    for name, plugins in PEERS.items():
        _configure(folder, name, "every", plugins)


def copy_plans(given: Path, pages: Path) -> None:
    """Copy the Markdown of a folder; MkDocs takes its templates, too, under another name."""
    for file in find_markdown(given):
        parts = ["forms" if part == "templates" else part for part in file.relative_to(given).parts]
        target = pages.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_text(target, read_text(file))


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

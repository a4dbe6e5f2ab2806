"""Where the pages of a site come from, when a plugin has copied them to another folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File

from mkdocs_speckit.hosts.mkdocs.sources import Origins, find_docs_dir

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig


class NoOptions(Config):  # type: ignore[no-untyped-call]
    pass


class Monorepo(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]
    """As the monorepo plugin: it knows the folder that was `docs_dir`, and what it has copied."""

    def __init__(self, folder: Path, copied: dict[str, Path]) -> None:
        self.originalDocsDir = str(folder)
        self.files_source_dir = {copy: str(path) for copy, path in copied.items()}


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    (tmp_path / "site/docs").mkdir(parents=True)
    (tmp_path / "copies").mkdir()
    (tmp_path / "site/mkdocs.yml").write_text("site_name: S\n")
    return load_config(str(tmp_path / "site/mkdocs.yml"))


def file_in(folder: Path, name: str = "plan.md") -> File:
    (folder / name).write_text("")
    return File(name, str(folder), "out", use_directory_urls=False)


def test_a_page_of_the_sites_own(config: MkDocsConfig, tmp_path: Path) -> None:
    file = file_in(tmp_path / "site/docs")
    assert Origins(config).find_file(file) == tmp_path / "site/docs/plan.md"
    assert Origins(config).show_path(file) == "docs/plan.md"
    assert find_docs_dir(config) == tmp_path / "site/docs"


def test_a_page_that_was_copied(config: MkDocsConfig, tmp_path: Path) -> None:
    """From `docs_dir`, or from another folder beside `mkdocs.yml`."""
    first, second = (file_in(tmp_path / "copies", name) for name in ("plan.md", "bakery.md"))
    written = {first: "site/docs/plan.md", second: "site/bakery/docs/plan.md"}
    copied = {str(file.abs_src_path): tmp_path / path for file, path in written.items()}
    config.docs_dir = str(tmp_path / "copies")
    config.plugins["monorepo"] = Monorepo(tmp_path / "site/docs", copied)
    assert find_docs_dir(config) == tmp_path / "site/docs"
    assert Origins(config).find_file(first) == tmp_path / "site/docs/plan.md"
    assert [Origins(config).show_path(file) for file in (first, second)] == [
        "docs/plan.md",
        "bakery/docs/plan.md",
    ]


def test_a_page_that_nobody_finds_below_mkdocs_yml(config: MkDocsConfig, tmp_path: Path) -> None:
    """One that is made, one from a folder elsewhere, one from a folder that is no docs_dir."""
    (tmp_path / "site/cache").mkdir()
    made = File("made.md", None, "out", use_directory_urls=False)
    assert Origins(config).find_file(made) is None
    for file in (made, file_in(tmp_path / "copies"), file_in(tmp_path / "site/cache")):
        assert Origins(config).show_path(file) == file.src_uri

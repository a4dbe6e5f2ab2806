"""Where the pages of a MkDocs site come from, also where another plugin has copied them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

MONOREPO = "monorepo"
"""The plugin that copies all pages to one folder; techdocs-core of Backstage brings it."""


def find_config_folder(config: MkDocsConfig) -> Path:
    """The folder of `mkdocs.yml`."""
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent


def find_docs_dir(config: MkDocsConfig) -> Path:
    """The folder of the site's own pages."""
    original = getattr(config.plugins.get(MONOREPO), "originalDocsDir", None)
    return Path(original or config.docs_dir).resolve()


class Origins:
    """The files that the authors of a site's pages write."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._root = find_config_folder(config)
        self._docs = find_docs_dir(config)
        self._copies = getattr(config.plugins.get(MONOREPO), "files_source_dir", {})

    def of(self, file: File) -> Path | None:
        """The file that the author of a page writes; None for a page that is made."""
        if not file.abs_src_path:
            return None
        return Path(self._copies.get(file.abs_src_path, file.abs_src_path)).resolve()

    def shown(self, file: File) -> str:
        """A page's path as its author sees it: from the folder of `mkdocs.yml`.

        A generated page has no file that anybody could open.
        """
        source = self.of(file)
        if source is None or not source.is_relative_to(self._root):
            return file.src_uri
        is_copied = file.abs_src_path in self._copies
        if not is_copied and not source.is_relative_to(self._docs):
            return file.src_uri
        return source.relative_to(self._root).as_posix()


def strip_language(file: File) -> str:
    """A page's path with its name without a language, as static-i18n tells it of `plan.de.md`."""
    name = PurePosixPath(getattr(file, "norm_src_uri", file.src_uri)).name
    return str(PurePosixPath(file.src_uri).with_name(name))

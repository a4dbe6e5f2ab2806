"""One build of a MkDocs site, as far as it is known before any of its plans is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs.structure.files import InclusionLevel

from mkdocs_speckit.model.levels import MARKER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.options import Options


@dataclass(frozen=True, slots=True)
class MkDocsBuild:
    """A build whose files are all there; `brought` are the paths of pages of `sources`.

    They are as their authors see them, by those among the pages.
    """

    files: Files
    config: MkDocsConfig
    options: Options
    settings: Settings
    brought: Mapping[str, str]
    is_preview: bool

    def marked(self) -> Iterator[tuple[File, str]]:
        """The pages in which the level marker's name stands, each with its text.

        A page that cannot be read is left out: MkDocs reports it when it comes to it.
        """
        is_shown = InclusionLevel.is_in_serve if self.is_preview else InclusionLevel.is_included
        for file in self.files.documentation_pages(inclusion=is_shown):
            try:
                text = file.content_string
            except (OSError, UnicodeDecodeError):
                continue
            if MARKER in text:
                yield file, text

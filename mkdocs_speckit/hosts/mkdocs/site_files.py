"""The export and the badges among MkDocs' files: written into the site, where pages can link."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel

from mkdocs_speckit.disk.files import WriteError, write_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def find_address(files: Files, config: MkDocsConfig, path: str) -> str:
    """The address of a document's page, a whole one where the site's own is known."""
    # mike adds a version's folder without the slash that makes it one.
    site = f"{config.site_url.rstrip('/')}/" if config.site_url else ""
    file = files.get_file_from_path(path)
    return urljoin(site, file.url if file else "")


def write_data(data: Iterable[tuple[str, str]], files: Files, config: MkDocsConfig) -> list[str]:
    """Write paths' texts into the site, each whole; gives the paths.

    Raises PluginError where one cannot be written, or is a file of the site's own.
    """
    written = []
    for path, text in data:
        if files.get_file_from_path(path) is not None:
            raise PluginError(f"speckit: {path} is written by `export`; rename your own file")
        target = Path(config.site_dir, path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_text(target, text)
        except OSError as error:
            raise PluginError(f"speckit: cannot write {path}: {error.strerror}") from None
        except WriteError as error:
            raise PluginError(f"speckit: {error}") from None
        written.append(path)
    return written


def add_data(paths: Iterable[str], files: Files, config: MkDocsConfig) -> None:
    """Add what was written to a site's files."""
    for path in paths:
        target = str(Path(config.site_dir, path))
        files.append(
            File.generated(config, path, abs_src_path=target, inclusion=InclusionLevel.INCLUDED)
        )

"""The files of `sources` among MkDocs' own: pages with addresses, edit links and a place."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel, set_exclusions

from mkdocs_speckit.hosts.mkdocs.origins import docs_dir
from mkdocs_speckit.hosts.mkdocs.source_files import source_files
from mkdocs_speckit.options import OptionError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_speckit.hosts.mkdocs.source_files import Source

log = get_plugin_logger("speckit")

_CLIMB = re.compile(r"(?<=[/?#&=])(?<!//)(?!\.\./)[^/?#&=]+/\.\./")
"""A folder in an address, and the way out of it again."""


def add_source(source: Source, files: Files, config: MkDocsConfig) -> dict[str, str]:
    """Add the pages and images of a source to a site's files, as far as the site includes them.

    Gives the path that each page's author sees, by its path among the pages. Raises OptionError
    where something cannot be read, or would take the place of another file.
    """
    docs = docs_dir(config)
    places = {file.dest_uri.casefold(): file.src_uri for file in files if _is_shown(file)}
    shown = {}
    for found in source_files(source):
        file = File(
            found.uri, str(source.folder.parent), config.site_dir, config.use_directory_urls
        )
        file.abs_src_path = str(found.path)
        file.edit_uri = Path(os.path.relpath(found.path, docs)).as_posix()
        set_exclusions([file], config)
        if not _is_shown(file):
            continue
        # Some disks and hosts take `Plan.html` and `plan.html` for the same.
        place = file.dest_uri.casefold()
        if place in places:
            raise OptionError(
                f"sources: {found.shown} would be {file.dest_uri} in the site, where"
                f" {places[place]} is already; rename one of them"
            )
        places[place] = file.src_uri
        files.append(file)
        if file.is_documentation_page():
            shown[file.src_uri] = found.shown
    if not shown:
        log.warning(
            "sources: %s brings no pages; put Markdown there, or look at exclude_docs",
            source.written,
        )
    return shown


def without_climbs(address: str) -> str:
    """An address without `folder/..`, which means nothing to a host behind a `?`."""
    while address != (shorter := _CLIMB.sub("", address)):
        address = shorter
    return address


def _is_shown(file: File) -> bool:
    return file.inclusion is not InclusionLevel.EXCLUDED

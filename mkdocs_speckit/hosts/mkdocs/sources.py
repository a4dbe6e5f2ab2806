"""Folders of the repository that come into the site; nothing from outside of it gets in."""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel, set_exclusions
from msgspec import Struct

from mkdocs_speckit.disk.files import MARKDOWN_SUFFIXES, NEVER_ENTERED
from mkdocs_speckit.hosts.mkdocs.origins import find_docs_dir
from mkdocs_speckit.options import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_speckit.disk.git import Repository

IMAGE_SUFFIXES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif"])
"""What comes in beside Markdown. Scripts, data and scratch of such a folder stay unpublished."""


class Source(Struct, frozen=True):
    """A folder whose pages come into the site.

    `written` is how the option names it, `folder` where it is, without links; `root` is where the
    repository begins. Its pages' addresses begin with `name`.
    """

    written: str
    folder: Path
    root: Path
    name: str


class SourceFile(Struct, frozen=True):
    """A file that comes into the site: where it is, without links, and its path among the pages.

    `shown` is its path as its author sees it: from the folder of `mkdocs.yml`.
    """

    path: Path
    uri: str
    shown: str


def find_sources(
    written: Iterable[str], repository: Repository, others: Mapping[str, Path]
) -> tuple[Source, ...]:
    """The folders that the option `sources` names, relative to the folder of `repository`.

    `others` are folders, by name, that have no file in common with a source. Raises OptionError
    where a source is no folder of the repository, or overlaps with another one.
    """
    taken = [(name, Path(os.path.realpath(folder))) for name, folder in others.items()]
    sources = []
    for text in written:
        source = _find_source(text, repository)
        for name, folder in taken:
            if source.folder.is_relative_to(folder) or folder.is_relative_to(source.folder):
                _refuse(text, f"and {name} have files in common; name folders beside each other")
        taken.append((text, source.folder))
        sources.append(source)
    return tuple(sources)


def find_source_files(source: Source) -> Iterator[SourceFile]:
    """The Markdown and the images under a source; hidden ones stay out, as they do in `docs_dir`.

    Raises OptionError where something cannot be read or is a link that leads out of the
    repository or to a folder elsewhere in it. A link to a folder of the same source adds nothing.
    """

    def fail(error: OSError) -> NoReturn:
        _refuse_unreadable(_shown(source, Path(error.filename)), error)

    for parent, folders, names in os.walk(source.folder, onerror=fail):
        folders[:] = [name for name in sorted(folders) if _is_entered(source, Path(parent, name))]
        for name in sorted(names):
            path = Path(parent, name)
            if _is_hidden(name) or not _is_published(path):
                continue
            real = _real_file(source, path)
            if real.is_file():  # Reading a pipe would wait for ever.
                uri = posixpath.join(source.name, _within(source, path))
                yield SourceFile(real, uri, _shown(source, path))


def _find_source(written: str, repository: Repository) -> Source:
    if Path(written).is_absolute():
        _refuse(written, "is an absolute path; write it relative to mkdocs.yml")
    place = Path(os.path.normpath(repository.folder / written))
    root = Path(os.path.realpath(repository.root))
    folder = _real(place, written)
    if not _is_in_repository(folder, root):
        _refuse(
            written,
            f"is not in the repository, which begins at {root} (where .git is, or else"
            " mkdocs.yml); name a folder in it",
        )
    if not folder.is_dir():
        _refuse(written, "is not a folder; name the folder that it is in")
    name = place.name.lstrip(".")
    if not name:
        _refuse(written, "has no name that addresses could begin with; rename the folder")
    return Source(written, folder, root, name)


def _is_entered(source: Source, folder: Path) -> bool:
    if _is_hidden(folder.name) or _is_of_tools([folder.name]):
        return False
    real = _real_in_repository(source, folder)
    if real == folder:
        return True
    if not real.is_relative_to(source.folder):
        _refuse(
            _shown(source, folder), "is a link to another folder; name that as a source of its own"
        )
    return False


def _real_file(source: Source, path: Path) -> Path:
    """Where a file is; a link must not make a page of what would not be one itself."""
    if not path.is_symlink():
        return path
    real = _real_in_repository(source, path)
    if not _is_published(real):
        _refuse(
            _shown(source, path),
            "is a link to what is neither Markdown nor an image; take it out",
        )
    return real


def _real_in_repository(source: Source, path: Path) -> Path:
    shown = _shown(source, path)
    real = _real(path, shown)
    if not _is_in_repository(real, source.root):
        _refuse(shown, "is a link that leaves the repository; put there what it leads to")
    return real


def _real(path: Path, shown: str) -> Path:
    """Where a path leads, without links; raises OptionError where there is nothing."""
    try:
        return Path(os.path.realpath(path, strict=True))
    except (OSError, ValueError) as error:
        _refuse_unreadable(shown, error)


def _is_in_repository(path: Path, root: Path) -> bool:
    """Whether a path without links is a part of the repository, and not of what tools keep there.

    In `.git` there may be the password of the repository's host.
    """
    return path.is_relative_to(root) and not _is_of_tools(path.relative_to(root).parts)


def _is_of_tools(names: Iterable[str]) -> bool:
    """Whether one of these is a tool's folder; on some disks `.GIT` is `.git`."""
    return any(name.casefold() in NEVER_ENTERED for name in names)


def _is_published(path: Path) -> bool:
    # MkDocs takes no `.MD` for Markdown.
    return path.suffix in MARKDOWN_SUFFIXES or path.suffix.casefold() in IMAGE_SUFFIXES


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def _within(source: Source, path: Path) -> str:
    return path.relative_to(source.folder).as_posix()


def _shown(source: Source, path: Path) -> str:
    return posixpath.normpath(posixpath.join(source.written, _within(source, path)))


def _refuse_unreadable(shown: str, error: OSError | ValueError) -> NoReturn:
    reason = error.strerror if isinstance(error, OSError) else error
    _refuse(
        shown,
        f"cannot be read ({reason}); paths are relative to mkdocs.yml, and links must lead"
        " somewhere",
    )


def _refuse(shown: str, why: str) -> NoReturn:
    raise OptionError(f"sources: {shown} {why}") from None


log = get_plugin_logger("speckit")

_CLIMB = re.compile(r"(?<=[/?#&=])(?<!//)(?!\.\./)[^/?#&=]+/\.\./")
"""A folder in an address, and the way out of it again."""


def add_source(source: Source, files: Files, config: MkDocsConfig) -> dict[str, str]:
    """Add the pages and images of a source to a site's files, as far as the site includes them.

    Gives the path that each page's author sees, by its path among the pages. Raises OptionError
    where something cannot be read, or would take the place of another file.
    """
    docs = find_docs_dir(config)
    places = {file.dest_uri.casefold(): file.src_uri for file in files if _is_shown(file)}
    shown = {}
    for found in find_source_files(source):
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


def remove_climbs(address: str) -> str:
    """An address without `folder/..`, which means nothing to a host behind a `?`."""
    while address != (shorter := _CLIMB.sub("", address)):
        address = shorter
    return address


def _is_shown(file: File) -> bool:
    return file.inclusion is not InclusionLevel.EXCLUDED

"""Where a site's pages come from: its own folder, and the folders that the option `sources` names.

Nothing from outside the repository gets in. A source `../specs` brings `../specs/login/plan.md` as
the page `specs/login/plan.md`.
"""

from __future__ import annotations

import os
import posixpath
import re
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel, set_exclusions
from msgspec import Struct

from mkdocs_speckit.disk.files import MARKDOWN_SUFFIXES, NEVER_ENTERED, has_vanished
from mkdocs_speckit.disk.neighbours import find_copied_files, find_original_docs_dir
from mkdocs_speckit.options import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_speckit.disk.git import Repository

log = get_plugin_logger("speckit")

IMAGE_SUFFIXES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif"])
"""What a source brings beside Markdown. Scripts, data and scratch files stay unpublished."""

SPECS = "specs"
"""The folder that GitHub Spec Kit puts features into, at the top of a repository."""

_NUMBERED = re.compile(r"\d{3,}-")
"""How the folder of a feature begins: `001-`, or a date."""

_CLIMB = re.compile(r"(?<=[/?#&=])(?<!//)(?!\.\./)[^/?#&=]+/\.\./")
"""A folder in an address, and the way out of it again."""


config_folder: ContextVar[Path | None] = ContextVar("config_folder", default=None)
"""The folder that stands for that of `mkdocs.yml`, where MkDocs reads a temporary one."""


def find_config_folder(config: MkDocsConfig) -> Path:
    """The folder of `mkdocs.yml`."""
    return config_folder.get() or Path(config.config_file_path or "mkdocs.yml").resolve().parent


def find_docs_dir(config: MkDocsConfig) -> Path:
    """The folder with the site's own pages, as its author knows it."""
    return Path(find_original_docs_dir(config.plugins) or config.docs_dir).resolve()


class Origins:
    """The files that the authors of a site's pages write."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._root = find_config_folder(config)
        self._docs = find_docs_dir(config)
        self._copies = find_copied_files(config.plugins)
        self._folders: dict[str, str] = {}

    def find_file(self, file: File) -> Path | None:
        """The file that the author of a page writes; None for a generated page."""
        if not file.abs_src_path:
            return None
        path = self._copies.get(file.abs_src_path, file.abs_src_path)
        folder, name = os.path.split(path)
        if os.path.islink(path):  # noqa: PTH114
            return Path(path).resolve()
        # Links are followed once for all files of a folder.
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        return Path(self._folders[folder], name)

    def show_path(self, file: File) -> str:
        """A page's path as its author sees it: from the folder of `mkdocs.yml`.

        That of a generated page is its path among the pages: there is no file to open.
        """
        source = self.find_file(file)
        if source is None or not source.is_relative_to(self._root):
            return file.src_uri
        is_copied = file.abs_src_path in self._copies
        if not is_copied and not source.is_relative_to(self._docs):
            return file.src_uri
        return source.relative_to(self._root).as_posix()


class SourceFolder(Struct, frozen=True):
    """A folder that the option `sources` names.

    `written` is the folder as the option names it, `folder` its place without links, and `root` the
    top of the repository. The addresses of its pages begin with `name`.
    """

    written: str
    folder: Path
    root: Path
    name: str

    def show(self, path: Path) -> str:
        """A path in the folder as its author sees it: from the folder of `mkdocs.yml`."""
        inside = path.relative_to(self.folder).as_posix()
        return posixpath.normpath(posixpath.join(self.written, inside))


class SourceFile(Struct, frozen=True):
    """A file of a source: its place without links, its path among the pages, its shown path.

    `shown` is its path as its author sees it: from the folder of `mkdocs.yml`.
    """

    path: Path
    uri: str
    shown: str


def find_sources(
    written: Iterable[str], repository: Repository, others: Mapping[str, Path]
) -> tuple[SourceFolder, ...]:
    """Find the folders that the option `sources` names, relative to the folder of `repository`.

    `others` are folders, by name, that must not share files with a source. Raises OptionError if a
    source is not a folder in the repository, or shares files with another one.
    """
    root = Path(os.path.realpath(repository.root))
    taken = [(name, Path(os.path.realpath(folder))) for name, folder in others.items()]
    sources = []
    for text in written:
        if Path(text).is_absolute():
            _refuse(text, "is an absolute path; write it relative to mkdocs.yml")
        place = Path(os.path.normpath(repository.folder / text))
        folder = _resolve(place, text)
        if not _is_in_repository(folder, root):
            _refuse(
                text,
                f"is not in the repository, which begins at {root} (where .git is, or else"
                " mkdocs.yml); name a folder in it",
            )
        if not folder.is_dir():
            _refuse(text, "is not a folder; name the folder that it is in")
        # `.opencode/specs` and `.specs` are both `specs` in addresses.
        name = place.name.lstrip(".")
        if not name:
            _refuse(text, "has no name that addresses could begin with; rename the folder")
        for other, other_folder in taken:
            if folder.is_relative_to(other_folder) or other_folder.is_relative_to(folder):
                _refuse(text, f"and {other} have files in common; name folders beside each other")
        taken.append((text, folder))
        sources.append(SourceFolder(text, folder, root, name))
    return tuple(sources)


def find_unseen_specs(
    config: MkDocsConfig, repository: Repository, files: Iterable[File]
) -> tuple[str, int] | None:
    """Find a folder of Spec Kit features in the repository that no file of the site comes from.

    It is beside `docs_dir` or `mkdocs.yml`, or at the top. Gives its path, as `sources` takes it,
    and the number of its features.
    """
    root, start = Path(os.path.realpath(repository.root)), find_config_folder(config)
    docs = find_docs_dir(config)
    for above in dict.fromkeys([docs.parent, start, root]):
        folder = Path(os.path.realpath(above / SPECS))
        features = [spec for spec in folder.glob("*/spec.md") if _NUMBERED.match(spec.parent.name)]
        if not features or not _is_in_repository(folder, root):
            continue
        places = [docs, *(Path(os.path.realpath(f.abs_src_path)) for f in files if f.abs_src_path)]
        if any(place.is_relative_to(folder) for place in places):
            return None
        return Path(os.path.relpath(folder, start)).as_posix(), len(features)
    return None


def find_source_files(source: SourceFolder) -> Iterator[SourceFile]:
    """Find the Markdown and the images under a source; hidden ones stay out, as in `docs_dir`.

    Raises OptionError if something cannot be read, or is a link that leaves the repository, or
    leads to another folder in it. A link to a folder of the same source adds nothing.
    """

    def fail(error: OSError) -> None:
        if not has_vanished(error, source.folder):
            _refuse_unreadable(source.show(Path(error.filename)), error)

    for parent, folders, names in os.walk(source.folder, onerror=fail):
        folders[:] = [name for name in sorted(folders) if _is_entered(source, Path(parent, name))]
        for name in sorted(names):
            path = Path(parent, name)
            if name.startswith(".") or not _is_published(path):
                continue
            real = _follow_link(source, path) if path.is_symlink() else path
            # A link must not make a page of a file that is not published itself.
            if not _is_published(real):
                _refuse(
                    source.show(path),
                    "is a link to what is neither Markdown nor an image; take it out",
                )
            if real.is_file():  # Reading a pipe would wait for ever.
                uri = posixpath.join(source.name, path.relative_to(source.folder).as_posix())
                yield SourceFile(real, uri, source.show(path))


def add_source(source: SourceFolder, files: Files, config: MkDocsConfig) -> dict[str, str]:
    """Add the pages and images of a source to a site's files, unless the site excludes them.

    Returns the path that each page's author sees, by its path among the pages. Raises OptionError
    if something cannot be read, or would replace another file of the site.
    """
    docs = find_docs_dir(config)
    places = {file.dest_uri.casefold(): file.src_uri for file in files if _is_included(file)}
    shown = {}
    for found in find_source_files(source):
        file = File(
            found.uri, str(source.folder.parent), config.site_dir, config.use_directory_urls
        )
        file.abs_src_path = str(found.path)
        file.edit_uri = Path(os.path.relpath(found.path, docs)).as_posix()
        set_exclusions([file], config)
        if not _is_included(file):
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
    """Shorten `folder/..` in an address, which a host does not understand behind a `?`."""
    while address != (shorter := _CLIMB.sub("", address)):
        address = shorter
    return address


def _is_included(file: File) -> bool:
    return file.inclusion is not InclusionLevel.EXCLUDED


def _is_published(path: Path) -> bool:
    # MkDocs does not take `.MD` for Markdown.
    return path.suffix in MARKDOWN_SUFFIXES or path.suffix.casefold() in IMAGE_SUFFIXES


def _is_entered(source: SourceFolder, folder: Path) -> bool:
    """True if a folder under a source is looked into; raises OptionError for a wrong link."""
    if folder.name.startswith(".") or _is_of_tools([folder.name]):
        return False
    real = _follow_link(source, folder)
    if real != folder and not real.is_relative_to(source.folder):
        shown = source.show(folder)
        _refuse(shown, "is a link to another folder; name that as a source of its own")
    return real == folder


def _follow_link(source: SourceFolder, path: Path) -> Path:
    """Where a path under a source leads; raises OptionError if that is outside the repository."""
    shown = source.show(path)
    real = _resolve(path, shown)
    if not _is_in_repository(real, source.root):
        _refuse(shown, "is a link that leaves the repository; put there what it leads to")
    return real


def _resolve(path: Path, shown: str) -> Path:
    """Where a path leads, without links; raises OptionError if there is nothing."""
    try:
        return Path(os.path.realpath(path, strict=True))
    except (OSError, ValueError) as error:
        _refuse_unreadable(shown, error)


def _is_in_repository(path: Path, root: Path) -> bool:
    """True if a path without links is in the repository, and not in a folder of tools.

    `.git` may hold the password of the repository's host.
    """
    return path.is_relative_to(root) and not _is_of_tools(path.relative_to(root).parts)


def _is_of_tools(names: Iterable[str]) -> bool:
    """True if one of these is the name of a tool's folder; on some disks `.GIT` is `.git`."""
    return any(name.casefold() in NEVER_ENTERED for name in names)


def _refuse_unreadable(shown: str, error: OSError | ValueError) -> NoReturn:
    reason = error.strerror if isinstance(error, OSError) else error
    _refuse(
        shown,
        f"cannot be read ({reason}); paths are relative to mkdocs.yml, and links must lead"
        " somewhere",
    )


def _refuse(shown: str, why: str) -> NoReturn:
    raise OptionError(f"sources: {shown} {why}") from None

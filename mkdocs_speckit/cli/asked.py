"""The plans in the files and folders that a command is asked about."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.cli.terminal import fail, show_progress, warn
from mkdocs_speckit.disk.configuration import find_options
from mkdocs_speckit.disk.files import make_absolute, make_relative
from mkdocs_speckit.disk.plan_files import (
    WantedFile,
    find_asked,
    find_company,
    read_each,
    read_files,
)
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import make_entries
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.features.units import order_paths
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.model.formats import describe_sought
from mkdocs_speckit.model.wording import join_first
from mkdocs_speckit.options import OptionError
from mkdocs_speckit.project import open_project

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.model.finding import Finding, Severity
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.project import Project

MAX_NAMED = 4
"""The number of files that one message names."""


class AskedFiles(Struct, frozen=True):
    """The Markdown files that some paths mean, and those that these are compared with.

    `paths` are the paths of the files that were asked for, as they were passed, by their absolute
    paths. Plans get absolute paths, so that the documents of a feature find each other however
    their paths are spelled. `wanted` are all files, in the order of `features.units`.
    """

    asked: Sequence[Path]
    paths: Mapping[str, Path]
    wanted: Sequence[WantedFile]

    def warn_of_gone(self, path: str) -> None:
        """Warn of a file that does not exist any more; raises OSError if it was passed itself."""
        file = self.paths.get(path)
        if file is not None:
            if file in self.asked:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), file)
            warn(f"{file} vanished while the plans were read; it is left out")

    def fail_without_plan(self, found: Collection[str], formats: Sequence[str]) -> None:
        """Exit if a folder contains none of the plans that were found, or if no file is one."""
        sought = describe_sought(formats)
        for folder in filter(Path.is_dir, self.asked):
            place = make_absolute(folder)
            if not any(Path(path).is_relative_to(place) for path in found):
                fail(f"no plan in {folder}; {sought}")
        is_none = not any(path in self.paths for path in found)
        if is_none and "PRE_COMMIT" not in os.environ:  # A commit may change no plan.
            named = join_first([path.as_posix() for path in self.asked], MAX_NAMED)
            verb = "is not a plan" if len(self.asked) == 1 else "are not plans"
            fail(f"{named} {verb}; {sought}")


def find_files(paths: Sequence[Path]) -> AskedFiles:
    """Find the files that paths of files and folders mean; raises OSError."""
    asked = find_asked(paths)
    files = dict(asked)
    for file in find_company(paths):
        files.setdefault(file.as_posix(), file)
    wanted = [WantedFile(files[path], path, path not in asked) for path in order_paths(files)]
    return AskedFiles(paths, asked, wanted)


def audit_asked(
    project: Project,
    paths: Sequence[Path],
    severities: Mapping[str, Severity],
    jobs: int | None,
) -> list[tuple[str, tuple[Finding, ...]]]:
    """Audit the plans in files and folders: each plan's path, as it was passed, and its findings.

    Raises OSError; exits if a folder contains no plan, or no file is one.
    """
    files = find_files(paths)
    failures: list[tuple[str, tuple[Finding, ...]]] = []
    gone = []

    def read() -> Iterator[tuple[str, Plan | None]]:
        for one in read_each(files.wanted, project.read, show_progress, jobs, project.cache):
            failures.extend((path, (failure,)) for path, failure in one.failures)
            if one.is_gone:
                gone.append(one.path)
            else:
                yield one.path, one.plan

    def show(path: str) -> str:
        return make_relative(path, project.root)

    wanted = [one.path for one in files.wanted]
    units = project.audit_in_turn(read(), wanted, show, severities)
    found = [(plan.path, findings) for unit in units for plan, findings in unit]
    for path in gone:
        files.warn_of_gone(path)
    found = sorted([*found, *failures], key=lambda document: document[0])
    files.fail_without_plan([path for path, _ in found], project.options.formats)
    return [
        (files.paths[path].as_posix(), findings) for path, findings in found if path in files.paths
    ]


class AskedFeatures(Struct, frozen=True):
    """The features in some files and folders, and all their documents, joined.

    Paths are as they were passed; those of documents that were only read beside others are from the
    current folder.
    """

    entries: tuple[Entry, ...]
    plans: tuple[Plan, ...]


def find_asked_features(
    paths: Sequence[Path], jobs: int | None, *, no_cache: bool = False
) -> AskedFeatures:
    """Find the features in files and folders, by default all in the current folder.

    Exits if something cannot be read, if a folder contains no plan, or if no file is one. What only
    fails on a document is a warning.
    """
    try:
        project = open_project(*find_options(Path.cwd()), no_cache=no_cache)
        asked = find_files(paths or [Path()])
        read = read_files(asked.wanted, project.read, show_progress, jobs, project.cache)
        for path in read.gone:
            asked.warn_of_gone(path)
        joined = join_documents(read.plans)
        found = [plan.path for plan in joined] + [path for path, _ in read.failures]
        asked.fail_without_plan(found, project.options.formats)
    except OptionError as error:
        fail(str(error))
    except OSError as error:
        fail(f"cannot read {error.filename}: {error.strerror}")
    here = Path.cwd()

    def shorten(path: str) -> str:
        return asked.paths[path].as_posix() if path in asked.paths else make_relative(path, here)

    plans = tuple(replace(plan, path=shorten(plan.path)) for plan in joined)
    failures = Failures()
    entries = make_entries(group_features(plans, map(shorten, read.files)), {}, failures)
    for path, finding in (*read.failures, *failures.found):
        warn(finding.format_line(path))
    named = {path.as_posix() for path in asked.paths.values()}
    return AskedFeatures(
        tuple(e for e in entries if any(document.path in named for document in e.documents)), plans
    )

"""The plans in the files and folders that a command is asked about."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.audit import RULES
from mkdocs_speckit.cli.terminal import fail, show_progress, warn
from mkdocs_speckit.disk.configuration import find_options
from mkdocs_speckit.disk.files import make_absolute, make_relative
from mkdocs_speckit.disk.plan_files import PlanFiles, find_asked, find_company, read_files
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import make_entries
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.model.formats import describe_sought
from mkdocs_speckit.model.wording import join_first
from mkdocs_speckit.options import OptionError
from mkdocs_speckit.project import open_project

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.model.finding import Finding, Severity
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.project import Project

MAX_NAMED = 4
"""The number of files that one message names."""


class AskedPlans(Struct, frozen=True):
    """The plans in some files and folders, audited, with those that they are compared with.

    `paths` are the paths of the files that were asked for, as they were passed, by their absolute
    paths. Plans have absolute paths, so that the documents of a feature find each other however
    their paths are spelled; `read` are all files.
    """

    paths: Mapping[str, Path]
    read: PlanFiles
    audited: Sequence[tuple[Plan, tuple[Finding, ...]]]


def audit_asked(
    project: Project,
    paths: Sequence[Path],
    severities: Mapping[str, Severity] | None = None,
    jobs: int | None = None,
) -> AskedPlans:
    """Read and audit the plans in files and folders.

    Raises OSError; exits if a folder contains no plan, or no file is one.
    """
    asked = find_asked(paths)
    company = [file for file in find_company(paths) if file.as_posix() not in asked]
    files = {file: path for path, file in asked.items()}
    read = read_files(files, project.read, show_progress, jobs, company)
    for path in read.gone:
        if asked[path] in paths:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), asked[path])
        warn(f"{asked[path]} vanished while the plans were read; it is left out")

    shown = {plan.path: make_relative(plan.path, project.root) for plan in read.plans}
    audited = project.audit(read.plans, shown, read.files, severities)
    found = [Path(plan.path) for plan, _ in audited] + [Path(path) for path, _ in read.failures]
    for folder in filter(Path.is_dir, paths):
        if not any(path.is_relative_to(make_absolute(folder)) for path in found):
            fail(f"no plan in {folder}; {describe_sought(project.options.formats)}")
    is_none = not any(path.as_posix() in asked for path in found)
    if is_none and "PRE_COMMIT" not in os.environ:  # A commit may change no plan.
        named = join_first([path.as_posix() for path in paths], MAX_NAMED)
        verb = "is not a plan" if len(paths) == 1 else "are not plans"
        fail(f"{named} {verb}; {describe_sought(project.options.formats)}")
    return AskedPlans(asked, read, audited)


class AskedFeatures(Struct, frozen=True):
    """The features in some files and folders, and all their documents, joined.

    Paths are as they were passed; those of documents that were only read beside others are from the
    current folder.
    """

    entries: tuple[Entry, ...]
    plans: tuple[Plan, ...]


def find_asked_features(paths: Sequence[Path], jobs: int | None) -> AskedFeatures:
    """Find the features in files and folders, by default all in the current folder.

    Exits if something cannot be read, if a folder contains no plan, or if no file is one. What only
    fails on a document is a warning.
    """
    try:
        project = open_project(*find_options(Path.cwd()))
        no_rules: dict[str, Severity] = dict.fromkeys(RULES, "ignore")
        asked = audit_asked(project, paths or [Path()], no_rules, jobs)
    except OptionError as error:
        fail(str(error))
    except OSError as error:
        fail(f"cannot read {error.filename}: {error.strerror}")
    here = Path.cwd()

    def shorten(path: str) -> str:
        return asked.paths[path].as_posix() if path in asked.paths else make_relative(path, here)

    plans = tuple(replace(plan, path=shorten(plan.path)) for plan, _ in asked.audited)
    failures = Failures()
    entries = make_entries(group_features(plans, map(shorten, asked.read.files)), {}, failures)
    for path, finding in (*asked.read.failures, *failures.found):
        warn(finding.format_line(path))
    named = {path.as_posix() for path in asked.paths.values()}
    return AskedFeatures(
        tuple(e for e in entries if any(document.path in named for document in e.documents)), plans
    )

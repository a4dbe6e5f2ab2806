"""`mkdocs-speckit diff`: show what changed in the plans between two states of a project."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from mkdocs_speckit.changes.comparison import compare, take_snapshots
from mkdocs_speckit.changes.what_if import WhatIfError, set_estimates
from mkdocs_speckit.cli.export import export_files, export_read, read_folder
from mkdocs_speckit.cli.report import CHANGES_FORMATS
from mkdocs_speckit.cli.terminal import cache_option, choose_printer, fail
from mkdocs_speckit.disk.git import GitError
from mkdocs_speckit.disk.history import read_plans_at
from mkdocs_speckit.export.reader import ExportError, read_export
from mkdocs_speckit.options import OptionError
from mkdocs_speckit.project import find_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.changes.comparison import Changes, Snapshot

STANDARD_INPUT = "-"


@click.command("diff")
@click.argument("before", metavar="[A]", required=False)
@click.argument("after", metavar="[B]", required=False)
@click.option(
    "--path",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder that contains the plans. Default: the current folder.",
)
@click.option(
    "--set",
    "settings",
    metavar="PHASE=EFFORT",
    multiple=True,
    help="Show what another estimate would change, as in Sync=2d; without A and B.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(CHANGES_FORMATS)),
    default="text",
    show_default=True,
    help="The format of the changes; markdown is for a comment on a pull request.",
)
@cache_option
def run(  # noqa: PLR0913
    before: str | None,
    after: str | None,
    folder: Path,
    settings: Sequence[str],
    format_name: str,
    *,
    no_cache: bool,
) -> None:
    """Show what changed in the plans between A and B.

    A and B are git revisions, or files that `mkdocs-speckit export` printed or that a site has as
    speckit.json; - is standard input.
    Without B, A is compared with the files as they are now. If a file and a revision have the same
    name, the file is used. The options are those of the nearest mkdocs.yml or pyproject.toml, from
    DIR upwards, as they are now.

    --set shows what other estimates would change. It edits nothing, and takes no A and B.

    The exit code is 0 whether or not anything changed, and 2 if A or B cannot be read.
    """
    if before == after == STANDARD_INPUT:
        fail("only one of A and B can be standard input")
    if (before is None) != bool(settings):
        fail("pass A, or --set PHASE=EFFORT without it")
    try:
        if settings:
            compared = compare_with(settings, folder, no_cache=no_cache)
        else:
            states = (read_state(name, folder, no_cache=no_cache) for name in (before, after))
            compared = compare(*states)
    except (OptionError, GitError, ExportError, WhatIfError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"cannot read {error.filename}: {error.strerror}")
    choose_printer(format_name)(CHANGES_FORMATS[format_name](compared))


def compare_with(settings: Sequence[str], folder: Path, *, no_cache: bool = False) -> Changes:
    """Compare the plans under a folder with what they would be with other estimates.

    Raises OSError, OptionError and WhatIfError.
    """
    project = find_project(folder, no_cache=no_cache)
    read = read_folder(project, folder)
    changed = set_estimates(read.plans, settings, project.options.working_time)
    states = (read, replace(read, plans=changed))
    return compare(*(take_snapshots(export_read(project, folder, state)) for state in states))


def read_state(name: str | None, folder: Path, *, no_cache: bool = False) -> tuple[Snapshot, ...]:
    """Read one side of a comparison: an export, a revision, or without a name the files now.

    Raises OSError, OptionError, GitError and ExportError.
    """
    if name is not None and (name == STANDARD_INPUT or Path(name).is_file()):
        is_stream = name == STANDARD_INPUT
        content = sys.stdin.buffer.read() if is_stream else Path(name).read_bytes()
        try:
            return take_snapshots(read_export(content))
        except ExportError as error:
            raise ExportError(f"{'standard input' if is_stream else name} {error}") from None
    project = find_project(folder, no_cache=no_cache)
    if name is None:
        return take_snapshots(export_files(project, folder))
    read = read_plans_at(name, folder, partial(project.read_below, folder))
    project.cache.save()
    return take_snapshots(export_read(project, folder, read))

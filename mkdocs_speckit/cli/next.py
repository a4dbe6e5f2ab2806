"""`mkdocs-speckit next`: what can be taken up now in each feature, and what waits for what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from mkdocs_speckit.cli.asked import audit_asked
from mkdocs_speckit.cli.terminal import (
    fail,
    jobs_option,
    print_for_machines,
    print_text,
    warn,
)
from mkdocs_speckit.disk.configuration import find_options
from mkdocs_speckit.disk.files import make_relative
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import make_entries
from mkdocs_speckit.features.next_steps import list_next_steps
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.options import OptionError
from mkdocs_speckit.project import open_project
from mkdocs_speckit.reports.next_steps import write_next_json, write_next_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.features.next_steps import NextSteps
    from mkdocs_speckit.project import Project


@click.command("next")
@click.argument("paths", metavar="[PATHS]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object, for scripts.")
@jobs_option
def run(paths: Sequence[Path], jobs: int | None, *, is_json: bool) -> None:
    """List what can be taken up now in the plans in PATHS: files or folders, by default all here.

    Features that are under way come first, and in a feature what is in progress, then what is on
    the critical path. Below that it says what waits for what, as far as the plans state it.

    The exit code is 0, or 2 if the input cannot be read or has no plan.
    """
    try:
        project = open_project(*find_options(Path.cwd()))
        features = find_next_steps(project, paths or [Path()], jobs)
    except OptionError as error:
        fail(str(error))
    except OSError as error:
        fail(f"cannot read {error.filename}: {error.strerror}")
    if is_json:
        print_for_machines(write_next_json(features))
    else:
        print_text(write_next_lines(features))


def find_next_steps(
    project: Project, paths: Sequence[Path], jobs: int | None = None
) -> list[NextSteps]:
    """Find what comes next in the features of some files and folders.

    Paths are as they were passed. Raises OSError; exits if there is no plan.
    """
    asked = audit_asked(project, paths, {}, jobs)
    plans = [plan for plan, _ in asked.audited]
    failures = Failures()
    entries = make_entries(group_features(plans, asked.read.files), {}, failures)
    for path, finding in (*asked.read.failures, *failures.found):
        warn(finding.format_line(path))
    here = Path.cwd()

    def shorten(path: str) -> str:
        return asked.paths[path].as_posix() if path in asked.paths else make_relative(path, here)

    return [
        replace(
            feature,
            entry=replace(feature.entry, folder=make_relative(feature.entry.folder, here)),
            steps=tuple(replace(step, path=shorten(step.path)) for step in feature.steps),
        )
        for feature in list_next_steps(entries, plans)
        if any(document.path in asked.paths for document in feature.entry.documents)
    ]

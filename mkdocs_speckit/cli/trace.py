"""`mkdocs-speckit trace`: which tasks cite which requirements, and which cite none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_speckit.cli.asked import find_asked_features
from mkdocs_speckit.cli.terminal import cache_option, choose_printer, jobs_option
from mkdocs_speckit.features.trace import trace_features
from mkdocs_speckit.reports.trace import write_trace_csv, write_trace_json, write_trace_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mkdocs_speckit.features.trace import Trace

FORMATS: dict[str, Callable[[Sequence[Trace]], str]] = {
    "text": write_trace_lines,
    "csv": write_trace_csv,
    "json": write_trace_json,
}


@click.command("trace")
@click.argument("paths", metavar="[PATHS]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="The format of the list. Default: text.",
)
@jobs_option
@cache_option
def run(paths: Sequence[Path], format_name: str, jobs: int | None, *, no_cache: bool) -> None:
    """List the requirements in PATHS with the tasks that cite them, their stories and files.

    PATHS are files or folders, by default all here. Tasks that cite no requirement are listed, too.

    The exit code is 0, or 2 if the input cannot be read or has no plan.
    """
    found = find_asked_features(paths, jobs, no_cache=no_cache)
    choose_printer(format_name)(FORMATS[format_name](trace_features(found.entries, found.plans)))

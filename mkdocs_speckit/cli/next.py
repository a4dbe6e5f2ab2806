"""`mkdocs-speckit next`: what can be taken up now in each feature, and what waits for what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_speckit.cli.asked import find_asked_features
from mkdocs_speckit.cli.terminal import cache_option, jobs_option, print_for_machines, print_text
from mkdocs_speckit.features.next_steps import list_next_steps
from mkdocs_speckit.reports.next_steps import write_next_json, write_next_lines

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command("next")
@click.argument("paths", metavar="[PATHS]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object, for scripts.")
@jobs_option
@cache_option
def run(paths: Sequence[Path], jobs: int | None, *, no_cache: bool, is_json: bool) -> None:
    """List what can be taken up now in the plans in PATHS: files or folders, by default all here.

    Features that are under way come first, and in a feature what is in progress, then what is on
    the critical path. Below that it says what waits for what, as far as the plans state it.

    The exit code is 0, or 2 if the input cannot be read or has no plan.
    """
    found = find_asked_features(paths, jobs, no_cache=no_cache)
    steps = list_next_steps(found.entries, found.plans)
    if is_json:
        print_for_machines(write_next_json(steps))
    else:
        print_text(write_next_lines(steps))

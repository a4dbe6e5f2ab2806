"""`mkdocs-speckit check`: audit the plans in files and folders, and fix what can be fixed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from mkdocs_speckit.audit.baseline import BaselineError, read_baseline, save_baseline
from mkdocs_speckit.audit.fixes import apply_fixes
from mkdocs_speckit.cli.asked import audit_asked
from mkdocs_speckit.cli.report import format_option, print_report
from mkdocs_speckit.cli.rules import choose_severities
from mkdocs_speckit.cli.terminal import PASSED_OVER, cache_option, fail, jobs_option, warn
from mkdocs_speckit.disk.configuration import find_bare_site, find_options
from mkdocs_speckit.disk.files import (
    WriteError,
    read_text,
    remove_leftovers,
    write_text,
)
from mkdocs_speckit.model.wording import format_count
from mkdocs_speckit.options import OptionError
from mkdocs_speckit.project import open_project
from mkdocs_speckit.reports import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.project import Project


@click.command("check")
@click.argument("paths", metavar="[PATHS]...", nargs=-1, type=click.Path(path_type=Path))
@format_option
@jobs_option
@cache_option
@click.option("--select", metavar="RULES", multiple=True, help="Run only these rules.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Do not run these rules.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    help="Leave out the findings that this file lists.",
)
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path),
    help="List all findings in this file instead of printing them.",
)
@click.option("--fix", is_flag=True, help="First fix what can be fixed with certainty.")
def run(  # noqa: PLR0913, PLR0917
    paths: Sequence[Path],
    format_name: str | None,
    jobs: int | None,
    select: Sequence[str],
    ignore: Sequence[str],
    baseline: Path | None,
    write_baseline: Path | None,
    *,
    no_cache: bool,
    fix: bool,
) -> None:
    """Audit the plans in PATHS: files or folders, by default the current folder.

    RULES are names of rules, or the words that several names begin with, separated by commas.

    --fix corrects the total of an effort table, adds a missing blank line before a list or a table,
    and closes an anchor that is not closed. It changes nothing else.

    The exit code is 0 if there are no errors and no warnings, 1 if there are some, and 2 if the
    input cannot be read. The options are those of the nearest mkdocs.yml or pyproject.toml.
    """
    paths = paths or [Path()]
    try:
        options, path = find_options(Path.cwd())
        if baseline or write_baseline:  # These count instead of the project's own.
            options = replace(options, baseline=None)
        project = open_project(options, path, no_cache=no_cache)
        if baseline and not write_baseline:
            project = replace(project, known=read_baseline(baseline))
        severities = choose_severities(project.options.rules, select, ignore)
        repository = replace(project.repository, folder=Path.cwd())

        def make_report() -> Report:
            return Report(tuple(audit_asked(project, paths, severities, jobs)), repository)

        report = make_report()
        if fix and fix_files(project, report):
            report = make_report()
        if write_baseline is not None:
            save_baseline(write_baseline, report.findings_of_repository)
            click.echo(f"{report.summary}; listed in {write_baseline}", err=True)
            return
    except (OptionError, BaselineError, WriteError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"cannot read {error.filename}: {error.strerror}")
    bare = find_bare_site(Path.cwd())
    if bare is not None and bare.suffix == ".toml":
        warn(f"{bare.name} has the plugin, which {PASSED_OVER}")
    print_report(report, format_name)


def fix_files(project: Project, report: Report) -> bool:
    """Fix the files of a report in place, and print how much was fixed; True if anything was.

    Exits if one of them cannot be fixed, after all others are. Temporary files that a killed run
    has left beside them are removed.
    """
    fixed, files, failures = 0, 0, []
    for folder in {Path(path).resolve().parent for path, _ in report.documents}:
        remove_leftovers(folder)
    try:
        for path, findings in report.documents:
            try:
                before = read_text(Path(path))
                after, count = apply_fixes(before, path, project.settings, findings)
                if after != before:
                    write_text(Path(path), after)
                    files += 1
                    fixed += count
            except WriteError as error:
                failures.append(str(error))
            except OSError as error:
                failures.append(f"cannot read {path}: {error.strerror}")
    finally:  # Also if it is interrupted.
        if fixed:
            message = f"fixed {format_count(fixed, 'finding')} in {format_count(files, 'document')}"
            click.echo(message, err=True)
    if failures:
        fail(*failures)
    return fixed > 0

"""`mkdocs-speckit export`: print the plans under a folder as JSON, or their dates."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from textwrap import indent
from typing import TYPE_CHECKING

import click

from mkdocs_speckit.cli.terminal import (
    cache_option,
    fail,
    jobs_option,
    print_bytes,
    print_for_machines,
    show_progress,
    warn,
)
from mkdocs_speckit.disk.files import find_markdown, make_relative
from mkdocs_speckit.disk.git import SlowGitError
from mkdocs_speckit.disk.history import History
from mkdocs_speckit.disk.plan_files import WantedFile, read_each, read_files
from mkdocs_speckit.export import Export, export_plans, keep_valid, make_schema
from mkdocs_speckit.export.dates import has_events, write_calendar, write_dates_csv
from mkdocs_speckit.export.format import VERSION
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import add_schedule, make_entries
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.features.units import order_paths
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.model.formats import describe_sought
from mkdocs_speckit.options import OptionError
from mkdocs_speckit.project import find_project
from mkdocs_speckit.reports import write_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.disk.plan_files import PlanFiles
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.project import Project


def _print_schema(context: click.Context, _parameter: click.Parameter, wanted: object) -> None:
    if wanted:
        print_for_machines(make_schema())
        context.exit()


@click.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of an export instead.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["json", "csv", "ics"]),
    default="json",
    help="All plans (json), or the dates of features and milestones (csv, ics). Default: json.",
)
@jobs_option
@cache_option
def run(folder: Path, format_name: str, jobs: int | None, *, no_cache: bool) -> None:
    """Print all plans under DIR as JSON, sorted by path.

    As a table or as a calendar it prints the features and milestones, with their dates where a
    document says when work starts.

    Markdown files that are not plans are left out. If it finds no plan, it writes to standard
    error what it looked for. The options are those of the nearest mkdocs.yml or pyproject.toml,
    from DIR upwards.
    """
    try:
        project = find_project(folder, no_cache=no_cache)
        if format_name != "json":
            print_for_machines(_write_dates(project, folder, format_name, jobs))
            return
        number = _print_plans(project, folder, jobs)
    except OptionError as error:
        fail(str(error))
    except OSError as error:
        if error.filename is None:
            fail(f"cannot write a temporary file into {gettempdir()}: {error.strerror}")
        fail(f"cannot read {error.filename}: {error.strerror}")
    if not number:
        warn(f"no plan in {folder}; {describe_sought(project.options.formats)}")


def _print_plans(project: Project, folder: Path, jobs: int | None) -> int:
    """Print the plans under a folder, sorted by path; returns their number.

    They are written to a temporary file while they are read, so that not all are in memory. Raises
    OSError.
    """
    places: list[tuple[str, int, int]] = []
    with TemporaryFile() as file:
        for plan, text in _write_plans(project, folder, jobs):
            places.append((plan, file.tell(), len(text)))
            file.write(text)
        before, after = write_json(Export(VERSION, [])).split("[]")
        print_for_machines(f"{before}[" + "\n" * bool(places))
        for number, (_, start, length) in enumerate(sorted(places)):
            file.seek(start)
            print_bytes(b",\n" * bool(number) + file.read(length))
    print_for_machines("\n  " * bool(places) + f"]{after}")
    return len(places)


def _write_plans(project: Project, folder: Path, jobs: int | None) -> Iterator[tuple[str, bytes]]:
    """Write each plan under a folder as an item of the export, with its path.

    Exits if the folder does not exist, or if reading or exporting fails.
    """
    wanted = find_wanted(folder)
    gone, failures = [], Failures()

    def read() -> Iterator[tuple[str, Plan | None]]:
        read_below = partial(project.read_below, folder)
        for one in read_each(wanted, read_below, show_progress, jobs, project.cache):
            failures.found.extend(one.failures)
            if one.is_gone:
                gone.append(one.path)
            else:
                yield one.path, one.plan

    def show(path: str) -> str:
        return make_relative(folder / path, project.root)

    for unit in project.audit_in_turn(read(), [one.path for one in wanted], show):
        for plan in keep_valid(export_plans(unit), failures).plans:
            text = indent(write_json(plan).rstrip("\n"), "    ")
            yield plan.path, text.encode("utf-8", "backslashreplace")
    for path in gone:
        _warn_of_gone(folder / path)
    for path, finding in failures.found:
        fail(finding.format_line((folder / path).as_posix()))


def _write_dates(project: Project, folder: Path, format_name: str, jobs: int | None) -> str:
    """Write the features under a folder with their dates; raises OSError."""
    read = read_folder(project, folder, jobs)
    features = group_features(join_documents(read.plans), read.files)
    if not features:
        warn(f"no plan in {folder}; {describe_sought(project.options.formats)}")
    failures = Failures()
    entries = make_entries(features, {}, failures)
    for path, finding in failures.found:
        fail(finding.format_line((folder / path).as_posix()))
    plans = {plan.path: plan for feature in features.values() for plan in feature.plans}
    try:
        now = History(project.root).find_now()
    except SlowGitError as error:
        warn(f"{error}; what is begun has no dates")
        now = None
    entries = add_schedule(entries, plans, project.calendar, now)
    if format_name == "csv":
        return write_dates_csv(entries)
    if not has_events(entries):
        warn(f"no feature in {folder} has dates; write starts: 2026-03-02 into its front matter")
    return write_calendar(entries, folder.resolve().name, now)


def export_files(project: Project, folder: Path, jobs: int | None = None) -> Export:
    """Export the plans under a folder, with paths relative to it.

    Raises OSError; exits if there is no such folder, or if reading fails on a file.
    """
    return export_read(project, folder, read_folder(project, folder, jobs))


def read_folder(project: Project, folder: Path, jobs: int | None = None) -> PlanFiles:
    """Read the plans under a folder, with paths relative to it.

    Raises OSError; exits if there is no such folder, or if reading fails on a file.
    """
    read_below = partial(project.read_below, folder)
    read = read_files(find_wanted(folder), read_below, show_progress, jobs, project.cache)
    for path in read.gone:
        _warn_of_gone(folder / path)
    for path, finding in read.failures:
        fail(finding.format_line((folder / path).as_posix()))
    return read


def find_wanted(folder: Path) -> list[WantedFile]:
    """Find the Markdown files under a folder, with paths relative to it; exits if there is none."""
    if not folder.is_dir():
        fail(f"{folder} is not a folder; pass the folder that contains the plans")
    files = {file.relative_to(folder).as_posix(): file for file in find_markdown(folder)}
    return [WantedFile(files[path], path) for path in order_paths(files)]


def _warn_of_gone(path: Path) -> None:
    warn(f"{path} vanished while the plans were read; it is left out")


def export_read(project: Project, folder: Path, read: PlanFiles) -> Export:
    """Export plans that were read with paths relative to a folder; exits if one cannot be."""
    shown = {plan.path: make_relative(folder / plan.path, project.root) for plan in read.plans}
    failures = Failures()
    exported = keep_valid(export_plans(project.audit(read.plans, shown, read.files)), failures)
    for path, finding in failures.found:
        fail(finding.format_line((folder / path).as_posix()))
    return exported

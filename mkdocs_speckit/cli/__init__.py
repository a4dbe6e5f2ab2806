"""The command line: `mkdocs-speckit`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from msgspec.structs import replace

from mkdocs_speckit import __version__
from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.audit.baseline import BaselineError, read_baseline, save_baseline
from mkdocs_speckit.audit.fixes import apply_fixes
from mkdocs_speckit.audit.pages import audit_site
from mkdocs_speckit.audit.rules import ALL_RULES
from mkdocs_speckit.changes import compare
from mkdocs_speckit.changes.snapshot import ExportError, parse_export, take_snapshots
from mkdocs_speckit.cli.check import Check, NoPlanError
from mkdocs_speckit.cli.rules import choose_severities
from mkdocs_speckit.cli.terminal import fail, print_for_machines, print_text, show_progress
from mkdocs_speckit.disk.configuration import find_options
from mkdocs_speckit.disk.files import WriteError, make_relative, read_text, write_text
from mkdocs_speckit.disk.git import find_repository
from mkdocs_speckit.disk.history import RevisionError, read_plans_at
from mkdocs_speckit.disk.plan_files import read_plans
from mkdocs_speckit.disk.templates import NO_TITLE, OccupiedError, write_documents
from mkdocs_speckit.export import export_plans as export_json
from mkdocs_speckit.export import make_schema
from mkdocs_speckit.model.levels import LEVELS
from mkdocs_speckit.model.settings import Settings
from mkdocs_speckit.model.wording import format_count
from mkdocs_speckit.options import OptionError
from mkdocs_speckit.project import make_project
from mkdocs_speckit.reports import Report, write_json
from mkdocs_speckit.reports.formats import CHANGES_FORMATS, FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mkdocs_speckit.changes.snapshot import Snapshot

STANDARD_INPUT = "-"

FOUND = 1
"""The exit code for findings."""

INTERRUPTED = 130
"""The exit code after Ctrl-C: 128 and the signal's number."""


class _Commands(click.Group):
    """The commands; one that is interrupted says so, and ends as shells expect it."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except KeyboardInterrupt:
            click.echo("mkdocs-speckit: interrupted", err=True)
            sys.exit(INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mkdocs-speckit")
def main() -> None:
    """Read and audit the plans of a documentation site."""


_format_option = click.option(
    "--format",
    "format_name",
    type=click.Choice(list(FORMATS)),
    help="How findings are written. In GitHub Actions it is github, elsewhere text.",
)


_jobs_option = click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    help="How many processes read. It is one, and all cores for 500 files or more.",
)


@main.command()
@click.argument("paths", metavar="[PATHS]...", nargs=-1, type=click.Path(path_type=Path))
@_format_option
@_jobs_option
@click.option("--select", metavar="RULES", multiple=True, help="Run only these rules.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Leave these rules out.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Leave out what this file lists.")
@click.option(
    "--write-baseline", type=click.Path(path_type=Path), help="List all findings in this file."
)
@click.option("--fix", is_flag=True, help="First mend what can be mended with certainty.")
def check(  # noqa: PLR0913, PLR0917
    paths: Sequence[Path],
    format_name: str | None,
    jobs: int | None,
    select: Sequence[str],
    ignore: Sequence[str],
    baseline: Path | None,
    write_baseline: Path | None,
    *,
    fix: bool,
) -> None:
    """Audit the plans among PATHS, files or folders; the current folder without any.

    RULES are names, or the words that several names begin with, with commas between them.

    --fix corrects the total of an effort table, puts a blank line before a list or a table that
    has none, and ends an anchor that does not end. It changes nothing else.

    Exits with 0 if there is nothing at warning or above, with 1 if there is, with 2 where the
    input cannot be read. Options are those of the nearest mkdocs.yml or pyproject.toml.
    """
    try:
        options, folder = find_options(Path.cwd())
        severities = choose_severities(options.rules, select, ignore)
        settings = make_project(folder, options).settings
        known = Counter() if baseline is None or write_baseline else read_baseline(baseline)
        repository = find_repository(Path.cwd())
        wanted = Check(
            paths or [Path()],
            options,
            folder,
            settings,
            severities,
            known,
            repository,
            show_progress,
            jobs,
        )
        report = wanted.report()
        if fix and _mend(report, settings):
            report = wanted.report()
        if write_baseline is not None:
            save_baseline(write_baseline, report.findings_of_repository)
            click.echo(f"{report.summary}; listed in {write_baseline}", err=True)
            return
    except (OptionError, BaselineError, NoPlanError, WriteError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"cannot read {error.filename}: {error.strerror}")
    _print(report, format_name)


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@_format_option
def site(folder: Path, format_name: str | None) -> None:
    """Audit the pages of the built site in DIR as its readers get them.

    Any generator may have made it. Only pages with a plan, or with something that was made of
    plans, are looked at, and of these only the main content.

    Exits with 0 if there is nothing at warning or above, with 1 if there is, with 2 where the
    input cannot be read. Options are those of the nearest mkdocs.yml or pyproject.toml.
    """
    try:
        if not folder.is_dir():
            raise NotADirectoryError(0, "it is no folder; name the one of the built site", folder)
        options, place = find_options(Path.cwd())
        severities = dict(options.rules)
        if not options.summary:
            severities["page-without-summary"] = "ignore"
        audited = audit_site(
            folder,
            severities,
            lambda file: options.ignored_at(make_relative(file, place)),
            make_project(place, options).settings,
            show_progress,
        )
    except OptionError as error:
        fail(str(error))
    except OSError as error:
        fail(f"cannot read {error.filename}: {error.strerror}")
    if not audited:
        fail(
            f"no page in {folder} shows a plan: none has a summary or the comment"
            " <!-- SPECKIT_LEVEL: 2 -->; a minifier that takes comments out hides plans"
        )
    _print(Report(tuple(audited), find_repository(Path.cwd())), format_name)


@main.command()
@click.argument("name", required=False)
def rules(name: str | None) -> None:
    """List all rules, or print the documentation of the one with this NAME."""
    if name is None:
        width = max(map(len, ALL_RULES))
        lines = [
            f"{rule.name:{width}}  {rule.severity:7}  {rule.summary}" for rule in ALL_RULES.values()
        ]
        print_text("\n".join(lines) + "\n")
    elif name in ALL_RULES:
        print_text(f"{name} ({ALL_RULES[name].severity})\n\n{ALL_RULES[name].documentation}\n")
    else:
        fail(f"there is no rule {name!r}; `mkdocs-speckit rules` lists them")


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="2",
    show_default=True,
    help="How much is to be written; 1 is the least.",
)
@click.option("--title", metavar="TEXT", default=NO_TITLE, help="What the feature is called.")
def new(folder: Path, level: str, title: str) -> None:
    """Write a plan, and the documents that its level asks for, into DIR.

    They have placeholders, such as [NAME], for all that is yours to say; check reports those that
    are left. Nothing that is there is overwritten.

    Exits with 2 where something is there already, or cannot be written.
    """
    try:
        written = write_documents(folder, level, title)
    except (OccupiedError, WriteError) as error:
        fail(str(error))
    print_text("".join(f"{path}\n" for path in written))


def _print_schema(context: click.Context, _parameter: click.Parameter, wanted: object) -> None:
    if wanted:
        print_for_machines(make_schema())
        context.exit()


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of an export instead.",
)
@_jobs_option
def export(folder: Path, jobs: int | None) -> None:
    """Print the JSON of every plan under DIR, sorted by path.

    Markdown without a level marker is skipped.
    """
    try:
        exported = _exported(folder, jobs)
    except OSError as error:
        fail(f"cannot read {error.filename}: {error.strerror}")
    print_for_machines(write_json(exported))


@main.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", required=False)
@click.option(
    "--path",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder with the plans; the current one without it.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(CHANGES_FORMATS)),
    default="text",
    show_default=True,
    help="How changes are written; markdown is for a comment on a pull request.",
)
def diff(before: str, after: str | None, folder: Path, format_name: str) -> None:
    """Say what changed in the plans between A and B.

    Each is a git revision, or a file with what `mkdocs-speckit export` printed; - is standard
    input. Without B the files are compared as they are now. A file goes before a revision of the
    same name.

    Exits with 0 whether anything changed or not, with 2 where A or B cannot be read.
    """
    if before == after == STANDARD_INPUT:
        fail("only one of A and B can be standard input")
    try:
        compared = compare(_state(before, folder), _state(after, folder))
    except (RevisionError, ExportError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"cannot read {error.filename}: {error.strerror}")
    _printer(format_name)(CHANGES_FORMATS[format_name](compared))


def _state(name: str | None, folder: Path) -> tuple[Snapshot, ...]:
    """The plans that one side of a comparison names; raises OSError and the errors of both."""
    if name is None:
        return take_snapshots(_exported(folder))
    if name != STANDARD_INPUT and not Path(name).is_file():
        read = read_plans_at(name, folder, Settings())
        return take_snapshots(export_json(audit_plans(read.plans, files=read.files)))
    try:
        if name == STANDARD_INPUT:
            return parse_export(sys.stdin.buffer.read())
        return parse_export(Path(name).read_bytes())
    except ExportError as error:
        source = "standard input" if name == STANDARD_INPUT else name
        raise ExportError(f"{source} {error}") from None


def _exported(folder: Path, jobs: int | None = None) -> dict[str, Any]:
    """The export of a folder's plans, with paths from there; raises OSError."""
    if not folder.is_dir():
        raise NotADirectoryError(0, _NO_FOLDER, folder)
    read = read_plans([folder], Settings(), show_progress, jobs)
    for path, finding in read.failures:
        fail(finding.in_file(path))
    plans = [replace(plan, path=_relative(plan.path, folder)) for plan in read.plans]
    return export_json(audit_plans(plans, files=[_relative(file, folder) for file in read.files]))


def _relative(path: str, folder: Path) -> str:
    return Path(path).relative_to(folder).as_posix()


def _mend(report: Report, settings: Settings) -> bool:
    """Mend the files of a report in place, and say what was done; whether anything was."""
    mended = files = 0
    try:
        for path, findings in report.documents:
            before = read_text(Path(path))
            after, count_of_mended = apply_fixes(before, path, settings, findings)
            if after != before:
                write_text(Path(path), after)
                files += 1
                mended += count_of_mended
    finally:  # Also where one of them cannot be written.
        if mended:
            click.echo(
                f"mended {format_count(mended, 'finding')} in {format_count(files, 'document')}",
                err=True,
            )
    return mended > 0


_NO_FOLDER = "it is no folder; name the one that holds the plans"


def _print(report: Report, format_name: str | None) -> NoReturn:
    """Write a report to the terminal or the CI service, and exit as its findings ask."""
    in_actions = os.environ.get("GITHUB_ACTIONS") == "true"
    name = format_name or ("github" if in_actions else "text")
    _printer(name)(FORMATS[name](report))
    sys.exit(FOUND if report.has_failed else 0)


def _printer(format_name: str) -> Callable[[str], None]:
    """What prints a format: people's terminals have encodings, machines take UTF-8."""
    return print_text if format_name == "text" else print_for_machines

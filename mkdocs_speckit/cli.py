"""The command line: `mkdocs-speckit`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_speckit import __version__
from mkdocs_speckit.audit import RULES, audit_all
from mkdocs_speckit.audit.baseline import BaselineError, known_findings, save
from mkdocs_speckit.audit.fixes import fixed
from mkdocs_speckit.checks import Check, NoPlanError
from mkdocs_speckit.configuration import find_options
from mkdocs_speckit.export import export as export_json
from mkdocs_speckit.export import schema
from mkdocs_speckit.files import WriteError, read_text, write_text
from mkdocs_speckit.options import OptionError
from mkdocs_speckit.plan_files import read_plans
from mkdocs_speckit.reading import Settings
from mkdocs_speckit.reports import FORMATS
from mkdocs_speckit.reports.report import json_text
from mkdocs_speckit.repository import find_repository
from mkdocs_speckit.rule_choice import chosen
from mkdocs_speckit.terminal import fail, print_for_machines, print_text
from mkdocs_speckit.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager

    from mkdocs_speckit.reports.report import Report

FOUND = 1
"""The exit code for findings."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mkdocs-speckit")
def main() -> None:
    """Read and audit the plans of a documentation site."""


@main.command()
@click.argument("paths", metavar="[PATHS]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(FORMATS)),
    help="How findings are written. In GitHub Actions it is github, elsewhere text.",
)
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
        severities = chosen(options.rules, select, ignore)
        settings = options.settings(folder)
        known = Counter() if baseline is None or write_baseline else known_findings(baseline)
        repository = find_repository(Path.cwd())
        wanted = Check(
            paths or [Path()],
            options,
            folder,
            settings,
            severities,
            known,
            repository,
            _shown_progress,
        )
        report = wanted.report()
        if fix and _mend(report, settings):
            report = wanted.report()
        if write_baseline is not None:
            save(write_baseline, report.findings_of_repository)
            click.echo(f"{report.summary}; listed in {write_baseline}", err=True)
            return
    except (OptionError, BaselineError, NoPlanError, WriteError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"cannot read {error.filename}: {error.strerror}")
    in_actions = os.environ.get("GITHUB_ACTIONS") == "true"
    name = format_name or ("github" if in_actions else "text")
    (print_text if name == "text" else print_for_machines)(FORMATS[name](report))
    sys.exit(FOUND if report.has_failed else 0)


@main.command()
@click.argument("name", required=False)
def rules(name: str | None) -> None:
    """List all rules, or print the documentation of the one with this NAME."""
    if name is None:
        width = max(map(len, RULES))
        lines = [
            f"{rule.name:{width}}  {rule.severity:7}  {rule.summary}" for rule in RULES.values()
        ]
        print_text("\n".join(lines) + "\n")
    elif name in RULES:
        print_text(f"{name} ({RULES[name].severity})\n\n{RULES[name].documentation}\n")
    else:
        fail(f"there is no rule {name!r}; `mkdocs-speckit rules` lists them")


def _print_schema(context: click.Context, _parameter: click.Parameter, wanted: object) -> None:
    if wanted:
        print_for_machines(schema())
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
def export(folder: Path) -> None:
    """Print the JSON of every plan under DIR, sorted by path.

    Markdown without a level marker is skipped.
    """
    try:
        if not folder.is_dir():
            raise NotADirectoryError(0, _NO_FOLDER, folder)
        read = read_plans([folder], Settings(), _shown_progress)
    except OSError as error:
        fail(f"cannot read {error.filename}: {error.strerror}")
    plans = [replace(plan, path=_relative(plan.path, folder)) for plan in read.plans]
    files = [_relative(file, folder) for file in read.files]
    exported = export_json(audit_all(plans, files=files))
    print_for_machines(json_text(exported))


def _relative(path: str, folder: Path) -> str:
    return Path(path).relative_to(folder).as_posix()


def _mend(report: Report, settings: Settings) -> bool:
    """Mend the files of a report in place, and say what was done; whether anything was."""
    mended = files = 0
    try:
        for path, findings in report.documents:
            before = read_text(Path(path))
            after, count_of_mended = fixed(before, path, settings, findings)
            if after != before:
                write_text(Path(path), after)
                files += 1
                mended += count_of_mended
    finally:  # Also where one of them cannot be written.
        if mended:
            click.echo(f"mended {count(mended, 'finding')} in {count(files, 'document')}", err=True)
    return mended > 0


def _shown_progress(files: list[Path]) -> AbstractContextManager[Iterable[Path]]:
    """A progress bar on a terminal, where there are many files to read."""
    if len(files) < MANY_FILES or not sys.stderr.isatty():
        return nullcontext(files)
    return click.progressbar(files, label="Reading", file=sys.stderr)


_NO_FOLDER = "it is no folder; name the one that holds the plans"

MANY_FILES = 500
"""So many files take long enough to show how far it has got, on a terminal."""

"""The command line: `mkdocs-speckit`."""

from __future__ import annotations

import json
import os
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from mkdocs_speckit import __version__
from mkdocs_speckit.audit import RULES, audit_all
from mkdocs_speckit.audit.baseline import BaselineError, known_findings, new_findings, save
from mkdocs_speckit.configuration import find_options
from mkdocs_speckit.export import export as export_json
from mkdocs_speckit.export import schema
from mkdocs_speckit.files import markdown_files, read_text
from mkdocs_speckit.options import OptionError
from mkdocs_speckit.reading import Settings, read
from mkdocs_speckit.reports import FORMATS
from mkdocs_speckit.reports.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mkdocs_speckit.audit import Severity
    from mkdocs_speckit.plan import Plan

FOUND = 1
UNREADABLE = 2
"""The exit codes for findings, and for bad usage and unreadable input."""


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
def check(  # noqa: PLR0913, PLR0917
    paths: Sequence[Path],
    format_name: str | None,
    select: Sequence[str],
    ignore: Sequence[str],
    baseline: Path | None,
    write_baseline: Path | None,
) -> None:
    """Audit the plans among PATHS, files or folders; the current folder without any.

    RULES are names, or the words that several names begin with, with commas between them.

    Exits with 0 if there is nothing at warning or above, with 1 if there is, with 2 where the
    input cannot be read. Options are those of the nearest mkdocs.yml or pyproject.toml.
    """
    try:
        options, folder = find_options(Path.cwd())
        severities = dict(options.rules) | _selected(select, ignore)
        plans = _read_plans(paths or [Path()], options.settings(folder))
        audited = audit_all(plans, severities, options.per_path_ignores)
        report = Report(tuple((plan.path, found) for plan, found in audited))
        if write_baseline is not None:
            save(write_baseline, report.findings)
            click.echo(f"{report.summary}; listed in {write_baseline}", err=True)
            return
        if baseline is not None:
            report = Report(tuple(new_findings(report.documents, known_findings(baseline))))
    except (OptionError, BaselineError) as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"cannot read {error.filename}: {error.strerror}")
    in_actions = os.environ.get("GITHUB_ACTIONS") == "true"
    click.echo(FORMATS[format_name or ("github" if in_actions else "text")](report), nl=False)
    sys.exit(FOUND if report.has_failed else 0)


@main.command()
@click.argument("name", required=False)
def rules(name: str | None) -> None:
    """List all rules, or print the documentation of the one with this NAME."""
    if name is None:
        width = max(map(len, RULES))
        for rule in RULES.values():
            click.echo(f"{rule.name:{width}}  {rule.severity:7}  {rule.summary}")
    elif name in RULES:
        click.echo(f"{name} ({RULES[name].severity})\n\n{RULES[name].documentation}")
    else:
        _fail(f"there is no rule {name!r}; `mkdocs-speckit rules` lists them")


def _print_schema(context: click.Context, _parameter: click.Parameter, wanted: object) -> None:
    if wanted:
        click.echo(schema(), nl=False)
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
        plans = [_relative(plan, folder) for plan in _read_plans([folder], Settings())]
    except OSError as error:
        _fail(f"cannot read {error.filename}: {error.strerror}")
    exported = export_json(audit_all(plans))
    click.echo(json.dumps(exported, ensure_ascii=False, indent=2))


def _relative(plan: Plan, folder: Path) -> Plan:
    return replace(plan, path=Path(plan.path).relative_to(folder).as_posix())


def _read_plans(paths: Iterable[Path], settings: Settings) -> list[Plan]:
    """The plans among files and folders, each once; raises OSError."""
    files: dict[Path, None] = {}
    for path in paths:
        files.update((file, None) for file in (markdown_files(path) if path.is_dir() else [path]))
    shows_progress = len(files) >= MANY_FILES and sys.stderr.isatty()
    progress = click.progressbar(list(files), label="Reading", file=sys.stderr)
    with progress if shows_progress else nullcontext(files) as shown:
        plans = [read(read_text(file), file.as_posix(), settings) for file in shown]
    return [plan for plan in plans if plan is not None]


_NO_FOLDER = "it is no folder; name the one that holds the plans"

MANY_FILES = 500
"""So many files take long enough to show how far it has got, on a terminal."""


def _selected(select: Sequence[str], ignore: Sequence[str]) -> dict[str, Severity]:
    """The severities that leave out what is not wanted; raises OptionError for an unknown name."""
    wanted, unwanted = _named(select), _named(ignore)
    return {name: "ignore" for name in RULES if name in unwanted or (wanted and name not in wanted)}


def _named(lists: Sequence[str]) -> set[str]:
    """The rules that comma-separated names and prefixes mean."""
    found = set()
    for prefix in (part.strip() for names in lists for part in names.split(",")):
        rules = {name for name in RULES if name == prefix or name.startswith(f"{prefix}-")}
        if not rules:
            raise OptionError(f"there is no rule {prefix!r}; `mkdocs-speckit rules` lists them")
        found |= rules
    return found


def _fail(message: str) -> NoReturn:
    click.echo(f"mkdocs-speckit: {message}", err=True)
    sys.exit(UNREADABLE)

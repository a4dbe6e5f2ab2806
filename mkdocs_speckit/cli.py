"""The command line: `mkdocs-speckit`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from mkdocs_speckit import __version__
from mkdocs_speckit.audit import audit
from mkdocs_speckit.export import export as export_json
from mkdocs_speckit.export import schema
from mkdocs_speckit.files import markdown_files, read_text
from mkdocs_speckit.reading import read

UNREADABLE = 2
"""The exit code for bad usage and unreadable input."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mkdocs-speckit")
def main() -> None:
    """Read and audit the plans of a documentation site."""


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
    plans = []
    try:
        if not folder.is_dir():
            raise NotADirectoryError(
                0, "it is no folder; name the one that holds the plans", folder
            )
        for path in markdown_files(folder):
            plan = read(read_text(path), path.relative_to(folder).as_posix())
            if plan is not None:
                plans.append((plan, audit(plan)))
    except OSError as error:
        click.echo(f"mkdocs-speckit: cannot read {error.filename}: {error.strerror}", err=True)
        sys.exit(UNREADABLE)
    click.echo(json.dumps(export_json(plans), ensure_ascii=False, indent=2))

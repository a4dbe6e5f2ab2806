"""`mkdocs-speckit new`: write the documents of a new feature."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_speckit.cli.terminal import fail, print_text
from mkdocs_speckit.disk.files import WriteError
from mkdocs_speckit.disk.templates import NO_TITLE, OccupiedError, write_documents
from mkdocs_speckit.model.levels import LEVELS


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="2",
    show_default=True,
    help="The level of the plan: how many documents and sections there are. 1 has the fewest.",
)
@click.option("--title", metavar="TEXT", default=NO_TITLE, help="The name of the feature.")
def run(folder: Path, level: str, title: str) -> None:
    """Write a plan, and the other documents that its level requires, into DIR.

    They contain placeholders, such as [NAME], for everything that you have to fill in; check
    reports the ones that are left. Existing files are never overwritten.

    The exit code is 2 if one of the files exists, or if one cannot be written.
    """
    try:
        written = write_documents(folder, level, title)
    except (OccupiedError, WriteError) as error:
        fail(str(error))
    print_text("".join(f"{path}\n" for path in written))

"""`mkdocs-speckit new`: write the documents of a new feature."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from mkdocs_speckit.cli.terminal import fail, print_text
from mkdocs_speckit.disk.files import WriteError, make_absolute
from mkdocs_speckit.disk.templates import (
    NO_TITLE,
    OccupiedError,
    make_documents,
    make_kiro_documents,
    make_openspec_documents,
    make_spec_kit_documents,
    write_documents,
)
from mkdocs_speckit.features.entries import make_title
from mkdocs_speckit.model.formats import FORMATS, KIRO, LEVEL, SPEC_KIT
from mkdocs_speckit.model.levels import LEVELS


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    default=LEVEL,
    show_default=True,
    help="The format: documents with a level marker, a feature of GitHub Spec Kit, a change of"
    " OpenSpec, or a spec of Kiro.",
)
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="2",
    show_default=True,
    help="The level of the plan: how many documents and sections there are. 1 has the fewest."
    " Features of Spec Kit and changes of OpenSpec have none.",
)
@click.option("--title", metavar="TEXT", default=NO_TITLE, help="The name of the feature.")
@click.pass_context
def run(context: click.Context, folder: Path, format_name: str, level: str, title: str) -> None:
    """Write a plan, and the other documents that its level or its format requires, into DIR.

    They contain placeholders, such as [NAME], for everything that you have to fill in; check
    reports the ones that are left. Those of OpenSpec are comments. Existing files are never
    overwritten.

    The exit code is 2 if one of the files exists, or if one cannot be written.
    """
    is_default = context.get_parameter_source("level") is ParameterSource.DEFAULT
    if format_name == LEVEL:
        documents = make_documents(level, title)
    elif is_default:
        name = Path(make_absolute(folder)).name
        is_named = context.get_parameter_source("title") is not ParameterSource.DEFAULT
        own_title = title if is_named else make_title(name)
        if format_name == SPEC_KIT:
            documents = make_spec_kit_documents(name, title)
        elif format_name == KIRO:
            documents = make_kiro_documents(own_title)
        else:
            documents = make_openspec_documents(name, own_title)
    else:
        fail(f"--level is not for --format {format_name}, which has no levels; leave it out")
    try:
        written = write_documents(folder, documents)
    except (OccupiedError, WriteError) as error:
        fail(str(error))
    print_text("".join(f"{path}\n" for path in written))

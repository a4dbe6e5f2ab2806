"""What commands share: printing for people and for machines, progress, and errors of one line."""

from __future__ import annotations

import io
import os
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, NoReturn

import click

from mkdocs_speckit.disk.plan_files import MANY_FILES
from mkdocs_speckit.model.wording import fold_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

UNREADABLE = 2
"""The exit code for wrong usage, unreadable input and output that cannot be written."""

PASSED_OVER = (
    "Zensical passes over in silence; for Zensical, write speckit under markdown_extensions"
)
"""What is said of the plugin in a site that Zensical builds."""

jobs_option = click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    help="The number of processes that read. Default: 1, or all cores for 500 files or more.",
)

cache_option = click.option(
    "--no-cache",
    is_flag=True,
    help="Read every document, and keep nothing for the next run.",
)


def choose_printer(format_name: str) -> Callable[[str], None]:
    """Choose what prints a format: text has the terminal's encoding, all others are UTF-8."""
    return print_text if format_name == "text" else print_for_machines


def print_text(text: str) -> None:
    """Print text for people, in the terminal's encoding; a character that this lacks becomes `?`.

    There are no colours if `NO_COLOR` is set (no-color.org) or if the terminal has none.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    try:
        click.echo(text, nl=False, color=False if is_plain else None)
    except OSError as error:
        _fail_to_print(error)


def print_for_machines(text: str) -> None:
    """Print text as UTF-8, whatever the terminal's encoding is; lone surrogates become escapes."""
    print_bytes(text.encode("utf-8", "backslashreplace"))


def print_bytes(text: bytes) -> None:
    """Print what is encoded already."""
    try:
        click.echo(text, nl=False)
    except OSError as error:
        _fail_to_print(error)


def show_progress(files: list[Path]) -> AbstractContextManager[Iterable[Path]]:
    """Show a progress bar on a terminal, if there are many files to read."""
    if len(files) < MANY_FILES or not sys.stderr.isatty():
        return nullcontext(files)
    return click.progressbar(files, label="Reading", file=sys.stderr)


def warn(message: str) -> None:
    """Print one line on standard error."""
    click.echo(f"mkdocs-speckit: {fold_line(message)}", err=True)


def fail(*messages: str) -> NoReturn:
    """Exit with one line for each message on standard error, and the exit code 2."""
    for message in messages:
        warn(message)
    sys.exit(UNREADABLE)


def _fail_to_print(error: OSError) -> NoReturn:
    if isinstance(error, BrokenPipeError):
        raise error  # The reader, such as `head`, needs no more; click ends the program.
    # Python would fail again at its end, with what is still in the buffer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    fail(f"cannot write to standard output: {error.strerror}")

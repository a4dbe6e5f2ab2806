"""What the command line writes: text for people, bytes for machines, one line where it fails."""

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
    from collections.abc import Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

UNREADABLE = 2
"""The exit code for bad usage, unreadable input and output that cannot be written."""


def print_text(text: str) -> None:
    """Print text for people, in the terminal's encoding: what that has no sign for is a `?`.

    There are no colours where `NO_COLOR` is set (no-color.org) or the terminal is a dumb one.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    try:
        click.echo(text, nl=False, color=False if is_plain else None)
    except OSError as error:
        _fail_to_print(error)


def print_for_machines(text: str) -> None:
    """Print text as UTF-8, whatever the terminal's encoding is; lone surrogates are escapes."""
    try:
        click.echo(text.encode("utf-8", "backslashreplace"), nl=False)
    except OSError as error:
        _fail_to_print(error)


def show_progress(files: list[Path]) -> AbstractContextManager[Iterable[Path]]:
    """A progress bar on a terminal, where there are many files to read."""
    if len(files) < MANY_FILES or not sys.stderr.isatty():
        return nullcontext(files)
    return click.progressbar(files, label="Reading", file=sys.stderr)


def fail(message: str) -> NoReturn:
    """End with one line on standard error and the exit code 2."""
    click.echo(f"mkdocs-speckit: {fold_line(message)}", err=True)
    sys.exit(UNREADABLE)


def _fail_to_print(error: OSError) -> NoReturn:
    if isinstance(error, BrokenPipeError):
        raise error  # The reader has had enough, which is no fault.
    # What is still in the buffer would fail again when Python ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    fail(f"cannot write to standard output: {error.strerror}")

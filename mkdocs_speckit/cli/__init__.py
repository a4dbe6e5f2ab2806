"""The command line, `mkdocs-speckit`: each command is a module here, loaded when it is called."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from mkdocs_speckit import __version__
from mkdocs_speckit.interrupts import INTERRUPTED, LINE, end_at_once

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMANDS = {
    "build": "Build a site of the plans in a folder.",
    "check": "Audit plans.",
    "diff": "Show what changed in the plans.",
    "export": "Print plans as JSON.",
    "new": "Write the documents of a new feature.",
    "next": "List what can be taken up now.",
    "rules": "List the rules of the audit.",
    "serve": "Show the plans in a folder as a site.",
    "site": "Audit the pages of a built site.",
    "trace": "List requirements with their tasks.",
}
"""The commands with their lines in `--help`; each is `run` in the module of its name."""


def load_command(name: str) -> click.Command:
    """Load a command by its name."""
    command: click.Command = import_module(f"{__name__}.{name}").run
    return command


class _Commands(click.Group):
    """The commands; `--help` loads none of them."""

    def list_commands(self, context: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        return load_command(name) if name in COMMANDS else None

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, context: click.Context) -> Any:
        """Run a command; if it is interrupted, clean up, say so, exit as shells expect."""
        try:
            with _raise_interrupts():
                return super().invoke(context)
        except (KeyboardInterrupt, RuntimeError) as error:
            # Up to Python 3.11, what is raised while a class is made comes out wrapped.
            if not isinstance(error.__cause__ or error, KeyboardInterrupt):
                raise
            click.echo(LINE, err=True)
            sys.exit(INTERRUPTED)


@contextmanager
def _raise_interrupts() -> Iterator[None]:
    """Let Ctrl-C raise KeyboardInterrupt where it would end the program at once."""
    if signal.getsignal(signal.SIGINT) is not end_at_once:
        yield
        return
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        yield
    finally:
        signal.signal(signal.SIGINT, end_at_once)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mkdocs-speckit")
def main() -> None:
    """Read and audit the plans of a documentation site."""

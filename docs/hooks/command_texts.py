"""The commands as text, from what they say of themselves."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import click

from mkdocs_speckit.cli import COMMANDS, load_command, main

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = "mkdocs-speckit"

_OPTION = re.compile(r"(?<![\w`-])--[a-z][a-z-]*")


def commands() -> str:
    """All commands, in alphabetical order as in the help."""
    context = click.Context(main, info_name=PROGRAM)
    texts = []
    for name in COMMANDS:
        command = load_command(name)
        texts.append("\n".join(_lines(command, click.Context(command, context, info_name=name))))
    return "\n".join(texts)


def _lines(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {command.name}\n"
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f"```text\n{PROGRAM} {command.name} {pieces}\n```\n"
    yield _OPTION.sub(r"`\g<0>`", inspect.cleandoc(command.help or "")) + "\n"
    options = [option for option in command.params if isinstance(option, click.Option)]
    if options:
        yield "| Option | What it does |\n|---|---|"
    for option in options:
        written = ", ".join(f"`{name}`" for name in option.opts)
        yield f"| {written}{_value(option, context)} | {_help(option)} |"
    yield ""


def _value(option: click.Option, context: click.Context) -> str:
    """The value after an option's name."""
    if option.is_flag:
        return ""
    if isinstance(option.type, click.Choice):
        return " " + ", ".join(f"`{choice}`" for choice in option.type.choices)
    return f" `{option.make_metavar(context)}`"


def _help(option: click.Option) -> str:
    default = f" Default: `{option.default}`." if option.show_default else ""
    return f"{option.help}{default}"

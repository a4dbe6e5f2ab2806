"""Which plans an overview shows: `<!-- speckit: overview path="features/" level="2" -->`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.formats import FORMATS
from mkdocs_speckit.model.wording import correct_name, join_words
from mkdocs_speckit.options import compile_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.features.entries import Entry

OVERVIEW = re.compile(r"<!--\s*speckit:\s*overview\b((?>(?:(?!<!--|-->).)*))-->", re.DOTALL)
"""The comment that an overview replaces; its group holds the attributes."""

MAX_OVERVIEWS = 50
"""More are not shown on a page: each lists all plans that its attributes do not exclude."""

_ATTRIBUTE = re.compile(r"""\s*([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")


class SelectionError(ValueError):
    """An overview's comment has an invalid attribute; the message says what is allowed."""


STATES = (
    "not started, not filled in, specified, planned, proposed, under way, in progress, stuck,"
    " ready to archive, done, archived"
).split(", ")
"""What an overview says of features (`Entry.state`)."""


class Selection(Struct, frozen=True):
    """The attributes of an overview: which features it lists.

    `path` is a pattern of paths as in a `.gitignore`. The others are one value or several, with
    commas between them; an empty one leaves nothing out.
    """

    path: str = "*"
    level: str = ""
    format: str = ""
    state: str = ""
    owner: str = ""

    def choose(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Choose the entries that have one of the values of each attribute."""
        pattern = compile_pattern(self.path)
        wanted = {name: _split(getattr(self, name)) for name in ("level", "format", "state")}
        owners = {owner.casefold() for owner in _split(self.owner)}
        return tuple(
            entry
            for entry in entries
            if pattern.match_file(entry.path)
            and all(not values or getattr(entry, name) in values for name, values in wanted.items())
            and (not owners or owners & {owner.casefold() for owner in entry.owners})
        )


def _split(values: str) -> list[str]:
    return [value.strip() for value in values.split(",")] if values.strip() else []


def parse_selection(attributes: str) -> Selection:
    """Parse the attributes of an overview's comment; raises SelectionError."""
    found: dict[str, str] = {}
    end = 0
    while match := _ATTRIBUTE.match(attributes, end):
        name, *values = match.groups()
        found[name] = next(filter(None, values), "")
        end = match.end()
    unknown = [name for name in found if name not in Selection.__struct_fields__]
    if attributes[end:].strip() or unknown:
        what = attributes[end:].strip() or unknown[0]
        names = join_words([f'{name}="…"' for name in Selection.__struct_fields__], "or")
        raise SelectionError(f"an overview has no attribute “{what}”; use {names}")
    selection = Selection(**found)
    try:
        compile_pattern(selection.path)
    except ValueError:
        raise SelectionError(
            f'path="{selection.path}" matches no plan; write a pattern such as features/**'
        ) from None
    for name, known in (("format", FORMATS), ("state", STATES)):
        for value in _split(getattr(selection, name)):
            if value not in known:
                raise SelectionError(correct_name(name, value, known))
    return selection

"""Which plans an overview shows: `<!-- speckit: overview path="features/" level="2" -->`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.wording import join_words
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


class Selection(Struct, frozen=True):
    """The attributes of an overview: a pattern of paths as in a `.gitignore`, and a level."""

    path: str = "*"
    level: str = ""

    def choose(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Choose the entries whose leading document's path and level fit."""
        pattern = compile_pattern(self.path)
        return tuple(
            entry
            for entry in entries
            if pattern.match_file(entry.path) and (not self.level or entry.level == self.level)
        )


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
    return selection

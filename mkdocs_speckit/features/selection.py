"""Which plans an overview shows: `<!-- speckit: overview path="features/**" level="2" -->`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.wording import join_words
from mkdocs_speckit.path_patterns import matches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.features.entries import Entry

OVERVIEW = re.compile(r"<!--\s*speckit:\s*overview\b((?:(?!<!--|-->).)*+)-->", re.DOTALL)
"""The comment in whose place an overview is put; its group holds the attributes."""

MOST_OVERVIEWS = 50
"""A page has no more: each lists all plans that it is not narrowed from."""

ATTRIBUTES = ("path", "level")

_ATTRIBUTE = re.compile(r"""\s*([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")


class SelectionError(ValueError):
    """An overview is narrowed in a way that there is not; the message says what is possible."""


class Selection(Struct, frozen=True):
    """What narrows an overview: a pattern of paths (`path_patterns`); a level."""

    path: str = "*"
    level: str = ""

    def of(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """The entries that are meant."""
        return tuple(
            entry
            for entry in entries
            if matches(entry.path, self.path) and (not self.level or entry.level == self.level)
        )


def parse_selection(attributes: str) -> Selection:
    """Read the attributes of an overview's comment; raises SelectionError."""
    found: dict[str, str] = {}
    end = 0
    while match := _ATTRIBUTE.match(attributes, end):
        name, *values = match.groups()
        found[name] = next(filter(None, values), "")
        end = match.end()
    unknown = [name for name in found if name not in ATTRIBUTES]
    if attributes[end:].strip() or unknown:
        what = attributes[end:].strip() or unknown[0]
        names = join_words([f'{name}="…"' for name in ATTRIBUTES])
        raise SelectionError(f"an overview cannot be narrowed by “{what}”; it knows {names}")
    return Selection(**found)

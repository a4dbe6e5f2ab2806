"""The front matter's own keys and their values, each with its place.

Read line by line and not as YAML: a template's `title: [NAME]` is no valid YAML, or another
thing than the text that it shows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_LINE = 2
"""The line of the file that the front matter's first line is."""

_COMMENT = re.compile(r"\s#.*")
_KEY = re.compile(r"""(["']?)([\w-]+)\1\s*:(?:\s+|$)""")


def values(front_matter: str) -> Iterator[tuple[str, str, Place]]:
    """Key, value and the value's place of each top-level key that has its value in its line."""
    for number, line in enumerate(front_matter.split("\n"), FIRST_LINE):
        if match := _KEY.match(line):
            value = _COMMENT.sub("", line[match.end() :]).strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1].strip()
            yield match[2], value, Place(number, match.end() + 1)


def texts(front_matter: str, keys: frozenset[str]) -> Iterator[tuple[str, Place]]:
    """Each line that belongs to one of these keys, as written, with the place of its start."""
    wanted = False
    for number, line in enumerate(front_matter.split("\n"), FIRST_LINE):
        start = 0
        if match := _KEY.match(line):
            wanted = match[2] in keys
            start = match.end()
        elif line[:1].strip():
            wanted = False
        if wanted:
            yield line[start:], Place(number, start + 1)

"""Who a document and its items belong to.

A document states its owner in its front matter, in a table of its properties, or in a line under
its title. An item states it behind the word *Owner*, or by one `@name` at its end:

    **Owner**: Ana, @ben

    - [ ] T004 Form for the code (Owner: Ana)
    - [ ] T005 Send the mail @ben

Elsewhere `@name` is not an owner: task lists name packages so, `@media` and `@param`.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from mkdocs_speckit.reading.document.source import fold_spaces
from mkdocs_speckit.reading.properties import find_properties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.model.parts import Item
    from mkdocs_speckit.reading.document import Document

OWNER = "owner"
KEYS = frozenset([OWNER, "owners"])
"""The keys of the front matter that state owners."""

MAX_OWNERS = 6
MAX_NAME = 40
"""A value with more names, or with a longer one, is a sentence."""

_HANDLE = r"@[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}"
_LINE = re.compile(r"[\s>*_-]*+owners?[*_\s]*+:[*_\s]*+(?P<names>[^|]+)", re.IGNORECASE)
# In small letters only in brackets: “a page on owner: its fields” has no owner.
_LABELLED = re.compile(
    r"(?:[(\[*_]\s?|(?:\A|\s)(?=[A-Z]))(?i:owners?|assignees?|assigned to)[*_]*+:[*_\s]*+"
    r"(?P<names>[^()\[\]|]+)"
)
_ALONE = re.compile(rf"(?<=[^\s,;:])\s+[(\[]?(?P<names>{_HANDLE})[)\]]?\s*\Z")
_SEPARATOR = re.compile(r" ?[,;/&] ?| and ")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_CODE = re.compile(r"`[^`]*`")

_NOBODY = frozenset("- – — ? n/a nobody none open tba tbd unassigned unknown".split())

_TAGS = frozenset(
    "charset container deprecated example fixme font-face import layer keyframes media override"
    " page param private property public readonly return returns see since supports test throws"
    " todo type typedef types".split()
)
"""What code writes with the same sign."""


def read_owners(document: Document) -> tuple[str, ...]:
    """The owners that a document states of itself, each once."""
    stated = document.front_values
    values = [value.strip("[]") for key, value, _ in stated if key in KEYS]
    values += [cell.text for name in sorted(KEYS) for cell in find_properties(document, name)]
    outline = document.outline
    sections = (mark.line for mark in outline if mark.kind == "heading" and mark.level > 1)
    end_of_lead = next(sections, None)
    for start, end in document.texts:
        if end_of_lead is not None and document.source.find_line(start) >= end_of_lead:
            break
        if match := _LINE.fullmatch(document.source.slice_first_line(start, end)):
            values.append(match["names"])
    return tuple(dict.fromkeys(name for value in values for name in _split(value)))


def read_item_owners(items: tuple[Item, ...]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The owners of items, by the lines of these; an item without an owner is left out."""
    found = ((item.place.line, _find_owners(item)) for item in items if _may_state(item.source))
    return tuple((line, owners) for line, owners in found if owners)


def _may_state(source: str) -> bool:
    return "@" in source or ":" in source


def _find_owners(item: Item) -> tuple[str, ...]:
    first, *others = item.source.split("\n")
    # What is nested or a paragraph of its own is not the item's text.
    more = takewhile(lambda line: line.strip() and not _ITEM.match(line), others)
    text = fold_spaces(_CODE.sub("``", " ".join([first, *more]))).rstrip(" .")
    if match := _LABELLED.search(text):
        return tuple(_split(match["names"]))
    match = _ALONE.search(text)
    return (match["names"],) if match and match["names"][1:].casefold() not in _TAGS else ()


def _split(value: str) -> Iterator[str]:
    """The names in a value; nothing where it is a sentence, a template's slot, or nobody."""
    names = [name.strip(" *_`'\".()") for name in _SEPARATOR.split(fold_spaces(value))]
    if len(names) > MAX_OWNERS or any(len(name) > MAX_NAME for name in names):
        return
    for name in names:
        is_slot = any(sign in name for sign in "[]{}<>")
        if name and not is_slot and name.split()[0].casefold() not in _NOBODY:
            yield name

"""Who a document and its items belong to.

A document states its owner in its front matter, in a line under its title, or in a table of its
properties, which is there or under *Metadata*. An item states it behind the word *Owner*, or by one
`@name`, a person or a team, at its end:

    **Owner**: Ana, @ben

    - [ ] T004 Form for the code (Owner: Ana)
    - [ ] T005 Send the mail @ben

Elsewhere `@name` is not an owner: task lists name packages so, `@media` and `@param`. A name is one
to four words that begin with a capital letter; anything else is part of a sentence.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from mkdocs_speckit.reading.document.source import fold_spaces, read_lines
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

_HANDLE = r"@[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}(?:/[\w.-]{1,40})?(?![\w/])"
_NAME = re.compile(rf"{_HANDLE}|[^\W\d_a-z][\w.'’&-]{{0,30}}(?: [\w.'’&-]{{1,30}}){{0,3}}")
_LINE = re.compile(r"[\s>*_-]*+owners?[*_\s]*+:[*_\s]*+(?P<names>[^|]+)(?:\|.*)?", re.IGNORECASE)
# In small letters only in brackets: “a page on owner: its fields” has no owner.
_LABELLED = re.compile(
    r"(?:[(\[*_]\s?|(?:\A|\n|[.;—–·|]\s)(?=[A-Z]))(?i:owners?|assignees?|assigned to)[*_]*+:[*_ ]*+"
    r"(?P<names>[^()\[\]|\n]+?)(?=[()\[\]|\n—–·;]|\.\s|\Z)"
)
_ALONE = re.compile(
    rf"(?<!\S)(?P<before>\S*)(?<![,;:])[ \n](?P<names>{_HANDLE}|[(\[]{_HANDLE}[)\]])\Z"
)
_OF_CODE = frozenset(
    "a add adds an and annotation annotations by decorator decorators directive drop for from"
    " import in install into migrate mixin of on or package packages plugin remove replace rule"
    " scope tag the to update upgrade use using via with".split()
)
"""The words before a name that is the object of a sentence, or that of code."""

_NOTE = re.compile(r"\([^()]*\)")
_SEPARATOR = re.compile(r", ?| ?; ?| [/&] | and ")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_TICKED = re.compile(r"\A[\s>]*+(?:[-*+]|\d{1,9}[.)])\s++\[.\]\s*")
_CODE = re.compile(r"`[^`\n]*`")

_NOBODY = frozenset("- – — ? n/a nobody none open tba tbd unassigned unknown".split())

_TAGS = frozenset(
    "charset container deprecated example fixme font-face import layer keyframes media override"
    " page param private property public readonly return returns see since supports test throws"
    " todo type typedef types".split()
)
"""What code writes with the same sign."""


def read_owners(document: Document) -> tuple[str, ...]:
    """The owners that a document states of itself, each once."""
    values = [text.strip(" -[]") for text, _ in read_lines(document.front_matter, KEYS)]
    for name in sorted(KEYS):
        cells = find_properties(document, name)
        values += [cell.text for cell in cells if _is_of_document(document, cell.place.line)]
    for start, end in document.texts:
        if not _is_in_lead(document, document.source.find_line(start)):
            break
        lines = document.source.slice(start, end).split("\n")
        values += [match["names"] for line in lines if (match := _LINE.fullmatch(line.rstrip()))]
    return tuple(dict.fromkeys(name for value in values for name in _split(value)))


def _is_in_lead(document: Document, line: int) -> bool:
    """True for a line above the first section."""
    sections = (mark for mark in document.outline if mark.kind == "heading" and mark.level > 1)
    first = next(sections, None)
    return first is None or line < first.line


def _is_of_document(document: Document, line: int) -> bool:
    """True for the line of a table that is about the document, and not about its data."""
    above = [mark for mark in document.outline if mark.kind == "heading" and mark.line < line]
    return _is_in_lead(document, line) or "metadata" in above[-1].text.casefold()


def read_item_owners(items: tuple[Item, ...]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The owners of items, by the lines of these; an item without an owner is left out."""
    found = ((item.place.line, _find_owners(item)) for item in items if _may_state(item.source))
    return tuple((line, owners) for line, owners in found if owners)


def _may_state(source: str) -> bool:
    """False if no owner can be stated: most items are not looked at further."""
    if "@" in source:
        return True
    words = source.casefold() if ":" in source else ""
    return "owner" in words or "assign" in words


def _find_owners(item: Item) -> tuple[str, ...]:
    first, *others = item.source.split("\n")
    # What is nested or a paragraph of its own is not the item's text.
    more = takewhile(lambda line: line.strip() and not _ITEM.match(line), others)
    lines = (fold_spaces(line) for line in (_TICKED.sub("", first, count=1), *more))
    text = _CODE.sub("``", "\n".join(lines)).rstrip(" .")
    if match := _LABELLED.search(text):
        return tuple(_split(match["names"], only_names=True))
    match = _ALONE.search(text)
    before = match["before"].casefold() if match else ""
    if match is None or before in _OF_CODE or before.startswith("@"):
        return ()
    name = match["names"].strip("()[]")
    return () if name[1:].casefold() in _TAGS else (name,)


def _split(value: str, *, only_names: bool = False) -> Iterator[str]:
    """The names in a value; nothing where it is a sentence, a template's slot, or nobody.

    With `only_names` each part must look like one.
    """
    parts = _SEPARATOR.split(fold_spaces(_NOTE.sub("", value)))
    names = [part.strip(" *_`'\".") for part in parts]
    if len(names) > MAX_OWNERS or any(len(name) > MAX_NAME for name in names):
        return
    if only_names and not all(map(_NAME.fullmatch, names)):
        return
    for name in names:
        is_slot = any(sign in name for sign in "[]{}<>:")
        if name and not is_slot and name.split()[0].casefold() not in _NOBODY:
            yield name

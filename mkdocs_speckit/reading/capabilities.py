"""The capabilities that a proposal of OpenSpec lists (`docs/openspec.md`, section O9).

An example:

    ## Capabilities

    ### New Capabilities

    - `rolls`: what the counter sells in the morning

    ### Modified Capabilities

    - **`counter`**, `kitchen/oven`: room for a tray

The change is about `rolls`, `counter` and `kitchen/oven`. Names that come later in an item are
mentions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.model.formats import SPECS
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.tasks import ListedCapability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.reading.document import Document

_SECTION = re.compile("capabilities", re.IGNORECASE)
_LIST = re.compile(
    r"(?:(?:new|added|modified|changed|removed|deprecated) )?capabilities", re.IGNORECASE
)
_BULLET = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_NAME = re.compile(
    r"(?:\*\*)?(?:`(?P<code>[\w./-]{1,200})`|(?<=\*\*)(?P<bold>[\w./-]{1,200})(?=:?\*\*)"
    r"|(?P<bare>[a-z0-9]{1,60}(?:-[a-z0-9]{1,60}){1,20})(?=:))(?:\*\*)?"
)
_NO_NAMES = frozenset(["none", "n/a", "na"])
_NEXT = re.compile(r"(?:\s?[,/+&、]\s?|\s?,? and )(?=\*{0,2}`)")

_LEVELS = (2, 3)
"""The depths of the headings of the section, and of the lists in it."""


def find_listed_capabilities(document: Document) -> tuple[ListedCapability, ...]:
    """Find the names that the items under the headings for capabilities begin with, in order."""
    listing = {index for index, mark in enumerate(document.outline) if _LIST.fullmatch(mark.text)}
    listing = {index for index in listing if _is_in_section(document, index)}
    found = [
        capability
        for item in document.plain_items
        if item.heading in listing and item.depth == 1
        for capability in _read_names(document, item.place.line)
    ]
    return tuple(sorted(found, key=lambda one: (one.place.line, one.place.column)))


def _is_in_section(document: Document, index: int) -> bool:
    """True if a heading is that of the section for capabilities, or one right below it."""
    section, level = _LEVELS
    headings = [document.outline[heading] for heading in document.list_headings(index)][:2]
    is_list = len(headings) > 1 and headings[0].level == level
    heading = headings[1] if is_list else headings[0]
    return heading.level == section and _SECTION.fullmatch(heading.text) is not None


def _read_names(document: Document, number: int) -> Iterator[ListedCapability]:
    """The names that an item in a line begins with."""
    line = document.source.slice_lines(number, number + 1).rstrip()
    start = _BULLET.match(line)
    while start is not None and (name := _NAME.match(line, start.end())):
        kind = name.lastgroup or ""
        if name[kind].casefold() not in _NO_NAMES:
            yield ListedCapability(_strip_path(name[kind]), Place(number, name.start(kind) + 1))
        start = _NEXT.match(line, name.end())


def _strip_path(written: str) -> str:
    """The name of a capability, which may be written as the path of its specification."""
    name = written.removesuffix("spec.md").strip("/")
    return name.removeprefix("openspec/").removeprefix(f"{SPECS}/")

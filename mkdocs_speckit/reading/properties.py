"""What a document says of itself, in tables of its properties and in its front matter.

An example: by this document's table its level is 2 and its status `Draft`; by its front matter it
is done to 40 %, and the table's status counts.

    ---
    status: In progress
    completion_pct: 40
    ---

    | Field  | Value |
    |--------|-------|
    | Level  | 2     |
    | Status | Draft |

See `docs/numbers.md`, section 5.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import StatedStatus
from mkdocs_speckit.reading.document.source import fold_spaces, read_nested_value
from mkdocs_speckit.reading.quantities import strip_notes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.model.parts import Place, StateOfStatus
    from mkdocs_speckit.reading.document import Cell, Document

_DECISION = re.compile(r"(?:\w{1,4}[:.]\s)?(?:ADR|DR)-?\d|decision\s\d", re.IGNORECASE)
_COLUMNS = 2
_PROPERTY_HEADERS = frozenset("aspect attribute detail field item key metadata property".split())
_OTHER_PROPERTIES = frozenset(
    "author branch completion created date feature level owner priority status updated"
    " version".split()
)


def find_properties(document: Document, name: str) -> Iterator[Cell]:
    """Find the values of a property in tables of the document's properties: `| Level | 2 |`."""
    for table in document.tables:
        # Those of a decision are not the document's own.
        has_notes = len(table.header) > _COLUMNS and table.header[1].text.casefold() == "value"
        is_of_properties = len(table.header) == _COLUMNS or has_notes
        if not is_of_properties or _is_of_decision(document, table.landmark):
            continue
        # In a table without a real header the first property is written as the header.
        rows = [(row[0].text.casefold().strip(" :"), row[1]) for row in (table.header, *table.rows)]
        others = {key for key, _ in rows} & _OTHER_PROPERTIES - {name}
        # `| Setting | Value |` is not about the document.
        if rows[0][0] not in _PROPERTY_HEADERS and not others:
            continue
        yield from (cell for key, cell in rows if key == name)


def _is_of_decision(document: Document, landmark: int) -> bool:
    headings = (document.outline[index].text for index in document.list_headings(landmark))
    return any(_DECISION.match(text) for text in headings)


_CONTINUITY = ("_memory", "continuity")
_PERCENT = "completion_pct"
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s*%?")
ALL = 100


def read_status(document: Document, kind: str) -> StatedStatus | None:
    """Read the status that a document states; None if it states none.

    The rows of a decision record are about its decisions. A template's list of states in brackets
    does not count.
    """
    values = {
        key: (value, place) for key, value, place in reversed([*_read_front_matter(document)])
    }
    text, place = values.get("status", ("", None))
    text = "" if _is_slot(text) else text
    for cell in () if kind == "decision-record" else find_properties(document, "status"):
        written = fold_spaces(cell.text)
        if written and not _is_slot(written):
            text, place = written, cell.place
            break
    percent, percent_place = values.get(_PERCENT, ("", None))
    number = _NUMBER.fullmatch(percent)
    share = float(number[1]) if number and float(number[1]) <= ALL else None
    place = place if text else percent_place
    if place is None or (not text and share is None):
        return None
    return StatedStatus(text or None, share, place, classify_status(text))


def _is_slot(text: str) -> bool:
    """True if a value is in brackets, as a template has it."""
    return text.startswith("[") and text.endswith("]")


def _read_front_matter(document: Document) -> Iterator[tuple[str, str, Place]]:
    """What the front matter says: what is at its top counts before what is inside."""
    for key, value, place in document.front_values:
        if key in {"status", _PERCENT}:
            yield key, value, place
    for key in ("status", _PERCENT):
        if found := read_nested_value(document.front_matter, (*_CONTINUITY, key)):
            yield key, *found


_DONE = "completed?|done|shipped|implemented"
_NOT_BEGUN = "draft|plann(?:ed|ing)|pending|proposed|not[ -]started"
_STATUS = re.compile(
    rf"(?:(?P<done>{_DONE})|(?P<begun>{_NOT_BEGUN}))\b\W*(?:\d{{4}}-\d\d-\d\d)?\W*", re.IGNORECASE
)
_LEAD = re.compile(r"^\W+")


def classify_status(text: str) -> StateOfStatus | None:
    """The state that a status means; None if it is only kept: `In progress`, `Partially done`.

    Signs and notes in parentheses are passed over, and so is a date.
    """
    match = _STATUS.fullmatch(_LEAD.sub("", strip_notes(text)))
    if match is None:
        return None
    return "done" if match["done"] else "not begun"

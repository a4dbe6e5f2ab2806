"""The level marker, the template source and the kind of a document (section 1)."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.model.levels import FILE_OF_KIND, LEVELS, MARKER
from mkdocs_speckit.model.parts import Level, Place, Template
from mkdocs_speckit.reading.document.source import read_values
from mkdocs_speckit.reading.quantities import strip_notes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.reading.document import Cell, Document, Table

TEMPLATE_SOURCE = "SPECKIT_TEMPLATE_SOURCE"

KIND_OF_PART = {
    "plan-core": "plan",
    "spec-core": "spec",
    "tasks-core": "tasks",
    "checklist": "checklist",
    "impl-summary-core": "summary",
    "implementation-summary": "summary",
    "decision-record": "decision-record",
}
KIND_OF_FILE = {file: kind for kind, file in FILE_OF_KIND.items()}

_COLUMNS = 2
_PROPERTY_HEADERS = frozenset("aspect attribute detail field item key metadata property".split())
_OTHER_PROPERTIES = frozenset(
    "author branch created date feature owner priority status updated version".split()
)

_ENTRY = re.compile(r"\s*(SPECKIT_\w+)\s*:(.*)", re.DOTALL)


def find_markers(document: Document) -> tuple[Level, ...]:
    """All level markers, the one that counts first; empty where the page is not to be read."""
    return tuple(
        Level(_value(written), written, place)
        for key, written, place in _entries(document)
        if key == MARKER
    )


def is_marker(comment: str) -> bool:
    """Whether a comment, by what it says, is a level marker."""
    match = _ENTRY.fullmatch(comment)
    return match is not None and match[1] == MARKER


def read_stated_levels(document: Document) -> tuple[Level, ...]:
    """The levels that metadata tables state, in rows such as `| **Level** | 2 |`."""
    rows = (row for table in document.tables if _is_metadata(table) for row in _rows(table))
    return tuple(
        Level(value, row[1].text, row[1].place)
        for row in rows
        if _key(row) == "level" and (value := _value(strip_notes(row[1].text).strip()))
    )


def _is_metadata(table: Table) -> bool:
    """Whether a table of two columns is one of a document's properties, not of other settings."""
    return len(table.header) == _COLUMNS and (
        _key(table.header) in _PROPERTY_HEADERS
        or any(_key(row) in _OTHER_PROPERTIES for row in _rows(table))
    )


def _rows(table: Table) -> tuple[tuple[Cell, ...], ...]:
    """The rows; a header may be the first of them."""
    return table.header, *table.rows


def _key(row: tuple[Cell, ...]) -> str:
    return row[0].text.casefold().strip(" :")


def read_template(document: Document) -> Template | None:
    """The template parts and version that the document names, None where it names none."""
    for key, written, _ in _entries(document):
        if key == TEMPLATE_SOURCE and written:
            parts, _, version = written.partition("|")
            names = tuple(part.strip() for part in parts.split("+"))
            return Template(names, version.strip().removeprefix("v") or None)
    return None


def find_kind(template: Template | None, path: str) -> str:
    """What a document is: by its template's first part, else by its file name."""
    if template and template.parts[0] in KIND_OF_PART:
        return KIND_OF_PART[template.parts[0]]
    return KIND_OF_FILE.get(f"{PurePosixPath(path).stem.casefold()}.md", "document")


def _value(written: str) -> str | None:
    value = re.sub(r"^[Ll](?=\d)", "", written)
    return value if value in LEVELS else None


def _entries(document: Document) -> Iterator[tuple[str, str, Place]]:
    """Every `SPECKIT_…: value`, from the front matter and from comments, quotes taken off."""
    for key, value, place in read_values(document.front_matter):
        if key.startswith("SPECKIT_"):
            yield key, value, place
    for comment in document.comments:
        if match := _ENTRY.fullmatch(comment.text):
            yield match[1], match[2].strip().strip("\"'").strip(), comment.place

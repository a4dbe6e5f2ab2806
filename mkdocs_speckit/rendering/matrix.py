"""The table of requirements and the tasks that cite them, folded below the header of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.rendering import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_COLUMNS = 40
MAX_ROWS = 100
"""A table of more columns or rows is not drawn: nobody would find anything in it."""


class MatrixTask(Struct, frozen=True):
    """A task in a cell: its number, its text and its address."""

    id: str
    text: str
    href: str | None
    is_done: bool


def render_matrix(
    columns: Sequence[tuple[int, str, str]],
    rows: Sequence[tuple[str, str, str, Mapping[int, Sequence[MatrixTask]]]],
) -> str:
    """Render the table; empty without columns, or with too many.

    A column has a key, a label and a title, a row an id, a text, an address, and its tasks by the
    keys of columns.
    """
    if not 0 < len(columns) <= MAX_COLUMNS or len(rows) > MAX_ROWS:
        return ""
    return render("matrix.html", columns=columns, rows=rows)

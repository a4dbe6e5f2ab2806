"""Tables for spreadsheets (RFC 4180), whose cells are texts to every one of them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from mkdocs_speckit.model.wording import fold_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to spreadsheets."""


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table with a header."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_make_text(cell) for cell in row])
    return file.getvalue()


def _make_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    cell = fold_line(cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

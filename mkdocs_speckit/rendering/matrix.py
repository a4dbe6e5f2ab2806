"""The tables of tasks: by the requirements that they cite, and by the waves that they are in."""

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
    """A task in a cell: its number, its text, its address, and the state that its sign has."""

    id: str
    text: str
    href: str | None
    state: str


def render_matrix(
    columns: Sequence[tuple[int, str, str]],
    rows: Sequence[tuple[str, str, str | None, Mapping[int, Sequence[MatrixTask]]]],
) -> str:
    """Render the table; empty without columns, or with too many of them.

    A column has a key, a label and a title, a row an id, a text, an address or none, and its tasks
    by the keys of columns. The rows with tasks are counted.
    """
    if not 0 < len(columns) <= MAX_COLUMNS:
        return ""
    met = sum(bool(cells) for *_, cells in rows)
    return render("matrix.html", columns=columns, rows=rows, met=met)


MAX_TASKS = 60
"""The number of tasks of a wave that are shown."""


def render_waves(waves: Sequence[Sequence[MatrixTask]]) -> str:
    """Render the waves of a list of tasks, a column for each; empty where they are too many."""
    if not 0 < len(waves) <= MAX_COLUMNS:
        return ""
    columns = [(wave[:MAX_TASKS], max(0, len(wave) - MAX_TASKS)) for wave in waves]
    return render("waves.html", columns=columns)

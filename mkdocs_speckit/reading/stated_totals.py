"""The number of all its tasks that a task list states itself.

It is stated in a line of its own, or in a table:

    **Total Tasks**: 46 tasks in 8 phases

    | Metric      | Value |        | Phase     | Tasks  |
    |-------------|-------|        |-----------|--------|
    | Total tasks | 46    |        | Setup     | 4      |
                                   | **Total** | **46** |

Such a line is read by its words and its number, up to what would say that it is only about so many
(`~46`, `46+`) or about something else (`46 major tasks`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from mkdocs_speckit.model.tasks import StatedTotal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.model.parts import PhaseBoxes
    from mkdocs_speckit.reading.document import Document, Table

_LABEL = (
    r"(?:total (?:number of )?tasks|tasks? (?:in )?total|total task count|(?:task count|number of"
    r" tasks)(?: total)?|total de (?:tareas|tarefas)|(?:nombre )?total (?:de|des) tâches|tâches au"
    r" total|gesamtzahl der aufgaben|aufgaben gesamt|(?:総タスク|タスク総|合計タスク)数"
    r"|(?:总任务|任务总)数|총 (?:작업|태스크) 수)"
)
_THINGS = r"(?:tasks|items|tareas|tarefas|tâches|aufgaben|タスク|件|个任务|개)"
_NUMBER = r"(?P<number>\d{1,4})(?![\d.,]*\d|\s?[+%/~–-]\s?)"
_END = (
    rf"(?:\s?{_THINGS}(?!\w))?[*_]{{0,3}}(?=\s*(?:$|[(（,;.|—:：✅]|\b(?:across|in|over|for|of)\b))"
)
_COLON = r"[*_]{0,3}\s?[:：=][*_]{0,3}\s?[*_]{0,3}"

_LABELLED = re.compile(rf"[\W_]*{_LABEL}{_COLON}{_NUMBER}{_END}", re.IGNORECASE)
"""`**Total Tasks**: 46 tasks (T001–T046)`"""

_TOTAL = re.compile(
    rf"[\W_]*(?:grand )?total{_COLON}(?P<number>\d{{1,4}})\s?{_THINGS}(?!\w)[*_]{{0,3}}"
    r"(?=\s*(?:$|[(（,;.]|\b(?:across|in)\b))",
    re.IGNORECASE,
)
"""`Total: 46 tasks`"""

_COUNTED = re.compile(
    rf"[\W_]*(?:(?:total|tasks?(?: (?:size|sizing|count|summary))?|summary|scope){_COLON})?"
    r"[*_]{0,3}(?P<number>\d{1,4}) (?:total tasks|tasks (?:in )?total)\b",
    re.IGNORECASE,
)
"""`46 tasks in total`, `**Task Sizing**: 46 total tasks.`"""

_LABEL_OF_ROW = re.compile(rf"[\W_]*{_LABEL}\W*", re.IGNORECASE)
_TOTAL_ROW = re.compile(r"[\W_]*(?:(?:grand )?total|sum)\W*", re.IGNORECASE)
_TASKS_COLUMN = re.compile(
    r"\W*(?:(?:total |all )?tasks|task count|(?:number|no\.?) of tasks)\W*", re.IGNORECASE
)
_CELL = re.compile(rf"\W*(?P<number>\d{{1,4}})(?:\s?{_THINGS})?\W*", re.IGNORECASE)


def read_stated_totals(document: Document, phases: Sequence[PhaseBoxes]) -> tuple[StatedTotal, ...]:
    """Read the totals that a list states outside the sections of its phases, in order.

    What a section of one of several phases states is the number of that phase's tasks.
    """
    found = [*_read_lines(document), *_read_tables(document)]
    if len(phases) > 1:
        inside = {phase.heading for phase in phases}
        lines = [mark.line for mark in document.outline]
        found = [
            total
            for total in found
            if inside.isdisjoint(
                document.list_headings(bisect_right(lines, total.place.line, lo=1) - 1)
            )
        ]
    return tuple(sorted(found, key=lambda total: (total.place.line, total.place.column)))


def _read_lines(document: Document) -> Iterator[StatedTotal]:
    for start, end in document.texts:
        offset = start
        for line in document.source.bytes[start:end].splitlines(keepends=True):
            text = line.decode()
            if match := _LABELLED.match(text) or _TOTAL.match(text) or _COUNTED.match(text):
                before = len(text[: match.start("number")].encode())
                place = document.source.locate(offset + before)
                yield StatedTotal(int(match["number"]), place)
            offset += len(line)


def _read_tables(document: Document) -> Iterator[StatedTotal]:
    for table in document.tables:
        column = _find_column(table)
        for row in table.rows:
            label = row[0].text
            cell = 1 if _LABEL_OF_ROW.fullmatch(label) else None
            if column is not None and _TOTAL_ROW.fullmatch(label):
                cell = column
            if cell is None or cell >= len(row):
                continue
            if match := _CELL.fullmatch(row[cell].text):
                yield StatedTotal(int(match["number"]), row[cell].place)


def _find_column(table: Table) -> int | None:
    """The column of a table that counts tasks; None if there is none, or if it is the first."""
    for number, cell in enumerate(table.header):
        if number and _TASKS_COLUMN.fullmatch(cell.text):
            return number
    return None

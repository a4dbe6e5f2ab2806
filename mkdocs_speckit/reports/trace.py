"""What requirements and tasks say of each other: as lines, as a table for spreadsheets, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mkdocs_speckit.export.spreadsheet import write_csv
from mkdocs_speckit.model.wording import cut_text, fold_line, format_count, join_first
from mkdocs_speckit.reports import write_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.features.trace import Trace, TracedRequirement

VERSION = 1

MAX_NAMES = 6
"""The number of tasks, stories or files that a line names."""

MAX_TEXT = 60
"""The number of characters of a requirement that a line shows."""

COLUMNS = ("feature", "requirement", "part_of", "text", "place", "stories", "tasks", "files")
"""The columns of the table: a row for each requirement, criterion, and task that cites nothing."""


def write_trace_lines(traces: Sequence[Trace]) -> str:
    """Write a paragraph for each feature: its requirements, and the tasks that cite none."""
    paragraphs = ["\n".join(_write_feature(trace)) for trace in traces]
    met, number = sum(each.met for each in traces), sum(len(each.wholes) for each in traces)
    found = f"{met:,} of {format_count(number, 'requirement')} have a task"
    summary = f"{found} in {format_count(len(traces), 'feature')}"
    nothing = "no feature has both requirements and tasks"
    return "\n\n".join([*paragraphs, summary if traces else nothing]) + "\n"


def _write_feature(trace: Trace) -> Iterator[str]:
    title = click.style(fold_line(trace.entry.title), bold=True)
    if not any(task.requirements for task in trace.tasks):
        yield f"{title}: no task cites one of its {len(trace.wholes):,} requirements"
        return
    yield f"{title}: {trace.met:,} of {format_count(len(trace.wholes), 'requirement')} have a task"
    for one in trace.requirements:
        text = fold_line(
            cut_text(f"{one.id} {one.text}" if one.text != one.id else one.id, MAX_TEXT)
        )
        yield f"  {fold_line(one.path)}:{one.line}: {text}: {fold_line(_describe(one))}"
    left = [
        task.id or cut_text(task.text, MAX_TEXT) for task in trace.tasks if not task.requirements
    ]
    if left:
        yield f"  tasks that cite no requirement: {fold_line(join_first(left, MAX_NAMES))}"


def _describe(one: TracedRequirement) -> str:
    if not one.tasks:
        return "no task"
    notes = "; ".join(join_first(each, MAX_NAMES) for each in (one.stories, one.files) if each)
    return join_first(one.tasks, MAX_NAMES) + (notes and f" ({notes})")


def write_trace_csv(traces: Sequence[Trace]) -> str:
    """Write a table for spreadsheets."""
    return write_csv(COLUMNS, (row for trace in traces for row in _list_rows(trace)))


def _list_rows(trace: Trace) -> Iterator[tuple[str, ...]]:
    folder = trace.entry.folder
    for one in trace.requirements:
        place = f"{one.path}:{one.line}"
        names = (", ".join(each) for each in (one.stories, one.tasks, one.files))
        yield folder, one.id, one.part_of, one.text, place, *names
    for task in trace.tasks:
        if not task.requirements:
            files, place = ", ".join(task.files), f"{task.path}:{task.line}"
            yield folder, "", "", task.text, place, task.story, task.id, files


def write_trace_json(traces: Sequence[Trace]) -> str:
    """Write an object with the requirements and the tasks of each feature (`docs/trace.md`)."""
    return write_json({"version": VERSION, "features": [_make_feature(each) for each in traces]})


def _make_feature(trace: Trace) -> dict[str, Any]:
    return {
        "folder": trace.entry.folder,
        "title": trace.entry.title,
        "format": trace.entry.format,
        "requirements": trace.requirements,
        "tasks": trace.tasks,
    }

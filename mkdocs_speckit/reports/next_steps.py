"""What comes next in each feature, as lines for people and as one JSON object for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mkdocs_speckit.model.wording import (
    cut_text,
    fold_line,
    format_completion,
    format_count,
    join_first,
)
from mkdocs_speckit.reports import write_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.features.next_steps import NextSteps, Step, Wait

VERSION = 1

MAX_STEPS = 5
"""The number of steps of a feature that the lines show; the JSON has all."""

MAX_WAITING = 3
"""The number of tasks and phases of a feature that one line says to be waiting."""

MAX_NAMES = 3
"""The number of tasks or phases that one is said to wait for, or to be beside."""

MAX_TEXT = 80
"""The number of characters of a step's text, and of a name."""


def write_next_lines(features: Sequence[NextSteps]) -> str:
    """Write a paragraph for each feature, and how much there is in all."""
    paragraphs = ["\n".join(_write_feature(feature)) for feature in features]
    steps = sum(len(feature.steps) for feature in features)
    can = "can be taken up now" if steps else "can start"
    summary = f"{format_count(steps, 'task')} in {format_count(len(features), 'feature')} {can}"
    return "\n\n".join([*paragraphs, summary if features else "nothing is open"]) + "\n"


def _write_feature(feature: NextSteps) -> Iterator[str]:
    entry = feature.entry
    progress = format_completion(entry.figures.completion)
    yield click.style(fold_line(entry.title), bold=True) + f": {entry.state}, {progress} done"
    for step in feature.steps[:MAX_STEPS]:
        text = fold_line(cut_text(f"{step.id} {step.text}".strip(), MAX_TEXT))
        notes = "; ".join(_list_notes(step, feature.steps))
        yield f"  {fold_line(step.path)}:{step.line}: {text}" + (notes and f" ({notes})")
    if len(feature.steps) > MAX_STEPS:
        yield f"  and {len(feature.steps) - MAX_STEPS:,} more"
    if feature.waiting:
        waiting = [_describe_wait(wait) for wait in feature.waiting[:MAX_WAITING]]
        more = len(feature.waiting) - len(waiting)
        yield f"  waiting: {'; '.join(waiting)}" + (f"; and {more:,} more" if more else "")


def _list_notes(step: Step, steps: Sequence[Step]) -> Iterator[str]:
    """What is to be known of a step: its state and phase, and what can be done beside it."""
    if step.state != "can start":
        yield "the first that is open" if step.state == "next" else step.state
    if step.phase:
        yield fold_line(cut_text(step.phase, MAX_TEXT))
    if step.is_critical:
        yield "on the critical path"
    if step.group is not None:
        beside = [o.id or cut_text(o.text, MAX_TEXT) for o in steps if o.group == step.group]
        beside.remove(step.id or cut_text(step.text, MAX_TEXT))
        yield f"side by side with {fold_line(join_first(beside, MAX_NAMES))}"


def _describe_wait(wait: Wait) -> str:
    names = [cut_text(name, MAX_TEXT) for name in wait.waits_for]
    return fold_line(f"{cut_text(wait.name, MAX_TEXT)} for {join_first(names, MAX_NAMES)}")


def write_next_json(features: Sequence[NextSteps]) -> str:
    """Write an object with the steps of each feature and what is waiting (`docs/next.md`)."""
    return write_json(
        {"version": VERSION, "features": [_make_feature(feature) for feature in features]}
    )


def _make_feature(feature: NextSteps) -> dict[str, Any]:
    entry, completion = feature.entry, feature.entry.figures.completion
    return {
        "folder": entry.folder,
        "title": entry.title,
        "format": entry.format,
        "status": entry.status,
        "completion": {"done": completion.done, "total": completion.total},
        "steps": feature.steps,
        "waiting": feature.waiting,
    }

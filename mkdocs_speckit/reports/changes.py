"""Changes as text for a terminal, and as Markdown for a comment on a pull request.

Both say the same facts (`list_facts`). No text of a plan controls a terminal or becomes markup.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

import click
from msgspec import Struct

from mkdocs_speckit.changes.comparison import Pair
from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.wording import (
    NO_FIGURE,
    at_least,
    cut_text,
    format_completion,
    format_count,
    format_number,
    format_range,
    make_printable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mkdocs_speckit.changes.comparison import (
        Amount,
        Changes,
        CriticalPath,
        PlanChange,
        Snapshot,
    )

    Quote = Callable[[str], str]
    """Makes a text of a plan harmless in a format."""

T = TypeVar("T")

ARROW = " → "

MAX_TASKS = 20
"""How many added or removed tasks of a plan are named."""

MAX_TASK = 80
"""The number of characters of a task that is named."""

MAX_CHARACTERS = 60_000
"""GitHub takes comments of up to 65,536 characters. One half is for the table, one for details."""

_LABEL_WIDTH = len("critical path")

_MARKUP = re.compile(r"[^\w ./-]|(?<=www)\.|(?<![^\W_])_|_(?![^\W_])", re.IGNORECASE)
"""All characters that could be markup: not a point that begins no link, not `_` within a word."""


class Fact(Struct, frozen=True):
    """What changed in one respect; the gravest are `is_warning`."""

    label: str
    lines: tuple[str, ...]
    is_warning: bool = False


def write_changes_text(changes: Changes) -> str:
    """Write the headline, then the plans, in colours; the caller removes them if there are none."""
    if changes.is_empty:
        return write_headline(changes) + "\n"
    parts = [f"{click.style(write_headline(changes), bold=True)}\n{write_totals(changes)}"]
    for change in changes.changed:
        lines = [click.style(fold_text(change.plan.after.path), bold=True)]
        for fact in list_facts(change, fold_text):
            label = f"{fact.label:{_LABEL_WIDTH}}"
            label = (
                click.style(label, fg="yellow") if fact.is_warning else click.style(label, dim=True)
            )
            for line in fact.lines:
                lines.append(f"  {label}  {line}")
                label = " " * _LABEL_WIDTH
        parts.append("\n".join(lines))
    for word, plans in (("added", changes.added), ("gone", changes.gone)):
        lines = [
            f"{word} {click.style(fold_text(plan.path), bold=True)}: {describe_state(plan)}"
            for plan in plans
        ]
        parts += ["\n".join(lines)] if lines else []
    return "\n\n".join(parts) + "\n"


def write_changes_markdown(changes: Changes) -> str:
    """Write a headline, a table of the plans, and the details of each plan, folded away."""
    if changes.is_empty:
        return _make_sentence(write_headline(changes)) + "\n"
    rows = [_write_row("", change.plan) for change in changes.changed]
    rows += [_write_row(", added", Pair(plan, plan)) for plan in changes.added]
    rows += [_write_row(", gone", Pair(plan, plan)) for plan in changes.gone]
    shown = _take_fitting(rows)
    table = ["| Plan | Effort | Critical path | Done |", "| --- | --- | --- | --- |", *shown]
    parts = [
        f"**{_make_sentence(write_headline(changes))}**",
        _make_sentence(write_totals(changes)),
        "\n".join(table),
    ]
    if len(shown) < len(rows):
        missing = format_count(len(rows) - len(shown), "more plan")
        parts.append(f"{missing} did not fit into the table.")

    details = []
    for change in changes.changed:
        # GitHub reads Markdown in HTML after an empty line.
        lines = [f"<details><summary>{_quote(change.plan.after.path)}</summary>", ""]
        for fact in list_facts(change, _quote):
            if len(fact.lines) == 1:
                lines.append(f"- {fact.label}: {fact.lines[0]}")
            else:
                lines += [f"- {fact.label}:", *(f"  - {line}" for line in fact.lines)]
        details.append("\n".join([*lines, "", "</details>"]))
    fitting = _take_fitting(details)
    parts += fitting
    if len(fitting) < len(details):
        missing = format_count(len(details) - len(fitting), "more plan")
        parts.append(f"The details of {missing} did not fit into a comment.")
    return "\n\n".join(parts) + "\n"


def write_headline(changes: Changes) -> str:
    """Write `2 of 12 plans changed, 1 added, 1 gone`, or that nothing changed."""
    plans = format_count(changes.number.after, "plan")
    if changes.is_empty:
        return f"nothing changed in {plans}"
    parts = [
        f"{len(changes.changed):,} of {plans} changed" if changes.changed else "",
        f"{len(changes.added):,} added" if changes.added else "",
        f"{len(changes.gone):,} gone" if changes.gone else "",
    ]
    return ", ".join(filter(None, parts))


def write_totals(changes: Changes) -> str:
    """Write the figures of all plans: `effort 12–16 h → 15–20 h, done 2 of 5`."""
    effort = format_pair(format_amount, changes.effort)
    return f"effort {effort}, done {format_pair(format_completion, changes.completion)}"


def describe_state(plan: Snapshot) -> str:
    """Describe a plan without another state of it: `level 2, effort 8–14 h, done 0 of 5`.

    One of which there is nothing to say is called by its kind.
    """
    parts = [f"level {format_level(plan.level)}"] if plan.format == LEVEL else []
    if plan.effort:
        parts.append(f"effort {format_amount(plan.effort)}")
    if plan.critical_path:
        parts.append(f"critical path {format_length(plan.critical_path)}")
    if plan.completion.total:
        parts.append(f"done {format_completion(plan.completion)}")
    return ", ".join(parts) or plan.kind


def list_facts(change: PlanChange, quote: Quote) -> list[Fact]:
    """List what changed in a plan, in the order in which a lead would ask."""
    slips = [
        f"{quote(slip.name)} by {_format_hours(slip.by)}"
        f" (finish {_format_change(_format_hours, slip.finish)})"
        for slip in change.slips
    ]
    lost_floats = [
        f"{quote(lost.name)} had {_format_hours(lost.before)}" for lost in change.lost_floats
    ]
    findings = []
    for finding in change.findings:
        more = finding.number.after - finding.number.before
        sign = "+" if more > 0 else "−"
        findings.append(f"{sign}{abs(more):,} {finding.severity} {finding.rule}")
    placeholders = [f"{len(change.filled):,} filled"] if change.filled else []
    placeholders += [f"{len(change.unfilled):,} new"] if change.unfilled else []
    questions = [f"{len(change.answered):,} answered"] if change.answered else []
    questions += [f"{len(change.asked):,} new"] if change.asked else []
    found = [
        Fact("moved", (f"from {quote(change.path.before)}",) if change.path else ()),
        Fact("title", _list_change(quote, change.title)),
        Fact("level", _list_change(format_level, change.level)),
        Fact("effort", _list_change(format_amount, change.effort)),
        Fact("declared", _list_change(format_amount, change.declared)),
        Fact("critical path", tuple(_describe_path(change, quote))),
        Fact("done", tuple(_describe_progress(change))),
        Fact("slipped", tuple(slips), is_warning=True),
        Fact("float gone", tuple(lost_floats), is_warning=True),
        Fact("phases", tuple(_describe_phases(change, quote))),
        Fact("tasks", tuple(_describe_tasks(change, quote))),
        Fact("findings", tuple(findings)),
        Fact("placeholders", tuple(placeholders)),
        Fact("questions", tuple(questions)),
    ]
    return [fact for fact in found if fact.lines]


def fold_text(text: str) -> str:
    """Fold a plan's text into one printable line, each gap a space."""
    return make_printable(" ".join(text.split()))


def format_level(value: str | None) -> str:
    """A level, or `unknown`."""
    return value or "unknown"


def format_amount(value: Amount | None) -> str:
    """An effort: `≥ 8–14 h` if some phases are unestimated."""
    if value is None:
        return NO_FIGURE
    return at_least(value.unestimated) + format_range(value.estimate, value.unit)


def format_length(path: CriticalPath | None) -> str:
    """The length of a critical path."""
    return format_range(path.length) if path else NO_FIGURE


def format_pair(write: Callable[[T], str], pair: Pair[T]) -> str:
    """Two figures, or one if both are written alike."""
    before, after = write(pair.before), write(pair.after)
    return after if before == after else f"{before}{ARROW}{after}"


def _describe_path(change: PlanChange, quote: Quote) -> Iterator[str]:
    pair = change.critical_path
    if pair is None:
        return
    before, after = pair.before, pair.after
    is_as_long = (before and before.length) == (after and after.length)
    yield format_length(after) if is_as_long else _format_change(format_length, pair)
    old, new = (path.phases if path else () for path in (before, after))
    if old != new:
        if new:
            yield f"now {ARROW.join(map(quote, new))}"
        if old:
            yield f"before {ARROW.join(map(quote, old))}"


def _describe_progress(change: PlanChange) -> Iterator[str]:
    pair = change.completion
    if pair is None:
        return
    done = pair.after.done - pair.before.done
    total = pair.after.total - pair.before.total
    parts = [f"{abs(done):,} {'more' if done > 0 else 'fewer'} done"] if done else []
    if total:
        parts.append(format_count(abs(total), f"{'more' if total > 0 else 'fewer'} item"))
    yield f"{_format_change(format_completion, pair)}: {', '.join(parts)}"


def _describe_phases(change: PlanChange, quote: Quote) -> Iterator[str]:
    for phase in change.added_phases:
        effort = phase.amount.after
        yield f"added {quote(phase.name)}" + (f", {format_amount(effort)}" if effort else "")
    for phase in change.removed_phases:
        effort = phase.amount.before
        yield f"removed {quote(phase.name)}" + (f", {format_amount(effort)}" if effort else "")
    for phase in change.reestimated_phases:
        before, after = phase.amount.before, phase.amount.after
        if before is None:
            said = f"is estimated at {format_amount(after)}"
        elif after is None:
            said = f"is no longer estimated, was {format_amount(before)}"
        else:
            said = _format_change(format_amount, phase.amount)
        yield f"{quote(phase.name)} {said}"


def _describe_tasks(change: PlanChange, quote: Quote) -> Iterator[str]:
    for word, tasks in (("added", change.added_tasks), ("removed", change.removed_tasks)):
        for task in tasks[:MAX_TASKS]:
            yield f"{word} {quote(cut_text(f'{task.id} {task.text}', MAX_TASK))}"
        if len(tasks) > MAX_TASKS:
            yield f"{word} {len(tasks) - MAX_TASKS:,} more"


def _list_change(write: Callable[[T], str], pair: Pair[T] | None) -> tuple[str, ...]:
    return (_format_change(write, pair),) if pair else ()


def _format_change(write: Callable[[T], str], pair: Pair[T]) -> str:
    """Two figures that differ, perhaps by less than is written."""
    before, after = write(pair.before), write(pair.after)
    return f"still about {after}" if before == after else f"{before}{ARROW}{after}"


def _format_hours(hours: float) -> str:
    return f"{format_number(hours)} h"


def _write_row(state: str, plan: Pair[Snapshot]) -> str:
    before, after = plan.before, plan.after
    cells = [
        _quote(after.path) + state,
        format_pair(format_amount, Pair(before.effort, after.effort)),
        format_pair(format_length, Pair(before.critical_path, after.critical_path)),
        format_pair(format_completion, Pair(before.completion, after.completion)),
    ]
    return f"| {' | '.join(cells)} |"


def _take_fitting(pieces: Sequence[str]) -> Sequence[str]:
    """Take the first pieces, as many as half of a comment has room for."""
    ends = accumulate(len(piece) + 2 for piece in pieces)
    return pieces[: sum(end <= MAX_CHARACTERS // 2 for end in ends)]


def _make_sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _quote(text: str) -> str:
    """Write a plan's text as code."""
    return f"<code>{_MARKUP.sub(lambda sign: f'&#{ord(sign[0])};', fold_text(text))}</code>"

"""How changes are put into words, for all formats that people read."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

import click
from msgspec import Struct

from mkdocs_speckit.changes import Pair
from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.wording import (
    NO_FIGURE,
    at_least,
    format_completion,
    format_count,
    format_number,
    format_range,
    make_printable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs_speckit.changes import (
        Changes,
        FindingChange,
        PhaseChange,
        PlanChange,
        Slip,
    )
    from mkdocs_speckit.changes.snapshot import Amount, CriticalPath, Snapshot
    from mkdocs_speckit.model.parts import Completion

    Quote = Callable[[str], str]
    """Makes a text of a plan harmless in a format."""
    from collections.abc import Sequence

T = TypeVar("T")

ARROW = " → "


class Fact(Struct, frozen=True):
    """What changed in one respect; the gravest are `is_warning`."""

    label: str
    lines: tuple[str, ...]
    is_warning: bool = False


def fold_text(text: str) -> str:
    """A plan's text in one line, each gap a space."""
    return make_printable(" ".join(text.split()))


def write_headline(changes: Changes) -> str:
    """`2 of 12 plans changed, 1 added, 1 gone`, or that nothing did."""
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
    """The effort and the completion of all plans: `effort 12–16 h → 15–20 h, done 2 of 5`."""
    effort = format_pair(*map(format_amount, (changes.effort.before, changes.effort.after)))
    done = format_pair(
        *map(format_completion, (changes.completion.before, changes.completion.after))
    )
    return f"effort {effort}, done {done}"


def describe_state(plan: Snapshot) -> str:
    """A plan that has nothing to be compared with: `level 2, effort 8–14 h, done 0 of 5`."""
    parts = [f"level {format_level(plan.level)}"] if plan.format == LEVEL else []
    if plan.effort:
        parts.append(f"effort {format_amount(plan.effort)}")
    if plan.critical_path:
        parts.append(f"critical path {format_length(plan.critical_path)}")
    if plan.completion.total:
        parts.append(f"done {format_completion(plan.completion)}")
    return ", ".join(parts)


def list_facts(change: PlanChange, quote: Quote) -> Iterator[Fact]:
    """What changed in a plan, in the order in which it is asked for."""
    found = [
        Fact("moved", (f"from {quote(change.path.before)}",) if change.path else ()),
        Fact("title", _arrows(quote, change.title)),
        Fact("level", _arrows(format_level, change.level)),
        Fact("effort", _arrows(format_amount, change.effort)),
        Fact("declared", _arrows(format_amount, change.declared)),
        Fact("critical path", tuple(_path(change.critical_path, quote))),
        Fact("done", (_done(change.completion),) if change.completion else ()),
        Fact("slipped", tuple(_slip(slip, quote) for slip in change.slips), is_warning=True),
        Fact(
            "float gone",
            tuple(f"{quote(lost.name)} had {_hours(lost.before)}" for lost in change.lost_floats),
            is_warning=True,
        ),
        Fact("phases", tuple(_phases(change, quote))),
        Fact("findings", tuple(map(_finding, change.findings))),
        Fact("placeholders", tuple(_placeholders(change))),
    ]
    return (fact for fact in found if fact.lines)


def format_level(value: str | None) -> str:
    """A level."""
    return value or "unknown"


def format_amount(value: Amount | None) -> str:
    """`≥ 8–14 h`: at least that, where phases are unestimated."""
    if value is None:
        return NO_FIGURE
    return at_least(value.unestimated) + format_range(value.estimate, value.unit)


def format_length(path: CriticalPath | None) -> str:
    """The length of a critical path."""
    return format_range(path.length) if path else NO_FIGURE


def format_pair(before: str, after: str) -> str:
    """Two figures, or one where they are written alike."""
    return after if before == after else f"{before}{ARROW}{after}"


def _arrows(write: Callable[[T], str], pair: Pair[T] | None) -> tuple[str, ...]:
    return (_arrow(write, pair),) if pair else ()


def _arrow(write: Callable[[T], str], pair: Pair[T]) -> str:
    """Two figures that differ, be it by less than is written."""
    before, after = write(pair.before), write(pair.after)
    return f"still about {after}" if before == after else f"{before}{ARROW}{after}"


def _hours(hours: float) -> str:
    return f"{format_number(hours)} h"


def _slip(slip: Slip, quote: Quote) -> str:
    finish = _arrow(_hours, slip.finish)
    return f"{quote(slip.name)} by {_hours(slip.by)} (finish {finish})"


def _path(pair: Pair[CriticalPath | None] | None, quote: Quote) -> Iterator[str]:
    if pair is None:
        return
    lengths = (path and path.length for path in (pair.before, pair.after))
    yield format_length(pair.after) if len(set(lengths)) == 1 else _arrow(format_length, pair)
    before, after = (path.phases if path else () for path in (pair.before, pair.after))
    if before != after:
        if after:
            yield f"now {ARROW.join(map(quote, after))}"
        if before:
            yield f"before {ARROW.join(map(quote, before))}"


def _done(pair: Pair[Completion]) -> str:
    done = pair.after.done - pair.before.done
    total = pair.after.total - pair.before.total
    parts = [f"{abs(done):,} {'more' if done > 0 else 'fewer'} done"] if done else []
    if total:
        parts.append(format_count(abs(total), f"{'more' if total > 0 else 'fewer'} item"))
    return f"{_arrow(format_completion, pair)}: {', '.join(parts)}"


def _phases(change: PlanChange, quote: Quote) -> Iterator[str]:
    for phase in change.added_phases:
        yield f"added {quote(phase.name)}{_stated(phase.amount.after)}"
    for phase in change.removed_phases:
        yield f"removed {quote(phase.name)}{_stated(phase.amount.before)}"
    for phase in change.reestimated_phases:
        yield f"{quote(phase.name)} {_estimates(phase)}"


def _stated(value: Amount | None) -> str:
    return f", {format_amount(value)}" if value else ""


def _estimates(phase: PhaseChange) -> str:
    if phase.amount.before is None:
        return f"is estimated at {format_amount(phase.amount.after)}"
    if phase.amount.after is None:
        return f"is no longer estimated, was {format_amount(phase.amount.before)}"
    return _arrow(format_amount, phase.amount)


def _finding(change: FindingChange) -> str:
    difference = change.number.after - change.number.before
    sign = "+" if difference > 0 else "−"
    return f"{sign}{abs(difference):,} {change.severity} {change.rule}"


def _placeholders(change: PlanChange) -> Iterator[str]:
    if change.filled:
        yield f"{len(change.filled):,} filled"
    if change.unfilled:
        yield f"{len(change.unfilled):,} new"


_WIDTH = len("critical path")


def write_changes_text(changes: Changes) -> str:
    """The headline, then the plans. Whoever prints it strips colours where there are none."""
    if changes.is_empty:
        return write_headline(changes) + "\n"
    parts = [f"{click.style(write_headline(changes), bold=True)}\n{write_totals(changes)}"]
    parts += [_paragraph(change) for change in changes.changed]
    for word, plans in (("added", changes.added), ("gone", changes.gone)):
        lines = [f"{word} {_bold(plan.path)}: {describe_state(plan)}" for plan in plans]
        parts += ["\n".join(lines)] if lines else []
    return "\n\n".join(parts) + "\n"


def _paragraph(change: PlanChange) -> str:
    lines = [_bold(change.plan.after.path)]
    for fact in list_facts(change, fold_text):
        lines += _lines(fact)
    return "\n".join(lines)


def _lines(fact: Fact) -> Iterator[str]:
    """A fact beside its label, further lines under it."""
    name = f"{fact.label:{_WIDTH}}"
    label = click.style(name, fg="yellow") if fact.is_warning else click.style(name, dim=True)
    for line in fact.lines:
        yield f"  {label}  {line}"
        label = " " * _WIDTH


def _bold(path: str) -> str:
    return click.style(fold_text(path), bold=True)


MOST_CHARACTERS = 60_000
"""GitHub takes comments of up to 65,536 characters. A half is for the table, a half for details."""

_MARKUP = re.compile(r"[^\w ./-]|(?<=www)\.|(?<![^\W_])_|_(?![^\W_])", re.IGNORECASE)
"""All signs but those that are none here: a point that begins no link, `_` within a word."""


def write_changes_markdown(changes: Changes) -> str:
    """A headline, a table of the plans, and the details of each, folded away."""
    if changes.is_empty:
        return _sentence(write_headline(changes)) + "\n"
    rows = [_row("", change.plan) for change in changes.changed]
    rows += [_row(", added", Pair(plan, plan)) for plan in changes.added]
    rows += [_row(", gone", Pair(plan, plan)) for plan in changes.gone]
    shown = _fitting(rows)
    details = _fitting([_details(change) for change in changes.changed])
    table = ["| Plan | Effort | Critical path | Done |", "| --- | --- | --- | --- |", *shown]
    parts = [
        f"**{_sentence(write_headline(changes))}**",
        _sentence(write_totals(changes)),
        "\n".join(table),
    ]
    if len(shown) < len(rows):
        parts.append(
            f"{format_count(len(rows) - len(shown), 'more plan')} did not fit into the table."
        )
    parts += details
    if len(details) < len(changes.changed):
        missing = format_count(len(changes.changed) - len(details), "more plan")
        parts.append(f"The details of {missing} did not fit into a comment.")
    return "\n\n".join(parts) + "\n"


def _fitting(pieces: Sequence[str]) -> Sequence[str]:
    """As many pieces from the first on as a half of a comment takes."""
    ends = accumulate(len(piece) + 2 for piece in pieces)
    return pieces[: sum(end <= MOST_CHARACTERS // 2 for end in ends)]


def _row(state: str, plan: Pair[Snapshot]) -> str:
    before, after = plan.before, plan.after
    cells = [
        _quote(after.path) + state,
        format_pair(format_amount(before.effort), format_amount(after.effort)),
        format_pair(format_length(before.critical_path), format_length(after.critical_path)),
        format_pair(format_completion(before.completion), format_completion(after.completion)),
    ]
    return f"| {' | '.join(cells)} |"


def _details(change: PlanChange) -> str:
    """The facts as a list; GitHub reads Markdown in HTML after an empty line."""
    lines = [f"<details><summary>{_quote(change.plan.after.path)}</summary>", ""]
    for fact in list_facts(change, _quote):
        if len(fact.lines) == 1:
            lines.append(f"- {fact.label}: {fact.lines[0]}")
        else:
            lines += [f"- {fact.label}:", *(f"  - {line}" for line in fact.lines)]
    return "\n".join([*lines, "", "</details>"])


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _quote(text: str) -> str:
    """A plan's text as code."""
    return f"<code>{_MARKUP.sub(lambda sign: f'&#{ord(sign[0])};', fold_text(text))}</code>"

"""How changes are put into words, for all formats that people read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from mkdocs_speckit.model.printing import printable
from mkdocs_speckit.model.wording import NO_FIGURE, count, done_of_total, effort_range, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs_speckit.changes import (
        Changes,
        FindingChange,
        Pair,
        PhaseChange,
        PlanChange,
        Slip,
    )
    from mkdocs_speckit.changes.snapshot import Amount, CriticalPath, Snapshot
    from mkdocs_speckit.model.parts import Completion

    Quote = Callable[[str], str]
    """Makes a text of a plan harmless in a format."""

T = TypeVar("T")

ARROW = " → "


@dataclass(frozen=True, slots=True)
class Fact:
    """What changed in one respect; the gravest are `is_warning`."""

    label: str
    lines: tuple[str, ...]
    is_warning: bool = False


def folded(text: str) -> str:
    """A plan's text in one line, each gap a space."""
    return printable(" ".join(text.split()))


def headline(changes: Changes) -> str:
    """`2 of 12 plans changed, 1 added, 1 gone`, or that nothing did."""
    plans = count(changes.number.after, "plan")
    if changes.is_empty:
        return f"nothing changed in {plans}"
    parts = [
        f"{len(changes.changed):,} of {plans} changed" if changes.changed else "",
        f"{len(changes.added):,} added" if changes.added else "",
        f"{len(changes.gone):,} gone" if changes.gone else "",
    ]
    return ", ".join(filter(None, parts))


def totals(changes: Changes) -> str:
    """The effort and the completion of all plans: `effort 12–16 h → 15–20 h, done 2 of 5`."""
    effort = before_and_after(*map(amount, (changes.effort.before, changes.effort.after)))
    done = before_and_after(
        *map(done_of_total, (changes.completion.before, changes.completion.after))
    )
    return f"effort {effort}, done {done}"


def state(plan: Snapshot) -> str:
    """A plan that has nothing to be compared with: `level 2, effort 8–14 h, done 0 of 5`."""
    parts = [f"level {level(plan.level)}"]
    if plan.effort:
        parts.append(f"effort {amount(plan.effort)}")
    if plan.critical_path:
        parts.append(f"critical path {length(plan.critical_path)}")
    if plan.completion.total:
        parts.append(f"done {done_of_total(plan.completion)}")
    return ", ".join(parts)


def facts(change: PlanChange, quote: Quote) -> Iterator[Fact]:
    """What changed in a plan, in the order in which it is asked for."""
    found = [
        Fact("moved", (f"from {quote(change.path.before)}",) if change.path else ()),
        Fact("title", _arrows(quote, change.title)),
        Fact("level", _arrows(level, change.level)),
        Fact("effort", _arrows(amount, change.effort)),
        Fact("declared", _arrows(amount, change.declared)),
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


def level(value: str | None) -> str:
    """A level."""
    return value or "unknown"


def amount(value: Amount | None) -> str:
    """`≥ 8–14 h`: at least that, where phases are unestimated."""
    if value is None:
        return NO_FIGURE
    at_least = "≥ " if value.unestimated else ""
    return at_least + effort_range(value.estimate, value.unit)


def length(path: CriticalPath | None) -> str:
    """The length of a critical path."""
    return effort_range(path.length) if path else NO_FIGURE


def before_and_after(before: str, after: str) -> str:
    """Two figures, or one where they are written alike."""
    return after if before == after else f"{before}{ARROW}{after}"


def _arrows(write: Callable[[T], str], pair: Pair[T] | None) -> tuple[str, ...]:
    return (_arrow(write, pair),) if pair else ()


def _arrow(write: Callable[[T], str], pair: Pair[T]) -> str:
    """Two figures that differ, be it by less than is written."""
    before, after = write(pair.before), write(pair.after)
    return f"still about {after}" if before == after else f"{before}{ARROW}{after}"


def _hours(hours: float) -> str:
    return f"{number(hours)} h"


def _slip(slip: Slip, quote: Quote) -> str:
    finish = _arrow(_hours, slip.finish)
    return f"{quote(slip.name)} by {_hours(slip.by)} (finish {finish})"


def _path(pair: Pair[CriticalPath | None] | None, quote: Quote) -> Iterator[str]:
    if pair is None:
        return
    lengths = (path and path.length for path in (pair.before, pair.after))
    yield length(pair.after) if len(set(lengths)) == 1 else _arrow(length, pair)
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
        parts.append(count(abs(total), f"{'more' if total > 0 else 'fewer'} item"))
    return f"{_arrow(done_of_total, pair)}: {', '.join(parts)}"


def _phases(change: PlanChange, quote: Quote) -> Iterator[str]:
    for phase in change.added_phases:
        yield f"added {quote(phase.name)}{_stated(phase.amount.after)}"
    for phase in change.removed_phases:
        yield f"removed {quote(phase.name)}{_stated(phase.amount.before)}"
    for phase in change.reestimated_phases:
        yield f"{quote(phase.name)} {_estimates(phase)}"


def _stated(value: Amount | None) -> str:
    return f", {amount(value)}" if value else ""


def _estimates(phase: PhaseChange) -> str:
    if phase.amount.before is None:
        return f"is estimated at {amount(phase.amount.after)}"
    if phase.amount.after is None:
        return f"is no longer estimated, was {amount(phase.amount.before)}"
    return _arrow(amount, phase.amount)


def _finding(change: FindingChange) -> str:
    difference = change.number.after - change.number.before
    sign = "+" if difference > 0 else "−"
    return f"{sign}{abs(difference):,} {change.severity} {change.rule}"


def _placeholders(change: PlanChange) -> Iterator[str]:
    if change.filled:
        yield f"{len(change.filled):,} filled"
    if change.unfilled:
        yield f"{len(change.unfilled):,} new"

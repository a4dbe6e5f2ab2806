"""Changes for people at a terminal: a paragraph a plan, a line a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mkdocs_speckit.reports.changes_wording import facts, folded, headline, state, totals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.changes import Changes, PlanChange
    from mkdocs_speckit.reports.changes_wording import Fact

_WIDTH = len("critical path")


def changes_text(changes: Changes) -> str:
    """The headline, then the plans. Whoever prints it strips colours where there are none."""
    if changes.is_empty:
        return headline(changes) + "\n"
    parts = [f"{click.style(headline(changes), bold=True)}\n{totals(changes)}"]
    parts += [_paragraph(change) for change in changes.changed]
    for word, plans in (("added", changes.added), ("gone", changes.gone)):
        lines = [f"{word} {_bold(plan.path)}: {state(plan)}" for plan in plans]
        parts += ["\n".join(lines)] if lines else []
    return "\n\n".join(parts) + "\n"


def _paragraph(change: PlanChange) -> str:
    lines = [_bold(change.plan.after.path)]
    for fact in facts(change, folded):
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
    return click.style(folded(path), bold=True)

"""Changes as Markdown, for a comment on a pull request.

Texts of plans stand in `<code>`, every sign of markup as its code: so they are no markup, in a
table, a list or HTML alike, and code hosts find no mentions and no links in them (GitHub Flavored
Markdown, section 6.10 on raw HTML and 2.5 on entities).
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from mkdocs_speckit.changes import Pair
from mkdocs_speckit.model.wording import count, done_of_total
from mkdocs_speckit.reports.changes_wording import (
    amount,
    before_and_after,
    facts,
    folded,
    headline,
    length,
    totals,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.changes import Changes, PlanChange
    from mkdocs_speckit.changes.snapshot import Snapshot

MOST_CHARACTERS = 60_000
"""GitHub takes comments of up to 65,536 characters. A half is for the table, a half for details."""

_MARKUP = re.compile(r"[^\w ./-]|(?<=www)\.|(?<![^\W_])_|_(?![^\W_])", re.IGNORECASE)
"""All signs but those that are none here: a point that begins no link, `_` within a word."""


def changes_markdown(changes: Changes) -> str:
    """A headline, a table of the plans, and the details of each, folded away."""
    if changes.is_empty:
        return _sentence(headline(changes)) + "\n"
    rows = [_row("", change.plan) for change in changes.changed]
    rows += [_row(", added", Pair(plan, plan)) for plan in changes.added]
    rows += [_row(", gone", Pair(plan, plan)) for plan in changes.gone]
    shown = _fitting(rows)
    details = _fitting([_details(change) for change in changes.changed])
    table = ["| Plan | Effort | Critical path | Done |", "| --- | --- | --- | --- |", *shown]
    parts = [f"**{_sentence(headline(changes))}**", _sentence(totals(changes)), "\n".join(table)]
    if len(shown) < len(rows):
        parts.append(f"{count(len(rows) - len(shown), 'more plan')} did not fit into the table.")
    parts += details
    if len(details) < len(changes.changed):
        missing = count(len(changes.changed) - len(details), "more plan")
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
        before_and_after(amount(before.effort), amount(after.effort)),
        before_and_after(length(before.critical_path), length(after.critical_path)),
        before_and_after(done_of_total(before.completion), done_of_total(after.completion)),
    ]
    return f"| {' | '.join(cells)} |"


def _details(change: PlanChange) -> str:
    """The facts as a list; GitHub reads Markdown in HTML after an empty line."""
    lines = [f"<details><summary>{_quote(change.plan.after.path)}</summary>", ""]
    for fact in facts(change, _quote):
        if len(fact.lines) == 1:
            lines.append(f"- {fact.label}: {fact.lines[0]}")
        else:
            lines += [f"- {fact.label}:", *(f"  - {line}" for line in fact.lines)]
    return "\n".join([*lines, "", "</details>"])


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _quote(text: str) -> str:
    """A plan's text as code."""
    return f"<code>{_MARKUP.sub(lambda sign: f'&#{ord(sign[0])};', folded(text))}</code>"

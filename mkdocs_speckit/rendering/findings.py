"""The findings of a document on its page: a panel with a line for each rule, and marks.

Each finding has a number, in the order of the panel. The panel's numbers link to marks with the
same numbers at the places in the text, and these link back. The name of a rule links to what it
reports and why, which is folded below.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.audit.rules import ALL_RULES
from mkdocs_speckit.model.finding import MAX_LISTED, SEVERITIES, Failure
from mkdocs_speckit.model.wording import format_count
from mkdocs_speckit.rendering import keep, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.model.finding import Finding

MAX_MARKS = 100
"""The number of findings of a page that have a mark at their place."""

MAX_NUMBERS = 8
"""The number of links in the line of a rule; it has the others folded."""

MAX_MESSAGES = 5
"""The number of messages that the tooltip of a mark shows."""

_MARKS = re.compile(r"`|\*(?=\w)|(?<=\w)\*")
"""The signs of code and of emphasis."""

_FIRST_WORD = re.compile(r"[a-z]+ ")


class Entry(Struct, frozen=True, gc=False):
    """A message, with the number and the line of each place it is about."""

    message: str
    places: tuple[tuple[int, int], ...]


class RuleLine(Struct, frozen=True, gc=False):
    """What one rule has found, at this `number` of places; its line links to those `shown`.

    `manual` says what the rule reports, and why; it is empty for a rule that is not known.
    """

    rule: str
    severity: str
    title: str
    manual: str
    entries: tuple[Entry, ...]
    number: int
    shown: tuple[tuple[int, int], ...]

    @property
    def is_folded(self) -> bool:
        """True if the messages and lines do not fit into the line itself."""
        return len(self.entries) > 1 or self.number > MAX_NUMBERS


class Run(Struct, frozen=True, gc=False):
    """Findings at one place that have consecutive numbers, from `first` to `last`."""

    first: int
    last: int
    is_to_correct: bool
    title: str


def order_findings(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings as a page numbers them from 1 on, one for each place.

    Those to correct come first. Findings of a rule are together, and rules are in the order of
    their first places. What the plugin itself failed at is left out: the log says it.
    """
    singles = [
        single
        for finding in found
        if not isinstance(finding, Failure)
        for single in finding.singles
    ]
    singles.sort(key=lambda single: (single.place.line, single.place.column))
    order: dict[str, int] = {}
    for place, single in enumerate(singles):
        order.setdefault(single.rule, place)
    return tuple(sorted(singles, key=lambda s: (SEVERITIES.index(s.severity), order[s.rule])))


def is_to_correct(finding: Finding) -> bool:
    """False for a finding that is only for the author's information."""
    return finding.severity != "info"


def render_findings(
    found: Sequence[Finding], *, is_preview: bool, stem: str = "", rules: int = 0
) -> str:
    """Render findings: a line for each rule, with numbers that link to the places in the page.

    Of very many, the first are listed. If `is_preview`, a note says that the published site does
    not show them. `stem` is the prefix of the ids; an empty one gives no links.
    If nothing is found, a sentence says how many `rules` have looked; it is empty for 0 rules.
    """
    findings = order_findings(found)
    if not findings:
        return render("clean.html", rules=rules) if rules and not found else ""
    max_marks = MAX_MARKS if stem else 0
    return render(
        "findings.html",
        lines=tuple(_make_lines(findings, max_marks)),
        number=len(findings),
        to_correct=sum(map(is_to_correct, findings)),
        more=max(0, len(findings) - MAX_LISTED),
        is_preview=is_preview,
        stem=stem,
        max_marks=max_marks,
    )


def _make_lines(findings: Sequence[Finding], max_marks: int) -> Iterator[RuleLine]:
    numbers = Counter(finding.rule for finding in findings)
    listed = enumerate(findings[:MAX_LISTED], 1)
    for rule, group in groupby(listed, lambda numbered: numbered[1].rule):
        places: list[tuple[int, int]] = []
        places_of: dict[str, list[tuple[int, int]]] = {}
        for number, finding in group:
            places.append((number, finding.place.line))
            places_of.setdefault(_begin_sentence(finding.message), []).append(places[-1])
        is_one = len(places_of) == 1 or rule not in ALL_RULES
        yield RuleLine(
            rule,
            findings[places[0][0] - 1].severity,
            next(iter(places_of)) if is_one else ALL_RULES[rule].title,
            _describe_rule(rule),
            tuple(Entry(message, tuple(own)) for message, own in places_of.items()),
            numbers[rule],
            tuple(place for place in places[:MAX_NUMBERS] if place[0] <= max_marks),
        )


def _describe_rule(name: str) -> str:
    """What a rule reports, and why, as a text without marks."""
    if name not in ALL_RULES:
        return ""
    text = _MARKS.sub("", ALL_RULES[name].explanation.removeprefix("Report "))
    return text[:1].upper() + text[1:]


def _begin_sentence(message: str) -> str:
    """A message with a capital letter, unless it begins with a name or a file."""
    first = _FIRST_WORD.match(message)
    return message[0].upper() + message[1:] if first else message


def render_marks(numbered: Sequence[tuple[int, Finding]], stem: str) -> str:
    """Render the marks of findings at one place; several with consecutive numbers share one."""
    runs = []
    # Consecutive numbers differ from their indexes by the same.
    for _, group in groupby(enumerate(numbered), lambda pair: pair[1][0] - pair[0]):
        run = [finding for _, finding in group]
        messages = dict.fromkeys(_begin_sentence(finding.message) for _, finding in run)
        lines = [*messages][:MAX_MESSAGES]
        if more := len(messages) - len(lines):
            lines.append(f"and {format_count(more, 'more finding')}")
        is_grave = any(is_to_correct(finding) for _, finding in run)
        runs.append(Run(run[0][0], run[-1][0], is_grave, "\n".join(lines)))
    return _render_runs(tuple(runs), stem)


@keep
def _render_runs(runs: tuple[Run, ...], stem: str) -> str:
    return render("finding_marks.html", runs=runs, stem=stem)

"""Words that rate: how complex a phase is, and the state of what a plan depends on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from mkdocs_speckit.model.parts import COMPLEXITIES, Rating
from mkdocs_speckit.reading.names import Names
from mkdocs_speckit.reading.quantities import strip_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mkdocs_speckit.model.parts import Effort, Graph, RatingValue
    from mkdocs_speckit.reading.document import Document


def read_ratings(document: Document, effort: Effort | None) -> tuple[Rating, ...]:
    """The ratings in the effort table's column `Complexity`, and in `Status` of dependencies.

    A cell rates if a word of the scale is all that it says, apart from notes; struck out text does
    not count.
    """
    found = []
    for table in document.tables:
        rate: Callable[[str], RatingValue | None]
        if effort is not None and table.landmark == effort.table:
            header, rate = "complexity", _rate_complexity
        elif document.is_under(table.landmark, "depend"):
            header, rate = "status", _rate_status
        else:
            continue
        for column, cell in enumerate(table.header):
            if cell.full_text.casefold().strip() != header:
                continue
            for row, cells in enumerate(table.rows):
                text = strip_notes(cells[column].text).strip(" .*_")
                if (value := rate(text)) is not None:
                    is_blocked = _BLOCKED.fullmatch(text) is not None
                    name = cells[0].text
                    found.append(Rating(table.landmark, row, column, value, name, is_blocked))
    return tuple(found)


_BLOCKED = re.compile("red|blocked|blocker", re.IGNORECASE)


def mark_blocked(graphs: Sequence[Graph], ratings: Sequence[Rating]) -> tuple[Graph, ...]:
    """Mark what is outside a table and blocked, by the tables that rate what a plan depends on."""
    blocked = Names([rating.name for rating in ratings if rating.is_blocked])
    return tuple(
        replace(
            graph,
            external=tuple(
                replace(one, is_blocked=bool(blocked.find(one.text))) for one in graph.external
            ),
        )
        for graph in graphs
    )


_COMPLEXITY = re.compile(
    r"(?P<most>(?:very|extremely|extra) )?"
    r"(?P<first>low|simple|trivial|medium|med|moderate|high|complex)"
    r"(?:\s*(?:[-–/]|to)\s*(?P<last>low|medium|med|moderate|high))?",
    re.IGNORECASE,
)
_STEP = {"low": 0, "simple": 0, "trivial": 0, "medium": 2, "med": 2, "moderate": 2}
_HIGH = 4
"""The step on the scale of all other words."""


def _rate_complexity(text: str) -> RatingValue | None:
    """The complexity that a text states; of `Low to high`, the middle."""
    match = _COMPLEXITY.fullmatch(text)
    if match is None:
        return None
    steps = [_STEP.get(word.casefold(), _HIGH) for word in match.group("first", "last") if word]
    if match["most"] and steps == [_HIGH]:
        return "very high"
    return COMPLEXITIES[sum(steps) // len(steps)]


_STATUSES: tuple[tuple[RatingValue, re.Pattern[str]], ...] = (
    (
        "red",
        re.compile(
            r"red|blocked|blocker|missing|unavailable|not (?:available|ready|met)|failed|failing"
            r"|broken|rejected|critical|down",
            re.IGNORECASE,
        ),
    ),
    (
        "yellow",
        re.compile(
            r"yellow|amber|orange|at risk|partial|partially|in progress|in review|pending|wip"
            r"|waiting|planned|requested|ordered|not started|research needed|unconfirmed|unknown"
            r"|delayed|late",
            re.IGNORECASE,
        ),
    ),
    (
        "green",
        re.compile(
            r"green|available|ready|done|complete|completed|active|exists|existing|configured"
            r"|installed|updated|ok|okay|stable|met|resolved|approved|in place|live|satisfied"
            r"|confirmed|passing|delivered",
            re.IGNORECASE,
        ),
    ),
)


def _rate_status(text: str) -> RatingValue | None:
    """The colour of a status."""
    return next((value for value, words in _STATUSES if words.fullmatch(text)), None)

"""Rules on phases that stand in several places of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.wording import join_words
from mkdocs_speckit.reading.names import PHASE_WORDS, parse_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.plan import Plan

MOST_PHASES = 1000
"""Numbers above this are years or amounts."""


@rule("info")
def phase_mismatch(plan: Plan) -> Reports:
    """Report a phase that one of the two tables or the headings has, and another of them has not.

    Such a phase has no place in the schedule, or no time, or nobody says what is done in it. Gates
    and milestones take no time. Headings count that are numbered, such as `Phase 2: Oven`, and
    rows are compared with them where at least one row has its heading; `Phase 2` and `Phase 2a`
    are one here.

    Bad:

        | Phase | Depends On |
        |-------|------------|
        | Setup | None       |

        | Phase | Effort |
        |-------|--------|
        | Setup | 1h     |
        | Docs  | 2h     |

    Good:

        | Phase | Depends On |
        |-------|------------|
        | Setup | None       |
        | Docs  | Setup      |

        | Phase | Effort |
        |-------|--------|
        | Setup | 1h     |
        | Docs  | 2h     |

    To fix it, name the phase alike in both, or add the row that is missing.
    """
    yield from _rows_without_counterpart(plan)
    yield from _headings_without_rows(plan)
    yield from _rows_without_headings(plan)


def _rows_without_counterpart(plan: Plan) -> Reports:
    """Rows of one table that the other has not."""
    if plan.effort is None or not plan.graphs:
        return
    nodes = plan.graphs[0].nodes
    placed = {index for node in nodes for index in node.efforts}
    for index, phase in enumerate(plan.effort.phases):
        if index not in placed:
            yield (
                Place(phase.line),
                f"“{phase.name}” is a row of the effort table, and none of the dependency table;"
                " name it alike in both",
            )
    for node in nodes:
        if not node.efforts and not _is_gate(node.name):
            yield (
                Place(node.line),
                f"“{node.name}” is a row of the dependency table, and none of the effort table;"
                " name it alike in both",
            )


def _headings_without_rows(plan: Plan) -> Reports:
    """Numbered headings of phases that a table has no row for, though it has one for others."""
    tables = {name: headings for name, headings in _headings_of_tables(plan) if headings}
    if not tables:
        return
    numbers_of_rows = _numbers(name for name, _, _ in _rows(plan))
    for index, mark in enumerate(plan.outline):
        if mark.kind != "heading" or not _numbers([mark.text]) - numbers_of_rows:
            continue
        missing = [name for name, headings in tables.items() if index not in headings]
        if missing:
            yield (
                Place(mark.line),
                f"“{mark.text}” has a heading, and no row in {join_words(missing, 'or')}; add it,"
                " or name it alike",
            )


def _rows_without_headings(plan: Plan) -> Reports:
    """Rows of phases without a heading, where others have one; each phase once."""
    rows = list(_rows(plan))
    if all(heading is None for _, _, heading in rows):
        return
    numbers = _numbers(mark.text for mark in plan.outline if mark.kind == "heading")
    for name, line, heading in rows:
        if heading is None and not _is_gate(name) and not _numbers([name]) & numbers:
            yield Place(line), f"“{name}” has no heading of its own; add one, or name it alike"


def _rows(plan: Plan) -> Iterator[tuple[str, int, int | None]]:
    """The effort table's phases, or else the dependency table's: name, line, heading's index."""
    if plan.effort is not None:
        yield from ((phase.name, phase.line, phase.heading) for phase in plan.effort.phases)
    elif plan.graphs:
        yield from ((node.name, node.line, node.heading) for node in plan.graphs[0].nodes)


def _numbers(names: Iterable[str]) -> set[int]:
    """The numbers of those names that are numbered as phases are: `Phases 2-4` has three."""
    labels = (parse_name(name).label for name in names)
    return {
        number
        for label in labels
        if label is not None and label.word in PHASE_WORDS and label.first[0]
        for number in range(label.first[0][0], min(label.last[0][0], MOST_PHASES) + 1)
    }


def _headings_of_tables(plan: Plan) -> Iterator[tuple[str, set[int]]]:
    """The tables, and the outline indexes of the headings that their rows have."""
    if plan.effort is not None:
        rows = plan.effort.phases
        yield "the effort table", {row.heading for row in rows if row.heading is not None}
    if plan.graphs:
        nodes = plan.graphs[0].nodes
        yield "the dependency table", {node.heading for node in nodes if node.heading is not None}


def _is_gate(name: str) -> bool:
    return name.casefold().rstrip(" )").endswith(("gate", "milestone", "checkpoint"))

"""Rules on phases that appear in several places of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.wording import join_words
from mkdocs_speckit.reading.names import PHASE_WORDS, parse_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.parts import EffortPhase, Node
    from mkdocs_speckit.model.plan import Plan

MAX_PHASE_NUMBER = 1000
"""Larger numbers are years or amounts."""


@rule("info")
def phase_mismatch(plan: Plan) -> Reports:
    """Report a phase that is missing from one of the two tables or from the headings.

    Such a phase has no place in the schedule, or no effort, or no description of its work. Gates
    and milestones need no effort. Only numbered headings such as `Phase 2: Oven` are compared with
    the rows, and only if at least one row has its heading. `Phase 2` and `Phase 2a` count as the
    same phase here.

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

    To fix it, use the same name everywhere, or add the missing row or heading.
    """
    effort, graph = plan.effort, next(iter(plan.graphs), None)
    if effort is not None and graph is not None:
        matched = {index for node in graph.nodes for index in node.efforts}
        for index, phase in enumerate(effort.phases):
            if index not in matched:
                yield (
                    Place(phase.line),
                    f"“{phase.name}” appears in the effort table but not in the dependency table;"
                    " use the same name in both",
                )
        for node in graph.nodes:
            if not node.efforts and not _is_gate(node.name):
                yield (
                    Place(node.line),
                    f"“{node.name}” appears in the dependency table but not in the effort table;"
                    " use the same name in both",
                )
    yield from _compare_with_headings(plan)


def _compare_with_headings(plan: Plan) -> Reports:
    """Report numbered headings without a row, and rows without a heading.

    Both are expected only in a table that has at least one row with a heading.
    """
    tables: dict[str, Sequence[EffortPhase | Node]] = {}
    if plan.effort is not None:
        tables["the effort table"] = plan.effort.phases
    if plan.graphs:
        tables["the dependency table"] = plan.graphs[0].nodes
    headings_of = {table: {row.heading for row in rows} - {None} for table, rows in tables.items()}
    if not any(headings_of.values()):
        return

    # The effort table's rows are compared, or else those of the dependency table.
    rows = next(iter(tables.values()))
    numbers_of_rows = _read_numbers(row.name for row in rows)
    for index, mark in enumerate(plan.outline):
        if mark.kind != "heading" or not _read_numbers([mark.text]) - numbers_of_rows:
            continue
        missing = [table for table, own in headings_of.items() if own and index not in own]
        if missing:
            yield (
                Place(mark.line),
                f"“{mark.text}” has a heading but no row in {join_words(missing, 'or')}; add the"
                " row, or use the same name in both",
            )

    if all(row.heading is None for row in rows):
        return
    numbers = _read_numbers(mark.text for mark in plan.outline if mark.kind == "heading")
    for row in rows:
        if (
            row.heading is None
            and not _is_gate(row.name)
            and not _read_numbers([row.name]) & numbers
        ):
            yield (
                Place(row.line),
                f"“{row.name}” has no heading of its own; add one, or use the same name in both",
            )


def _read_numbers(names: Iterable[str]) -> set[int]:
    """The numbers of the names that are numbered as phases are: `Phases 2-4` has 2, 3 and 4."""
    labels = (parse_name(name).label for name in names)
    return {
        number
        for label in labels
        if label is not None and label.word in PHASE_WORDS and label.first[0]
        for number in range(label.first[0][0], min(label.last[0][0], MAX_PHASE_NUMBER) + 1)
    }


def _is_gate(name: str) -> bool:
    return name.casefold().rstrip(" )").endswith(("gate", "milestone", "checkpoint"))

"""Rules on phases that appear in several places of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.wording import join_words, shorten_list
from mkdocs_speckit.reading.names import PHASE_WORDS, parse_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.parts import EffortPhase, Node
    from mkdocs_speckit.model.plan import Plan

MAX_NAMED = 4
"""How many phases one message names."""

MAX_PHASE_NUMBER = 1000
"""Larger numbers are years or amounts."""


@rule("info")
def phase_mismatch(plan: Plan) -> Reports:
    """Report phases that are missing from one of the two tables or from the headings.

    Such a phase has no place in the schedule, or no effort, or no description of its work. All
    differences between the tables are one finding, and all differences from the headings are
    another. Gates and milestones need no effort. Only numbered headings such as `Phase 2: Oven` are
    compared with the rows, and only if at least one row has its heading. `Phase 2` and `Phase 2a`
    count as the same phase here.

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
    yield from _compare_tables(plan)
    yield from _compare_with_headings(plan)


def _compare_tables(plan: Plan) -> Reports:
    """Report the rows that only one of the two tables has."""
    effort, graph = plan.effort, next(iter(plan.graphs), None)
    if effort is None or graph is None:
        return
    matched = {index for node in graph.nodes for index in node.efforts}
    estimated = [phase for index, phase in enumerate(effort.phases) if index not in matched]
    ordered = [node for node in graph.nodes if not node.efforts and not _is_gate(node.name)]
    facts = [
        f"{_list_names(names)} {'appears' if len(names) == 1 else 'appear'} in the {one} table but"
        f" not in the {other} table"
        for names, one, other in (
            ([phase.name for phase in estimated], "effort", "dependency"),
            ([node.name for node in ordered], "dependency", "effort"),
        )
        if names
    ]
    if facts:
        lines = [*(phase.line for phase in estimated), *(node.line for node in ordered)]
        yield Place(min(lines)), f"{', and '.join(facts)}; use the same name in both"


def _list_names(names: Sequence[str]) -> str:
    return shorten_list([f"“{name}”" for name in names], MAX_NAMED)


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
    facts: list[str] = []
    lines: list[int] = []
    without_row: dict[str, list[str]] = {}
    for index, mark in enumerate(plan.outline):
        if mark.kind != "heading" or not _read_numbers([mark.text]) - numbers_of_rows:
            continue
        missing = [table for table, own in headings_of.items() if own and index not in own]
        if missing:
            without_row.setdefault(join_words(missing, "or"), []).append(mark.text)
            lines.append(mark.line)
    for where, headings in without_row.items():
        has = "has a heading" if len(headings) == 1 else "have headings"
        facts.append(f"{_list_names(headings)} {has} but no row in {where}")

    numbers = _read_numbers(mark.text for mark in plan.outline if mark.kind == "heading")
    without_heading = [
        row
        for row in rows
        if row.heading is None
        and not _is_gate(row.name)
        and not _read_numbers([row.name]) & numbers
    ]
    if without_heading and any(row.heading is not None for row in rows):
        has = "has no heading" if len(without_heading) == 1 else "have no headings"
        facts.append(f"{_list_names([row.name for row in without_heading])} {has}")
        lines += [row.line for row in without_heading]
    if facts:
        message = f"{', and '.join(facts)}; use the same names, or add what is missing"
        yield Place(min(lines)), message


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

"""Rules on the effort table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule
from mkdocs_speckit.model.estimate import HOURS, is_mismatch
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.wording import format_range
from mkdocs_speckit.schedule import schedule_plan

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.plan import Plan


@rule("warning")
def effort_total_mismatch(plan: Plan) -> Reports:
    """Report a declared total that differs from the sum of its rows by more than 10 %.

    People plan with the total and work by the rows; one of the two is wrong. A total whose row says
    that it is of something else is not compared: one with a buffer, contingency, reserve or
    overhead; of what runs in parallel, of elapsed or calendar time, of what is remaining, spent or
    saved; of the MVP, or without or excluding something.

    Bad:

        | Phase     | Effort    |
        |-----------|-----------|
        | Setup     | 1-2 hours |
        | Core      | 4-6 hours |
        | **Total** | 4-6 hours |

    Good:

        | Phase     | Effort    |
        |-----------|-----------|
        | Setup     | 1-2 hours |
        | Core      | 4-6 hours |
        | **Total** | 5-8 hours |

    To fix it, correct the total or the row that is wrong.
    """
    effort = plan.effort
    if effort is not None and effort.declared is not None and effort.is_mismatched:
        yield (
            effort.declared.place,
            f"the effort total does not add up: the phases sum to"
            f" {format_range(effort.total, effort.unit)}, the table says"
            f" {format_range(effort.declared.estimate, effort.unit)}; correct the total or the"
            " phases",
        )


@rule("info")
def effort_several_quantities(plan: Plan) -> Reports:
    """Report a cell with several quantities, of which the first counts.

    Bad:

        | Phase | Effort               |
        |-------|----------------------|
        | Core  | 4-6h quick, 9h whole |

    Good:

        | Phase | Effort                 |
        |-------|------------------------|
        | Core  | 4-6h (9h with the API) |

    To fix it, write the estimate that counts, and the others in parentheses.
    """
    if plan.effort is not None:
        for place in plan.effort.several_quantities:
            yield (
                place,
                "this cell has several quantities, and the first one counts;"
                " put the others in parentheses",
            )


@rule("warning")
def effort_range_reversed(plan: Plan) -> Reports:
    """Report a range whose first number is larger than its second.

    It is read with its ends exchanged, but it may be a slip of another kind.

    Bad:

        | Phase | Effort    |
        |-------|-----------|
        | Core  | 8-4 hours |

    Good:

        | Phase | Effort    |
        |-------|-----------|
        | Core  | 4-8 hours |

    To fix it, write the smaller number first.
    """
    if plan.effort is not None:
        for place in plan.effort.reversed_ranges:
            yield place, "the range begins with its larger number; write the smaller one first"


@rule("info")
def effort_unestimated(plan: Plan) -> Reports:
    """Report a phase of the effort table without an estimate.

    The total is then a lower bound. A phase that is `included` elsewhere is left alone.

    Bad:

        | Phase | Effort  |
        |-------|---------|
        | Setup | 2h      |
        | Core  | Minimal |

    Good:

        | Phase | Effort |
        |-------|--------|
        | Setup | 2h     |
        | Core  | 1h     |

    To fix it, estimate the phase, or strike its row out if it was dropped.
    """
    if plan.effort is None or not plan.effort.is_estimated:
        return
    for phase in plan.effort.phases:
        if phase.estimate is None and not phase.withdrawn and not phase.included:
            yield Place(phase.line), f"“{phase.name}” has no estimate; the total leaves it out"


@rule("warning")
def effort_mixed_units(plan: Plan) -> Reports:
    """Report a row in another unit than the rest of the effort table.

    Hours and points do not add up: the row is left out of the total.

    Bad:

        | Phase | Effort   |
        |-------|----------|
        | Setup | 2h       |
        | Core  | 5 points |

    Good:

        | Phase | Effort |
        |-------|--------|
        | Setup | 2h     |
        | Core  | 8h     |

    To fix it, estimate all rows in one unit.
    """
    if plan.effort is not None:
        for place in plan.effort.other_units:
            yield (
                place,
                f"this row is in another unit than the table ({plan.effort.unit}), and is left out"
                " of its total; estimate it in the same unit",
            )


@rule("info")
def critical_path_mismatch(plan: Plan) -> Reports:
    """Report a declared critical path that is not as long as the one that the phases make.

    The declared one was worked out once; estimates and dependencies have moved on since, or it
    counts other steps. A single figure within the range is no mismatch.

    Bad:

        | Phase | Depends On | Effort |
        |-------|------------|--------|
        | One   | None       | 2h     |
        | Two   | One        | 3h     |

        **Total Critical Path**: 9 hours

    Good:

        | Phase | Depends On | Effort |
        |-------|------------|--------|
        | One   | None       | 2h     |
        | Two   | One        | 3h     |

        **Total Critical Path**: 5 hours

    To fix it, correct the total, an estimate or a dependency.
    """
    schedule, declared = schedule_plan(plan), plan.declared_path
    if schedule is None or declared is None or schedule.unestimated:
        return
    said, made = declared.estimate, schedule.length
    is_inside = made.low <= said.low == said.high <= made.high
    if not is_inside and is_mismatch(said, made):
        nodes = plan.graphs[0].nodes
        path = " → ".join(nodes[index].name for index in schedule.critical_path)
        yield (
            declared.place,
            f"the critical path is said to take {format_range(declared.estimate)}, the phases make"
            f" it {format_range(schedule.length)} ({path}); correct the total or the phases",
        )


@rule("warning")
def critical_path_exceeds_total(plan: Plan) -> Reports:
    """Report a declared critical path that is longer than all effort together.

    A path goes through some of the phases; it cannot take longer than all of them.

    Bad:

        | Phase | Effort |
        |-------|--------|
        | One   | 2h     |

        **Total Critical Path**: 9 hours

    Good:

        | Phase | Effort |
        |-------|--------|
        | One   | 9h     |

        **Total Critical Path**: 9 hours

    To fix it, correct the path's total, or the estimate that is too low.
    """
    effort, declared = plan.effort, plan.declared_path
    if effort is None or declared is None or effort.unestimated or effort.unit != HOURS:
        return
    if effort.is_estimated and declared.estimate.low > effort.total.high:
        yield (
            declared.place,
            f"the critical path is said to take {format_range(declared.estimate)}, and all phases"
            f" together take {format_range(effort.total)}; correct one of the two",
        )

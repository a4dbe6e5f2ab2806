"""Rules on the effort table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule
from mkdocs_speckit.model.parts import HOURS, Place, is_mismatch
from mkdocs_speckit.model.wording import format_range, shorten_list
from mkdocs_speckit.schedule import schedule_plan

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.plan import Plan


MAX_NAMED = 4
"""How many phases one message names."""


@rule("warning")
def effort_total_mismatch(plan: Plan) -> Reports:
    """Report a declared total that differs from the sum of its rows by more than 10 %.

    People plan with the total and work by the rows, and one of the two is wrong. A total that
    differs by half an hour or less is only rounded. A total that contains the sum, or lies within
    it, is another estimate of the same work. Neither is reported.

    A total is not compared if its row says that it is not the plain sum. Examples are a buffer,
    contingency, reserve or overhead; parallel work, elapsed or calendar time; time that is
    remaining, spent or saved; a total for the MVP, or one without or excluding something.

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
            f" {format_range(effort.total, effort.unit)}, but the table says"
            f" {format_range(effort.declared.estimate, effort.unit)}; correct the total or the"
            " phases",
        )


@rule("info")
def effort_several_quantities(plan: Plan) -> Reports:
    """Report a cell with several quantities, of which only the first counts.

    Bad:

        | Phase | Effort               |
        |-------|----------------------|
        | Core  | 4-6h quick, 9h whole |

    Good:

        | Phase | Effort                 |
        |-------|------------------------|
        | Core  | 4-6h (9h with the API) |

    To fix it, write the estimate that should count first, and the others in parentheses.
    """
    if plan.effort is not None:
        for place in plan.effort.several_quantities:
            yield (
                place,
                "this cell has several quantities, of which only the first counts;"
                " put the others in parentheses",
            )


@rule("warning")
def effort_range_reversed(plan: Plan) -> Reports:
    """Report a range whose first number is larger than its second.

    The two are exchanged when the table is read, but the mistake may be a different one.

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
            yield place, "this range begins with its larger number; write the smaller one first"


@rule("info")
def effort_unestimated(plan: Plan) -> Reports:
    """Report the phases in the effort table that have no estimate.

    The total is then only a lower bound. A phase that is `included` elsewhere, or `Done`, is not
    reported.

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
    phases = [
        phase
        for phase in plan.effort.phases
        if phase.estimate is None and not phase.withdrawn and not phase.included
    ]
    if phases:
        names = shorten_list([f"“{phase.name}”" for phase in phases], MAX_NAMED)
        has, them = ("has", "it") if len(phases) == 1 else ("have", "them")
        yield (
            Place(phases[0].line),
            f"{names} {has} no estimate, so the total does not include {them}; estimate {them}, or"
            f" strike out what was dropped",
        )


@rule("warning")
def effort_mixed_units(plan: Plan) -> Reports:
    """Report a row whose unit differs from the rest of the effort table.

    Hours and points cannot be added, so the total does not include the row. Nothing is reported
    if no row has the unit of the declared total.

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
    effort = plan.effort
    if effort is not None and (effort.is_estimated or effort.declared is None):
        for place in effort.other_units:
            yield (
                place,
                f"this row has a different unit than the table ({effort.unit}), so the total"
                " does not include it; estimate it in the same unit",
            )


@rule("info")
def critical_path_mismatch(plan: Plan) -> Reports:
    """Report a stated length of the critical path that differs from the computed one.

    The estimates or the dependencies may have changed since someone worked the length out. Or it
    counts other steps. A single figure within the computed range is not reported.

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
            f"the plan states a critical path of {format_range(declared.estimate)}, but its phases"
            f" take {format_range(schedule.length)} ({path}); correct the total or the phases",
        )


@rule("warning")
def critical_path_exceeds_total(plan: Plan) -> Reports:
    """Report a stated length of the critical path that exceeds the effort of all phases together.

    A path goes through some of the phases, so it cannot take longer than all of them.

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
            f"the plan states a critical path of {format_range(declared.estimate)}, but all phases"
            f" together take {format_range(effort.total)}; correct one of the two",
        )

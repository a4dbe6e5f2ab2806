"""Rules on the schedule that a plan declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule
from mkdocs_speckit.model.estimate import HOURS, is_mismatch
from mkdocs_speckit.model.wording import effort_range
from mkdocs_speckit.schedule import plan_schedule

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.plan import Plan


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
    schedule, declared = plan_schedule(plan), plan.declared_path
    if schedule is None or declared is None or schedule.unestimated:
        return
    said, made = declared.estimate, schedule.length
    is_inside = made.low <= said.low == said.high <= made.high
    if not is_inside and is_mismatch(said, made):
        nodes = plan.graphs[0].nodes
        path = " → ".join(nodes[index].name for index in schedule.critical_path)
        yield (
            declared.place,
            f"the critical path is said to take {effort_range(declared.estimate)}, the phases make"
            f" it {effort_range(schedule.length)} ({path}); correct the total or the phases",
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
            f"the critical path is said to take {effort_range(declared.estimate)}, and all phases"
            f" together take {effort_range(effort.total)}; correct one of the two",
        )

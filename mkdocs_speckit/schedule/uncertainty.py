"""When a schedule is likely finished: at P50 and at P80 (`docs/numbers.md`, section 4).

PERT (Malcolm, Roseboom, Clark and Fazar, *Application of a Technique for Research and Development
Program Evaluation*, 1959): each range is a three-point estimate, low, midpoint and high. Its mean
is (low + 4 · midpoint + high) / 6, which is the midpoint; its standard deviation is a sixth of the
range. Phases vary independently, and their sum along the critical path is taken as normal.

For example, 4–6 h and then 1–4 h: the means add up to 5 + 2.5 = 7.5 h, the squared deviations to
(2/6)² + (3/6)² = 0.361, so the deviation is 0.601 h. P50 is 7.5 h, P80 7.5 + 0.84 · 0.601 = 8.0 h.
"""

from __future__ import annotations

from math import hypot
from statistics import NormalDist
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.schedule import schedule_plan, schedule_remaining_plan

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.schedule import Schedule

LIKELY, SAFE = 0.5, 0.8
"""The probabilities of P50 and P80."""

DEVIATIONS_OF_SAFE = NormalDist().inv_cdf(SAFE)
"""A normal sum stays within the mean and 0.84 standard deviations in 80 % of cases."""

DEVIATIONS_OF_RANGE = 6
"""A range is six standard deviations wide."""


class Finish(Struct, frozen=True):
    """The hours from the start to the end of all phases, kept to in 50 % and in 80 % of cases."""

    p50: float
    p80: float


def estimate_remaining_finish(plan: Plan) -> Finish | None:
    """Estimate when what is open of a plan is finished, from now on.

    While nothing is ticked, everything is open. None while an open phase has no estimate, and where
    something is ticked but no phase has boxes that tell what.
    """
    timed = schedule_remaining_plan(plan)
    counted = plan.progress.completion if plan.progress else plan.completion
    if timed is None and not counted.done:
        timed = schedule_plan(plan)
    if timed is None or plan.open_unestimated:
        return None
    nodes = plan.graphs[0].nodes
    if not all(plan.is_done(nodes[index]) for index in timed.unestimated):
        return None
    return estimate_finish(timed)


def estimate_finish(timed: Schedule) -> Finish | None:
    """Estimate when a schedule's phases are finished, along its critical path.

    A phase without an estimate takes no time. None if every estimate of the schedule is exact.
    """
    if all(a.estimate is None or a.estimate.low == a.estimate.high for a in timed.activities):
        return None
    ranges = [timed.activities[node].estimate for node in timed.critical_path]
    mean = sum(estimate.expected for estimate in ranges if estimate)
    widths = (estimate.high - estimate.low for estimate in ranges if estimate)
    deviation = hypot(*widths) / DEVIATIONS_OF_RANGE
    return Finish(mean, mean + DEVIATIONS_OF_SAFE * deviation)

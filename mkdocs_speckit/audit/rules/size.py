"""Rules on how large a plan is for its level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule
from mkdocs_speckit.model import levels
from mkdocs_speckit.model.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.plan import Plan


@rule("info")
def level_size(plan: Plan) -> Reports:
    """Report a plan that is much larger or smaller than plans of its level are.

    A level that is too low leaves out what a large plan needs; one that is too high is paperwork.
    Counted are the phases of a plan and the tasks of a task list; sections are counted where fewer
    than half of those that the template has are there. Usual are

        level 1: up to 6 phases, up to 30 tasks
        level 2: 2 to 15 phases, 5 to 100 tasks
        level 3: 3 to 30 phases, 10 to 250 tasks
        level 3+: 3 phases or more, 20 tasks or more

    To fix it, correct the level, or divide the plan.
    """
    level = plan.level.value
    if level is None:
        return
    for number, thing, size in _sizes(plan, level):
        if size.most is not None and number > size.most:
            yield (
                plan.level.place,
                f"{count(number, thing)} are many for level {level}, where there are up to"
                f" {size.most}; raise the level, or divide the plan",
            )
        elif size.least is not None and number < size.least:
            yield (
                plan.level.place,
                f"{count(number, thing)}: few for level {level}, where there are {size.least} or"
                " more; a lower level may do",
            )


def _sizes(plan: Plan, level: str) -> Iterator[tuple[int, str, levels.Size]]:
    """What is counted, how many there are, and how many there usually are."""
    if plan.kind == "plan" and (phases := _phases(plan)):
        yield phases, "phase", levels.usual_phases(level)
    if plan.kind == "tasks" and plan.items:
        yield len(plan.items), "task", levels.usual_tasks(level)
    usual = len(levels.sections(plan.kind, level))
    if usual and level != levels.LEVELS[0]:
        written = sum(mark.kind == "heading" and mark.level == SECTION for mark in plan.outline)
        yield written, "section", levels.Size(usual // 2, None)


def _phases(plan: Plan) -> int:
    """How many phases the tables have; the longer one where they differ."""
    rows = len(plan.effort.phases) if plan.effort else 0
    return max(rows, len(plan.graphs[0].nodes) if plan.graphs else 0)


SECTION = 2
"""The depth of a section's heading, under the title."""

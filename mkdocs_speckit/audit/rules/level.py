"""Rules on the level marker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import feature_rule, rule
from mkdocs_speckit.model import levels
from mkdocs_speckit.model.levels import FILE_OF_KIND
from mkdocs_speckit.model.wording import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.plan import Plan


@rule("error")
def unknown_level(plan: Plan) -> Reports:
    """Report a level marker whose value is none of 1, 2, 3 and 3+.

    What a plan must contain follows from its level. With a level that nobody knows, nothing can
    be expected of it.

    Bad:

        <!-- SPECKIT_LEVEL: N -->

    Good:

        <!-- SPECKIT_LEVEL: 2 -->

    To fix it, write the level that the plan was made for.
    """
    for level in plan.levels:
        if level.value is None:
            written = (
                f"level “{level.written}” is unknown" if level.written else "the level is empty"
            )
            yield level.place, f"{written}; write 1, 2, 3 or 3+"


@rule("warning")
def conflicting_levels(plan: Plan) -> Reports:
    """Report a second level marker that states another level than the first.

    The first one counts; a reader of the second is misled.

    Bad:

        <!-- SPECKIT_LEVEL: 2 -->
        <!-- SPECKIT_LEVEL: 3 -->

    Good:

        <!-- SPECKIT_LEVEL: 3 -->

    To fix it, keep the marker that is right and take the other out.
    """
    for level in plan.levels[1:]:
        first = plan.levels[0]
        if level.value is not None and first.value is not None and level.value != first.value:
            yield (
                level.place,
                f"this marker says level {level.value}, line {first.place.line} says level "
                f"{first.value}, which counts; keep one of the two",
            )


@feature_rule("error")
def level_mismatch(plan: Plan, feature: Feature) -> Reports:
    """Report a document whose level is not that of the others in its folder.

    The documents of one folder are one feature, and a feature has one level: it says which
    documents and sections there must be. A folder with several plans is a collection, not a
    feature, and so is one whose documents have names of their own. Other pages in a feature's
    folder are left alone.

    To fix it, write the same level into all of them. The plan's counts, or else the
    spec's, and so on.
    """
    leading = feature.leading
    if (
        not feature.has_usual_names
        or not {plan.kind, leading.kind} <= FILE_OF_KIND.keys()
        or None in (plan.known_level, leading.known_level)
        or plan.known_level == leading.known_level
    ):
        return
    yield (
        plan.place,
        f"this document is of level {plan.known_level}, {leading.path.rpartition('/')[2]} beside it"
        f" of level {leading.known_level}; write the same level into both",
    )


@rule("warning")
def level_undeclared(plan: Plan) -> Reports:
    """Report a metadata table that states another level than the marker.

    Readers see the table, tools the marker. A metadata table has two columns, and a first header
    such as Field or Property, or rows such as Status, Owner or Created.

    Bad:

        <!-- SPECKIT_LEVEL: 2 -->

        | Field | Value |
        |-------|-------|
        | Level | 3     |

    Good:

        <!-- SPECKIT_LEVEL: 2 -->

        | Field | Value |
        |-------|-------|
        | Level | 2     |

    To fix it, correct the one that is wrong.
    """
    for stated in plan.stated_levels:
        if plan.known_level is not None and stated.value != plan.known_level:
            yield (
                stated.place,
                f"the table says level {stated.value}, the marker in line {plan.place.line}"
                f" says level {plan.known_level}; correct one of the two",
            )


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
    level = plan.known_level
    if level is None:
        return
    for number, thing, size in _sizes(plan, level):
        if size.most is not None and number > size.most:
            yield (
                plan.place,
                f"{format_count(number, thing)} are many for level {level}, where there are up to"
                f" {size.most}; raise the level, or divide the plan",
            )
        elif size.least is not None and number < size.least:
            yield (
                plan.place,
                f"{format_count(number, thing)}: few for level {level}, where there are"
                f" {size.least} or more; a lower level may do",
            )


def _sizes(plan: Plan, level: str) -> Iterator[tuple[int, str, levels.UsualSize]]:
    """What is counted, how many there are, and how many there usually are."""
    if plan.kind == "plan" and (phases := _phases(plan)):
        yield phases, "phase", levels.USUAL_PHASES[level]
    if plan.kind == "tasks" and plan.items:
        yield len(plan.items), "task", levels.USUAL_TASKS[level]
    usual = len(levels.list_required_sections(plan.kind, level))
    if usual and level != levels.LEVELS[0]:
        written = sum(mark.kind == "heading" and mark.level == SECTION for mark in plan.outline)
        yield written, "section", levels.UsualSize(usual // 2, None)


def _phases(plan: Plan) -> int:
    """How many phases the tables have; the longer one where they differ."""
    rows = len(plan.effort.phases) if plan.effort else 0
    return max(rows, len(plan.graphs[0].nodes) if plan.graphs else 0)


SECTION = 2
"""The depth of a section's heading, under the title."""

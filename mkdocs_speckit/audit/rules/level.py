"""Rules on the level marker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import feature_rule, rule
from mkdocs_speckit.model import levels
from mkdocs_speckit.model.levels import FILE_OF_KIND, UsualSize
from mkdocs_speckit.model.wording import format_count

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.plan import Plan


@rule("warning")
def unknown_level(plan: Plan) -> Reports:
    """Report a level marker whose value is not 1, 2, 3 or 3+.

    The level determines what a plan must contain. Without a known level, nothing can be required of
    the plan.

    Bad:

        <!-- SPECKIT_LEVEL: N -->

    Good:

        <!-- SPECKIT_LEVEL: 2 -->

    To fix it, write the level that the plan was made for.
    """
    for level in plan.levels:
        if level.value is None and plan.is_certain:
            fault = f"level “{level.written}” is unknown" if level.written else "the level is empty"
            yield level.place, f"{fault}; write 1, 2, 3 or 3+"


@rule("warning")
def conflicting_levels(plan: Plan) -> Reports:
    """Report a second level marker that states a different level than the first.

    The first one counts; the second misleads readers.

    Bad:

        <!-- SPECKIT_LEVEL: 2 -->
        <!-- SPECKIT_LEVEL: 3 -->

    Good:

        <!-- SPECKIT_LEVEL: 3 -->

    To fix it, keep the marker that is right and remove the other.
    """
    for level in plan.levels[1:]:
        first = plan.levels[0]
        if level.value is not None and first.value is not None and level.value != first.value:
            yield (
                level.place,
                f"this marker says level {level.value}, but line {first.place.line} says level"
                f" {first.value}, which counts; keep only one of the two",
            )


@feature_rule("warning")
def level_mismatch(plan: Plan, feature: Feature) -> Reports:
    """Report a document whose level differs from the other documents in its folder.

    The documents of a folder are one feature. A feature has one level, which determines the
    documents and sections that it needs. A folder is not checked if it has several plans, or
    documents with other names than `plan.md`, `spec.md` and so on: then it is a collection and not
    a feature. Other pages in the folder of a feature are not checked either.

    To fix it, write the same level in all of them. The level of the plan counts. If there is no
    plan, the level of the spec counts, and so on.
    """
    leading = feature.leading
    if (
        not feature.has_usual_names
        or not {plan.kind, leading.kind} <= FILE_OF_KIND.keys()
        or None in (plan.required_level, leading.required_level)
        or plan.required_level == leading.required_level
    ):
        return
    yield (
        plan.place,
        f"this document has level {plan.known_level}, but {leading.path.rpartition('/')[2]} in the"
        f" same folder has level {leading.known_level}; write the same level in both",
    )


@rule("warning")
def level_undeclared(plan: Plan) -> Reports:
    """Report a metadata table that states a different level than the marker.

    Readers see the table, and tools read the marker. A metadata table has two columns, and either a
    first header such as Field or Property, or rows such as Status, Owner or Created.

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
        if plan.required_level is not None and stated.value != plan.required_level:
            yield (
                stated.place,
                f"the table says level {stated.value}, but the marker in line {plan.place.line}"
                f" says level {plan.known_level}; correct one of the two",
            )


@rule("info")
def level_size(plan: Plan) -> Reports:
    """Report a plan that is much larger or smaller than plans of its level usually are.

    If the level is too low, the plan lacks what a large plan needs. If it is too high, the plan has
    needless paperwork. The rule counts the phases of a plan and the tasks of a task list.
    `missing-section` reports sections that a document lacks. Usual sizes are

        level 1: up to 6 phases, up to 30 tasks
        level 2: 2 to 15 phases, 5 to 100 tasks
        level 3: 3 to 30 phases, 10 to 250 tasks
        level 3+: 3 phases or more, 20 tasks or more

    To fix it, correct the level, or divide the plan.
    """
    level = plan.required_level
    if level is None:
        return
    sizes: list[tuple[int, str, UsualSize]] = []
    if plan.kind == "plan":
        rows = len(plan.effort.phases) if plan.effort else 0
        if phases := max(rows, len(plan.graphs[0].nodes) if plan.graphs else 0):
            sizes.append((phases, "phase", levels.USUAL_PHASES[level]))
    if plan.kind == "tasks" and plan.items:
        sizes.append((len(plan.items), "task", levels.USUAL_TASKS[level]))
    for number, thing, size in sizes:
        if size.most is not None and number > size.most:
            yield (
                plan.place,
                f"level {level} usually has up to {format_count(size.most, thing)}, but this"
                f" document has {number:,}; raise the level, or divide the plan",
            )
        elif size.least is not None and number < size.least:
            yield (
                plan.place,
                f"level {level} usually has {format_count(size.least, thing)} or more, but this"
                f" document has {number:,}; a lower level may be enough",
            )

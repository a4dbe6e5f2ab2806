"""Rules on the level marker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.plan import Plan


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
    first, *others = plan.levels
    for level in others:
        if level.value is not None and first.value is not None and level.value != first.value:
            yield (
                level.place,
                f"this marker says level {level.value}, line {first.place.line} says level "
                f"{first.value}, which counts; keep one of the two",
            )

"""Rules on the level marker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import feature_rule, rule
from mkdocs_speckit.model.levels import FILE_OF_KIND

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.features.feature import Feature
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
    first, *others = plan.levels
    for level in others:
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
        or None in (plan.level.value, leading.level.value)
        or plan.level.value == leading.level.value
    ):
        return
    yield (
        plan.level.place,
        f"this document is of level {plan.level.value}, {leading.path.rpartition('/')[2]} beside it"
        f" of level {leading.level.value}; write the same level into both",
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
        if plan.level.value is not None and stated.value != plan.level.value:
            yield (
                stated.place,
                f"the table says level {stated.value}, the marker in line {plan.level.place.line}"
                f" says level {plan.level.value}; correct one of the two",
            )

"""Rules on a document as one of its feature's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.plan import Anchor, Plan


@rule("info")
def missing_template_source(plan: Plan) -> Reports:
    """Report a document that does not say which template it was made from.

    What kind of document it is follows from its file name alone then.

    Good:

        <!-- SPECKIT_TEMPLATE_SOURCE: plan-core | v2.2 -->

    To fix it, add the comment under the level marker.
    """
    if plan.template is None:
        yield (
            plan.level.place,
            "the document does not say which template it was made from; add"
            " <!-- SPECKIT_TEMPLATE_SOURCE: … -->",
        )


@rule("warning")
def unbalanced_anchor(plan: Plan) -> Reports:
    """Report an anchor that begins and does not end, or ends and did not begin.

    Tools that take sections by their anchors get the rest of the document, or nothing.

    Bad:

        <!-- ANCHOR:summary -->

        Text.

    Good:

        <!-- ANCHOR:summary -->

        Text.

        <!-- /ANCHOR:summary -->

    To fix it, add the missing half of the pair.
    """
    opened: dict[str, Anchor] = {}
    for anchor in plan.anchors:
        if not anchor.is_end:
            if anchor.name in opened:
                yield opened[anchor.name].place, _never_ends(anchor.name)
            opened[anchor.name] = anchor
        elif opened.pop(anchor.name, None) is None:
            yield (
                anchor.place,
                f"the anchor “{anchor.name}” ends here, and began nowhere; add"
                f" <!-- ANCHOR:{anchor.name} --> where it begins, or take this out",
            )
    for name, anchor in opened.items():
        yield anchor.place, _never_ends(name)


def _never_ends(name: str) -> str:
    return f"the anchor “{name}” never ends; add <!-- /ANCHOR:{name} --> where it does"

"""Rules on comments that silence rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.plan import Plan


@rule("warning")
def unused_ignore(plan: Plan) -> Reports:  # noqa: ARG001
    """Report a comment that silences nothing, or names a rule that there is not.

    Such a comment outlived what it was for, and would hide the next slip in its place.

    Bad:

        <!-- speckit: ignore unfilled-placeholder -->
        All is written here.

    Good:

        <!-- speckit: ignore unfilled-placeholder -->
        Write [NAME] for the name.

    To fix it, take the comment out, or name the rule that is meant.
    """
    # What a comment silences is known only after all rules have run: see audit/suppression.py.
    yield from ()

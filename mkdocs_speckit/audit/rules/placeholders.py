"""Rules on text that was never written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.plan import Plan


@rule("warning")
def unfilled_placeholder(plan: Plan) -> Reports:
    """Report text of a template that its author was meant to replace.

    A reader cannot tell an unfilled placeholder from a decision that nobody has taken.

    Bad:

        - **Storage**: [e.g., PostgreSQL, None]

    Good:

        - **Storage**: SQLite

    To fix it, write what the brackets ask for, or delete the line.
    """
    for placeholder in plan.placeholders:
        yield (
            placeholder.place,
            f"placeholder {placeholder.text} is not filled in; replace it, or delete it",
        )


@rule("info")
def unfinished_content(plan: Plan) -> Reports:
    """Report a cell, item or value that says only `TBD`, `TODO`, `TBC` or `???`.

    Bad:

        - **Owner**: TBD

    Good:

        - **Owner**: the payments team

    To fix it, write what is to be said, or delete the line.
    """
    for place in plan.unfinished:
        yield place.place, f"{place.text}: nothing is written here yet; write it, or delete it"

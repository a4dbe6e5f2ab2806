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


@rule("warning")
def broken_table(plan: Plan) -> Reports:
    """Report lines of pipes that Markdown does not take for a table.

    Readers see the pipes, and nothing is counted. Right under a line of text GitHub shows a table,
    and Python-Markdown does not.

    Bad:

        | Phase | Estimated Effort |
        | Setup | 1 hour |

    Good:

        | Phase | Estimated Effort |
        |-------|------------------|
        | Setup | 1 hour |

    To fix it, add the line of dashes with as many columns as the header has, or the blank line
    before the table.
    """
    for fault in plan.table_faults:
        if fault.fault == "broken":
            yield (
                fault.place,
                "these lines look like a table but are none; add a line of dashes under the"
                " header, with as many columns",
            )
        elif fault.fault == "follows text":
            yield (
                fault.place,
                "the site does not show this table, as text stands right above it; put a blank line"
                " before it",
            )


@rule("warning")
def empty_table(plan: Plan) -> Reports:
    """Report a table that has a header and no rows.

    Bad:

        | Phase | Depends On |
        |-------|------------|

    To fix it, write the rows, or delete the table.
    """
    for fault in plan.table_faults:
        if fault.fault == "empty":
            yield fault.place, "this table has no rows; fill it, or delete it"

"""Rules on placeholders, unfinished text and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule
from mkdocs_speckit.model.formats import FORMATS, LEVEL, SPEC_KIT

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.plan import Plan


@rule("warning", formats=(LEVEL, SPEC_KIT), together=5)
def unfilled_placeholder(plan: Plan) -> Reports:
    """Report a placeholder of a template that nobody has replaced.

    Readers cannot tell an unfilled placeholder from a decision that nobody has made. Five or more
    in a document are one finding, which names their lines.

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

    To fix it, write the text, or delete the line.
    """
    for place in plan.unfinished:
        yield (
            place.place,
            f"{place.text}: nothing is written here yet; write it, or delete the line",
        )


@rule("warning", formats=FORMATS, together=2)
def broken_table(plan: Plan) -> Reports:
    """Report lines with pipes that Markdown does not read as a table.

    Readers see the pipes, and the figures are not read. If a table directly follows a line of text,
    GitHub shows it, but Python-Markdown does not. Several tables of a document that need the same
    are one finding, which names their lines.

    Bad:

        | Phase | Estimated Effort |
        | Setup | 1 hour |

    Good:

        | Phase | Estimated Effort |
        |-------|------------------|
        | Setup | 1 hour |

    To fix it, add a line of dashes with as many columns as the header has, or a blank line before
    the table.
    """
    for fault in plan.table_faults:
        if fault.fault == "broken":
            yield (
                fault.place,
                "these lines look like a table but are not one; add a line of dashes under the"
                " header, with as many columns as the header has",
            )
        elif fault.fault == "follows text":
            yield (
                fault.place,
                "the site does not show this as a table, because it directly follows text; put a"
                " blank line before it",
            )


@rule("warning", formats=FORMATS, together=2)
def empty_table(plan: Plan) -> Reports:
    """Report a table that has a header but no rows.

    Bad:

        | Phase | Depends On |
        |-------|------------|

    To fix it, write the rows, or delete the table.
    """
    for fault in plan.table_faults:
        if fault.fault == "empty":
            yield fault.place, "this table has no rows; fill it, or delete it"

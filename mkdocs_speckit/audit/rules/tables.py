"""Rules on tables that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.plan import Plan


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

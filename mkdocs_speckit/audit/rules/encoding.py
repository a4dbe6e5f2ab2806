"""Rules on the file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.plan import Plan


@rule("warning")
def invalid_encoding(plan: Plan) -> Reports:
    """Report bytes that are no UTF-8, once a line.

    Generators refuse such a page, and what these bytes mean nobody knows.

    To fix it, save the file as UTF-8.
    """
    for place in plan.undecodable:
        yield place, "this line has bytes that are no UTF-8; save the file as UTF-8"

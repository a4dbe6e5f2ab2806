"""The formats that plans are written in, and how to rule a document out without parsing it.

The module in `reading/formats/` that has a format's name reads it. The checks are here and not
there, because a site without plans never loads what reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.model.levels import MARKER, TEMPLATE_SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable

LEVEL = "level"
"""The format of documents with a level marker."""

CHECKS: dict[str, Callable[[str, str], bool]] = {
    LEVEL: lambda _path, text: MARKER in text or TEMPLATE_SOURCE in text
}
"""For each format a check of a document's path and text, which is false if it cannot be a plan.

A check must be fast, as it looks at all pages of a site. It may be true of a page without a plan.
"""


def may_be_plan(path: str, text: str) -> bool:
    """True if a document is worth parsing: in some format it may be a plan."""
    return any(check(path, text) for check in CHECKS.values())

"""What is to be shown on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_speckit.model.finding import Finding
    from mkdocs_speckit.model.plan import Plan


class Page(Struct, frozen=True):
    """What is to be shown on a page; `is_preview` where only its author sees it.

    `links` is the HTML that leads to the other documents of its feature.
    """

    plan: Plan
    findings: tuple[Finding, ...]
    is_preview: bool = False
    links: str = ""


class Host(NamedTuple):
    """Who knows the pages that a converter converts.

    `page_of` gives the page of a text as it was written and as it is converted, or None where that
    is no plan's. `overview_of` gives the overview for the attributes of a comment that asks for
    one, or None where the comment is to stay; it raises SelectionError. `report` is told which part
    of a page failed, `warn` what its author should know.
    """

    page_of: Callable[[str, str], Page | None]
    overview_of: Callable[[str], str | None]
    report: Callable[[str, Exception], None]
    warn: Callable[[str], None]

"""A page whose text is another one when it is converted: with includes in it, macros evaluated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mkdocs_speckit.page.content import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_speckit.model.plan import Plan


def is_same(written: str, text: str) -> bool:
    """Whether a text shows what was written; comments and blanks nobody sees."""
    return written == text or _words(written) == _words(text)


def with_front_matter(source: str, written: str, text: str) -> str:
    """A converted text after what its source has before the text as it was written."""
    return (source.rpartition(written)[0] if written else source) + text


def as_converted(page: Page | None, text: str, read: Callable[[str], Plan | None]) -> Page | None:
    """The page of the text that is converted, where `page` is that of the text as it was written.

    Its figures are those of what readers see. Findings stay those of the written text, whose lines
    the author knows.

    A page that was no plan's becomes one's by what it includes: of several plans it is none's, as
    figures of several under one title would be wrong.
    """
    plan = read(text)
    if plan is None:
        return None
    if page is None:
        return Page(plan, ()) if len(plan.levels) == 1 else None
    return replace(page, plan=plan)


def _words(text: str) -> list[str]:
    first, *others = text.split("<!--")
    return " ".join([first, *(other.partition("-->")[2] for other in others)]).split()

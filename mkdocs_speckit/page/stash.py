"""What Python-Markdown puts aside while it works: raw HTML and entities, under numbers."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

STASHED = re.compile("\x02wzxhzdk:([0-9]+)\x03")
"""Stands in the tree for what was put aside; its group is the number."""

Stash = Callable[[int], str]
"""Gives what was put aside under a number."""

_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(r"&#?\w+;")
_TAG_LIKE = re.compile(r"<(?:YOUR_VALUE_HERE|NEEDS[_ ]CLARIFICATION)\b[^<>]*>")


def shown_text(raw: str) -> str | None:
    """The text that raw HTML shows, None where it is markup.

    An entity shows its character; a placeholder that looks like a tag (section 6) is text.
    """
    if _ENTITY.fullmatch(raw):
        return html.unescape(raw)
    return raw if is_tag_like(raw) else None


def is_tag_like(raw: str) -> bool:
    """Whether raw HTML is a placeholder that only looks like a tag."""
    return _TAG_LIKE.fullmatch(raw) is not None


def all_text(raw: str) -> str:
    """All text in raw HTML, without its tags."""
    return html.unescape(_TAG.sub("", raw))

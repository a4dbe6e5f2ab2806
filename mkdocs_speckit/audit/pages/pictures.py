"""Pictures in HTML, and whether they tell those who do not see them anything (WCAG 2.2, 1.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from bs4 import Tag

DRAWINGS = frozenset(["svg", "canvas"])

_LABELS = ("aria-label", "aria-labelledby", "title")


def is_image(tag: Tag) -> bool:
    """Whether an element is an image wherever it stands."""
    is_button = tag.name == "input" and tag.get("type") == "image"
    return tag.name == "img" or is_button or tag.get("role") == "img"


def is_decoration(tag: Tag) -> bool:
    """Whether an element says that those who do not see it miss nothing."""
    return (
        tag.get("aria-hidden") == "true"
        or (tag.name == "img" and tag.has_attr("alt") and not str(tag["alt"]).strip())
        or (tag.name in (DRAWINGS | {"img"}) and tag.get("role") in ("presentation", "none"))
    )


def says_something(tag: Tag) -> bool:
    """Whether an element has a text in place of what it shows."""
    if any(str(tag.get(label, "")).strip() for label in (*_LABELS, "alt")):
        return True
    if tag.name == "svg":
        title = tag.find("title", recursive=False)
        return title is not None and bool(title.get_text(strip=True))
    return tag.name == "canvas" and bool(tag.get_text(strip=True))


def described(tag: Tag) -> str:
    """What a picture is called in a message."""
    if tag.name in DRAWINGS:
        return f"this drawing (<{tag.name}>)"
    source = urlsplit(str(tag.get("src", "")))
    name = "" if source.scheme == "data" else source.path.rpartition("/")[2]
    return f"the image {name}" if name else f"this image (<{tag.name}>)"

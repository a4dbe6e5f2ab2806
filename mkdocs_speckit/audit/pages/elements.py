"""What the elements of a built page are: text, heading, box, main content, a piece of ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4.element import NavigableString

from mkdocs_speckit.page.placeholder_marks import CODE
from mkdocs_speckit.reading.checklists import STATE_OF_BOX

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])

INLINE = frozenset(
    "a abbr b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark math q s"
    " samp script small span strike strong style sub sup svg time tt u var wbr".split()
)
"""The elements that stand within a line of text."""

OURS = "speckit-"
"""What our classes begin with."""

WHOLE_PAGE = frozenset(["body", "html", "[document]"])
"""What is read of a page that says nowhere what its main content is."""

_ON_AUTHORS_OWN = frozenset(
    ["speckit-placeholder", "speckit-item", "speckit-box", "speckit-drawing"]
)
"""Those of our classes that stand on what the author wrote."""

_NOT_TEXT = CODE | {"noscript", "select", "template", "textarea"}
_NOT_TEXT_CLASSES = frozenset(["toc", "arithmatex"])

_AROUND_CONTENT = frozenset(["header", "nav", "footer", "aside"])

_BOX_OF_STATE = {state: box for box, state in reversed(STATE_OF_BOX.items())}


def main_content(soup: BeautifulSoup) -> Tag:
    """The element that holds a page's main content, by the surest sign that there is."""
    found = (
        soup.find(True, class_="md-content")
        or soup.find(True, role="main")
        or soup.find(["main", "article"])
    )
    return found or soup.body or soup


def is_around_content(tag: Tag) -> bool:
    """Whether an element is a theme's part of a page, where no element is its main content."""
    return tag.name in _AROUND_CONTENT and not is_piece(tag)


def our_classes(tag: Tag) -> list[str]:
    """Those of an element's classes that we gave it."""
    return [name for name in tag.get_attribute_list("class") if name and name.startswith(OURS)]


def is_piece(tag: Tag) -> bool:
    """Whether an element is a piece that we put into the page, such as a summary."""
    return any(name.partition("--")[0] not in _ON_AUTHORS_OWN for name in our_classes(tag))


def is_not_text(tag: Tag) -> bool:
    """Whether nothing in an element is prose: code, formulas, and what stands in for a heading."""
    return (
        tag.name in _NOT_TEXT
        or tag.has_attr("hidden")
        or not _NOT_TEXT_CLASSES.isdisjoint(tag.get_attribute_list("class"))
        or _is_permalink(tag)
    )


def heading_text(tag: Tag) -> str:
    """A heading's text in one line, without the sign that links to it."""
    strings = [
        str(string)
        for string in tag.descendants
        if type(string) is NavigableString
        and not any(_is_permalink(parent) for parent in string.parents)
    ]
    return " ".join("".join(strings).split())


def block_of(tag: Tag) -> Tag:
    """The nearest element, this one or round it, that is a block of text."""
    while tag.name in INLINE and tag.parent is not None:
        tag = tag.parent
    return tag


def drawn_box(tag: Tag) -> str | None:
    """What stands between the brackets of a box that was drawn; None where there is none."""
    if tag.name == "input" and tag.get("type") == "checkbox":
        return "x" if tag.has_attr("checked") else " "
    if "speckit-box" in our_classes(tag):
        return next(
            (b for state, b in _BOX_OF_STATE.items() if tag.get("aria-label") == state), " "
        )
    return None


def fragment(tag: Tag) -> str | None:
    """What a link within the page leads to; None for all other elements."""
    target = str(tag.get("href", tag.get("xlink:href", "")))
    return target[1:] if tag.name == "a" and target.startswith("#") else None


def _is_permalink(tag: Tag) -> bool:
    """Whether an element is the sign, such as `¶`, by which a heading is linked to."""
    return fragment(tag) is not None and not re.search(r"\w", tag.get_text())

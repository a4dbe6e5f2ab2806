"""What the header of a page says, for tests that ask for its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag


class HeaderWords(NamedTuple):
    """The words of a header; `facts` are by their labels."""

    state: str
    counts: list[str]
    chip: str
    links: list[str]
    phases: list[str]
    facts: dict[str, str]
    notes: list[str]
    cautions: list[str]


def read_header(page: BeautifulSoup | Tag) -> HeaderWords:
    """Read the one header of a page."""
    (header,) = page.select(".speckit-header")
    state, *counts = words(header, ".speckit-top > span:not(.speckit-top-links, .speckit-chip)")
    return HeaderWords(
        state,
        counts,
        words(header, ".speckit-chip")[0],
        words(header, ".speckit-top-links a"),
        words(header, ".speckit-segment .speckit-hidden"),
        dict(zip(words(header, "dt"), words(header, "dd"), strict=True)),
        words(header, "p.speckit-quiet"),
        words(header, ".speckit-caution"),
    )


def words(soup: BeautifulSoup | Tag, selector: str) -> list[str]:
    """The texts of elements, each in one line."""
    return [" ".join(element.get_text().split()) for element in soup.select(selector)]

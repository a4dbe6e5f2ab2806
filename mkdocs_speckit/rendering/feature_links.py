"""The line under a document's title that leads to the other documents of its feature."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from mkdocs_speckit.rendering import MOST_KEPT, render
from mkdocs_speckit.rendering.overview import Link, document_links

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.rendering.overview import Href

MOST_LINKED = 50
"""So many documents of a feature are linked on each of its pages."""


@dataclass(frozen=True, slots=True)
class FeatureLinks:
    """The feature that this one is a part of, its documents and how many `more`, its parts."""

    whole: Link | None
    documents: tuple[Link, ...]
    more: int
    parts: tuple[Link, ...]


def feature_links(
    entry: Entry, whole: Entry | None, parts: Sequence[Entry], href: Href, current: str
) -> str:
    """The links of a page, `current` by its path; nothing where there is nowhere to go.

    `whole` is the feature that its own is a part of, `parts` are those of its own.
    """
    shown = [
        document
        for place, document in enumerate(entry.documents)
        if place < MOST_LINKED or document.path == current
    ]
    links = FeatureLinks(
        _link(whole, href) if whole else None,
        document_links(shown, href, current),
        len(entry.documents) - len(shown),
        tuple(_link(part, href) for part in parts),
    )
    if not (links.whole or links.documents or links.parts):
        return ""
    return _rendered(links)


@lru_cache(MOST_KEPT)
def _rendered(links: FeatureLinks) -> str:
    return render("feature_links.html", links=links)


def _link(entry: Entry, href: Href) -> Link:
    return Link(entry.title, entry.title, href(entry.path), entry.figures.completion)

"""Features from `sources` in a navigation that MkDocs makes of folders.

MkDocs sorts files by their names and titles a section by its folder: `003 guest checkout`, with the
plan before the spec. Here features are named by their titles, and their documents are in the order
in which they are written.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page

from mkdocs_speckit.model.levels import FILE_OF_KIND

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from mkdocs.structure import StructureItem
    from mkdocs.structure.nav import Navigation

_NUMBER = re.compile(r"\d+")

_RANKS = {
    file: rank for rank, file in enumerate(["proposal.md", "design.md", *FILE_OF_KIND.values()])
}


def arrange_features(
    navigation: Navigation, brought: Collection[str], find_title: Callable[[str], str | None]
) -> None:
    """Name and sort the sections of pages from sources.

    `brought` are the paths of these pages. `find_title` gives the title of the feature that all
    plans in a document's folder belong to, by the document's path.
    """
    for section in navigation.items:
        _arrange(section, 0, brought, find_title)
    pages = list(_list_pages(navigation.items))
    if pages == navigation.pages:
        return
    navigation.pages[:] = pages
    for page, before, after in zip(pages, [None, *pages], [*pages[1:], None], strict=False):
        page.previous_page, page.next_page = before, after


def _arrange(
    item: StructureItem,
    depth: int,
    brought: Collection[str],
    find_title: Callable[[str], str | None],
) -> None:
    """Arrange what is under an item, if a page of it is from a source; `depth` is its folder's."""
    if not isinstance(item, Section):
        return
    if not any(page.file.src_uri in brought for page in _list_pages(item.children)):
        return
    own = [one.file.src_uri for one in item.children if isinstance(one, Page)]
    titles = {find_title(path) for path in own if path in brought}
    if len(titles) == 1 and (title := titles.pop()):
        item.title = title
    item.children.sort(key=lambda one: _rank(one, depth + 1))
    for child in item.children:
        _arrange(child, depth + 1, brought, find_title)


def _rank(item: StructureItem, depth: int) -> tuple[int, int]:
    """Where an item stands: pages before folders, those of a feature first, folders by number."""
    if isinstance(item, Page):
        name = PurePosixPath(item.file.src_uri).name
        is_index = item.file.name == "index"
        return 0, -1 if is_index else _RANKS.get(name, len(_RANKS))
    first = next(_list_pages([item]), None)
    number = first and _NUMBER.match(PurePosixPath(first.file.src_uri).parts[depth])
    return (1, int(number[0])) if number else (2, 0)


def _list_pages(items: Iterable[StructureItem]) -> Iterator[Page]:
    """All pages of some items, in order."""
    for item in items:
        if isinstance(item, Page):
            yield item
        elif isinstance(item, Section):
            yield from _list_pages(item.children)

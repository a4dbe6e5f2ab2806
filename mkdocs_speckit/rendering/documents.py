"""The documents of a GitHub Spec Kit feature, as links on each of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.rendering import keep, render

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mkdocs_speckit.features.documents import NamedDocument
    from mkdocs_speckit.model.parts import Completion

MAX_IN_GROUP = 6
"""The number of documents of a group, such as contracts, that are linked on each page."""


class RowLink(Struct, frozen=True):
    """A document in the row; `href` is None if it has no page."""

    name: str
    href: str | None
    completion: Completion
    is_current: bool


class RowGroup(Struct, frozen=True):
    """Documents under a common name, which is empty for one that has no others beside it."""

    name: str
    links: tuple[RowLink, ...]
    more: int = 0


def render_documents(
    documents: Sequence[NamedDocument], href: Callable[[str], str | None], current: str
) -> str:
    """Render the row of documents on the page of the one at the path `current`.

    A single document has no row.
    """
    if len(documents) == 1:
        return ""
    groups: list[RowGroup] = []
    for document in documents:
        is_current = document.path == current
        link = RowLink(document.name, href(document.path), document.completion, is_current)
        last = groups[-1] if groups else None
        if last is None or not document.group or last.name != document.group:
            groups.append(RowGroup(document.group, (link,)))
        elif len(last.links) < MAX_IN_GROUP or is_current:
            groups[-1] = RowGroup(last.name, (*last.links, link), last.more)
        else:
            groups[-1] = RowGroup(last.name, last.links, last.more + 1)
    return keep(render)("documents.html", groups=tuple(groups))

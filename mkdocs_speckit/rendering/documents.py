"""The documents of a feature, as a row of links on each of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.rendering import keep, render

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mkdocs_speckit.features.documents import NamedDocument
    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.model.parts import Completion

    Href = Callable[[str], str | None]

MAX_IN_GROUP = 6
"""The number of documents of a group, such as contracts, that are linked on each page."""


MAX_LINKED = 50
"""The number of documents of a feature that are linked on each of its pages."""

KIND_NAMES = {
    "proposal": "Proposal",
    "requirements": "Requirements",
    "bugfix": "Bugfix",
    "design": "Design",
    "spec": "Spec",
    "plan": "Plan",
    "tasks": "Tasks",
    "checklist": "Checklist",
    "decision-record": "Decisions",
    "summary": "Summary",
}
"""The names of documents in lists of links, by their kinds."""


class RowLink(Struct, frozen=True):
    """A document or a feature in the row; `href` is None if it has no page."""

    name: str
    href: str | None
    completion: Completion
    is_current: bool = False


class RowGroup(Struct, frozen=True):
    """Documents under a common name, which is empty for one that has no others beside it."""

    name: str
    links: tuple[RowLink, ...]
    more: int = 0


def render_feature_links(
    entry: Entry, whole: Entry | None, parts: Sequence[Entry], href: Href, current: str
) -> str:
    """Render the row on the page of the document at the path `current`; empty without links.

    `entry` is the document's feature, `whole` the one that this is a part of, `parts` are its own.
    """
    documents = entry.documents if len(entry.documents) > 1 else ()
    shown = [
        document
        for place, document in enumerate(documents)
        if place < MAX_LINKED or document.path == current
    ]
    groups = [
        RowGroup(
            "",
            (
                RowLink(
                    KIND_NAMES.get(document.kind, document.title),
                    href(document.path),
                    document.completion,
                    document.path == current,
                ),
            ),
        )
        for document in shown
    ]
    if len(shown) < len(documents):
        groups.append(RowGroup("", (), len(documents) - len(shown)))
    if parts:
        groups.append(RowGroup("Parts", tuple(_link_entry(part, href) for part in parts)))
    if not (whole or groups):
        return ""
    above = _link_entry(whole, href) if whole else None
    return keep(render)("documents.html", whole=above, groups=tuple(groups))


def _link_entry(entry: Entry, href: Href) -> RowLink:
    return RowLink(entry.title, href(entry.path), entry.figures.completion)


def render_documents(documents: Sequence[NamedDocument], href: Href, current: str) -> str:
    """Render the row of documents of a feature, on the page of the document at `current`.

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
    return keep(render)("documents.html", whole=None, groups=tuple(groups))

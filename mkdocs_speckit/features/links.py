"""The row of links on each page of a feature: which documents it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

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


class LinkRow(Struct, frozen=True):
    """The row of a page; `whole` is the feature that this one is a part of."""

    groups: tuple[RowGroup, ...]
    whole: RowLink | None = None


def link_feature(
    entry: Entry, whole: Entry | None, parts: Sequence[Entry], href: Href, current: str
) -> LinkRow | None:
    """Make the row on the page of the document at the path `current`; None without links.

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
        return None
    return LinkRow(tuple(groups), _link_entry(whole, href) if whole else None)


def _link_entry(entry: Entry, href: Href) -> RowLink:
    return RowLink(entry.title, href(entry.path), entry.figures.completion)


def link_documents(documents: Sequence[NamedDocument], href: Href, current: str) -> LinkRow | None:
    """Make the row of the documents of a feature, on the page of the document at `current`.

    A single document has no row.
    """
    if len(documents) == 1:
        return None
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
    return LinkRow(tuple(groups))

"""What a change of OpenSpec does to specifications, as cards, and what changes a requirement.

The first page of a change has the cards of all its deltas. On the page of a delta each card is
under the heading of its requirement; on that of a main specification, what is going to change.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.features.capabilities import SpecDelta, compare_texts, list_deltas
from mkdocs_speckit.model.wording import format_count
from mkdocs_speckit.rendering import render
from mkdocs_speckit.rendering.header.openspec import name_change, split_deltas
from mkdocs_speckit.rendering.header.parts import Link

if TYPE_CHECKING:
    from mkdocs_speckit.features.capabilities import Delta, Line
    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.model.plan import Plan

MAX_CARDS = 60
"""The number of requirements that the first page of a change has cards of."""

MAX_DIFFERENCES = 40
"""The number of lines that differ of which a card tells."""

SAME = "It is the same in the main specification."
TOO_LONG = "It is too long to be compared with the main specification."
UNKNOWN = "The main specification has no such requirement."


class Card(Struct, frozen=True):
    """What a change does to a requirement.

    `name` leads to its text in the delta, `main` to it in the main specification as it is now.
    `lines` are those that differ, `more` of them are left out. `note` is a sentence about it.
    """

    kind: str
    name: Link
    before: str
    scenarios: str
    main: Link | None
    lines: tuple[Line, ...]
    more: int
    note: str


class CardGroup(Struct, frozen=True):
    """The cards of one capability; `main` leads to its main specification, if it has one."""

    name: Link
    main: Link | None
    cards: tuple[Card, ...]
    more: int


def render_deltas(documents: FeatureDocuments) -> str:
    """Render what a change does to all specifications; empty if it does nothing."""
    groups = []
    left = MAX_CARDS
    for delta in documents.deltas:
        name = Link(delta.plan.capability or delta.plan.title, "", documents.find_link(delta.plan))
        main = _link_main(documents, delta, "main specification") if delta.main else None
        found = list(list_deltas(delta))
        cards = tuple(_make_card(documents, delta, one) for one in found[:left])
        groups.append(CardGroup(name, main, cards, len(found) - len(cards)))
        left -= len(cards)
    return render("deltas.html", groups=tuple(groups)) if groups else ""


def render_delta_marks(documents: FeatureDocuments) -> tuple[tuple[int, str], ...]:
    """Render what is under the headings of a specification, with their outline indexes.

    Of a delta these are its cards, of a main specification what active changes do to requirements.
    """
    plan = documents.current
    html: defaultdict[int, str] = defaultdict(str)
    if plan.change is not None:
        own = next((one for one in documents.deltas if one.plan.path == plan.path), None)
        current = SpecDelta(plan, own.main if own else None)
        headings = [i for i, mark in enumerate(plan.outline) if mark.kind == "heading"]
        lines = [plan.outline[index].line for index in headings]
        for delta in list_deltas(current):
            # Without a heading of its own, it is named below another one.
            above = bisect_right(lines, delta.place.line) - 1
            heading = headings[above] if above >= 0 else None
            if heading is not None:
                html[heading] += render("delta.html", card=_make_card(documents, current, delta))
        return tuple(html.items())
    for one in split_deltas(documents.deltas)[0]:
        for delta in list_deltas(one):
            index = delta.now.heading if delta.now else None
            if index is not None:
                html[index] += render(
                    "touched.html",
                    kind=delta.kind,
                    change=Link(
                        name_change(one.plan.change), "", _link_delta(documents, one.plan, delta)
                    ),
                    name=delta.name if delta.kind == "renamed" else "",
                )
    return tuple(html.items())


def _make_card(documents: FeatureDocuments, own: SpecDelta, delta: Delta) -> Card:
    requirement, now = delta.requirement, delta.now
    change = own.plan.change
    is_active = change is not None and not change.is_archived
    lines: tuple[Line, ...] = ()
    note = ""
    if delta.kind == "modified" and is_active and requirement is not None:
        if now is not None:
            compared = compare_texts(now.source, requirement.source)
            lines = compared or ()
            note = TOO_LONG if compared is None else "" if compared else SAME
        elif own.main is not None:
            note = UNKNOWN
    elif delta.kind in {"removed", "renamed"} and is_active and now is None and own.main:
        note = UNKNOWN
    scenarios = len(requirement.scenarios) if requirement is not None else 0
    main = None
    if own.main is not None and now is not None:
        main = _link_main(documents, own, "as it is now", now.anchor)
    return Card(
        delta.kind,
        Link(delta.name, "", _link_delta(documents, own.plan, delta)),
        delta.before,
        format_count(scenarios, "scenario") if scenarios else "",
        main,
        lines[:MAX_DIFFERENCES],
        max(0, len(lines) - MAX_DIFFERENCES),
        note,
    )


def _link_main(
    documents: FeatureDocuments, own: SpecDelta, name: str, anchor: str = ""
) -> Link | None:
    href = documents.find_link(own.main, anchor)
    return Link(name, "", href) if href else None


def _link_delta(documents: FeatureDocuments, plan: Plan, delta: Delta) -> str | None:
    """The address of a requirement in the delta; one that is not a heading there has none."""
    one = delta.requirement
    has_heading = one is not None and one.heading is not None
    return documents.find_link(plan, one.anchor if one is not None and has_heading else "")

"""The overview of all features as a roadmap: what needs attention first, then by how far each is.

A row says what the header of the feature's own pages says, in two lines.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.features.entries import split_folder, sum_entries
from mkdocs_speckit.features.links import KIND_NAMES
from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.wording import (
    at_least,
    format_completion,
    format_count,
    format_day,
    format_range,
    join_words,
    name_day,
)
from mkdocs_speckit.rendering import keep, render, render_notice
from mkdocs_speckit.rendering.burn_up import draw_burn_up, draw_sparkline
from mkdocs_speckit.rendering.header import make_header
from mkdocs_speckit.rendering.header.openspec import CHANGE_SIGNS, link_change, split_deltas
from mkdocs_speckit.rendering.header.parts import (
    Fact,
    Link,
    Segment,
    Sign,
    name_sign,
    round_percent,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.features.entries import Entry, Totals
    from mkdocs_speckit.rendering.header.parts import Facts, Header

    Href = Callable[[str], str | None]

GROUPS = {
    "attention": "Needs attention",
    "under-way": "Under way",
    "in-progress": "In progress",
    "ready-to-archive": "Ready to archive",
    "not-started": "Not started",
    "proposed": "Proposed",
    "done": "Done",
    "archived": "Archived",
}
"""The groups of features in their order: the ends of their ids, and their headings."""

MAX_OPEN = 12
"""The number of archived changes that are shown at once; more are folded away."""

GROUP_OF_STATUS = {"stuck": "attention", "not filled in": "attention"}
"""The groups of features whose status is called otherwise than their group."""

LETTERS = {
    "proposal": "P",
    "design": "D",
    "spec": "S",
    "plan": "P",
    "tasks": "T",
    "checklist": "C",
    "decision-record": "D",
    "summary": "W",
}
"""The letters of documents by their kinds; a summary says what was built."""

MAX_LETTERS = 8
"""The number of documents of a feature that are linked."""

LEAST_ORDERED = 6
"""An overview of so many features offers other orders."""

MAX_NAMED = 3
"""The number of active changes that a capability’s row names."""

MAX_STARTS = 3
"""The number of tasks that are named as what can start."""


class Letter(Struct, frozen=True):
    """A link to a document: its letter, its name, and its address, if it has a page."""

    letter: str
    name: str
    href: str | None


class OverviewRow(Struct, frozen=True):
    """A feature in two lines.

    `lead` is what is next, or what is wrong; `warning` what is undecided. `progress` says how many
    items are done, `left` how much is left, with a `note` on it. `by_title` and `by_day` are its
    places if the features are ordered by their titles, or by their last changes. `spark` is the
    burn-up, as HTML, and `ticked` says when an item was last ticked.
    """

    title: str
    href: str | None
    sign: Sign
    lead: str
    warning: str
    letters: tuple[Letter, ...]
    segments: tuple[Segment, ...]
    progress: str
    left: str
    note: str
    changed: str
    ticked: str
    spark: Markup
    is_part: bool
    by_title: int = 0
    by_day: int = 0


class Group(Struct, frozen=True):
    """The features of one group; `id` is that of its heading."""

    id: str
    title: str
    rows: tuple[OverviewRow, ...]
    is_open: bool = True


class CapabilityRow(Struct, frozen=True):
    """A capability of OpenSpec's, with its last change in the archive, and those under way."""

    name: Link
    requirements: int
    scenarios: int
    last: Link | None
    day: str
    active: tuple[Link, ...]
    more: int


def render_overview(
    entries: Sequence[Entry],
    documents: Mapping[Entry, FeatureDocuments],
    href: Href,
    missing: int = 0,
) -> str:
    """Render the roadmap of some features, with their sums in two sentences.

    `documents` are those of the site's own features; `href` returns the address of a document's
    page, by the document's path. `missing` is the number of plans that failed.
    """
    html = _render_roadmap(entries, documents, href)
    if missing:
        html += render_notice(
            f"{format_count(missing, 'plan')} of this site cannot be shown here, as"
            " mkdocs-speckit failed. The build’s log says why."
        )
    return html


def _render_roadmap(
    entries: Sequence[Entry], documents: Mapping[Entry, FeatureDocuments], href: Href
) -> str:
    if not entries:
        return render("overview.html", groups=(), capabilities=(), burn_up="")
    newest = max(entry.changed or "" for entry in entries)[:4]
    capabilities = [entry for entry in entries if entry.capability and entry in documents]
    features = [entry for entry in entries if not (entry.capability and entry in documents)]
    families = _group_families(features)
    families.sort(key=lambda family: _find_archived(family[0]), reverse=True)
    by_title = _number(sorted(families, key=lambda family: family[0].title.casefold()))
    by_day = _number(sorted(families, key=lambda family: family[0].changed or "", reverse=True))
    rows: dict[str, list[OverviewRow]] = {name: [] for name in GROUPS}
    for family in families:
        change = family[0].change
        status = change.state if change is not None else family[0].status
        for entry in family:
            link = href if entry.is_linked else lambda _: None
            row = make_row(entry, documents.get(entry), link, newest)
            rows[GROUP_OF_STATUS.get(status, status.replace(" ", "-"))].append(
                replace(row, by_title=by_title[entry], by_day=by_day[entry])
            )
    whole = sum_entries(features)
    return render(
        "overview.html",
        burn_up=Markup(_draw_whole(features, whole)),  # noqa: S704 - It is rendered.
        numbers=_count_entries(features, capabilities, whole),
        states=[_count_state(state, number) for state, number in _sort_states(whole)],
        sums=" · ".join(_describe_sums(whole)),
        groups=[
            Group(name, GROUPS[name], tuple(found), name != "archived" or len(found) <= MAX_OPEN)
            for name, found in rows.items()
            if found
        ],
        capabilities=[_make_capability(entry, documents[entry], href) for entry in capabilities],
        has_orders=len(families) >= LEAST_ORDERED,
        has_days=bool(newest),
    )


def _draw_whole(features: Sequence[Entry], whole: Totals) -> str:
    """All features over time; empty if there is only one, as its own page shows it."""
    if whole.burn_up is None or sum(entry.burn_up is not None for entry in features) == 1:
        return ""
    return draw_burn_up(whole.burn_up, "item", "of this site")


def _find_archived(entry: Entry) -> str:
    """The date of an archived change; empty for all else, which stays in its order."""
    change = entry.change
    return (change.archived or "") if change is not None and change.is_archived else ""


def _count_entries(features: Sequence[Entry], capabilities: Sequence[Entry], whole: Totals) -> str:
    """`3 features`, or what else there is: `2 changes and 4 capabilities`."""
    changes = sum(entry.change is not None for entry in features)
    names = []
    if whole.features > changes:
        names.append(format_count(whole.features - changes, "feature"))
    if changes:
        names.append(format_count(changes, "change"))
    if number := len(capabilities):
        names.append(f"{number:,} {'capability' if number == 1 else 'capabilities'}")
    return join_words(names)


def _make_capability(entry: Entry, documents: FeatureDocuments, href: Href) -> CapabilityRow:
    requirements = documents.current.requirements
    active, archived = split_deltas(documents.deltas)
    last, day = None, ""
    for delta in archived[:1]:
        last = link_change(documents, delta)
        change = delta.plan.change
        day = format_day(change.archived) if change is not None and change.archived else ""
    return CapabilityRow(
        Link(entry.title, "", href(entry.path)),
        len(requirements),
        sum(len(one.scenarios) for one in requirements),
        last,
        day,
        tuple(link_change(documents, delta) for delta in active[:MAX_NAMED]),
        max(0, len(active) - MAX_NAMED),
    )


def _group_families(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Each feature with its parts behind it, by what is left of them, most first.

    Parts are in the order of their folders.
    """
    by_folder = {(entry.site, entry.folder): entry for entry in entries}
    parts: dict[tuple[str, str], list[Entry]] = {}
    wholes = []
    for entry in entries:
        whole = (entry.site, entry.parent or "")
        if entry.parent is not None and whole in by_folder:
            parts.setdefault(whole, []).append(entry)
        else:
            wholes.append(entry)

    families = []
    for whole_entry in sorted(wholes, key=_rank):
        family, waiting = [], [whole_entry]
        while waiting:
            entry = waiting.pop()
            family.append(entry)
            inner = parts.pop((entry.site, entry.folder), ())
            waiting += sorted(inner, key=lambda e: (split_folder(e.folder), e.path), reverse=True)
        families.append(family)
    return families


def _number(families: Iterable[Sequence[Entry]]) -> dict[Entry, int]:
    """The place of each feature in an order."""
    return {entry: place for place, entry in enumerate(chain.from_iterable(families))}


def _rank(entry: Entry) -> tuple[float, int, str, list[str], str]:
    """Where a feature stands: by its effort that is left, by its open items, by its name."""
    figures = entry.figures
    left = figures.left.expected if figures.left else 0.0
    opened = figures.completion.total - figures.completion.done
    return -left, -opened, entry.site, split_folder(entry.folder), entry.path


def _sort_states(whole: Totals) -> list[tuple[str, int]]:
    order = ["stuck", "not filled in", "under way", "in progress", "ready to archive"]
    order += ["not started", "proposed", "specified", "planned", "done", "archived"]
    return sorted(whole.states.items(), key=lambda pair: order.index(pair[0]))


def _count_state(state: str, number: int) -> tuple[Sign, str]:
    """A state's sign and number, and the id of the group that has its features."""
    sign = Sign(CHANGE_SIGNS.get(state) or name_sign(state), f"{number:,} {state}")
    group = GROUP_OF_STATUS.get(state, state.replace(" ", "-"))
    return sign, group if group in GROUPS else "not-started"


def _describe_sums(whole: Totals) -> Iterator[str]:
    """What all features come to: items, and the work that is left."""
    figures = whole.figures
    if figures.completion.total:
        yield f"{format_completion(figures.completion)} items done"
    if figures.left is not None and figures.left.high:
        unknown = whole.open_unestimated + figures.open_unestimated
        yield f"{at_least(unknown)}{format_range(figures.left)} of work left"
    if figures.questions:
        yield f"{format_count(figures.questions, 'question')} open"


# A row.


def make_row(
    entry: Entry, documents: FeatureDocuments | None, href: Href, newest: str
) -> OverviewRow:
    """Make the row of a feature; `newest` is the year that dates leave out."""
    header = None if documents is None else keep(make_header)(documents)
    facts = {facts.label: facts for facts in header.facts} if header is not None else {}
    left = facts.get("Left") or facts.get("Takes")
    fact = left.facts[0] if left is not None else _make_left(entry)
    name = f"{entry.site}: {entry.title}" if entry.site else entry.title
    return OverviewRow(
        title=name,
        href=href(entry.path),
        sign=_make_sign(entry, header),
        lead=_find_lead(entry, header, facts),
        warning=_count_questions(entry),
        letters=tuple(_make_letters(entry, href)),
        segments=header.strip.segments if header is not None else _make_bar(entry),
        progress=_describe_progress(entry, header),
        left=at_least(fact.is_least) + fact.figure if fact else "",
        note=fact.short if fact else "",
        changed=format_day(entry.changed or "", newest),
        ticked=_name_last_tick(entry),
        spark=Markup(draw_sparkline(entry.burn_up)),  # noqa: S704 - It is made of numbers.
        is_part=entry.parent is not None,
    )


def _name_last_tick(entry: Entry) -> str:
    burn_up = entry.burn_up
    if burn_up is None or burn_up.last_ticked is None:
        return ""
    return f"last ticked {name_day(burn_up.last_ticked, burn_up.now)}"


def _make_sign(entry: Entry, header: Header | None) -> Sign:
    """The state of a feature; a change has that of its header."""
    if entry.change is not None and header is not None:
        return header.sign
    return Sign(name_sign(entry.status), entry.state.capitalize())


def _make_bar(entry: Entry) -> tuple[Segment, ...]:
    """All items of a feature of another site as one bar."""
    completion = entry.figures.completion
    if not completion.total:
        return ()
    state = "" if entry.status == "not started" else entry.status.replace(" ", "-")
    return (Segment(100, state, round_percent(completion)),)


def _make_left(entry: Entry) -> Fact | None:
    """How much is left of a feature by its figures, if its header does not say it."""
    figures = entry.figures
    if entry.status in {"done", "not filled in"} or entry.state == "archived":
        return None
    is_least = figures.open_unestimated > 0
    if figures.remaining is not None and figures.remaining.high:
        return Fact(figure=format_range(figures.remaining), is_least=is_least)
    if figures.left is not None and figures.left.high:
        return Fact(figure=format_range(figures.left), short="of work", is_least=is_least)
    opened = figures.completion.total - figures.completion.done
    noun = "item" if entry.format == LEVEL else "task"
    return Fact(figure=format_count(opened, noun)) if opened else None


def _find_lead(entry: Entry, header: Header | None, facts: Mapping[str, Facts]) -> str:
    """What is next, or why the feature needs attention, or what was planned."""
    if entry.status == "not filled in":
        return f"{format_count(entry.figures.placeholders, 'place')} to fill in"
    if header is None:
        return ""
    if entry.status == "stuck" and header.cautions:
        caution = header.cautions[0]
        return f"{caution.text} {caution.link.name}" if caution.link else caution.text
    for label in ("Next", "Can start now"):
        if label in facts:
            links = [link.name for fact in facts[label].facts for link in fact.links]
            more = max(0, len(links) - MAX_STARTS) + facts[label].more
            named = ", ".join(links[:MAX_STARTS]) + (f" and {more:,} more" if more else "")
            note = facts[label].facts[0].note if len(links) == 1 else ""
            return f"{label}: {named} {note}".rstrip()
    return header.notes[0].text if header.notes else ""


def _count_questions(entry: Entry) -> str:
    questions = entry.figures.questions
    return f"{format_count(questions, 'question')} open" if questions else ""


def _make_letters(entry: Entry, href: Href) -> Iterator[Letter]:
    """The documents of a feature; one that is alone is the feature's own link."""
    documents = entry.documents if len(entry.documents) > 1 else ()
    for document in documents[:MAX_LETTERS]:
        name = KIND_NAMES.get(document.kind, document.title)
        letter = LETTERS.get(document.kind, name[:1].upper())
        if entry.change is not None and document.kind == "spec":
            name = f"Delta of {document.title}"
        yield Letter(letter, name, href(document.path))


def _describe_progress(entry: Entry, header: Header | None) -> str:
    """How many items are done, and which phase is under way."""
    completion = entry.figures.completion
    if entry.status == "not filled in" or not completion.total:
        return ""
    current = header.strip.current if header is not None else None
    phase = current.long_name if current is not None and current.state == "under-way" else ""
    return " · ".join(filter(None, (format_completion(completion), phase)))

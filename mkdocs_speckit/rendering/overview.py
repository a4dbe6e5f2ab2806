"""The overview: all plans in one table, grouped by folder, and what is left of each on one axis."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.features.entries import make_title, split_folder, sum_entries
from mkdocs_speckit.model.wording import (
    NO_FIGURE,
    at_least,
    format_completion,
    format_count,
    format_number,
    format_range,
    round_roughly,
)
from mkdocs_speckit.rendering import keep, render
from mkdocs_speckit.rendering.summary import Note, Tile
from mkdocs_speckit.rendering.timeline.axis import choose_scale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mkdocs_speckit.features.entries import Document, Entry, Figures, Totals
    from mkdocs_speckit.model.estimate import Estimate
    from mkdocs_speckit.model.parts import Completion
    from mkdocs_speckit.model.settings import WorkingTime
    from mkdocs_speckit.rendering.timeline.axis import Scale

    Href = Callable[[str], str | None]

MOST_BARS = 60
"""So many plans are drawn on one axis; of more those that take longest."""

KIND_NAMES = {
    "spec": "Spec",
    "plan": "Plan",
    "tasks": "Tasks",
    "checklist": "Checklist",
    "decision-record": "Decisions",
    "summary": "Summary",
}
"""What the documents of a feature are called where they are listed."""


class Link(Struct, frozen=True):
    """A document of a feature, with how far it has got; `href` is None where it is no page."""

    name: str
    title: str
    href: str | None
    completion: Completion
    is_current: bool = False


class _Cell(Struct, frozen=True):
    """A figure of a row, and what it sorts by."""

    text: str
    key: float


class _Row(Struct, frozen=True):
    """A feature as it is shown; `depth` is 1 for a part of another."""

    title: str
    href: str | None
    notes: tuple[str, ...]
    depth: int
    links: tuple[Link, ...]
    effort: _Cell
    left: _Cell
    completion: Completion
    path: _Cell
    p80: _Cell
    findings: _Cell
    findings_in_words: str


class _Bar(Struct, frozen=True):
    """What is left of a feature, in percent of the axis."""

    name: str
    href: str | None
    title: str
    note: str
    low: float
    high: float


def render_overview(entries: Sequence[Entry], href: Href, time: WorkingTime) -> str:
    """The table of some entries with their totals, and the portfolio's timeline.

    `href` gives the address of a document's page, by its path.
    """
    if not entries:
        return render("overview.html", tiles=(), groups=(), bars=())
    whole = sum_entries(entries)
    has_estimates = any(entry.has_estimates for entry in entries)
    lengths = {e: e.figures.remaining for e in entries if e.figures.remaining and not _is_done(e)}
    longest = sorted(lengths, key=lambda entry: -lengths[entry].high)[:MOST_BARS]
    end = max((length.high for length in lengths.values()), default=0.0)
    scale = choose_scale(end, end, time)
    return render(
        "overview.html",
        tiles=list(_tiles(whole, has_estimates=has_estimates)),
        has_estimates=has_estimates,
        groups=[
            (name, [_row(entry, href) for entry in group])
            for name, group in groupby(_sorted(entries), key=_group_name)
        ],
        total=_total(whole),
        bars=[_bar(entry, lengths[entry], scale, href) for entry in longest],
        more=len(lengths) - len(longest),
        ticks=scale.ticks,
        unit="working days" if scale.unit == "d" else "hours",
    )


def link_documents(
    documents: Sequence[Document], href: Href, current: str = ""
) -> tuple[Link, ...]:
    """The documents of a feature as links; none for one that stands alone."""
    if len(documents) == 1:
        return ()
    return tuple(
        Link(
            KIND_NAMES.get(document.kind, document.title),
            document.title,
            href(document.path),
            document.completion,
            document.path == current,
        )
        for document in documents
    )


def _sorted(entries: Sequence[Entry]) -> list[Entry]:
    """By site and group, parts after what they are parts of."""
    return sorted(
        entries,
        key=lambda e: (
            e.site,
            e.group != ".",
            split_folder(e.group),
            split_folder(e.folder),
            e.path,
        ),
    )


def _group_name(entry: Entry) -> str:
    """A group's folder in words, after its site; empty where features lie at the top."""
    folders = [] if entry.group == "." else entry.group.split("/")
    return ": ".join(filter(None, (entry.site, " / ".join(map(make_title, folders)))))


def _row(entry: Entry, href: Href) -> _Row:
    figures = entry.figures
    level = f"level {entry.level}" if entry.level else "unknown level"
    if not entry.has_level:
        level = ""
    changed = f"changed {entry.changed}" if entry.changed else ""
    return _Row(
        entry.title,
        href(entry.path),
        tuple(filter(None, (level, entry.status, changed))),
        entry.parent is not None,
        link_documents(entry.documents, href),
        _range(figures.effort, at_least(figures.unestimated)),
        _range(figures.left, at_least(0 if _is_done(entry) else figures.unestimated)),
        figures.completion,
        _range(figures.critical_path),
        _hours(figures.p80) if not _is_done(entry) else _Cell("done", 0.0),
        _count(figures.errors + figures.warnings),
        _findings_in_words(figures),
    )


def _is_done(entry: Entry) -> bool:
    return entry.status == "done"


def _range(estimate: Estimate | None, sign: str = "") -> _Cell:
    if estimate is None:
        return _Cell(NO_FIGURE, -1.0)
    return _Cell(sign + format_range(estimate), round(estimate.expected, 6))


def _hours(hours: float | None) -> _Cell:
    if hours is None:
        return _Cell(NO_FIGURE, -1.0)
    return _Cell(f"{format_number(round_roughly(hours))} h", round(hours, 6))


def _count(findings: int) -> _Cell:
    return _Cell(f"{findings:,}" if findings else "–", float(findings))


def _findings_in_words(figures: Figures) -> str:
    named = (("error", figures.errors), ("warning", figures.warnings), ("note", figures.notes))
    return ", ".join(format_count(found, name) for name, found in named if found)


def _total(whole: Totals) -> dict[str, object]:
    """The table's last row."""
    figures = whole.figures
    sign = at_least(whole.unestimated + figures.unestimated)
    return {
        "features": format_count(whole.features, "plan"),
        "effort": _range(figures.effort, sign),
        "left": _range(figures.left, sign),
        "completion": figures.completion,
        "findings": _count(figures.errors + figures.warnings),
    }


def _tiles(whole: Totals, *, has_estimates: bool) -> Iterator[Tile]:
    figures = whole.figures
    sign = at_least(whole.unestimated + figures.unestimated)
    statuses = " · ".join(f"{n:,} {status}" for status, n in sorted(whole.statuses.items()))
    yield Tile("plans", "Plans", f"{whole.features:,}", (Note(statuses),))
    if has_estimates:
        unknown = (
            (Note(f"{format_count(whole.unestimated, 'plan')} unestimated"),)
            if whole.unestimated
            else ()
        )
        yield Tile("effort", "Effort", _range(figures.effort, sign).text, unknown)
        how = (Note(_BY_PHASES),) if figures.left else ()
        yield Tile("left", "Left", _range(figures.left, sign).text, how)
    yield Tile("done", "Done", format_completion(figures.completion), completion=figures.completion)
    found = figures.errors + figures.warnings
    placeholders = (
        (Note(format_count(figures.placeholders, "placeholder"), is_warning=True),)
        if figures.placeholders
        else ()
    )
    yield Tile("findings", "Findings", f"{found:,}", placeholders)


_BY_PHASES = "by effort of open phases"


def _bar(entry: Entry, remaining: Estimate, scale: Scale, href: Href) -> _Bar:
    note = scale.range(remaining)
    name = ": ".join(filter(None, (entry.site, entry.title)))
    title = f"{name}: {note} left on the critical path"
    return _Bar(
        name,
        href(entry.path),
        title,
        note,
        scale.at(remaining.low),
        scale.at(remaining.high),
    )


MOST_LINKED = 50
"""So many documents of a feature are linked on each of its pages."""


class FeatureLinks(Struct, frozen=True):
    """The feature that this one is a part of, its documents and how many `more`, its parts."""

    whole: Link | None
    documents: tuple[Link, ...]
    more: int
    parts: tuple[Link, ...]


def render_feature_links(
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
        link_documents(shown, href, current),
        len(entry.documents) - len(shown),
        tuple(_link(part, href) for part in parts),
    )
    if not (links.whole or links.documents or links.parts):
        return ""
    return _rendered(links)


@keep
def _rendered(links: FeatureLinks) -> str:
    return render("feature_links.html", links=links)


def _link(entry: Entry, href: Href) -> Link:
    return Link(entry.title, entry.title, href(entry.path), entry.figures.completion)

"""The overview of all plans.

The overview has a table, grouped by folder, and what is left of each plan as a bar on one axis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.features.entries import make_title, split_folder, sum_entries
from mkdocs_speckit.model.formats import SPEC_KIT
from mkdocs_speckit.model.levels import describe_level
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
from mkdocs_speckit.rendering.documents import KIND_NAMES
from mkdocs_speckit.rendering.summary import Note, Tile
from mkdocs_speckit.rendering.timeline.axis import choose_scale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mkdocs_speckit.features.entries import Entry, FeatureDocument, Totals
    from mkdocs_speckit.model.parts import Completion, Estimate
    from mkdocs_speckit.model.settings import WorkingTime

    Href = Callable[[str], str | None]

MAX_BARS = 60
"""The number of plans that are drawn on the axis; if there are more, those that take longest."""


class DocumentLink(Struct, frozen=True):
    """A link to a document; `href` is None if the document has no page."""

    name: str
    title: str
    href: str | None


class SortedFigure(Struct, frozen=True):
    """A figure in the table, and the number that its column is sorted by; -1 for no figure."""

    text: str
    key: float


class OverviewRow(Struct, frozen=True):
    """A feature in the table; `warning` says what of it is undecided."""

    title: str
    href: str | None
    notes: tuple[str, ...]
    warning: str
    is_part: bool
    links: tuple[DocumentLink, ...]
    effort: SortedFigure
    left: SortedFigure
    completion: Completion
    path: SortedFigure
    p80: SortedFigure
    findings: SortedFigure
    findings_in_words: str


class RemainingBar(Struct, frozen=True):
    """What is left of a feature on its critical path, in percent of the axis."""

    name: str
    href: str | None
    title: str
    note: str
    low: float
    high: float


def render_overview(entries: Sequence[Entry], href: Href, time: WorkingTime) -> str:
    """Render the table of some entries with their totals, and the timeline of what is left.

    `href` returns the address of a document's page, by the document's path.
    """
    if not entries:
        return render("overview.html", tiles=(), groups=(), bars=())
    whole = sum_entries(entries)
    has_estimates = any(entry.has_estimates for entry in entries)
    # Sorted by site and group, with the features at the top first, and parts after their whole.
    ordered = sorted(
        entries,
        key=lambda e: (
            e.site,
            e.group != ".",
            split_folder(e.group),
            split_folder(e.folder),
            e.path,
        ),
    )
    # A group is named by its folders in words, after its site; features at the top have no name.
    groups: list[tuple[str, list[OverviewRow]]] = []
    for entry in ordered:
        folders = "" if entry.group == "." else " / ".join(map(make_title, entry.group.split("/")))
        name = ": ".join(filter(None, (entry.site, folders)))
        if not groups or groups[-1][0] != name:
            groups.append((name, []))
        groups[-1][1].append(_make_row(entry, href if entry.is_linked else lambda _: None))
    lengths = {e: e.figures.remaining for e in entries if e.figures.remaining and not _is_done(e)}
    longest = sorted(lengths, key=lambda entry: -lengths[entry].high)[:MAX_BARS]
    end = max((length.high for length in lengths.values()), default=0.0)
    scale = choose_scale(end, end, time)
    bars = []
    for entry in longest:
        low, high = lengths[entry].low, lengths[entry].high
        note = scale.format_range(lengths[entry])
        name = f"{entry.site}: {entry.title}" if entry.site else entry.title
        title = f"{name}: {note} left on the critical path"
        place = href(entry.path) if entry.is_linked else None
        bars.append(RemainingBar(name, place, title, note, scale.place(low), scale.place(high)))
    sign = at_least(whole.unestimated + whole.figures.unestimated)
    left_sign = at_least(whole.open_unestimated + whole.figures.open_unestimated)
    return render(
        "overview.html",
        tiles=list(_make_tiles(whole, sign, left_sign, has_estimates=has_estimates)),
        has_estimates=has_estimates,
        groups=groups,
        total={
            "features": format_count(whole.features, "plan"),
            "effort": _write_range(whole.figures.effort, sign),
            "left": _write_range(whole.figures.left, left_sign),
            "completion": whole.figures.completion,
            "findings": _write_count(whole.figures.errors + whole.figures.warnings),
        },
        bars=bars,
        more=len(lengths) - len(longest),
        ticks=scale.ticks,
        unit="working days" if scale.unit == "d" else "hours",
    )


def _make_row(entry: Entry, href: Href) -> OverviewRow:
    figures, is_done = entry.figures, _is_done(entry)
    level = describe_level(entry.level)
    changed = f"changed {entry.changed}" if entry.changed else ""
    p80 = SortedFigure(NO_FIGURE, -1.0)
    if is_done:
        p80 = SortedFigure("done", 0.0)
    elif figures.p80 is not None:
        hours = f"{format_number(round_roughly(figures.p80))} h"
        p80 = SortedFigure(hours, round(figures.p80, 6))
    left = figures.left if entry.has_estimates else None
    found = (("error", figures.errors), ("warning", figures.warnings), ("note", figures.notes))
    return OverviewRow(
        title=entry.title,
        href=href(entry.path),
        notes=tuple(filter(None, (level if entry.has_level else "", *_describe(entry), changed))),
        warning=_count_questions(figures.questions),
        is_part=entry.parent is not None,
        links=_link_documents(entry.documents, href),
        effort=_write_range(figures.effort, at_least(figures.unestimated)),
        left=_write_range(left, "" if is_done else at_least(figures.open_unestimated)),
        completion=figures.completion,
        path=_write_range(figures.critical_path),
        p80=p80,
        findings=_write_count(figures.errors + figures.warnings),
        findings_in_words=", ".join(format_count(count, name) for name, count in found if count),
    )


def _describe(entry: Entry) -> Iterator[str]:
    """How far a feature is; with the tasks, where these are what its items are."""
    yield entry.state
    completion = entry.figures.completion
    if entry.format == SPEC_KIT and completion.total:
        yield f"{format_completion(completion)} tasks"


def _count_questions(questions: int) -> str:
    return f"{format_count(questions, 'question')} open" if questions else ""


def _is_done(entry: Entry) -> bool:
    return entry.status == "done"


def _write_range(estimate: Estimate | None, sign: str = "") -> SortedFigure:
    if estimate is None:
        return SortedFigure(NO_FIGURE, -1.0)
    return SortedFigure(sign + format_range(estimate), round(estimate.expected, 6))


def _write_count(findings: int) -> SortedFigure:
    return SortedFigure(f"{findings:,}" if findings else "–", float(findings))


def _make_tiles(whole: Totals, sign: str, left_sign: str, *, has_estimates: bool) -> Iterator[Tile]:
    figures = whole.figures
    states = " · ".join(f"{n:,} {state}" for state, n in sorted(whole.states.items()))
    yield Tile("plans", "Plans", f"{whole.features:,}", (Note(states),))
    if has_estimates:
        unknown = f"{format_count(whole.unestimated, 'plan')} unestimated"
        notes = (Note(unknown),) if whole.unestimated else ()
        yield Tile("effort", "Effort", _write_range(figures.effort, sign).text, notes)
        notes = (Note("by effort of open phases"),) if figures.left else ()
        yield Tile("left", "Work left", _write_range(figures.left, left_sign).text, notes)
    yield Tile("done", "Done", format_completion(figures.completion), completion=figures.completion)
    placeholders = format_count(figures.placeholders, "placeholder")
    missing = (placeholders if figures.placeholders else "", _count_questions(figures.questions))
    warnings = tuple(Note(text, is_warning=True) for text in missing if text)
    yield Tile("findings", "Findings", f"{figures.errors + figures.warnings:,}", warnings)


def render_part(part: Entry, href: Href) -> str:
    """Render the progress of a part, linked to it, for the row of a table that names its folder."""
    return keep(render)(
        "part.html",
        title=part.title,
        href=href(part.path),
        completion=part.figures.completion,
        status=part.status,
    )


def _link_documents(documents: Sequence[FeatureDocument], href: Href) -> tuple[DocumentLink, ...]:
    """Links to the documents of a feature; empty if there is only one."""
    if len(documents) == 1:
        return ()
    return tuple(
        DocumentLink(
            KIND_NAMES.get(document.kind, document.title), document.title, href(document.path)
        )
        for document in documents
    )

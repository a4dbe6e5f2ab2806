"""What a header is made of, and what the headers of all formats have: the strip, the state."""

from __future__ import annotations

import re
from collections import Counter
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.model.wording import cut_text, format_completion, format_count, format_range
from mkdocs_speckit.rendering.text_width import measure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.features.documents import FeatureDocuments, FeaturePart
    from mkdocs_speckit.features.phases import FeaturePhase
    from mkdocs_speckit.model.plan import Plan

NEXT_ANCHOR = "speckit-next"
PLACE_ANCHOR = "speckit-fill-in"
TOTAL_ANCHOR = "speckit-total"
DIAGRAM_ANCHOR = "speckit-diagram"
TIMELINE_ANCHOR = "speckit-timeline"
"""The ids of what headers link to: the item that is next, the first placeholder of a page, the
stated total that does not add up, the first diagram of a page, and its timeline."""

MAX_SEGMENTS = 60
"""A strip of more phases is drawn as one."""

MAX_WIDTHS = 24
"""More phases are all as wide, in several rows."""

MAX_ROW = 12
"""More phases, up to MAX_WIDTHS, are two rows of one length on a phone."""

MAX_SECTIONS = 3
"""The number of sections that are linked with what is not filled in."""

MAX_SECTION = 28
"""The number of characters of a section's name that is cut."""

STRIP_WIDTH = 640.0
"""The width of a strip in a column of 688 px, without its gaps."""

NAME_SIZE = 12.0
BOLD = 1.08
"""How much wider bold letters are."""

SIGNED = frozenset(["done", "not filled in", "stuck", "under way"])
"""The states of a feature that have a sign of their own."""


class Segment(Struct, frozen=True):
    """A phase in the strip: `share` is that of the width in percent, `text` what fits below it.

    `name` is the bold part of that text. `full` says everything in words, from `long_name` on.
    """

    share: float
    state: str
    percent: int
    name: str = ""
    text: str = ""
    full: str = ""
    href: str | None = None
    long_name: str = ""
    count: str = ""


class Strip(Struct, frozen=True):
    """The phases side by side; `measure` says what decides their widths."""

    segments: tuple[Segment, ...] = ()
    measure: str = ""

    @property
    def half(self) -> int:
        """The number of phases in each of two rows; 0 where one row, or many, hold them."""
        number = len(self.segments)
        return ceil(number / 2) if MAX_ROW < number <= MAX_WIDTHS else 0

    @property
    def current(self) -> Segment | None:
        """The phase that narrow pages name: the first that goes on, or else the first open one."""
        named = [segment for segment in self.segments if segment.long_name]
        going = [s for s in named if s.state in {"under-way", "can-start", "stuck"}]
        opened = [segment for segment in named if segment.state != "done"]
        return next(iter(going or opened), None)


class Link(Struct, frozen=True):
    """A text that leads to a place; `title` says more. Without an address it is only a text."""

    name: str
    title: str
    href: str | None


class Fact(Struct, frozen=True):
    """A figure in bold, links and words; the `note` is grey. `short` is for where room is short.

    If it `is_least`, phases without an estimate come on top of the figure.
    """

    links: tuple[Link, ...] = ()
    note: str = ""
    figure: str = ""
    text: str = ""
    short: str = ""
    is_least: bool = False


class Facts(Struct, frozen=True):
    """The facts under a label, and a `note` on all of them; `more` are left out."""

    label: str
    facts: tuple[Fact, ...]
    more: int = 0
    note: str = ""


class Caution(Struct, frozen=True):
    """Something that is wrong: words, a link to its place, and words after that."""

    text: str
    link: Link | None = None
    after: str = ""


class StoryRow(Struct, frozen=True):
    """A story with its progress."""

    id: str
    title: str
    notes: str
    href: str | None
    state: str
    completion: Completion


class Sign(NamedTuple):
    """A state and the word for it; an empty state has no sign."""

    state: str
    word: str


class PageContents(Struct, frozen=True):
    """What the page of a header has below it, which the header links to.

    `links` are names and addresses of its figures and findings, `headings` the ids of its headings
    by their outline indexes, `ids` those of the anchors above that are on it.
    """

    links: tuple[Link, ...] = ()
    headings: tuple[tuple[int, str], ...] = ()
    ids: frozenset[str] = frozenset()


class Header(Struct, frozen=True):
    """What a header shows, from its top to its bottom.

    The first of `counts` stands out. `links` lead to the figures of the page, `chip` is the format
    or the level. `notes` are grey lines. `label` names the header for those who do not see it.
    """

    sign: Sign
    counts: tuple[str, ...]
    chip: Link
    links: tuple[Link, ...]
    strip: Strip
    facts: tuple[Facts, ...]
    notes: tuple[Fact, ...] = ()
    cautions: tuple[Caution, ...] = ()
    stories: tuple[StoryRow, ...] = ()
    more_stories: int = 0
    has_story_tasks: bool = False
    label: str = "Where this feature stands"


def find_sign(documents: FeatureDocuments) -> Sign:
    """The state of the whole feature; of a document that no state is known of, its kind."""
    state, status = documents.state, documents.status
    if not documents.completion.total and state == "not started":
        return Sign("", documents.current.kind.replace("-", " ").capitalize())
    return Sign(name_sign(status), state.capitalize())


def name_sign(status: str) -> str:
    """The name of the sign that a feature's status has."""
    return status.replace(" ", "-") if status in SIGNED else "waiting"


def link_questions(
    documents: FeatureDocuments, places: Iterable[tuple[Plan | None, str]]
) -> Iterator[Caution]:
    """The open questions of each document, linked to the first, with the words for its place."""
    for document, place in places:
        if document is not None and document.questions:
            number = format_count(len(document.questions), "open question")
            link = Link(number, "", documents.find_link(document, "question-1"))
            yield Caution("", link, place)


def link_anchor(
    documents: FeatureDocuments, plan: Plan | None, anchor: str, contents: PageContents
) -> str | None:
    """The address of an anchor in a document; None if the page is to have it and does not."""
    if plan is documents.current and anchor not in contents.ids:
        return None
    return documents.find_link(plan, anchor)


# The strip.


def make_strip(
    documents: FeatureDocuments, plan: Plan | None, phases: Sequence[FeaturePhase]
) -> Strip:
    """Make the strip of the phases of a plan, or else of the feature's parts.

    Too many phases are one segment; so are the items of a feature whose phases nothing tells.
    """
    if plan is not None and 0 < len(phases) <= MAX_SEGMENTS:
        return _make_phase_strip(documents, plan, phases)
    if 0 < len(documents.parts) <= MAX_SEGMENTS:
        return _make_part_strip(documents.parts)
    done = documents.completion
    if not done.total or documents.is_template:
        return Strip()
    full = f"All {name_items(documents)}: {format_completion(done)}"
    state = find_sign(documents).state
    href = documents.find_link(documents.tasks or documents.plan)
    return Strip((Segment(100, state, round_percent(done), "", "", full, href),), "Progress")


def _make_phase_strip(
    documents: FeatureDocuments, plan: Plan, phases: Sequence[FeaturePhase]
) -> Strip:
    """A segment a phase, as wide as its effort, else as it has items; many are all alike."""
    unit = plan.effort.unit if plan.effort else ""
    weights = [phase.estimate.expected if phase.estimate else 0.0 for phase in phases]
    measure = "Phases; the wider, the more effort"
    if not any(weights):
        weights = [float(phase.completion.total) for phase in phases]
        measure = f"Phases; the wider, the more {name_items(documents)}"
    # What a template's examples say counts nowhere.
    if documents.is_template or not any(weights) or len(phases) > MAX_WIDTHS:
        weights, measure = [1.0] * len(phases), "Phases"
    segments = []
    for phase, weight in zip(phases, weights, strict=True):
        share = weight / sum(weights)
        if documents.is_template:
            segment = _make_segment(share, phase.names, "not filled in", Completion())
        else:
            effort = format_range(phase.estimate, unit) if phase.estimate else ""
            state = phase.state or ""
            segment = _make_segment(share, phase.names, state, phase.completion, effort)
        href = documents.find_link(plan, phase.anchor) if phase.anchor else None
        segments.append(replace(segment, href=href))
    return Strip(tuple(segments), measure)


def _make_part_strip(parts: Sequence[FeaturePart]) -> Strip:
    """A segment a part of the feature, as wide as it has items; all alike if one has none."""
    is_known = all(part.completion.total for part in parts)
    weights = [part.completion.total if is_known else 1 for part in parts]
    shares = [weight / sum(weights) for weight in weights]
    segments = tuple(
        replace(_make_segment(share, (p.title,), p.status, p.completion), href=p.href)
        for p, share in zip(parts, shares, strict=True)
    )
    return Strip(segments, "Parts; the wider, the more items" if is_known else "Parts")


def _make_segment(
    share: float, names: Sequence[str], state: str, completion: Completion, effort: str = ""
) -> Segment:
    """A segment that takes a share of the strip, from 0 to 1, without its link."""
    count = format_completion(completion) if completion.total else ""
    name, text = _fit_name(names, state, count, STRIP_WIDTH * share)
    known = ", ".join(filter(None, (state, count, effort)))
    return Segment(
        100 * share,
        state.replace(" ", "-"),
        round_percent(completion),
        name,
        text,
        f"{names[0]}: {known}" if known else names[0],
        long_name=names[0],
        count=count,
    )


def round_percent(completion: Completion) -> int:
    """The share that is done, in percent: 100 and 0 only if it is that."""
    percent = round(completion.share * 100)
    if 0 < completion.done < completion.total:
        return min(max(percent, 1), 99)
    return percent


def _fit_name(names: Sequence[str], state: str, count: str, room: float) -> tuple[str, str]:
    """The longest name of a phase that fits: its bold part, and the rest; both may be empty.

    Beside the name of one that is done is a tick.
    """
    for name in names:
        if state == "done":
            if measure_text(f"✓ {name}", NAME_SIZE) <= room:
                return "", name
        elif state in {"under way", "stuck"}:
            for text in (count, ""):
                if measure_text(f"{name} {text}", NAME_SIZE) * BOLD <= room:
                    return name, text
        elif measure_text(name, NAME_SIZE) <= room:
            return "", name
    return "", ""


# What a template has to have filled in.


def make_places(documents: FeatureDocuments, contents: PageContents) -> tuple[Facts, ...]:
    """Say what to fill in first on the page, and how much there is in each of its sections."""
    plan = documents.current
    if not plan.placeholders:
        return ()
    what = "the feature’s name" if plan.has_unfilled_title else "the first place"
    href = link_anchor(documents, plan, PLACE_ANCHOR, contents)
    first = Fact((Link(what, plan.placeholders[0].text, href),), text="Fill in")
    anchors = dict(contents.headings)
    sections = Counter(_find_section(plan, p.place.line) for p in plan.placeholders)
    sections.pop(None, None)
    named = [
        Fact((Link(_shorten_section(plan.outline[i].text), "", f"#{anchors[i]}"),), f"{number:,}")
        for i, number in sections.items()
        if i is not None and i in anchors
    ]
    shown = tuple(named[:MAX_SECTIONS])
    return (Facts("Next", (first, *shown), max(0, len(named) - len(shown))),)


def _find_section(plan: Plan, line: int) -> int | None:
    """The section around a line, below the title: its outline index; None above the first."""
    index = max((i for i, mark in enumerate(plan.outline) if mark.line <= line), default=None)
    while index is not None:
        mark = plan.outline[index]
        parent = mark.parent
        if mark.kind == "heading" and (parent is None or plan.outline[parent].level == 1):
            return index if mark.level > 1 else None
        index = parent
    return None


_SECTION_NUMBER = re.compile(r"(?:L\d\+?:|\d{1,3}[.)])\s+")


def _shorten_section(text: str) -> str:
    """A section's name without its number: `Summary` of `1. SUMMARY`."""
    name = _SECTION_NUMBER.sub("", text, count=1)
    return cut_text(name.capitalize() if name.isupper() else name, MAX_SECTION)


def name_items(documents: FeatureDocuments) -> str:
    """What the boxes that count are called: `tasks` if a document of tasks has them."""
    progress = documents.current.progress
    return "items" if progress is None or progress.tasks is None else "tasks"


def count_items(documents: FeatureDocuments, number: int) -> str:
    """A number of these boxes: `1 task`, `8 items`."""
    return format_count(number, name_items(documents).removesuffix("s"))

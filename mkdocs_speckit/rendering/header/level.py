"""The header of plans with levels: what is next, how much is left, and what is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.features.phases import list_phases
from mkdocs_speckit.model.formats import LEVEL, NAMES_OF_FORMATS
from mkdocs_speckit.model.levels import MEANING, describe_level
from mkdocs_speckit.model.wording import (
    count_unestimated,
    cut_text,
    format_completion,
    format_count,
    format_number,
    format_range,
    join_first,
    name_days,
    round_roughly,
    say_at_least,
    shorten_list,
)
from mkdocs_speckit.rendering.header.parts import (
    DIAGRAM_ANCHOR,
    NEXT_ANCHOR,
    TOTAL_ANCHOR,
    Caution,
    Fact,
    Facts,
    Header,
    Link,
    PageContents,
    count_items,
    find_sign,
    link_anchor,
    make_places,
    make_strip,
    name_items,
)
from mkdocs_speckit.schedule import schedule_plan, schedule_remaining_plan
from mkdocs_speckit.schedule.dates import find_ends
from mkdocs_speckit.schedule.uncertainty import estimate_remaining_finish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.features.phases import FeaturePhase
    from mkdocs_speckit.model.calendar import Beginning
    from mkdocs_speckit.model.parts import Effort, Estimate
    from mkdocs_speckit.model.plan import Plan

_TAGS = re.compile(r"(?P<number>(?:[A-Z]{1,4}-?\d{1,4}\s+)?)(?:\[[A-Z]\w{0,3}\]\s*){1,4}(?=\S)")

_BLOCKER = re.compile(r" ?\[B:[^\[\]]*+\]")
"""What an item waits for, in its text: `[B: T004]`."""

MAX_ITEM = 72
"""The number of characters of an item that is cut."""

MAX_TITLE = 200
"""The number of characters of an item that a tooltip shows."""

MAX_NAMES = 3
MAX_NAME = 32
"""The number of phases or dependencies that a line names, and the characters of a name."""


def make_level_header(documents: FeatureDocuments, contents: PageContents) -> Header:
    """Make the header of a page of a feature whose documents have levels."""
    plan = _choose_plan(documents)
    phases = () if plan is None else list_phases(plan)
    facts: tuple[Facts, ...] = ()
    notes: tuple[Fact, ...] = ()
    if documents.is_template:
        facts = make_places(documents, contents)
    elif documents.status == "done":
        notes = tuple(_describe_done(documents, plan, phases, contents))
    else:
        next_ = _make_next(documents, phases, contents)
        left = _make_left(documents, plan, phases)
        facts = tuple(fact for fact in (next_, left) if fact is not None)
    return Header(
        find_sign(documents),
        tuple(_count_parts(documents, plan)),
        _make_chip(documents.current),
        contents.links,
        make_strip(documents, plan, phases),
        facts,
        notes,
        tuple(_list_cautions(documents, plan, contents)),
    )


def _make_chip(plan: Plan) -> Link:
    """The level and what it means; of a format without levels, its name."""
    if plan.format != LEVEL:
        return Link(NAMES_OF_FORMATS.get(plan.format, plan.format), "", None)
    level = plan.known_level
    return Link(describe_level(level).capitalize(), MEANING.get(level or "", ""), None)


def _choose_plan(documents: FeatureDocuments) -> Plan | None:
    """The document that tells the phases: the page's own if it has any, else the feature's plan."""
    current = documents.current
    if current.kind == "plan" or current.effort is not None or current.graphs:
        return current
    return documents.plan


def _count_parts(documents: FeatureDocuments, plan: Plan | None) -> Iterator[str]:
    """The figures beside the state: items, the effort of all phases, what the document states.

    The effort is left out where `Left` says the same.
    """
    done = documents.completion
    if documents.is_template:
        yield f"{format_count(documents.placeholders, 'place')} to fill in"
        return
    if done.total:
        yield f"{format_completion(done)} {name_items(documents)}"
    if plan is not None and plan.effort is not None and plan.effort.is_estimated:
        is_all_left = not done.done and plan.left is not None
        if documents.status != "done" and not is_all_left:
            unknown = plan.effort.unestimated if plan.left is None else 0
            note = f", {count_unestimated(unknown)}" if unknown else ""
            yield f"{_write_total(plan.effort)} planned{note}"
    if (status := documents.current.status) is not None:
        text = "" if status.text is None else f"“{cut_text(status.text, MAX_NAME)}”"
        percent = "" if status.percent is None else f"{format_number(status.percent)} %"
        yield f"says {', '.join(filter(None, (text, percent)))}"


def _write_total(effort: Effort) -> str:
    """The effort of all phases: `8–14 h`, `at least 8–14 h` if some have no estimate."""
    return say_at_least(effort.unestimated) + format_range(effort.total, effort.unit)


# What is next, and what is left.


def _make_next(
    documents: FeatureDocuments, phases: tuple[FeaturePhase, ...], contents: PageContents
) -> Facts | None:
    """The item to do next, with its phase; of parts, the first that is open."""
    progress = documents.current.progress
    item = progress.next_item if progress is not None else None
    if item is not None:
        known = (documents.tasks, documents.current, documents.plan, documents.spec)
        document = next((plan for plan in known if plan is not None and item in plan.items), None)
        whole = _strip_tags(item.text)
        name = cut_text(whole, MAX_ITEM)
        title = cut_text(whole, MAX_TITLE) if name != whole else ""
        link = Link(name, title, link_anchor(documents, document, NEXT_ANCHOR, contents))
        phase = next((phase.names[0] for phase in phases if phase.first_open == item), "")
        return Facts("Next", (Fact((link,), f"· {phase}" if phase else ""),))
    opened = [part for part in documents.parts if part.status != "done"]
    if not opened:
        return None
    part = min(opened, key=lambda part: part.status != "under way")
    count = format_completion(part.completion) if part.completion.total else part.status
    return Facts("Next", (Fact((Link(part.title, "", part.href),), f"· {count}"),))


def _strip_tags(text: str) -> str:
    """An item's text without the tags behind its number: `T008 Core` of `T008 [P1] Core`."""
    match = _TAGS.match(text)
    return match["number"] + text[match.end() :] if match else text


def _make_left(
    documents: FeatureDocuments, plan: Plan | None, phases: tuple[FeaturePhase, ...]
) -> Facts | None:
    """How long the way to the end is, or how much work is left, or how many items.

    Without boxes nobody can tell what is left; then it is how long all phases take.
    """
    done = documents.completion
    if plan is not None and plan.left is not None and (plan.left.high or plan.open_unestimated):
        return Facts("Left", (_describe_effort_left(documents, plan, plan.left),))
    is_untouched = plan is not None and plan.left is None and not done.done
    if plan is not None and is_untouched and (timed := schedule_plan(plan)) is not None:
        unknown = len(timed.unestimated)
        return Facts("Takes", (_describe_way(documents, plan, timed.length, unknown),))
    if done.total == done.done:
        return None
    count = count_items(documents, done.total - done.done)
    opened = [phase for phase in phases if 0 < phase.completion.total > phase.completion.done]
    text = f"in {format_count(len(opened), 'phase')}" if len(opened) > 1 else ""
    note = ""
    if phases and not opened and all(phase.state == "done" for phase in phases):
        note = "· all phases are done"
    elif opened and not any(phase.estimate for phase in phases):
        note = "· no phase has an estimate"
    return Facts("Left", (Fact(figure=count, text=text, note=note),))


def _describe_effort_left(documents: FeatureDocuments, plan: Plan, work: Estimate) -> Fact:
    """The way to the end, and the work beside it where that is another figure."""
    unit = plan.effort.unit if plan.effort is not None else ""
    total = say_at_least(plan.open_unestimated) + format_range(work, unit)
    remaining = schedule_remaining_plan(plan)
    note = ""
    if plan.open_unestimated:
        note = f"· {count_unestimated(plan.open_unestimated, 'open phase')}"
    # Where a phase on the way has no estimate, the work says more than the way does.
    if remaining is None or not remaining.length.high or remaining.unestimated:
        likely, short = describe_likely(plan)
        return Fact(
            figure=format_range(work, unit),
            text=f"of work{likely}",
            note=note,
            short=short or "of work",
            is_least=plan.open_unestimated > 0,
        )
    if total != say_at_least(plan.open_unestimated) + format_range(remaining.length):
        note = f"· {total} of work {note}".rstrip()
    return _describe_way(documents, plan, remaining.length, plan.open_unestimated, note)


def _describe_way(
    documents: FeatureDocuments, plan: Plan, length: Estimate, unknown: int, note: str = ""
) -> Fact:
    """The length of the way to the end, with what is likely, and the days if they are known."""
    figure = format_range(length)
    text, short = describe_likely(plan)
    ends, days = describe_ends(plan, documents.beginning)
    if ends:
        note, short = f"· {ends} {note}".rstrip(), days or short
    return Fact(figure=figure, text=text, note=note, short=short, is_least=unknown > 0)


def describe_likely(plan: Plan) -> tuple[str, str]:
    """By when what is open is likely finished, in many words and in few; empty if not known."""
    likely = estimate_remaining_finish(plan)
    if likely is None:
        return "", ""
    p50, p80 = (f"{format_number(round_roughly(hours))} h" for hours in (likely.p50, likely.p80))
    return f", likely {p50}; 4 in 5 cases within {p80}", f"likely {p50}"


def describe_ends(plan: Plan, beginning: Beginning | None) -> tuple[str, str]:
    """The days on which a plan is done, in words and alone; both are empty if not known."""
    if beginning is None:
        return "", ""
    if beginning.find_end(0) is None:
        return "no working day in the calendar", ""
    ends = find_ends(plan, beginning)
    if ends is None:
        return "", ""
    days = name_days(*ends, beginning.day)
    return f"done {days}", days


def _describe_done(
    documents: FeatureDocuments,
    plan: Plan | None,
    phases: tuple[FeaturePhase, ...],
    contents: PageContents,
) -> Iterator[Fact]:
    """What was planned, and which boxes of the plan were not kept."""
    if plan is None:
        return
    said = []
    if plan.effort is not None and plan.effort.is_estimated:
        count = format_count(len(phases), "phase")
        said.append(f"Planned as {_write_total(plan.effort)} in {count}.")
    own, progress = plan.completion, plan.progress
    links: tuple[Link, ...] = ()
    if own.done < own.total and progress is not None and progress.tasks not in {None, plan.path}:
        said.append(f"The plan’s own boxes were not kept: {format_completion(own)} ticked.")
        href = link_anchor(documents, plan, NEXT_ANCHOR, contents)
        links = (Link("First open one", "", href),) if href else ()
    if said:
        yield Fact(links, text=" ".join(said))


# What is wrong.


def _list_cautions(
    documents: FeatureDocuments, plan: Plan | None, contents: PageContents
) -> Iterator[Caution]:
    """What is blocked, phases that wait for one another, and a total that does not add up."""
    if documents.is_template or documents.status == "done":
        return
    for part in documents.parts:
        if part.status == "stuck":
            yield Caution("Stuck:", Link(part.title, "", part.href))
    if blocked := _list_blocked(documents, plan):
        yield Caution(f"Blocked: {shorten_list(blocked, MAX_NAMES)}")
    if plan is None:
        return
    for graph in plan.graphs[:1]:
        for cycle in graph.cycles[:1]:
            names = [cut_text(graph.nodes[node].name, MAX_NAME) for node in cycle]
            href = link_anchor(documents, plan, DIAGRAM_ANCHOR, contents)
            link = Link("See the diagram", "", href) if href else None
            yield Caution(f"{join_first(names, MAX_NAMES)} wait for one another.", link)
    effort = plan.effort
    if effort is not None and effort.declared is not None and effort.is_mismatched:
        stated = format_range(effort.declared.estimate, effort.unit)
        href = link_anchor(documents, plan, TOTAL_ANCHOR, contents)
        link = Link("See the row", "", href) if href else None
        total = format_range(effort.total, effort.unit)
        yield Caution(f"The table’s total says {stated}, its phases add up to {total}.", link)


def _list_blocked(documents: FeatureDocuments, plan: Plan | None) -> list[str]:
    """What is blocked: items, and dependencies that are marked so."""
    known = (documents.current, documents.tasks, plan)
    items = {
        cut_text(_BLOCKER.sub("", _strip_tags(item.text)), MAX_NAME): None
        for document in known
        if document is not None
        for item in document.items
        if item.state == "blocked"
    }
    ratings = plan.ratings if plan is not None else ()
    named = {cut_text(rating.name, MAX_NAME): None for rating in ratings if rating.is_blocked}
    return [*items, *named]

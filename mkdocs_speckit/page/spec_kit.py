"""What only documents of GitHub Spec Kit have in their pages: tasks, stories, requirements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.model.tasks import ONE_REQUIREMENT
from mkdocs_speckit.model.wording import format_completion
from mkdocs_speckit.page.pieces import wrap_added
from mkdocs_speckit.page.tasks import append_inline, draw_tasks
from mkdocs_speckit.rendering.marks import render_citing, render_progress, render_story_progress
from mkdocs_speckit.schedule.tasks import find_standings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree.ElementTree import Element

    from markdown.util import HtmlStash

    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.model.plan import Plan

_REQUIREMENT = re.compile(ONE_REQUIREMENT)

MAX_ID = 12
"""No id of a requirement has more characters."""


def mark_spec_kit(root: Element, plan: Plan, documents: FeatureDocuments, stash: HtmlStash) -> None:
    """Draw a document's tasks, and name the tasks that cite its requirements."""
    if plan.kind == "tasks":
        draw_tasks(
            root,
            zip(plan.tasks, find_standings(plan), strict=True),
            stash,
            documents.story_links,
        )
    html = {
        requirement.id: render_citing(documents.link_citing(requirement.id))
        for requirement in plan.requirements
        if requirement.id in documents.citing
    }
    if plan.requirements:
        _mark_requirements(root, plan, html, stash.store)


def render_spec_kit_bars(plan: Plan, documents: FeatureDocuments) -> dict[int | None, str]:
    """Render the bars of headings, by their outline indexes: checklists, phases, gates, stories."""
    if plan.kind == "tasks":
        return {
            phase.heading: render_progress(phase.completion)
            for phase in plan.phases
            if phase.completion.total
        }
    bars: dict[int | None, str] = {
        checklist.heading: render_progress(checklist.completion) for checklist in plan.checklists
    }
    for gates in plan.gates:
        text = f"{format_completion(gates.completion)} gates pass"
        bars[gates.heading] = render_progress(gates.completion, text)
    for story in plan.stories:
        if completion := documents.story_completions.get(story.id):
            href = documents.find_story_tasks(story.id)
            bars[story.heading] = render_story_progress(completion, href)
    return bars


def _mark_requirements(
    root: Element, plan: Plan, html: Mapping[str, str], store: Callable[[str], str]
) -> None:
    """Give the items and rows that begin with the id of a requirement an id, and put HTML after.

    Those with headings have their ids already.
    """
    left = {one.id: one for one in plan.requirements}
    ids = {id_ for element in root.iter() if (id_ := element.get("id"))}
    for element in root.iter():
        cells = [*element] if element.tag == "tr" else [element] if element.tag == "li" else []
        match = _REQUIREMENT.match(_read_start(cells[0])) if cells else None
        if not match or match[0] not in left:
            continue
        requirement = left.pop(match[0])
        if requirement.heading is None and not element.get("id") and requirement.anchor not in ids:
            element.set("id", requirement.anchor)
        if requirement.id in html:
            last = cells[-1]
            is_loose = last.tag == "li" and len(last) and last[0].tag == "p"
            line = last[0] if is_loose and not (last.text or "").strip() else last
            append_inline(line, f" {store(wrap_added(html[requirement.id]))}")


def _read_start(element: Element) -> str:
    """The text that an element begins with, as far as an id may go."""
    start = ""
    for text in element.itertext():
        start = (start + text).lstrip()
        if len(start) > MAX_ID:
            break
    return start

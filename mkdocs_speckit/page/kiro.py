"""What only documents of Kiro have in their pages: tasks of several levels, chips, criteria.

`_Requirements: 1.2_` of a task links to the criterion on the page of the requirements; there each
criterion and each requirement names the tasks that cite it.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

from mkdocs_speckit.features.trace import find_citing
from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.model.wording import cut_text
from mkdocs_speckit.page.elements import keep_letters, read_line
from mkdocs_speckit.page.pieces import wrap_added
from mkdocs_speckit.page.requirements import name_state
from mkdocs_speckit.page.tasks import append_inline, draw_tasks, replace_parts
from mkdocs_speckit.reading.checklists import COUNTED
from mkdocs_speckit.reading.citations import find_cited_numbers
from mkdocs_speckit.rendering.marks import render_citing, render_requirement_tasks
from mkdocs_speckit.rendering.matrix import MatrixTask, render_waves
from mkdocs_speckit.schedule.tasks import find_standings

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown.util import HtmlStash

    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Criterion, Requirement

MAX_TITLE = 300
"""The number of characters of a criterion that a chip shows."""

MAX_COMPARED = 80
"""The number of letters by which a criterion is found in its page."""

_CITING = frozenset("em strong li p".split())


def mark_kiro(root: Element, plan: Plan, documents: FeatureDocuments, stash: HtmlStash) -> None:
    """Draw a document's tasks and what they cite, and mark its criteria."""
    if plan.kind == "tasks":
        draw_tasks(root, zip(plan.tasks, find_standings(plan), strict=True), stash)
        _put_chips(root, documents)
    elif plan.requirements:
        _mark_criteria(root, plan, documents, stash.store)


class _Cited(NamedTuple):
    """What a number means: the address of a requirement or a criterion, and its text."""

    href: str | None
    text: str


def _list_cited(documents: FeatureDocuments) -> dict[str, _Cited]:
    """All requirements and criteria by their numbers; of several with one, the first."""
    plan = documents.requirements
    found: dict[str, _Cited] = {}
    for requirement in plan.requirements if plan is not None else ():
        cited: tuple[Requirement | Criterion, ...] = (requirement, *requirement.criteria)
        for one in cited:
            found.setdefault(one.id, _Cited(documents.find_link(plan, one.anchor), one.text))
    return found


def _put_chips(root: Element, documents: FeatureDocuments) -> None:
    """Make chips of the numbers of requirements that a list of tasks cites."""
    cited = _list_cited(documents)
    for element in [*root.iter()] if cited else ():
        if element.tag not in _CITING or not (element.text or "").strip():
            continue
        parts = []
        for number, start, end in find_cited_numbers(element.text or ""):
            if number in cited:
                href, text = cited[number]
                chip = Element("a" if href else "span", {"class": "speckit-tag"})
                if href:
                    chip.set("href", href)
                chip.set("title", cut_text(text, MAX_TITLE))
                chip.text = number
                parts.append((start, end, chip))
        replace_parts(element, -1, parts)


def _mark_criteria(
    root: Element, plan: Plan, documents: FeatureDocuments, store: Callable[[str], str]
) -> None:
    """Give the criteria of a page their ids, and name the tasks that cite each.

    A criterion is found by its first letters, with its number or without.
    """
    left: defaultdict[str, deque[tuple[str, str]]] = defaultdict(deque)
    for requirement in plan.requirements:
        for criterion in requirement.criteria:
            key = keep_letters(criterion.text)[:MAX_COMPARED]
            left[key].append((criterion.id, criterion.anchor))
    ids = {id_ for element in root.iter() if (id_ := element.get("id"))}
    for element in root.iter():
        if element.tag not in {"li", "p"}:
            continue
        text = keep_letters(read_line(element))
        found = left.get(text[:MAX_COMPARED])
        if not found:
            continue
        id_, anchor = found.popleft()
        if element.get("id") is None and anchor not in ids:
            ids.add(anchor)
            element.set("id", anchor)
            element.set("class", f"{element.get('class', '')} speckit-criterion".strip())
        if id_ in documents.citing:
            html = render_citing(documents.link_citing(id_))
            append_inline(element, f" {store(wrap_added(html))}")


def _draw_waves(plan: Plan, documents: FeatureDocuments) -> str:
    """Draw the waves that a list of tasks states, with how far each task is."""
    known = {
        task.id: (task, standing)
        for task, standing in zip(plan.tasks, find_standings(plan), strict=True)
    }
    waves = []
    for wave in plan.waves.waves if plan.waves is not None else ():
        tasks = [known[id_] for id_ in wave if id_ in known]
        links = documents.link_tasks(task for task, _ in tasks)
        waves.append(
            [MatrixTask(*link, name_state(*task)) for link, task in zip(links, tasks, strict=True)]
        )
    return render_waves(waves)


def render_kiro_bars(plan: Plan, documents: FeatureDocuments) -> dict[int | None, str]:
    """Render what is under headings, by their outline indexes: tasks of requirements, waves."""
    bars: dict[int | None, str] = {}
    if plan.waves is not None:
        bars[plan.waves.heading] = _draw_waves(plan, documents)
    for requirement, citing in find_citing(plan, documents.tasks):
        counted = [COUNTED[task.state] for task in citing if task.is_required]
        bars[requirement.heading] = render_requirement_tasks(
            sum(counted, Completion()), documents.link_tasks(citing)
        )
    return bars

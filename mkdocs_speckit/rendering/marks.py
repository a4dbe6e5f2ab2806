"""The completion bar under a heading, and the marks in the cells of the author's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.model.parts import COMPLEXITIES
from mkdocs_speckit.model.wording import format_range
from mkdocs_speckit.rendering import keep, render

if TYPE_CHECKING:
    from mkdocs_speckit.features.documents import FeaturePart
    from mkdocs_speckit.model.parts import Completion
    from mkdocs_speckit.model.plan import Plan


@keep
def render_progress(completion: Completion, text: str = "") -> str:
    """A bar with `2 of 5 done` or another text beside it, for a heading with checklist items."""
    return render("progress.html", completion=completion, text=text)


@keep
def render_sign(state: str) -> str:
    """The sign of a task's state, for the place of its box."""
    return render("sign.html", state=state)


@keep
def render_pill(text: str) -> str:
    """A word about a task, for the end of its line."""
    return render("pill.html", text=text)


@keep
def render_story_progress(completion: Completion, href: str | None) -> str:
    """The progress of a story's tasks, linked to them, for its heading."""
    return render("story_progress.html", completion=completion, href=href)


def render_part(part: FeaturePart) -> str:
    """The progress of a part, linked to it, for the row of a table that names its folder."""
    return render("part.html", part=part)


MAX_CITING = 8
"""The number of tasks that are linked after a requirement."""


@keep
def render_citing(ids: tuple[tuple[str, str, str | None], ...]) -> str:
    """The tasks that cite a requirement: their ids, texts and addresses."""
    return render("citing.html", tasks=ids[:MAX_CITING], more=max(0, len(ids) - MAX_CITING))


@keep
def render_requirement_tasks(
    completion: Completion, ids: tuple[tuple[str, str, str | None], ...]
) -> str:
    """The progress of the tasks that cite a requirement, and these tasks, for its heading."""
    more = max(0, len(ids) - MAX_CITING)
    tasks = ids[:MAX_CITING]
    return render("requirement_tasks.html", completion=completion, tasks=tasks, more=more)


class CellMark(NamedTuple):
    """HTML for a cell of a table.

    `table` is the table's index in the outline; `row` and `column` count from 0.
    """

    table: int
    row: int
    column: int
    html: str


def mark_ratings(plan: Plan) -> tuple[CellMark, ...]:
    """The marks before the words of cells: a complexity, or a red, yellow or green status."""
    html_of = {
        value: render("complexity.html", steps=COMPLEXITIES.index(value))
        if value in COMPLEXITIES
        else render("status.html", status=value)
        for value in {rating.value for rating in plan.ratings}
    }
    return tuple(
        CellMark(rating.table, rating.row, rating.column, html_of[rating.value])
        for rating in plan.ratings
    )


def mark_effort(plan: Plan) -> tuple[CellMark, ...]:
    """The marks after the words of the effort table's cells.

    Each phase has its share of the expected total as a bar, unless it is the only one; a declared
    total that differs from the computed one has the computed one.
    """
    effort = plan.effort
    if effort is None or not effort.is_estimated:
        return ()
    marks = []
    whole = effort.total.expected
    estimated = [(phase, phase.estimate) for phase in effort.phases if phase.estimate is not None]
    if whole and len(estimated) > 1:
        for phase, estimate in estimated:
            html = render("share.html", share=estimate.expected / whole)
            marks.append(CellMark(effort.table, phase.row, effort.column, html))
    if effort.declared is not None and effort.is_mismatched:
        html = render("computed_total.html", figure=format_range(effort.total, effort.unit))
        declared = effort.declared
        marks.append(CellMark(effort.table, declared.row, declared.column, html))
    return tuple(marks)

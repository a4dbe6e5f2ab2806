"""The table of a specification that says which tasks cite which of its requirements."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mkdocs_speckit.features.trace import add_tasks, find_citing
from mkdocs_speckit.model.formats import KIRO, LEVEL
from mkdocs_speckit.model.wording import cut_text
from mkdocs_speckit.rendering.matrix import MAX_ROWS, MatrixTask, render_matrix
from mkdocs_speckit.schedule.tasks import find_standings

if TYPE_CHECKING:
    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Task
    from mkdocs_speckit.schedule.tasks import Standing

MAX_TEXT = 100
"""The number of characters of a requirement that a row shows."""


def name_state(task: Task, standing: Standing) -> str:
    """The state of a task in words, as its sign says it."""
    return (standing.state or task.state).replace("-", " ")


def draw_matrix(plan: Plan, documents: FeatureDocuments) -> str:
    """Draw which tasks cite which requirements of a page; empty where none does."""
    if documents.tasks is None or not 0 < len(plan.requirements) <= MAX_ROWS:
        return ""
    tasks, has_anchors = add_tasks(documents.tasks), plan.format != LEVEL
    standings = {
        id(task): standing
        for task, standing in zip(tasks.tasks, find_standings(tasks), strict=True)
    }
    rows = []
    for requirement, citing in find_citing(plan, tasks):
        cells: defaultdict[int, list[MatrixTask]] = defaultdict(list)
        for task in citing:
            if task.phase is not None:
                ((id_, text, href),) = documents.link_tasks([task])
                href = href if has_anchors else documents.find_link(tasks)
                cells[task.phase].append(
                    MatrixTask(id_ or text, text, href, name_state(task, standings[id(task)]))
                )
        text = cut_text(requirement.text, MAX_TEXT)
        address = f"#{requirement.anchor}" if has_anchors else None
        rows.append((requirement.id, text, address, dict(cells)))
    columns = [
        (
            index,
            tasks.phases[index].label if plan.format == KIRO else tasks.phases[index].names[-1],
            tasks.phases[index].title,
        )
        for index in sorted({phase for *_, cells in rows for phase in cells})
    ]
    return render_matrix(columns, rows)

"""What only documents of Kiro have in their pages: tasks of several levels, chips, criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.page.tasks import draw_tasks
from mkdocs_speckit.schedule.tasks import find_standings

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown.util import HtmlStash

    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.model.plan import Plan


def mark_kiro(root: Element, plan: Plan, documents: FeatureDocuments, stash: HtmlStash) -> None:
    """Draw a document's tasks."""
    if plan.kind == "tasks":
        draw_tasks(root, zip(plan.tasks, find_standings(plan), strict=True), stash)

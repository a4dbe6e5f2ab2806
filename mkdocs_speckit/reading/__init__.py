"""Markdown source → Plan. Pure: no files, no network, no clock."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.model.levels import MARKER
from mkdocs_speckit.model.plan import Plan
from mkdocs_speckit.model.settings import DEFAULT, Settings
from mkdocs_speckit.reading.checklists import read_checklists, read_items
from mkdocs_speckit.reading.comments import find_folder_names, read_anchors, read_ignores
from mkdocs_speckit.reading.dependencies import read_graphs
from mkdocs_speckit.reading.document import source as front_matter
from mkdocs_speckit.reading.document.markdown import parse_markdown
from mkdocs_speckit.reading.effort import read_effort
from mkdocs_speckit.reading.formats import level
from mkdocs_speckit.reading.milestones import read_declared_path, read_milestones
from mkdocs_speckit.reading.names import match_phases
from mkdocs_speckit.reading.placeholders import find_placeholders, find_unfinished
from mkdocs_speckit.reading.ratings import read_ratings

if TYPE_CHECKING:
    from mkdocs_speckit.reading.document import Document

__all__ = ["read"]


def read(
    text: str,
    path: str = "",
    settings: Settings = DEFAULT,
    *,
    original_path: str | None = None,
) -> Plan | None:
    """Read a document; None where it carries no level marker (section 1).

    `text` is the whole source, front matter included, with any line ends. `path` is shown in
    findings, and its name tells the document's kind; for a translation pass as `original_path` the
    path of the document that it translates (`plan.md` for `plan.de.md`). Never raises.
    """
    named = path if original_path is None else original_path
    if MARKER not in text:
        return None
    document = parse_markdown(text)
    levels = level.find_markers(document)
    if not levels:
        return None
    template = level.read_template(document)
    aligned_effort, aligned_graphs = match_phases(
        read_effort(document, settings.time), read_graphs(document), document.outline
    )
    return Plan(
        path=path,
        title=_title(document, named),
        kind=level.find_kind(template, named),
        levels=levels,
        template=template,
        outline=document.outline,
        effort=aligned_effort,
        graphs=aligned_graphs,
        checklists=read_checklists(document),
        placeholders=find_placeholders(document, settings),
        table_faults=document.table_faults,
        undecodable=document.undecodable,
        items=read_items(document),
        ignores=read_ignores(document),
        anchors=read_anchors(document),
        unfinished=find_unfinished(document),
        unrendered_lists=document.unrendered_lists,
        stated_levels=level.read_stated_levels(document),
        declared_path=read_declared_path(document, settings.time),
        folder_names=find_folder_names(text),
        ratings=read_ratings(document, aligned_effort),
        milestones=read_milestones(document, aligned_effort, aligned_graphs, settings.time),
    )


def _title(document: Document, path: str) -> str:
    """The first top heading, or the front matter's title, or the file's name."""
    for landmark in document.outline:
        if landmark.kind == "heading" and landmark.level == 1:
            return landmark.text
    titles = (v for key, v, _ in front_matter.read_values(document.front_matter) if key == "title")
    return next(filter(None, titles), PurePosixPath(path).stem)

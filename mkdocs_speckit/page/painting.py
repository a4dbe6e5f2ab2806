"""Puts all pieces of a plan into its page: at the headings and tables that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.options import MERMAID, Options
from mkdocs_speckit.page.elements import draw_boxes, fold_drawing, mark_after, mark_before
from mkdocs_speckit.page.landmarks import HEADINGS, match_landmarks
from mkdocs_speckit.page.pieces import Figures, Pieces
from mkdocs_speckit.page.placeholder_marks import mark_placeholders
from mkdocs_speckit.rendering.diagram import draw_diagram
from mkdocs_speckit.rendering.marks import mark_effort, mark_ratings, render_progress
from mkdocs_speckit.rendering.mermaid import write_flowchart, write_gantt
from mkdocs_speckit.rendering.summary import render_findings, render_summary
from mkdocs_speckit.rendering.timeline import draw_timeline

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from markdown.util import HtmlStash

    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.page import Page


class Painting:
    """The pieces of one page; `part` says which one it is at, or failed at."""

    def __init__(self, root: Element, page: Page, options: Options, stash: HtmlStash) -> None:
        self.part = "the page"
        self._root = root
        self._page = page
        self._plan = page.plan
        self._options = options
        self._stash = stash

    def paint(self) -> None:
        """Put all pieces in."""
        root, plan, options = self._root, self._plan, self._options
        elements = match_landmarks(plan.outline, root)
        anchors = {index: id_ for index, e in elements.items() if (id_ := e.get("id"))}
        self.part = "a box"
        draw_boxes(root)
        if options.placeholders:
            self.part = "a placeholder’s mark"
            mark_placeholders(root, plan.placeholders, self._stashed)
        if options.tables:
            self.part = "a table’s mark"
            mark_before(mark_ratings(plan), elements, self._stash.store)
            mark_after(mark_effort(plan), elements, self._stash.store)
        pieces = Pieces(root, self._stash.store)
        figures = Figures(plan, elements, pieces)
        if options.timelines and plan.effort is not None:
            self.part = "the timeline"
            figures.put(plan.effort.table, self._timeline(anchors))
        if options.diagrams:
            self.part = "a diagram"
            for graph in plan.graphs:
                self._fold(graph, figures.heading_over(graph.table), pieces)
                figures.put(graph.table, self._diagram(graph, anchors))
        if options.progress:
            self.part = "a completion bar"
            for checklist in plan.checklists:
                if checklist.heading in elements:
                    pieces.after(elements[checklist.heading], render_progress(checklist.completion))
        self.part = "the summary"
        self._head(pieces)

    def _timeline(self, anchors: Mapping[int, str]) -> str:
        time = self._options.working_time
        if self._options.diagrams == MERMAID:
            return write_gantt(self._plan, time)
        return draw_timeline(self._plan, anchors, time, self._options.most_drawn)

    def _diagram(self, graph: Graph, anchors: Mapping[int, str]) -> str:
        if self._options.diagrams == MERMAID:
            return write_flowchart(self._plan, graph, anchors)
        return draw_diagram(self._plan, graph, anchors, self._options.most_drawn)

    def _fold(self, graph: Graph, heading: Element | None, pieces: Pieces) -> None:
        """Fold the author's own drawing under a heading, which the diagram stands in for."""
        if self._options.fold_drawings and graph.drawing and heading is not None:
            fold_drawing(*pieces.place_of(heading), graph.drawing, self._stashed)

    def _head(self, pieces: Pieces) -> None:
        """Put the summary under the title, and the findings under that."""
        page, show = self._page, self._options.findings
        head = [
            page.links,
            render_summary(page.plan) if self._options.summary else "",
            render_findings(page.findings, is_preview=show == "preview")
            if show == "always" or (show == "preview" and page.is_preview)
            else "",
        ]
        first_heading = next((element for element in self._root if element.tag in HEADINGS), None)
        for piece in reversed(head):
            if first_heading is not None and first_heading.tag == "h1":
                pieces.after(first_heading, piece)
            else:
                pieces.first(piece)

    def _stashed(self, number: int) -> str:
        blocks = self._stash.rawHtmlBlocks
        return str(blocks[number]) if number < len(blocks) else ""

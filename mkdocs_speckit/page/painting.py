"""Puts all pieces of a plan into its page, at the headings and tables that they belong to."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.features.documents import choose_documents
from mkdocs_speckit.model.formats import SPEC_KIT
from mkdocs_speckit.model.wording import describe_boxes
from mkdocs_speckit.options import MERMAID, Options
from mkdocs_speckit.page.elements import (
    draw_boxes,
    fold_drawing,
    mark_cells,
    mark_parts,
    match_landmarks,
)
from mkdocs_speckit.page.pieces import Pieces
from mkdocs_speckit.page.placeholder_marks import (
    MAX_MARKED,
    mark_placeholders,
    mark_questions,
)
from mkdocs_speckit.page.spec_kit import mark_spec_kit, render_spec_kit_bars
from mkdocs_speckit.rendering import render_notice
from mkdocs_speckit.rendering.diagram import FIRST_DIAGRAM, draw_diagram
from mkdocs_speckit.rendering.header import render_header
from mkdocs_speckit.rendering.marks import mark_effort, mark_ratings, render_progress
from mkdocs_speckit.rendering.mermaid import write_flowchart, write_gantt
from mkdocs_speckit.rendering.summary import render_findings, render_summary
from mkdocs_speckit.rendering.timeline import draw_timeline

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from markdown.util import HtmlStash

    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.page import Page


class Painting:
    """The work on one page. `part` names what it is working on, and so what failed."""

    def __init__(
        self, root: Element, plan: Plan, page: Page, options: Options, stash: HtmlStash
    ) -> None:
        self.part = "the search for headings"
        self._root = root
        self._page = page
        self._plan = plan
        self._options = options
        self._stash = stash
        self._documents: FeatureDocuments | None = None
        if plan.format == SPEC_KIT:  # A tool that knows one page at a time names no others.
            documents = page.documents or choose_documents([plan], plan.path, lambda _: None)
            self._documents = documents.replace_plan(plan)

    def paint(self) -> None:
        """Put all pieces in that the options ask for."""
        root, plan, options, store = self._root, self._plan, self._options, self._stash.store
        elements = match_landmarks(plan.outline, root)

        # What is in the author's own text.
        if self._documents is not None:
            self.part = "a task’s or a requirement’s mark"
            mark_spec_kit(root, plan, self._documents, elements, self._stash)
        self.part = "a box"
        draw_boxes(root)
        if options.placeholders:
            self.part = "a placeholder’s mark"
            mark_placeholders(root, plan.placeholders, self._read_stash)
            mark_questions(root, plan.questions, self._read_stash)
        if options.tables:
            self.part = "a table’s mark"
            mark_cells(mark_ratings(plan), elements, store, is_after=False)
            mark_cells(mark_effort(plan), elements, store, is_after=True)
        if self._page.parts:
            self.part = "a part’s progress"
            mark_parts(root, self._page.parts, store)

        # What is between paragraphs.
        pieces = Pieces(root, store)
        self._put_figures(pieces, elements)
        if options.progress:
            self.part = "a completion bar"
            bars = self._render_bars()
            for heading, bar in bars.items():
                if heading in elements:
                    pieces.put_after(elements[heading], bar)

        # What is under the title, from the last piece to the first.
        self.part = "the summary"
        page, findings = self._page, options.findings
        is_listed = findings == "always" or (findings == "preview" and page.is_preview)
        head = [
            render_findings(page.findings, is_preview=findings == "preview") if is_listed else "",
            self._render_head() if options.summary else "",
            self._render_counts_of_marks() if options.placeholders else "",
            page.links,
        ]
        for piece in head:
            pieces.put_under_title(piece)

    def _render_bars(self) -> dict[int | None, str]:
        """The bars of headings, by their outline indexes."""
        plan = self._plan
        if self._documents is not None:
            return render_spec_kit_bars(plan, self._documents)
        bars: dict[int | None, str] = {
            checklist.heading: render_progress(checklist.completion)
            for checklist in plan.checklists
        }
        for phase in plan.phases:  # Its boxes may be in the feature's tasks.
            if phase.document not in {"", PurePosixPath(plan.path).name}:
                text = describe_boxes(phase, is_done=False, file=phase.document)
                bars[phase.heading] = render_progress(phase.completion, text)
        return bars

    def _render_head(self) -> str:
        """The header of the feature, or the summary of the plan."""
        if self._documents is None:
            return render_summary(self._plan)
        return render_header(self._documents, self._plan.kind)

    def _render_counts_of_marks(self) -> str:
        """Say that only the first placeholders are marked, if there are more; else nothing."""
        numbers = {"placeholders": self._plan.placeholders, "open questions": self._plan.questions}
        return "".join(
            render_notice(
                f"Only the first {MAX_MARKED:,} of {len(found):,} {name} on this page are marked."
            )
            for name, found in numbers.items()
            if len(found) > MAX_MARKED
        )

    def _put_figures(self, pieces: Pieces, elements: Mapping[int, Element]) -> None:
        """Put the timeline and the diagrams at the tables that they show."""
        plan, options = self._plan, self._options
        outline = plan.outline
        anchors = {index: id_ for index, e in elements.items() if (id_ := e.get("id"))}

        def is_for_mermaid(graph: Graph) -> bool:
            """False if the graph is too large, too: the plugin's own drawing says so."""
            return options.diagrams == MERMAID and len(graph.nodes) <= options.most_drawn

        def find_heading(table: int) -> int | None:
            """The nearest heading above a table; of sentences it is known itself."""
            return table if outline[table].kind == "heading" else outline[table].parent

        def find_element(table: int) -> Element | None:
            """The element of that heading; None where the page has none."""
            heading = find_heading(table)
            return None if heading is None else elements.get(heading)

        def put(table: int, figure: str) -> None:
            """Put a figure under the table's heading, or before a table that is not the first."""
            heading, parent = find_element(table), find_heading(table)
            before = outline[0 if parent is None else parent + 1 : table]
            is_first = not any(mark.kind == "table" and mark.parent == parent for mark in before)
            if heading is not None and is_first:
                pieces.put_after(heading, figure)
            elif table in elements:
                pieces.put_before(elements[table], figure)

        if options.timelines and plan.effort is not None and plan.graphs:
            self.part = "the timeline"
            time = options.working_time
            chart = write_gantt(plan, time) if is_for_mermaid(plan.graphs[0]) else None
            if chart is None:
                chart = draw_timeline(plan, tuple(anchors.items()), time, options.most_drawn)
            put(plan.effort.table, chart)
        element_id = FIRST_DIAGRAM
        for graph in plan.graphs if options.diagrams else ():
            if self._documents is not None and not graph.edges:
                continue
            self.part = "a diagram"
            heading = find_element(graph.table)
            if options.fold_drawings and graph.drawing and heading is not None:
                fold_drawing(*pieces.find_place(heading), graph.drawing, self._read_stash)
            diagram = None
            if is_for_mermaid(graph):
                diagram = write_flowchart(plan, graph, anchors, element_id)
            if diagram is None:
                known = tuple(anchors.items())
                diagram = draw_diagram(plan, graph, known, options.most_drawn, element_id)
            put(graph.table, diagram)
            element_id = "" if diagram else element_id

    def _read_stash(self, number: int) -> str:
        """What Python-Markdown has put aside under a number."""
        blocks = self._stash.rawHtmlBlocks
        return str(blocks[number]) if number < len(blocks) else ""

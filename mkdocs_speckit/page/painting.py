"""Puts all pieces of a plan into its page, at the headings and tables that they belong to."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.features.documents import choose_documents
from mkdocs_speckit.model.formats import KIRO, OPENSPEC, SPEC_KIT
from mkdocs_speckit.model.wording import describe_boxes, format_count
from mkdocs_speckit.page.body import PaintingError
from mkdocs_speckit.page.elements import (
    add_anchors,
    draw_boxes,
    fold_drawing,
    mark_cells,
    mark_item,
    mark_parts,
    match_landmarks,
    name_anchors,
    name_listed_questions,
)
from mkdocs_speckit.page.finding_marks import PlaceFinder, choose_stem, mark_findings
from mkdocs_speckit.page.pieces import Pieces
from mkdocs_speckit.page.placeholder_marks import (
    MAX_MARKED,
    mark_placeholders,
    mark_questions,
)
from mkdocs_speckit.page.requirements import draw_matrix
from mkdocs_speckit.reading.checklists import STATE_IN_KIRO, STATE_OF_BOX, STATE_OF_MARK
from mkdocs_speckit.rendering import MAX_DRAWN, render_links, render_notice
from mkdocs_speckit.rendering.burn_up import draw_burn_up
from mkdocs_speckit.rendering.deltas import render_delta_marks, render_deltas
from mkdocs_speckit.rendering.diagram import draw_diagram
from mkdocs_speckit.rendering.findings import order_findings, render_findings
from mkdocs_speckit.rendering.header import render_header
from mkdocs_speckit.rendering.header.parts import (
    DIAGRAM_ANCHOR,
    NEXT_ANCHOR,
    PLACE_ANCHOR,
    TIMELINE_ANCHOR,
    TOTAL_ANCHOR,
    Link,
    PageContents,
    name_items,
)
from mkdocs_speckit.rendering.marks import mark_effort, mark_ratings, render_part, render_progress
from mkdocs_speckit.rendering.timeline import draw_timeline

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from markdown.util import HtmlStash

    from mkdocs_speckit.model.parts import BoxState, Graph, Place
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.options import Options
    from mkdocs_speckit.page import Page


_STATES: Mapping[str, Mapping[str, BoxState]] = {OPENSPEC: STATE_OF_MARK, KIRO: STATE_IN_KIRO}
"""What the characters in boxes mean in the formats that have their own."""


class Painting:
    """The work on one page; `part` names what it is working on."""

    def __init__(
        self, root: Element, plan: Plan, page: Page, options: Options, stash: HtmlStash
    ) -> None:
        self.part = "the search for headings"
        self._root = root
        self._page = page
        self._plan = plan
        self._options = options
        self._stash = stash
        # A tool that knows one page at a time names no others.
        documents = page.documents or choose_documents([plan], plan, lambda _: None)
        self._documents = documents.replace_plan(plan)
        self._below: list[Link] = []
        self._findings: tuple[Link, ...] = ()
        self._ids: set[str] = set()

    def paint(self) -> None:
        """Put all pieces in that the options ask for; raises PaintingError if one fails."""
        try:
            self._put_all()
        except Exception as error:
            raise PaintingError(self.part, error) from error

    def _put_all(self) -> None:
        root, plan, options, store = self._root, self._plan, self._options, self._stash.store
        elements = match_landmarks(plan.outline, root)

        # What is in the author's own text.
        anchors = {index: id_ for index, e in elements.items() if (id_ := e.get("id"))}
        self._mark_tasks()
        self.part = "the id of a heading"
        add_anchors(root, elements, name_anchors(plan))
        self.part = "a box"
        draw_boxes(root, _STATES.get(plan.format, STATE_OF_BOX))
        self._mark_next(elements)
        if plan.format == OPENSPEC:
            self.part = "an open question’s id"
            name_listed_questions(root, plan, elements)
        marks: dict[Place, Element] = {}
        if "placeholders" in options.show:
            self.part = "a placeholder’s mark"
            marks |= mark_placeholders(root, plan.placeholders, self._read_stash)
            self._mark_first_place(marks)
            if plan.format != OPENSPEC:
                marks |= mark_questions(root, plan.questions, self._read_stash)
        if "tables" in options.show:
            self.part = "a table’s mark"
            mark_cells(mark_ratings(plan), elements, store, is_after=False)
            mark_cells(mark_effort(plan), elements, store, is_after=True)
            self._ids.add(TOTAL_ANCHOR)
        if self._page.parts:
            self.part = "a part’s progress"
            parts = {name: render_part(part) for name, part in self._page.parts.items()}
            mark_parts(root, parts, store)
        self.part = "a finding’s mark"
        findings = self._mark_findings(marks)

        # What is between paragraphs.
        pieces = Pieces(root, store)
        self._put_figures(pieces, elements, anchors)
        if "progress" in options.show:
            self.part = "a completion bar"
            bars = self._render_bars()
            for heading, bar in bars.items():
                if heading in elements:
                    pieces.put_after(elements[heading], bar)

        if plan.format == OPENSPEC and plan.kind == "spec" and "summary" in options.show:
            self.part = "what a change does"
            for heading, html in render_delta_marks(self._documents):
                if heading in elements:
                    pieces.put_after(elements[heading], html)

        # What is under the title, from the last piece to the first.
        self.part = "the header"
        head = [
            self._draw_burn_up() if "history" in options.show else "",
            findings,
            self._render_deltas() if "summary" in options.show else "",
            self._draw_matrix(),
            self._render_header(anchors) if "summary" in options.show else "",
            self._render_counts_of_marks() if "placeholders" in options.show else "",
            render_links(self._page.links) if self._page.links else "",
        ]
        for piece in head:
            pieces.put_under_title(piece)

    def _mark_tasks(self) -> None:
        """Mark tasks and requirements in the formats that have them.

        What knows a format is loaded with its first page: its patterns take some time.
        """
        self.part = "a task’s or a requirement’s mark"
        root, plan, documents, stash = self._root, self._plan, self._documents, self._stash
        if plan.format == SPEC_KIT:
            from mkdocs_speckit.page.spec_kit import mark_spec_kit  # noqa: PLC0415

            mark_spec_kit(root, plan, documents, stash)
        elif plan.format == KIRO:
            from mkdocs_speckit.page.kiro import mark_kiro  # noqa: PLC0415

            mark_kiro(root, plan, documents, stash)

    def _mark_findings(self, marks: Mapping[Place, Element]) -> str:
        """Render the panel of findings, and mark their places; empty where the page has none.

        `marks` are the elements of placeholders and questions.
        """
        page, is_published = self._page, "findings" in self._options.show
        if not (is_published or page.is_preview):
            return ""
        stem = ""
        if page.findings:
            stem = choose_stem(self._root, self._stash)
            # Another text has its placeholders at other places.
            certain = {} if page.written else marks
            places = PlaceFinder(self._root, page.written or self._plan, certain)
            mark_findings(page.findings, places, stem, self._stash.store)
            if number := len(order_findings(page.findings)):
                self._findings = (Link(format_count(number, "finding"), "", f"#{stem}-findings"),)
        return render_findings(
            page.findings, is_preview=not is_published, stem=stem, rules=page.rules
        )

    def _render_bars(self) -> dict[int | None, str]:
        """The bars of headings, by their outline indexes."""
        plan = self._plan
        if plan.format == SPEC_KIT:
            from mkdocs_speckit.page.spec_kit import render_spec_kit_bars  # noqa: PLC0415

            return render_spec_kit_bars(plan, self._documents)
        if plan.format == KIRO:
            from mkdocs_speckit.page.kiro import render_kiro_bars  # noqa: PLC0415

            return render_kiro_bars(plan, self._documents)
        bars: dict[int | None, str] = {
            checklist.heading: render_progress(checklist.completion)
            for checklist in plan.checklists
        }
        if plan.tasks:
            return bars | {p.heading: render_progress(p.completion) for p in plan.phases}
        for phase in plan.phases:  # Its boxes may be in the feature's tasks.
            if phase.document not in {"", PurePosixPath(plan.path).name}:
                text = describe_boxes(phase, is_done=False, file=phase.document)
                bars[phase.heading] = render_progress(phase.completion, text)
        return bars

    def _render_header(self, anchors: Mapping[int, str]) -> str:
        """The header of the feature, with links to what is on the page below."""
        below = sorted(self._below, key=lambda link: link.name)  # The diagram comes first.
        links = (*below, *self._findings)
        contents = PageContents(links, tuple(anchors.items()), frozenset(self._ids))
        return render_header(self._documents, contents)

    def _draw_burn_up(self) -> str:
        """The feature over time, on its first page."""
        documents = self._documents
        if documents.burn_up is None or not self._page.is_first:
            return ""
        noun = name_items(documents).removesuffix("s")
        return draw_burn_up(documents.burn_up, noun)

    def _render_deltas(self) -> str:
        """What a change of OpenSpec does to specifications, for its first page."""
        is_first = self._plan.format == OPENSPEC and self._plan.kind == "proposal"
        return render_deltas(self._documents) if is_first else ""

    def _draw_matrix(self) -> str:
        """Which tasks cite which requirements, if the page has any."""
        plan, documents = self._plan, self._documents
        if plan.format == OPENSPEC or not plan.requirements or documents.tasks is None:
            return ""
        return draw_matrix(plan, documents)

    def _mark_first_place(self, marks: Mapping[Place, Element]) -> None:
        """Give the first placeholder of a template its id; `marks` are by their places."""
        if marks and self._documents.is_template:
            first = min(marks, key=lambda place: (place.line, place.column))
            marks[first].set("id", PLACE_ANCHOR)
            self._ids.add(PLACE_ANCHOR)

    def _mark_next(self, elements: Mapping[int, Element]) -> None:
        """Give the item that the header links to its id, or else the heading above it."""
        plan = self._plan
        if plan.format == SPEC_KIT or plan.progress is None:
            return
        item = plan.progress.next_item
        if plan.progress.is_done:  # The header links to what was not kept.
            item = next((item for item in plan.items if item.state == "open"), None)
        if item is None or item not in plan.items:
            return
        heading = None if item.heading is None else elements.get(item.heading)
        if mark_item(self._root, plan, item, NEXT_ANCHOR, heading):
            self._ids.add(NEXT_ANCHOR)

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

    def _put_figures(
        self, pieces: Pieces, elements: Mapping[int, Element], anchors: Mapping[int, str]
    ) -> None:
        """Put the timeline and the diagrams at the tables that they show.

        `anchors` are the ids of headings by their outline indexes.
        """
        plan, options = self._plan, self._options
        outline = plan.outline

        def is_for_mermaid(graph: Graph) -> bool:
            """False if the graph is too large, too: the plugin's own drawing says so."""
            return "mermaid" in options.show and len(graph.nodes) <= MAX_DRAWN

        def find_heading(table: int) -> int | None:
            """The nearest heading above a table; of sentences it is known itself."""
            return table if outline[table].kind == "heading" else outline[table].parent

        def find_element(table: int) -> Element | None:
            """The element of that heading; None where the page has none."""
            heading = find_heading(table)
            return None if heading is None else elements.get(heading)

        def put(table: int, figure: str, name: str, anchor: str) -> None:
            """Put a figure under the table's heading, or before a table that is not the first.

            The header links to the first of its name.
            """
            heading, parent = find_element(table), find_heading(table)
            before = outline[0 if parent is None else parent + 1 : table]
            is_first = not any(mark.kind == "table" and mark.parent == parent for mark in before)
            if heading is not None and is_first:
                pieces.put_after(heading, figure)
            elif table in elements:
                pieces.put_before(elements[table], figure)
            else:
                return
            if figure and anchor not in self._ids:
                self._ids.add(anchor)
                self._below.append(Link(name, "", f"#{anchor}"))

        known = tuple(anchors.items())
        if "timelines" in options.show and plan.effort is not None and plan.graphs:
            self.part = "the timeline"
            time = options.working_time
            chart = None
            if is_for_mermaid(plan.graphs[0]):
                from mkdocs_speckit.rendering.mermaid import write_gantt  # noqa: PLC0415

                chart = write_gantt(plan, time)
            if chart is None:
                chart = draw_timeline(plan, known, time, self._documents.beginning)
            put(plan.effort.table, chart, "Timeline", TIMELINE_ANCHOR)
        element_id = DIAGRAM_ANCHOR
        for graph in plan.graphs if options.draws_diagrams else ():
            if plan.format == SPEC_KIT and not graph.edges:
                continue
            self.part = "a diagram"
            heading = find_element(graph.table)
            if graph.drawing and heading is not None:
                place = pieces.find_place(heading)
                fold_drawing(*place, graph.drawing, self._read_stash, self._stash.store)
            diagram = None
            if is_for_mermaid(graph):
                from mkdocs_speckit.rendering.mermaid import write_flowchart  # noqa: PLC0415

                diagram = write_flowchart(plan, graph, anchors, element_id)
            if diagram is None:
                diagram = draw_diagram(plan, graph, known, element_id)
            put(graph.table, diagram, "Diagram", DIAGRAM_ANCHOR)
            element_id = "" if diagram else element_id

    def _read_stash(self, number: int) -> str:
        """What Python-Markdown has put aside under a number."""
        blocks = self._stash.rawHtmlBlocks
        return str(blocks[number]) if number < len(blocks) else ""

"""Puts all pieces of a plan into its page, at the headings and tables that they belong to."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.features.documents import choose_documents
from mkdocs_speckit.model.formats import SPEC_KIT
from mkdocs_speckit.model.tasks import name_phase_anchors
from mkdocs_speckit.model.wording import describe_boxes, format_completion
from mkdocs_speckit.options import MERMAID, Options
from mkdocs_speckit.page.elements import (
    draw_boxes,
    fold_drawing,
    mark_cells,
    mark_parts,
    match_landmarks,
)
from mkdocs_speckit.page.pieces import Pieces
from mkdocs_speckit.page.placeholder_marks import MAX_MARKED, QUESTION, mark_placeholders
from mkdocs_speckit.page.tasks import add_anchors, draw_tasks, mark_requirements
from mkdocs_speckit.rendering import render_notice
from mkdocs_speckit.rendering.diagram import draw_diagram
from mkdocs_speckit.rendering.header import render_header
from mkdocs_speckit.rendering.marks import (
    mark_effort,
    mark_ratings,
    render_citing,
    render_progress,
    render_story_progress,
)
from mkdocs_speckit.rendering.mermaid import write_flowchart, write_gantt
from mkdocs_speckit.rendering.summary import render_findings, render_summary
from mkdocs_speckit.rendering.timeline import draw_timeline
from mkdocs_speckit.schedule.tasks import find_standings

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
        if plan.format == SPEC_KIT:
            documents = page.documents or choose_documents([plan], plan.path, lambda _: None)
            self._documents = documents.replace_plan(plan)

    def paint(self) -> None:
        """Put all pieces in that the options ask for."""
        root, plan, options, store = self._root, self._plan, self._options, self._stash.store
        elements = match_landmarks(plan.outline, root)

        # What is in the author's own text.
        if self._documents is not None:
            self._mark_spec_kit(self._documents, elements)
        self.part = "a box"
        draw_boxes(root)
        if options.placeholders:
            self.part = "a placeholder’s mark"
            mark_placeholders(root, plan.placeholders, self._read_stash)
            self._mark_questions()
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
        """The bars of headings, by their outline indexes: of checklists, phases and stories."""
        plan, documents = self._plan, self._documents
        if documents is not None and plan.kind == "tasks":
            return {
                phase.heading: render_progress(phase.completion)
                for phase in plan.phases
                if phase.completion.total
            }
        bars: dict[int | None, str] = {
            checklist.heading: render_progress(checklist.completion)
            for checklist in plan.checklists
        }
        if documents is not None:
            for gates in plan.gates:
                text = f"{format_completion(gates.completion)} gates pass"
                bars[gates.heading] = render_progress(gates.completion, text)
            return bars | self._render_stories(documents)
        for phase in plan.phases:  # Its boxes may be in the feature's tasks.
            if phase.document not in {"", PurePosixPath(plan.path).name}:
                text = describe_boxes(phase, is_done=False, file=phase.document)
                bars[phase.heading] = render_progress(phase.completion, text)
        return bars

    def _render_stories(self, documents: FeatureDocuments) -> dict[int | None, str]:
        """The progress of the stories of a specification, linked to their first phases."""
        tasks, found = documents.tasks, dict[int | None, str]()
        if tasks is None:
            return found
        anchors: dict[str, str] = {}
        for phase, anchor in zip(tasks.phases, name_phase_anchors(tasks.phases), strict=True):
            for id_ in phase.stories:
                anchors.setdefault(id_, anchor)
        for task in tasks.tasks:
            if task.story is not None:
                anchors.setdefault(task.story, task.anchor)
        for story in self._plan.stories:
            if completion := documents.story_completions.get(story.id):
                href = documents.find_link(tasks, anchors.get(story.id, ""))
                found[story.heading] = render_story_progress(completion, href)
        return found

    def _mark_spec_kit(self, documents: FeatureDocuments, elements: Mapping[int, Element]) -> None:
        """Mark what only documents of GitHub Spec Kit have: tasks, stories, requirements."""
        root, plan, store = self._root, self._plan, self._stash.store
        anchors = {story.heading: story.anchor for story in plan.stories}
        if plan.kind == "tasks":
            self.part = "a task"
            stories = documents.spec.stories if documents.spec is not None else ()
            links = {s.id: documents.find_link(documents.spec, s.anchor) or "" for s in stories}
            standings = zip(plan.tasks, find_standings(plan), strict=True)
            draw_tasks(root, standings, links, store, self._read_stash)
            names = name_phase_anchors(plan.phases)
            for phase, name in zip(plan.phases, names, strict=True):
                if phase.heading is not None:
                    anchors[phase.heading] = name
            for graph in plan.graphs[:1]:
                anchors[graph.table] = "graph"
        self.part = "an anchor"
        add_anchors(
            root, {index: elements[index] for index in anchors if index in elements}, anchors
        )
        if citing := documents.citing:
            self.part = "a requirement"
            html = {
                requirement.id: render_citing(
                    tuple(
                        (task.id, task.text, documents.find_link(documents.tasks, task.anchor))
                        for task in citing[requirement.id]
                    )
                )
                for requirement in plan.requirements
                if requirement.id in citing
            }
            mark_requirements(root, html, store)

    def _mark_questions(self) -> None:
        """Mark the open questions, and give each an id: the header links to the first."""
        mark_placeholders(self._root, self._plan.questions, self._read_stash, QUESTION)
        if self._plan.questions:
            marks = [m for m in self._root.iter("mark") if m.get("class") == QUESTION["class"]]
            for number, mark in enumerate(marks, 1):
                mark.set("id", f"question-{number}")

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

        def find_heading(table: int) -> Element | None:
            """The nearest heading above a table, or a list's own; None where the page has none."""
            heading = table if outline[table].kind == "heading" else outline[table].parent
            return None if heading is None else elements.get(heading)

        def put(table: int, figure: str) -> None:
            """Put a figure under the table's heading, or before a table that is not the first."""
            heading, parent = find_heading(table), outline[table].parent
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
        for graph in plan.graphs if options.diagrams else ():
            if self._documents is not None and not graph.edges:
                continue
            self.part = "a diagram"
            heading = find_heading(graph.table)
            if options.fold_drawings and graph.drawing and heading is not None:
                fold_drawing(*pieces.find_place(heading), graph.drawing, self._read_stash)
            diagram = write_flowchart(plan, graph, anchors) if is_for_mermaid(graph) else None
            if diagram is None:
                diagram = draw_diagram(plan, graph, tuple(anchors.items()), options.most_drawn)
            put(graph.table, diagram)

    def _read_stash(self, number: int) -> str:
        """What Python-Markdown has put aside under a number."""
        blocks = self._stash.rawHtmlBlocks
        return str(blocks[number]) if number < len(blocks) else ""

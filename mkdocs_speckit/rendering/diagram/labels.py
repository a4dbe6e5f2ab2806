"""What the boxes of a dependency diagram say, and how large that makes them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.wording import (
    cut_text,
    describe_boxes,
    format_completion,
    format_number,
    format_range,
    shorten_list,
)
from mkdocs_speckit.rendering.diagram.geometry import Extent
from mkdocs_speckit.rendering.text_width import measure_text, wrap_text
from mkdocs_speckit.schedule.states import find_states

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_speckit.model.parts import Graph, Node
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.rendering.diagram.ending import Ending
    from mkdocs_speckit.schedule.states import State


FONT_SIZE = 13.0
SMALL_FONT_SIZE = 12.0
LINE_HEIGHT = 16.0
NOTE_HEIGHT = 17.0
PADDING = 10.0
SIGN = 14.0
SIGN_GAP = 6.0
MAX_LINES = 3
MIN_WIDTH = 110.0

ALLOWANCE = 1.1
"""A little more than measured, for fonts that run wider than Helvetica; what DejaVu Sans, 15 %
wider, needs beyond that goes into the padding."""

MAX_NAMES = 4
MAX_NAME = 60
"""The number of phases that a tooltip names of those that a phase waits for, and the characters
that it shows of each name."""

NOT_ESTIMATED = "not estimated"
"""Shown in the box as well, if other phases are estimated."""


class BoxLabel(Struct, frozen=True):
    """What a box says: of a phase, or of something outside the plan.

    `facts` are all that is known of it, in words. `effort` and `boxes` are its figures, `4–6 h` and
    `3 of 6`, and `remarks` what a specification says of it. `waits_for` are the names of what it
    waits for, `href` links to its own heading. `share` is the part of its boxes that is ticked,
    from 0 to 1, for a phase that is under way.
    """

    name: str
    facts: str
    waits_for: tuple[str, ...]
    effort: str = ""
    boxes: str = ""
    remarks: tuple[str, ...] = ()
    share: float = 0.0
    state: State | None = None
    decides: bool = False
    is_outside: bool = False
    href: str | None = None

    @property
    def title(self) -> str:
        """All of it in a sentence, for tooltips and screen readers."""
        waits = f"; waits for {self.needs}" if self.waits_for else ""
        return f"{self.name}: {self.facts}{waits}"

    @property
    def notes(self) -> list[str]:
        """The figures in the box."""
        return [*filter(None, (self.effort, self.boxes, *self.remarks))]

    @property
    def brief(self) -> str:
        """The figures in a list: what its sign says already is left out."""
        boxes = self.boxes if self.share or not self.effort else ""
        return " · ".join(filter(None, (self.effort, boxes, *self.remarks)))

    @property
    def needs(self) -> str:
        """The names of what it waits for, in a list that is not too long to be read."""
        return shorten_list([cut_text(name, MAX_NAME) for name in self.waits_for], MAX_NAMES)

    @property
    def font_size(self) -> float:
        """The size of the name: smaller for what is outside."""
        return SMALL_FONT_SIZE if self.is_outside else FONT_SIZE

    @property
    def text_start(self) -> float:
        """How far the lines are from the box's side: there is a sign before them, or none."""
        return PADDING + SIGN + SIGN_GAP if self.state else PADDING


class Lettering(Struct, frozen=True):
    """A label as it is written into its box: lines of the name and of notes, the box's extent."""

    label: BoxLabel
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    extent: Extent


def list_externals(graph: Graph) -> list[str]:
    """What a graph's phases wait for outside the plan, each once."""
    return list(dict.fromkeys(external.text for external in graph.external))


def make_labels(
    plan: Plan, graph: Graph, ending: Ending, anchors: Mapping[int, str]
) -> list[BoxLabel]:
    """The labels of a graph's phases, then of what is outside the plan.

    `anchors` are the page's heading ids by outline index.
    """
    needs: defaultdict[int, list[str]] = defaultdict(list)
    for before, after in graph.edges:
        needs[after].append(graph.nodes[before].name)
    for external in graph.external:
        needs[external.node].append(external.text)
    estimates = [plan.estimate_node(node) for node in graph.nodes]
    unit = plan.effort.unit if plan.effort else ""

    found = []
    for index, (node, state) in enumerate(zip(graph.nodes, find_states(plan, graph), strict=True)):
        estimate, completion = estimates[index], plan.find_completion(node)
        # A phase is told to have no estimate only if others have one.
        effort = NOT_ESTIMATED if any(estimates) and not plan.tasks else ""
        if estimate:
            effort = format_range(estimate, unit)
        standing = "decides the end" if index in ending.nodes else ""
        if slack := ending.slack.get(index):
            standing = f"can slip by {format_number(slack)} h"
        is_done = plan.is_done(node)
        progress = describe_boxes(plan.find_boxes(node), is_done=is_done)
        facts = (effort, standing, state, progress)
        # Open boxes of a phase that the tasks call done would say the contrary.
        is_told_by_boxes = completion.total and (completion.is_complete or not is_done)
        boxes = format_completion(completion) if is_told_by_boxes else ""
        heading = None if node.heading is None else anchors.get(node.heading)
        found.append(
            BoxLabel(
                name=node.name,
                facts=", ".join(filter(None, facts)),
                waits_for=tuple(dict.fromkeys(needs[index])),
                effort=effort,
                boxes=boxes,
                remarks=_list_priorities(plan, node),
                share=completion.share if state == "under way" else 0.0,
                state=state,
                decides=index in ending.nodes,
                href=f"#{heading}" if heading else None,
            )
        )
    for external in {external.text: external for external in graph.external}.values():
        if external.is_phase:
            id_ = None if external.heading is None else anchors.get(external.heading)
            href = f"#{id_}" if id_ else None
            found.append(BoxLabel(external.text, "a phase of this plan", (), href=href))
        else:
            found.append(BoxLabel(external.text, "outside this plan", (), is_outside=True))
    return found


def _list_priorities(plan: Plan, node: Node) -> tuple[str, ...]:
    """The priority of a phase of a task list, and whether the least product needs it."""
    boxes = plan.find_boxes(node) if plan.tasks else None
    return (boxes.priority, "MVP" if boxes.is_mvp else "") if boxes else ()


def fit_label(label: BoxLabel, max_width: float) -> Lettering:
    """Write a label into a box that is no wider than this, if its figures allow that."""
    around = label.text_start + PADDING
    lines = wrap_text(label.name, label.font_size, (max_width - around) / ALLOWANCE, MAX_LINES)
    notes: list[str] = []
    for note in label.notes:
        joined = f"{notes[-1]} · {note}" if notes else note
        if notes and _measure_note(joined) <= max_width - around:
            notes[-1] = joined
        else:
            notes.append(note)
    widths = [ALLOWANCE * measure_text(line, label.font_size) for line in lines]
    width = max((*widths, *map(_measure_note, notes)), default=0.0) + around
    # One line of each make a box of 46 px.
    height = 13.0 + LINE_HEIGHT * len(lines) + NOTE_HEIGHT * len(notes)
    least = 0.0 if label.is_outside else MIN_WIDTH
    extent = Extent(round(max(width, least), 1), round(height, 1))
    return Lettering(label, tuple(lines), tuple(notes), extent)


def _measure_note(text: str) -> float:
    return ALLOWANCE * measure_text(text, SMALL_FONT_SIZE)

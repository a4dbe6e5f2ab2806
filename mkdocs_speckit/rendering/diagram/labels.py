"""What the boxes of a dependency diagram say, and how large that makes them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.wording import (
    cut_text,
    describe_boxes,
    format_number,
    format_range,
)
from mkdocs_speckit.rendering.diagram.geometry import Extent
from mkdocs_speckit.rendering.text_width import measure_text, wrap_text
from mkdocs_speckit.schedule.states import find_states

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_speckit.model.parts import Completion, Graph, Node
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.schedule import Schedule
    from mkdocs_speckit.schedule.states import State


FONT_SIZE = 13.0
SMALL_FONT_SIZE = 11.0
LINE_HEIGHT = 16.0
NOTE_HEIGHT = 15.0
PADDING = 10.0
BAR_HEIGHT = 4.0
MARK_RADIUS = 4.0
MARK_GAP = 4.0
MAX_LINES = 3
MIN_WIDTH = 92.0

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

    `facts` are all that is known of it, in words; `notes` are the figures in the box. `waits_for`
    are the names of what it waits for, `href` links to its own heading.
    """

    name: str
    facts: str
    waits_for: tuple[str, ...]
    classes: tuple[str, ...]
    notes: tuple[str, ...] = ()
    completion: Completion | None = None
    state: State | None = None
    href: str | None = None

    @property
    def title(self) -> str:
        """All of it in a sentence, for tooltips and screen readers."""
        named = [cut_text(name, MAX_NAME) for name in self.waits_for[:MAX_NAMES]]
        if len(self.waits_for) > MAX_NAMES:
            named.append(f"{len(self.waits_for) - MAX_NAMES:,} more")
        waits = f"; waits for {', '.join(named)}" if named else ""
        return f"{self.name}: {self.facts}{waits}"

    @property
    def is_outside(self) -> bool:
        """True if it is outside the plan."""
        return "external" in self.classes

    @property
    def font_size(self) -> float:
        """The size of the name: smaller for what is outside."""
        return SMALL_FONT_SIZE if self.is_outside else FONT_SIZE

    @property
    def share(self) -> str:
        """Done of total, as the box shows it."""
        return f"{self.completion.done:,}/{self.completion.total:,}" if self.completion else ""


class Lettering(Struct, frozen=True):
    """A label as it is written into its box: lines of the name, lines of notes, the box's extent.

    The share of the checklist, and the mark of the state before it, end the last line of notes.
    """

    label: BoxLabel
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    extent: Extent


def list_externals(graph: Graph) -> list[str]:
    """What a graph's phases wait for outside the plan, each once."""
    return list(dict.fromkeys(external.text for external in graph.external))


def make_labels(
    plan: Plan, graph: Graph, timed: Schedule | None, anchors: Mapping[int, str]
) -> list[BoxLabel]:
    """The labels of a graph's phases, then of what is outside the plan.

    `anchors` are the page's heading ids by outline index.
    """
    needs: defaultdict[int, list[str]] = defaultdict(list)
    for before, after in graph.edges:
        needs[after].append(graph.nodes[before].name)
    for external in graph.external:
        needs[external.node].append(external.text)
    on_path = set(timed.critical_path) if timed else set()
    critical = timed.critical if timed else frozenset()
    unit = plan.effort.unit if plan.effort else ""

    found = []
    for index, (node, state) in enumerate(zip(graph.nodes, find_states(plan, graph), strict=True)):
        estimate, completion = plan.estimate_node(node), plan.find_completion(node)
        effort = format_range(estimate, unit) if estimate else "" if plan.tasks else NOT_ESTIMATED
        criticality = slack = ""
        if index in critical:
            criticality = "on the critical path" if index in on_path else "no float"
        if timed and estimate and (hours := timed.activities[index].slack):
            slack = f"{format_number(hours)} h float"
        is_done = plan.is_done(node)
        # Open boxes of a phase that the tasks call done would say the contrary.
        is_told_by_boxes = completion.is_complete or not is_done
        progress = describe_boxes(plan.find_boxes(node), is_done=is_done)
        facts = (effort, criticality, slack, state, progress)
        # A box says that its phase is not estimated only if others are.
        notes = (effort if estimate or timed else "", slack, *_list_priorities(plan, node))
        classes = ("critical" if criticality else "", state.replace(" ", "-") if state else "")
        heading = None if node.heading is None else anchors.get(node.heading)
        found.append(
            BoxLabel(
                name=node.name,
                facts=", ".join(filter(None, facts)),
                waits_for=tuple(dict.fromkeys(needs[index])),
                classes=tuple(filter(None, classes)),
                notes=tuple(filter(None, notes)),
                completion=completion if completion.total and is_told_by_boxes else None,
                state=state,
                href=f"#{heading}" if heading else None,
            )
        )
    for external in {external.text: external for external in graph.external}.values():
        if external.is_phase:
            id_ = None if external.heading is None else anchors.get(external.heading)
            href = f"#{id_}" if id_ else None
            found.append(BoxLabel(external.text, "a phase of this plan", (), (), href=href))
        else:
            found.append(BoxLabel(external.text, "outside this plan", (), ("external",)))
    return found


def _list_priorities(plan: Plan, node: Node) -> tuple[str, ...]:
    """The priority of a phase of a task list, and whether the least product needs it."""
    boxes = plan.find_boxes(node) if plan.tasks else None
    return (boxes.priority, "MVP" if boxes.is_mvp else "") if boxes else ()


def fit_label(label: BoxLabel, max_width: float) -> Lettering:
    """Write a label into a box that is no wider than this, if its figures allow that."""
    room = max_width - 2 * PADDING
    lines = wrap_text(label.name, label.font_size, room / ALLOWANCE, MAX_LINES)
    share = measure_share(label)
    notes = _fill_notes(label.notes, room, share)
    widths = [ALLOWANCE * measure_text(line, label.font_size) for line in lines]
    widths += map(_measure_note, notes)
    if notes:
        widths[-1] += share + PADDING if notes[-1] else share
    width = max(widths, default=0.0) + 2 * PADDING
    height = 1.5 * PADDING + LINE_HEIGHT * len(lines) + NOTE_HEIGHT * len(notes)
    if label.completion:
        height += BAR_HEIGHT + 3
    least = 0.0 if label.is_outside else MIN_WIDTH
    return Lettering(
        label, tuple(lines), notes, Extent(round(max(width, least), 1), round(height, 1))
    )


def measure_share(label: BoxLabel) -> float:
    """The width of the mark of a label's state and the share of its checklist."""
    return 2 * MARK_RADIUS + MARK_GAP + _measure_note(label.share) if label.completion else 0.0


def _fill_notes(notes: Sequence[str], room: float, share: float) -> tuple[str, ...]:
    """The notes in as few lines as there is room for; the last line leaves room for the share."""
    lines: list[str] = []
    for note in notes:
        joined = f"{lines[-1]} · {note}" if lines else note
        if lines and _measure_note(joined) <= room:
            lines[-1] = joined
        else:
            lines.append(note)
    if share and (not lines or _measure_note(lines[-1]) + PADDING + share > room):
        first, dot, last = lines.pop().rpartition(" · ") if lines else ("", "", "")
        if first and _measure_note(last) + PADDING + share <= room:
            lines += [first, last]
        else:
            lines += [first + dot + last, ""] if last else [""]
    return tuple(lines)


def _measure_note(text: str) -> float:
    return ALLOWANCE * measure_text(text, SMALL_FONT_SIZE)

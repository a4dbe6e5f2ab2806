"""What the boxes of a dependency diagram say, and how large that makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.graph import find_neighbours
from mkdocs_speckit.model.wording import (
    cut_text,
    format_completion,
    format_number,
    format_range,
    make_valid_xml,
)
from mkdocs_speckit.rendering.diagram.geometry import Size
from mkdocs_speckit.rendering.text_width import measure_text, wrap_text
from mkdocs_speckit.schedule.states import find_states

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_speckit.model.parts import Completion, Graph
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
MOST_LINES = 3
NARROWEST = 92.0

ALLOWANCE = 1.1
"""A little more than measured, for fonts that run wider than Helvetica; what DejaVu Sans, 15 %
wider, needs beyond that goes into the padding."""

MOST_NAMED = 4
LONGEST_NAMED = 60
"""A tooltip names so many of the phases that a phase waits for, and so much of each name."""


NOT_ESTIMATED = "not estimated"
"""Said in the box, too, where other phases are."""


class Label(Struct, frozen=True):
    """What a box says: of a phase, or of something outside the plan.

    `facts` are all that is known of it, in words; `notes` are the figures in the box. `waits_for`
    are the names of what it waits for, `href` is the place of its own heading.
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
        named = [cut_text(name, LONGEST_NAMED) for name in self.waits_for[:MOST_NAMED]]
        if more := len(self.waits_for) - MOST_NAMED:
            named += [f"{more:,} more"] if more > 0 else []
        waits = f"; waits for {', '.join(named)}" if named else ""
        return f"{self.name}: {self.facts}{waits}"

    @property
    def is_outside(self) -> bool:
        """Whether it is outside the plan."""
        return "external" in self.classes

    @property
    def font_size(self) -> float:
        """The size of the name: what is outside stands back."""
        return SMALL_FONT_SIZE if self.is_outside else FONT_SIZE

    @property
    def share(self) -> str:
        """Done of total, as the box shows it."""
        return f"{self.completion.done:,}/{self.completion.total:,}" if self.completion else ""


class Lettering(Struct, frozen=True):
    """A label as it is written into its box: lines of the name, lines of notes, the size.

    The share of the checklist, and the mark of the state before it, end the last line of notes.
    """

    label: Label
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    size: Size


def list_externals(graph: Graph) -> list[str]:
    """What a graph's phases wait for outside the plan, each once."""
    return list(dict.fromkeys(external.text for external in graph.external))


def make_labels(
    plan: Plan, graph: Graph, timed: Schedule | None, anchors: Mapping[int, str]
) -> list[Label]:
    """The labels of a graph's phases, then of what is outside the plan."""
    found = []
    unit = plan.effort.unit if plan.effort else ""
    for index, (node, state, needs) in enumerate(
        zip(graph.nodes, find_states(plan, graph), _needs(graph), strict=True)
    ):
        estimate = plan.estimate_node(node)
        known = _Known(
            effort=format_range(estimate, unit) if estimate else NOT_ESTIMATED if timed else "",
            slack=timed.activities[index].slack if timed and estimate else 0.0,
            criticality=_criticality(index, timed),
            completion=plan.find_completion(node),
            state=state,
        )
        heading = anchors.get(node.heading) if node.heading is not None else None
        found.append(
            _phase(make_valid_xml(node.name), needs, known, f"#{heading}" if heading else None)
        )
    outside = [
        Label(make_valid_xml(text), "outside this plan", (), ("external",))
        for text in list_externals(graph)
    ]
    return found + outside


class _Known(Struct, frozen=True):
    """What is known of a phase: its effort in words, its float in hours, how far it is.

    `criticality` says in words why it must not be late, and nothing where it may be.
    """

    effort: str
    slack: float
    criticality: str
    completion: Completion
    state: State | None


def _criticality(index: int, timed: Schedule | None) -> str:
    if timed is None or index not in timed.critical:
        return ""
    return "on the critical path" if index in timed.critical_path else "no float"


def _needs(graph: Graph) -> list[tuple[str, ...]]:
    """The names of what each phase waits for, outside the plan, too."""
    before, _ = find_neighbours(graph.edges)
    outside: dict[int, list[str]] = {}
    for external in graph.external:
        outside.setdefault(external.node, []).append(external.text)
    return [
        tuple(
            dict.fromkeys(
                map(
                    make_valid_xml,
                    [graph.nodes[o].name for o in before[index]] + outside.get(index, []),
                )
            )
        )
        for index in range(len(graph.nodes))
    ]


def _phase(name: str, needs: tuple[str, ...], known: _Known, href: str | None) -> Label:
    float_ = f"{format_number(known.slack)} h float" if known.slack else ""
    state = known.state or ""
    completion = known.completion if known.completion.total else None
    facts = [
        known.effort or NOT_ESTIMATED,
        known.criticality,
        float_,
        state,
        f"{format_completion(completion)} done" if completion else "",
    ]
    classes = ("critical" if known.criticality else "", state.replace(" ", "-"))
    return Label(
        name=name,
        facts=", ".join(filter(None, facts)),
        waits_for=needs,
        classes=tuple(filter(None, classes)),
        notes=tuple(filter(None, (known.effort, float_))),
        completion=completion,
        state=known.state,
        href=href,
    )


def fit_label(label: Label, widest: float) -> Lettering:
    """Write a label into a box that is no wider than this, if its figures allow that."""
    size = label.font_size
    room = widest - 2 * PADDING
    lines = wrap_text(label.name, size, room / ALLOWANCE, MOST_LINES)
    share = measure_share(label)
    notes = _filled(label.notes, room, share)
    widths = [ALLOWANCE * measure_text(line, size) for line in lines]
    widths += [_small(note) for note in notes[:-1]]
    widths += [_small(notes[-1]) + (share + PADDING if notes[-1] else share)] if notes else []
    width = max(widths, default=0.0) + 2 * PADDING
    height = 1.5 * PADDING + LINE_HEIGHT * len(lines) + NOTE_HEIGHT * len(notes)
    if label.completion:
        height += BAR_HEIGHT + 3
    least = 0.0 if label.is_outside else NARROWEST
    return Lettering(
        label, tuple(lines), notes, Size(round(max(width, least), 1), round(height, 1))
    )


def measure_share(label: Label) -> float:
    """How wide the mark of a label's state and the share of its checklist are drawn."""
    return 2 * MARK_RADIUS + MARK_GAP + _small(label.share) if label.completion else 0.0


def _filled(notes: Sequence[str], room: float, share: float) -> tuple[str, ...]:
    """The notes in as few lines as there is room for; the last leaves room for the share."""
    lines: list[str] = []
    for note in notes:
        joined = f"{lines[-1]} · {note}" if lines else note
        if lines and _small(joined) <= room:
            lines[-1] = joined
        else:
            lines.append(note)
    if share and (not lines or _small(lines[-1]) + PADDING + share > room):
        first, dot, last = lines.pop().rpartition(" · ") if lines else ("", "", "")
        if first and _small(last) + PADDING + share <= room:
            lines += [first, last]
        else:
            lines += [first + dot + last, ""] if last else [""]
    return tuple(lines)


def _small(text: str) -> float:
    return ALLOWANCE * measure_text(text, SMALL_FONT_SIZE)

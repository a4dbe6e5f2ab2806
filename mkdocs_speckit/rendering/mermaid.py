"""Mermaid blocks of a plan's graph and schedule, for sites that draw with Mermaid.

Mermaid reads markup in texts, so every character that could be markup is written as its code. A
graph or schedule that Mermaid would refuse as too large gives None; the plugin can draw it itself.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from mkdocs_speckit.model.wording import format_range
from mkdocs_speckit.rendering import render
from mkdocs_speckit.rendering.diagram.ending import find_ending
from mkdocs_speckit.schedule import schedule_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.settings import WorkingTime

HEAVY = "stroke-width:3px"
"""What decides the end is drawn by weight, as in the plugin’s own diagrams."""

EXTERNAL = "stroke-dasharray:4 3"

START = datetime(2001, 1, 1, tzinfo=UTC)
"""A Gantt chart needs dates: each unit of work is a day from here on, which has number 1."""

MAX_SINGLE_TICKS = 16
"""With more units there is not a tick for each."""

MAX_UNITS = 365
"""A longer schedule is drawn in a longer unit: the axis is numbered by the days of one year."""

MAX_EDGES, MAX_TEXT = 500, 50_000
"""With more edges or characters Mermaid shows an error, unless it is configured otherwise."""

_MARKUP = re.compile(r"[^\w .,()/+'–—-]")
_FIRST = re.compile("^[^#]")


def write_flowchart(
    plan: Plan, graph: Graph, anchors: Mapping[int, str], element_id: str = ""
) -> str | None:
    """Write a flowchart of a dependency table; empty if the table has no rows.

    `anchors` are the page's heading ids by outline index; `element_id` is the id of the whole,
    empty for none. None if it is too large for Mermaid.
    """
    if not graph.nodes:
        return ""
    if len(graph.edges) + len(graph.external) > MAX_EDGES:
        return None
    lines = ["flowchart LR"]
    # Phases are p0, p1, …, with links to their headings.
    unit = plan.effort.unit if plan.effort else ""
    for index, node in enumerate(graph.nodes):
        estimate = plan.estimate_node(node)
        effort = f"<br>{escape_mermaid(format_range(estimate, unit))}" if estimate else ""
        lines.append(f'  p{index}["{escape_mermaid(node.name)}{effort}"]')
        if node.heading is not None and node.heading in anchors:
            lines.append(f'  click p{index} href "#{escape_mermaid(anchors[node.heading])}"')
    # What is outside the plan is x0, x1, …
    outside: dict[str, int] = {}
    for external in graph.external:
        outside.setdefault(external.text, len(outside))
    for text, index in outside.items():
        lines += [f'  x{index}(["{escape_mermaid(text)}"])', f"  style x{index} {EXTERNAL}"]
    lines += [f"  p{before} --> p{after}" for before, after in graph.edges]
    lines += [f"  x{outside[e.text]} -.-> p{e.node}" for e in graph.external]
    ending = find_ending(plan, graph, graph.edges)
    for index, edge in enumerate(graph.edges):
        if edge in ending.edges:
            lines.append(f"  linkStyle {index} {HEAVY}")
    if ending.nodes:
        nodes = ",".join(f"p{node}" for node in sorted(ending.nodes))
        lines += [f"  classDef heavy {HEAVY}", f"  class {nodes} heavy"]
    return _render_lines(lines, element_id)


def write_gantt(plan: Plan, time: WorkingTime) -> str | None:
    """Write a Gantt chart of the expected schedule; empty if the plan has no schedule.

    It counts hours of work, or the first longer unit of which there are no more than a year has
    days. None if it is too large for Mermaid.
    """
    timed = schedule_plan(plan)
    if timed is None:
        return ""
    end = max(activity.expected.earliest_finish for activity in timed.activities)
    unit, hours = _choose_unit(end, time)
    lines = [
        "gantt",
        f"  title {unit} from the start (the first is 1)",
        "  dateFormat YYYY-MM-DD HH:mm",
        "  axisFormat %-j",
    ]
    if end / hours <= MAX_SINGLE_TICKS:
        lines.append("  tickInterval 1day")
    for index, (node, activity) in enumerate(
        zip(plan.graphs[0].nodes, timed.activities, strict=True)
    ):
        times = activity.expected
        start = START + timedelta(days=times.earliest_start / hours)
        days = (times.earliest_finish - times.earliest_start) / hours
        states = ["done"] if plan.is_done(node) else []
        details = [*states, f"p{index}", f"{start:%Y-%m-%d %H:%M}", f"{round(days, 2)}d"]
        # A name begins where a statement could: with its first character as a code it is never
        # a word of Mermaid's, such as `section` or `click`.
        name = _FIRST.sub(_encode, escape_mermaid(node.name))
        lines.append(f"  {name} :{', '.join(details)}")
    return _render_lines(lines, "speckit-timeline")


def _choose_unit(end: float, time: WorkingTime) -> tuple[str, float]:
    """The unit of a chart that ends at the hour `end`: its name, and its length in hours.

    What even working months are too short for is counted in tens of them, hundreds and so on.
    """
    day = time.hours_per_day
    units = {
        "Hours": 1.0,
        "Working days": day,
        "Working weeks": day * time.days_per_week,
        "Working months": day * time.days_per_month,
    }
    for name, hours in units.items():
        if end <= MAX_UNITS * hours:
            return name, hours
    months = 10
    while end > MAX_UNITS * months * hours:
        months *= 10
    return f"Units of {months:,} working months", months * hours


def _render_lines(lines: list[str], element_id: str) -> str | None:
    text = "\n".join(lines)
    return (
        render("mermaid.html", text=text, element_id=element_id) if len(text) <= MAX_TEXT else None
    )


def escape_mermaid(text: str) -> str:
    """Escape a text, so that Mermaid finds no markup in it and shows it as it is."""
    return _MARKUP.sub(_encode, " ".join(text.split()))


def _encode(character: re.Match[str]) -> str:
    return f"#{ord(character[0])};"

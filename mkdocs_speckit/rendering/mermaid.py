"""Mermaid blocks of a plan's graph and schedule, for sites that draw with Mermaid.

Mermaid reads markup in texts, so every sign that could be one is written as its code.
"""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from mkdocs_speckit.model.wording import format_range
from mkdocs_speckit.rendering import render
from mkdocs_speckit.schedule import schedule_graph, schedule_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.settings import WorkingTime
    from mkdocs_speckit.schedule import Schedule

CRITICAL = "stroke:#c62828,stroke-width:2px"
EXTERNAL = "stroke-dasharray:4 3"

START = datetime(2001, 1, 1, tzinfo=UTC)
"""A Gantt chart needs dates: each unit of work is a day from here on, which has number 1."""

MOST_SINGLE_TICKS = 16
"""Of more units not each one has a tick."""

MOST_HOURS = 365
"""The days of the year number the axis."""

_MARKUP = re.compile(r"[^\w .,()/+'–—-]")
_FIRST = re.compile("^[^#]")


def write_flowchart(plan: Plan, graph: Graph, anchors: Mapping[int, str]) -> str:
    """A flowchart of a dependency table; `anchors` are the page's heading ids by outline index."""
    if not graph.nodes:
        return ""
    timed = schedule_graph(plan, graph)
    lines = ["flowchart LR", *_nodes(plan, graph, anchors), *_edges(graph, timed)]
    if timed is not None:
        path = ",".join(f"p{node}" for node in timed.critical_path)
        lines += [f"  classDef critical {CRITICAL}", f"  class {path} critical"]
    return render("mermaid.html", text="\n".join(lines))


def write_gantt(plan: Plan, time: WorkingTime) -> str:
    """A Gantt chart of the expected schedule; nothing for a plan without one.

    It counts hours of work, or working days where there are more hours than a year has days.
    """
    timed = schedule_plan(plan)
    if timed is None:
        return ""
    end = max(activity.expected.earliest_finish for activity in timed.activities)
    unit, hours = ("Hours", 1.0) if end <= MOST_HOURS else ("Working days", time.hours_per_day)
    lines = [
        "gantt",
        f"  title {unit} from the start (the first is 1)",
        "  dateFormat YYYY-MM-DD HH:mm",
        "  axisFormat %-j",
        *(["  tickInterval 1day"] if end / hours <= MOST_SINGLE_TICKS else []),
        *_tasks(plan, timed, hours),
    ]
    return render("mermaid.html", text="\n".join(lines))


def escape_mermaid(text: str) -> str:
    """A text in which Mermaid finds no markup; it is shown as it was."""
    folded = " ".join(text.split())
    return _MARKUP.sub(_code, folded)


def _code(sign: re.Match[str]) -> str:
    return f"#{ord(sign[0])};"


def _task_name(text: str) -> str:
    """A task's name, which stands where statements begin: its first sign is always a code.

    So no name is a word of Mermaid's, such as `section` or `click`, nor will be one day.
    """
    return _FIRST.sub(_code, escape_mermaid(text))


def _nodes(plan: Plan, graph: Graph, anchors: Mapping[int, str]) -> Iterator[str]:
    for index, node in enumerate(graph.nodes):
        estimate = plan.estimate_node(node)
        unit = plan.effort.unit if plan.effort else ""
        effort = f"<br>{escape_mermaid(format_range(estimate, unit))}" if estimate else ""
        yield f'  p{index}["{escape_mermaid(node.name)}{effort}"]'
        if node.heading is not None and node.heading in anchors:
            yield f'  click p{index} href "#{escape_mermaid(anchors[node.heading])}"'


def _edges(graph: Graph, timed: Schedule | None) -> Iterator[str]:
    """The edges, then what makes those of the critical path and those from outside differ."""
    texts: dict[str, int] = {}
    for external in graph.external:
        texts.setdefault(external.text, len(texts))
    for text, index in texts.items():
        yield f'  x{index}(["{escape_mermaid(text)}"])'
        yield f"  style x{index} {EXTERNAL}"
    yield from (f"  p{before} --> p{after}" for before, after in graph.edges)
    yield from (f"  x{texts[e.text]} -.-> p{e.node}" for e in graph.external)
    critical = set(itertools.pairwise(timed.critical_path)) if timed else set()
    for index, edge in enumerate(graph.edges):
        if edge in critical:
            yield f"  linkStyle {index} {CRITICAL}"


def _tasks(plan: Plan, timed: Schedule, hours: float) -> Iterator[str]:
    critical = set(timed.critical_path)
    for index, (node, activity) in enumerate(
        zip(plan.graphs[0].nodes, timed.activities, strict=True)
    ):
        times = activity.expected
        start = START + timedelta(days=times.earliest_start / hours)
        days = (times.earliest_finish - times.earliest_start) / hours
        states = ["crit"] if index in critical else []
        states += ["done"] if plan.find_completion(node).is_complete else []
        details = [*states, f"p{index}", f"{start:%Y-%m-%d %H:%M}", f"{round(days, 2)}d"]
        yield f"  {_task_name(node.name)} :{', '.join(details)}"

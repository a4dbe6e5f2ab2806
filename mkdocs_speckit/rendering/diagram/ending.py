"""What decides when a graph's phases are finished, and what can slip, in words of the page.

The figures are those of the schedule (`docs/numbers.md`, section 4): of what is left where
checklists tell, else of the whole plan.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.graph import find_reachable
from mkdocs_speckit.model.wording import (
    count_unestimated,
    cut_text,
    format_number,
    format_range,
    join_first,
    join_words,
    say_at_least,
)
from mkdocs_speckit.schedule import schedule_graph, schedule_remaining_graph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_speckit.model.graph import Edge
    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.model.plan import Plan

MAX_NAME = 40
MAX_NAMES = 5
"""The characters of a name in the sentence, and the number of names in one of its lists."""

MAX_SLACKS = 3
"""Of more phases that can slip by different times, only the first and the last are named."""


class Ending(Struct, frozen=True):
    """What decides when a graph's phases are finished.

    `nodes` and `edges` are to be drawn by weight: the open phases that decide the end, and what
    joins them. Both are empty if those are all open phases, for weight would then tell nothing
    apart. `slack` has the hours that open phases can slip by. `sentence` says all of it; it is
    empty if nothing is known of the end, or nothing is left.
    """

    nodes: frozenset[int] = frozenset()
    edges: frozenset[Edge] = frozenset()
    slack: Mapping[int, float] = {}
    sentence: str = ""


def find_ending(plan: Plan, graph: Graph, edges: Sequence[Edge]) -> Ending:
    """Find what decides the end; `edges` are those that are drawn of the graph."""
    names = [cut_text(node.name, MAX_NAME) for node in graph.nodes]
    if graph.cycles:
        waits = [
            f"{join_first([names[node] for node in cycle], MAX_NAMES)} wait for one another."
            for cycle in graph.cycles
        ]
        return Ending(sentence=" ".join(waits))
    remaining = schedule_remaining_graph(plan, graph)
    timed = remaining or schedule_graph(plan, graph)
    is_open = [not plan.is_done(node) for node in graph.nodes]
    if timed is None or not timed.length.high or not any(is_open):
        return Ending()

    critical = {node for node in timed.critical if is_open[node]}
    unknown = sum(is_open[node] for node in timed.unestimated)
    how_long = f"{say_at_least(unknown)}{format_range(timed.length)} "
    how_long += "from here" if remaining else "from the start"
    if unknown:
        how_long += f"; {count_unestimated(unknown)}"
    if all(node in critical for node, holds in enumerate(is_open) if holds):
        return Ending(sentence=f"Each delay moves the end: {how_long}.")

    slack = {
        node: activity.slack
        for node, activity in enumerate(timed.activities)
        if is_open[node] and activity.estimate and activity.slack
    }
    path = [node for node in timed.critical_path if is_open[node]]
    is_chain = len(path) == len(critical)
    deciding = [names[node] for node in (path if is_chain else sorted(critical))]
    verb = "decides" if len(deciding) == 1 else "decide"
    who = join_first(deciding, MAX_NAMES, "and then" if is_chain else "and")
    heavy = timed.find_critical_edges([(a, b) for a, b in edges if {a, b} <= critical])
    sentence = f"{who} {verb} when it ends: {how_long}. {_say_slack(graph, slack, names)}"
    return Ending(frozenset(critical), heavy, slack, sentence.strip())


def _say_slack(graph: Graph, slack: Mapping[int, float], names: Sequence[str]) -> str:
    """Say what can slip by how much, from the least on; empty if nothing can."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for node, hours in sorted(slack.items(), key=lambda each: (each[1], each[0])):
        groups[f"{format_number(hours)} h"].append(node)
    beyond = find_reachable(len(graph.nodes), graph.edges)
    said = []
    for length, nodes in groups.items():
        # Phases one after the other share what they can slip by.
        share = any(b in beyond[a] or a in beyond[b] for a, b in itertools.combinations(nodes, 2))
        who = join_first([names[node] for node in nodes], MAX_NAMES)
        said.append((who, f"by {length}{' together' if share else ''}"))
    if len(said) > MAX_SLACKS:
        (first, least), (last, most) = said[0], said[-1]
        return f"Of the others, {first} can slip least, {least}, and {last} most, {most}."
    if not said:
        return ""
    (first, least), *rest = said
    return join_words([f"{first} can slip {least}", *(f"{who} {by}" for who, by in rest)]) + "."

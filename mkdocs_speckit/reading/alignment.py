"""Which effort rows, graph nodes and headings mean one phase (section 3, last paragraph)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from mkdocs_speckit.reading.names import PHASE_WORDS, Names, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.parts import Effort, Graph, Landmark

_PHASES_HEADING = re.compile(r"\b(?:phases|sprints|stages|steps|workstreams)\b", re.IGNORECASE)
_CONJUNCTION = re.compile(r"(?<!\s)\s+(?:\+|&|and)\s+|/", re.IGNORECASE)


def align(
    effort: Effort | None, graphs: Sequence[Graph], outline: Sequence[Landmark]
) -> tuple[Effort | None, tuple[Graph, ...]]:
    """Give each effort row and node its heading, and each phase of the first graph its effort rows.

    Later graphs are of components: a phase's effort or checklist on a component that shares a word
    with it would be a wrong number.
    """
    if effort is None and not graphs:
        return None, ()
    headings = _PhaseHeadings(outline)
    if effort is not None:
        phases = (replace(p, heading=headings.find(p.name)) for p in effort.phases)
        effort = replace(effort, phases=tuple(phases))
    rows = [phase.name for phase in effort.phases] if effort else []
    return effort, tuple(
        _align_phases(graph, rows, headings) if index == 0 else _align_components(graph, headings)
        for index, graph in enumerate(graphs)
    )


def _align_components(graph: Graph, headings: _PhaseHeadings) -> Graph:
    nodes = tuple(replace(node, heading=headings.exact(node.name)) for node in graph.nodes)
    return replace(graph, nodes=nodes)


def _align_phases(graph: Graph, rows: list[str], headings: _PhaseHeadings) -> Graph:
    names = [node.name for node in graph.nodes]
    rows_of: defaultdict[int, list[int]] = defaultdict(list)
    for row, node in enumerate(_partners(rows, names)):
        if node is not None:
            rows_of[node].append(row)
    nodes = (
        replace(node, efforts=tuple(rows_of[index]), heading=headings.find(node.name))
        for index, node in enumerate(graph.nodes)
    )
    return replace(graph, nodes=tuple(nodes))


def _partners(rows: list[str], names: list[str]) -> list[int | None]:
    """For each row the one name that means the same phase: the row names it, or it the row."""
    of_names, of_rows = Names(names), Names(rows)
    naming: defaultdict[int, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        if (row := _only(_same_phase(name, of_rows))) is not None:
            naming[row].append(index)
    return [
        partner
        if (partner := _only(_same_phase(text, of_names))) is not None
        # A row that two names mean is neither's.
        else _only(tuple(naming[row]))
        for row, text in enumerate(rows)
    ]


class _PhaseHeadings:
    """The headings that are phases' own."""

    def __init__(self, outline: Sequence[Landmark]) -> None:
        self._indexes = [
            index
            for index, landmark in enumerate(outline)
            if landmark.kind == "heading" and _is_phase(landmark, outline)
        ]
        self._names = Names([outline[index].text for index in self._indexes])

    def exact(self, name: str) -> int | None:
        """The outline index of the heading that names just this, or has this label."""
        found = _only(self._names.exact(name))
        return None if found is None else self._indexes[found]

    def find(self, name: str) -> int | None:
        """The outline index of a phase's heading."""
        found = _only(_same_phase(name, self._names))
        return None if found is None else self._indexes[found]


def _is_phase(heading: Landmark, outline: Sequence[Landmark]) -> bool:
    label = parse(heading.text).label
    if label is not None and label.word in PHASE_WORDS:
        return True
    parent = None if heading.parent is None else outline[heading.parent]
    return parent is not None and _PHASES_HEADING.search(parent.text) is not None


def _same_phase(name: str, names: Names) -> tuple[int, ...]:
    if found := names.same(name):
        return found
    parts = _CONJUNCTION.split(name)
    if len(parts) == 1:
        return ()
    return tuple({index for part in parts for index in names.same(part)})


def _only(found: tuple[int, ...]) -> int | None:
    return found[0] if len(found) == 1 else None

"""Which rows of the effort table, nodes of a graph and headings are one phase.

The rules are in `docs/numbers.md`, section 3. With the effort rows `Setup` and `Core`, the nodes
`Phase 1: Setup` and `Phase 2: Core & Docs`, and a heading `### Phase 2: Core and documentation`,
the first node has the first row, the second node the second row and the heading.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from mkdocs_speckit.reading.names import PHASE_WORDS, Names, parse_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.parts import Effort, External, Graph, Landmark

_PHASES_HEADING = re.compile(r"\b(?:phases|sprints|stages|steps|workstreams)\b", re.IGNORECASE)
_CONJUNCTION = re.compile(r"(?<!\s)\s+(?:\+|&|and)\s+|/", re.IGNORECASE)


def find_phase_headings(outline: Sequence[Landmark]) -> list[int]:
    """The outline indexes of phases' headings: `Phase 2: Core`, and all directly under `Phases`."""
    indexes = []
    for index, landmark in enumerate(outline):
        if landmark.kind == "heading":
            label = parse_name(landmark.text).label
            parent = "" if landmark.parent is None else outline[landmark.parent].text
            if (label and label.word in PHASE_WORDS) or _PHASES_HEADING.search(parent):
                indexes.append(index)
    return indexes


def match_phases(
    effort: Effort | None, graphs: Sequence[Graph], outline: Sequence[Landmark]
) -> tuple[Effort | None, tuple[Graph, ...]]:
    """Give each effort row and node its heading, and the first graph's nodes their effort rows.

    Later graphs are of components. Their nodes have no effort, and a heading only if it names
    just them: the effort or checklist of a phase that shares a word with a component would be a
    wrong figure.
    """
    if effort is None and not graphs:
        return None, ()
    indexes = find_phase_headings(outline)
    headings = Names([outline[index].text for index in indexes])

    def pick_heading(found: tuple[int, ...]) -> int | None:
        return indexes[found[0]] if len(found) == 1 else None

    # The effort rows, the nodes of the first graph with their rows, the nodes of the others.
    rows = effort.phases if effort else ()
    rows = tuple(replace(r, heading=pick_heading(_find_same(r.name, headings))) for r in rows)
    matched = []
    for graph in graphs[:1]:
        rows_of_nodes = _match_rows([r.name for r in rows], [n.name for n in graph.nodes])
        nodes = [
            replace(node, efforts=efforts, heading=pick_heading(_find_same(node.name, headings)))
            for node, efforts in zip(graph.nodes, rows_of_nodes, strict=True)
        ]
        matched.append(replace(graph, nodes=tuple(nodes)))
    for graph in graphs[1:]:
        nodes = [
            replace(node, heading=pick_heading(headings.find_exact(node.name)))
            for node in graph.nodes
        ]
        matched.append(replace(graph, nodes=tuple(nodes)))
    return replace(effort, phases=rows) if effort else None, _find_own_phases(
        matched, headings, indexes
    )


def _find_own_phases(
    graphs: Sequence[Graph], headings: Names, indexes: Sequence[int]
) -> tuple[Graph, ...]:
    """Find what is outside a table and yet a phase of the plan.

    Its heading or its row in the first graph is called so: `Phase 2` in a table of components.
    `indexes` are the outline indexes of the headings.
    """
    phases = graphs[0].nodes if graphs else ()
    names = Names([phase.name for phase in phases])

    def find_phase(external: External) -> External:
        found = [indexes[index] for index in headings.find_exact(external.text)]
        found_rows = [phases[index].heading for index in names.find_exact(external.text)]
        means = found or found_rows
        if len(means) != 1:
            return external
        return replace(external, is_phase=True, heading=means[0])

    return tuple(
        replace(graph, external=tuple(map(find_phase, graph.external))) for graph in graphs
    )


def _match_rows(rows: list[str], names: list[str]) -> list[tuple[int, ...]]:
    """Find the effort rows of each node, by their names.

    A row belongs to the one node that it names, or else to the one node that names it: a row that
    two nodes name belongs to neither.
    """
    of_names, of_rows = Names(names), Names(rows)
    naming: defaultdict[int, list[int]] = defaultdict(list)
    for node, name in enumerate(names):
        found = _find_same(name, of_rows)
        if len(found) == 1:
            naming[found[0]].append(node)
    matched: list[list[int]] = [[] for _ in names]
    for row, text in enumerate(rows):
        found = _find_same(text, of_names)
        nodes = found if len(found) == 1 else naming[row]
        if len(nodes) == 1:
            matched[nodes[0]].append(row)
    return [tuple(rows_of_node) for rows_of_node in matched]


def _find_same(name: str, names: Names) -> tuple[int, ...]:
    """Find the names that mean the same phase: as a whole, or else by parts (`Core & Docs`)."""
    if found := names.find_same(name):
        return found
    parts = _CONJUNCTION.split(name)
    if len(parts) == 1:
        return ()
    return tuple({index for part in parts for index in names.find_same(part)})

"""Rules on the dependency tables."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from itertools import groupby
from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule
from mkdocs_speckit.model.graph import find_reachable
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.wording import join_words
from mkdocs_speckit.reading.names import PHASE_WORDS, parse_name, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.reading.names import Label, Number

MOST_COMPARED = 300
"""Of larger tables, not all rows are compared with one another."""

MOST_NAMED = 8
"""So many phases of a cycle are named."""

LOOKALIKE = 0.85
"""How alike two names are, from 0 to 1, of which one is a slip of the other."""


@rule("error")
def dependency_cycle(plan: Plan) -> Reports:
    """Report phases that wait for one another.

    None of them can ever begin, and no critical path can be computed.

    Bad:

        | Phase  | Depends On |
        |--------|------------|
        | Build  | Review     |
        | Review | Build      |

    Good:

        | Phase  | Depends On |
        |--------|------------|
        | Build  | None       |
        | Review | Build      |

    To fix it, take out the dependency that is not real, or split a phase in two.
    """
    for graph in plan.graphs:
        for cycle in graph.cycles:
            names = [graph.nodes[index].name for index in cycle]
            way = " → ".join([*names[:MOST_NAMED], *(["…"] if len(names) > MOST_NAMED else [])])
            rest = f" ({len(names):,} phases)" if len(names) > MOST_NAMED else ""
            yield (
                Place(graph.nodes[cycle[0]].line),
                f"phases wait for one another: {way} → {names[0]}{rest}; take one dependency out",
            )


@rule("warning")
def dependency_self(plan: Plan) -> Reports:
    """Report a phase that depends on itself.

    Bad:

        | Phase | Depends On  |
        |-------|-------------|
        | Setup | None        |
        | Core  | Setup, Core |

    Good:

        | Phase | Depends On |
        |-------|------------|
        | Setup | None       |
        | Core  | Setup      |

    To fix it, take the phase's own name out of its row. It is read as if it were not there.
    """
    for graph in plan.graphs:
        for reference in graph.self_references:
            name = graph.nodes[reference.node].name
            yield reference.place, f"phase “{name}” depends on itself; take it out of its own row"


@rule("warning")
def dependency_limit(plan: Plan) -> Reports:
    """Report a table with so many dependencies that not all of them are read.

    It is 20,000 of a table that are read.

    To fix it, split the plan, or let a phase depend on the last one before it instead of on all.
    """
    for graph in plan.graphs:
        if graph.truncated:
            yield (
                Place(graph.line),
                f"only the first {len(graph.edges):,} dependencies of this table are read;"
                " split the plan",
            )


@rule("warning")
def dependency_asymmetry(plan: Plan) -> Reports:
    """Report a table whose columns `Depends On` and `Blocks` tell different stories.

    Both say the same thing the other way round, also through other phases. Only `Depends On` is
    drawn and scheduled. What a row waits for outside the table may be the other row by another
    name, if they have a word in common.

    Bad:

        | Phase | Depends On | Blocks |
        |-------|------------|--------|
        | Setup | None       | Docs   |
        | Core  | Setup      | None   |
        | Docs  | None       | None   |

    Good:

        | Phase | Depends On | Blocks |
        |-------|------------|--------|
        | Setup | None       | Core   |
        | Core  | Setup      | None   |
        | Docs  | None       | None   |

    To fix it, correct the column that is wrong.
    """
    for graph in plan.graphs:
        if len(graph.nodes) > MOST_COMPARED or not graph.blocks:
            continue
        after = find_reachable(len(graph.nodes), graph.edges)
        outside = _words_outside(graph)
        said = {blocks.node: blocks for blocks in graph.blocks if not blocks.names_more}
        for blocks in graph.blocks:
            for other in blocks.nodes:
                if other not in after[blocks.node] and not _may_mean(
                    graph, other, blocks.node, outside
                ):
                    one, two = graph.nodes[blocks.node].name, graph.nodes[other].name
                    yield (
                        blocks.place,
                        f"“{one}” is said to block “{two}”, which does not depend on it; correct"
                        " one of the two columns",
                    )
        for one_index, two_index in graph.edges:
            if one_index in said and not any(
                other == two_index or two_index in after[other] for other in said[one_index].nodes
            ):
                one, two = graph.nodes[one_index].name, graph.nodes[two_index].name
                yield (
                    Place(graph.nodes[two_index].line),
                    f"“{two}” depends on “{one}”, which does not name it among what it blocks;"
                    " correct one of the two columns",
                )


@rule("warning")
def dependency_unknown(plan: Plan) -> Reports:
    """Report a dependency that looks like a phase of the table, but names none of its rows.

    It is drawn as something outside the plan, and holds nothing up.

    Bad:

        | Phase   | Depends On |
        |---------|------------|
        | Phase 1 | None       |
        | Phase 2 | Phase 11   |

    Good:

        | Phase   | Depends On |
        |---------|------------|
        | Phase 1 | None       |
        | Phase 2 | Phase 1    |

    To fix it, write the phase's name as its row has it, or say in words what is meant.
    """
    for graph in plan.graphs:
        names = [node.name for node in graph.nodes]
        firsts = _first_numbers(names)
        texts = list(dict.fromkeys(external.text for external in graph.external))
        lookalikes = {
            text: get_close_matches(text, names[:MOST_COMPARED], 1, LOOKALIKE)
            for text in texts[:MOST_COMPARED]
        }
        for external in graph.external:
            close = lookalikes.get(external.text)
            label = _phase_label(external.text)
            # Between numbers a likeness says nothing: `Phase 0` is no slip of `Phase 1`.
            is_slip = bool(close) if label is None else _is_missing(label, firsts)
            if is_slip:
                meant = f", did you mean “{close[0]}”?" if close else ";"
                yield (
                    external.place,
                    f"“{external.text}” names no row of this table{meant} write the row’s name, or"
                    " what is meant outside the plan",
                )


def _phase_label(text: str) -> Label | None:
    """The label of a text that is numbered as phases are."""
    label = parse_name(text).label
    return label if label is not None and label.word in PHASE_WORDS else None


def _first_numbers(names: Iterable[str]) -> dict[str, Number]:
    """The lowest number of the rows that are numbered with a word, by that word."""
    firsts: dict[str, Number] = {}
    for label in (parse_name(name).label for name in names):
        if label is not None:
            firsts[label.word] = min(firsts.get(label.word, label.first), label.first)
    return firsts


def _is_missing(label: Label, firsts: Mapping[str, Number]) -> bool:
    """Whether a label is numbered like the rows, and not as what came before the first of them."""
    return label.word in firsts and label.first > firsts[label.word]


@rule("warning")
def diagram_mismatch(plan: Plan) -> Reports:
    """Report an arrow in a drawing beside a table that the table's dependencies contradict.

    Only drawings made of characters are compared, and of them only arrows that join two phases
    within one line.

    Bad:

        ```
        Build ──► Review
        ```

        | Phase  | Depends On |
        |--------|------------|
        | Review | None       |
        | Build  | Review     |

    Good:

        ```
        Build ──► Review
        ```

        | Phase  | Depends On |
        |--------|------------|
        | Build  | None       |
        | Review | Build      |

    An arrow between phases that the table leaves in no order counts, too. What the later one waits
    for outside the table may be the earlier one by another name, if they have a word in common.
    Where all arrows, of two or more, run the other way, an arrow means “needs” there: that is no
    slip.

    To fix it, correct the drawing or the table.
    """
    for graph in plan.graphs:
        if not graph.drawn or len(graph.nodes) > MOST_COMPARED or graph.cycles:
            continue
        after = find_reachable(len(graph.nodes), graph.edges)
        if len(graph.drawn) > 1 and all(a.before in after[a.after] for a in graph.drawn):
            continue
        outside = _words_outside(graph)
        wrong = [
            arrow
            for arrow in graph.drawn
            if arrow.after not in after[arrow.before]
            and not _may_mean(graph, arrow.after, arrow.before, outside)
        ]
        for place, group in groupby(wrong, key=lambda arrow: arrow.place):
            arrows = tuple(group)
            before = _quoted(graph, [arrow.before for arrow in arrows])
            then = _quoted(graph, [arrow.after for arrow in arrows])
            yield (
                place,
                f"the drawing puts {before} before {then}, and the table does not; correct one of"
                " the two",
            )


def _words_outside(graph: Graph) -> Mapping[int, set[str]]:
    """The words of what each node waits for outside the table."""
    words: defaultdict[int, set[str]] = defaultdict(set)
    for external in graph.external:
        words[external.node].update(split_words(external.text))
    return words


def _may_mean(graph: Graph, node: int, other: int, outside: Mapping[int, set[str]]) -> bool:
    """Whether something outside that a node waits for has a word of another node's name."""
    words = {word for word in split_words(graph.nodes[other].name) if word not in PHASE_WORDS}
    return node in outside and not words.isdisjoint(outside[node])


def _quoted(graph: Graph, nodes: Sequence[int]) -> str:
    return join_words([f"“{graph.nodes[index].name}”" for index in dict.fromkeys(nodes)])

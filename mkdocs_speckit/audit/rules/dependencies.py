"""Rules on the dependency tables."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from itertools import groupby
from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule
from mkdocs_speckit.model.formats import FORMATS, LEVEL, SPEC_KIT
from mkdocs_speckit.model.graph import find_cycles, find_reachable
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.tasks import find_task_edges
from mkdocs_speckit.model.wording import join_words
from mkdocs_speckit.reading.names import PHASE_WORDS, parse_name, split_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.reading.names import Number

MAX_COMPARED = 300
"""In larger tables, not all rows are compared with each other."""

MAX_NAMED = 8
"""How many phases of a cycle its message names."""

MAX_TOLD = 4
"""How many contradictions of a table one message tells."""

LOOKALIKE = 0.85
"""How similar two names are, from 0 to 1, if one is a misspelling of the other."""


@rule("warning", formats=FORMATS)
def dependency_cycle(plan: Plan) -> Reports:
    """Report phases, or tasks of a list, that depend on each other in a cycle.

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

    To fix it, remove the dependency that is not real, or split a phase in two.
    """
    told = set()
    for graph in plan.graphs:
        for cycle in graph.cycles:
            nodes = [graph.nodes[index] for index in cycle]
            told.add(frozenset(node.line for node in nodes))
            yield Place(nodes[0].line), _describe_cycle("phases", [node.name for node in nodes])
    for cycle in find_cycles(len(plan.tasks), find_task_edges(plan.tasks)):
        tasks = [plan.tasks[index] for index in cycle]
        if frozenset(task.place.line for task in tasks) not in told:  # A task may be a phase, too.
            yield tasks[0].place, _describe_cycle("tasks", [task.id for task in tasks])


def _describe_cycle(things: str, names: Sequence[str]) -> str:
    way = " → ".join([*names[:MAX_NAMED], *(["…"] if len(names) > MAX_NAMED else [])])
    rest = f" ({len(names):,} {things})" if len(names) > MAX_NAMED else ""
    return (
        f"{things} depend on each other in a cycle: {way} → {names[0]}{rest}; remove one of these"
        " dependencies"
    )


@rule("warning", formats=(LEVEL, SPEC_KIT))
def dependency_self(plan: Plan) -> Reports:
    """Report a phase, or a task of a list, that depends on itself.

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

    To fix it, remove the name of the phase from its own row, or the number of the task from its own
    dependencies. The plugin ignores such a dependency.
    """
    for graph in plan.graphs:
        where = "its own row" if _is_table(plan, graph) else "what it depends on"
        for reference in graph.self_references:
            name = graph.nodes[reference.node].name
            yield reference.place, f"phase “{name}” depends on itself; remove it from {where}"
    for task in plan.tasks:
        if not {*task.ids}.isdisjoint(task.after):
            message = f"{task.id} depends on itself; remove it from what it depends on"
            yield task.place, message


def _is_table(plan: Plan, graph: Graph) -> bool:
    """True unless the dependencies are stated in sentences."""
    return plan.outline[graph.table].kind == "table"


@rule("warning", formats=(LEVEL, SPEC_KIT))
def dependency_limit(plan: Plan) -> Reports:
    """Report a table with so many dependencies that not all of them are read.

    After 20,000 dependencies, the other rows of the table are ignored.

    To fix it, split the plan, or let a phase depend only on the one before it instead of on all
    before it.
    """
    for graph in plan.graphs:
        if graph.truncated:
            yield (
                Place(graph.line),
                f"only the first {len(graph.edges):,} dependencies of this"
                f" {'table' if _is_table(plan, graph) else 'list'} are read; split the plan",
            )


@rule("warning")
def dependency_asymmetry(plan: Plan) -> Reports:
    """Report a table whose columns `Depends On` and `Blocks` contradict each other.

    If A blocks B, then B must depend on A, directly or through other phases. The reverse must be
    true, too. `Blocks` is drawn and scheduled only for a row whose `Depends On` names only things
    outside the table. All contradictions of one table are one finding.

    Three kinds of rows are never reported: a row that depends only on things outside the table, a
    row that blocks only such things, and a row with a dependency outside the table that has a word
    in common with the other row, because it may mean that row.

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
        if len(graph.nodes) > MAX_COMPARED or not graph.blocks:
            continue
        after = find_reachable(len(graph.nodes), graph.edges)
        outside, unread = _collect_outside_words(graph), _find_unread(graph)
        said = {blocks.node: blocks for blocks in graph.blocks if not blocks.names_more}
        found: list[tuple[Place, str]] = []
        for blocks in graph.blocks:
            for other in blocks.nodes:
                if (
                    other not in after[blocks.node]
                    and other not in unread
                    and not _may_mean(graph, other, blocks.node, outside)
                ):
                    one, two = graph.nodes[blocks.node].name, graph.nodes[other].name
                    text = f"“{one}” blocks “{two}”, but “{two}” does not depend on it"
                    found.append((blocks.place, text))
        for one_index, two_index in graph.edges:
            if (
                one_index in said
                and two_index not in unread
                and not any(
                    other == two_index or two_index in after[other]
                    for other in said[one_index].nodes
                )
            ):
                one, two = graph.nodes[one_index].name, graph.nodes[two_index].name
                text = f"“{two}” depends on “{one}”, but “{one}” does not block it"
                found.append((Place(graph.nodes[two_index].line), text))
        if found:
            texts = [text for _, text in found]
            shown = texts if len(texts) <= MAX_TOLD else texts[: MAX_TOLD - 1]
            rest = f"; and {len(texts) - len(shown):,} more like these" if shown != texts else ""
            first = min((place for place, _ in found), key=lambda place: (place.line, place.column))
            yield first, f"{'; '.join(shown)}{rest}; correct one of the two columns"


@rule("warning")
def dependency_unknown(plan: Plan) -> Reports:
    """Report a dependency that looks like a phase of the table, but does not match any row.

    It is drawn as something outside the plan, and it does not delay anything.

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

    To fix it, write the phase's name as in its row, or describe what is meant outside the plan.
    """
    for graph in plan.graphs:
        names = [node.name for node in graph.nodes]
        # The lowest number of the rows that are numbered with a word, by that word.
        firsts: dict[str, Number] = {}
        for label in (parse_name(name).label for name in names):
            if label is not None:
                firsts[label.word] = min(firsts.get(label.word, label.first), label.first)
        texts = list(dict.fromkeys(external.text for external in graph.external))
        lookalikes = {
            text: get_close_matches(text, names[:MAX_COMPARED], 1, LOOKALIKE)
            for text in texts[:MAX_COMPARED]
        }
        for external in graph.external:
            close = lookalikes.get(external.text)
            label = parse_name(external.text).label
            if label is not None and label.word in PHASE_WORDS:
                # Similar names mean nothing if they are numbers: `Phase 0` is not a misspelling of
                # `Phase 1`, but a phase before the first one, which another plan may have.
                is_mistake = label.word in firsts and label.first > firsts[label.word]
            else:
                is_mistake = bool(close)
            if is_mistake:
                meant = f" (did you mean “{close[0]}”?)" if close else ""
                yield (
                    external.place,
                    f"“{external.text}” does not match any row of this table{meant}; write the"
                    " row’s name, or describe what is meant outside the plan",
                )


@rule("warning", formats=(LEVEL, SPEC_KIT))
def diagram_mismatch(plan: Plan) -> Reports:
    """Report an arrow in a text drawing that contradicts the dependencies stated beside it.

    Only drawings made of characters are compared, and only arrows that connect two phases within
    one line.

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

    An arrow between phases that the table does not put in any order is reported, too. Beside
    sentences, as in a task list, only an arrow that they contradict is reported.

    Nothing is reported if the column `Blocks` agrees with the arrow. The same is true if the later
    phase depends only on things outside the table, or on one that has a word in common with the
    earlier phase and may mean it. If a drawing has two arrows or more and all point the other way,
    they mean “needs”, and none is reported.

    To fix it, correct the drawing, or the table or sentences beside it.
    """
    for graph in plan.graphs:
        if not graph.drawn or len(graph.nodes) > MAX_COMPARED or graph.cycles:
            continue
        after = find_reachable(len(graph.nodes), graph.edges)
        blocked = find_reachable(
            len(graph.nodes), ((b.node, other) for b in graph.blocks for other in b.nodes)
        )
        if len(graph.drawn) > 1 and all(a.before in after[a.after] for a in graph.drawn):
            continue
        outside, unread = _collect_outside_words(graph), _find_unread(graph)
        is_table = _is_table(plan, graph)
        wrong = [
            arrow
            for arrow in graph.drawn
            if arrow.after not in after[arrow.before]
            and (is_table or arrow.before in after[arrow.after])
            and arrow.after not in blocked[arrow.before]
            and (arrow.after not in unread or arrow.before in after[arrow.after])
            and not _may_mean(graph, arrow.after, arrow.before, outside)
        ]
        for place, group in groupby(wrong, key=lambda arrow: arrow.place):
            arrows = tuple(group)
            before = _quote_names(graph, [arrow.before for arrow in arrows])
            then = _quote_names(graph, [arrow.after for arrow in arrows])
            yield (
                place,
                f"the drawing puts {before} before {then}, but the"
                f" {'table does not' if is_table else 'list beside it says the opposite'};"
                " correct one of the two",
            )


def _find_unread(graph: Graph) -> set[int]:
    """The nodes whose cell `Depends On` names no row, but only things outside the table."""
    read = {end for _, end in set(graph.edges).difference(graph.from_blocks)}
    outside = {external.node for external in graph.external}
    return (outside | {end for _, end in graph.from_blocks}) - read


def _collect_outside_words(graph: Graph) -> Mapping[int, set[str]]:
    """The words of each node's dependencies outside the table."""
    words: defaultdict[int, set[str]] = defaultdict(set)
    for external in graph.external:
        words[external.node].update(split_words(external.text))
    return words


def _may_mean(graph: Graph, node: int, other: int, outside: Mapping[int, set[str]]) -> bool:
    """True if a node's dependency outside the table has a word of another node's name."""
    words = {word for word in split_words(graph.nodes[other].name) if word not in PHASE_WORDS}
    return node in outside and not words.isdisjoint(outside[node])


def _quote_names(graph: Graph, nodes: Sequence[int]) -> str:
    return join_words([f"“{graph.nodes[index].name}”" for index in dict.fromkeys(nodes)])

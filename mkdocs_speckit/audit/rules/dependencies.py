"""Rules on the dependency tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule
from mkdocs_speckit.plan import Place

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.plan import Plan


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
            names = [graph.nodes[index].name for index in (*cycle, cycle[0])]
            yield (
                Place(graph.nodes[cycle[0]].line),
                f"phases wait for one another: {' → '.join(names)}; take one dependency out",
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

    To fix it, split the plan, or let a phase depend on the last one before it instead of on all.
    """
    for graph in plan.graphs:
        if graph.truncated:
            yield (
                Place(graph.line),
                f"only the first {len(graph.edges):,} dependencies of this table are read;"
                " split the plan",
            )

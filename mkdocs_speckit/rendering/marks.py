"""The completion bar under a heading that has checklist items of its own."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.model.parts import COMPLEXITIES
from mkdocs_speckit.model.wording import format_range
from mkdocs_speckit.rendering import MOST_KEPT, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.model.parts import Completion, Effort, RatingValue
    from mkdocs_speckit.model.plan import Plan


@lru_cache(MOST_KEPT)
def render_progress(completion: Completion) -> str:
    """A bar with `2 of 5 done` beside it."""
    return render("progress.html", completion=completion)


class CellMark(NamedTuple):
    """HTML for a cell of a table; `table` is its outline index, the others count from 0."""

    table: int
    row: int
    column: int
    html: str


def mark_ratings(plan: Plan) -> Iterator[CellMark]:
    """What stands before the words of cells: how complex, how it stands."""
    for rating in plan.ratings:
        yield CellMark(rating.table, rating.row, rating.column, _rating(rating.value))


def mark_effort(plan: Plan) -> Iterator[CellMark]:
    """What stands after the words of cells: a phase's share, a total that adds up."""
    effort = plan.effort
    if effort is not None and effort.is_estimated:
        yield from _shares(effort)
        yield from _total(effort)


@cache
def _rating(value: RatingValue) -> str:
    if value in COMPLEXITIES:
        return render("complexity.html", steps=COMPLEXITIES.index(value))
    return render("status.html", status=value)


def _shares(effort: Effort) -> Iterator[CellMark]:
    """Each phase's share of the expected total, as a bar; none where there is but one phase."""
    whole = effort.total.expected
    estimated = [(phase, phase.estimate) for phase in effort.phases if phase.estimate is not None]
    if not whole or len(estimated) == 1:
        return
    for phase, estimate in estimated:
        html = _share(estimate.expected / whole)
        yield CellMark(effort.table, phase.row, effort.column, html)


@lru_cache(MOST_KEPT)
def _share(share: float) -> str:
    return render("share.html", share=share)


def _total(effort: Effort) -> Iterator[CellMark]:
    """The computed total, where the declared one is another."""
    declared = effort.declared
    if declared is not None and effort.is_mismatched:
        figure = format_range(effort.total, effort.unit)
        yield CellMark(effort.table, declared.row, declared.column, _computed_total(figure))


@lru_cache(MOST_KEPT)
def _computed_total(figure: str) -> str:
    return render("computed_total.html", figure=figure)

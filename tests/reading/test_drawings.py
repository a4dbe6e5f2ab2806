"""The drawing beside a dependency table: which one it is, and the arrows that are read in it."""

from __future__ import annotations

import pytest

from mkdocs_speckit.model.parts import Place
from tests.conftest import MARKER, plan_of

TABLE = "| Phase | Depends On |\n|-|-|\n| Flour | None |\n| Dough | Flour |\n| Oven | None |\n"
DRAWING = "Flour ──► Dough ──┐\n                  ├──► Bread"


def test_the_first_drawing_under_the_heading_is_the_tables() -> None:
    other = "```\nno lines here\n```\n\n```python\nx -> y\n```\n"
    plan = plan_of(
        f"## Map\n\n```\nA ──► B\n```\n\n## Dependencies\n\n{other}\n"
        f"```text\n{DRAWING}\n\n```\n\n{TABLE}\n```\nOven ──► Flour\n```\n"
    )
    (graph,) = plan.graphs
    assert graph.drawing == f"{DRAWING}\n"


@pytest.mark.parametrize("block", ["", "```\nno lines here\n```\n", "```\n```\n"])
def test_without_a_drawing_there_is_none(block: str) -> None:
    (graph,) = plan_of(f"## Dependencies\n\n{block}\n{TABLE}").graphs
    assert (graph.drawing, graph.drawn) == ("", ())


def test_an_arrow_knows_where_it_is() -> None:
    before = "## Dependencies\n\n```\nFlour ──► Dough\n  Oven -> Dough\n```\n\n"
    (graph,) = plan_of(f"{MARKER}{before}{TABLE}").graphs
    assert [drawn.place for drawn in graph.drawn] == [Place(6, 7), Place(7, 8)]


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        ("Flour ──► Dough", [(0, 1)]),
        ("│ Flour -> Dough │ Oven │", [(0, 1)]),
        ("├── Flour ──► Dough ──┤", [(0, 1)]),
        ("Oven    ├─ Flour ──► Dough ─┤    Oven", [(0, 1)]),
        ("Flour, Oven ──► Dough", [(0, 1), (2, 1)]),
        ("Flour + Oven ──► Dough ──► Oven", [(0, 1), (2, 1), (1, 2)]),
        ("Flour + Salt ──► Dough", []),
        ("Flour ──► Dough and Salt", []),
        ("Flour ──► Flour", []),
    ],
)
def test_an_arrow_between_two_names_in_one_line_is_read(
    line: str, pairs: list[tuple[int, int]]
) -> None:
    other = "## Other\n\n```\nOven ──► Flour\n```\n"
    (graph,) = plan_of(f"## Dependencies\n\n{TABLE}\n```\n{line}\n```\n\n{other}").graphs
    assert [(drawn.before, drawn.after) for drawn in graph.drawn] == pairs

"""What holds for every plan: sums, names, places."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.audit import audit_plan
from mkdocs_speckit.model.parts import Estimate
from tests.conftest import SMALL, plan_of

if TYPE_CHECKING:
    from mkdocs_speckit import Plan

quarters = st.integers(0, 400).map(lambda number: number / 4)
estimates = st.tuples(quarters, quarters).map(lambda ends: Estimate(min(ends), max(ends)))
# Names that abbreviate one another or tell a state are another test's.
names = st.lists(
    st.text(string.ascii_lowercase, min_size=6, max_size=9).map(lambda word: f"q{word}".title()),
    min_size=2,
    max_size=7,
    unique_by=lambda name: name[:4],
)


def table(*rows: tuple[str, ...]) -> str:
    width = len(rows[0])
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]]) + "\n"


@given(st.lists(estimates, min_size=1, max_size=12))
def test_totals_are_sums(efforts: list[Estimate]) -> None:
    rows = [(f"Phase {i}", f"{e.low} - {e.high} h") for i, e in enumerate(efforts)]
    plan = plan_of("## Effort\n\n" + table(("Phase", "Effort"), *rows))
    assert plan.effort is not None
    assert [phase.estimate for phase in plan.effort.phases] == efforts
    assert plan.effort.total == Estimate(
        sum(effort.low for effort in efforts), sum(effort.high for effort in efforts)
    )


@st.composite
def dependencies(draw: st.DrawFn) -> list[list[int]]:
    """For each of some phases the earlier ones that it depends on."""
    count = draw(st.integers(2, 7))
    return [draw(st.lists(st.integers(0, i - 1), unique=True)) if i else [] for i in range(count)]


def graph_plan(names: list[str], waits: list[list[int]]) -> Plan:
    rows = [
        (names[i], ", ".join(names[before] for before in befores) or "None")
        for i, befores in enumerate(waits)
    ]
    return plan_of("## Phase dependencies\n\n" + table(("Phase", "Depends On"), *rows))


@given(dependencies(), names, st.data())
def test_renaming_phases_renames_edges_and_nothing_else(
    waits: list[list[int]], words: list[str], data: st.DataObject
) -> None:
    waits = waits[: len(words)]
    numbered = [f"Phase {i + 1}" for i in range(len(waits))]
    shuffled = data.draw(st.permutations(words))
    for plan in (graph_plan(numbered, waits), graph_plan(shuffled, waits)):
        (graph,) = plan.graphs
        assert set(graph.edges) == {(b, i) for i, befores in enumerate(waits) for b in befores}
        assert graph.external == ()
        assert audit_plan(plan, SMALL) == ()


lines = st.lists(
    st.sampled_from(
        [
            "# Plan: [NAME]",
            "- [ ] [First part] and text",
            "| [Tools] | [Yes/No] |\n|---|---|\n| ü [e.g., 1] | **[Purpose]** |",
            "Ümläut 漢字: [YYYY-MM-DD]",
            "> - [Why rejected]",
            "!!! note\n    [Brief description]",
            "1. **[Component 1]**: [Purpose]",
            "\tcode [NAME]",
            "<YOUR_VALUE_HERE: port> {{name}}",
            "```\n[NAME]\n```",
            "",
            "text",
        ]
    ),
    max_size=15,
)


@given(lines, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_places_point_at_the_text(lines: list[str], line_end: str, has_bom: bool) -> None:
    front = '---\ntitle: "[NAME] and more"\nSPECKIT_LEVEL: 1\n---\n'
    text = front + "\n\n".join(lines) + "\n"
    written = ("\ufeff" if has_bom else "") + text.replace("\n", line_end)
    plan = plan_of(written)
    assert plan.placeholders[0].place.line == 2
    source = text.split("\n")
    for placeholder in plan.placeholders:
        line = source[placeholder.place.line - 1]
        assert line[placeholder.place.column - 1 :].startswith(placeholder.text)
    for finding in audit_plan(plan):
        assert source[finding.place.line - 1][finding.place.column - 1 :]

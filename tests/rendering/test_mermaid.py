"""Mermaid blocks: what they say, and that no text of a plan is markup in them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.rendering.mermaid import escape_mermaid
from tests.conftest import MARKER, all_but, convert
from tests.payloads import PAYLOADS, plan

PLAN = """\
## Phases

### Phase 2: Core
- [x] built

## Dependencies

| Phase | Depends On |
|-------|------------|
| Setup | None       |
| Core  | Setup      |
| Docs  | Setup, "the" <b>site</b> |

## Effort

| Phase | Effort |
|-------|--------|
| Setup | 2h     |
| Core  | 3-5h   |
| Docs  | 1h     |
"""


def blocks(text: str) -> list[str]:
    soup = convert(MARKER + text, show=all_but(also=("mermaid",)))
    assert not soup.select("figure svg")
    return [block.get_text() for block in soup.select("pre.mermaid > code")]


def test_a_graph_is_a_flowchart_and_a_schedule_a_gantt_chart() -> None:
    assert blocks(PLAN) == [
        """\
flowchart LR
  p0["Setup<br>2 h"]
  p1["Core<br>3–5 h"]
  click p1 href "#phase-2-core"
  p2["Docs<br>1 h"]
  x0(["#34;the#34; site"])
  style x0 stroke-dasharray:4 3
  p0 --> p1
  p0 --> p2
  x0 -.-> p2""",
        """\
gantt
  title Hours from the start (the first is 1)
  dateFormat YYYY-MM-DD HH:mm
  axisFormat %-j
  tickInterval 1day
  #83;etup :p0, 2001-01-01 00:00, 2.0d
  #67;ore :done, p1, 2001-01-03 00:00, 4.0d
  #68;ocs :p2, 2001-01-03 00:00, 1.0d""",
    ]


def test_what_decides_the_end_is_drawn_by_weight() -> None:
    chart, _ = blocks(PLAN.replace("[x]", "[ ]"))
    assert chart.endswith("""\
  linkStyle 0 stroke-width:3px
  classDef heavy stroke-width:3px
  class p0,p1 heavy""")


def test_a_long_schedule_counts_working_days() -> None:
    _, chart = blocks(PLAN.replace("2h", "50 days"))
    assert "title Working days from the start" in chart
    assert "#67;ore :done, p1, 2001-02-20 00:00, 0.5d" in chart


@pytest.mark.parametrize(
    ("effort", "unit", "first"),
    [
        ("365h", "Hours", "2001-01-01 00:00, 365.0d"),
        ("366h", "Working days", "2001-01-01 00:00, 45.75d"),
        ("2,921h", "Working weeks", "2001-01-01 00:00, 73.03d"),
        ("14,601h", "Working months", "2001-01-01 00:00, 91.26d"),
        ("30,000,000h", "Units of 1,000 working months", "2001-01-01 00:00, 187.5d"),
    ],
)
def test_a_chart_never_has_more_units_than_a_year_has_days(
    effort: str, unit: str, first: str
) -> None:
    """So its axis, which is numbered by the days of a year, does not begin again."""
    table = f"| Phase | Depends On | Effort |\n|---|---|---|\n| A | None | {effort} |\n"
    _, chart = blocks(f"## Effort and dependencies\n\n{table}")
    assert chart.split("\n")[1] == f"  title {unit} from the start (the first is 1)"
    assert chart.endswith(f"  #65; :p0, {first}")


@pytest.mark.parametrize(
    "rows",
    [
        [("A" * 60_000, "None"), ("B", "None")],
        [(f"P{i:03}", "None" if i < 35 else ", ".join(f"P{j:03}" for j in range(i - 35, i)))
         for i in range(60)],
        [(f"P{i}", "None") for i in range(200)],
    ],
    ids=["text", "edges", "phases"],
)  # fmt: skip
def test_what_mermaid_would_refuse_is_drawn_without_it(rows: list[tuple[str, str]]) -> None:
    lines = [f"| {name} | {needs} | 1h |" for name, needs in rows]
    table = "\n".join(["| Phase | Depends On | Effort |", "|---|---|---|", *lines])
    soup = convert(
        f"{MARKER}## Effort and dependencies\n\n{table}\n", show=all_but(also=("mermaid",))
    )
    charts = [chart.get_text() for chart in soup.select("pre.mermaid > code")]
    assert not [chart for chart in charts if len(chart) > 50_000 or chart.count("-->") > 500]
    assert soup.select(".speckit-diagram")


def test_a_cycle_is_drawn_and_has_no_schedule() -> None:
    (chart,) = blocks(PLAN.replace("| Setup | None ", "| Setup | Core "))
    assert "p1 --> p0" in chart
    assert "heavy" not in chart


@given(st.text())
def test_every_sign_of_markup_is_written_as_its_code(text: str) -> None:
    written = escape_mermaid(text)
    assert not re.search(r"[^\w .,()/+'–—#;-]|\n", written)
    shown = re.sub(r"#(\d+);", lambda code: chr(int(code[1])), written)
    assert shown == " ".join(text.split())


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_is_one_text_of_a_statement(name: str) -> None:
    """The statements are those that Mermaid documents; a label is in quotes, a task has a name."""
    text = r"[^\"`<>&\n]*"
    flow = rf'[px]\d+(\[|\(\[)"{text}(<br>{text})?"\]?\)?\]?|click p\d+ href "#{text}"'
    drawn = r"[px]\d+ -\.?->? ?\S+|(style|linkStyle|classDef|class) [\w,]+ [\w:#,\-. ]+"
    task = r"#\d+;[^:\n]*:[\w, :.-]+"
    for block in blocks(plan(PAYLOADS[name])):
        kind, *lines = block.split("\n")
        if kind == "gantt":
            assert [line for line in lines[4:] if not re.fullmatch(f"  {task}", line)] == []
        else:
            assert [line for line in lines if not re.fullmatch(f"  ({flow}|{drawn})", line)] == []


def test_mermaid_draws_timelines_only_where_they_are_shown() -> None:
    text = MARKER + PLAN
    assert [block.split()[0] for block in blocks(text)] == ["flowchart", "gantt"]
    soup = convert(text, show=["mermaid"])
    assert [block.get_text().split()[0] for block in soup.select("pre.mermaid")] == ["flowchart"]

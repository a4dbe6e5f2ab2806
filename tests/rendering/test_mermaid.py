"""Mermaid blocks: what they say, and that no text of a plan is markup in them."""

from __future__ import annotations

import re

import markdown
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.options import OptionError, make_options
from mkdocs_speckit.rendering.mermaid import escape_mermaid
from tests.conftest import MARKER
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
    html = markdown.markdown(
        MARKER + text,
        extensions=["tables", "toc", "fenced_code", "speckit"],
        extension_configs={"speckit": {"diagrams": "mermaid"}},
    )
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.select("figure svg")
    return [block.get_text() for block in soup.select("pre.mermaid > code")]


def test_a_graph_is_a_flowchart_with_its_critical_path_and_a_schedule_a_gantt_chart() -> None:
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
  x0 -.-> p2
  linkStyle 0 stroke:#c62828,stroke-width:2px
  classDef critical stroke:#c62828,stroke-width:2px
  class p0,p1 critical""",
        """\
gantt
  title Hours from the start (the first is 1)
  dateFormat YYYY-MM-DD HH:mm
  axisFormat %-j
  tickInterval 1day
  #83;etup :crit, p0, 2001-01-01 00:00, 2.0d
  #67;ore :crit, done, p1, 2001-01-03 00:00, 4.0d
  #68;ocs :p2, 2001-01-03 00:00, 1.0d""",
    ]


def test_a_long_schedule_counts_working_days() -> None:
    _, chart = blocks(PLAN.replace("2h", "50 days"))
    assert "title Working days from the start" in chart
    assert "#67;ore :crit, done, p1, 2001-02-20 00:00, 0.5d" in chart


def test_a_cycle_is_drawn_and_has_no_schedule() -> None:
    (chart,) = blocks(PLAN.replace("| Setup | None ", "| Setup | Core "))
    assert "p1 --> p0" in chart
    assert "critical" not in chart


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


@pytest.mark.parametrize("value", ["dot", "", 1, None])
def test_other_values_are_refused(value: object) -> None:
    with pytest.raises(OptionError, match="it must be true, false or mermaid"):
        make_options({"diagrams": value})

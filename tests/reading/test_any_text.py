"""Reading never raises, whatever it is given, and says the same thing twice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_speckit.audit import audit_plan
from mkdocs_speckit.reading import read
from tests.conftest import MARKER, SMALL, exported
from tests.reading.timing import best_time

if TYPE_CHECKING:
    from collections.abc import Callable

FRAGMENTS = st.sampled_from(
    """\
# Effort
## Phase dependencies
### Phase 1: Setup
| Phase | Depends On | Effort |
|---|---|---|
| Phase 1 | None | 1-2h |
| A & B | All above, Phase 1-3 | ~~2h~~ |
| [e.g., x] | 8-4 hours | `1h` |
- [ ] a
    - [x] b
[NAME]: [Why]
**[Yes/No]**
!!! note
    - [B] c
=== "Tab"
        ??? q
```
<!--
-->
<!-- SPECKIT_LEVEL: 2 -->
---
title: [NAME]
> | a |
[[
((
<script>
&amp;
漢字
""".splitlines()
) | st.sampled_from(["\t- [~] d", "\ufeff", "\x00", "\x02wzxhzdk:0\x03", "\u202e", "\udcff"])


@given(
    st.lists(FRAGMENTS | st.text(max_size=20), max_size=30), st.sampled_from(["\n", "\r\n", "\r"])
)
@settings(max_examples=300)
def test_any_text_is_readable(lines: list[str], line_end: str) -> None:
    text = MARKER + line_end.join(lines)
    plan = read(text, "plan.md")
    if plan is None:
        return  # The marker itself was made code or comment.
    again = read(text, "plan.md")
    assert again is not None
    assert exported(plan) == exported(again)
    findings = audit_plan(plan)
    count = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= finding.place.line <= count for finding in findings)


@given(st.binary(max_size=200))
def test_any_bytes_are_readable(data: bytes) -> None:
    text = MARKER + data.decode("utf-8", "surrogateescape")
    plan = read(text)
    assert plan is not None
    assert bool(plan.undecodable) == ("\ufffd" in MARKER + data.decode("utf-8", "replace")) or (
        "\ufffd" in text
    )


def rows(table: str, row: str, size: int) -> str:
    """A table of about so many characters; `{i}` in the row is its number."""
    count = size // len(row)
    return table + "".join(row.replace("{i}", str(i)) for i in range(count))


DEPENDS = "# Depend\n\n|a|depends on|\n|-|-|\n"
EFFORT = "# Effort depend\n\n|a|depends on|effort|\n|-|-|-|\n"

LONG_TEXTS: dict[str, Callable[[int], str]] = {
    "opening brackets": lambda size: "[" * size,
    "closing brackets": lambda size: "]" * size,
    "empty brackets": lambda size: "[]" * (size // 2),
    "open words": lambda size: "[a" * (size // 2),
    "placeholders": lambda size: "[NAME] " * (size // 7),
    "placeholders among letters": lambda size: "é [NAME] " * (size // 10),
    "placeholders among code": lambda size: "`x`[NAME] " * (size // 10),
    "parentheses": lambda size: "(" * size,
    "nested notes": lambda size: f"{EFFORT}|{'(' * (size // 2)}{')' * (size // 2)}|x|1h|\n",
    "pipes": lambda size: "|" * size,
    "rows": lambda size: rows("| a | b |\n|---|---|\n", "| x | y |\n", size),
    "columns": lambda size: (
        f"{EFFORT}\n{'|hours' * (size // 9)}|\n{'|-' * (size // 9)}|\n|Total|\n"
    ),
    "comments": lambda size: "<!---->" * (size // 7),
    "open comments": lambda size: "<!--" * (size // 4),
    "quotes": lambda size: "> " * (size // 4),
    "code": lambda size: "`" * size,
    "braces": lambda size: "{{" * (size // 2),
    "forms": lambda size: "<YOUR_VALUE_HERE" * (size // 16),
    "items": lambda size: "- [ ] TBD\n" * (size // 10),
    "nested lists": lambda size: "".join(
        f"{'  ' * (i % 100)}- [ ] x\n" for i in range(size // 107)
    ),
    "blocks": lambda size: "!!! note\n" * (size // 9),
    "nested blocks": lambda size: "".join(
        f"{'    ' * (i % 100)}!!! note\n" for i in range(size // 209)
    ),
    "rules": lambda size: "---\n" * (size // 4),
    "words of state": lambda size: f"{DEPENDS}|One|{'done ' * (size // 5)}|\n",
    "slashes": lambda size: f"{DEPENDS}|One|{'One/' * (size // 4)}|\n",
    "phases that wait for one another": lambda size: rows(
        EFFORT, "|Phase {i}|Phase 1{i}|1 h|\n", size
    ),
    "phases of one title": lambda size: rows(DEPENDS, "|Phase {i}: same|x{i}, same|\n", size),
}


@pytest.mark.parametrize("kind", LONG_TEXTS)
def test_reading_takes_linear_time(kind: str) -> None:
    """Four times the text takes four times as long, and not sixteen times."""
    texts = [MARKER + LONG_TEXTS[kind](size) for size in (12_000, 48_000)]
    small, large = (best_time(partial(read, text)) for text in texts)
    assert large < 9 * small + 0.1


def test_many_edges_are_not_all_read() -> None:
    plan = read(MARKER + rows(DEPENDS, "|Phase {i}|All|\n", 60_000))
    assert plan is not None
    assert plan.graphs[0].truncated
    assert [finding.rule for finding in audit_plan(plan, SMALL)] == ["dependency-limit"]

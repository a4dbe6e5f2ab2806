"""Reading never raises, whatever it is given, and says the same thing twice."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_speckit.audit import audit
from mkdocs_speckit.reading import read
from tests.conftest import MARKER, exported

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
@settings(max_examples=300, deadline=None)
def test_any_text_is_readable(lines: list[str], line_end: str) -> None:
    text = MARKER + line_end.join(lines)
    plan = read(text, "plan.md")
    if plan is None:
        return  # The marker itself was made code or comment.
    again = read(text, "plan.md")
    assert again is not None
    assert exported(plan) == exported(again)
    findings = audit(plan)
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


ROWS = 2_500
MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        "[" * MEGABYTE,
        "]" * MEGABYTE,
        "[]" * (MEGABYTE // 2),
        "[a" * (MEGABYTE // 2),
        "(" * MEGABYTE,
        "|" * MEGABYTE,
        "| a | b |\n|---|---|\n" + "| x | y |\n" * (MEGABYTE // 10),
        "# Effort\n\n| a | effort |\n|---|---|\n" + f"| {'(' * 500_000}{')' * 500_000} | 1h |\n",
        "<!--" * (MEGABYTE // 4),
        "> " * (MEGABYTE // 4),
        "`" * MEGABYTE,
        "{{" * (MEGABYTE // 2),
        "<YOUR_VALUE_HERE" * (MEGABYTE // 16),
        "".join(f"{'  ' * (i % 400)}- [ ] x\n" for i in range(2500)),
        "# Depend\n\n|a|depends on|\n|-|-|\n" + "".join(f"|Phase {i}|All|\n" for i in range(ROWS)),
        "# Depend\n\n|a|depends on|\n|-|-|\n"
        + "".join(f"|Phase {i}: the same|thing {i}, the same|\n" for i in range(ROWS)),
        "# Effort depend\n\n|a|depends on|effort|\n|-|-|-|\n"
        + "".join(f"|Phase {i}|Phase {i + 1}|{i} h|\n" for i in range(ROWS)),
        "!!! note\n" * (MEGABYTE // 9),
        "".join(f"{'    ' * i}!!! note\n" for i in range(600)),
        "---\n" * (MEGABYTE // 4),
        "[NAME] " * (MEGABYTE // 7),
        "é [NAME] " * (MEGABYTE // 10),
        "`x`[NAME] " * (MEGABYTE // 10),
        "<!---->" * (MEGABYTE // 7),
        "- [ ] TBD\n" * (MEGABYTE // 10),
        f"# Depend\n\n|a|depends on|\n|-|-|\n|One|{'done ' * (MEGABYTE // 5)}|\n",
        f"# Depend\n\n|a|depends on|\n|-|-|\n|One|{'One/' * (MEGABYTE // 4)}|\n",
        f"# Effort\n\n{'|hours' * 50_000}|\n{'|-' * 50_000}|\n|Total{'| ' * 49_999}|\n",
    ],
    ids=lambda text: repr(text[:24] + "…" + text[-24:]),
)
def test_a_megabyte_takes_two_seconds_at_most(text: str) -> None:
    start = time.process_time()
    plan = read(MARKER + text)
    assert plan is not None
    audit(plan)
    # Twice the two seconds that are meant, for slow machines; a quadratic step takes minutes.
    assert time.process_time() - start < 4

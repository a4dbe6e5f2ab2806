"""An audit never fails, whatever it is given, and all its places lie in the document."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_speckit import read
from mkdocs_speckit.audit import audit_plan
from mkdocs_speckit.features import group_features
from tests.audit.test_golden import SEVERITIES
from tests.conftest import MARKER
from tests.reading.test_any_text import FRAGMENTS

AUDITED = st.sampled_from(
    """\
<!-- ANCHOR:a -->
港 <!-- /ANCHOR:b -->
<!-- speckit: ignore unfilled-placeholder, no-such-rule -->
<!-- speckit: ignore-file unused-ignore -->
## Definition of Ready
## Definition of Done
## P0
| Level | 3 |
| Setup | Setup, Core, Phase 9 | Core |
| Phase | Depends On | Blocks |
| 漢字 **Total** | | ~~2h~~ 9h, 3 points |
**Total Critical Path**: 99 hours
- [x] 漢字 [NAME] `x` [TBD]
  - [ ] TODO
> - [x] [P0]
> | a | b |
    | ??? |\
""".splitlines()
)
LINE_ENDS = ["\n", "\r\n", "\r"]


@given(
    st.lists(FRAGMENTS | AUDITED | st.text(max_size=20), max_size=30),
    st.sampled_from(LINE_ENDS),
    st.sampled_from([MARKER, "\ufeff" + MARKER, "---\nSPECKIT_LEVEL: 2\ntitle: [NAME]\n---\n"]),
    st.sampled_from(["plan.md", "checklist.md"]),
)
@settings(max_examples=300)
def test_an_audit_never_fails_and_its_places_lie_in_the_document(
    lines: list[str], line_end: str, start: str, path: str
) -> None:
    text = start.replace("\n", line_end) + line_end.join(lines)
    plan = read(text, path)
    if plan is None:
        return  # The marker itself was made code or comment.
    findings = audit_plan(plan, SEVERITIES, group_features([plan])["."])
    assert "internal-error" not in {finding.rule for finding in findings}
    written = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    for finding in findings:
        assert 1 <= finding.place.line <= len(written), finding
        assert 1 <= finding.place.column <= len(written[finding.place.line - 1]), finding

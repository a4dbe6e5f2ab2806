"""Open questions and what is left of templates in OpenSpec's documents (`docs/openspec.md`, O7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.audit import audit_plan
from mkdocs_speckit.reading import read

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan


def read_design(text: str) -> Plan:
    plan = read(text, "openspec/changes/sell-rolls/design.md")
    assert plan is not None
    return plan


QUESTIONS = {
    "## Open Questions\n\n- Gas or wood?\n- Who pays\n": [3, 4],
    "# Open Questions\n\n1. **Gas?** Lean wood.\n2) Wood?\n": [3, 4],
    "#### 7. open questions (late)\n\n* Gas?\n": [3],
    "## ❓ Open Questions\n\n- Gas?\n": [3],
    "## 5.2 Open Questions & Risks\n\n- Gas?\n": [3],
    "## Open Questions\n\nWe ask:\n\n- Gas?\n\n## Next\n\n- no\n": [5],
    "## Open Questions\n\n- Gas?\n  - dear\n  - warm\n- Wood?\n": [3, 6],
    "## Open Questions\n\n- [ ] Gas?\n- [x] Wood? Yes.\n- ~~Coal?~~\n": [3],
    "## Open Questions\n\n- 无法点火怎么办？\n": [3],
    "\ufeff## Open Questions\r\n\r\n- Gas?\r\n": [3],
    # begins by saying that there are none
    "## Open Questions\n\nNone.\n\n- Really\n": [],
    "## Open Questions\n\n- None at this time\n": [],
    "## Open Questions\n\n*N/A*\n\n- a\n": [],
    "## Open Questions\n\n- （无）\n": [],
    "## Open Questions\n\n- なし\n": [],
    "## Open Questions\n\n- 없음\n": [],
    "## Open Questions\n": [],
    # not such a heading, or not an item right below
    "## Questions\n\n- Gas?\n": [],
    "## Answered Open Questions\n\n- Gas?\n": [],
    "## Open Questions\n\nGas or wood?\n": [],
    "## Open Questions\n\n### Answered\n\n- Gas? Yes.\n": [],
    "## Open Questions\n\n```\n- Gas?\n```\n": [],
    "Open Questions\n\n- Gas?\n": [],
    "[NEEDS CLARIFICATION: gas?]\n": [],
}


@pytest.mark.parametrize("text", QUESTIONS)
def test_questions_are_listed_under_their_heading(text: str) -> None:
    assert [question.place.line for question in read_design(text).questions] == QUESTIONS[text]


def test_a_question_has_its_text() -> None:
    (question,) = read_design("## Open Questions\n\n- Is `gas` **dear**?\n").questions
    assert question.text == "Is gas dear?"


PLACEHOLDERS = {
    "<!-- Explain the motivation for this change. Why now? -->\n": [1],
    "Text <!-- Affected code, APIs, dependencies, systems -->\n": [1],
    "<!-- Existing capabilities whose REQUIREMENTS are changing\n     (not just code). -->\n": [1],
    "### Requirement: <!-- requirement name -->\n<!-- requirement text -->\n": [1, 2],
    "- [ ] 1.1 <!-- Task description -->\n": [1],
    "TBD - created by archiving change add-rolls. Update Purpose after archive.\n": [1],
    "## Purpose\nTBD - created by archiving change a. Update Purpose after archive.\n## R\n": [2],
    # the author's own
    "<!-- openspec:start -->\n<!-- capability: counter -->\n": [],
    "<!-- The condition of the oven -->\n": [],
    "`<!-- Task description -->`\n\n```\n<!-- Task description -->\n```\n": [],
    "- `<name>`: rolls\n": [],
    "- **Owner**: TBD\n\nTODO: bake\n\n[NAME]\n": [],
    "- **THEN** write the TBD placeholder Purpose\n": [],
    "It says TBD - created by archiving change a. Update Purpose after archive.\n": [],
    "`TBD - created by archiving change a. Update Purpose after archive.`\n": [],
}


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_placeholders_are_the_texts_of_the_templates(text: str) -> None:
    plan = read_design(text)
    assert [one.place.line for one in plan.placeholders] == PLACEHOLDERS[text]
    assert plan.unfinished == ()
    assert audit_plan(plan) == ()

"""What the first five minutes promise: the log's line is the one of the plan that is shown."""

from __future__ import annotations

import re

from mkdocs_speckit import read
from mkdocs_speckit.audit import audit_plan
from mkdocs_speckit.disk.templates import make_documents
from tests.docs.blocks import DOCS, blocks


def test_the_line_in_the_log_is_that_of_the_edited_plan() -> None:
    shown = {block.language: block.text for block in blocks(DOCS / "start.md")}
    before, title, effort = make_documents("2")["plan.md"].partition("## Effort Estimation\n")
    for row in shown["markdown"].splitlines():
        name = row.split("|")[1]
        effort, replaced = re.subn(rf"^\|{re.escape(name)}\|.*$", row, effort, flags=re.MULTILINE)
        assert replaced == 1, name
    plan = read(before + title + effort, "plan.md")
    assert plan is not None
    (line,) = (
        finding.format_line("docs/passkeys/plan.md")
        for finding in audit_plan(plan)
        if finding.rule == "effort-total-mismatch"
    )
    assert shown["text"] == f"WARNING -  speckit: {line}\n"

"""What `--fix` mends, character by character, and what it leaves alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.audit import audit_plan, find_places, fixes
from mkdocs_speckit.audit.fixes import apply_fixes
from mkdocs_speckit.model.settings import Settings
from mkdocs_speckit.reading import read
from tests.conftest import MARKER, SMALL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_speckit.audit import Finding
    from mkdocs_speckit.model.finding import Severity
    from mkdocs_speckit.model.plan import Plan

EFFORT = "## Effort\n\n| Phase | Effort |\n|---|---|\n| Dough | 2-3h |\n| Oven | 1h |\n"


def mend(text: str) -> tuple[str, int]:
    plan = read(text, "plan.md")
    assert plan is not None
    return apply_fixes(text, "plan.md", Settings(), audit_plan(plan, SMALL))


@pytest.mark.parametrize(
    ("written", "corrected"),
    [
        ("| Total | 9h |", "| Total | 3-4h |"),
        ("| Total | 8-9h |", "| Total | 3-4h |"),
        ("| **Total** | **8–9 hours** |", "| **Total** | **3–4 hours** |"),
        ("| Total | ~8 to 9 hrs |", "| Total | ~3 to 4 hrs |"),
        ("| Grand Total: | 9 Hours |", "| Grand Total: | 3-4 Hours |"),
        ("| Total Effort | 9h |", "| Total Effort | 3-4h |"),
        ("|Total|9h", "|Total|3-4h"),
        ("| Phase 1: Shop | 4h |\n| Total | 9h |", "| Phase 1: Shop | 4h |\n| Total | 7-8h |"),
        ("| Bread | 1500h |\n| Total | 9h |", "| Bread | 1500h |\n| Total | 1503-1504h |"),
    ],
)
def test_a_total_gets_the_computed_figures_and_keeps_its_signs(
    written: str, corrected: str
) -> None:
    before = MARKER + EFFORT + written + "\n\nMore text.\n"
    assert mend(before) == (before.replace(written, corrected), 1)


def test_a_total_is_corrected_in_the_unit_of_its_table() -> None:
    before = MARKER + EFFORT.replace("h |", " days |") + "| Total | 9 days |\n"
    assert mend(before) == (before.replace("9 days", "3-4 days"), 1)


@pytest.mark.parametrize(
    "written",
    [
        "| Total | 3-4h |",
        "| Total | 9h (with a reserve) |",
        "| Total | 9h / 12h |",
        "| Bread | ask | \n| Total | 9h |",
        "| Total | up to 9h |",
        "| Total | 0h |",
        "| Bread | 1-1.125h |\n| Total | 9h |",
        "| Total | |",
        "| Total (with 30% buffer) | 9h |",
        "| Total (parallel) | 9h |",
        "| Total (all) | 9h |",
        "| Total with tests | 9h |",
        "| Sprint 1 Total | 9h |",
        "| Total | 9h |\n| Grand Total | 12h |",
        "| Bread | 4h / 8h with rests |\n| Total | 9h |",
        "| Bread | 9-5h |\n| Total | 5-6h |",
        "| Bread | 3 points |\n| Total | 9h |",
        "| Bread | 30 min |\n| Total | 9h |",
        "| Total | 2 days |",
        "| Total | 240 min |",
        "| Bread | 1.125h |\n| Total | 9h |",
        "| Phase 1 | 4h |\n| Phase 1.1 | 4h |\n| Total | 4h |",
        "| Phase 1 | 4h |\n| Phase 1a | 4h |\n| Total | 4h |",
        "| Phases 1-3 | 4h |\n| Phase 2 | 4h |\n| Total | 4h |",
        "| Phase 1: Shop | 4h |\n| - Shelves | 4h |\n| Total | 4h |",
        "| Phase 1: Shop | 4h |\n| &nbsp; Shelves | 4h |\n| Total | 4h |",
    ],
    ids=[
        "right", "note", "two quantities", "unestimated", "words", "nothing", "one end not exact",
        "empty", "buffer", "parallel",
        "of all", "with", "of a label", "two totals", "several quantities",
        "reversed", "points", "minutes among hours", "days", "minutes", "not exact", "sub-phase",
        "lettered sub-phase", "range", "dash", "hard space",
    ],
)  # fmt: skip
def test_a_total_that_is_not_certain_is_left_alone(written: str) -> None:
    before = MARKER + EFFORT + written + "\n"
    assert mend(before) == (before, 0)


def test_a_list_under_text_gets_a_blank_line() -> None:
    before = MARKER + "Before we open:\n- [ ] heat\n- [ ] sweep\n"
    assert mend(before) == (before.replace(":\n", ":\n\n"), 1)


def test_a_single_item_at_the_end_gets_a_blank_line() -> None:
    assert mend(MARKER + "Before we open:\n- [ ] heat") == (
        MARKER + "Before we open:\n\n- [ ] heat",
        1,
    )


def test_a_table_under_text_gets_a_blank_line() -> None:
    before = MARKER + "Risks:\n| Risk | Cure |\n|---|---|\n| heat | wait |\n"
    assert mend(before) == (before.replace(":\n", ":\n\n"), 1)


@pytest.mark.parametrize(
    "text",
    ["| a | b |\n| c | d |\n", "> Risks:\n> | Risk | Cure |\n> |---|---|\n> | heat | wait |\n"],
    ids=["no dashes", "in a quotation"],
)
def test_another_broken_table_is_left_alone(text: str) -> None:
    assert mend(MARKER + text) == (MARKER + text, 0)


def test_a_shallow_nested_list_is_left_alone() -> None:
    before = MARKER + "- [ ] open\n  - [ ] heat\n"
    assert mend(before) == (before, 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "<!-- ANCHOR:dough -->\n## Dough\n\nFlour.\n\n### Rest\n\nAn hour.\n\n---\n\n"
            "## Oven\n\nHot.\n",
            "<!-- ANCHOR:dough -->\n## Dough\n\nFlour.\n\n### Rest\n\nAn hour.\n\n"
            "<!-- /ANCHOR:dough -->\n\n---\n\n## Oven\n\nHot.\n",
        ),
        (
            "<!-- ANCHOR:dough -->\n## Dough\n\nFlour.\n\n<!-- ANCHOR:oven -->\n## Oven\n\nHot.\n"
            "<!-- /ANCHOR:oven -->\n",
            "<!-- ANCHOR:dough -->\n## Dough\n\nFlour.\n\n<!-- /ANCHOR:dough -->\n\n"
            "<!-- ANCHOR:oven -->\n## Oven\n\nHot.\n<!-- /ANCHOR:oven -->\n",
        ),
        (
            "<!-- ANCHOR:dough -->\n## Dough\n\n```\n## no heading\n```\n\nFlour.",
            "<!-- ANCHOR:dough -->\n## Dough\n\n```\n## no heading\n```\n\nFlour.\n\n"
            "<!-- /ANCHOR:dough -->\n",
        ),
        (
            "<!-- ANCHOR:dough -->\n## Dough\n\nFlour.\n\n"
            "<!-- ANCHOR:dough-rest -->\n### Rest\n\nAn hour.\n",
            "<!-- ANCHOR:dough -->\n## Dough\n\nFlour.\n\n"
            "<!-- ANCHOR:dough-rest -->\n### Rest\n\nAn hour.\n\n"
            "<!-- /ANCHOR:dough-rest -->\n\n<!-- /ANCHOR:dough -->\n",
        ),
        (
            "<!-- ANCHOR:dough -->\n## Dough\nFlour.\n## Oven\nHot.\n",
            "<!-- ANCHOR:dough -->\n## Dough\nFlour.\n\n<!-- /ANCHOR:dough -->\n## Oven\nHot.\n",
        ),
        (
            "<!-- ANCHOR:dough -->\n## Dough\n\n<!-- ANCHOR:rest -->\n### Rest\n\nAn hour.\n\n"
            "<!-- /ANCHOR:dough -->\n\n## Oven\n",
            "<!-- ANCHOR:dough -->\n## Dough\n\n<!-- ANCHOR:rest -->\n### Rest\n\nAn hour.\n\n"
            "<!-- /ANCHOR:rest -->\n\n<!-- /ANCHOR:dough -->\n\n## Oven\n",
        ),
        (
            "## Day 1\n\n### Oven\n\n## Day 2\n\n<!-- ANCHOR:day-2-oven -->\n### Oven\n\nHot.\n",
            "## Day 1\n\n### Oven\n\n## Day 2\n\n<!-- ANCHOR:day-2-oven -->\n### Oven\n\nHot.\n\n"
            "<!-- /ANCHOR:day-2-oven -->\n",
        ),
        (
            "<!-- ANCHOR:dough -->\nDough\n-----\n\nFlour.\n\nOven\n----\n",
            "<!-- ANCHOR:dough -->\nDough\n-----\n\nFlour.\n\n"
            "<!-- /ANCHOR:dough -->\n\nOven\n----\n",
        ),
    ],
    ids=[
        "before the rule",
        "before the next anchor",
        "last line",
        "nested",
        "no blank lines",
        "inside another pair",
        "a name that fits one heading best",
        "underlined headings",
    ],
)
def test_an_anchor_ends_where_its_section_ends(before: str, after: str) -> None:
    mended, count = mend(MARKER + before)
    assert mended == MARKER + after
    assert count == after.count("/ANCHOR") - before.count("/ANCHOR")


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n\n<!-- /ANCHOR:dough -->\n",
        "A <!-- ANCHOR:b -->\n",
        "<!-- ANCHOR:a -->\n\n---\n",
        "<!-- ANCHOR:a -->\n",
        "<!-- ANCHOR:a -->\n## A\n\ntext\n<!-- ANCHOR:a -->\n\n## B\n\ntext\n",
        "<!-- ANCHOR:sumary -->\n## Sumary\n\ntext\n\n<!-- /ANCHOR:summary -->\n",
        "## Dough\n\nFlour.\n\n<!-- ANCHOR:dough -->\n## Oven\n\nHot.\n",
        "<!-- ANCHOR:oven -->\n## Dough\n\nFlour.\n\n## Oven\n\nHot.\n",
        "<!-- ANCHOR:baking -->\n## Dough\n\nFlour.\n",
        "## Dough\n\nFlour.\n\n<!-- ANCHOR:rest -->\n\nAn hour.\n\n## Oven\n\nHot.\n",
        "<!-- ANCHOR:dough -->\n## Dough\n\nFlour.\n\n<!-- ANCHOR:oven -->\n\n---\n\n"
        "<!-- /ANCHOR:dough -->\n## Oven\n\nHot.\n",
        "<!-- ANCHOR:bread -->\n\nText.\n\n<!-- ANCHOR:dough -->\n## Dough\n\nFlour."
        "\n\n<!-- /ANCHOR:bread -->\n\nMore.\n",
        "<!-- ANCHOR:dough -->\n## Dough\n\nFlour.\n\n<!-- ANCHOR:bread -->\n\nText.\n\n"
        "## Oven\n\n<!-- /ANCHOR:bread -->\n",
        "<!-- ANCHOR:dough -->\n<!-- ANCHOR:oven -->\n## Oven\n\nHot.\n<!-- /ANCHOR:oven -->\n",
        "<!-- /ANCHOR:dough -->\n\n<!-- ANCHOR:dough -->\n## Dough\n\nFlour.\n",
        "<!-- ANCHOR:dough -->\n## Dough\n<!-- /ANCHOR:dough -->\n\n"
        "<!-- ANCHOR:dough -->\n## Dough\n",
        "<!-- ANCHOR:dough -->\n## Dough\n\n## More dough\n",
        "<!-- ANCHOR:day-2-oven -->\n## Day 2\n\nOven.\n\n## Day 1\n\n### Oven\n\nHot.\n",
        "<!-- ANCHOR:dough -->\n## Dough\n\n> Flour.\n> ## Water\n> Wet.\n",
        "> <!-- ANCHOR:dough -->\n> ## Dough\n>\n> Flour.\n",
        "- bread\n\n  <!-- ANCHOR:dough -->\n\n  ## Dough\n",
        "<!-- ANCHOR:dough -->\n```\n## Dough\n```\n",
        "<!-- ANCHOR:dough -->\n## Dough\n\n```\nFlour.\n",
        "```\n<!-- ANCHOR:dough -->\n## Dough\n```\n",
    ],
    ids=[
        "an end alone",
        "inside a line",
        "nothing in it",
        "at the end",
        "without its slash",
        "misspelled",
        "begins after its section",
        "begins before another section",
        "named like no heading",
        "begins in the midst of a section",
        "begins before the rule above its section",
        "overlaps a pair that begins before it",
        "overlaps a pair that begins in it",
        "begins above another anchor",
        "ends before it begins",
        "two of the same name",
        "named like two headings",
        "named like two headings in part",
        "a heading in a quotation",
        "in a quotation",
        "in a list",
        "above code",
        "code to the end",
        "in code",
    ],
)
def test_an_anchor_that_is_not_certain_is_left_alone(text: str) -> None:
    assert mend(MARKER + text) == (MARKER + text, 0)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["no BOM", "BOM"])
def test_line_ends_byte_order_mark_and_strange_bytes_stay(line_end: str, bom: str) -> None:
    before = (
        "<!-- ANCHOR:loaf -->\n# Loaf\n\nna\udcefve \u2028:\n- [ ] a\n\n"
        + MARKER
        + EFFORT
        + "| Total | 9h |\n"
    )
    after = before.replace(":\n- [", ":\n\n- [").replace("9h", "3-4h") + "\n<!-- /ANCHOR:loaf -->\n"
    mended, count = mend(bom + before.replace("\n", line_end))
    assert (mended, count) == (bom + after.replace("\n", line_end), 3)


PIECES = st.sampled_from(
    ["\n", "\n\n", "- [ ] a\n", "text\n", "<!-- ANCHOR:a -->\n", "<!-- /ANCHOR:a -->\n", "## A\n",
     "---\n", "```\n", "> q\n", "### B\n", "  - [x] b\n", EFFORT, "| Total | 9h |\n",
     "<!-- ANCHOR:b -->\n", "# T\n", "<div>\n", "1. [ ] c\n", "| a | b |\n|---|---|\n| c | d |\n"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_mending_twice_is_mending_once_and_nothing_is_lost(text: str) -> None:
    before = MARKER + text
    mended, _ = mend(before)
    assert mend(mended) == (mended, 0)
    rest = iter(mended)
    figures = str.maketrans("", "", "0123456789-")
    assert all(char in rest for char in before.translate(figures)), "only additions and figures"


@given(*[st.lists(PIECES, max_size=14).map("".join)] * 2)
def test_findings_of_a_file_that_has_changed_since_do_no_harm(text: str, other: str) -> None:
    plan = read(MARKER + text, "plan.md")
    assert plan is not None
    after = MARKER + other
    mended, count = apply_fixes(after, "plan.md", Settings(), audit_plan(plan, SMALL))
    assert (mended == after) == (count == 0)
    assert count <= mend(after)[1]


def test_a_file_that_is_no_plan_any_more_is_left_alone() -> None:
    after = "Before we open:\n- [ ] heat\n"
    plan = read(MARKER + after, "notes.md")
    assert plan is not None
    assert apply_fixes(after, "notes.md", Settings(), audit_plan(plan, SMALL)) == (after, 0)


def test_many_findings_of_one_document_are_mended_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    audits = []

    def counted(plan: Plan, severities: Mapping[str, Severity]) -> list[Finding]:
        audits.append(plan)
        return find_places(plan, severities)

    monkeypatch.setattr(fixes, "find_places", counted)
    before = MARKER + "".join(f"## Part {i}\n\nNow:\n- [ ] a\n\n" for i in range(200))
    assert mend(before) == (before.replace(":\n", ":\n\n"), 200)
    assert len(audits) == 2


@pytest.mark.parametrize("harmful", ["[NAME]\n", "more text\n"], ids=["another finding", "idle"])
def test_an_edit_that_mends_nothing_takes_none_of_the_others_along(
    harmful: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit = fixes.Edit(7, 0, 0, harmful)
    monkeypatch.setitem(fixes._FIXES, "unfinished-content", lambda *_: edit)
    before = MARKER + "".join(f"Now {i}:\n- [ ] a\n\n" for i in range(5)) + "TBD\n"
    assert mend(before) == (before.replace(":\n", ":\n\n"), 5)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_what_is_mended_is_read_as_the_project_says(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With other settings `[NAME]` would be a placeholder that was not there before."""
    settings = Settings(not_placeholders=(re.compile("NAME"),))
    edit = fixes.Edit(2, 0, 0, "[DATE]\n")
    monkeypatch.setitem(fixes._FIXES, "unfinished-content", lambda *_: edit)
    before = MARKER + "TBD\n\n" + "".join(f"Owner: [NAME]\n- [ ] a {i}\n\n" for i in range(count))
    plan = read(before, "plan.md", settings)
    assert plan is not None
    found = audit_plan(plan, SMALL)
    assert apply_fixes(before, "plan.md", settings, found) == (
        before.replace("]\n-", "]\n\n-"),
        count,
    )

"""The header of plans with levels: where the feature is, what is next, how much is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from mkdocs_speckit import read
from mkdocs_speckit.features.documents import FeaturePart, choose_documents
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.rendering.header import render_header
from mkdocs_speckit.rendering.header.parts import (
    DIAGRAM_ANCHOR,
    MAX_SEGMENTS,
    MAX_WIDTHS,
    NEXT_ANCHOR,
    PLACE_ANCHOR,
    TOTAL_ANCHOR,
    Link,
    PageContents,
)
from tests.conftest import target
from tests.headers import HeaderWords, read_header, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MARKER = "<!-- SPECKIT_LEVEL: 2 -->\n"

EFFORT = """
## Effort

| Phase | Effort |
|-------|--------|
| Dough | 2-4h   |
| Oven  | 4h     |
| Sale  | 1-3h   |
{total}
"""
DEPENDENCIES = """
## Phase dependencies

| Phase | Depends On |
|-------|------------|
| Dough | None       |
| Oven  | None       |
| Sale  | Dough, Oven |
"""
PHASES = """
## Phases

### Phase 1: Dough

- [{dough}] Knead
- [{dough}] Rest

### Phase 2: Oven

- [{oven}] Heat
- [ ] Bake

### Phase 3: Sale

- [ ] Sell
"""


def bread(dough: str = "x", oven: str = "x", total: str = "", extra: str = "") -> str:
    """A plan of three phases: the boxes of the first, the first box of the second."""
    phases = PHASES.format(dough=dough, oven=oven)
    return f"# Plan: Bread\n\n{MARKER}{phases}{DEPENDENCIES}{EFFORT.format(total=total)}{extra}"


def soup_of(
    documents: Mapping[str, str] | str,
    page: str = "plan.md",
    parts: Sequence[FeaturePart] = (),
    contents: PageContents | None = None,
) -> BeautifulSoup:
    """The header on the page of one of these documents; a text alone is a plan."""
    if isinstance(documents, str):
        documents = {"plan.md": documents}
    plans = [read(text, f"bread/{name}") for name, text in documents.items()]
    joined = join_documents(plan for plan in plans if plan is not None)
    (current,) = (plan for plan in joined if plan.path == f"bread/{page}")
    chosen = choose_documents(joined, current, lambda path: f"../{path[6:-3]}/", parts)
    headings = tuple((index, f"h{index}") for index in range(len(current.outline)))
    ids = frozenset([NEXT_ANCHOR, PLACE_ANCHOR, TOTAL_ANCHOR, DIAGRAM_ANCHOR])
    contents = contents or PageContents((), headings, ids)
    return BeautifulSoup(render_header(chosen, contents), "html.parser")


def header_of(documents: Mapping[str, str] | str, page: str = "plan.md") -> HeaderWords:
    return read_header(soup_of(documents, page))


def test_a_plan_under_way() -> None:
    assert header_of(bread()) == HeaderWords(
        state="Under way",
        counts=["3 of 5 items", "7–11 h planned"],
        chip="Level 2",
        links=[],
        phases=[
            "Dough: done, 2 of 2, 2–4 h",
            "Oven: under way, 1 of 2, 4 h",
            "Sale: waiting, 0 of 1, 1–3 h",
        ],
        facts={
            "Next": "Bake · Oven",
            "Left": "3–5 h, likely 4 h; 4 in 5 cases within 4.3 h",
        },
        notes=[],
        cautions=[],
    )


def test_a_plan_that_is_not_started_says_its_effort_once() -> None:
    header = header_of(bread(dough=" ", oven=" "))
    assert header.state == "Not started"
    assert header.counts == ["0 of 5 items"]
    assert header.phases[:2] == ["Dough: can start, 0 of 2, 2–4 h", "Oven: can start, 0 of 2, 4 h"]
    assert header.facts == {
        "Next": "Heat · Oven",
        "Left": "5–7 h, likely 6 h; 4 in 5 cases within 6.3 h · 7–11 h of work",
    }


def test_a_finished_plan_is_calm() -> None:
    header = header_of(bread().replace("[ ]", "[x]"))
    assert (header.state, header.counts) == ("Done", ["5 of 5 items"])
    assert header.facts == {}
    assert header.notes == ["Planned as 7–11 h in 3 phases."]
    assert all(": done" in phase for phase in header.phases)


def test_boxes_of_a_plan_that_were_not_kept_are_named_once_its_tasks_are_done() -> None:
    documents = {"plan.md": bread(), "tasks.md": f"# Tasks: Bread\n\n{MARKER}\n- [x] T001 All\n"}
    soup = soup_of(documents, "tasks.md")
    header = read_header(soup)
    assert (header.state, header.counts) == ("Done", ["1 of 1 tasks"])
    assert header.notes == [
        "Planned as 7–11 h in 3 phases. The plan’s own boxes were not kept: 3 of 5 ticked."
        " First open one"
    ]
    assert [target(link) for link in soup.select("p a")] == ["../plan/#speckit-next"]


def test_without_estimates_it_counts_items() -> None:
    text = bread().partition("## Effort")[0]
    header = header_of(text)
    assert header.counts == ["3 of 5 items"]
    assert header.phases == [
        "Dough: done, 2 of 2",
        "Oven: under way, 1 of 2",
        "Sale: waiting, 0 of 1",
    ]
    assert header.facts["Left"] == "2 items in 2 phases · no phase has an estimate"


def test_without_boxes_it_says_how_long_all_takes() -> None:
    header = header_of(f"# Plan: Bread\n\n{MARKER}{DEPENDENCIES}{EFFORT.format(total='')}")
    assert (header.state, header.counts) == ("Planned", ["7–11 h planned"])
    assert header.facts == {"Takes": "5–7 h, likely 6 h; 4 in 5 cases within 6.3 h"}
    assert header.phases == ["Dough: 2–4 h", "Oven: 4 h", "Sale: 1–3 h"]


def test_without_boxes_phases_without_an_estimate_are_counted() -> None:
    effort = EFFORT.format(total="").replace("| 4h     |", "| TBD    |")
    header = header_of(f"# Plan: Bread\n\n{MARKER}{effort}")
    assert header.counts == ["at least 3–7 h planned, 1 phase has no estimate"]


def test_without_dependencies_what_is_left_is_work() -> None:
    text = bread().replace(DEPENDENCIES, "")
    assert header_of(text).facts["Left"] == "3–5 h of work"


def test_open_phases_without_an_estimate_make_it_a_lower_bound() -> None:
    header = header_of(bread().replace("| 1-3h ", "| TBD "))
    assert header.counts[1] == "at least 6–8 h planned"
    assert header.facts["Left"] == "at least 2 h of work · 1 open phase has no estimate"


def test_items_outside_of_all_phases_are_left_when_these_are_done() -> None:
    text = bread().replace("[ ]", "[x]") + "\n## Definition of done\n\n- [ ] Told\n"
    header = header_of(text)
    assert header.facts == {"Next": "Told", "Left": "1 item · all phases are done"}


def test_the_strip_is_as_wide_as_the_effort() -> None:
    soup = soup_of(bread())
    styles = [str(segment["style"]) for segment in soup.select(".speckit-strip li")]
    assert styles == ["--w:33.3;--f:100%", "--w:44.4;--f:50%", "--w:22.2"]
    assert soup.select(".speckit-strip")[0]["aria-label"] == "Phases; the wider, the more effort"
    assert words(soup, ".speckit-segment-name") == ["✓ Dough", "Oven 1 of 2", "Sale"]
    links = [target(link) for link in soup.select(".speckit-strip a")]
    assert links == ["#phase-no-1", "#phase-no-2", "#phase-no-3"]


def test_other_pages_of_the_feature_say_the_same_and_link_to_the_plan() -> None:
    spec = f"# Specification: Bread\n\n{MARKER}\nBread.\n"
    soup = soup_of({"plan.md": bread(), "spec.md": spec}, "spec.md")
    assert read_header(soup) == header_of({"plan.md": bread(), "spec.md": spec})
    links = [target(link) for link in soup.select("a")]
    assert links == [f"../plan/#phase-no-{n}" for n in (1, 2, 3)] + ["../plan/#speckit-next"]


def test_a_total_that_does_not_add_up_is_said_with_a_link_to_its_row() -> None:
    soup = soup_of(bread(total="| **Total** | 20h |"))
    (caution,) = soup.select(".speckit-caution")
    assert words(soup, ".speckit-caution") == [
        "The table’s total says 20 h, its phases add up to 7–11 h. See the row"
    ]
    assert [target(link) for link in caution.select("a")] == ["#speckit-total"]


def test_phases_that_wait_for_one_another_are_said() -> None:
    text = bread().replace("| Dough | None ", "| Dough | Sale ")
    assert header_of(text).cautions == ["Dough and Sale wait for one another. See the diagram"]


def test_what_is_blocked_is_named() -> None:
    outside = "\n## Dependencies\n\n| Dependency | Status |\n|---|---|\n| Flour mill | Red |\n"
    header = header_of(bread(oven="B", extra=outside))
    assert header.state == "Stuck"
    assert header.cautions == ["Blocked: Heat, Flour mill"]


def test_what_is_blocked_is_named_without_what_it_waits_for() -> None:
    text = bread(oven="B").replace("[B] Heat", "[B] T004 [P1] Heat the oven [B: the gas works]")
    assert header_of(text).cautions == ["Blocked: T004 Heat the oven"]


@pytest.mark.parametrize("name", ["T012 [P1] Bake", "T012 Bake", "[P] [US1] Bake"])
def test_tags_of_an_item_are_left_out(name: str) -> None:
    said = header_of(bread().replace("Bake", name)).facts["Next"]
    assert said == ("Bake · Oven" if name.startswith("[") else "T012 Bake · Oven")


TEMPLATE = f"""# Plan: [YOUR_VALUE_HERE: name]

{MARKER}
## 1. SUMMARY

Bake [YOUR_VALUE_HERE: what] for [YOUR_VALUE_HERE: whom].

## Effort

| Phase | Effort |
|-------|--------|
| Setup | [YOUR_VALUE_HERE: hours] |

- [ ] [YOUR_VALUE_HERE: task]
"""


def test_a_template_says_what_to_fill_in() -> None:
    soup = soup_of(TEMPLATE)
    header = read_header(soup)
    assert (header.state, header.counts) == ("Not filled in", ["5 places to fill in"])
    assert header.facts == {"Next": "Fill in the feature’s name · Summary 2 · Effort 2"}
    links = [target(link) for link in soup.select("dd a")]
    assert links == ["#speckit-fill-in", "#h1", "#h2"]
    assert header.phases == ["Setup: not filled in"]


@pytest.mark.parametrize(
    ("kind", "state"),
    [("spec", "Specified"), ("decision-record", "Decision record"), ("checklist", "Checklist")],
)
def test_a_document_without_items_is_called_by_what_it_is(kind: str, state: str) -> None:
    text = f"# Bread\n\n{MARKER}\nBread.\n"
    header = header_of({f"{kind}.md": text}, f"{kind}.md")
    assert (header.state, header.counts, header.phases, header.facts) == (state, [], [], {})


def test_what_a_document_says_of_itself_stands_beside_what_was_counted() -> None:
    text = f"# Bread\n\n{MARKER}\n| Field | Value |\n|---|---|\n| Status | Draft |\n| Level | 2 |\n"
    assert header_of({"spec.md": text}, "spec.md").counts == ["says “Draft”"]
    counted = f"---\ncompletion_pct: 40\n---\n{text}\n- [x] a\n- [ ] b\n"
    header = header_of({"spec.md": counted}, "spec.md")
    assert header.counts == ["1 of 2 items", "says “Draft”, 40 %"]


PARENT = "# Bread\n\n<!-- SPECKIT_LEVEL: phase-parent -->\n\nThe parts.\n"
PARTS = (
    FeaturePart("Dough", "001-dough/", "done", Completion(3, 3)),
    FeaturePart("Oven", "002-oven/", "under way", Completion(1, 4)),
    FeaturePart("Sale", None, "not started", Completion(0, 3)),
)


def test_a_phase_parent_sums_up_its_parts() -> None:
    soup = soup_of({"spec.md": PARENT}, "spec.md", PARTS)
    header = read_header(soup)
    assert (header.state, header.counts, header.chip) == (
        "Under way", ["4 of 10 items"], "Phase parent"
    )  # fmt: skip
    assert header.phases == [
        "Dough: done, 3 of 3",
        "Oven: under way, 1 of 4",
        "Sale: not started, 0 of 3",
    ]
    assert header.facts == {"Next": "Oven · 1 of 4", "Left": "6 items"}
    assert [target(link) for link in soup.select(".speckit-strip a")] == ["001-dough/", "002-oven/"]


def test_a_stuck_part_is_named() -> None:
    parts = (*PARTS[:1], FeaturePart("Oven", "002-oven/", "stuck", Completion(1, 4, 1)))
    assert read_header(soup_of({"spec.md": PARENT}, "spec.md", parts)).cautions == ["Stuck: Oven"]


def test_links_lead_to_what_is_below() -> None:
    links = (Link("Diagram", "", "#speckit-diagram"), Link("2 findings", "", "#f"))
    soup = soup_of(bread(), contents=PageContents(links))
    assert read_header(soup).links == ["Diagram", "2 findings"]


def test_nothing_links_to_what_the_page_does_not_have() -> None:
    text = bread(total="| **Total** | 20h |").replace("| Dough | None ", "| Dough | Sale ")
    soup = soup_of(text, contents=PageContents())
    header = read_header(soup)
    assert header.facts["Next"] == "Bake · Oven"
    assert header.cautions == [
        "Dough and Sale wait for one another.",
        "The table’s total says 20 h, its phases add up to 7–11 h.",
    ]
    assert [target(link) for link in soup.select("dd a, p a")] == []


def test_too_many_phases_are_one_segment() -> None:
    rows = "".join(f"| Loaf {n} | 1-2h |\n" for n in range(MAX_SEGMENTS + 1))
    table = f"## Effort\n\n| Phase | Effort |\n|---|---|\n{rows}"
    text = f"# Bread\n\n{MARKER}\n- [x] a\n- [ ] b\n\n{table}"
    assert header_of(text).phases == ["All items: 1 of 2"]


def test_many_phases_are_all_as_wide() -> None:
    rows = "".join(f"| Loaf {n} | {n + 1}h |\n" for n in range(MAX_WIDTHS + 1))
    soup = soup_of(f"# Bread\n\n{MARKER}\n## Effort\n\n| Phase | Effort |\n|---|---|\n{rows}")
    assert {str(segment["style"]) for segment in soup.select(".speckit-strip li")} == {"--w:4"}
    assert soup.select(".speckit-strip")[0]["aria-label"] == "Phases"


def test_headings_are_shown_where_the_effort_table_leaves_their_boxes_out() -> None:
    other = (
        bread().replace("| Dough | 2-4h", "| Flour | 2-4h").replace("| Oven  | 4h", "| Heat | 4h")
    )
    assert header_of(other).phases == [
        "Dough: done, 2 of 2",
        "Oven: under way, 1 of 2",
        "Sale: waiting, 0 of 1",
    ]


def test_an_unknown_level_is_said() -> None:
    assert header_of(bread().replace("LEVEL: 2", "LEVEL: 9")).chip == "Unknown level"


def test_texts_of_a_plan_are_escaped() -> None:
    text = bread().replace("Bake", "Bake <b>now</b> & “then”").replace("Oven", "Oven & <i>hot</i>")
    assert not soup_of(text).select("dd i, dd b b, .speckit-strip i")

"""The pages of OpenSpec's documents in a built site: what each shows, and how they link."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.builds.hostile import OF_ANY_FORMAT, check_pieces, write_theme
from tests.builds.test_spec_kit_pages import feature
from tests.conftest import target
from tests.headers import read_header
from tests.openspec import DELTA, DESIGN, FOLDER, PROPOSAL, SPEC, TASKS
from tests.payloads import PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from bs4 import Tag

    from tests.conftest import Site

MODIFIED = """\
## MODIFIED Requirements

### Requirement: Bread

The counter SHALL sell <b>warm</b> bread.

#### Scenario: A loaf

- **WHEN** a guest asks

## REMOVED Requirements

### Requirement: Old bread

**Reason**: none is left
"""
MAIN = "openspec/specs/counter/spec"
ARCHIVED = "openspec/changes/archive/2026-03-02-open-the-counter"
PROJECT = {
    f"{FOLDER}/proposal.md": PROPOSAL,
    f"{FOLDER}/design.md": DESIGN,
    f"{FOLDER}/tasks.md": TASKS,
    f"{FOLDER}/specs/counter/spec.md": DELTA + MODIFIED,
    f"{FOLDER}/specs/window/spec.md": DELTA.partition("## RENAMED")[0],
    f"{ARCHIVED}/proposal.md": "# Open the counter\n",
    f"{ARCHIVED}/design.md": DESIGN,
    f"{ARCHIVED}/tasks.md": "## 1. Wood\n\n- [x] 1.1 Buy it\n- [ ] 1.2 Saw it\n",
    f"{ARCHIVED}/specs/counter/spec.md": DELTA,
    "openspec/changes/clean-the-oven/proposal.md": "# Clean it\n",
    "openspec/changes/clean-the-oven/tasks.md": "## 1. Brush\n\n- [x] 1.1 Buy one\n",
    "openspec/changes/close-early/proposal.md": "# Close early\n",
    f"{MAIN}.md": SPEC + "\n### Requirement: Old bread\n\nIt SHALL be given away.\n",
}
INDEX = {"index.md": "# Plans\n\n<!-- speckit: overview -->\n"}


def texts(soup: Tag, selector: str) -> list[str]:
    return [" ".join(element.get_text(" ").split()) for element in soup.select(selector)]


def page_of(path: str) -> str:
    return path.removesuffix(".md") + ".html"


@pytest.fixture
def site(build_site: Callable[..., Site]) -> Site:
    return build_site({**INDEX, **PROJECT})


def check_links(site: Site, pages: Mapping[str, str]) -> int:
    """Check that all links in added pieces lead somewhere; gives their number."""
    ids = {
        page_of(path): {str(one["id"]) for one in site.page(page_of(path)).select("[id]")}
        for path in pages
    }
    number = 0
    for page in ids:
        for link in site.page(page).select("[class*=speckit-] a"):
            place, _, anchor = target(link).partition("#")
            folder = posixpath.dirname(page)
            to = posixpath.normpath(posixpath.join(folder, unquote(place))) if place else page
            assert to in ids, target(link)
            assert not anchor or unquote(anchor) in ids[to], (page, target(link))
            number += 1
    return number


def test_each_document_of_a_change_says_how_far_it_is(site: Site) -> None:
    paths = [path for path in PROJECT if path.startswith(FOLDER)]
    for path in paths:
        page = site.page(page_of(path))
        header = read_header(page)
        assert header.state == "In progress"
        assert header.counts == [
            "1 of 3 tasks",
            "requirements: 2 added, 1 modified, 1 removed, 1 renamed",
        ]
        assert header.chip == "OpenSpec"
        assert header.phases == ["Oven: under way, 1 of 2", "Rolls: waiting, 0 of 1"]
        assert header.facts == {"Next": "1.2 Light it · Oven"}
        assert header.cautions == ["1 open question in the design"]
        assert page.select_one(".speckit-header")["aria-label"] == "Where this change stands"  # type: ignore[index]
        (row,) = page.select("nav.speckit-documents")
        expected = ["Proposal", "Design", "Tasks 1/3", "counter", "window"]
        assert texts(row, "a, [aria-current]") == expected
        assert len(row.select("[aria-current]")) == 1


STATES = [
    (ARCHIVED, "Archived 2 Mar 2026", ["1 task is not ticked", "1 open question in the design"]),
    (
        "openspec/changes/clean-the-oven",
        "Ready to archive",
        ["All tasks are done: openspec archive clean-the-oven"],
    ),
    ("openspec/changes/close-early", "Proposed", ["It has no tasks yet"]),
]


def test_the_states_of_changes(site: Site) -> None:
    for folder, state, notes in STATES:
        header = read_header(site.page(f"{folder}/proposal.html"))
        assert header.state == state
        assert header.notes == notes
        assert not header.cautions
        assert not header.facts


def test_a_task_list_has_bars_by_section_and_open_marks_are_open(
    build_site: Callable[..., Site],
) -> None:
    tasks = TASKS.replace("- [ ] 2.1", "- [~] 2.1") + "\n- [-] Not now\n"
    page = build_site(PROJECT | {f"{FOLDER}/tasks.md": tasks}).page(f"{FOLDER}/tasks.html")
    assert texts(page, ".speckit-progress") == ["1 of 2 done", "0 of 1 done", "0 of 1 done"]
    labels = [str(box["aria-label"]) for box in page.select(".speckit-box")]
    assert labels == ["done", "open", "open", "open"]
    assert read_header(page).counts[0] == "1 of 4 tasks"
    assert texts(page, "#speckit-next") == ["1.2 Light it"]


def test_a_specification_says_what_changes_it(site: Site) -> None:
    page = site.page(f"{MAIN}.html")
    header = read_header(page)
    assert header.state == "Specification"
    assert header.counts == ["2 requirements", "1 scenario"]
    assert header.facts == {"Changed by": "Open the counter 2 Mar 2026"}
    assert header.cautions == [
        "An active change modifies it: Sell rolls"
        " (1 added, 1 modified, 1 removed, 1 renamed; in progress, 1 of 3 tasks)"
    ]
    assert not page.select("nav.speckit-documents")
    assert [str(one["id"]) for one in page.select("h3 > .speckit-anchor")] == ["bread", "old-bread"]


def test_projects_beside_each_other_are_apart(build_site: Callable[..., Site]) -> None:
    moved = {f"other/{path}": text for path, text in PROJECT.items() if FOLDER in path}
    here = {path: text for path, text in PROJECT.items() if FOLDER not in path}
    page = build_site(here | moved).page(f"{MAIN}.html")
    assert not read_header(page).cautions
    assert list(read_header(page).facts) == ["Changed by"]


def test_all_links_lead_somewhere(site: Site) -> None:
    assert check_links(site, {**INDEX, **PROJECT}) > 60


def test_the_first_page_of_a_change_has_its_deltas_as_cards(site: Site) -> None:
    page = site.page(f"{FOLDER}/proposal.html")
    (section,) = page.select(".speckit-header + .speckit-deltas")
    assert section["aria-label"] == "What this change does to the specifications"
    assert texts(section, ".speckit-delta-spec") == [
        "counter main specification",
        "window no main specification",
    ]
    assert texts(section, ".speckit-delta > p:first-child") == [
        "Added Warm rolls 1 scenario",
        "Modified Bread 1 scenario as it is now",
        "Removed Old bread as it is now",
        "Renamed Loaves before: Bread as it is now",
        "Added Warm rolls 1 scenario",
    ]
    links = [target(link) for link in section.select(".speckit-delta--modified a")]
    assert links == ["specs/counter/spec.html#bread", "../../specs/counter/spec.html#bread"]
    (details,) = section.select("details")
    assert texts(details, "li") == [
        "The counter SHALL sell added: <b>warm</b> bread.",
    ]
    assert texts(details, "ins") == ["added: <b>warm</b>"]
    assert not details.select("b")
    for name in ("design", "tasks"):
        assert not site.page(f"{FOLDER}/{name}.html").select(".speckit-deltas, .speckit-delta")


def test_a_delta_has_a_card_under_each_requirement(site: Site) -> None:
    page = site.page(f"{FOLDER}/specs/counter/spec.html")
    cards = page.select("div.speckit-delta")
    headings = [card.find_previous_sibling(["h2", "h3"]) for card in cards]
    assert [heading and heading.get_text() for heading in headings] == [
        "Requirement: Warm rolls",
        "RENAMED Requirements",
        "Requirement: Bread",
        "Requirement: Old bread",
    ]
    assert texts(page, "div.speckit-delta details[open] ins") == ["added: <b>warm</b>"]
    assert not page.select(".speckit-deltas")


def test_an_archived_delta_is_not_compared(site: Site) -> None:
    page = site.page(f"{ARCHIVED}/specs/counter/spec.html")
    assert texts(page, "div.speckit-delta") == [
        "Added 1 scenario",
        "Renamed Loaves before: Bread as it is now",
    ]
    assert not page.select("details")


def test_a_requirement_says_which_active_change_modifies_it(site: Site) -> None:
    page = site.page(f"{MAIN}.html")
    assert texts(page, "h3 + .speckit-delta") == [
        "Modified by the active change Sell rolls",
        "Removed by the active change Sell rolls",
    ]


def test_what_cannot_be_compared_is_said(build_site: Callable[..., Site]) -> None:
    delta = """\
        ## MODIFIED Requirements

        ### Requirement: Bread

        The counter SHALL sell bread.

        #### Scenario: A loaf

        - **WHEN** a guest asks

        ### Requirement: Cake

        ## REMOVED Requirements

        - `### Requirement: Tea`
    """
    page = build_site({f"{FOLDER}/specs/counter/spec.md": delta, f"{MAIN}.md": SPEC, **INDEX}).page(
        f"{FOLDER}/specs/counter/spec.html"
    )
    assert texts(page, ".speckit-delta .speckit-quiet:not(p:first-child > span)") == [
        "It is the same in the main specification.",
        "The main specification has no such requirement.",
        "The main specification has no such requirement.",
    ]


def test_the_overview_is_a_board_by_state(site: Site) -> None:
    page = site.page("index.html")
    (overview,) = page.select(".speckit-overview")
    assert texts(overview, ".speckit-sum > *") == [
        "4 changes and 1 capability",
        "1 in progress",
        "1 ready to archive",
        "1 proposed",
        "1 archived",
    ]
    assert texts(overview, ".speckit-sums p") == ["3 of 6 items done · 1 question open"]
    assert texts(overview, "details[open] > summary") == [
        "In progress",
        "Ready to archive",
        "Proposed",
        "Archived",
        "Capabilities",
    ]
    assert texts(overview, ".speckit-row-title > :first-child") == [
        "Sell rolls",
        "Clean the oven",
        "Close early",
        "Open the counter",
    ]
    assert texts(overview, ".speckit-row-state")[-1] == "Archived 2 Mar 2026"
    assert texts(overview, ".speckit-left") == ["2 tasks", "", "", ""]
    labels = [str(link["aria-label"]) for link in overview.select("li:first-child a[aria-label]")]
    assert labels[:5] == [
        "Proposal of Sell rolls",
        "Design of Sell rolls",
        "Delta of counter of Sell rolls",
        "Delta of window of Sell rolls",
        "Tasks of Sell rolls",
    ]


def test_the_overview_has_a_table_of_capabilities(site: Site) -> None:
    (table,) = site.page("index.html").select(".speckit-capabilities table")
    assert texts(table, "th[scope=col]") == [
        "Capability", "Requirements", "Scenarios", "Last change", "Active changes",
    ]  # fmt: skip
    assert texts(table, "th[scope=row]") == ["counter"]
    assert texts(table, "td") == ["2", "1", "Open the counter 2 Mar 2026", "Sell rolls"]
    assert [target(link) for link in table.select("a")] == [
        f"{MAIN}.html",
        f"{ARCHIVED}/specs/counter/spec.html",
        f"{FOLDER}/specs/counter/spec.html",
    ]


def test_archived_changes_are_by_date_and_folded_if_there_are_many(
    build_site: Callable[..., Site],
) -> None:
    folder = "openspec/changes/archive"
    pages = {f"{folder}/2026-02-{day:02}-rolls/proposal.md": "# Rolls\n" for day in range(1, 15)}
    page = build_site({**INDEX, **pages}).page("index.html")
    dates = texts(page, ".speckit-row-state")
    assert dates == [f"Archived {day} Feb 2026" for day in range(14, 0, -1)]
    assert texts(page, "details:not([open]) > summary") == ["Archived"]
    assert not page.select(".speckit-capabilities")


def test_features_of_other_formats_are_beside_changes(build_site: Callable[..., Site]) -> None:
    page = build_site({**INDEX, **PROJECT, **feature("Oven")}).page("index.html")
    assert texts(page, ".speckit-sum > strong") == ["1 feature, 4 changes and 1 capability"]
    assert texts(page, "summary")[:2] == ["Under way", "In progress"]


def write_project(text: str, name: str) -> dict[str, str]:
    """A change and a capability with a text in every place of them, in a folder of this name."""
    quoted = text.replace("\n", " ")
    spec = (
        f"# Counter {text}\n\n## Requirements\n\n### Requirement: Bread {quoted}\n\n{text}\n\n"
        f"#### Scenario: A loaf {quoted}\n\n### Requirement: Tea {quoted}\n"
    )
    delta = (
        f"## MODIFIED Requirements\n\n### Requirement: Bread {quoted}\n\nOther {text}\n\n"
        f"## ADDED Requirements\n\n### Requirement: Rolls {quoted}\n\n"
        f"## REMOVED Requirements\n\n- `### Requirement: Tea {quoted}`\n\n"
        f"## RENAMED Requirements\n\n- FROM: Tea {quoted}\n- TO: Coffee {quoted}\n"
    )
    return {
        f"{name}/openspec/changes/rolls/proposal.md": f"# Rolls {text}\n",
        f"{name}/openspec/changes/rolls/design.md": f"## Open Questions\n\n- Gas {quoted}?\n",
        f"{name}/openspec/changes/rolls/tasks.md": f"## 1. Oven {quoted}\n\n- [ ] 1.1 {quoted}\n",
        f"{name}/openspec/changes/rolls/specs/counter/spec.md": delta,
        f"{name}/openspec/specs/counter/spec.md": spec,
    }


def test_pieces_show_a_hostile_text_as_text(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    folders = {name: f"p{number:03}" for number, name in enumerate(OF_ANY_FORMAT)}
    pages = {**INDEX, **write_project("Quiet words", "calm")}
    for name, folder in folders.items():
        pages |= write_project(PAYLOADS[name], folder)
    site = build_site(pages, more={"theme": write_theme(tmp_path / "theme")})
    hostile = {name: map(page_of, write_project("", folder)) for name, folder in folders.items()}
    check_pieces(site, PIECES, map(page_of, write_project("", "calm")), hostile)


PIECES = ".speckit-header, .speckit-documents, .speckit-deltas, .speckit-delta, .speckit-progress"

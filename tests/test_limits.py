"""What grows with a document, a folder or a page grows no faster than it, and some things end."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tracemalloc
from bisect import bisect_left
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

import markdown
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from msgspec.structs import replace

from mkdocs_speckit import read
from mkdocs_speckit.audit import RULES, Finding, audit_plan, audit_plans, drop_silenced
from mkdocs_speckit.cli import main
from mkdocs_speckit.features.entries import Entry, Figures
from mkdocs_speckit.features.entries import FeatureDocument as Note
from mkdocs_speckit.features.links import MAX_LINKED, link_feature
from mkdocs_speckit.features.selection import MAX_OVERVIEWS
from mkdocs_speckit.model.finding import MAX_LISTED
from mkdocs_speckit.model.graph import find_cycles
from mkdocs_speckit.model.parts import Completion, Estimate, Ignore, Place
from mkdocs_speckit.model.settings import WorkingTime
from mkdocs_speckit.page.pieces import Pieces
from mkdocs_speckit.page.placeholder_marks import MAX_MARKED
from mkdocs_speckit.reading.dependencies import find_drawing
from mkdocs_speckit.reading.document.markdown import parse_markdown
from mkdocs_speckit.rendering import render_links
from mkdocs_speckit.rendering.findings import MAX_MARKS
from mkdocs_speckit.rendering.mermaid import write_flowchart, write_gantt
from tests.conftest import MARKER, SMALL, all_but, plan_of
from tests.graphs import plan_of_graph
from tests.test_linear_time import DOCUMENTS, LARGER_DOCUMENTS, is_linear

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mkdocs_speckit import Plan
    from mkdocs_speckit.reading.document import Document
    from tests.conftest import Site

SIZES = (5_000, 50_000)

MOST_MEMORY = 15
"""So many times as much memory may ten times the text take."""


@pytest.mark.parametrize("kind", [*DOCUMENTS, *LARGER_DOCUMENTS])
def test_a_document_takes_memory_as_it_is_long(kind: str) -> None:
    made = {**DOCUMENTS, **LARGER_DOCUMENTS}[kind]
    small, large = (_memory(MARKER + made(size)) for size in SIZES)
    assert large <= MOST_MEMORY * small + 10 * SIZES[1]


def _memory(text: str) -> int:
    """The most bytes that reading and audit hold at once.

    What other tests have left is frozen: with it, collections would be rare.
    """
    gc.freeze()
    gc.collect()
    tracemalloc.start()
    try:
        plan = read(text, "plan.md")
        assert plan is not None
        audit_plan(plan)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.unfreeze()


DEEP: dict[str, Callable[[int], str]] = {
    "quotes": lambda depth: "> " * depth + "- [ ] deep\n",
    "lists in one line": lambda depth: "- " * depth + "[ ] deep\n",
    "lists": lambda depth: "".join(f"{' ' * 2 * i}- [ ] item\n" for i in range(depth // 10)),
    "emphasis": lambda depth: "*" * depth + "deep" + "*" * depth,
    "brackets": lambda depth: "[" * depth + "deep" + "]" * depth,
    "elements": lambda depth: "<div>" * depth + "deep" + "</div>" * depth,
    "blocks": lambda depth: "".join(f"{' ' * 4 * i}!!! note\n" for i in range(depth // 10)),
    "notes": lambda depth: (
        f"## Effort\n\n| Phase | Effort |\n|---|---|\n| A | {'(' * depth} 1h |\n"
    ),
}


@pytest.mark.parametrize("kind", DEEP)
def test_no_depth_is_too_deep(kind: str) -> None:
    plan = plan_of(MARKER + DEEP[kind](10_000))
    found = audit_plan(plan, dict.fromkeys(RULES, "warning"))
    assert [finding.message for finding in found if finding.rule == "internal-error"] == []


def test_a_page_is_converted_to_the_depth_that_python_markdown_itself_can_do() -> None:
    """It fails at some 200 nested lists; with us no sooner, but for the calls of ours between."""

    def is_converted(depth: int, *ours: str) -> bool:
        text = MARKER + "".join(f"{' ' * 4 * i}- [ ] item\n" for i in range(depth))
        try:
            return bool(markdown.markdown(text, extensions=["tables", "toc", *ours]))
        except RecursionError:
            return False

    deepest = bisect_left(range(1_000), True, key=lambda depth: not is_converted(depth)) - 1
    assert is_converted(deepest - 5, "speckit")


@pytest.mark.parametrize("is_for_file", [True, False])
def test_what_many_comments_silence_is_found_in_linear_time(is_for_file: bool) -> None:
    def silence(number: int) -> None:
        one = Ignore(("unfilled-placeholder",), Place(1), 1, number, is_for_file)
        ignores = [replace(one, place=Place(line)) for line in range(number)]
        found = [
            Finding("unfilled-placeholder", "warning", Place(i + 1), "") for i in range(number)
        ]
        plan = replace(plan_of("# A\n"), ignores=tuple(ignores))
        assert drop_silenced(found, plan, {}) == []

    assert is_linear(silence, 500, 5_000)


def test_many_drawings_are_found_in_linear_time() -> None:
    def find(document: Document) -> None:
        found = [find_drawing(document, heading) for heading in range(len(document.outline))]
        assert set(found) == {"A ──► B"}

    unit = "## A\n\n```\nA ──► B\n```\n\n"
    assert is_linear(find, parse_markdown(unit * 1_500), parse_markdown(unit * 15_000))


def test_many_pieces_are_put_in_in_linear_time() -> None:
    def put(number: int) -> None:
        root = Element("div")
        elements = [SubElement(root, "h2") for _ in range(number)]
        pieces = Pieces(root, lambda html: html)
        for element in elements:
            pieces.put_after(element, "<p>piece</p>")
        assert [child.tag for child in root] == ["h2", "p"] * number

    # Of many more it is the list of C that takes the time: it moves what comes after a piece.
    assert is_linear(put, 2_000, 20_000)


def test_many_cycles_are_found_in_linear_time() -> None:
    def find(number: int) -> None:
        pairs = [(i, i + 1) for i in range(2 * number - 1)]
        assert len(find_cycles(2 * number, [*pairs, *((b, a) for a, b in pairs[::2])])) == number

    assert is_linear(find, 2_000, 20_000)


@pytest.mark.parametrize("chart", ["flowchart", "gantt"])
def test_mermaid_blocks_are_written_in_linear_time(chart: str) -> None:
    def write(plan: Plan) -> None:
        if chart == "flowchart":
            write_flowchart(plan, plan.graphs[0], {})
        else:
            write_gantt(plan, WorkingTime())

    def plan(size: int) -> Plan:
        if chart == "gantt":
            return plan_of_graph([Estimate(1, 1)] * size, [(i, i + 1) for i in range(size - 1)])
        outside = ", ".join(f"thing {i}x" for i in range(size))
        return plan_of(f"## Depend\n\n| Phase | Depends On |\n|---|---|\n| A | {outside} |\n")

    assert is_linear(write, plan(1_500), plan(15_000))


def test_many_documents_of_one_folder_are_audited_in_linear_time() -> None:
    def plans(number: int) -> list[Plan]:
        return [plan_of("# A\n", f"docs/note-{index}.md") for index in range(number)]

    assert is_linear(audit_plans, plans(200), plans(2_000))


def test_a_page_links_to_no_more_documents_of_its_feature() -> None:
    paths = [f"docs/note-{index:03}.md" for index in range(500)]

    def links(current: str, *linked: str) -> list[str]:
        documents = tuple(Note("document", path, path, Completion()) for path in linked)
        entry = Entry("docs", "", current, "Notes", "2", "not started", Figures(), documents)
        row = link_feature(entry, None, (), lambda path: path, current)
        assert row is not None
        items = BeautifulSoup(render_links(row), "html.parser").select("li")
        return [str(item.get_text(" ", strip=True)) for item in items]

    assert links(paths[-1], *paths) == [*paths[:MAX_LINKED], paths[-1], "and 449 more"]
    assert links(paths[0], *paths[:3]) == paths[:3]


def test_a_page_has_no_more_overviews(build_site: Callable[..., Site]) -> None:
    pages = {f"shop/{index}/plan.md": f"# Plan {index}\n\n{MARKER}" for index in range(3)}
    asked = "<!-- speckit: overview -->\n\n" * (MAX_OVERVIEWS + 20)
    site = build_site({**pages, "index.md": f"# All\n\n{asked}End.\n"})
    page = site.page("index.html")
    assert len(page.select(".speckit-overview")) == MAX_OVERVIEWS
    assert "End." in page.get_text()
    (warning,) = [line for line in site.log if "overviews" in line]
    assert warning == (
        f"WARNING: speckit: index.md: only the first {MAX_OVERVIEWS} overviews of a page are shown"
    )


MANY = MAX_MARKED + 200
PLACEHOLDERS = f"# Plan\n\n{MARKER}{'[NAME] ' * MANY}\n\nEnd.\n"
UNFINISHED = f"# Plan\n\n{MARKER}" + "- TODO\n" * MANY + "\nEnd.\n"
UNFINISHED_ALONE = SMALL | {"unfinished-content": "warning"}


def test_a_page_marks_no_more_and_says_so(build_site: Callable[..., Site]) -> None:
    site = build_site({"plan.md": PLACEHOLDERS}, speckit={"show": all_but(also=("findings",))})
    page = site.page("plan.html")
    assert len(page.select("mark.speckit-placeholder")) == MAX_MARKED
    (panel,) = page.select(".speckit-findings")
    # The line of the rule says what is wrong, and so does its fold.
    assert page.get_text().count("[NAME]") == MANY + panel.get_text().count("[NAME]") == MANY + 2
    (notice,) = page.select(".speckit-notice")
    assert (
        notice.get_text() == "Only the first 1,000 of 1,200 placeholders on this page are marked."
    )


def test_a_page_lists_no_more_and_says_so(build_site: Callable[..., Site]) -> None:
    options = {"show": all_but(also=("findings",)), "rules": UNFINISHED_ALONE}
    page = build_site({"plan.md": UNFINISHED}, speckit=options).page("plan.html")
    (panel,) = page.select(".speckit-findings")
    said = [" ".join(text.get_text().split()) for text in panel.select("p, summary")]
    assert said[0] == "1,200 findings to correct"
    assert said[1].endswith("unfinished-content 1,200 places")
    assert len(panel.select(".speckit-finding details > p .speckit-quiet")) == MAX_LISTED
    assert said[-1] == "and 700 more; mkdocs-speckit check lists all of them"


def test_a_page_marks_the_places_of_the_first_findings(build_site: Callable[..., Site]) -> None:
    options = {"show": all_but(also=("findings",)), "rules": UNFINISHED_ALONE}
    page = build_site({"plan.md": UNFINISHED}, speckit=options).page("plan.html")
    marked = {f"speckit-place-{number}" for number in range(1, MAX_MARKS + 1)}
    assert {str(e["id"]) for e in page.select("[id^=speckit-place-]")} == marked
    linked = {str(a["href"]) for a in page.select(".speckit-findings a:not(.speckit-rule)")}
    assert linked == {f"#{id_}" for id_ in marked}


def test_as_many_as_are_marked_and_listed_are_no_more(build_site: Callable[..., Site]) -> None:
    text = f"# Plan\n\n{MARKER}{'[NAME] ' * MAX_MARKED}\n"
    rules = {"rules": {"unfilled-placeholder": "ignore"}, "show": all_but(also=("findings",))}
    page = build_site({"plan.md": text}, speckit=rules).page("plan.html")
    assert len(page.select("mark.speckit-placeholder")) == MAX_MARKED
    assert page.select(".speckit-notice") == []

    listed = f"# Plan\n\n{MARKER}" + "- TODO\n" * MAX_LISTED
    options = {"show": all_but(also=("findings",)), "rules": UNFINISHED_ALONE}
    site = build_site({"plan.md": listed}, speckit=options)
    assert "lists all of them" not in site.page("plan.html").get_text()


def test_the_log_has_one_line_for_all_findings_of_a_rule(build_site: Callable[..., Site]) -> None:
    options = {"rules": SMALL | {"unfinished-content": "warning"}, "log": "all"}
    site = build_site({"plan.md": UNFINISHED}, speckit=options)
    line, _ = site.logged
    assert "and 1,199 more; lines " in line
    assert len(line) < 300


def test_counts_the_export_and_the_check_know_all(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    both = PLACEHOLDERS + "- TODO\n" * MANY
    pages = {"plan.md": both, "plans.md": "# Plans\n\n<!-- speckit: overview -->\n"}
    site = build_site(pages, speckit={"export": True, "rules": UNFINISHED_ALONE})
    (plan,) = json.loads(site.html("speckit.json"))["plans"]
    assert (len(plan["findings"]), len(plan["placeholders"])) == (1 + MANY, MANY)
    assert "1,200 places to fill in" in site.page("plans.html").get_text()
    folder = str(tmp_path / "docs")
    run = CliRunner().invoke(
        main, ["check", folder, "--format", "json", "--select", "unfilled,unfinished"]
    )
    assert (run.exit_code, len(json.loads(run.stdout)["findings"])) == (1, 1 + MANY)


MEASURED = """
import logging, resource, sys
from mkdocs.commands.build import build
from mkdocs.config import load_config

logging.disable()
config = load_config(sys.argv[1])
config.plugins.on_startup(command="build", dirty=False)
build(config)
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(most // (1 << 20 if sys.platform == "darwin" else 1 << 10))
"""
"""Builds a site and prints the most memory that this took, in MB."""


def test_a_page_full_of_placeholders_takes_little_memory(tmp_path: Path) -> None:
    """300 kB of them; 280 MB when all were marked and listed."""
    pytest.importorskip("resource")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/plan.md").write_text(f"# Plan\n\n{MARKER}{'[NAME] ' * 43_000}\n")
    configuration = tmp_path / "mkdocs.yml"
    shown = ", ".join(all_but(also=("findings",)))
    configuration.write_text(f"site_name: Site\nplugins: [{{speckit: {{show: [{shown}]}}}}]\n")
    # What a process has used counts for the one that it starts: a small one comes between.
    between = "import subprocess, sys; subprocess.run(sys.argv[1:], check=True)"
    measured = [sys.executable, "-c", MEASURED, str(configuration)]
    command = [sys.executable, "-c", between, *measured]
    built = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    assert int(built.stdout) < 150

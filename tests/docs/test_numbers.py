"""The figures of the page on numbers are the engine's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import Tag

from mkdocs_speckit import read
from mkdocs_speckit.model.wording import NO_FIGURE, format_range
from mkdocs_speckit.reading.checklists import STATE_OF_BOX
from tests.conftest import MARKER, plan_of
from tests.docs.blocks import DOCS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.docs.conftest import Documentation

PAGE = (DOCS / "numbers.md").read_text("utf-8")
ROW = re.compile(r"^\| (.*) \|$", re.MULTILINE)


def rows(header: str) -> list[tuple[str, ...]]:
    """The cells of the table that has this header, without the marks of code around them."""
    table = PAGE.partition(f"{header}\n")[2].partition("\n\n")[0]
    found = [tuple(cell.strip() for cell in row.split(" | ")) for row in ROW.findall(table)]
    assert found, header
    return [tuple(cell.strip("`") for cell in row) for row in found]


def figures(documentation: Documentation) -> Iterator[tuple[str, str]]:
    """Each bold figure of the text, with the text of the example that stands last before it."""
    example = ""
    for element in documentation.page("numbers").children:
        if isinstance(element, Tag):
            if "live" in (element.get("class") or ()):
                example = " ".join(element.get_text(" ").split())
            else:
                for bold in element.find_all("strong"):
                    if re.search(r"\d", bold.get_text()):
                        yield " ".join(bold.get_text().split()), example


def test_bold_figures_are_in_the_examples(documentation: Documentation) -> None:
    found = list(figures(documentation))
    assert len(found) > 10
    for figure, example in found:
        assert re.search(rf"(?<![\d.–]){re.escape(figure)}(?![\d.])", example), (figure, example)


@pytest.mark.parametrize(("written", "shown"), rows("| Written | Read as |\n|---------|---------|"))
def test_a_quantity_is_read_as_it_is_said(written: str, shown: str) -> None:
    table = "| Phase | Estimated Effort |\n|---|---|\n| Core | {} |\n| Other | 1h |\n"
    effort = plan_of("# Plan\n\n## Effort\n\n" + table.format(written)).effort
    assert effort is not None
    estimate = effort.phases[0].estimate
    assert (NO_FIGURE if estimate is None else format_range(estimate)) == shown


@pytest.mark.parametrize(
    ("written", "waits"), rows("| Written | Waits for |\n|---------|-----------|")
)
def test_a_cell_waits_for_what_is_said(written: str, waits: str) -> None:
    names = ["Setup", "Core", "Docs", "Release"]
    cells = ["None", "None", "None", written]
    lines = [
        f"| Phase {number}: {name} | {cell} |"
        for number, (name, cell) in enumerate(zip(names, cells, strict=True), 1)
    ]
    table = "| Phase | Depends On |\n|---|---|\n" + "\n".join(lines)
    (graph,) = plan_of(f"# Plan\n\n## Dependencies\n\n{table}\n").graphs
    found = [names[before] for before, after in graph.edges if after == len(names) - 1]
    outside = [external.text for external in graph.external]
    found += [f"{name}, outside" for name in outside]
    assert (", ".join(found) or "nothing") == waits


@pytest.mark.parametrize(
    ("box", "state", "counts"), rows("| Box | State | Counts as |\n|-----|-------|-----------|")
)
def test_a_box_counts_as_it_is_said(box: str, state: str, counts: str) -> None:
    assert STATE_OF_BOX[box[1:-1]] == state
    completion = plan_of(f"# Plan\n\n- {box} it\n").completion
    figures = {"to do": (0, 1), "done": (1, 1), "nothing": (0, 0)}
    assert (completion.done, completion.total) == figures[counts]


PLACEHOLDERS = rows("| Placeholder | Not a placeholder |\n|-------------|-------------------|")


@pytest.mark.parametrize("text", [placeholder for placeholder, _ in PLACEHOLDERS])
def test_a_placeholder_is_one(text: str) -> None:
    assert [found.text for found in plan_of(f"# Plan\n\n- {text}\n").placeholders] == [text]


@pytest.mark.parametrize("text", [none for _, none in PLACEHOLDERS])
def test_a_text_that_is_none_is_none(text: str) -> None:
    assert plan_of(f"# Plan\n\n- {text}\n").placeholders == ()


@pytest.mark.parametrize("text", re.findall(r"`(TBD|TODO|TBC|\?\?\?)`", PAGE))
def test_unfinished_content_is_found(text: str) -> None:
    assert plan_of(f"# Plan\n\n- {text}\n").unfinished


@pytest.mark.parametrize(
    "kind",
    ["plan-core", "spec-core", "tasks-core", "checklist", "impl-summary-core",
     "implementation-summary", "decision-record"],
)  # fmt: skip
def test_a_template_says_what_a_document_is(kind: str) -> None:
    assert f"`{kind}`" in PAGE
    plan = read(MARKER.replace("plan-core", kind) + "# A\n", "notes.md")
    assert plan is not None
    assert plan.kind != "document"

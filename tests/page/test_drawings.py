"""An author's own drawing is folded under the diagram, whatever made a block of code of it."""

from __future__ import annotations

from typing import Any

import markdown
import pytest
from bs4 import BeautifulSoup

from tests.conftest import MARKER

DRAWING = 'Dough ──┐\n        ├──► Bake  <hot> & "crisp"\nRest ───┘'
TABLE = "| Phase | Depends On |\n|---|---|\n| Dough | None |\n| Bake | Dough |\n"
TEXT = f"## Dependencies\n\n```text\n{DRAWING}\n```\n\n{TABLE}\n## Other\n\n```\nA ──► B\n```\n"


def page(text: str, extensions: list[str], **options: Any) -> BeautifulSoup:
    html = markdown.markdown(
        MARKER + text,
        extensions=["tables", "toc", *extensions, "speckit"],
        extension_configs={"speckit": options},
    )
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize(
    "extensions",
    [
        ["fenced_code"],
        ["fenced_code", "codehilite"],
        ["pymdownx.superfences"],
        ["pymdownx.superfences", "pymdownx.highlight"],
    ],
    ids=" ".join,
)
def test_the_drawing_is_folded_and_whole(extensions: list[str]) -> None:
    soup = page(TEXT, extensions)
    (details,) = soup.select("details.speckit-drawing")
    assert details.select_one("summary")
    code = details.select_one("pre")
    assert code is not None
    assert code.get_text().strip() == DRAWING
    before = details.find_previous_sibling()
    assert before is not None
    assert before["class"] == ["speckit-diagram"]
    after = details.find_next_sibling()
    assert after is not None
    assert after.name == "table"
    assert len(soup.select("pre")) == 2


def test_without_a_diagram_nothing_is_folded() -> None:
    assert not page(TEXT, ["fenced_code"], show=["summary"]).select("details.speckit-drawing")


@pytest.mark.parametrize(
    "block",
    ["```\nmake dough\n```", "```mermaid\nDough --> Bake\n```", "Text ──► text."],
    ids=["commands", "mermaid", "no code"],
)
def test_what_is_no_drawing_stays(block: str) -> None:
    soup = page(f"## Dependencies\n\n{block}\n\n{TABLE}", ["fenced_code"])
    assert soup.select(".speckit-diagram")
    assert not soup.select("details.speckit-drawing")

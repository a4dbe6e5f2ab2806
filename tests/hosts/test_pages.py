"""A page whose text was changed before it is converted, with the extension alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import markdown
import pytest
from bs4 import BeautifulSoup

from mkdocs_speckit.hosts.pages import is_same
from tests.conftest import MARKER
from tests.headers import read_header

if TYPE_CHECKING:
    from pathlib import Path

CHECKS = "## Checks\n\n- [ ] a\n- [ ] b\n"
PLAN = f"# Plan\n\n{MARKER}## Setup\n\n- [x] c\n"


def page(folder: Path, text: str, parts: dict[str, str]) -> BeautifulSoup:
    """A text with snippets from these files."""
    for name, part in parts.items():
        (folder / name).write_text(part)
    options: dict[str, Any] = {"pymdownx.snippets": {"base_path": [str(folder)]}}
    html = markdown.markdown(
        text,
        extensions=["tables", "pymdownx.superfences", "pymdownx.snippets", "speckit"],
        extension_configs=options,
    )
    return BeautifulSoup(html, "html.parser")


def done(soup: BeautifulSoup) -> list[str]:
    return read_header(soup).counts


def test_what_is_included_is_counted_and_shifts_nothing(tmp_path: Path) -> None:
    soup = page(tmp_path, f'--8<-- "checks.md"\n\n{PLAN}', {"checks.md": CHECKS})
    assert done(soup) == ["1 of 3 items"]
    assert read_header(soup).facts["Next"] == "a"
    bars = [bar.find_previous_sibling() for bar in soup.select(".speckit-progress")]
    assert [heading and heading.get_text() for heading in bars] == ["Checks", "Setup"]


def test_a_plan_that_is_included_is_one(tmp_path: Path) -> None:
    soup = page(tmp_path, '# Page\n\n--8<-- "plan.md"\n', {"plan.md": PLAN})
    assert done(soup) == ["1 of 1 items"]


def test_several_plans_that_are_included_are_none(tmp_path: Path) -> None:
    text = '--8<-- "plan.md"\n\n--8<-- "other.md"\n'
    soup = page(tmp_path, text, {"plan.md": PLAN, "other.md": PLAN})
    assert not soup.select("[class^=speckit-]")


def test_a_plan_that_includes_another_one_stays_one(tmp_path: Path) -> None:
    soup = page(tmp_path, f'{PLAN}\n--8<-- "other.md"\n', {"other.md": PLAN})
    assert done(soup) == ["2 of 2 items"]


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        ("# A\n\ntext", True),
        ("# A\n\ntext\n\n", True),
        ("# A\n\n<!-- a\n\nnote -->\n\ntext", True),
        ("<!-- a --># A\n\ntext<!-- without an end", True),
        ("# A\n\ntexts", False),
        ("# A\n\ntext --> more", False),
        ("", False),
    ],
)
def test_texts_that_show_the_same(text: str, is_it: bool) -> None:
    assert is_same("# A\n\ntext\n", text) is is_it

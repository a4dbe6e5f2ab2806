"""Pages whose text another plugin changes before it is converted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import MARKER, all_but
from tests.headers import read_header

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from tests.builds.conftest import Checkout

PLAN = f"# Plan\n\n{MARKER}## Setup\n\n- [x] [NAME]\n"
FOUND = (
    "WARNING: speckit: docs/plan.md:7:7: placeholder [NAME] is not filled in; replace it, or delete"
    " it [unfilled-placeholder]"
)
DIFFERS = (
    "speckit: plan.md: the page shows other figures than the file, as what it includes is counted"
    " on the page alone"
)


def build(checkout: Checkout, change: str, plan: str = PLAN) -> tuple[BeautifulSoup, list[str]]:
    """The plan's page, its text changed by this expression, and what was logged."""
    hook = f"import re\n\ndef on_page_markdown(text, **_):\n    return {change}\n"
    checkout.write({"website/docs/plan.md": plan, "website/hooks.py": hook})
    site = checkout.build({}, hooks=["hooks.py"])
    assert not site.page("index.html").select("[class^=speckit-]")
    return site.page("plan.html"), site.log


def done(page: BeautifulSoup) -> list[str]:
    return read_header(page).counts


def test_figures_are_those_of_what_is_shown(
    checkout: Checkout, caplog: pytest.LogCaptureFixture
) -> None:
    page, log = build(checkout, "text.replace('- [x]', '- [ ] b\\n- [x]')")
    assert done(page) == ["1 of 2 items"]
    assert log == [FOUND]
    assert DIFFERS in caplog.messages


@pytest.mark.parametrize("change", ["text", "text.rstrip()", r"re.sub('(?s)<!--.*?-->', '', text)"])
def test_a_text_that_shows_the_same_is_not_read_again(
    checkout: Checkout, caplog: pytest.LogCaptureFixture, change: str
) -> None:
    """Even where the level marker is taken out of it."""
    page, log = build(checkout, change)
    assert done(page) == ["1 of 1 items"]
    assert log == [FOUND]
    assert DIFFERS not in caplog.messages


def test_findings_are_marked_where_the_written_lines_are_shown(checkout: Checkout) -> None:
    """The text that is shown has a section more, so that all lines are others."""
    hook = "def on_page_markdown(text, **_):\n    return text.replace('## S', '## New\\n\\n## S')\n"
    checkout.write({"website/docs/plan.md": PLAN, "website/hooks.py": hook})
    page = checkout.build({"show": all_but(also=("findings",))}, hooks=["hooks.py"]).page(
        "plan.html"
    )
    assert [h.get_text() for h in page.select("h2")] == ["New", "Setup"]
    (mark,) = (m for m in page.select(".speckit-place") if "[NAME]" in str(m["title"]))
    item = mark.find_parent("li")
    assert item is not None
    assert "[NAME]" in item.get_text()


def test_a_page_that_was_replaced_shows_no_figures(checkout: Checkout) -> None:
    page, _ = build(checkout, "'# An error\\n\\n- [ ] a\\n'")
    assert not page.select("[class^=speckit-]")


def test_a_level_in_the_front_matter_stays(checkout: Checkout) -> None:
    plan = "---\nSPECKIT_LEVEL: 2\n---\n# Plan\n\n- [x] a\n"
    page, _ = build(checkout, "text + '- [x] b\\n'", plan)
    assert done(page) == ["2 of 2 items"]


def test_a_page_of_nothing_but_front_matter_is_filled(checkout: Checkout) -> None:
    page, _ = build(checkout, "'# Plan\\n\\n- [x] a\\n'", "---\nSPECKIT_LEVEL: 2\n---\n")
    assert done(page) == ["1 of 1 items"]


def test_a_placeholder_that_is_filled_is_not_marked(checkout: Checkout) -> None:
    """The file still has it, so it is reported."""
    page, log = build(checkout, "text.replace('[NAME]', 'Gate [OTHER_NAME]')")
    assert [mark.get_text() for mark in page.select("mark")] == ["[OTHER_NAME]"]
    assert log == [FOUND]

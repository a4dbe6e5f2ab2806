"""A site with a plan, its task list and other pages, built beside other plugins.

The packages are in the requirements files beside this, and `nox` installs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.builds.conftest import checkout
from tests.builds.test_page import OTHER, PLAN
from tests.conftest import MARKER, SMALL, Site, target
from tests.headers import read_header

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bs4 import BeautifulSoup

    from tests.builds.conftest import Checkout

__all__ = ["checkout"]

MATERIAL = {"name": "material", "font": False}

TASKS = f"# Tasks: Login\n\n{MARKER.replace('plan-core', 'tasks-core')}- Form\n"

FILES = {
    "docs/index.md": "# Home\n",
    "docs/other.md": OTHER,
    "docs/shop/plan.md": PLAN,
    "docs/shop/tasks.md": TASKS,
}
"""The site's files, by their paths from `mkdocs.yml`."""

PARTS = {"header": 1, "progress": 3, "diagram": 1, "timeline": 1, "placeholder": 3}
"""How many of each part the plan's page has."""

FIGURES = [
    "3 of 6 items",
    "7.5–10.5 h planned",
    "[Second part] · Core Implementation",
    "5.2–7.5 h, likely 6.3 h; 4 in 5 cases within 6.6 h",
    "Blocked: Blocked",
    "The table’s total says 10–12 h, its phases add up to 7.5–10.5 h. See the row",
]
"""What the plan's summary says."""

PHASES = ["#phase-1-setup", "#phase-2-core-implementation", "#phase-3-verification"]
"""Where the plan's timeline leads."""


def found_in(path: str) -> list[str]:
    """What is reported of the plan, at its path from `mkdocs.yml`."""
    return [
        f"WARNING: speckit: {path}:{message}"
        for message in (
            "12:17: placeholder [e.g., PostgreSQL] is not filled in;"
            " replace it, or delete it [unfilled-placeholder]",
            "20:14: placeholder [FEATURE] is not filled in;"
            " replace it, or delete it [unfilled-placeholder]",
            "30:8: placeholder [Second part] is not filled in;"
            " replace it, or delete it [unfilled-placeholder]",
            "55:15: the effort total does not add up: the phases sum to 7.5–10.5 h, but the"
            " table says 10–12 h; correct the total or the phases [effort-total-mismatch]",
        )
    ]


FOUND = found_in("docs/shop/plan.md")


def in_both_orders(*neighbours: Any) -> pytest.MarkDecorator:
    """Run a test with our plugin after its neighbours, and before them."""
    orders = [[*neighbours, "speckit"], ["speckit", *neighbours]]
    return pytest.mark.parametrize("plugins", orders, ids=["after", "before"])


@pytest.fixture
def build(checkout: Checkout) -> Callable[..., Site]:
    """Build the site: `build(["search", "speckit"], {"docs/more.md": "…"}, theme=…)`.

    These files come to `pages`, or take their places; all are committed.
    """

    def built(
        plugins: list[Any],
        files: Mapping[str, str] | None = None,
        speckit: Mapping[str, Any] | None = None,
        pages: Mapping[str, str] = FILES,
        **configuration: Any,
    ) -> Site:
        texts = {**pages, **(files or {})}
        checkout.write({f"website/{name}": text for name, text in texts.items()})
        checkout.git("add", ".")
        checkout.git("commit", "--quiet", "--message", "Plan")
        options = {"rules": SMALL, **(speckit or {})}
        chosen = [{"speckit": options} if name == "speckit" else name for name in plugins]
        return checkout.build({}, **{"theme": MATERIAL, "plugins": chosen, **configuration})

    return built


def parts(page: BeautifulSoup) -> dict[str, int]:
    """How many of each part there are, those that there are none of left out."""
    counts = {name: len(page.select(f".speckit-{name}")) for name in PARTS}
    return {name: number for name, number in counts.items() if number}


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    """The texts of some elements, each in one line."""
    return [" ".join(element.get_text(" ").split()) for element in page.select(selector)]


def figures(page: BeautifulSoup) -> list[str]:
    """What the header says."""
    header = read_header(page)
    return [*header.counts, *header.facts.values(), *header.cautions]


def links(page: BeautifulSoup, selector: str) -> list[str]:
    """Where the links in some elements lead, each once, in their order."""
    return list(dict.fromkeys(target(link) for link in page.select(f"{selector} a")))


def assert_shown(site: Site, plan: str, *others: str) -> None:
    """A plan's page has all its parts once, and with the right figures; other pages have none."""
    page = site.page(plan)
    assert parts(page) == PARTS
    assert figures(page) == FIGURES
    assert links(page, ".speckit-diagram") == links(page, ".speckit-timeline") == PHASES
    assert all(page.select_one(str(phase)) for phase in PHASES)
    for other in others:
        assert parts(site.page(other)) == {}

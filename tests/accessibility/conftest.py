"""Pages of the built demo and gallery, opened in a browser as readers open them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.browser import served
from tests.demo_site import DEMO, GALLERY, DemoSites, documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import Browser, Page, ViewportSize

PIECE = "[class*='speckit-']:not(.speckit-item, .speckit-task, .speckit-drawing)"
OURS = f":is({PIECE}, {PIECE} *)"
"""A selector of all that we add to a page, without what authors wrote and we only marked."""

SOURCES = [path.relative_to(DEMO).as_posix() for path in sorted((DEMO / "specs").rglob("*.md"))]
PAGES = [
    "demo/",
    *(f"demo/{path.removesuffix('.md')}/" for path in documents() + SOURCES if path != "index.md"),
    *(f"gallery/{path.stem}/" for path in sorted(GALLERY.glob("*.md"))),
]
"""The addresses of all pages, below that of a theme."""

KINDS = [
    "demo/",
    "demo/accounts/passkeys/plan/",
    "demo/specs/014-sail-repairs/tasks/",
    "gallery/seed-bank/",
    "gallery/lighthouse/",
    "gallery/permits/",
    "preview/accounts/data-export/plan/",
]
"""Pages with all there is: overview, plan, tasks, unknown effort, milestones, a cycle, findings."""

MAIN = ["demo/", "demo/accounts/passkeys/plan/", "preview/accounts/data-export/plan/"]
"""Pages with every piece that we add, once."""

DESK, PHONE = 1280, 360

Scheme = Literal["light", "dark"]
Look = tuple[Scheme, int]
"""A palette and the width of a window, in px."""

LOOKS: Mapping[str, Sequence[Look]] = {
    "material": (("light", DESK), ("dark", PHONE)),
    "mkdocs": (("light", DESK), ("dark", PHONE)),
    "readthedocs": (("light", DESK), ("light", PHONE)),
}
"""Each palette and each width of a theme: colours do not depend on widths, nor room on palettes."""

UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"


@dataclass(frozen=True)
class Visits:
    """Opens pages of the built sites."""

    browser: Browser
    sites: DemoSites
    address: str

    @contextmanager
    def open(
        self, path: str, *, theme: str = "material", look: Look = ("light", DESK), **context: Any
    ) -> Iterator[Page]:
        """Open one of `PAGES`; what is given beside is for Playwright's `new_context`."""
        self.sites.built(path.partition("/")[0], theme)
        scheme, width = look
        size: ViewportSize = {"width": width, "height": 800}
        with self.browser.new_context(color_scheme=scheme, viewport=size, **context) as opened:
            page = opened.new_page()
            page.goto(f"{self.address}/{theme}/{path}")
            yield page


@pytest.fixture(scope="session")
def visits(browser: Browser, demo_sites: DemoSites) -> Iterator[Visits]:
    """The sites, served to a browser."""
    demo_sites.folder.mkdir(exist_ok=True)
    with served(demo_sites.folder) as address:
        yield Visits(browser, demo_sites, address)

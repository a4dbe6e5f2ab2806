"""The demo site shows what it is there to show."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs.commands.build import build
from mkdocs.config import load_config

DEMO = Path(__file__).parents[2] / "demo_site"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built demo site's folder."""
    folder = tmp_path_factory.mktemp("demo") / "demo_site"
    shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("site"))
    build(load_config(str(folder / "mkdocs.yml")))
    return folder / "site"


def page(demo: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((demo / name / "index.html").read_text("utf-8"), "html.parser")


def tile(soup: BeautifulSoup, name: str) -> str:
    element = soup.select_one(f".speckit-tile--{name}")
    assert element is not None
    return " ".join(element.get_text(" ").split())


def test_a_plan_half_done_whose_total_does_not_add_up(demo: Path) -> None:
    soup = page(demo, "accounts/passkeys/plan")
    assert tile(soup, "effort") == "Effort 15.5–24.5 h ⚠ plan says 12–16 h"
    assert tile(soup, "done") == "Done 9 of 19"
    assert len(soup.select(".speckit-placeholder")) == 1


def test_a_plan_with_a_matrix_and_finished_phases(demo: Path) -> None:
    soup = page(demo, "checkout/express-checkout/plan")
    assert len(soup.select(".speckit-diagram")) == 2
    for drawing in soup.select(".speckit-diagram")[0].select("svg[role=group]"):
        assert len(drawing.select(".speckit-node--done")) == 2
    assert tile(soup, "critical-path").startswith("Critical path 88–116 h")


def test_an_untouched_template(demo: Path) -> None:
    soup = page(demo, "accounts/data-export/plan")
    assert len(soup.select(".speckit-placeholder")) == 19
    assert tile(soup, "effort") == "Effort — 3 of 3 phases unestimated"


def test_a_page_that_is_no_plan(demo: Path) -> None:
    assert not page(demo, ".").select("[class*=speckit]")


def test_links_of_diagrams_lead_somewhere(demo: Path) -> None:
    for name in ("accounts/passkeys/plan", "checkout/express-checkout/plan"):
        soup = page(demo, name)
        links = soup.select(".speckit-diagram a")
        assert links
        assert all(soup.find(id=str(link["href"])[1:]) for link in links)

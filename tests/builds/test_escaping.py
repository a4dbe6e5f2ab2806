"""Whatever a plan says, the site says it as text: looked at in parsed pages and data."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from tests.builds.hostile import (
    DOCUMENTS,
    FOLDERS,
    NAMES,
    OPTIONS,
    OVERVIEW,
    TEXTS,
    Built,
    built,
    calm,
    hostile_pages,
    known,
    ours,
    pieces,
    stream,
    tags,
    vocabulary,
    without,
)
from tests.conftest import MARKER, VALIDATOR
from tests.payloads import PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bs4 import Tag

    from tests.conftest import Site

__all__ = ["calm", "known", "ours", "without"]

ADDRESSES = ("href", "xlink:href", "src", "action", "formaction", "data", "srcset", "style")

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

PAGES = [f"{FOLDERS[name]}/{document}.html" for name in TEXTS for document in DOCUMENTS]


def test_a_page_without_our_pieces_is_the_page_without_us(ours: Built, without: Built) -> None:
    for page in PAGES:
        assert stream(ours.body(page)) == stream(without.body(page)), page


def test_pieces_have_no_more_than_those_of_plain_words(
    ours: Built, known: set[tuple[str, str]]
) -> None:
    for page in PAGES:
        found = pieces(ours.body(page))
        assert found, page
        assert vocabulary(found) - known == set(), page
        assert _addresses_elsewhere(found) == [], page


def _addresses_elsewhere(found: list[Tag]) -> list[str]:
    """The addresses in pieces that leave the site, or could run something."""
    addresses = [str(tag[name]) for tag in tags(found) for name in ADDRESSES if tag.get(name)]
    harmless = re.compile(r"#.+|(\.\./)*[\w%-]+[\w%./-]*(#[\w-]+)?|(--[a-z]:[\d.]+%?;?)+")
    return [text for text in addresses if not harmless.fullmatch(text)]


OF_ORDERS = {("a", "id"), ("li", "style")}
"""An overview of so many features can be ordered."""


def test_the_overview_has_no_more_than_that_of_plain_words(ours: Built, calm: Built) -> None:
    found = ours.body("index.html").select(".speckit-overview")
    assert _of_overview(ours) - _of_overview(calm) - OF_ORDERS == set()
    assert _addresses_elsewhere(found) == []
    names = [title.get_text() for title in found[0].select(".speckit-row-title > :first-child")]
    assert len(names) == len(TEXTS)
    assert f"Plan: {PAYLOADS['script']}" in names or PAYLOADS["script"] in names


def test_the_export_is_what_its_schema_says(ours: Built) -> None:
    exported = json.loads((ours.folder / "speckit.json").read_text(encoding="utf-8"))
    VALIDATOR.validate(exported)
    assert len(exported["plans"]) == 2 * len(TEXTS)


def test_badges_are_well_formed_and_have_no_more_than_those_of_plain_words(
    ours: Built, calm: Built
) -> None:
    drawn = sorted(ours.folder.rglob("badges/**/*.svg"))
    paths = [path for path in drawn if not path.name.startswith("card-")]
    assert len(paths) == 3 + 3 * len(TEXTS)
    expected = _elements(next(calm.folder.rglob("badges/effort.svg")))
    assert [path for path in paths if _elements(path) != expected] == []


def test_cards_are_well_formed_and_have_no_more_than_those_of_plain_words(
    ours: Built, calm: Built
) -> None:
    paths = sorted(ours.folder.rglob("badges/**/card-*.svg"))
    assert len(paths) == 2 * len(TEXTS)
    known = {part for path in calm.folder.rglob("card-*.svg") for part in _elements(path)}
    assert {part for path in paths for part in _elements(path)} - known == set()
    styles = [ElementTree.parse(path).getroot()[1].text or "" for path in paths]  # noqa: S314
    assert {re.sub("#[0-9a-f]{6}", "", style) for style in styles} == {
        ".speckit-full{fill:;stroke:none}.speckit-in{stroke:;stroke-width:1.9}"
    }


def _elements(drawing: Path) -> list[tuple[str, ...]]:
    """The elements of a drawing that stands alone, each with its attributes' names."""
    root = ElementTree.parse(drawing).getroot()  # noqa: S314
    return [(element.tag, *element.attrib) for element in root.iter()]


def test_what_is_logged_steers_no_terminal_and_no_runner(build_site: Callable[..., Site]) -> None:
    site = build_site(hostile_pages(), speckit={"log": "all"})
    assert len(site.logged) > len(TEXTS)
    assert [line for line in site.logged if _STEERING.search(line)] == []


@pytest.mark.parametrize("where", ["{}/plan.md", "of/{}.md"])
def test_file_names_are_text_and_lead_to_their_pages(
    tmp_path: Path, known: set[tuple[str, str]], calm: Built, where: str
) -> None:
    plan = f"{MARKER}- [ ] [NAME]\n"
    pages = {where.format(name): plan for name in NAMES.values()}
    site = built(tmp_path, {"index.md": OVERVIEW, **pages}, [{"speckit": OPTIONS}])
    (overview,) = site.body("index.html").select(".speckit-overview")
    dashed = {("rect", name) for name in ("", "x", "y", "width", "height", "rx")}
    assert vocabulary([overview]) - _of_overview(calm) - dashed - OF_ORDERS == set()
    links = {str(link["href"]) for link in overview.select("li a")}
    exported = json.loads((site.folder / "speckit.json").read_text(encoding="utf-8"))
    assert links >= {plan["url"] for plan in exported["plans"]}
    for link in links:
        page = (site.folder / unquote(link)).resolve()
        assert page.is_file()
        assert vocabulary(pieces(site.body(unquote(link)))) - known == set()
    assert len(exported["plans"]) == len(NAMES)


def _of_overview(site: Built) -> set[tuple[str, str]]:
    return vocabulary(site.body("index.html").select(".speckit-overview"))

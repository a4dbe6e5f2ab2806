"""The export of a site, read by another: what was written comes back, and nothing else comes in."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.export import export_plans, export_site
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import Document, date_entries, make_entries, sum_entries
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.model.settings import WorkingTime
from mkdocs_speckit.portfolio.fetching import Fetched
from mkdocs_speckit.portfolio.sites import SiteExportError, read_site
from mkdocs_speckit.rendering.overview import render_overview
from tests.builds.test_overview import PAGES
from tests.conftest import plan_of

if TYPE_CHECKING:
    from mkdocs_speckit.portfolio.sites import ForeignSite

HERE = "https://bakery.example/docs/speckit.json"

PLANS = audit_plans([plan_of(text, path) for path, text in PAGES.items() if "SPECKIT" in text])
ENTRIES = date_entries(
    make_entries(
        group_features(plan for plan, _ in PLANS),
        {plan.path: found for plan, found in PLANS},
        Failures(),
    ),
    {"shop/bread/plan.md": "2026-03-04"},
)
GOOD = export_site("Bakery", PLANS, ENTRIES, lambda path: path.removesuffix("plan.md"))


def site_of(exported: object, address: str = HERE) -> ForeignSite:
    return read_site(Fetched(address, json.dumps(exported).encode()))


def with_feature(**members: object) -> dict[str, Any]:
    """The good export with other members in its first feature."""
    exported: dict[str, Any] = copy.deepcopy(GOOD)
    exported["features"][0] |= members
    return exported


def test_what_a_site_says_of_its_features_comes_back() -> None:
    found = site_of(GOOD)
    assert found.name == "Bakery"
    at = "https://bakery.example/docs/"
    for entry, own in zip(found.entries, ENTRIES, strict=True):
        documents = tuple(
            Document(d.kind, at + d.path.removesuffix("plan.md"), d.title, d.completion)
            for d in own.documents
        )
        path = at + own.path.removesuffix("plan.md")
        p80 = own.figures.p80 and round(own.figures.p80, 6)
        figures = replace(own.figures, p80=p80)
        assert entry == replace(own, path=path, documents=documents, figures=figures)
    assert sum_entries(found.entries).statuses == sum_entries(ENTRIES).statuses


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is no JSON"),
        (b"<!doctype html>", "it is no JSON"),
        (b"\xff\xfe", "it is no JSON"),
        (b"[" * 100_000, "it is no JSON"),
        (b'{"version": NaN, "plans": []}', "it is no JSON"),
        (b"[]", "it is no export of mkdocs-speckit"),
        (b'{"plans": []}', "it is no export of mkdocs-speckit"),
        (b'{"version": 1}', "it is no export of mkdocs-speckit"),
        (b'{"version": 2, "plans": []}', "it is an export of version 2, and this program reads 1"),
        (b'{"version": true, "plans": []}', "it is an export of version True"),
        (b'{"version": {"a": []}, "plans": []}', "it is an export of version an object"),
    ],
)
def test_what_is_no_export_says_so(content: bytes, message: str) -> None:
    with pytest.raises(SiteExportError, match=message):
        read_site(Fetched(HERE, content))


def test_an_export_of_the_command_line_says_what_is_needed() -> None:
    with pytest.raises(SiteExportError, match="a site that is built with `export: true`"):
        site_of(export_plans(PLANS))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("title", 3, "“title” is 3 in it, and must be a text"),
        ("title", None, "“title” is None"),
        ("level", "4", "“level” is '4' in it, and must be 1, 2, 3, 3+ or null"),
        ("level", ["1"], "“level” is a list"),
        ("status", None, "“status” is None"),
        ("p80", -1, "“p80” is -1 in it, and must be a number of hours"),
        ("p80", 1e300, "a number of hours"),
        ("p80", True, "a number of hours"),
        ("placeholders", 1.5, "a whole number"),
        ("placeholders", True, "a whole number"),
        ("left", {"low": 3, "high": 2}, "“left” is an object in it, and must be a range"),
        ("left", [], "“left” is a list in it, and must be an object"),
        ("completion", {"done": 3, "total": 2}, "what is done of a total"),
        ("documents", [1], "a list of objects"),
        ("changed", "yesterday", "a date such as"),
        ("parent", "cakes", "“parent” is 'cakes' in it, and must be the folder of"),
        ("changed", "x" * 100, "x…"),
        ("url", "javascript:alert(1)", "an address that begins with https"),
        ("url", "file:///plans", "an address"),
        ("url", "data:text/html,x", "an address"),
        ("url", "https://a b/", "an address"),
        ("url", "https:\\\\bakery.example", "an address"),
        ("url", "java\nscript:alert(1)", "an address"),
        ("url", "//[", "an address"),
    ],
)
def test_what_is_not_as_it_must_be_says_so(name: str, value: object, said: str) -> None:
    with pytest.raises(SiteExportError) as caught:
        site_of(with_feature(**{name: value}))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("plan/", "https://bakery.example/docs/plan/"),
        ("./", "https://bakery.example/docs/"),
        ("/plan/", "https://bakery.example/plan/"),
        ("../plan/", "https://bakery.example/plan/"),
        ("http://cakes.example/plan/?a#b", "http://cakes.example/plan/?a#b"),
    ],
)
def test_addresses_are_on_the_web(url: str, address: str) -> None:
    assert site_of(with_feature(url=url)).entries[0].path == address


def test_pages_beside_a_file_have_no_address_on_the_web() -> None:
    assert site_of(GOOD, "../other/speckit.json").entries[1].path == "../other/shop/bread/"
    with pytest.raises(SiteExportError, match="url"):
        site_of(with_feature(url="/etc/"), "../other/speckit.json")


def test_a_site_without_a_name_is_called_by_its_host_or_path() -> None:
    nameless = {name: value for name, value in GOOD.items() if name != "site"}
    assert site_of(nameless).name == "bakery.example"
    assert site_of(nameless | {"site": " "}).name == "bakery.example"
    assert site_of(nameless, "../other/speckit.json").name == "../other/speckit.json"


def test_signs_that_are_no_text_become_spaces() -> None:
    odd = with_feature(title="a\x02wzxhzdk:0\x03\ud800\nb")
    assert site_of(odd).entries[0].title == "a wzxhzdk:0   b"


def _places(value: object, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """All places in a value of JSON, as the keys that lead there."""
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = dict(enumerate(value)).items()
    else:
        return [place]
    return [place, *(one for key, part in inner for one in _places(part, (*place, key)))]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.sampled_from(_places(GOOD)[1:]), _JSON)
def test_anything_anywhere_is_read_or_refused(place: tuple[str | int, ...], value: object) -> None:
    exported: Any = copy.deepcopy(GOOD)
    part = exported
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    try:
        found = site_of(exported)
    except SiteExportError:
        return
    render_overview(found.entries, lambda path: path, WorkingTime()).encode()


def test_a_feature_in_itself_is_refused() -> None:
    with pytest.raises(SiteExportError, match="“parent” is 'shop' in it"):
        site_of(with_feature(folder="shop", parent="shop"))

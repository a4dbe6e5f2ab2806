"""The export of a site, read by another: what was written comes back, and nothing else comes in."""

from __future__ import annotations

import copy
import json
import time
from typing import Any

import msgspec
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.export import export_plans, export_site
from mkdocs_speckit.export.reader import ExportError
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import FeatureDocument, add_dates, make_entries, sum_entries
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.portfolio import ForeignSite, read_site
from mkdocs_speckit.portfolio.fetching import Fetched
from mkdocs_speckit.rendering.overview import render_overview
from tests.builds.test_overview import PAGES
from tests.conftest import exported, plan_of
from tests.export.test_reader import JSON, find_places

HERE = "https://bakery.example/docs/speckit.json"

PLANS = audit_plans([plan_of(text, path) for path, text in PAGES.items() if "SPECKIT" in text])
ENTRIES = add_dates(
    make_entries(
        group_features(plan for plan, _ in PLANS),
        {plan.path: found for plan, found in PLANS},
        Failures(),
    ),
    {"shop/bread/plan.md": "2026-03-04"},
)
GOOD: dict[str, Any] = msgspec.to_builtins(
    export_site("Bakery", PLANS, ENTRIES, lambda path: path.removesuffix("plan.md"))
)


def site_of(exported: object, address: str = HERE) -> ForeignSite:
    return read_site(Fetched(address, json.dumps(exported).encode()))


def with_feature(**members: object) -> dict[str, Any]:
    """The good export with other members in its first feature."""
    exported: dict[str, Any] = copy.deepcopy(GOOD)
    exported["features"][0] |= members
    return exported


def left_out(exported: object) -> tuple[str, ...]:
    """What is wrong with features that are left out, where the last one is shown as it is."""
    found = site_of(exported)
    assert found.entries == site_of(GOOD).entries[1:]
    return found.faults


def test_what_a_site_says_of_its_features_comes_back() -> None:
    found = site_of(GOOD)
    assert found.name == "Bakery"
    at = "https://bakery.example/docs/"
    for entry, own in zip(found.entries, ENTRIES, strict=True):
        documents = tuple(
            FeatureDocument(d.kind, at + d.path.removesuffix("plan.md"), d.title, d.completion)
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
        (b"<!doctype html>", "is not JSON"),
        (b'{"version": 3, "plans": []}', "is an export of version 3"),
        (json.dumps(GOOD | {"features": 3}).encode(), "`$.features` is 3, and must be a list"),
    ],
)
def test_what_is_not_an_export_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(ExportError) as caught:
        read_site(Fetched(HERE, content))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///plans",
        "data:text/html,x",
        "https://a b/",
        "https:\\\\bakery.example",
        "java\nscript:alert(1)",
        "//[",
    ],
)
def test_an_address_that_leads_off_the_web_is_named_and_its_feature_left_out(url: str) -> None:
    wanted = "and must be an address that begins with https:// or http://, or a relative one"
    said = f"`$.features[0].url` is {json.dumps(url)}, {wanted}"
    assert left_out(with_feature(url=url)) == (said,)
    documents = [GOOD["features"][0]["documents"][0] | {"url": url}]
    said = f"`$.features[0].documents[0].url` is {json.dumps(url)}, {wanted}"
    assert left_out(with_feature(documents=documents)) == (said,)
    alone = with_feature(url=url)
    del alone["features"][1:]
    with pytest.raises(ExportError, match="is a broken export: "):
        site_of(alone)


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
    (fault,) = site_of(with_feature(url="/etc/"), "../other/speckit.json").faults
    assert fault.startswith("`$.features[0].url` is ")


def test_a_site_without_a_name_is_called_by_its_host_or_path() -> None:
    nameless = {name: value for name, value in GOOD.items() if name != "site"}
    assert site_of(nameless).name == "bakery.example"
    assert site_of(nameless | {"site": " "}).name == "bakery.example"
    assert site_of(nameless, "../other/speckit.json").name == "../other/speckit.json"


def test_signs_that_are_no_text_become_spaces() -> None:
    odd = with_feature(title="a\x02wzxhzdk:0\x03\ud800\nb")
    assert site_of(odd).entries[0].title == "a wzxhzdk:0   b"


@given(st.sampled_from(find_places(GOOD)[1:]), JSON)
def test_anything_anywhere_is_read_or_refused(place: tuple[str | int, ...], value: object) -> None:
    data: Any = copy.deepcopy(GOOD)
    part = data
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    try:
        found = site_of(data)
    except ExportError:
        return
    render_overview(found.entries, {}, lambda path: path).encode()


@given(
    st.sampled_from([place for place in find_places(GOOD) if place[:2] == ("features", 0)]), JSON
)
def test_nothing_in_a_feature_takes_another_feature_away(
    place: tuple[str | int, ...], value: object
) -> None:
    data: Any = copy.deepcopy(GOOD)
    part = data
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        return  # That is no JSON, and nothing of it can be read.
    found = site_of(data)
    assert found.entries[-1] == site_of(GOOD).entries[-1]
    assert len(found.entries) + len(found.faults) == len(GOOD["features"])


def test_broken_features_are_named_by_their_places() -> None:
    first, second = GOOD["features"]
    wrong = [
        (first | {"changed": "3170843-11-07"}, 'changed` is "3170843-11-07", and must be a text'),
        (second | {"url": "javascript:alert(1)"}, 'url` is "javascript:alert(1)", and must be'),
        (first | {"completion": {"done": 2, "total": 1}}, "completion` has a `done` that is"),
        (3, "` is 3, and must be an object"),
        ({}, "` has no `folder`"),
    ]
    features = [second, *(feature for feature, _ in wrong), first]
    found = site_of(GOOD | {"features": features})
    assert [entry.folder for entry in found.entries] == [second["folder"], first["folder"]]
    for index, (said, (_, wanted)) in enumerate(zip(found.faults, wrong, strict=True), 1):
        assert said.startswith((f"`$.features[{index}].{wanted}", f"`$.features[{index}]{wanted}"))


def test_what_is_not_shown_may_be_broken() -> None:
    broken = GOOD | {"plans": [3], "totals": "none"}
    assert site_of(broken) == site_of(GOOD)


def test_an_export_of_broken_features_alone_is_refused_however_long() -> None:
    with pytest.raises(ExportError, match=r"`\$\.features\[0\]` is 3"):
        site_of(GOOD | {"features": [3]})
    long = GOOD | {"features": [*GOOD["features"], *[0] * 1_000_000]}
    start = time.monotonic()
    with pytest.raises(ExportError, match=r"`\$\.features\[2\]` is 0"):
        site_of(long)
    assert time.monotonic() - start < 10


# What `mkdocs-speckit export` prints has plans alone.
PRINTED: dict[str, Any] = msgspec.to_builtins(export_plans(PLANS))


def test_a_broken_plan_takes_no_other_plan_away() -> None:
    first, *others = PRINTED["plans"]
    whole, found = (
        site_of({"version": 1, "plans": plans}, "plans.json")
        for plans in (others, [first | {"path": 3}, *others, others[-1], first | {"level": "9"}])
    )
    assert found.entries == whole.entries
    assert found.parts == "plan"
    assert found.faults == (
        "`$.plans[0].path` is 3, and must be a text",
        f'`$.plans[{len(others) + 1}].path` is "{others[-1]["path"]}", as that of another plan',
        f'`$.plans[{len(others) + 2}].level` is "9", and must be "1", "2", "3", "3+",'
        ' "phase-parent" or null',
    )


def test_features_that_an_export_leaves_out_are_those_of_a_site() -> None:
    found = site_of(PRINTED, "../other/plans.json")
    assert found.name == "../other/plans.json"
    for entry, own in zip(found.entries, ENTRIES, strict=True):
        documents = tuple(replace(d, path=f"../other/{d.path}") for d in own.documents)
        # It does not tell which phases are done.
        unknown = replace(own.figures, left=None, remaining=None, p80=None)
        assert entry == replace(
            own,
            path=f"../other/{own.path}",
            documents=documents,
            figures=unknown,
            changed=None,
            is_linked=False,
        )
    assert sum_entries(found.entries).statuses == sum_entries(ENTRIES).statuses


EFFORT = "\n## Effort\n\n| Phase | Effort |\n|---|---|\n| Dough | {} |\n"


def test_features_roll_up_as_they_do_on_their_own_site() -> None:
    found = site_of(
        exported(
            plan_of("# Bread\n\n- [x] d\n", "bread/spec.md"),
            plan_of("# Dough\n\n- [x] a\n" + EFFORT.format("1h"), "bread/001-dough/plan.md"),
            plan_of("# Oven\n\n- [ ] b\n" + EFFORT.format("2 sessions"), "bread/002-oven/plan.md"),
        )
    ).entries
    assert [(entry.folder, entry.parent) for entry in found] == [
        ("bread", None), ("bread/001-dough", "bread"), ("bread/002-oven", "bread"),
    ]  # fmt: skip
    whole, dough, oven = (entry.figures for entry in found)
    assert whole.effort == dough.effort
    assert (oven.effort, whole.left) == (None, dough.left)
    assert (whole.completion.done, whole.completion.total) == (2, 3)
    assert [entry.status for entry in found] == ["under way", "done", "not started"]


@pytest.mark.parametrize("address", [HERE, "plans.json"])
def test_documents_without_an_address_are_not_linked(address: str) -> None:
    nowhere = copy.deepcopy(GOOD)
    for part in nowhere["features"]:
        del part["url"]
    for data in (PRINTED, nowhere):
        found = site_of(data, address)
        html = render_overview(found.entries, {}, lambda path: path)
        assert "Bread &amp; butter" in html
        assert not BeautifulSoup(html, "html.parser").select("li [href]")


def test_an_export_without_features_may_have_any_paths() -> None:
    paths = ["../../etc/passwd", "javascript:alert(1)", "https://evil.example/plan.md", "/", "\x1b"]
    plans = [PRINTED["plans"][0] | {"path": path} for path in paths]
    found = site_of(PRINTED | {"plans": plans})
    assert len(found.entries) == len(paths)
    html = render_overview(found.entries, {}, lambda path: path)
    assert not BeautifulSoup(html, "html.parser").select("li [href]")
    assert "\x1b" not in html

"""The plans of other sites in the overview, from their `speckit.json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs.exceptions import Abort

from mkdocs_speckit.portfolio import CACHE, Portfolio, fetching
from tests.builds.test_overview import PAGES, PLAN
from tests.builds.test_site_export import files_under
from tests.headers import read_overview
from tests.portfolio.test_fetching import Handler, Server, server
from tests.portfolio.test_sites import GOOD, PRINTED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site

__all__ = ["server"]

HOME = {"index.md": PAGES["index.md"], "cake.md": PLAN.format("Cheesecake")}

OWN = ["Cheesecake: under way"]
THEIRS = ["Bakery: Cake: not filled in", "Bakery: Bread & butter: under way"]


def names(site: Site) -> list[str]:
    """The features of the overview, with their states: the own ones, then the others."""
    found = [f"{row[0]}: {row[1].lower()}" for row in read_overview(site.page("index.html")).rows]
    return sorted(found, key=lambda name: "Bakery" in name or "plans.json" in name)


def warnings(site: Site) -> list[str]:
    return [line for line in site.log if "portfolio" in line]


def serve(monkeypatch: pytest.MonkeyPatch, content: object) -> None:
    """What the server sends for `/good` from now on."""
    sent = content if isinstance(content, bytes) else json.dumps(content).encode()
    monkeypatch.setattr(Handler, "_good", lambda self, _: self._send(sent))


def test_the_overview_has_the_plans_of_another_site(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "speckit.json").write_text(json.dumps(GOOD), "utf-8")
    site = build_site(HOME, speckit={"portfolio": ["other/speckit.json"]}, strict=True)
    assert names(site) == OWN + THEIRS
    page = site.page("index.html")
    assert [str(link["href"]) for link in page.select(".speckit-overview details a")] == [
        "cake.html"
    ]
    assert read_overview(page).sums[0] == "3 features"


def test_a_site_on_the_web_is_linked_to(
    build_site: Callable[..., Site], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, GOOD)
    address = f"http://me:secret@{server.address}/good/speckit.json?token=secret"
    site = build_site(HOME, speckit={"portfolio": [address]}, strict=True)
    assert names(site) == OWN + THEIRS
    links = site.page("index.html").select(".speckit-overview details a")
    at = f"http://{server.address}/good/shop"
    assert sorted(str(link["href"]) for link in links) == sorted([
        "cake.html",
        f"{at}/001-cake/",
        f"{at}/bread/",
        f"{at}/bread/",
        f"{at}/bread/tasks.md",
    ])  # fmt: skip
    assert "secret" not in site.html("index.html")


def test_what_the_command_line_printed_is_shown_without_links(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    (tmp_path / "plans.json").write_bytes(json.dumps(PRINTED).encode("utf-16"))
    options = {"portfolio": ["plans.json"]}
    theirs = [name.replace("Bakery", "plans.json") for name in THEIRS]
    site = build_site(HOME, speckit=options, strict=True)
    assert names(site) == OWN + theirs
    page = site.page("index.html")
    assert [str(link["href"]) for link in page.select(".speckit-overview details a")] == [
        "cake.html"
    ]
    (tmp_path / "plans.json").write_text("{}")
    site = build_site(HOME, speckit=options)
    assert names(site) == OWN + theirs
    assert warnings(site)[0].endswith(COPY)


def test_a_plan_elsewhere_is_not_linked_to_a_page_of_the_same_path(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    (tmp_path / "plans.json").write_text(json.dumps(PRINTED))
    pages = HOME | {"shop/bread/plan.md": PLAN.format("Own bread")}
    page = build_site(pages, speckit={"portfolio": ["plans.json"]}).page("index.html")
    links = page.select('.speckit-overview details a[href="shop/bread/plan.html"]')
    assert [link.get_text() for link in links] == ["Own bread"]


def test_a_site_that_was_built_before_is_read_as_it_was_written(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    built = build_site(HOME, speckit={"export": True}).folder
    (tmp_path / "before.json").write_bytes((built / "speckit.json").read_bytes())
    site = build_site(HOME, speckit={"portfolio": ["before.json"]}, strict=True)
    assert names(site) == [*OWN, f"Site: {OWN[0]}"]


def test_the_export_has_no_plans_of_others(build_site: Callable[..., Site], tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(GOOD), "utf-8")
    site = build_site(HOME, speckit={"portfolio": ["a.json"], "export": True})
    assert names(site) == OWN + THEIRS
    data = json.loads(site.html("speckit.json"))
    assert [feature["title"] for feature in data["features"]] == ["Cheesecake"]
    assert data["totals"]["features"] == 1


def test_two_sites_of_one_name_are_told_apart(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(GOOD), "utf-8")
    site = build_site(HOME, speckit={"portfolio": ["b.json", "a.json", "b.json"]})
    found = {name.partition(": ")[0] for name in names(site) if name.startswith("Bakery")}
    assert found == {"Bakery (a.json)", "Bakery (b.json)"}
    assert read_overview(site.page("index.html")).sums[0] == "5 features"


def test_an_overview_is_narrowed_to_a_site_by_its_address(
    build_site: Callable[..., Site], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, GOOD)
    comment = f'# P\n\n<!-- speckit: overview path="http://{server.address}/*" level="3" -->\n'
    options = {"portfolio": [f"http://{server.address}/good/speckit.json"]}
    site = build_site(HOME | {"index.md": comment}, speckit=options)
    assert names(site) == THEIRS[:1]


NO_COPY = "; its plans are not shown"
COPY = "; the last good copy is shown"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("status/404", "answered 404 Not Found"),
        ("hops/9", "redirects too often, or off the web"),
        ("off/file", "redirects too often, or off the web"),
        ("silent", "did not answer completely within 0.3 s"),
        ("dripping", "did not answer completely within 0.3 s"),
        ("huge", "is larger than 0.2 MB"),
    ],
)
def test_a_site_that_cannot_be_read_is_one_warning(
    build_site: Callable[..., Site],
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    said: str,
) -> None:
    if "0.3 s" in said:
        monkeypatch.setattr(fetching, "TIMEOUT", 0.3)
    monkeypatch.setattr(fetching, "MAX_BYTES", 200_000)
    options = {"portfolio": [f"http://me:secret@{server.address}/{path}?token=secret"]}
    site = build_site(HOME, speckit=options)
    assert warnings(site) == [
        f"WARNING: speckit: portfolio: http://{server.address}/{path} {said}{NO_COPY}"
    ]
    assert names(site) == OWN


def test_a_private_site_is_read_with_a_variable_that_no_file_and_no_log_shows(
    build_site: Callable[..., Site],
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    server.content = json.dumps(GOOD).encode()
    monkeypatch.setenv("PLANS_TOKEN", "s3cr3t")
    site_of_theirs = f"http://{server.address}/tagged"
    headers = {"Authorization": "Bearer ${PLANS_TOKEN}"}
    options = {"portfolio": [{"url": site_of_theirs, "headers": headers}], "export": True}
    pages = HOME | {"more.md": HOME["index.md"]}
    site = build_site(pages, speckit=options, strict=True)
    assert names(site) == OWN + THEIRS
    assert server.asked == [("/tagged", "Bearer s3cr3t")]
    monkeypatch.delenv("PLANS_TOKEN")
    site = build_site(pages, speckit=options)
    assert names(site) == OWN + THEIRS
    assert warnings(site) == [
        f"WARNING: speckit: portfolio: {site_of_theirs} needs the environment variable PLANS_TOKEN,"
        f" which is not set{COPY}"
    ]
    assert len(server.asked) == 1
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in written if b"s3cr3t" in path.read_bytes()] == []
    assert "s3cr3t" not in caplog.text


def changed(**members: object) -> dict[str, Any]:
    return {**GOOD, **members}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"<!doctype html>",
            "is not JSON; use the speckit.json of a site, or the output of"
            " `mkdocs-speckit export DIR`",
        ),
        (
            changed(version=3),
            "is an export of version 3, and this program reads 1 to 2;"
            " use the same version of mkdocs-speckit for both",
        ),
        (
            changed(features=[GOOD["features"][0] | {"title": 3}]),
            "is a broken export: `$.features[0].title` is 3, and must be a text; export it again",
        ),
    ],
)
def test_the_last_good_copy_stands_in(
    build_site: Callable[..., Site],
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    content: object,
    said: str,
) -> None:
    address = f"http://{server.address}/good"
    options = {"portfolio": [address]}
    serve(monkeypatch, content)
    site = build_site(HOME, speckit=options)
    assert warnings(site) == [f"WARNING: speckit: portfolio: {address} {said}{NO_COPY}"]
    assert names(site) == OWN
    serve(monkeypatch, GOOD)
    site = build_site(HOME, speckit=options)
    assert warnings(site) == []
    serve(monkeypatch, content)
    site = build_site(HOME, speckit=options)
    assert warnings(site) == [f"WARNING: speckit: portfolio: {address} {said}{COPY}"]
    assert names(site) == OWN + THEIRS
    hrefs = [str(a["href"]) for a in site.page("index.html").select(".speckit-overview details a")]
    assert f"http://{server.address}/shop/bread/" in hrefs


def test_a_broken_feature_is_left_out_with_a_warning(
    build_site: Callable[..., Site], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = GOOD["features"]
    serve(monkeypatch, changed(features=[first | {"changed": "3170843-11-07"}, second]))
    options = {"portfolio": [f"http://me:secret@{server.address}/good"]}
    site = build_site(HOME, speckit=options)
    said = (
        f"WARNING: speckit: portfolio: http://{server.address}/good has 1 broken feature, left out"
        ' here: `$.features[0].changed` is "3170843-11-07", and must be a text such as'
        ' "2026-11-20" or null; export it again'
    )
    assert (names(site), warnings(site)) == ([*OWN, THEIRS[1]], [said])


def test_a_failure_fails_a_strict_build(build_site: Callable[..., Site]) -> None:
    with pytest.raises(Abort, match="1 warning"):
        build_site(HOME, speckit={"portfolio": ["gone.json"]}, strict=True)


def test_copies_are_kept_beside_the_configuration_and_nowhere_else(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_text(json.dumps(GOOD), "utf-8")
    build_site(HOME, speckit={"portfolio": ["a.json"]})
    (copy,) = (tmp_path / CACHE).iterdir()
    assert json.loads(json.loads(copy.read_text("utf-8"))["content"]) == GOOD
    assert set(files_under(tmp_path / "docs")) == set(HOME)
    assert not [name for name in files_under(tmp_path / "site") if "cache" in name]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"address": 1, "content": 2}', '{"address": "a", "content": "[]"}']
)
def test_a_broken_copy_is_none(tmp_path: Path, text: str) -> None:
    portfolio = Portfolio(tmp_path)
    (tmp_path / "a.json").write_text(json.dumps(GOOD), "utf-8")
    assert portfolio.read(["a.json"]).failures == ()
    (copy,) = (tmp_path / CACHE).iterdir()
    copy.write_text(text)
    (tmp_path / "a.json").unlink()
    found = portfolio.read(["a.json"])
    assert found.entries == ()
    assert found.failures == (f"portfolio: a.json does not exist{NO_COPY}",)


def test_where_no_copy_can_be_kept_there_is_none(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file where a folder should be")
    (tmp_path / "a.json").write_text(json.dumps(GOOD), "utf-8")
    found = Portfolio(tmp_path).read(["a.json"])
    assert len(found.entries) == 2
    assert found.failures == ()


def test_a_preview_asks_the_web_once_and_reads_files_again(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, GOOD)
    (tmp_path / "a.json").write_text(json.dumps(GOOD), "utf-8")
    portfolio = Portfolio(tmp_path)
    addresses = ["a.json", f"http://{server.address}/good", f"http://{server.address}/status/404"]
    first = portfolio.read(addresses)
    (tmp_path / "a.json").write_text(json.dumps(changed(features=[])), "utf-8")
    second = portfolio.move_to(tmp_path).read(addresses)
    assert (len(first.entries), len(second.entries)) == (4, 2)
    assert first.failures == second.failures
    assert len(server.asked) == 2


def test_a_site_that_shows_no_overview_asks_nobody(
    build_site: Callable[..., Site], server: Server
) -> None:
    options = {"portfolio": [f"http://{server.address}/good"], "overview": False}
    site = build_site({"cake.md": HOME["cake.md"]}, speckit=options)
    assert server.asked == []
    assert site.logged == [
        "WARNING: speckit: portfolio: no page shows it; write <!-- speckit: overview --> into a"
        " page, or leave out overview: false"
    ]


def test_a_site_with_a_portfolio_gets_an_overview_of_its_own(
    build_site: Callable[..., Site], server: Server
) -> None:
    options = {"portfolio": [f"http://{server.address}/good"]}
    site = build_site({"cake.md": HOME["cake.md"]}, speckit=options)
    assert len(server.asked) == 1
    assert site.page("plans.html").select(".speckit-overview")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ftp://me:secret@bakery.example/speckit.json", "'ftp://…'"),
        ("https://bakery.example:secret/", "'https://…'"),
        ("//me:secret@bakery.example/speckit.json", "'//…'"),
        ("//bakery.example/speckit.json?token=secret", "'//…'"),
        ("https:/me:secret@bakery.example/speckit.json", "'…@bakery.example/speckit.json'"),
        ("HTTPS:bakery.example?secret", "'HTTPS:bakery.example?…'"),
        ("me:secret@bakery.example/speckit.json", "'…@bakery.example/speckit.json'"),
        (" https://me:secret@bakery.example/speckit.json", "' https://…'"),
        ("", "''"),
    ],
)
def test_an_impossible_address_is_one_clear_sentence(
    build_site: Callable[..., Site], caplog: pytest.LogCaptureFixture, address: str, shown: str
) -> None:
    with pytest.raises(Abort):
        build_site(HOME, speckit={"portfolio": [address]})
    (line,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert f"portfolio has {shown}; it must be a path, or an address that begins with" in line
    assert "secret" not in line


HOSTILE = '<img src=x onerror="alert(1)">'


def test_what_others_write_is_text(build_site: Callable[..., Site], tmp_path: Path) -> None:
    feature = GOOD["features"][1]
    hostile = feature | {
        "title": f"{HOSTILE}\x02wzxhzdk:0\x03",
        "group": HOSTILE,
        "documents": [
            document | {"title": HOSTILE, "kind": HOSTILE, "url": "https://a.example/\"><img>'"}
            for document in feature["documents"]
        ],
    }
    (tmp_path / "a.json").write_text(json.dumps(changed(features=[hostile], site=HOSTILE)), "utf-8")
    site = build_site(HOME, speckit={"portfolio": ["a.json"]})
    page = site.page("index.html")
    assert not page.select(".speckit-overview img, .speckit-overview [onerror]")
    assert any(HOSTILE in name for name in names(site))
    assert len(page.select(".speckit-overview")) == 1

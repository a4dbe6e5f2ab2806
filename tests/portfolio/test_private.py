"""Private sites: who gets a secret, where it never appears, and what is not fetched again."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from mkdocs_speckit.markdown_extension import SpeckitExtension
from mkdocs_speckit.model.addresses import find_origin, is_safe_for_secrets
from mkdocs_speckit.options import OptionError, PrivateSite, make_options
from mkdocs_speckit.portfolio import CACHE, Portfolio
from tests.portfolio.test_fetching import Handler, Server, run_server, server
from tests.portfolio.test_sites import GOOD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["server"]

SECRET = "s3cr3t-value"  # noqa: S105
BEARER = {"Authorization": "Bearer ${PLANS_TOKEN}"}


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANS_TOKEN", SECRET)


@pytest.fixture
def other() -> Iterator[Server]:
    """A server of another origin: the same host, another port."""
    with run_server() as started:
        yield started


def sites(*entries: Any) -> list[str | PrivateSite]:
    """Entries of the option, as they are checked."""
    return make_options({"portfolio": list(entries)}).portfolio


def private(server: Server, path: str, headers: dict[str, str] = BEARER) -> dict[str, Any]:
    return {"url": f"http://{server.address}/{path}", "headers": headers}


def authorizations(server: Server) -> list[str | None]:
    return [authorization for _, authorization in server.asked]


def test_a_header_with_a_variable_goes_to_its_site_and_to_no_other(
    tmp_path: Path, server: Server, other: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER_ID", "7")
    headers = BEARER | {"X-Plans": "${USER_ID}-$PLANS_TOKEN-$${USER_ID}-x"}
    public = f"http://{server.address}/tagged/public"
    wanted = sites(private(server, "tagged", headers), public, f"http://{other.address}/tagged")
    server.content = other.content = json.dumps(GOOD).encode()
    assert Portfolio(tmp_path).read(wanted).failures == ()
    by_path = {path: sent for (path, _), sent in zip(server.asked, server.headers, strict=True)}
    assert by_path["/tagged"]["Authorization"] == f"Bearer {SECRET}"
    assert by_path["/tagged"]["X-Plans"] == "7-$PLANS_TOKEN-$7-x"
    assert "Authorization" not in by_path["/tagged/public"]
    assert authorizations(other) == [None]


def test_a_header_follows_a_redirect_only_within_its_origin(
    tmp_path: Path, server: Server, other: Server
) -> None:
    port, back = other.server_address[1], server.server_address[1]
    Portfolio(tmp_path).read(sites(private(server, "hops/2")))
    assert authorizations(server) == [f"Bearer {SECRET}"] * 4
    server.asked.clear()
    Portfolio(tmp_path).read(sites(private(server, f"to_port/{port}/to_port/{back}/good")))
    assert authorizations(other) == [None]
    assert authorizations(server) == [f"Bearer {SECRET}", None]


def test_a_secret_for_this_machine_goes_to_no_proxy(
    tmp_path: Path, server: Server, other: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy")
    monkeypatch.setenv("http_proxy", f"http://{other.address}")
    server.content = json.dumps(GOOD).encode()
    assert Portfolio(tmp_path).read(sites(private(server, "tagged"))).failures == ()
    assert (authorizations(server), other.asked) == ([f"Bearer {SECRET}"], [])


@pytest.mark.parametrize("value", [None, "", " \n"])
def test_a_variable_that_is_not_set_is_one_warning_and_no_request(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    server.content = json.dumps(GOOD).encode()
    headers = {"X-A": "${PLANS_TOKEN} ${PLANS_TOKEN}", **BEARER}
    wanted = sites(private(server, "tagged", headers))
    Portfolio(tmp_path).read(wanted)
    server.asked.clear()
    if value is None:
        monkeypatch.delenv("PLANS_TOKEN")
    else:
        monkeypatch.setenv("PLANS_TOKEN", value)
    found = Portfolio(tmp_path).read(wanted)
    assert found.failures == (
        f"portfolio: http://{server.address}/tagged needs the environment variable PLANS_TOKEN,"
        " which is not set; the last good copy is shown",
    )
    assert len(found.entries) == 2
    assert server.asked == []


def test_all_variables_that_are_not_set_are_named(tmp_path: Path, server: Server) -> None:
    headers = {"X-A": "${NO_A}${PLANS_TOKEN}", "X-B": "${NO_B}"}
    (failure,) = Portfolio(tmp_path).read(sites(private(server, "good", headers))).failures
    assert " needs the environment variables NO_A and NO_B, which are not set; its" in failure
    assert server.asked == []


@pytest.mark.parametrize("value", [f"{SECRET}\r\nX-Other: 1", f"{SECRET}\x1b", f"{SECRET}é"])
def test_a_variable_that_no_header_can_have_is_one_warning_and_no_request(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("PLANS_TOKEN", value)
    (failure,) = Portfolio(tmp_path).read(sites(private(server, "good"))).failures
    assert "needs the environment variable PLANS_TOKEN as one line of ASCII; its plans" in failure
    assert SECRET not in failure
    assert server.asked == []


def test_the_line_break_at_the_end_of_a_variable_is_left_out(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANS_TOKEN", f"{SECRET}\n")
    Portfolio(tmp_path).read(sites(private(server, "good")))
    assert authorizations(server) == [f"Bearer {SECRET}"]


@pytest.mark.parametrize(
    "path", ["tagged", "status/401", "hops/9", "off/file", "noise", "said", "status/304"]
)
def test_a_secret_is_in_no_log_no_error_and_no_file(
    tmp_path: Path,
    server: Server,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    path: str,
) -> None:
    server.content = json.dumps(GOOD).encode()
    caplog.set_level(logging.DEBUG)
    options = make_options({"portfolio": [private(server, path)]})
    found = Portfolio(tmp_path).read(options.portfolio)
    assert authorizations(server)[0] == f"Bearer {SECRET}"
    extension = SpeckitExtension(portfolio=[private(server, path)])
    written = [file.read_text("utf-8") for file in tmp_path.rglob("*") if file.is_file()]
    shown = [*found.failures, options, extension.getConfigs(), *written, *capfd.readouterr()]
    assert SECRET not in f"{shown}{caplog.text}"
    assert bool(found.failures) == (path != "tagged")


@pytest.mark.parametrize(
    ("site", "message"),
    [
        ({"url": "http://bakery.example/a?q"}, "'http://bakery.example/a'; the address must begin"),
        ({"url": "http://127.0.0.1.example/a"}, "the address must begin with https://, as others"),
        ({"url": "../a.json"}, "has headers for '../a.json'; only an address has headers"),
        ({"url": "//u:s3cr3t@a/b"}, "portfolio has '//…'; it must be a path, or an address"),
        ({"headers": {"A b": "s3cr3t"}}, "whose name is not one of HTTP"),
        ({"headers": {"": "s3cr3t"}}, "whose name is not one of HTTP"),
        ({"headers": {"A": "s3cr3t\n"}}, "the header 'A' for 'https://bakery.example/a'; it must"),
        ({"headers": {"A": "s3cr3té"}}, "it must be one line of ASCII, with variables such as"),
        ({"headers": {"A": "s3cr3t ${TOKEN"}}, "with variables such as ${TOKEN}"),
        ({"headers": {"A": "s3cr3t ${1}"}}, "with variables such as ${TOKEN}"),
        ({"headers": {"A": "s3cr3t ${${TOKEN}}"}}, "with variables such as ${TOKEN}"),
        ({"headers": {"A": ["s3cr3t"]}}, "portfolio has a dict; it must be a list of addresses"),
        ({"headers": "s3cr3t"}, "portfolio has a dict; it must be a list of addresses"),
        ({"header": "s3cr3t"}, "portfolio has a dict; it must be a list of addresses"),
    ],
    ids=str,
)
def test_a_wrong_private_site_is_refused_and_no_secret_shown(
    site: dict[str, Any], message: str
) -> None:
    whole = {"url": "https://bakery.example/a?s3cr3t", "headers": {"A": "s3cr3t"}} | site
    with pytest.raises(OptionError) as error:
        sites(whole)
    assert message in str(error.value)
    assert "s3cr3t" not in str(error.value)


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://bakery.example/a", True),
        ("HTTPS://bakery.example", True),
        ("http://bakery.example/a", False),
        ("http://localhost:8000/a", True),
        ("http://LOCALHOST/", True),
        ("http://127.9.8.7/", True),
        ("http://[::1]:80/", True),
        ("http://localhost.example/", False),
        ("http://127.0.0.1.example/", False),
        ("http://localhost@bakery.example/", False),
        ("http://[::1:2]/", False),
        ("a/localhost", False),
    ],
)
def test_where_a_secret_may_go(address: str, is_safe: bool) -> None:
    assert is_safe_for_secrets(address) is is_safe


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("https://a.example/x", "https://A.example:443/y?z", True),
        ("http://a.example", "http://a.example:080/", True),
        ("http://[::1]:80/", "http://[::1]/", True),
        ("https://a.example/", "http://a.example/", False),
        ("https://a.example/", "https://a.example:444/", False),
        ("https://a.example/", "https://b.a.example/", False),
        ("https://a.example/", "https://a.example@b.example/", False),
        ("https://a.example:443/", "https://a.example:443@b.example/", False),
    ],
)
def test_an_origin_is_a_scheme_a_host_and_a_port(one: str, other: str, is_same: bool) -> None:
    assert (find_origin(one) == find_origin(other)) is is_same


def test_an_unchanged_export_is_not_sent_again(tmp_path: Path, server: Server) -> None:
    server.content = json.dumps(GOOD).encode()
    wanted = sites(private(server, "tagged"))
    first = Portfolio(tmp_path).read(wanted)
    second = Portfolio(tmp_path).read(wanted)
    assert (len(second.entries), second) == (2, first)
    assert (len(server.asked), server.sent) == (2, 1)

    server.content = json.dumps(GOOD | {"site": "Renamed"}).encode()
    third = Portfolio(tmp_path).read(wanted)
    assert {entry.site for entry in third.entries} == {"Renamed"}
    assert server.sent == 2
    assert Portfolio(tmp_path).read(wanted) == third
    assert server.sent == 2


def test_what_is_wrong_with_an_unchanged_export_is_said_again(
    tmp_path: Path, server: Server
) -> None:
    first, second = GOOD["features"]
    server.content = json.dumps(GOOD | {"features": [first | {"title": 3}, second]}).encode()
    wanted = [f"http://{server.address}/tagged"]
    found = Portfolio(tmp_path).read(wanted)
    assert "has 1 broken feature, left out here" in found.failures[0]
    assert Portfolio(tmp_path).read(wanted) == found
    assert server.sent == 1


@pytest.mark.parametrize("text", ["", "{}", '{"content": "[]"}', None])
def test_a_copy_that_cannot_be_shown_is_fetched_again(
    tmp_path: Path, server: Server, text: str | None
) -> None:
    server.content = json.dumps(GOOD).encode()
    wanted = [f"http://{server.address}/tagged"]
    Portfolio(tmp_path).read(wanted)
    (copy,) = (tmp_path / CACHE).iterdir()
    whole = json.loads(copy.read_text())
    copy.write_text(json.dumps(whole | {"content": "broken"}) if text is None else text)
    assert Portfolio(tmp_path).read(wanted).failures == ()
    assert server.sent == 2
    assert json.loads(copy.read_text()) == whole


@pytest.mark.parametrize("tag", ["", 'x"', '"a\r\nX-Other: 1"', '"' + "a" * 1000 + '"', 3])
def test_a_state_that_is_not_one_is_not_sent(tmp_path: Path, server: Server, tag: object) -> None:
    server.content = json.dumps(GOOD).encode()
    wanted = [f"http://{server.address}/tagged"]
    Portfolio(tmp_path).read(wanted)
    (copy,) = (tmp_path / CACHE).iterdir()
    copy.write_text(json.dumps(json.loads(copy.read_text()) | {"etag": tag}))
    assert Portfolio(tmp_path).read(wanted).failures == ()
    assert ["If-None-Match" in headers for headers in server.headers] == [False, False]


def test_behind_a_redirect_every_export_is_fetched(
    tmp_path: Path, server: Server, other: Server
) -> None:
    """The state is that of the last address, and the next redirect may lead elsewhere."""
    other.content = json.dumps(GOOD).encode()
    wanted = [f"http://{server.address}/to_port/{other.server_address[1]}/tagged"]
    for _ in range(2):
        assert Portfolio(tmp_path).read(wanted).failures == ()
    assert other.sent == 2
    sent = {name for headers in server.headers + other.headers for name in headers}
    assert "If-None-Match" not in sent


def test_an_answer_that_nobody_asked_for_is_a_failure(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [f"http://{server.address}/good"]
    monkeypatch.setattr(Handler, "_good", lambda self, _: self._send(json.dumps(GOOD).encode()))
    assert Portfolio(tmp_path).read(wanted).failures == ()
    monkeypatch.setattr(Handler, "_good", lambda self, _: self._status("304"))
    found = Portfolio(tmp_path).read(wanted)
    assert found.failures == (
        f"portfolio: {wanted[0]} answered 304 Not Modified; the last good copy is shown",
    )

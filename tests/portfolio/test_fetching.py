"""Files on the web and on disk are read in bounded time and size, and no secret is repeated."""

from __future__ import annotations

import hashlib
import http.server
import threading
import time
from base64 import b64encode
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.model.addresses import hide_secrets, is_on_web
from mkdocs_speckit.portfolio import fetching
from mkdocs_speckit.portfolio.fetching import Fetched, FetchError, fetch_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTENT = b'{"version": 1}'


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers each path in its own way."""

    server: Server

    def do_GET(self) -> None:
        name, _, rest = self.path.partition("?")[0].strip("/").partition("/")
        self.server.asked.append((self.path, self.headers.get("Authorization")))
        self.server.headers.append(dict(self.headers))
        getattr(self, f"_{name}")(rest)

    def _good(self, _: str) -> None:
        self._send(CONTENT)

    def _status(self, code: str) -> None:
        self.send_response(int(code), "secret <words>")
        self.end_headers()

    def _huge(self, _: str) -> None:
        self._send(b" " * (fetching.MAX_BYTES + 1))

    def _endless(self, _: str) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.over.is_set():
            try:
                self.wfile.write(b" " * 50_000)
            except OSError:
                return

    def _said(self, _: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(10**12))
        self.end_headers()

    def _hops(self, number: str) -> None:
        self._to(f"/hops/{int(number) - 1}" if int(number) else "/good/at/last?token=x")

    def _off(self, scheme: str) -> None:
        self._to(f"{scheme}://localhost/etc/passwd")

    def _to_port(self, rest: str) -> None:
        """Leads to another server of this machine: `/to_port/8001/good`."""
        port, _, path = rest.partition("/")
        self._to(f"http://127.0.0.1:{port}/{path}")

    def _tagged(self, _: str) -> None:
        """Sends the content with its state, or only says that the state is still the same."""
        tag = f'"{hashlib.sha256(self.server.content).hexdigest()}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(self.server.content)
        self.server.sent += 1

    def _silent(self, _: str) -> None:
        self.server.over.wait(20)

    def _dripping(self, _: str) -> None:
        """Sends a sign now and then: no single wait is long."""
        self.send_response(200)
        self.end_headers()
        while not self.server.over.wait(0.02):
            try:
                self.wfile.write(b" ")
            except OSError:
                return

    def _noise(self, _: str) -> None:
        self.wfile.write(b"\x00\x01 no HTTP at all\n")

    def _send(self, content: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            self.wfile.write(content)
        except OSError:
            return  # Nobody reads on.

    def _to(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class Server(http.server.ThreadingHTTPServer):
    """A host of its own, which keeps what it was asked and with which credentials."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str | None]] = []
        self.headers: list[dict[str, str]] = []
        self.content = CONTENT
        self.sent = 0
        self.over = threading.Event()
        self.address = f"127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: object) -> None:
        """Say nothing of those who did not wait for the answer."""


@contextmanager
def run_server() -> Iterator[Server]:
    """Run a server as long as the block takes."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.over.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "*")
    with run_server() as server:
        yield server


def fetch(address: str, folder: Path) -> Fetched | FetchError:
    (answer,) = fetch_all([address], folder).values()
    return answer


def failure(address: str, folder: Path) -> str:
    answer = fetch(address, folder)
    assert isinstance(answer, FetchError)
    return str(answer)


def test_a_file_on_the_web(server: Server, tmp_path: Path) -> None:
    address = f"http://{server.address}/good/speckit.json"
    assert fetch(address, tmp_path) == Fetched(address, CONTENT)


def test_a_file_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(CONTENT)
    (tmp_path / "site").mkdir()
    assert fetch("../a.json", tmp_path / "site") == Fetched("../a.json", CONTENT)
    assert failure("b.json", tmp_path) == "does not exist"
    assert failure("site", tmp_path) == "does not exist"


def test_size_is_limited(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_BYTES", 200_000)
    (tmp_path / "a.json").write_bytes(b" " * 200_001)
    on_web = [f"http://{server.address}/{name}" for name in ("huge", "endless", "said")]
    for address in (*on_web, "a.json"):
        assert failure(address, tmp_path) == "is larger than 0.2 MB"


@pytest.mark.parametrize("name", ["silent", "dripping"])
def test_time_is_limited_however_slowly_something_comes(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT", 0.3)
    start = time.monotonic()
    said = failure(f"http://{server.address}/{name}", tmp_path)
    assert time.monotonic() - start < 5
    assert said == "did not answer completely within 0.3 s"


def test_files_are_read_at_once(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT", 2.0)
    start = time.monotonic()
    addresses = [f"http://{server.address}/silent/{number}" for number in range(8)]
    answers = fetch_all([*addresses, f"http://{server.address}/good"], tmp_path)
    assert time.monotonic() - start < 8
    assert [type(answer) for answer in answers.values()] == [FetchError] * 8 + [Fetched]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("status/404", "answered 404 Not Found"),
        ("status/500", "answered 500 Internal Server Error"),
        ("status/799", "answered 799"),
        ("hops/9", "redirects too often, or off the web"),
        ("off/file", "redirects too often, or off the web"),
        ("off/ftp", "redirects too often, or off the web"),
        ("off/data", "redirects too often, or off the web"),
        ("noise", "did not answer in proper HTTP"),
    ],
)
def test_what_happened_is_said(server: Server, tmp_path: Path, path: str, said: str) -> None:
    assert failure(f"http://{server.address}/{path}", tmp_path) == said


def test_what_refuses_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with Server() as gone:
        address = gone.address
    assert failure(f"http://{address}/", tmp_path) == "cannot be read: Connection refused"


def test_a_few_redirects_are_followed_to_where_the_file_is(server: Server, tmp_path: Path) -> None:
    answer = fetch(f"http://{server.address}/hops/3", tmp_path)
    assert answer == Fetched(f"http://{server.address}/good/at/last", CONTENT)


def test_credentials_go_to_the_first_host_alone_and_nowhere_else(
    server: Server, tmp_path: Path
) -> None:
    answer = fetch(f"http://me:p%40ss@{server.address}/hops/0?key=1", tmp_path)
    assert answer == Fetched(f"http://{server.address}/good/at/last", CONTENT)
    assert server.asked == [
        ("/hops/0?key=1", "Basic " + b64encode(b"me:p@ss").decode()),
        ("/good/at/last?token=x", None),
    ]


def test_other_alphabets_and_spaces_are_quoted(server: Server, tmp_path: Path) -> None:
    assert isinstance(fetch(f"http://{server.address}/good/übersicht 1%20.json", tmp_path), Fetched)
    assert server.asked[0][0] == "/good/%C3%BCbersicht%201%20.json"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://bakery.example/docs/speckit.json", "https://bakery.example/docs/speckit.json"),
        ("https://me:secret@bakery.example/a?token=secret#secret", "https://bakery.example/a"),
        ("https://me:sec@ret@bakery.example:8443", "https://bakery.example:8443/"),
        ("https://me:sec/ret@bakery.example/a", "https://…"),
        ("ftp://me:secret@bakery.example/a", "ftp://…"),
        ("//me:secret@bakery.example/a", "//…"),
        (" https://me:secret@bakery.example/a", " https://…"),
        ("https:/me:secret@bakery.example/a", "…@bakery.example/a"),
        ("me:secret@bakery.example/a", "…@bakery.example/a"),
        ("me:sec/r@et@bakery.example/a", "…@bakery.example/a"),
        ("secret@bakery.example/a?secret", "…@bakery.example/a?…"),
        ("bakery.example/a?token=secret", "bakery.example/a?…"),
        ("../@bakery//bread@1/speckit.json", "../@bakery//bread@1/speckit.json"),
        ("C:\\bakery\\speckit.json", "C:\\bakery\\speckit.json"),
        ("../bakery/speckit.json", "../bakery/speckit.json"),
    ],
)
def test_an_address_is_shown_without_what_may_be_secret(address: str, shown: str) -> None:
    assert hide_secrets(address) == shown


@pytest.mark.parametrize(
    ("address", "is_address"),
    [
        ("https://bakery.example", True),
        ("HTTP://[::1]:8000/a b?c#d", True),
        ("https://", False),
        ("https:///a", False),
        ("https://bakery.example:port/", False),
        ("ftp://bakery.example/", False),
        ("javascript://bakery.example/%0aalert(1)", False),
        ("bakery/speckit.json", False),
        ("C:\\bakery\\speckit.json", False),
    ],
)
def test_what_is_an_address_on_the_web(address: str, is_address: bool) -> None:
    assert is_on_web(address) is is_address

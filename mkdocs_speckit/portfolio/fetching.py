"""Reading files by addresses on the web or by paths, with limits of time and size."""

from __future__ import annotations

import os
import re
import threading
import time
from base64 import b64encode
from http import HTTPStatus
from http.client import HTTPException
from typing import IO, TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from msgspec import Struct

from mkdocs_speckit.model.addresses import ON_WEB, find_origin, hide_secrets, is_on_web
from mkdocs_speckit.model.wording import join_words
from mkdocs_speckit.options import VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from http.client import HTTPMessage
    from pathlib import Path

TIMEOUT = 10.0
"""Seconds that all of a read may take, connecting and redirects included."""

MAX_BYTES = 10_000_000
"""Larger files are not read."""

MAX_REDIRECTS = 5

_CHUNK = 1 << 16

_KEPT = "%/:=&?~+!$,;'@()*[]"
"""What an address may contain besides letters, digits and `-._`; all else is quoted."""

_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{1,200}"')
"""What names the state of a file on its server."""


class FetchError(Exception):
    """A file cannot be read.

    The message says why, as the rest of a sentence that begins with the address. It repeats no
    credentials.
    """


class Fetched(Struct, frozen=True):
    """What was read, and the address that it came from in the end.

    `etag` names the state of the file, if its server has one for the address that was asked.
    """

    address: str
    content: bytes
    etag: str = ""


def fetch_all(
    addresses: Iterable[str],
    folder: Path,
    headers: Mapping[str, Mapping[str, str]] | None = None,
    known: Mapping[str, Fetched] | None = None,
) -> dict[str, Fetched | FetchError]:
    """Read files at once, each by its address or by its path from a folder.

    `headers` are those of HTTP for some addresses; they contain names of environment variables.
    `known` is what was read before: if it has not changed since, the answer is that very object.
    Returns after `TIMEOUT` at the latest: what has not arrived by then is given up.
    """
    headers, known = headers or {}, known or {}
    answers: dict[str, Fetched | FetchError] = {}

    def fetch(address: str) -> None:
        try:
            if is_on_web(address):
                filled = _fill_in(headers.get(address, {}))
                answers[address] = _fetch_from_web(address, filled, known.get(address))
            else:
                answers[address] = _read_file(address, folder)
        except FetchError as error:
            answers[address] = error
        except (OSError, HTTPException, ValueError) as error:
            answers[address] = FetchError(_explain(error))
            if isinstance(error, HTTPError):
                error.close()

    wanted = tuple(addresses)
    deadline = time.monotonic() + TIMEOUT
    # A name server or a slow header can hold a reader longer than any socket's timeout does.
    threads = [threading.Thread(target=fetch, args=(one,), daemon=True) for one in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    return {address: answers.get(address, FetchError(_say_slow())) for address in wanted}


def _fill_in(headers: Mapping[str, str]) -> dict[str, str]:
    """Fill in the variables of headers; raises FetchError if one is not set, or cannot be sent."""
    values = {
        name: os.environ.get(name, "").strip()
        for value in headers.values()
        for name in VARIABLE.findall(value)
    }
    if missing := [name for name, value in values.items() if not value]:
        is_one = len(missing) == 1
        raise FetchError(
            f"needs the environment variable{'' if is_one else 's'} {join_words(missing)},"
            f" which {'is' if is_one else 'are'} not set"
        )
    for name, value in values.items():
        if not (value.isascii() and value.isprintable()):
            raise FetchError(f"needs the environment variable {name} as one line of ASCII")
    return {name: VARIABLE.sub(lambda m: values[m[1]], text) for name, text in headers.items()}


class _Redirects(HTTPRedirectHandler):
    """Follows a few redirects, but none that leads off the web.

    The headers of these names, in any case, go on to the same scheme, host and port alone.
    """

    max_redirections = MAX_REDIRECTS

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {name.casefold() for name in names}

    def redirect_request(  # noqa: PLR0913, PLR0917
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        if not is_on_web(newurl):
            raise HTTPError(req.full_url, code, msg, headers, fp)
        request = super().redirect_request(req, fp, code, msg, headers, newurl)
        # A header that was left out once stays out: others have chosen the address by then.
        if request is not None and _find_origin(request) == find_origin(req.full_url):
            request.unredirected_hdrs |= {
                name: value
                for name, value in req.unredirected_hdrs.items()
                if name.casefold() in self._names
            }
        return request


def _find_origin(request: Request) -> tuple[str, str, str] | None:
    """Where a new request will go, as the library that sends it reads the address."""
    return find_origin(f"{request.type}://{request.host}")


def _fetch_from_web(address: str, headers: Mapping[str, str], known: Fetched | None) -> Fetched:
    match = ON_WEB.fullmatch(address)
    if match is None:
        raise ValueError(address)
    rest = quote((match["path"] or "/") + (match["query"] or ""), safe=_KEPT)
    request = Request(f"{match['scheme']}://{match['host']}{rest}")  # noqa: S310
    request.add_header("User-Agent", "mkdocs-speckit")
    if match["user"]:
        user = b64encode(unquote(match["user"]).encode()).decode()
        # User and password go to the first host alone, and into no log.
        request.add_unredirected_header("Authorization", f"Basic {user}")
    for name, value in headers.items():
        request.add_unredirected_header(name, value)
    if known is not None and _ETAG.fullmatch(known.etag):
        request.add_unredirected_header("If-None-Match", known.etag)

    opener = build_opener(_Redirects(headers))
    if headers and match["scheme"].lower() == "http":  # To this machine, and to no proxy.
        opener = build_opener(_Redirects(headers), ProxyHandler({}))
    deadline = time.monotonic() + TIMEOUT
    try:
        answer = opener.open(request, timeout=TIMEOUT)
    except HTTPError as error:
        is_asked = request.has_header("If-none-match") and error.url == request.full_url
        if error.code != HTTPStatus.NOT_MODIFIED or known is None or not is_asked:
            raise
        error.close()
        return known
    with answer as response:
        if int(response.headers.get("Content-Length") or 0) > MAX_BYTES:
            raise FetchError(_say_large())
        content = bytearray()
        while chunk := response.read1(_CHUNK):
            content += chunk
            if len(content) > MAX_BYTES:
                raise FetchError(_say_large())
            if time.monotonic() > deadline:
                raise FetchError(_say_slow())
        etag = response.headers.get("ETag") or ""
        is_valid = response.url == request.full_url and _ETAG.fullmatch(etag)
        return Fetched(hide_secrets(response.url), bytes(content), etag if is_valid else "")


def _read_file(address: str, folder: Path) -> Fetched:
    path = folder / address
    if not path.is_file():
        raise FetchError("does not exist")
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise FetchError(_say_large())
    return Fetched(address, content)


def _say_large() -> str:
    return f"is larger than {MAX_BYTES / 1e6:g} MB"


def _say_slow() -> str:
    return f"did not answer completely within {TIMEOUT:g} s"


def _explain(error: OSError | HTTPException | ValueError) -> str:
    """Say what happened, without the server's own words."""
    if isinstance(error, HTTPError):
        is_redirect = HTTPStatus.MULTIPLE_CHOICES <= error.code < HTTPStatus.BAD_REQUEST
        if is_redirect and error.code != HTTPStatus.NOT_MODIFIED:
            return "redirects too often, or off the web"
        known = {status.value: f" {status.phrase}" for status in HTTPStatus}
        return f"answered {error.code}{known.get(error.code, '')}"
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return _say_slow()
    if isinstance(reason, OSError):
        return f"cannot be read: {reason.strerror or type(reason).__name__}"
    return "did not answer in proper HTTP"

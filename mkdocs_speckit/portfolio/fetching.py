"""Reading files by addresses on the web or by paths, with limits of time and size."""

from __future__ import annotations

import threading
import time
from base64 import b64encode
from http import HTTPStatus
from http.client import HTTPException
from typing import IO, TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from msgspec import Struct

from mkdocs_speckit.model.addresses import ON_WEB, hide_secrets, is_on_web

if TYPE_CHECKING:
    from collections.abc import Iterable
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


class FetchError(Exception):
    """A file cannot be read.

    The message says why, as the rest of a sentence that begins with the address. It repeats no
    credentials.
    """


class Fetched(Struct, frozen=True):
    """What was read, and the address that it came from in the end."""

    address: str
    content: bytes


def fetch_all(addresses: Iterable[str], folder: Path) -> dict[str, Fetched | FetchError]:
    """Read files at once, each by its address or by its path from a folder.

    Returns after `TIMEOUT` at the latest: what has not arrived by then is given up.
    """
    answers: dict[str, Fetched | FetchError] = {}

    def fetch(address: str) -> None:
        try:
            if is_on_web(address):
                answers[address] = _fetch_from_web(address)
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


class _Redirects(HTTPRedirectHandler):
    """Follows a few redirects, but none that leads off the web."""

    max_redirections = MAX_REDIRECTS

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
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fetch_from_web(address: str) -> Fetched:
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

    deadline = time.monotonic() + TIMEOUT
    with build_opener(_Redirects).open(request, timeout=TIMEOUT) as response:
        if int(response.headers.get("Content-Length") or 0) > MAX_BYTES:
            raise FetchError(_say_large())
        content = bytearray()
        while chunk := response.read1(_CHUNK):
            content += chunk
            if len(content) > MAX_BYTES:
                raise FetchError(_say_large())
            if time.monotonic() > deadline:
                raise FetchError(_say_slow())
        return Fetched(hide_secrets(response.url), bytes(content))


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
        if HTTPStatus.MULTIPLE_CHOICES <= error.code < HTTPStatus.BAD_REQUEST:
            return "redirects too often, or off the web"
        known = {status.value: f" {status.phrase}" for status in HTTPStatus}
        return f"answered {error.code}{known.get(error.code, '')}"
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return _say_slow()
    if isinstance(reason, OSError):
        return f"cannot be read: {reason.strerror or type(reason).__name__}"
    return "did not answer in proper HTTP"

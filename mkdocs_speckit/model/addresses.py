"""Addresses on the web: which texts are addresses, and which parts of one may be shown."""

from __future__ import annotations

import re

ON_WEB = re.compile(
    r"(?P<scheme>https?)://(?:(?P<user>[^/?#]*)@)?"
    r"(?P<host>(?P<name>\[[\da-f:.]+\]|[^\s/?#@:\[\]\\]+)(?::(?P<port>\d+))?)"
    r"(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?:#.*)?",
    re.IGNORECASE | re.DOTALL,
)
"""An address with `http` or `https`, and its parts."""

_PORTS = {"http": "80", "https": "443"}

_LOCAL = re.compile(r"localhost|127(?:\.\d{1,3}){3}|\[::1\]", re.ASCII)


def is_on_web(address: str) -> bool:
    """True if this is an address with `http` or `https`, not a path."""
    return ON_WEB.fullmatch(address) is not None


def find_host(address: str) -> str:
    """The host of an address on the web, with its port if it has one; else the whole text."""
    match = ON_WEB.fullmatch(address)
    return match["host"] if match else address


def find_origin(address: str) -> tuple[str, str, str] | None:
    """The scheme, host and port of an address on the web; None for a path."""
    match = ON_WEB.fullmatch(address)
    if match is None:
        return None
    scheme = match["scheme"].lower()
    return scheme, match["name"].lower(), (match["port"] or "").lstrip("0") or _PORTS[scheme]


def is_safe_for_secrets(address: str) -> bool:
    """True if nobody on the way can read what is sent there: with `https`, or on this machine."""
    origin = find_origin(address)
    return origin is not None and (origin[0] == "https" or bool(_LOCAL.fullmatch(origin[1])))


def hide_secrets(address: str) -> str:
    """An address without the parts that may be secret: user, password and query.

    A path stays what it is, unless it may be an address that is misspelt.
    """
    if match := ON_WEB.fullmatch(address):
        return f"{match['scheme']}://{match['host']}{match['path'] or '/'}"
    scheme, separator, _ = address.partition("//")
    if separator and (not scheme or scheme.endswith(":")):
        return f"{scheme}//…"
    user, sign, rest = address.rpartition("@")
    if sign and (":" in user or "/" not in user):
        address = f"…@{rest}"
    path, sign, _ = address.partition("?")
    return f"{path}?…" if sign else address


def is_misspelt(address: str) -> bool:
    """True if this is meant as an address, but does not begin with `https://` or `http://`."""
    if is_on_web(address):
        return False
    user, sign, _ = address.rpartition("@")
    return (
        address.casefold().startswith(("//", "http:", "https:"))
        or "://" in address
        or bool(sign and ":" in user)
    )

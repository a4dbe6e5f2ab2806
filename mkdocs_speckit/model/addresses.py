"""Addresses on the web: which texts are addresses, and which parts of one may be shown."""

from __future__ import annotations

import re

ON_WEB = re.compile(
    r"(?P<scheme>https?)://(?:(?P<user>[^/?#]*)@)?"
    r"(?P<host>(?:\[[\da-f:.]+\]|[^\s/?#@:\[\]\\]+)(?::\d+)?)"
    r"(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?:#.*)?",
    re.IGNORECASE | re.DOTALL,
)
"""An address with `http` or `https`, and its parts."""


def is_on_web(address: str) -> bool:
    """True if this is an address with `http` or `https`, not a path."""
    return ON_WEB.fullmatch(address) is not None


def find_host(address: str) -> str:
    """The host of an address on the web, with its port if it has one; else the whole text."""
    match = ON_WEB.fullmatch(address)
    return match["host"] if match else address


def hide_secrets(address: str) -> str:
    """An address without the parts that may be secret: user, password and query."""
    if match := ON_WEB.fullmatch(address):
        return f"{match['scheme']}://{match['host']}{match['path'] or '/'}"
    scheme, separator, _ = address.partition("://")
    return f"{scheme}://…" if separator else address

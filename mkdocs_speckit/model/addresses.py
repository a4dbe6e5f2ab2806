"""Addresses on the web: which texts are such, and what of them may be shown."""

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
    """Whether this is an address with `http` or `https`, and no path."""
    return ON_WEB.fullmatch(address) is not None


def find_host(address: str) -> str:
    """The host of an address on the web, with its port if it has one; else the address."""
    match = ON_WEB.fullmatch(address)
    return match["host"] if match else address


def hide_secrets(address: str) -> str:
    """An address without what may be secret in it: user, password and query."""
    if match := ON_WEB.fullmatch(address):
        return f"{match['scheme']}://{match['host']}{match['path'] or '/'}"
    scheme, separator, _ = address.partition("://")
    return f"{scheme}://…" if separator else address

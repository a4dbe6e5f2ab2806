"""Asks for each address that the documentation links to: `make links`.

An address that nobody answers at, or with an error, is printed; there are exceptions for hosts that
refuse programs.
"""

from __future__ import annotations

import re
import sys
import urllib.error
import urllib.request

from tests.demo_site import ROOT
from tests.docs.blocks import PAGES

TIMEOUT = 20.0
REFUSES_PROGRAMS = {401, 403, 405, 429}
"""What hosts answer that do not like to be asked by a program; the address exists."""

_ADDRESS = re.compile(r"(?:\]\(|<)(https?://[^\s)>]+)")
_MADE_UP = re.compile(
    r"https?://(?:127\.0\.0\.1|localhost|[\w.-]*example\.(?:org|com)|OWNER)|.*/OWNER/"
)


def find_links() -> dict[str, str]:
    """Each address that is no example, with the page that has it first."""
    found: dict[str, str] = {}
    for page in PAGES:
        for address in _ADDRESS.findall(page.read_text("utf-8")):
            if not _MADE_UP.match(address):
                found.setdefault(address, page.relative_to(ROOT).as_posix())
    return found


def main() -> int:
    """Ask for all; 1 if one does not answer."""
    failed = 0
    for address, page in find_links().items():
        request = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0"})  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310
                continue
        except urllib.error.HTTPError as error:
            if error.code in REFUSES_PROGRAMS:
                continue
            why = str(error.code)
        except OSError as error:
            why = str(error)
        print(f"{page}: {address}: {why}")
        failed += 1
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())

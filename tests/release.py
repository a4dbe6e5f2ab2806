"""Looks at a release before it is published: `python -m tests.release v0.1.0`."""

from __future__ import annotations

import re
import sys

from mkdocs_speckit import __version__
from tests.demo_site import ROOT

_UNNAMED = re.compile(r"OWNER(?:/mkdocs-speckit|@users|\.github\.io)")


def find_fault(tag: str) -> str | None:
    """Why a tag must not be released; None if it may."""
    if tag != f"v{__version__}":
        return f"the tag {tag} is not that of version {__version__}; correct one of them"
    if f"\n## {__version__} (" not in (ROOT / "CHANGELOG.md").read_text("utf-8"):
        return f"CHANGELOG.md has no heading “## {__version__} (date)”; write it"
    for file in ("pyproject.toml", "mkdocs.yml"):
        if _UNNAMED.search((ROOT / file).read_text("utf-8")):
            return f"{file} does not name the repository’s owner; run make owner OWNER=name"
    return None


if __name__ == "__main__":
    sys.exit(find_fault(sys.argv[1]))

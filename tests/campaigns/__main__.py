"""Writes the table of long runs into `docs/reliability.md`: `python -m tests.campaigns`."""

from __future__ import annotations

from tests.campaigns import ROOT, make_table
from tests.compatibility.table import with_table

PAGE = ROOT / "docs" / "reliability.md"

if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_table(page, make_table(), "long runs"), encoding="utf-8")

"""What the first page says of a log is what a build says of the plan that the page has edited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.disk.templates import make_documents
from tests.docs.blocks import DOCS, blocks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.conftest import Site


def test_the_line_in_the_log_is_that_of_the_edited_plan(
    build_site: Callable[..., Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = {block.language: block.text for block in blocks(DOCS / "start.md")}
    documents = make_documents("2")
    before, title, effort = documents["plan.md"].partition("## Effort Estimation\n")
    for row in shown["markdown"].splitlines():
        name = row.split("|")[1]
        effort, replaced = re.subn(rf"^\|{re.escape(name)}\|.*$", row, effort, flags=re.MULTILINE)
        assert replaced == 1, name
    documents["plan.md"] = before + title + effort
    pages = {f"passkeys/{name}": text for name, text in documents.items()}
    (line,) = build_site(pages, speckit={"rules": {}, "log": "summary"}).logged
    assert shown["text"] == line.replace("WARNING: ", "WARNING -  ") + "\n"

"""The fenced blocks of the documentation's pages, and what is in their front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from tests.demo_site import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCS = ROOT / "docs"

PAGES = sorted(
    [
        *(page for page in DOCS.rglob("*.md") if DOCS / "gallery" not in page.parents),
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    ]
)
"""What people read, without the gallery's plans."""

_BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w*)[^\S\n]*(?P<rest>[^\n]*)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_TITLE = re.compile(r'title="([^"]+)"')
_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the title that a file's content has, its text."""

    page: str
    language: str
    title: str
    text: str
    line: int

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def name(page: Path) -> str:
    """A page's path in the repository."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> Iterator[Block]:
    """All fenced blocks of a page, in their order."""
    text = page.read_text("utf-8")
    for found in _BLOCK.finditer(text):
        title = _TITLE.search(found["rest"])
        yield Block(
            name(page),
            found["language"],
            title[1] if title else "",
            found["text"],
            text.count("\n", 0, found.start()) + 1,
        )


def in_language(language: str) -> list[Block]:
    """All blocks in a language, on all pages."""
    return [block for page in PAGES for block in blocks(page) if block.language == language]


def front_matter(page: Path) -> dict[str, object]:
    """The values of a page's front matter; nothing where there is none."""
    found = _FRONT_MATTER.match(page.read_text("utf-8"))
    return yaml.safe_load(found[1]) if found else {}
